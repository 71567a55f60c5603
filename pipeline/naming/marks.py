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

_BITS = tuple(1 << n for n in range(19))
QUOTE, BRACKET, EDGE, LATIN, DOT, DOLLAR, CAPITAL, ADJECTIVE, COUNTRY, FUSED = _BITS[:10]
WORKS, MINISTRY, LOWER, LISTING, GEOGRAPHY, OUTSIDE, WAY, NAMED, AT = _BITS[10:]
# QUOTE: a quotation mark; BRACKET: «(»; DOT: a dot or a dash, as after initials
# EDGE: what a name may be cut at, or lose from its ends: marks, legal forms, «летний»
# LATIN: a Latin letter; DOLLAR: «долларов»
# CAPITAL: any word with a capital; ADJECTIVE: one with the ending of an adjective
# COUNTRY: the adjective of a country; FUSED: «Узстат»; WORKS: «ГЭС»; MINISTRY: «министерство»
# LOWER: a body that is a name in lower case, too; LISTING: one whose field may be a list
# GEOGRAPHY: «область»; OUTSIDE: «порт»; WAY: «линия»; NAMED: «имени»; AT: «при»

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
