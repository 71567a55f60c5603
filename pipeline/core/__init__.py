"""The nouns of the house: words, documents, spans, records, stages, errors."""
