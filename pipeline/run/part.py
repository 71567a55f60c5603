"""What a shard comes to: an index of its documents and, a table and format, their rows as bytes.

A part is written whole by the worker that made it, and read once when the parts are put together.
The index lets a document's rows be found without parsing them.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.run.near import WIDTH


@dataclass(slots=True)
class Entry:
    """One document (or, without ``row``, one input that gave none) of a part.

    ``row`` holds the cells of its line in the table ``documents``; ``counts`` its rows a table;
    ``sizes`` its bytes a piece («figures.csv»).
    """

    row: list[Any] | None
    sketch: str
    counts: dict[str, int]
    sizes: dict[str, int]


@dataclass(slots=True)
class Part:
    """The documents of a shard, in order, and their rows."""

    shard: str = ""  # digest of the shard
    entries: list[Entry] = field(default_factory=list)
    pieces: dict[str, list[bytes]] = field(default_factory=dict)

    def add(self, entry: Entry, pieces: dict[str, bytes]) -> None:
        """One more document."""
        entry.sizes = {name: len(data) for name, data in pieces.items() if data}
        self.entries.append(entry)
        for name, data in pieces.items():
            self.pieces.setdefault(name, []).append(data)

    def dump(self) -> bytes:
        """The part as bytes: a line of JSON, then the pieces one after another."""
        blobs = {name: b"".join(data) for name, data in self.pieces.items()}
        index = {
            "shard": self.shard,
            "pieces": {name: len(data) for name, data in blobs.items()},
            "entries": [[e.row, e.sketch, e.counts, e.sizes] for e in self.entries],
        }
        head = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
        return b"".join([head, b"\n", *blobs.values()])

    @classmethod
    def load(cls, data: bytes) -> "Part":
        """Read what ``dump`` wrote; raises ValueError for anything else."""
        head, _, rest = data.partition(b"\n")
        index = json.loads(head)
        part = cls(index["shard"], [Entry(*e) for e in index["entries"]])
        at = 0
        for name, size in index["pieces"].items():
            part.pieces[name] = [rest[at : at + size]]
            at += size
        if at != len(rest):
            raise ValueError("a part of the wrong length")
        return part


def sketches(parts: Iterable[bytes]) -> npt.NDArray[np.uint16]:
    """The sketches of all documents of some parts, read from their indexes alone."""
    found = bytearray()
    for data in parts:
        for row, sketch, *_ in json.loads(data[: data.index(b"\n")])["entries"]:
            if row is not None:
                found += bytes.fromhex(sketch)
    return np.frombuffer(bytes(found), np.uint16).reshape(-1, WIDTH)


def merged(parts: Iterable[Part], shard: str) -> Part:
    """One part of several, in order."""
    whole = Part(shard)
    for part in parts:
        whole.entries += part.entries
        for name, data in part.pieces.items():
            whole.pieces.setdefault(name, []).extend(data)
    return whole
