"""The tokens of a document as plain lists, and what each can be in a number."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple

from pipeline.core.doc import Doc


class Role(IntEnum):
    """What a word can be in a number."""

    DIGITS = 1
    WORD = 2
    SCALE = 3
    FRACTION = 4
    WHOLE = 5  # a figure by itself: «15-процентный», «вдвое»


class Term(NamedTuple):
    """A word that belongs to numbers."""

    role: Role
    low: Decimal
    high: Decimal | None = None  # of a range in one token: «5–7», «два-три»
    grouped: Decimal | None = None  # another reading: «12.650» as 12650
    text: str = ""  # digits as written, or the second part of «15-процентный»
    parts: int = 1  # denominator of a fraction
    plural: bool = False  # «миллионы», «миллионов»: indefinite where no number stands before
    short: bool = False  # an abbreviation
    dotted: bool = False  # one whose dot belongs to the figure


# Latin letters that look like Cyrillic ones: «тыc.» typed with a Latin c.
LOOKALIKES = str.maketrans("aceopxykmtbhn", "асеорхукмтвнп")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")


def cyrillic(word: str) -> str:
    """A folded word with look-alike Latin letters replaced, where it has any."""
    return word.translate(LOOKALIKES) if not _LATIN.isdisjoint(word) else word


def native(word: str) -> bool:
    """Whether a folded word is letters, none of them Latin."""
    return word.isalpha() and _LATIN.isdisjoint(word)


class Scope(NamedTuple):
    """What a number is read in."""

    sentence: tuple[int, int]
    end: int  # of the block: a sentence may seem to end inside an amount, «410 млн долл. США»


class Tokens:
    """Lists side by side: words, folded words, offsets, and the number term of each or None."""

    __slots__ = ("folded", "numbers", "starts", "stops", "terms", "words")

    def __init__(self, doc: Doc, look: Callable[[str], "Term | None"]) -> None:
        self.words: Sequence[str] = doc.words
        self.folded: Sequence[str] = doc.folded
        self.starts: list[int] = doc.columns["start"].tolist()
        self.stops: list[int] = doc.columns["stop"].tolist()
        terms = doc.gather(look, object)
        self.terms: list[Term | None] = terms.tolist()
        self.numbers: list[int] = terms.nonzero()[0].tolist()  # tokens that have one

    def __len__(self) -> int:
        return len(self.words)

    def joined(self, i: int, stop: int) -> tuple[str, int]:
        """The letters from a token on, through tokens without a blank, and where they end.

        Latin look-alikes cut a word into tokens: «ты|c», «д|o|лларов».
        """
        end = i + 1
        while end < stop and self.glued(end) and self.words[end].isalpha():
            end += 1
        return cyrillic("".join(self.folded[i:end])), end

    def glued(self, i: int) -> bool:
        """Whether no blank stands before the token."""
        return i > 0 and self.starts[i] == self.stops[i - 1]

    def aside(self, i: int, lo: int) -> int:
        """Where the aside that ends in a comma begins: «, по оценкам ЦБ,»; else that comma."""
        for j in range(i - 1, max(lo, i - 8) - 1, -1):
            if self.words[j] == ",":
                return j if self.folded[j + 1] in ("по", "как", "согласно", "вероятно") else i
        return i
