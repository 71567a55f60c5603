"""How data rows become matchers: loading, inflection, phrases, coordination."""
