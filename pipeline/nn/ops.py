"""Numpy kernels of the networks: packed sequences, three layers, Viterbi.

Sequences lie end to end with one separator row between them, so that no padding is computed. Each
layer of the original pads with zeros after its normalisation; here normalisation is folded into
the next layer, so the separator rows are set, after each layer, to the value that it maps to zero.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.nn.pack import Floats, Network

Ints = npt.NDArray[np.int32]
SHARE = 256  # the width of the first layer
HALO = 3  # rows on each side that a row of the last layer looks at


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """One network with biases and normalisations folded away.

    A layer is ``max(x @ weight, floor)``: the bias moves behind the ReLU, since max(x + b, 0) =
    max(x, -b) + b, and from there with scale and shift into the next layer. ``blanks`` are the rows
    that stand for zero after the normalisation. The first product is not here: ``tagger.Table``.
    """

    floors: tuple[Floats, ...]
    blanks: tuple[Floats, ...]
    weights: tuple[Floats, ...]  # (3, in, out) of layers two and three
    head: Floats  # (65, tags), the last row the bias


def fold(net: Network) -> Folded:
    """Fold biases and normalisations into the following weights."""
    floors, blanks, weights = [], [], []
    carried = np.zeros(0, np.float32)
    scale = np.ones(0, np.float32)
    for i, layer in enumerate(net.layers):
        bias = layer.bias
        if i:
            weights.append(np.ascontiguousarray(layer.weight * scale[None, :, None]))
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


class Buffers:
    """Working memory of one network for chunks of up to ``size`` rows."""

    def __init__(self, net: Folded, size: int) -> None:
        self.net, self.size = net, size
        wide, middle, narrow = (len(f) for f in net.floors)
        rows = size + 2 * HALO
        self.first = np.empty((rows, wide), np.float32)
        self.spare1 = np.empty((rows, wide), np.float32)
        self.second = np.empty((rows, middle), np.float32)
        self.spare2 = np.empty((rows, middle), np.float32)
        self.third = np.ones((rows, narrow + 1), np.float32)  # the last column meets the bias
        self.spare3 = np.empty((rows, narrow), np.float32)
        self.narrow = narrow
        self.scores = np.empty((size, net.head.shape[1]), np.float32)

    def run(self, shares: Floats, packed: Ints) -> Floats:
        """Scores of the rows ``HALO`` to ``-HALO`` of a packed chunk, (n, tags), in a buffer.

        ``shares`` holds what a word adds in the first layer to the token after it, to itself and
        to the token before it: three rows a row of the packed chunk.
        """
        net = self.net
        blank = np.flatnonzero(packed == 0)
        base = packed * 3
        n = len(packed) - 2
        x, spare = self.first[:n], self.spare1[:n]
        np.take(shares, base[:-2], axis=0, out=x, mode="clip")
        np.take(shares, base[1:-1] + 1, axis=0, out=spare, mode="clip")
        x += spare
        np.take(shares, base[2:] + 2, axis=0, out=spare, mode="clip")
        x += spare
        np.maximum(x, net.floors[0], out=x)
        x[blank[(blank >= 1) & (blank <= n)] - 1] = net.blanks[0]

        n -= 2
        y, spare = self.second[:n], self.spare2[:n]
        _convolve(x, net.weights[0], y, spare)
        np.maximum(y, net.floors[1], out=y)
        y[blank[(blank >= 2) & (blank <= n + 1)] - 2] = net.blanks[1]

        n -= 2
        z, spare = self.third[:n], self.spare3[:n]
        _convolve(y, net.weights[1], z[:, : self.narrow], spare)
        np.maximum(z[:, : self.narrow], net.floors[2], out=z[:, : self.narrow])
        return np.matmul(z, net.head, out=self.scores[:n])


def _convolve(x: Floats, weight: Floats, out: Floats, spare: Floats) -> None:
    """Three shifted products: what the token before, the token and the token after add."""
    np.matmul(x[:-2], weight[0], out=out)
    np.matmul(x[1:-1], weight[1], out=spare)
    out += spare
    np.matmul(x[2:], weight[2], out=spare)
    out += spare


def viterbi(
    scores: Floats, lengths: npt.NDArray[np.integer], transitions: Floats
) -> npt.NDArray[np.int8]:
    """The best path of each sequence of a flat batch, all sequences abreast.

    On the way there only the best scores are kept; which label each came from is asked on the way
    back, for the one path that is taken.
    """
    best = np.empty(len(scores), np.int8)
    order = np.argsort(-lengths, kind="stable")[: np.count_nonzero(lengths)]
    if not len(order):
        return best
    first, sizes = (np.cumsum(lengths) - lengths)[order], lengths[order]
    longest = int(sizes[0])
    # how many sequences are longer than i
    live = len(sizes) - np.searchsorted(sizes[::-1], np.arange(longest + 1), side="right")
    reached = np.empty_like(scores)
    reached[first] = score = scores[first]
    moves = np.ascontiguousarray(transitions[:, None, :])  # from, any sequence, to
    for i in range(1, longest):
        at = first[: live[i]] + i
        ways = score[: live[i]].T[:, :, None] + moves
        reached[at] = score = ways.max(0) + scores[at]
    label = reached[first + sizes - 1].argmax(1)
    came = np.ascontiguousarray(transitions.T)  # to, from
    for i in range(longest - 1, -1, -1):
        on = live[i + 1]
        label[:on] = (reached[first[:on] + i] + came[label[:on]]).argmax(1)
        best[first[: live[i]] + i] = label[: live[i]]
    return best
