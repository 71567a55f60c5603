"""Near-duplicates: reprints of one release, found by MinHash over word shingles.

Method: A. Broder, «On the resemblance and containment of documents» (1997), with locality-sensitive
hashing by bands. In numpy, on the word numbers that the documents have already: 64 minima of hashed
three-word shingles, kept as 16 bits each, in 16 bands of 4; and 16 minima of the numbers in the
text, since bulletins of prices and rates share all their words and differ in what they say.
"""

import hashlib
import zlib

import numpy as np
import numpy.typing as npt

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold

SIZE = 64  # minima a document
NUMBERS = 16  # minima of the numbers
WIDTH = SIZE + NUMBERS  # of a sketch
ROWS = 4  # minima a band: as many 16-bit numbers as fit a 64-bit key
SAME_NUMBERS = 0.6  # share of equal minima of the numbers
ALIKE = 0.75  # share of equal minima, an estimate of the share of common shingles
FEWEST = 12  # shingles; a shorter text is only a duplicate of the very same text
_CHUNK = 4096

# Multipliers (odd) and addends of the hashes, the same for ever.
_A, _B = np.frombuffer(hashlib.shake_128(b"svodka").digest(SIZE * 16), "<u8").reshape(2, SIZE)
_A = _A | np.uint64(1)
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)

Sketch = npt.NDArray[np.uint16]


def _hash(word: str) -> int:
    """A number for a word, the same in every process; 0 for punctuation."""
    return zlib.crc32(fold(word).encode("utf-8", "replace")) + 1 if word[:1].isalnum() else 0


def _number(word: str) -> bool:
    return word[:1].isdecimal()


def sketch(doc: Doc) -> Sketch:
    """The document's minima: 64 of its shingles, then 16 of its numbers."""
    if not len(doc):
        return _exact(doc.text)
    every = doc.gather(_hash, np.uint64)
    words = every[every != 0]
    if len(words) < FEWEST + 2:
        return _exact(doc.text)
    shingles = words[:-2] * _MIX[0] + words[1:-1] * _MIX[1] + words[2:] * _MIX[2]
    shingles ^= shingles >> np.uint64(29)
    numbers = every[doc.gather(_number, bool)]
    return np.concatenate([_least(shingles, SIZE), _least(numbers, NUMBERS)])


def _least(values: npt.NDArray[np.uint64], size: int) -> Sketch:
    """The least of each of several hashes of the values."""
    least = np.full(size, np.iinfo(np.uint64).max)
    for at in range(0, len(values), _CHUNK):
        hashed = _A[:size, None] * values[at : at + _CHUNK] + _B[:size, None]
        np.minimum(least, hashed.min(axis=1), out=least)
    return (least >> np.uint64(20)).astype(np.uint16)


def _exact(text: str) -> Sketch:
    """A sketch that only the very same text has."""
    return np.frombuffer(hashlib.shake_128(text.encode()).digest(2 * WIDTH), np.uint16)


def _alike(one: Sketch, other: Sketch) -> bool:
    equal = one == other
    return bool(equal[:SIZE].mean() >= ALIKE and equal[SIZE:].mean() >= SAME_NUMBERS)


def duplicates(table: npt.NDArray[np.uint16]) -> dict[int, int]:
    """Each document (a row of sketches) nearly the same as an earlier one, with the earliest such.

    Only bands that two documents share are looked up; 16-bit minima are equal by chance in one of
    65,536 cases.
    """
    if len(table) < 2:
        return {}
    bands = np.ascontiguousarray(table[:, :SIZE]).view(np.uint64)  # (documents, SIZE / ROWS)
    shared = np.zeros(bands.shape, bool)
    for band in range(bands.shape[1]):
        _, inverse, counts = np.unique(bands[:, band], return_inverse=True, return_counts=True)
        shared[:, band] = counts[inverse] > 1
    first: dict[tuple[int, int], list[int]] = {}
    found: dict[int, int] = {}
    for number in np.flatnonzero(shared.any(axis=1)).tolist():
        keys = [(b, int(bands[number, b])) for b in np.flatnonzero(shared[number]).tolist()]
        near = sorted({other for key in keys for other in first.get(key, ())})
        same = next((other for other in near if _alike(table[other], table[number])), None)
        if same is not None:
            found[number] = same
        else:
            for key in keys:
                first.setdefault(key, []).append(number)
    return found
