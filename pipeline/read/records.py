"""Records to articles, whatever table they stand in; JSON Lines and JSON."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import IO, Any

from pipeline.core.errors import InputError
from pipeline.read.encodings import check, decode, lossy
from pipeline.read.files import LIMIT, Article, Options, Piece, Read, Trouble, content, whole
from pipeline.read.meta import choose, describe, tail

_ID = re.compile(rb'"(?:id|doc_id|uid|guid)"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)')
_BLOCK = 1 << 16  # lines are read in blocks of about this many bytes


def article(
    record: Mapping[str, object], piece: Piece, options: Options, number: int
) -> Iterator[Read]:
    """The article of one record, the ``number``-th of its file, or what is wrong with it."""
    name = record_id(record, piece.name, number)
    if number in piece.taken:
        other, name = name, f"{piece.name}:{number}"
        yield piece.trouble(f"the id {other!r} is taken; this document is called {name}", name)
    column = choose(record, "text", options.text_column)
    if column is None:
        yield piece.trouble(no_text(record, options), name)
        return
    text = record[column]
    if not isinstance(text, str) or not text.strip():
        what = "is empty" if text is None or text != text or text == "" else "is no text"
        yield piece.trouble(f"{column} {what if not isinstance(text, str) else 'is empty'}", name)
        return
    try:
        check(text)
    except InputError as error:
        yield piece.trouble(str(error), name)
        return
    meta, strange = describe({k: v for k, v in record.items() if k != column})
    if strange:
        yield piece.trouble(f"the date {strange[:40]!r} is not understood; left empty", name)
    if lost := lossy(text):
        yield piece.trouble(f"{lost} broken characters, shown as \ufffd", name)
    meta = tail(text) | meta | {"source": piece.source, "encoding": piece.encoding}
    yield Article(name, text.removeprefix("\ufeff"), meta)


def record_id(record: Mapping[str, object], stem: str, number: int) -> str:
    """The record's own id, else the file's name with the record's number."""
    column = choose(record, "id")
    value = record[column] if column is not None else None
    if isinstance(value, float) and value.is_integer():  # an id column with gaps, read as floats
        value = int(value)
    name = "" if value is None or value != value else " ".join(str(value).split())
    return name or f"{stem}:{number}"


def no_text(names: Iterable[str], options: Options) -> str:
    """A message that there is no text here, with what there is."""
    there = ", ".join(str(name) for name in names) or "none"
    wanted = f"no column {options.text_column!r}" if options.text_column else "no text column"
    return f"{wanted}; there are: {there[:200]} (choose one with --text-column)"


def read_jsonl(piece: Piece, options: Options) -> Iterator[Read]:
    """One JSON object a line: «{"text": "…", "id": "1", "date": "2024-03-14"}»."""
    with content(piece) as file:
        for number, line in numbered(file, piece):
            if not line.strip():
                continue
            if len(line) > LIMIT:
                yield piece.trouble(
                    f"line {number}: over {LIMIT >> 20} MB", f"{piece.name}:{number}"
                )
                continue
            yield from _line(line, piece, options, number)


def _line(line: bytes, piece: Piece, options: Options, number: int) -> Iterator[Read]:
    text = line.decode(piece.encoding or "utf-8", "replace")
    if number == 1:
        text = text.removeprefix("\ufeff")
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield _broken(piece, f"line {number}: not JSON ({error})", number)
        return
    if isinstance(record, dict):
        yield from article(record, piece, options, number)
    else:
        yield _broken(piece, f"line {number}: expected an object with text", number)


def _broken(piece: Piece, problem: str, number: int) -> Trouble:
    return piece.trouble(problem, f"{piece.name}:{number}")


def read_json(piece: Piece, options: Options) -> Iterator[Read]:
    """A JSON file that holds one record or an array of them."""
    text, encoding = decode(whole(piece))
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("{") and "\n{" in text.strip():
            lines = text.encode()
            yield from read_jsonl(replace(piece, data=lines, start=0, encoding="utf-8"), options)
        else:
            yield piece.trouble(f"not JSON ({error})", piece.name)
        return
    piece = replace(piece, encoding=encoding)
    for number, record in enumerate(data if isinstance(data, list) else [data], 1):
        if isinstance(record, dict):
            yield from article(record, piece, options, number)
        else:
            yield _broken(piece, f"item {number}: expected an object with text", number)


def numbered(file: IO[bytes], piece: Piece) -> Iterator[tuple[int, bytes]]:
    """The lines of a piece with their numbers in the file."""
    left = piece.stop - piece.start if piece.stop >= 0 and piece.data is None else None
    number = piece.line
    while left is None or left > 0:
        line = file.readline()
        if not line:
            return
        if left is not None:
            left -= len(line)
        yield number, line
        number += 1


def cut_jsonl(piece: Piece, file: IO[bytes], options: Options, seen: set[str]) -> Iterator[Piece]:
    """Cut at line ends after every ``shard_bytes``; where ids are taken, the piece says so."""
    at, number = 0, 1
    while True:
        start, first = at, number
        clashes: list[int] = []
        held: list[bytes] = []
        while at - start < options.shard_bytes:
            lines = file.readlines(min(_BLOCK, options.shard_bytes + start - at))
            if not lines:
                break
            for line in lines:
                if _taken(line, seen):
                    clashes.append(number)
                number += 1
            at += sum(map(len, lines))
            held += lines if piece.data is not None else []
        if at == start:
            return
        part = replace(
            piece, start=start, stop=at, line=first, size=at - start, taken=tuple(clashes)
        )
        yield replace(part, data=b"".join(held)) if piece.data is not None else part


def _taken(line: bytes, seen: set[str]) -> bool:
    """Whether the id of a line is an earlier one's; parsed only where it is or may be."""
    found = _ID.findall(line)
    if not found:
        return False
    try:
        name = " ".join(str(json.loads(found[0])).split())
        if len(found) > 1 or name in seen:
            name = record_id(json.loads(line), "", 0)
    except (ValueError, TypeError, RecursionError):
        return False
    return taken(name, seen)


def taken(name: str, seen: set[str]) -> bool:
    """Whether a name is there already; noted, where it is not."""
    if name in seen:
        return True
    seen.add(name)
    return False
