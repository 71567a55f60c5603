"""Phrases of dictionary forms, found in a document's lemmas."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.core.span import Span
from pipeline.rules.load import load
from pipeline.rules.phrases import Phrases

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class WordsRow:
    """Words with one role in the grammar of claims («transparent»: «объём | экспорта»)."""

    role: str
    words: tuple[str, ...]
    example: str = ""


@cache
def words(role: str, overlay: Path | None = None) -> frozenset[str]:
    """The words of a role."""
    rows = load(WordsRow, "claim_words", overlay)
    return frozenset(w for row in rows if row.role == role for w in row.words)


class Cues(Generic[V]):
    """A trie over lemmas: «прямой иностранный/зарубежный инвестиция» → its row.

    Rows write dictionary forms as the tagger lemmatises («рабочий место»); a slash offers
    several words for one place. Nothing is inflected at load; finding where a phrase may begin is
    one gather.
    """

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        self.trie: Phrases[V] = Phrases()
        self.first: set[str] = set()  # words that may begin a phrase
        for phrase, value in entries:
            slots = [frozenset(fold(word).split("/")) for word in phrase.split()]
            self.trie.add(slots, value)
            self.first |= slots[0]

    def _begins(self, lemma: str) -> bool:
        return fold(lemma) in self.first

    def search(self, doc: Doc, lemmas: list[str]) -> Iterator[tuple[Span, list[V]]]:
        """The longest phrases, left to right, without overlaps; ``lemmas`` are folded."""
        column = doc.lexicon.lemmas.column(self._begins, bool)
        end = 0
        blocks, at_block = doc.bounds("block"), 0
        for start in np.flatnonzero(column[doc.columns["lemma"]]).tolist():
            if start < end:
                continue
            while blocks[at_block].stop <= start:
                at_block += 1
            best = self.trie.after(lemmas, start, blocks[at_block].stop)
            if best is not None:
                yield best
                end = best[0].stop
