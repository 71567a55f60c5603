"""Common words around names that tell what they name: legal forms, carriers, geography."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.core.lexicon import fold
from pipeline.rules.decline import folded, noun, plural, slots
from pipeline.rules.load import load
from pipeline.rules.phrases import Phrases


class LegalFormRow(NamedTuple):
    """A legal form, outside of the name: «ООО «Ромашка»», «Apple Inc.»."""

    text: str
    side: str  # before, after
    example: str


class CarrierRow(NamedTuple):
    """A word before a quoted name: «резиденция «Загульба»»."""

    text: str
    type: str  # ORG, LOC, none
    example: str


class CommonNounRow(NamedTuple):
    """A word with capitals that is no name: «СМИ»."""

    text: str
    works: bool = False  # a kind of plant: with an adjective a name, «Рогунская ГЭС»


class GeographyRow(NamedTuple):
    """A generic word that belongs to a place's name after an adjective: «область»."""

    text: str
    way: bool = False  # names of its two ends follow it: «линия Узень — Берекет»
    outside: bool = False  # never part of a name that follows it: «порт Поти»


class InstitutionRow(NamedTuple):
    """A word that heads the name of an institution: «министерство»."""

    text: str
    list: bool = False  # its field may be a list in the genitive
    lower: str = ""  # a name in lower case, too: with its field and its owner, or with its owner


def noun_forms(words: Iterable[str]) -> frozenset[str]:
    """Folded singular and plural forms of common nouns."""
    return folded([form for word in words for form in (*noun(word), *plural(word))])


class Words:
    """The vocabularies of one set of rows; get it with ``words()``."""

    def __init__(self, overlay: Path | None) -> None:
        forms = load(LegalFormRow, "legal_forms", overlay)
        self.before = frozenset(row.text for row in forms if row.side == "before")
        self.after = frozenset(fold(row.text) for row in forms if row.side == "after")
        common = load(CommonNounRow, "common_nouns", overlay)
        self.common = frozenset(row.text for row in common)
        self.works = frozenset(row.text for row in common if row.works)
        geography = load(GeographyRow, "geography", overlay)
        self.geography = noun_forms(row.text for row in geography)
        self.ways = noun_forms(row.text for row in geography if row.way)
        self.outside = noun_forms(row.text for row in geography if row.outside)
        institutions = load(InstitutionRow, "institutions", overlay)
        self.institutions = noun_forms(row.text for row in institutions)
        self.fields = noun_forms(row.text for row in institutions if row.lower == "field")
        self.owned = noun_forms(row.text for row in institutions if row.lower == "owner")
        self.lower = self.fields | self.owned
        self.listing = noun_forms(row.text for row in institutions if row.list)
        self.carriers: Phrases[CarrierRow] = Phrases()
        for row in load(CarrierRow, "carriers", overlay):
            first, *rest = row.text.split()
            if first.endswith(("ый", "ий", "ой")) and rest:
                self.carriers.add([*slots(row.text)], row)
            else:
                self.carriers.add([noun_forms([first]), *({fold(w)} for w in rest)], row)


@cache
def words(overlay: Path | None = None) -> Words:
    """The vocabularies, built once a process."""
    return Words(overlay)
