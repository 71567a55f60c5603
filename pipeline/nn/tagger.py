"""The morphology and NER networks over flat batches of sequences."""

import re
from array import array
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.core.lexicon import Lexicon, distinct
from pipeline.nn import ops, pack
from pipeline.nn.ops import Ints
from pipeline.nn.pack import Floats

CHUNK = 1024  # packed rows at once
CAP = 8192  # kinds of words whose first layer is kept: 6 KB each, over both networks
KINDS = 100_000  # kinds after which they are numbered anew: about 12 MB

PUNCTUATION = "!#$%&()[]\\/*+,.:;<=>?@^_{|}~-‐−‒⁃–—―`\"'«»„“ʼʻ”№…"
_KIND = re.compile(
    rf"(?P<RU>[а-яё]+)|(?P<EN>[a-z]+)|(?P<NUM>[+-]?\d+)|(?P<PUNCT>[{re.escape(PUNCTUATION)}]+)",
    re.IGNORECASE,
)


def shape(word: str) -> str:
    """The shape of a word, by slovnet's definition: «Сбер-Банк» → RU_Xx-Xx, «1,5» → NUM."""
    if "А" <= word[:1] <= "я" and len(word) > 1:  # most words, without a pattern
        if word.islower():
            return "RU_xx"
        if word[1:].islower():
            return "RU_Xx"
    match = _KIND.match(word)
    kind = match.lastgroup if match else None
    if kind in ("RU", "EN"):
        return f"{kind}_{_outline(word)}"
    if kind == "PUNCT":
        return f"PUNCT_{word}" if len(word) == 1 else "PUNCT_OTHER"
    return kind or "OTHER"


def _outline(word: str) -> str:
    if len(word) == 1:
        return "X" if word.isupper() else "x"
    if word.isupper():
        return "XX"
    if word.islower():
        return "xx"
    if _title(word):
        return "Xx"
    left, dash, right = word.partition("-")
    return "Xx-Xx" if dash and _title(left) and _title(right) else "OTHER"


def _title(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1:].islower()


class Kinds:
    """Kinds of words: the networks cannot tell those with one embedding and shape apart.

    Kind 0 is the separator.
    """

    def __init__(self, weights: pack.Pack) -> None:
        self.words = weights.words
        self.shapes = {name: i for i, name in enumerate(weights.shapes)}
        self.clear()

    def clear(self) -> None:
        """Begin anew; the numbers given so far mean nothing any more."""
        self.known: dict[int, int] = {}  # embedding and shape -> kind
        self.keys = array("i", [-1])  # kind -> embedding and shape
        # Columns are kept under it: it must equal no earlier one, as bound methods do.
        self.of: Callable[[str], int] = partial(self._of)

    def _of(self, word: str) -> int:
        key = self.words.number(word.lower()) * 128 + self.shapes[shape(word)]
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = len(self.keys)
            self.keys.append(key)
        return known


class Table:
    """The first layer of one network by kind of word: what it adds to itself and its neighbours.

    Row 0 is the separator. Rows are made when a chunk first needs them; a full table drops those
    that were used least, given how long ago.
    """

    def __init__(self, kinds: Kinds, net: pack.Network, cap: int) -> None:
        self.kinds, self.cap = kinds, cap
        first = net.layers[0].weight.transpose(1, 0, 2).reshape(330, -1)
        self.first = np.ascontiguousarray(first[:300])
        self.by_shape = net.shapes @ first[300:]  # what the shape adds is looked up
        self.table = np.empty(
            (cap + 1, self.first.shape[1]), np.float32
        )  # taken as rows are filled
        self.table[0] = 0
        self.shares = self.table.reshape(-1, ops.SHARE)
        self.spare = np.empty((2, 256, self.first.shape[1]), np.float32)
        self.clear()

    def clear(self) -> None:
        """Begin anew, with other kinds."""
        self.slots = np.zeros(1, np.int32)  # kind -> row, -1 where there is none
        self.owner = np.zeros(self.cap + 1, np.int32)  # row -> kind
        self.used = np.zeros(self.cap + 1, np.int64)  # row -> the call that last asked for it
        self.seen = np.zeros(self.cap + 1, np.int64)  # row -> how often it was asked for
        self.filled, self.now = 0, 0
        self.free = np.empty(0, np.int64)  # rows that were dropped

    def rows(self, kinds: Ints) -> Ints:
        """Rows of the table; there must not be more kinds than the cap."""
        if len(self.slots) < len(self.kinds.keys):
            slots = np.full(2 * len(self.kinds.keys), -1, np.int32)
            slots[: len(self.slots)] = self.slots
            self.slots = slots
        self.now += 1
        found = self.slots[kinds]
        missing = found < 0
        if missing.any():
            self.used[found[~missing]] = self.now
            self._fill(distinct(kinds[missing])[0])
            found = self.slots[kinds]
        self.used[found] = self.now
        self.seen += np.bincount(found, minlength=self.cap + 1)
        return found

    def _fill(self, kinds: Ints) -> None:
        rows = self._vacant(len(kinds))
        self.slots[kinds] = rows
        self.owner[rows] = kinds
        self.seen[rows] = 0
        keys = np.frombuffer(self.kinds.keys, np.int32)[kinds]
        for at in range(0, len(kinds), self.spare.shape[1]):
            part = keys[at : at + self.spare.shape[1]]
            where = rows[at : at + len(part)]
            shares, of_shape = self.spare[:, : len(part)]
            run = bool((np.diff(where) == 1).all())  # as in a fresh table
            if run:
                shares = self.table[where[0] : where[-1] + 1]
            np.matmul(self.kinds.words.vectors(part >> 7), self.first, out=shares)
            shares += np.take(self.by_shape, part & 127, axis=0, out=of_shape, mode="clip")
            if not run:
                self.table[where] = shares

    def _vacant(self, count: int) -> npt.NDArray[np.int64]:
        fresh = min(count, self.cap - self.filled)
        rows = np.arange(self.filled + 1, self.filled + fresh + 1)
        self.used[rows] = self.now
        self.filled += fresh
        count -= fresh
        if count > len(self.free):
            worth = self.seen / (self.now - self.used + 4)
            old = np.argsort(worth[1:], kind="stable") + 1
            old = old[(self.used[old] < self.now) & (self.owner[old] > 0)]
            old = old[: max(count, self.cap // 16)]
            self.slots[self.owner[old]] = -1
            self.owner[old] = 0
            self.free = np.concatenate([self.free, old])
        taken, self.free = self.free[:count], self.free[count:]
        return np.concatenate([rows, taken])


class Networks:
    """Both networks of natasha over the words of a lexicon.

    ``tagset`` and ``labels`` name the numbers that ``morph`` and ``ner`` return.
    """

    def __init__(self, cap: int = CAP, chunk: int = CHUNK) -> None:
        weights = pack.load()
        self.tagset, self.labels = weights.morph.tags, weights.ner.tags
        self.kinds = Kinds(weights)
        self.slab = cap - 2 * ops.HALO  # so many packed rows cannot hold more kinds than the cap
        self.chunk = min(chunk, self.slab)
        nets = (weights.morph, weights.ner)
        # a table each: a batch goes through the one, then through the other
        self.tables = [Table(self.kinds, net, cap) for net in nets]
        self.buffers = [ops.Buffers(ops.fold(net), self.chunk) for net in nets]
        transitions = weights.ner.transitions
        assert transitions is not None, "the NER network has a CRF"
        self.transitions = transitions

    def morph(
        self, lexicon: Lexicon, words: Ints, lengths: npt.NDArray[np.integer[Any]]
    ) -> npt.NDArray[np.int16]:
        """Tags of sentences laid end to end: numbers in ``tagset``."""
        kinds, places = ops.pack(self._kinds(lexicon, words), lengths)
        tags = np.empty(len(kinds) - 2 * ops.HALO, np.int16)
        for at, scores in self._scores(0, kinds):
            tags[at : at + len(scores)] = scores.argmax(1)
        return tags[places]

    def ner(
        self, lexicon: Lexicon, words: Ints, lengths: npt.NDArray[np.integer[Any]]
    ) -> npt.NDArray[np.int8]:
        """Labels of sequences laid end to end: numbers in ``labels``."""
        kinds, places = ops.pack(self._kinds(lexicon, words), lengths)
        emissions = np.empty((len(kinds) - 2 * ops.HALO, len(self.labels)), np.float32)
        for at, scores in self._scores(1, kinds):
            emissions[at : at + len(scores)] = scores
        return ops.viterbi(emissions[places], lengths, self.transitions)

    def _kinds(self, lexicon: Lexicon, words: Ints) -> Ints:
        if len(self.kinds.keys) > KINDS:
            self.kinds.clear()
            for table in self.tables:
                table.clear()
        kinds: Ints = lexicon.column(self.kinds.of, np.int32)[words]
        return kinds

    def _scores(self, net: int, kinds: Ints) -> Iterator[tuple[int, Floats]]:
        """Scores chunk by chunk, each with where it begins; a chunk's array is used again."""
        end = len(kinds) - 2 * ops.HALO
        table, buffers = self.tables[net], self.buffers[net]
        for slab in range(0, end, self.slab):
            rows = table.rows(kinds[slab : slab + self.slab + 2 * ops.HALO])
            for at in range(0, min(self.slab, end - slab), self.chunk):
                part = rows[at : min(at + self.chunk, self.slab) + 2 * ops.HALO]
                yield slab + at, buffers.run(table.shares, part)


@cache
def networks() -> Networks:
    """The networks, loaded once a process."""
    return Networks()
