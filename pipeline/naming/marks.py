"""What a word may set off in the steps that find names, as bits: one look at each word for all.

A bit says that a step may have work at the word, and the step then looks itself; a document none of
whose words has the bit is spared the step.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.core.doc import Doc
from pipeline.naming.countries import Countries, countries
from pipeline.naming.fused import Fused, fused
from pipeline.naming.quotes import QUOTES
from pipeline.naming.repair import LETTERS
from pipeline.naming.words import Words
from pipeline.naming.words import words as vocabulary

QUOTE = 1 << 0  # a quotation mark
BRACKET = 1 << 1  # «(»
EDGE = 1 << 2  # what a name is cut at, or loses from its ends: marks, legal forms, «летний»
LATIN = 1 << 3  # a Latin letter at its head
DOT = 1 << 4  # a dot or a dash, as after initials
DOLLAR = 1 << 5  # «долларов»
CAPITAL = 1 << 6  # a capital at its head
ADJECTIVE = 1 << 7  # with a capital and the ending of an adjective
COUNTRY = 1 << 8  # the adjective of a country
FUSED = 1 << 9  # «Узстат»
WORKS = 1 << 10  # «ГЭС»
MINISTRY = 1 << 11  # «министерство»
LOWER = 1 << 12  # a body that is a name in lower case, too
LISTING = 1 << 13  # a body whose field may be a list
GEOGRAPHY = 1 << 14  # «область»
OUTSIDE = 1 << 15  # «порт»
WAY = 1 << 16  # «линия»
NAMED = 1 << 17  # «имени»
AT = 1 << 18  # «при»

_ENDINGS = ("ий", "ый", "ой", "ая", "яя", "ое", "ее", "ие", "ые", "ого", "его", "ому", "ему",
            "ым", "им", "ом", "ем", "ей", "ую", "юю", "ых", "их", "ыми", "ими")  # fmt: skip


class Marks:
    """The bits by one set of rows; get it with ``marks()``."""

    def __init__(self, vocabulary: Words, countries: Countries, fused: Fused) -> None:
        self.countries, self.fused = countries, fused
        self._folded: dict[str, int] = {}
        self._written: dict[str, int] = {}
        for words, bit in (
            (vocabulary.listing, LISTING),
            (vocabulary.geography, GEOGRAPHY),
            (vocabulary.outside, OUTSIDE),
            (vocabulary.ways, WAY),
            (("им", "имени"), NAMED),
            (("при",), AT),
            ((*vocabulary.after, "лимитед"), EDGE),
        ):
            _note(self._folded, words, bit)
        for words, bit in (
            (vocabulary.lower, LOWER),
            (vocabulary.works, WORKS),
            ((*vocabulary.before, *vocabulary.common), EDGE),
            (tuple(LETTERS[a:b] for a in range(8) for b in range(a + 1, 9)), EDGE),
            ((".", "-"), DOT),
            (("(",), BRACKET),
        ):
            _note(self._written, words, bit)

    def of(self, word: str) -> int:
        """The bits of one word."""
        low = word.lower()
        folded = low.replace("ё", "е")
        found = self._folded.get(folded, 0) | self._written.get(word, 0)
        if "ск" in folded or "цк" in folded:
            found |= COUNTRY if self.countries.adjective(word) else 0
        if "летн" in word or "·" in word:
            found |= EDGE
        if folded.startswith("доллар"):
            found |= DOLLAR
        elif word.startswith("министерств"):
            found |= MINISTRY
        first = word[0]
        if "а" <= first <= "ё":
            return found
        if first.isupper():
            found |= CAPITAL
            if len(word) > 5:
                found |= ADJECTIVE if low.endswith(_ENDINGS) else 0
                found |= FUSED if self.fused.is_name(word) else 0
        elif first in QUOTES:
            found |= QUOTE
        if "A" <= first <= "z":
            found |= LATIN
        return found if first.isalnum() else found | EDGE

    def on(self, doc: Doc) -> "Marked":
        """The bits of the words of a document; two stages ask, hence kept with it."""
        known: Marked | None = doc._cache.get("marks")
        if known is None or known.marks is not self:
            known = doc._cache["marks"] = Marked(self, doc.gather(self.of, np.int32))
        return known


def _note(table: dict[str, int], words: Iterable[str], bit: int) -> None:
    for word in words:
        table[word] = table.get(word, 0) | bit


class Marked:
    """Where the words of one document have which bits."""

    __slots__ = ("any", "bits", "column", "marks")

    def __init__(self, marks: Marks, column: npt.NDArray[np.int32]) -> None:
        self.marks = marks
        self.column = column
        self.bits: list[int] = column.tolist()
        self.any = int(np.bitwise_or.reduce(column))  # the bits of all tokens together

    def at(self, bit: int) -> list[int]:
        """The tokens with the bit."""
        if not self.any & bit:
            return []
        found: list[int] = (self.column & bit).nonzero()[0].tolist()
        return found


@cache
def marks(overlay: Path | None = None) -> Marks:
    """The bits, made once a process."""
    return Marks(vocabulary(overlay), countries(overlay), fused(overlay))
