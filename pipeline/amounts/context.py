"""Small words by role, and what the sentence speaks of, from rows."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.amounts.bylemma import ByLemma
from pipeline.amounts.tokens import Tokens
from pipeline.core.lexicon import fold
from pipeline.rules.load import load


class WordsRow(NamedTuple):
    """Words that the grammar asks for by role: «год», «марта» make a number a date."""

    role: str
    words: tuple[str, ...]
    example: str


class ContextRow(NamedTuple):
    """Words of an accident, a war, a match: beside them nobody counts goods."""

    name: str
    words: tuple[str, ...]
    example: str
    near: int = 0  # how many tokens around the figure; 0: the whole sentence


class ComparatorRow(NamedTuple):
    """Words that bound a figure: «не менее» is ge."""

    words: str
    bound: str
    side: str  # before, after, inside, verb
    example: str


@lru_cache(maxsize=4)
def _roles(overlay: Path | None) -> dict[str, frozenset[str]]:
    rows = load(WordsRow, "amount_words", overlay)
    return {row.role: frozenset(map(fold, row.words)) for row in rows}


def words(role: str, overlay: Path | None = None) -> frozenset[str]:
    """The folded words of a role."""
    return _roles(overlay)[role]


class Contexts:
    """The named contexts, asked of a sentence."""

    def __init__(self, overlay: Path | None = None) -> None:
        self._rows = {row.name: row for row in load(ContextRow, "contexts", overlay)}
        self._merged: dict[tuple[str, ...], list[tuple[int, ByLemma[bool]]]] = {}

    def _known(self, names: tuple[str, ...]) -> list[tuple[int, ByLemma[bool]]]:
        """The words of several contexts, together where they reach equally far."""
        known = self._merged.get(names)
        if known is None:
            reaches: dict[int, list[tuple[str, bool]]] = {}
            for name in names:
                row = self._rows[name]
                reaches.setdefault(row.near, []).extend((word, True) for word in row.words)
            known = [(near, ByLemma(words)) for near, words in reaches.items()]
            self._merged[names] = known
        return known

    def speaks(
        self, names: tuple[str, ...], text: Tokens, start: int, stop: int, sentence: tuple[int, int]
    ) -> bool:
        """Whether a word of one of the contexts stands beside the figure or in its sentence.

        The last token of the figure is the counted noun itself and says nothing.
        """
        for near, known in self._known(names):
            lo, hi = sentence
            if near:
                lo, hi = max(lo, start - near), min(hi, stop + near)
            for i in range(lo, hi):
                if known.of(text.folded[i]) and i != stop - 1:
                    return True
        return False
