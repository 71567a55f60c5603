"""One token trie for every lexicon: search, left of, right of.

It owns all boundary logic: whole tokens, folded (case and ё do not matter unless a row says so),
never across the edge of a block.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.core.span import Span

V = TypeVar("V")


class _Node(Generic[V]):
    """A place in the trie; edges are slots, not words, so that a row costs a node a slot."""

    __slots__ = ("next", "values")

    def __init__(self) -> None:
        self.next: dict[int, _Node[V]] = {}
        self.values: list[V] = []


class Phrases(Generic[V]):
    """Sequences of slots, each a set of folded words, with the values that they stand for.

    Add every phrase before the first search: which words can begin one is kept with the lexicon.

    >>> phrases = Phrases([((frozenset({"легкая", "легкой"}), frozenset({"промышленность"})), 1)])
    >>> phrases.after(["легкая", "промышленность"], 0, 2)
    (Span(start=0, stop=2), [1])
    """

    def __init__(self, entries: Iterable[tuple[Sequence[Iterable[str]], V]] = ()) -> None:
        self._ids: dict[frozenset[str], int] = {}
        self._slots: dict[str, list[int]] = {}  # word -> the slots that it may fill
        self.firsts: set[str] = set()  # words that can begin a phrase
        self._heads: dict[str, list[_Node[V]]] = {}  # such a word -> its nodes, as they are asked
        self._seconds: set[str] = set()  # … that can go on with one
        self._alone: set[str] = set()  # … that are one
        self._root: _Node[V] = _Node()
        self._back: _Node[V] = _Node()  # from the last slot to the first, filled when asked
        self._unread: list[tuple[list[int], V]] = []  # paths that it lacks
        for slots, value in entries:
            self.add(slots, value)

    def add(self, slots: Sequence[Iterable[str]], value: V) -> None:
        """Add one phrase; words must be folded already (``inflect.slots`` folds)."""
        if not slots:
            raise ValueError("a phrase needs a word")
        sets = [frozenset(slot) for slot in slots]
        ids = [self._ids.get(words) or self._slot(words) for words in sets]
        self.firsts |= sets[0]
        if self._heads:
            self._heads.clear()
        if len(sets) > 1:
            self._seconds |= sets[1]
        else:
            self._alone |= sets[0]
        self._unread.append((ids, value))
        self._put(self._root, ids, value)

    def _put(self, node: _Node[V], path: Iterable[int], value: V) -> None:
        for slot in path:
            after = node.next.get(slot)
            if after is None:
                after = node.next[slot] = _Node()
            node = after
        node.values.append(value)

    def _slot(self, words: frozenset[str]) -> int:
        number = self._ids[words] = len(self._ids) + 1
        slots = self._slots
        for word in words:
            if word in slots:
                slots[word].append(number)
            else:
                slots[word] = [number]
        return number

    def _step(self, nodes: list[_Node[V]], word: str) -> list[_Node[V]]:
        slots = self._slots.get(word)
        if slots is None:
            return []
        return [node.next[slot] for node in nodes for slot in slots if slot in node.next]

    def _starts(self, doc: Doc, capital: bool) -> list[int]:
        """Tokens that can begin a phrase: one gather, kept by word numbers."""
        lexicon = doc.lexicon
        folded = lexicon.column(fold, object)
        known: npt.NDArray[np.bool_] | None = lexicon.memo.get((self, capital))
        done = 0 if known is None else len(known)
        if known is None or done < len(folded):
            fresh = np.fromiter(map(self.firsts.__contains__, folded[done:]), bool)
            if capital:
                fresh &= lexicon.column(_capital, bool)[done:]
            known = fresh if known is None else np.concatenate((known, fresh))
            lexicon.memo[self, capital] = known
        found: list[int] = known.take(doc.columns["word"]).nonzero()[0].tolist()
        return found

    def __contains__(self, word: str) -> bool:
        """Whether the folded word alone is a phrase."""
        return bool(self.of(word))

    def of(self, word: str) -> list[V]:
        """The values of the folded word alone."""
        return [value for node in self._step([self._root], word) for value in node.values]

    def at(self, words: Sequence[str], start: int, stop: int) -> Iterator[tuple[Span, list[V]]]:
        """Phrases that begin at the token ``start`` and end before ``stop``, shortest first."""
        nodes = [self._root]
        for i in range(start, stop):
            nodes = self._step(nodes, words[i])
            if not nodes:
                return
            if values := [value for node in nodes for value in node.values]:
                yield Span(start, i + 1), values

    def before(
        self, words: Sequence[str], stop: int, start: int = 0
    ) -> tuple[Span, list[V]] | None:
        """The longest phrase that ends right before the token ``stop``: «не менее |5 млрд»."""
        for ids, value in self._unread:
            self._put(self._back, reversed(ids), value)
        self._unread.clear()
        nodes, best = [self._back], None
        for i in range(stop - 1, start - 1, -1):
            nodes = self._step(nodes, words[i])
            if not nodes:
                break
            if values := [value for node in nodes for value in node.values]:
                best = (Span(i, stop), values)
        return best

    def after(self, words: Sequence[str], start: int, stop: int) -> tuple[Span, list[V]] | None:
        """The longest phrase that begins at ``start``: «5 млрд| с лишним»."""
        if start >= stop or words[start] not in self.firsts:
            return None
        nodes = self._heads.get(words[start])
        if nodes is None:
            nodes = self._heads[words[start]] = self._step([self._root], words[start])
        best, end, i = None, start, start + 1
        while nodes:
            for node in nodes:
                if node.values:
                    best, end = nodes, i
                    break
            slots = self._slots.get(words[i]) if i < stop else None
            if slots is None:
                break
            nodes = [node.next[slot] for node in nodes for slot in slots if slot in node.next]
            i += 1
        if best is None:
            return None
        return Span(start, end), [value for node in best for value in node.values]

    def search(self, doc: Doc, capital: bool = False) -> Iterator[tuple[Span, list[V]]]:
        """The longest phrases of the document, left to right, without overlaps.

        ``capital`` asks for those alone that begin with a capital.

        One gather over the words finds where a phrase can begin; only there the trie is walked.
        """
        if not len(doc):
            return
        words, end, last = doc.folded, 0, len(doc) - 1
        blocks = doc.bounds("block")
        at_block = 0
        alone, seconds = self._alone, self._seconds
        for start in self._starts(doc, capital):
            if start < end:
                continue
            if words[start] not in alone and (start == last or words[start + 1] not in seconds):
                continue  # as mostly where a phrase begins with «в»
            while blocks[at_block].stop <= start:
                at_block += 1
            best = self.after(words, start, blocks[at_block].stop)
            if best is not None:
                yield best
                end = best[0].stop


def _capital(word: str) -> bool:
    return word[0].isupper()
