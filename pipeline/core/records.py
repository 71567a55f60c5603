"""Every annotation noun on one page: what few tokens have, each with its span and its rule.

All are small and frozen. ``span`` counts tokens of the Doc; ``rule`` names the data row or the
method that made the record, so that every answer can be explained.
"""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.core.span import Span


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A paragraph, headline, list item, table row or caption: nothing reads across its edges.

    ``start`` and ``stop`` are offsets into ``Doc.clean``; ``kind`` is one of paragraph, title,
    heading, item, row, caption, boilerplate. Boilerplate («[Источник](#)») is not tokenised.
    """

    start: int
    stop: int
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A proper name as found, before anybody knows whose: «Шавката Мирзиёева»."""

    span: Span
    type: str  # PER, LOC, ORG
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """Somebody or something that a document names, once however often it is mentioned."""

    type: str  # person, organization, country, place
    name: str  # canonical, nominative: «Шавкат Мирзиёев»
    role: str | None = None  # office with its complement: «министр сельского хозяйства»
    country: str | None = None  # ISO 3166-1 alpha-3


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """One place where an entity is named. ``name`` is the nominative of this document's name."""

    span: Span
    type: str  # PER, LOC, ORG
    name: str
    entity: Entity
    country: str | None  # a country mention's ISO 3166-1 alpha-3
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class Country:
    """A country named by noun, adjective or abbreviation; a compound adjective gives two."""

    span: Span
    country: str  # ISO 3166-1 alpha-3
    form: str  # noun, adjective, abbreviation
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class Sector:
    """A field of activity or cooperation: «электротехническая промышленность»."""

    span: Span
    sector: str  # sectors.csv
    inside_org: bool  # within the name of an organisation or office
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class Cooperation:
    """How often a document speaks of a sector between two countries, A before Z."""

    country_a: str  # ISO 3166-1 alpha-3
    country_b: str
    sector: str  # sectors.csv
    mentions: int


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A stated number with its unit: «620,1 млн долларов».

    ``value`` is the stated number, None for a range or an indefinite amount; ``low`` and ``high``
    are the least and greatest value that the wording allows, None where it sets none.
    """

    span: Span
    kind: str  # money, percent, ratio, count, quantity, points
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str  # ISO 4217, percent, ratio, pp, bp, item lemma, unit symbol
    bound: str  # eq, gt, ge, lt, le, approx, range
    direction: str | None  # up, down
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class Period:
    """A stretch of time: «за январь—июль 2024 года» → 2024-01/2024-07.

    ``value`` is ISO 8601 («2023», «2023-05», «2023-Q1», two of them with a slash) or None where
    the text leaves the year open; ``span`` covers the wording with its preposition.
    """

    span: Span
    value: str | None
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """What a figure says: of what, when, between whom, and whether it happened."""

    figure: Figure
    indicator: str  # indicators.csv
    kind: str  # level, change_pct, change_ratio, change_abs
    status: str  # actual, agreed, planned, potential
    period: Period | None
    parties: tuple[str, ...]  # sorted ISO 3166-1 alpha-3
    rule: str

    @property
    def span(self) -> Span:
        """Where its figure stands."""
        return self.figure.span
