"""Numpy kernels of the networks: packed sequences, three layers, Viterbi.

Sequences lie end to end with one separator row between them, so that no padding is computed. Each
layer of the original pads with zeros after its normalisation; here normalisation is folded into
the next layer, so the separator rows are set, after each layer, to the value that it maps to zero.

The second and third layer are computed by Winograd's F(2, 3) (S. Winograd, "Arithmetic Complexity
of Computations", 1980; A. Lavin and S. Gray, "Fast Algorithms for Convolutional Neural Networks",
2016): two neighbouring rows of a convolution over three take four products instead of six. Rows
of even and odd number lie apart, so that all of it is products and sums of whole arrays.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.nn.pack import Floats, Network

Ints = npt.NDArray[np.int32]
SHARE = 256  # the width of the first layer
HALO = 3  # rows on each side that a row of the last layer looks at


class Folded(NamedTuple):
    """One network with biases and normalisations folded away.

    A layer is ``max(x @ weight, floor)``: the bias moves behind the ReLU, since max(x + b, 0) =
    max(x, -b) + b, and from there with scale and shift into the next layer. ``blanks`` are the rows
    that stand for zero after the normalisation. The first product is not here: ``tagger.Table``.
    """

    floors: tuple[Floats, ...]
    blanks: tuple[Floats, ...]
    weights: tuple[Floats, ...]  # (4, in, out) of layers two and three, by ``winograd``
    head: Floats  # (65, tags), the last row the bias


def fold(net: Network) -> Folded:
    """Fold biases and normalisations into the following weights."""
    floors, blanks, weights = [], [], []
    carried = np.zeros(0, np.float32)
    scale = np.ones(0, np.float32)
    for i, layer in enumerate(net.layers):
        bias = layer.bias
        if i:
            weights.append(winograd(layer.weight * scale[None, :, None]))
            bias = bias + np.einsum("i,kio->o", carried, layer.weight)
        floors.append(-bias)
        scale, carried = layer.scale, layer.shift + layer.scale * bias
        if not scale.all():
            raise ValueError("a normalisation with a zero scale cannot be folded")
        blanks.append(-carried / scale)
    head = np.vstack([net.weight * scale[:, None], net.bias + carried @ net.weight])
    return Folded(
        tuple(f.astype(np.float32) for f in floors),
        tuple(b.astype(np.float32) for b in blanks),
        tuple(weights),
        np.ascontiguousarray(head, np.float32),
    )


def pack(rows: Ints, lengths: npt.NDArray[np.integer]) -> tuple[Ints, npt.NDArray[np.intp]]:
    """Table rows of sequences laid end to end, and where each token's scores
    will be; row 0 is the separator.

    >>> pack(np.array([5, 6, 7]), np.array([2, 1]))[0].tolist()
    [0, 0, 0, 5, 6, 0, 7, 0, 0, 0]
    """
    places = np.arange(len(rows)) + np.repeat(np.arange(len(lengths)), lengths) + HALO
    packed = np.zeros(len(rows) + max(len(lengths) - 1, 0) + 2 * HALO, np.int32)
    packed[places] = rows
    return packed, places - HALO


def winograd(weight: Floats) -> Floats:
    """The weights of a convolution over three, (3, in, out), for ``_convolve``: (4, in, out)."""
    before, at, after = weight
    both = before + after
    return np.stack([before, (both + at) / 2, (both - at) / 2, after]).astype(np.float32)


class Buffers:
    """Working memory of one network for chunks of up to ``size`` rows."""

    def __init__(self, net: Folded, size: int) -> None:
        self.net, self.size = net, size
        wide, middle, narrow = (len(f) for f in net.floors)
        pairs = (size + 1) // 2 + HALO
        self.first = np.empty((2, pairs, wide), np.float32)  # rows of even, of odd number
        self.second = np.empty((2, pairs, middle), np.float32)
        self.third = np.empty((2, pairs, narrow), np.float32)
        self.last = np.ones((2 * pairs, narrow + 1), np.float32)  # the last column meets the bias
        self.spare = np.empty((pairs, wide), np.float32)
        self.products = np.empty((4, pairs, middle), np.float32)
        self.narrow = narrow
        self.scores = np.empty((size + 1, net.head.shape[1]), np.float32)

    def run(self, shares: Floats, packed: Ints) -> Floats:
        """Scores of the rows ``HALO`` to ``-HALO`` of a packed chunk, (n, tags), in a buffer.

        ``shares`` holds what a word adds in the first layer to the token after it, to itself and
        to the token before it: three rows a row of the packed chunk.
        """
        net, count = self.net, len(packed) - 2 * HALO
        if count % 2:
            packed = np.append(packed, np.int32(0))
        even, odd = packed[::2].copy(), packed[1::2].copy()
        pairs = len(even) - 1

        x = self.first[:, :pairs]
        self._first(shares, even[:-1], odd[:-1], even[1:], x[0])
        self._first(shares, odd[:-1], even[1:], odd[1:], x[1])
        x[0, odd[:-1] == 0] = net.blanks[0]
        x[1, even[1:] == 0] = net.blanks[0]

        y = self.second[:, : pairs - 1]
        self._convolve(x, net.weights[0], y)
        np.maximum(y, net.floors[1], out=y)
        y[0, even[1:-1] == 0] = net.blanks[1]
        y[1, odd[1:-1] == 0] = net.blanks[1]

        z = self.third[:, : pairs - 2]
        self._convolve(y, net.weights[1], z)
        last = self.last[: 2 * pairs - 4]
        np.maximum(z[0], net.floors[2], out=last[::2, : self.narrow])
        np.maximum(z[1], net.floors[2], out=last[1::2, : self.narrow])
        return np.matmul(last[:count], net.head, out=self.scores[:count])

    def _first(self, shares: Floats, before: Ints, at: Ints, after: Ints, out: Floats) -> None:
        """The first layer: what three words add, looked up."""
        spare = self.spare[: len(at)]
        np.take(shares, before * 3, axis=0, out=out, mode="clip")
        np.take(shares, at * 3 + 1, axis=0, out=spare, mode="clip")
        out += spare
        np.take(shares, after * 3 + 2, axis=0, out=spare, mode="clip")
        out += spare
        np.maximum(out, self.net.floors[0], out=out)

    def _convolve(self, x: Floats, weight: Floats, out: Floats) -> None:
        """A convolution over three rows; ``out`` has a pair of rows less than ``x``."""
        (even, odd), n = x, out.shape[1]
        spare = self.spare.reshape(-1)[: n * x.shape[2]].reshape(n, -1)
        a, b, c, d = self.products.reshape(4, -1)[:, : n * out.shape[2]].reshape(4, n, -1)
        np.matmul(np.subtract(even[:-1], even[1:], out=spare), weight[0], out=a)
        np.matmul(np.add(odd[:-1], even[1:], out=spare), weight[1], out=b)
        np.matmul(np.subtract(even[1:], odd[:-1], out=spare), weight[2], out=c)
        np.matmul(np.subtract(odd[:-1], odd[1:], out=spare), weight[3], out=d)
        a += b
        np.add(a, c, out=out[0])
        b -= c
        np.subtract(b, d, out=out[1])


def viterbi(
    scores: Floats, lengths: npt.NDArray[np.integer], transitions: Floats
) -> npt.NDArray[np.int8]:
    """The best path of each sequence of a flat batch, all sequences abreast.

    On the way there only the best scores are kept; which label each came from is asked on the way
    back, for the one path that is taken.
    """
    best = np.empty(len(scores), np.int8)
    if not len(scores):
        return best
    order = np.argsort(-lengths, kind="stable")[: np.count_nonzero(lengths)]
    first, sizes = (np.cumsum(lengths) - lengths)[order], lengths[order]
    # how many sequences are longer than i; the tokens lie by i, so that a step is a slice
    live = len(sizes) - np.searchsorted(sizes[::-1], np.arange(sizes[0] + 1), side="right")
    places = np.concatenate([first[:on] + i for i, on in enumerate(live.tolist())])
    steps = [slice(end - on, end) for end, on in zip(np.cumsum(live), live, strict=True)][:-1]
    reached = scores[places]
    moves = np.ascontiguousarray(transitions[:, None, :])  # from, any sequence, to
    for past, step in pairwise(steps):
        score = reached[past][: step.stop - step.start]
        reached[step] += (score.T[:, :, None] + moves).max(0)
    label = reached.argmax(1)  # right where a sequence ends
    came = np.ascontiguousarray(transitions.T)  # to, from
    for past, step in pairwise(reversed(steps)):
        on = past.stop - past.start
        reached[step][:on] += came[label[past]]
        label[step][:on] = reached[step][:on].argmax(1)
    best[places] = label
    return best
