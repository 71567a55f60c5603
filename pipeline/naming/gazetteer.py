"""Names that are known beforehand: organisations and regions, as matchers.

``data/organizations.csv`` and ``data/places.csv`` hold general knowledge (international bodies,
offices of state, news agencies, continents, seas), each row with one canonical name.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.core.span import Span
from pipeline.rules.decline import slots
from pipeline.rules.load import load
from pipeline.rules.phrases import Phrases

_PARTS = re.compile(r"[A-Za-zА-Яа-яЁё-]+|\d+|\+")


class OrganizationRow(NamedTuple):
    """An organisation that Russian news names often: «Европейский союз», ЕС, Евросоюз.

    A «~» marks a word that counts only where the document expands it.
    """

    name: str
    example: str
    abbreviations: tuple[str, ...] = ()  # as written
    other: tuple[str, ...] = ()  # further names, inflected like the name
    country: str | None = None  # ISO 3166-1 alpha-3


class PlaceRow(NamedTuple):
    """A place that is neither country nor town: «Центральная Азия»."""

    name: str
    example: str
    other: tuple[str, ...] = ()
    country: str | None = None  # in which it lies beyond doubt


class Known(NamedTuple):
    """What a phrase stands for."""

    type: str  # ORG, LOC
    name: str  # canonical
    written: str  # nominative of this very phrase
    country: str | None


class Gazetteer:
    """The matchers of one set of rows; get it with ``gazetteer()``."""

    def __init__(self, organizations: tuple[OrganizationRow, ...], places: tuple[PlaceRow, ...]):
        self.phrases: Phrases[Known] = Phrases()
        self.abbreviations: dict[str, Known] = {}  # as written, one token
        self.canonical: dict[str, Known] = {}  # any nominative or abbreviation -> its row
        for row in organizations:
            for written in (row.name, *row.other):
                self._add(Known("ORG", row.name, written, row.country))
            for written in row.abbreviations:
                self._abbreviation(Known("ORG", row.name, written, row.country))
        for place in places:
            for written in (place.name, *place.other):
                self._add(Known("LOC", place.name, written, place.country))

    def _add(self, known: Known) -> None:
        if known.written.endswith("~"):
            return
        self.canonical[known.written] = known
        if known.written.isupper() and len(known.written) < 9:
            self._abbreviation(known)
        else:
            self.phrases.add(slots(known.written), known)

    def _abbreviation(self, known: Known) -> None:
        if known.written.endswith("~"):
            known = known._replace(written=known.written[:-1])
            self.canonical.setdefault(known.written, known)
        elif len(parts := _PARTS.findall(known.written)) > 1:  # «СБ ООН», «G20», «ОПЕК+»
            self.canonical[known.written] = known
            self.phrases.add([{fold(part)} for part in parts], known)
        else:
            self.canonical[known.written] = self.abbreviations[known.written] = known

    def abbreviation(self, word: str) -> Known | None:
        """«ЕАЭС», and «МИДа» with an ending."""
        known = self.abbreviations.get(word)
        if known is not None or word[0].islower():
            return known
        if len(word) > 3 and word[-1] in "ауе" and word[:-1].isupper():
            known = self.abbreviations.get(word[:-1])
        elif len(word) > 4 and word[-2:] == "ом" and word[:-2].isupper():
            known = self.abbreviations.get(word[:-2])
        return known

    def search(self, doc: Doc) -> Iterator[tuple[Span, Known]]:
        """Known names of the document, each with a capital at its head."""
        words = doc.words
        for span, values in self.phrases.search(doc, capital=True):
            yield span, values[0]
        for i in doc.find(self.abbreviation):
            known = self.abbreviation(words[i])
            assert known is not None
            yield Span(i, i + 1), known


@cache
def gazetteer(overlay: Path | None = None) -> Gazetteer:
    """The gazetteer, built once a process."""
    return Gazetteer(
        load(OrganizationRow, "organizations", overlay), load(PlaceRow, "places", overlay)
    )
