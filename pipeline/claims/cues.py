"""Phrases of dictionary forms, found in a document's lemmas."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import numpy as np

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.core.span import Span
from pipeline.rules.phrases import Phrases

V = TypeVar("V")


class Cues(Generic[V]):
    """A trie over lemmas: «прямой иностранный/зарубежный инвестиция» → its row.

    Rows write dictionary forms as the tagger lemmatises («рабочий место»); a slash offers
    several words for one place. Nothing is inflected at load; finding where a phrase may begin is
    one gather.
    """

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        self.trie: Phrases[V] = Phrases(
            ([frozenset(fold(w).split("/")) for w in phrase.split()], value)
            for phrase, value in entries
        )

    def _begins(self, lemma: str) -> bool:
        return fold(lemma) in self._first

    @property
    def _first(self) -> frozenset[str]:
        found = self.__dict__.get("first")
        if found is None:
            root = self.trie._root.next
            found = frozenset(
                w for w, ids in self.trie._slots.items() if any(i in root for i in ids)
            )
            self.__dict__["first"] = found
        return found

    def search(self, doc: Doc, lemmas: list[str]) -> Iterator[tuple[Span, list[V]]]:
        """The longest phrases, left to right, without overlaps; ``lemmas`` are folded."""
        column = doc.lexicon.column(self._begins, bool)
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
