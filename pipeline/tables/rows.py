"""One dataclass a table: the only declaration of what svodka writes.

Offsets count code points of the source text as read (from 0, ``stop`` exclusive), and
``text == source[start:stop]`` always. Numbers of sentences, mentions, entities, figures and facts
count from 1 within their document.
"""

from decimal import Decimal

from pipeline.tables.schema import column, table

START = "first character in the source text, counted from 0"
STOP = "character after the last one"
TEXT = "the characters of the source from start to stop"
RULE = "the data row or method that found it"
COUNTRY = "ISO 3166-1 alpha-3"
BOUNDS = ("eq", "gt", "ge", "lt", "le", "approx", "range")
BOUND = "how the wording bounds the value: «более» gt, «не менее» ge, «до» le, «около» approx …"
LOW = "least value that the wording allows"
HIGH = "greatest value that the wording allows"


@table("documents", "Every document that was read.", key="doc_id")
class DocumentRow:
    """A document."""

    doc_id: str = column("its own id, else the name of its file")
    source: str = column("the file that it was read from")
    encoding: str | None = column("the file's encoding, as recognised")
    title: str | None = column("headline")
    date: str | None = column("date of publication, ISO 8601")
    url: str | None = column("address of the page")
    characters: int = column("length of the source text in code points")
    sentences: int = column("number of sentences")
    tokens: int = column("number of tokens")
    sha256: str = column("SHA-256 of the source text in UTF-8")
    duplicate_of: str | None = column(
        "an earlier document that says nearly the same", refers="documents"
    )


@table("texts", "The source texts that all offsets refer to.", key="doc_id")
class TextRow:
    """The text of a document."""

    doc_id: str = column("document", refers="documents")
    text: str = column("the source as read: a BOM removed, newlines as they are")


@table("sentences", "Sentences.", key="doc_id sentence_id")
class SentenceRow:
    """A sentence."""

    doc_id: str = column("document", refers="documents")
    sentence_id: int = column("number of the sentence")
    start: int = column(START)
    stop: int = column(STOP)
    text: str = column(TEXT)


@table("tokens", "Words and punctuation with lemma and grammar.", key="doc_id token_id")
class TokenRow:
    """A token."""

    doc_id: str = column("document", refers="documents")
    sentence_id: int = column("sentence", refers="sentences")
    token_id: int = column("number of the token in the document")
    start: int = column(START)
    stop: int = column(STOP)
    text: str = column(TEXT)
    lemma: str = column("dictionary form")
    pos: str = column("part of speech, Universal Dependencies")
    feats: str | None = column("features, Universal Dependencies: Case=Gen|Number=Plur")


@table(
    "mentions",
    "Places where a person, a place or an organisation is named.",
    key="doc_id mention_id",
)
class MentionRow:
    """A mention of an entity."""

    doc_id: str = column("document", refers="documents")
    sentence_id: int = column("sentence", refers="sentences")
    start: int = column(START)
    stop: int = column(STOP)
    text: str = column(TEXT)
    mention_id: int = column("number of the mention")
    type: str = column("kind of name", enum=("PER", "LOC", "ORG"))
    name: str = column("the name in the nominative, ё kept")
    entity_id: int = column("who or what is named", refers="entities")
    country: str | None = column(f"where a country is named by a noun: {COUNTRY}")
    rule: str = column(RULE)


@table("countries", "Countries named by noun, adjective or abbreviation; one row a country.")
class CountryRow:
    """A country named; «узбекско-азербайджанский» gives two rows."""

    doc_id: str = column("document", refers="documents")
    sentence_id: int = column("sentence", refers="sentences")
    start: int = column(START)
    stop: int = column(STOP)
    text: str = column(TEXT)
    country: str = column(COUNTRY)
    form: str = column("how it is named", enum=("noun", "adjective", "abbreviation"))
    rule: str = column(RULE)


@table(
    "entities",
    "Persons, organisations, countries and places, once a document.",
    key="doc_id entity_id",
)
class EntityRow:
    """An entity of a document, numbered in order of first mention."""

    doc_id: str = column("document", refers="documents")
    entity_id: int = column("number of the entity, in order of first mention")
    type: str = column("what it is", enum=("person", "organization", "country", "place"))
    name: str = column("its fullest name in the document, nominative")
    role: str | None = column("a person's office with its complement: «министр энергетики»")
    country: str | None = column(f"of the person's office, or of the country itself: {COUNTRY}")
    mentions: int = column("how often the document names it")


@table("sectors", "Mentions of a field of activity or cooperation.")
class SectorRow:
    """A sector named."""

    doc_id: str = column("document", refers="documents")
    sentence_id: int = column("sentence", refers="sentences")
    start: int = column(START)
    stop: int = column(STOP)
    text: str = column(TEXT)
    sector_id: str = column("id of the sector")
    isic4: str | None = column("ISIC Rev. 4 section, division or group")
    label_en: str = column("name of the sector in English")
    inside_org: bool = column("stands within the name of an organisation or office")
    rule: str = column(RULE)


@table(
    "cooperation",
    "Between which two countries a document speaks of a sector, and how often.",
    key="doc_id country_a country_b sector_id",
)
class CooperationRow:
    """A pair of countries and a sector."""

    doc_id: str = column("document", refers="documents")
    country_a: str = column(f"the country whose code comes first: {COUNTRY}")
    country_b: str = column(f"the other country: {COUNTRY}")
    sector_id: str = column("id of the sector")
    mentions: int = column("mentions of the sector in sentences on these two countries")


@table("figures", "Stated numbers with their units.", key="doc_id figure_id")
class FigureRow:
    """A figure."""

    doc_id: str = column("document", refers="documents")
    sentence_id: int = column("sentence", refers="sentences")
    start: int = column(START)
    stop: int = column(STOP)
    text: str = column(TEXT)
    figure_id: int = column("number of the figure")
    kind: str = column(
        "what is stated", enum=("money", "percent", "ratio", "count", "quantity", "points")
    )
    value: Decimal | None = column("the stated number; empty for a range")
    value_min: Decimal | None = column(LOW)
    value_max: Decimal | None = column(HIGH)
    unit: str = column(
        "ISO 4217 code, percent, ratio, pp, bp, lemma of the item, symbol of the unit"
    )
    bound: str = column(BOUND, enum=BOUNDS)
    direction: str | None = column("of a change", enum=("up", "down"))
    rule: str = column(RULE)


@table(
    "facts",
    "What a figure says: of what, when, between whom, whether it happened.",
    key="doc_id fact_id",
)
class FactRow:
    """A fact; its evidence is its figure and the sentence around it."""

    doc_id: str = column("document", refers="documents")
    sentence_id: int = column("sentence", refers="sentences")
    start: int = column(START + ", of the figure")
    stop: int = column(STOP)
    text: str = column(TEXT)
    fact_id: int = column("number of the fact")
    figure_id: int = column("its figure", refers="figures")
    indicator: str = column("what is measured: an id of indicators.csv, or other")
    kind: str = column(
        "level or change", enum=("level", "change_pct", "change_ratio", "change_abs")
    )
    value: Decimal | None = column("the stated number; empty for a range")
    value_min: Decimal | None = column(LOW)
    value_max: Decimal | None = column(HIGH)
    unit: str = column("unit of the figure")
    bound: str = column(BOUND, enum=BOUNDS)
    direction: str | None = column("of a change", enum=("up", "down"))
    status: str = column("whether it happened", enum=("actual", "agreed", "planned", "potential"))
    period: str | None = column("ISO 8601: 2023, 2023-05, 2023-Q1, or two of them with a slash")
    period_text: str | None = column("the wording of the period")
    parties: str | None = column(f"countries that it is about, {COUNTRY}, joined by «;»")
    rule: str = column(RULE)


@table("problems", "What could not be read or done; the rest went on.")
class ProblemRow:
    """A problem."""

    source: str = column("the file")
    doc_id: str | None = column("document, where it got that far")
    stage: str = column("where it happened")
    problem: str = column("what happened")
