"""Distinct words as numbers, and columns of what depends on the word alone."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt


@lru_cache(maxsize=1 << 13)  # a dozen features of one word fold it, one after another
def fold(word: str) -> str:
    """The word as rules compare it: lower case, ё as е («Лёгкая» → «легкая»)."""
    return word.lower().replace("ё", "е")


def distinct(values: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[np.intp]]:
    """Distinct values in order, and where each value stands among them.

    What ``np.unique`` does, without its import of masked arrays, 40 ms at the first call.
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    new = np.ones(len(values), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    places = np.empty(len(values), np.intp)
    places[order] = np.cumsum(new) - 1
    return ordered[new], places


class Lexicon(dict[str, int]):
    """Every distinct word once, as a number; what depends on the word alone is computed once.

    >>> lexicon = Lexicon()
    >>> lexicon["млрд"], lexicon["долларов"], lexicon["млрд"]
    (0, 1, 0)
    >>> lexicon.column(str.isalpha, bool)
    array([ True,  True])
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        # what a stage keeps by word numbers beyond one column; it goes when the lexicon goes
        self.memo: dict[Any, Any] = {}
        self._columns: dict[tuple[Callable[[str], object], Any], _Column] = {}
        self._lemmas: Lexicon | None = None

    @property
    def lemmas(self) -> "Lexicon":
        """Dictionary forms, numbered apart: features of words are not asked of them."""
        if self._lemmas is None:
            self._lemmas = Lexicon()
        return self._lemmas

    def __missing__(self, word: str) -> int:
        number = len(self.words)
        self[word] = number
        self.words.append(word)
        return number

    def column(self, feature: Callable[[str], object], dtype: Any) -> npt.NDArray[Any]:
        """The feature of every word so far, shape (words,); each word is asked once.

        The feature must depend on the word alone and be one object for its lifetime
        (a function, a method of a lasting object), since results are kept under it.
        """
        known = self._columns.get((feature, dtype))
        done = 0 if known is None else known.filled
        if known is None or done < len(self.words):
            known = known or _Column(dtype)
            self._columns[feature, dtype] = known
            known.extend(feature, self.words[done:])
        return known.values[: known.filled]


class _Column:
    """An array that grows by half, so that a word more does not copy it."""

    __slots__ = ("filled", "values")

    def __init__(self, dtype: Any) -> None:
        self.values: npt.NDArray[Any] = np.empty(0, dtype)
        self.filled = 0

    def extend(self, feature: Callable[[str], object], words: list[str]) -> None:
        found: Iterator[object] = map(feature, words)
        if self.values.dtype == bool:
            found = map(bool, found)
        fresh = np.fromiter(found, self.values.dtype, len(words))
        stop = self.filled + len(words)
        if stop > len(self.values):
            values = np.empty(stop + stop // 2, self.values.dtype)
            values[: self.filled] = self.values[: self.filled]
            self.values = values
        self.values[self.filled : stop] = fresh
        self.filled = stop
