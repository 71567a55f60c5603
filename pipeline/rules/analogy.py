"""Readings of words that the dictionary lacks, from words that begin or end alike.

The rules of pymorphy3 for plain Cyrillic words (known prefix, any prefix, known ending; by
M. Korobov, "Morphological Analyzer and Generator for Russian and Ukrainian Languages", 2015), on
the plain tables: 20 µs a word instead of 90. The answers are the same, in the same order.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

Row = tuple[str, str, float, str, int, int]  # the fields of an Entry
_PLAIN = re.compile(r"[а-яё]{3,}")
_CLOSED = frozenset({"NUMR", "NPRO", "PRED", "PREP", "CONJ", "PRCL", "INTJ", "Apro"})
_ENDING = 5  # letters of the longest ending that is looked up
_PREFIX = 5  # letters of the longest prefix that nobody listed
_REST = 3  # letters that must remain behind a prefix


class Tables(NamedTuple):
    """What of the dictionary the rules look at."""

    items: Callable[[str], Any]  # a word to pairs of its spelling and its places in paradigms
    end: Callable[[tuple[int, int]], tuple[str, int, int, str, str]]
    parses: Callable[[str], list[Any]]
    replaces: Any
    prefixes: list[str]  # of paradigms
    endings: list[Any]  # for each of these prefixes: last letters to counts and places
    known: list[str]  # listed prefixes


class Analogy:
    """Readings of an unknown word in lower case, best first; None where the rules do not apply.

    «байткодом» is read as «кодом» behind a prefix, «бутявкой» as words that end in «авкой» are.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.known = sorted((p for p in tables.known if "-" not in p), key=len, reverse=True)
        self.starts = {prefix[:2] for prefix in self.known}

    def __call__(self, low: str) -> list[Row] | None:
        if not _PLAIN.fullmatch(low):
            return None
        seen: set[tuple[str, str, int]] = set()
        rows = list(self._listed(low, seen)) if low[:2] in self.starts else []
        rows = rows or [*self._prefixed(low, seen), *self._ended(low, seen)]
        if not rows:
            return None
        share = 1.0 / sum(row[2] for row in rows)
        return [(n, g, score * share, w, number, at) for n, g, score, w, number, at in rows]

    def _listed(self, low: str, seen: set[tuple[str, str, int]]) -> Iterator[Row]:
        """«супервыгодный»: one of the listed prefixes, then any word."""
        for prefix in self.known:
            if not low.startswith(prefix) or len(low) < len(prefix) + _REST:
                continue
            known = bool(self.tables.items(low[len(prefix) :]))
            for normal, grammemes, score, word, number, at in self.tables.parses(
                low[len(prefix) :]
            ):
                key = (prefix + word, grammemes, number)
                if _open(grammemes) and key not in seen:
                    seen.add(key)
                    number, at = (number, at) if known else (-1, 0)
                    yield prefix + normal, grammemes, score * 0.75, prefix + word, number, at

    def _prefixed(self, low: str, seen: set[tuple[str, str, int]]) -> Iterator[Row]:
        """«байткод»: any few letters, then a word of the dictionary."""
        for size in range(1, 1 + min(_PREFIX, len(low) - _REST)):
            prefix = low[:size]
            for word, places in self.tables.items(low[size:]):
                for pair in places:
                    grammemes, start, suffix, before, ending = self.tables.end(pair)
                    key = (prefix + word, grammemes, pair[0])
                    if not _open(grammemes) or key in seen:
                        continue
                    seen.add(key)
                    normal = prefix + before + word[start : len(word) - suffix] + ending
                    yield normal, grammemes, 0.5, prefix + word, *pair

    def _ended(self, low: str, seen: set[tuple[str, str, int]]) -> list[Row]:
        """«бутявкать»: as words with the same last letters, the more of them the likelier."""
        found: list[tuple[float, Row]] = []
        if len(low) <= _REST:
            return []
        for i in range(len(self.tables.endings) - 1, -1, -1):
            if not low.startswith(self.tables.prefixes[i]):
                continue
            total, endings = 1, self.tables.endings[i]
            rows: list[tuple[int, Row]] = []
            for size in range(_ENDING, 0, -1):
                for ending, places in endings.similar_items(low[-size:], self.tables.replaces):
                    word = low[:-size] + ending
                    for count, *pair in places:
                        row = self._alike(word, (pair[0], pair[1]))
                        if not _open(row[1]):
                            continue
                        total += count
                        key = (word, row[1], row[4])
                        if key not in seen:
                            seen.add(key)
                            rows.append((count, row))
                if total > 1:
                    break
            found += [(count / total * 0.5, row) for count, row in rows]
        found.sort(key=_score, reverse=True)
        return [(n, g, score, w, number, at) for score, (n, g, _, w, number, at) in found]

    def _alike(self, word: str, pair: tuple[int, int]) -> Row:
        grammemes, start, suffix, before, ending = self.tables.end(pair)
        # the first form of a paradigm is the dictionary form itself
        normal = before + word[start : len(word) - suffix] + ending if pair[1] else word
        return normal, grammemes, 0.0, word, *pair


def _score(pair: tuple[float, Row]) -> float:
    return pair[0]


@lru_cache(maxsize=4096)
def _open(grammemes: str) -> bool:
    """Whether new words may be of the kind: no pronoun, numeral, preposition."""
    return _CLOSED.isdisjoint(grammemes.replace(" ", ",").split(","))
