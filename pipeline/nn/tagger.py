"""The morphology and NER networks over flat batches of sequences."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.core.lexicon import Lexicon, distinct
from pipeline.nn import ops, pack
from pipeline.nn.ops import Ints
from pipeline.nn.pack import Floats

CHUNK = 1024  # packed rows at once
CAP = 6144  # words whose first layer is kept: 6 KB each; fewer cost more refills than they save

PUNCTUATION = "!#$%&()[]\\/*+,.:;<=>?@^_{|}~-‐−‒⁃–—―`\"'«»„“ʼʻ”№…"
_KIND = re.compile(
    rf"(?P<RU>[а-яё]+)|(?P<EN>[a-z]+)|(?P<NUM>[+-]?\d+)|(?P<PUNCT>[{re.escape(PUNCTUATION)}]+)",
    re.IGNORECASE,
)


def shape(word: str) -> str:
    """The shape of a word, by slovnet's definition: «Сбер-Банк» → RU_Xx-Xx, «1,5» → NUM."""
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


class Table:
    """The first layer by kind of word: what each adds to itself and to its neighbours.

    Words that the networks cannot tell apart (same embedding, same shape) are one kind; kind and
    row 0 are the separator. Rows are made when a chunk first needs them; a full table drops those
    unused for longest.
    """

    def __init__(self, weights: pack.Pack, cap: int) -> None:
        self.weights, self.cap = weights, cap
        nets = (weights.morph, weights.ner)
        firsts = [net.layers[0].weight.transpose(1, 0, 2).reshape(330, -1) for net in nets]
        # one product for both networks; what the shape adds is looked up
        self.first = np.ascontiguousarray(np.hstack([first[:300] for first in firsts]))
        shares = zip(nets, firsts, strict=True)
        self.by_shape = np.hstack([net.shapes @ first[300:] for net, first in shares])
        self.width = self.first.shape[1]
        self.shapes = {name: i for i, name in enumerate(weights.shapes)}
        self.kinds: dict[int, int] = {}  # embedding and shape -> kind
        self.keys: list[int] = [-1]  # kind -> embedding and shape
        self.slots = np.zeros(1, np.int32)  # kind -> row, -1 where there is none
        self.table = np.empty((cap + 1, self.width), np.float32)  # taken only as rows are filled
        self.table[0] = 0
        self.spare = np.empty((256, self.width), np.float32)
        self.owner = np.zeros(cap + 1, np.int32)  # row -> kind
        self.used = np.zeros(cap + 1, np.int64)  # row -> the call that last asked for it
        self.filled, self.now = 0, 0
        self.free = np.empty(0, np.int64)  # rows that were dropped
        self.kind: Callable[[str], int] = self._kind  # one object: columns are kept under it

    def _kind(self, word: str) -> int:
        key = self.weights.words.number(word.lower()) * 128 + self.shapes[shape(word)]
        known = self.kinds.get(key)
        if known is None:
            known = self.kinds[key] = len(self.keys)
            self.keys.append(key)
        return known

    def rows(self, kinds: Ints) -> Ints:
        """Rows of the table; there must not be more kinds than the cap."""
        if len(self.slots) < len(self.keys):
            slots = np.full(2 * len(self.keys), -1, np.int32)
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
        return found

    def _fill(self, kinds: Ints) -> None:
        rows = self._vacant(len(kinds))
        self.slots[kinds] = rows
        self.owner[rows] = kinds
        keys = np.array([self.keys[i] for i in kinds.tolist()])
        for at in range(0, len(kinds), len(self.spare)):
            part = keys[at : at + len(self.spare)]
            shares = self.spare[: len(part)]
            np.matmul(self.weights.words.vectors(part >> 7), self.first, out=shares)
            shares += self.by_shape[part & 127]
            self.table[rows[at : at + len(part)]] = shares

    def _vacant(self, count: int) -> npt.NDArray[np.int64]:
        fresh = min(count, self.cap - self.filled)
        rows = np.arange(self.filled + 1, self.filled + fresh + 1)
        self.used[rows] = self.now
        self.filled += fresh
        count -= fresh
        if count > len(self.free):
            old = np.argsort(self.used[1:], kind="stable") + 1
            old = old[(self.used[old] < self.now) & (self.owner[old] > 0)]
            old = old[: max(count, self.cap // 4)]
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
        folded = [ops.fold(weights.morph), ops.fold(weights.ner)]
        self.table = Table(weights, cap)
        self.slab = cap - 2 * ops.HALO  # so many packed rows cannot hold more kinds than the cap
        self.chunk = min(chunk, self.slab)
        self.buffers = [ops.Buffers(f, self.chunk) for f in folded]
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
        kinds: Ints = lexicon.column(self.table.kind, np.int32)[words]
        return kinds

    def _scores(self, net: int, kinds: Ints) -> Iterator[tuple[int, Floats]]:
        """Scores chunk by chunk, each with where it begins; a chunk's array is used again."""
        end = len(kinds) - 2 * ops.HALO
        shares = self.table.table.reshape(-1, ops.SHARE)
        for slab in range(0, end, self.slab):
            rows = self.table.rows(kinds[slab : slab + self.slab + 2 * ops.HALO])
            for at in range(0, min(self.slab, end - slab), self.chunk):
                part = rows[at : min(at + self.chunk, self.slab) + 2 * ops.HALO]
                yield slab + at, self.buffers[net].run(shares, part, net)


@cache
def networks() -> Networks:
    """The networks, loaded once a process."""
    return Networks()
