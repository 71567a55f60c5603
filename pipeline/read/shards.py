"""Inputs to shards: small, picklable, bounded by bytes; and a shard to its articles."""

import gzip
import hashlib
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from pipeline.core.errors import InputError, SvodkaError
from pipeline.read.encodings import decode, detect, lossy
from pipeline.read.files import DEFAULT, Article, Options, Piece, Read, content, open_bytes, whole
from pipeline.read.html import read_html, read_mhtml
from pipeline.read.meta import read_text
from pipeline.read.records import cut_jsonl, read_json, read_jsonl
from pipeline.read.sources import HELD, STDIN, find
from pipeline.read.tables import cut_csv, cut_parquet, read_csv, read_parquet

_HEAD = 1 << 18  # bytes that tell the encoding of a file of records


@dataclass(frozen=True, slots=True)
class Shard:
    """What one worker reads at a time: small files together, or a range of a large one."""

    pieces: tuple[Piece, ...]
    options: Options = DEFAULT

    @property
    def size(self) -> int:
        """Bytes to read."""
        return sum(piece.size for piece in self.pieces)

    def digest(self) -> str:
        """SHA-256 of all that the shard's articles depend on: names, ranges, options, bytes."""
        total = hashlib.sha256(repr(self.options).encode())
        for piece in self.pieces:
            total.update(repr(replace(piece, data=None, path="")).encode())
            if piece.problem:  # nothing that can be read, or that ends
                continue
            try:
                with content(piece) as file:
                    left = piece.stop - piece.start if piece.stop >= 0 else sys.maxsize
                    left = sys.maxsize if piece.format == "parquet" else left
                    while left > 0 and (block := file.read(min(left, 1 << 20))):
                        total.update(block)
                        left -= len(block)
            except OSError as error:
                total.update(str(error).encode())
        return total.hexdigest()


def cut(sources: Sequence[str], options: Options = DEFAULT) -> Iterator[Shard]:
    """Shards of about ``options.shard_bytes`` each, in an order that depends on names alone.

    Every document id is unique over all shards. What cannot be read is a piece with its problem.

    >>> shards = list(cut(["seeds"]))
    """
    pieces: list[Piece] = []
    size = 0
    for piece in _pieces(sources, options):
        pieces.append(piece)
        size += max(piece.size, 1)
        if size >= options.shard_bytes:
            yield Shard(tuple(pieces), options)
            pieces, size = [], 0
    if pieces:
        yield Shard(tuple(pieces), options)


def read(shard: Shard) -> Iterator[Read]:
    """The articles of a shard, and a Trouble for whatever could not be read as it should."""
    for piece in shard.pieces:
        if piece.problem:
            yield piece.trouble(piece.problem)
            continue
        try:
            yield from READERS[piece.format](piece, shard.options)
        except (SvodkaError, OSError, EOFError) as error:
            yield piece.trouble(_said(error), piece.name)


def _said(error: Exception) -> str:
    if isinstance(error, gzip.BadGzipFile | EOFError):
        return f"not a whole gzip file ({error})"
    if isinstance(error, OSError):
        return error.strerror or f"{type(error).__name__}: {error}"
    return str(error)


def _read_plain(piece: Piece, options: Options) -> Iterator[Read]:
    """A text file: one article; front matter and the tail tell its title, date and url."""
    text, encoding = decode(whole(piece))
    if not text.strip():
        yield piece.trouble("empty file", piece.name)
        return
    if lost := lossy(text):
        yield piece.trouble(f"{lost} broken characters, shown as \ufffd", piece.name)
    meta = read_text(text) | {"source": piece.source, "encoding": encoding}
    yield Article(piece.name, text, meta)


READERS: dict[str, Callable[[Piece, Options], Iterator[Read]]] = {
    "txt": _read_plain,
    "md": _read_plain,
    "html": read_html,
    "mhtml": read_mhtml,
    "jsonl": read_jsonl,
    "json": read_json,
    "csv": read_csv,
    "parquet": read_parquet,
}


def _pieces(sources: Sequence[str], options: Options) -> Iterator[Piece]:
    files = find(sources)
    seen = {piece.name for piece in files}
    for piece in files:
        if piece.problem:
            yield piece
            continue
        try:
            if piece.path == STDIN or piece.format == "stream":
                yield from _stream(piece, options, seen)
            elif piece.format in ("jsonl", "csv", "parquet"):
                cuts = cut_parquet if piece.format == "parquet" else _file
                parts = cuts(piece, options, seen)
                yield next(parts, replace(piece, problem="no rows in it"))
                yield from parts
            else:
                yield piece
        except (SvodkaError, OSError, EOFError) as error:
            yield replace(piece, problem=_said(error))


def _file(piece: Piece, options: Options, seen: set[str]) -> Iterator[Piece]:
    """Ranges of a file of records; one that cannot be opened at a place is cut into its bytes."""
    with open_bytes(piece.path) as file:
        head = file.read(_HEAD)
        if not head.strip():
            yield replace(piece, problem="empty file")
            return
        encoding, skip = detect(head, complete=len(head) < _HEAD)
        once = piece.path.lower().endswith(".gz") or encoding.startswith("utf-16")
        file.seek(skip)
        piece = replace(piece, encoding=encoding, data=b"" if once else None)
        yield from _lines(piece, _utf8(file, piece), options, seen)


def _lines(piece: Piece, file: IO[bytes], options: Options, seen: set[str]) -> Iterator[Piece]:
    if piece.data is not None and piece.encoding.startswith("utf-16"):
        piece = replace(piece, encoding="utf-8")
    if piece.format == "csv":
        yield from cut_csv(piece, file, options, seen)
    else:
        yield from cut_jsonl(piece, file, options, seen)


def _utf8(file: IO[bytes], piece: Piece) -> IO[bytes]:
    """UTF-16 as UTF-8, since its lines cannot be told by bytes."""
    if not piece.encoding.startswith("utf-16"):
        return file
    text = io.TextIOWrapper(file, piece.encoding, "replace", newline="")
    return io.BytesIO(text.read().encode())


def _stream(piece: Piece, options: Options, seen: set[str]) -> Iterator[Piece]:
    """Standard input or a named pipe: a text, a page, or JSON Lines, as its beginning tells."""
    if piece.path == STDIN:
        file: IO[bytes] = sys.stdin.buffer
    elif piece.path in HELD:
        file = io.BytesIO(HELD[piece.path])
    else:
        file = Path(piece.path).open("rb")  # noqa: SIM115 - read to its end below
    buffered = io.BufferedReader(file, _HEAD) if not hasattr(file, "peek") else file  # type: ignore
    head = buffered.peek(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"\x1f\x8b"):
        buffered = gzip.GzipFile(fileobj=buffered)  # type: ignore[assignment]
        head = buffered.peek(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    piece = replace(piece, data=b"", encoding="utf-8")
    if head.startswith(b"{"):
        yield from _lines(replace(piece, format="jsonl"), buffered, options, seen)
        return
    page = head[:200].lower().startswith((b"<!doctype html", b"<html"))
    data = buffered.read()
    yield replace(piece, format="html" if page else "txt", size=len(data), data=data)


def texts(sources: Sequence[str], options: Options = DEFAULT) -> Iterator[Article]:
    """All articles of some sources, troubles raised; for tests and small scripts."""
    for shard in cut(sources, options):
        for item in read(shard):
            if isinstance(item, Article):
                yield item
            else:
                raise InputError(f"{item.source}: {item.problem}")
