"""Articles in the rows of CSV and Parquet files."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import IO, Any

from pipeline.core.errors import InputError, MissingExtraError
from pipeline.read.files import LIMIT, Options, Piece, Read, content, open_bytes
from pipeline.read.meta import choose
from pipeline.read.records import article, no_text, numbered, record_id, taken

_RECORD = 4 << 20  # characters of one row of CSV; a longer one is a quote that nobody closes
_DELIMITERS = ",;\t|"
_ROWS = 256  # Parquet rows in memory at once
_CUTS = 64  # a row group is decoded from its start for every cut in it


# CSV


@dataclass(slots=True)
class Row:
    """One row of a CSV: its first line's number, its lines, its cells, what is wrong with it."""

    line: int
    raw: list[bytes]
    cells: list[str]
    problem: str = ""


class _Feed:
    """Lines for csv.reader, which can be given back after a broken row."""

    def __init__(self, lines: Iterable[bytes], encoding: str) -> None:
        self.lines = iter(lines)
        self.encoding = encoding
        self.back: deque[bytes] = deque()
        self.used: list[bytes] = []
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.size > _RECORD:
            raise csv.Error("a quote is not closed")
        line = self.back.popleft() if self.back else next(self.lines)
        self.used.append(line)
        self.size += len(line)
        return line.decode(self.encoding, "replace")

    def begin(self) -> None:
        self.used, self.size = [], 0

    def restart(self) -> None:
        """Give back all lines of the row but the first."""
        self.back.extendleft(reversed(self.used[1:]))
        del self.used[1:]


def rows(lines: Iterable[bytes], first: int, encoding: str, delimiter: str) -> Iterator[Row]:
    """The rows of a CSV; after a broken one, reading goes on with the very next line.

    A row with broken quotes («1,"Форум "Шёлковый путь" открыт",2024») comes as Python's lenient
    reader takes its first line, together with its problem.
    """
    csv.field_size_limit(LIMIT)
    feed = _Feed(lines, encoding)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    number = first
    while True:
        feed.begin()
        problem = ""
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            feed.restart()
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
            problem = "broken quotes"
            line = feed.used[0].decode(encoding, "replace")
            cells = _lenient(line, delimiter)
        yield Row(number, feed.used, cells, problem)
        number += len(feed.used)


def _lenient(line: str, delimiter: str) -> list[str]:
    """The cells of one line, as Python's csv reads it by default; none where even that fails."""
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return []


def header(file: IO[bytes], encoding: str, options: Options) -> tuple[tuple[str, ...], str, int]:
    """Names of the columns, the delimiter and the number of lines, from the first row.

    Of the usual delimiters the one that makes a text column appear, else the one that makes most
    columns.
    """
    line = file.readline()
    lines = 1
    while line.count(b'"') % 2 and lines < 50 and (more := file.readline()):
        line, lines = line + more, lines + 1
    text = line.decode(encoding, "replace").removeprefix("\ufeff").rstrip("\r\n")
    best: tuple[bool, int, tuple[str, ...], str] = (False, 0, (), ",")
    for delimiter in _DELIMITERS:
        names = tuple(name.strip() for name in _lenient(text, delimiter))
        found = choose(names, "text", options.text_column) is not None
        if (found, len(names)) > best[:2]:
            best = (found, len(names), names, delimiter)
    return best[2], best[3], lines


def read_csv(piece: Piece, options: Options) -> Iterator[Read]:
    """Rows of a CSV that was cut (so its columns and delimiter are known)."""
    with content(piece) as file:
        lines = (line for _, line in numbered(file, piece))
        for row in rows(lines, piece.line, piece.encoding, piece.delimiter):
            if not any(cell.strip() for cell in row.cells):
                continue
            name = f"{piece.name}:{row.line}"
            known, found = len(piece.columns), len(row.cells)
            if found > known or (row.problem and found != known):
                problem = row.problem or f"{found} columns where the header has {known}"
                yield piece.trouble(f"line {row.line}: {problem}; left out", name)
                continue
            if row.problem:
                said = f"line {row.line}: {row.problem}; read as it stands, check its text"
                yield piece.trouble(said, name)
            record = dict(zip(piece.columns, row.cells, strict=False))
            yield from article(record, piece, options, row.line)


def cut_csv(piece: Piece, file: IO[bytes], options: Options, seen: set[str]) -> Iterator[Piece]:
    """Cut between rows after every ``shard_bytes``; a line end within quotes cuts nothing."""
    columns, delimiter, number = header(file, piece.encoding, options)
    if choose(columns, "text", options.text_column) is None:
        yield replace(piece, problem=no_text(columns, options))
        return
    piece = replace(piece, columns=columns, delimiter=delimiter)
    at = start = file.tell() if piece.data is None else 0
    first = number = number + 1
    clashes: list[int] = []
    held: list[bytes] = []

    def part() -> Piece:
        made = replace(piece, start=start, stop=at, line=first, size=at - start)
        data = b"".join(held) if piece.data is not None else None
        return replace(made, taken=tuple(clashes), data=data)

    for row in rows(file, number, piece.encoding, delimiter):
        name = record_id(dict(zip(columns, row.cells, strict=False)), "", 0)
        if name != ":0" and taken(name, seen):
            clashes.append(row.line)
        at += sum(map(len, row.raw))
        held += row.raw if piece.data is not None else []
        if at - start >= options.shard_bytes:
            yield part()
            start, first, clashes, held = at, row.line + len(row.raw), [], []
    if at > start:
        yield part()


# Parquet


def parquet(file: IO[bytes]) -> Any:
    """The opened Parquet file."""
    try:
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("reading Parquet", "parquet") from None
    try:
        return pq.ParquetFile(file)
    except Exception as error:  # ArrowInvalid, OSError
        raise InputError(f"not a readable Parquet file ({error})") from None


def cut_parquet(piece: Piece, options: Options, seen: set[str]) -> Iterator[Piece]:
    """Cut by rows, as many as hold about ``shard_bytes``; a cut never spans two row groups."""
    with open_bytes(piece.path) as file:
        opened = parquet(file)
        names = tuple(opened.schema_arrow.names)
        if choose(names, "text", options.text_column) is None:
            yield replace(piece, problem=no_text(names, options))
            return
        id_column = choose(names, "id")
        start = 0
        for group in range(opened.num_row_groups):
            about = opened.metadata.row_group(group)
            cuts = min(_CUTS, 1 + about.total_byte_size // options.shard_bytes)
            step = max(1, -(-about.num_rows // cuts))
            clashes = _clashes(opened, group, id_column, start, seen)
            for first in range(start, start + about.num_rows, step):
                stop = min(first + step, start + about.num_rows)
                part = replace(piece, start=first, stop=stop, columns=names, encoding="utf-8")
                mine = tuple(n for n in clashes if first < n <= stop)
                yield replace(part, size=about.total_byte_size // cuts, taken=mine)
            start += about.num_rows


def _clashes(opened: Any, group: int, column: str | None, start: int, seen: set[str]) -> list[int]:
    """Numbers (from 1) of the rows of a group whose id is taken."""
    if column is None:
        return []
    ids = opened.read_row_group(group, columns=[column])[0].to_pylist()
    named = ((n, record_id({"id": value}, "", 0)) for n, value in enumerate(ids, start + 1))
    return [n for n, name in named if name != ":0" and taken(name, seen)]


def read_parquet(piece: Piece, options: Options) -> Iterator[Read]:
    """The rows of a range, a few hundred in memory at once."""
    with open_bytes(piece.path) as file:
        opened = parquet(file)
        wanted = [choose(piece.columns, key, options.text_column)
                  for key in ("text", "id", "title", "date", "url")]  # fmt: skip
        columns = [name for name in wanted if name is not None]
        start = 0
        for group in range(opened.num_row_groups):
            count = opened.metadata.row_group(group).num_rows
            if start < piece.stop and piece.start < start + count:
                batches = opened.iter_batches(_ROWS, row_groups=[group], columns=columns)
                for number, record in _between(batches, start, piece):
                    yield from article(record, piece, options, number)
            start += count


def _between(batches: Iterable[Any], at: int, piece: Piece) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a piece with their numbers; those before it never become Python objects."""
    for batch in batches:
        if at >= piece.stop:
            return
        first = max(0, piece.start - at)
        if first < batch.num_rows:
            mine = batch.slice(first, piece.stop - at - first).to_pylist()
            yield from enumerate(mine, at + first + 1)
        at += batch.num_rows
