"""natasha's weight files to arrays: two slovnet networks and the navec embeddings.

The files are read as they lie in the natasha package, found without importing it (its import pulls
in packages that new setuptools no longer serve). They are tars of raw arrays, so an array is a
slice of a memory map and costs memory only where it is read.
"""

import importlib.util
import json
import zlib
from bisect import bisect_left, bisect_right
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
NAVEC = "emb/navec_news_v1_1B_250K_300d_100q.tar"
MORPH = "model/slovnet_morph_news_v1.tar"
NER = "model/slovnet_ner_news_v1.tar"


def natasha_data() -> Path:
    """The folder with natasha's weights."""
    spec = importlib.util.find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the natasha package, which holds the weights, is not installed")
    return Path(spec.submodule_search_locations[0]) / "data"


class Tar:
    """The members of an uncompressed tar as slices of one memory map."""

    def __init__(self, path: Path) -> None:
        self.bytes = np.memmap(path, np.uint8, "r")
        self.places: dict[str, tuple[int, int]] = {}
        # By hand: tarfile costs 10 ms of start with all that it imports, and these are plain
        # headers of 512 bytes, each before its member, with the name first and the size at 124.
        at = 0
        while at + 512 <= len(self.bytes) and self.bytes[at]:
            header = self.bytes[at : at + 512].tobytes()
            name, size = header[:100].rstrip(b"\0").decode(), int(header[124:135], 8)
            self.places[name] = (at + 512, size)
            at += 512 + (size + 511) // 512 * 512

    def raw(self, name: str) -> npt.NDArray[np.uint8]:
        """One member's bytes, read when they are touched."""
        start, size = self.places[name]
        return self.bytes[start : start + size]

    def floats(self, number: int, *shape: int) -> Floats:
        """One of the network's weights, as a copy."""
        return np.frombuffer(self.raw(f"arrays/{number}.bin").tobytes(), "<f4").reshape(shape)

    def text(self, name: str) -> bytes:
        """A gzipped member."""
        return zlib.decompress(self.raw(name).tobytes(), wbits=31)


class Layer(NamedTuple):
    """A convolution over three tokens, a ReLU, then a normalisation ``y * scale + shift``."""

    weight: Floats  # (3, in, out): for the token before, the token, the token after
    bias: Floats
    scale: Floats
    shift: Floats


class Network(NamedTuple):
    """One of the two networks: three layers and a linear head; ``transitions`` are the CRF's."""

    shapes: Floats  # (66, 30): embeddings of the shapes of words
    layers: tuple[Layer, Layer, Layer]
    weight: Floats
    bias: Floats
    transitions: Floats | None
    tags: tuple[str, ...]


_PAGE = 4096  # bytes


class Words:
    """The 250,000 words of navec and their vectors, kept as 100 codes of three dimensions each.

    The vocabulary is sorted, so a word is found by bisection, first among the words that begin a
    page; a dict of it all would cost 0.1 s at start and 30 MB.
    """

    def __init__(self, vocabulary: bytes, tar: Tar) -> None:
        self.text = vocabulary
        # the two last, <unk> and <pad>, stand outside the order
        end = vocabulary.rfind(b"\n", 0, vocabulary.rfind(b"\n")) + 1
        letters, line = np.frombuffer(vocabulary, np.uint8), ord("\n")
        self.starts, self.numbers = [0], [0]
        while (start := self.starts[-1]) < end:
            stop = vocabulary.find(b"\n", min(start + _PAGE, end - 1)) + 1
            count = int(np.count_nonzero(letters[start:stop] == line))
            self.starts.append(stop)
            self.numbers.append(self.numbers[-1] + count)
        self.size = self.numbers[-1]
        self.heads = [vocabulary[at : vocabulary.find(b"\n", at)] for at in self.starts[:-1]]
        self.pages: dict[int, list[bytes]] = {}  # as they are asked for
        packed = tar.raw("pq.bin")
        count, dim, codes, centroids = (int(n) for n in packed[:16].view("<u4"))
        if count != self.size + 2:
            raise ValueError("the embeddings and the networks have different vocabularies")
        self.dim = dim
        self.indexes = packed[16 : 16 + count * codes].reshape(count, codes)
        table = np.frombuffer(packed[16 + count * codes :].tobytes(), "<f4")
        self.table = table.reshape(codes * centroids, dim // codes)
        self._offsets = np.arange(codes, dtype=np.int32) * centroids

    def number(self, word: str) -> int:
        """The number of a word in lower case, or that of the unknown word."""
        key = word.encode("utf-8", "surrogatepass")
        number = max(bisect_right(self.heads, key) - 1, 0)
        page = self.pages.get(number)
        if page is None:
            start, stop = self.starts[number : number + 2]
            page = self.pages[number] = self.text[start : stop - 1].split(b"\n")
        at = bisect_left(page, key)
        return self.numbers[number] + at if at < len(page) and page[at] == key else self.size

    def vectors(self, numbers: npt.NDArray[Any]) -> Floats:
        """Vectors of words, (n, 300)."""
        codes = self.indexes[numbers] + self._offsets
        vectors: Floats = self.table.take(codes, axis=0).reshape(len(numbers), self.dim)
        return vectors


def network(tar: Tar) -> Network:
    """The weights of one network."""
    sizes = json.loads(tar.raw("model.json").tobytes())["head"]["proj"]["weight"]["shape"]
    width, tags = sizes
    layers, first = [], 1
    for inputs, outputs in ((330, 256), (256, 128), (128, width)):
        weight = tar.floats(first, outputs, inputs, 3).transpose(2, 1, 0)
        bias, gain, beta, mean, std = (tar.floats(first + i, outputs) for i in range(1, 6))
        scale = gain / std
        layers.append(Layer(np.ascontiguousarray(weight), bias, scale, beta - mean * scale))
        first += 6
    return Network(
        shapes=tar.floats(0, 66, 30),
        layers=(layers[0], layers[1], layers[2]),
        weight=tar.floats(19, width, tags),
        bias=tar.floats(20, tags),
        transitions=tar.floats(21, tags, tags) if "arrays/21.bin" in tar.places else None,
        tags=tuple(tar.text("vocabs/tag.gz").decode().splitlines()),
    )


class Pack(NamedTuple):
    """Everything that the taggers need of natasha's files."""

    words: Words
    shapes: tuple[str, ...]
    morph: Network
    ner: Network


@cache
def load() -> Pack:
    """Read the weights once a process."""
    data = natasha_data()
    morph, ner = Tar(data / MORPH), Tar(data / NER)
    return Pack(
        words=Words(morph.text("vocabs/word.gz"), Tar(data / NAVEC)),
        shapes=tuple(morph.text("vocabs/shape.gz").decode().splitlines()),
        morph=network(morph),
        ner=network(ner),
    )
