"""One reading of a word in the dictionary, and the paradigms that readings refer to."""

from array import array
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_NO_WORDS = frozenset({"PNCT", "LATN", "NUMB", "ROMN", "UNKN"})
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct", "voct", "gen2", "acc2", "loc2", "gen1")


@lru_cache(maxsize=8192)
def grams(grammemes: str) -> frozenset[str]:
    """Single grammemes of «NOUN,inan,masc sing,gent»."""
    return frozenset(grammemes.replace(" ", ",").split(","))


class Entry(NamedTuple):
    """One reading of a word in the dictionary."""

    normal: str  # dictionary form, ё kept
    grammemes: str  # «NOUN,inan,masc sing,gent»
    share: float  # how often the word is read so; 0 where nobody counted or it decides nothing
    word: str  # the word with its ё
    paradigm: int  # -1 where no single one makes the word's forms («премьер-министр»)
    place: int  # of the form in its paradigm

    @property
    def pos(self) -> str:
        """NOUN, ADJF, INFN …; empty for what is no word."""
        pos = self.grammemes[:4]
        return "" if pos in _NO_WORDS else pos

    @property
    def grams(self) -> frozenset[str]:
        """Its grammemes: {NOUN, inan, masc, sing, gent}."""
        return grams(self.grammemes)

    @property
    def number(self) -> str:
        """sing, plur, or empty."""
        return next((n for n in ("sing", "plur") if n in self.grams), "")

    @property
    def case(self) -> str:
        """nomn, gent, … or empty."""
        return next((case for case in _CASES if case in self.grams), "")


class Paradigms:
    """Each paradigm: the numbers of its suffixes, then of its tags, then of its prefixes.

    Cut from the file when asked for: of 3,500 a text needs some hundreds.
    """

    def __init__(self, path: Path) -> None:
        self.numbers = array("H", path.read_bytes())
        self.places, at = array("i"), 1
        for _ in range(self.numbers[0]):
            self.places.append(at)
            at += 1 + self.numbers[at]

    def __getitem__(self, number: int) -> "array[int]":
        at = self.places[number]
        return self.numbers[at + 1 : at + 1 + self.numbers[at]]
