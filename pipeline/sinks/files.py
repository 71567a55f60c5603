"""CSV, JSON and JSON Lines: rows to bytes, bytes to files, written whole or not at all."""

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import IO, Any

from pipeline.core.errors import OutputError
from pipeline.tables import rows as _declared  # noqa: F401  (fills TABLES)
from pipeline.tables.schema import TABLES, Column

BOM = "\ufeff".encode()


def plain(amount: Decimal) -> str:
    """A decimal as people write it: 620100000, never 6.201E+8 or 620100000.0.

    >>> plain(Decimal("6.2010E+8")), plain(Decimal("-3.20"))
    ('620100000', '-3.2')
    """
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _yes_no(value: bool) -> str:
    return "true" if value else "false"


# CSV: RFC 4180, UTF-8; an empty cell is null.


@cache
def _odd_cells(name: str) -> tuple[tuple[int, Callable[[Any], str]], ...]:
    """Cells that csv would not write our way: decimals and booleans."""
    special: dict[type, Callable[[Any], str]] = {Decimal: plain, bool: _yes_no}
    return tuple(
        (i, special[col.type]) for i, col in enumerate(TABLES[name].columns) if col.type in special
    )


def csv_head(name: str) -> bytes:
    """The header line of a table."""
    return (",".join(TABLES[name].names) + "\r\n").encode()


def csv_rows(name: str, rows: Sequence[Any]) -> bytes:
    """Lines of CSV without the header."""
    out = io.StringIO(newline="")
    writer, take, odd = csv.writer(out), TABLES[name].cells, _odd_cells(name)
    if not odd:
        writer.writerows(map(take, rows))
        return out.getvalue().encode()
    for row in rows:
        cells = list(take(row))
        for i, convert in odd:
            if cells[i] is not None:
                cells[i] = convert(cells[i])
        writer.writerow(cells)
    return out.getvalue().encode()


# JSON: an object a line, all columns in order, amounts as plain numbers.


@cache
def _json_cells(name: str) -> tuple[tuple[str, Callable[[Any], str]], ...]:
    kinds: dict[type, Callable[[Any], str]] = {
        str: encode_basestring,
        int: str,
        bool: _yes_no,
        Decimal: plain,
    }
    return tuple((f'"{col.name}": ', kinds[col.type]) for col in TABLES[name].columns)


def json_rows(name: str, rows: Sequence[Any]) -> bytes:
    """Lines of JSON, one object each."""
    take, cells = TABLES[name].cells, _json_cells(name)
    lines = []
    for row in rows:
        parts = [
            key + ("null" if value is None else write(value))
            for value, (key, write) in zip(take(row), cells, strict=True)
        ]
        lines.append("{" + ", ".join(parts) + "}\n")
    return "".join(lines).encode()


@cache
def _casts(name: str) -> tuple[tuple[int, Column], ...]:
    return tuple((i, c) for i, c in enumerate(TABLES[name].columns) if c.type is Decimal)


def parse_json(name: str, line: str | bytes) -> Any:
    """One line of JSON back to its row; amounts come back as exact decimals."""
    known = TABLES[name]
    record = json.loads(line, parse_float=Decimal)
    cells = [record[column] for column in known.names]
    for i, _ in _casts(name):
        if cells[i] is not None:
            cells[i] = Decimal(cells[i])
    return known.row(*cells)


# Files


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that is written whole or not at all: beside its place first, then moved there."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OutputError(f"{path}: {error.strerror or error}") from error
        raise


class Pieces:
    """A file of one table, put together from pieces (``csv_rows`` or ``json_rows``) in order."""

    def __init__(self, file: IO[bytes], name: str, form: str, excel: bool = False) -> None:
        self.file, self.form, self.first = file, form, True
        if form == "csv":
            file.write((BOM if excel else b"") + csv_head(name))
        elif form == "json":
            file.write(b"[")

    def add(self, piece: bytes) -> None:
        """Write the next piece."""
        if self.form == "json" and piece:
            self.file.write(b"\n" if self.first else b",\n")
            piece = piece[:-1].replace(b"\n", b",\n")
        self.first = self.first and not piece
        self.file.write(piece)

    def close(self) -> None:
        """Write what stands at the end."""
        if self.form == "json":
            self.file.write(b"]\n" if self.first else b"\n]\n")


RENDER: dict[str, Callable[[str, Sequence[Any]], bytes]] = {"csv": csv_rows, "jsonl": json_rows}
# Format of a file -> the kind of piece that it is put together from.
PIECES = {"csv": "csv", "json": "jsonl", "jsonl": "jsonl"}


class Tables:
    """Finished tables, as JSON Lines in a folder, for whoever writes them in another format.

    ``names`` are the tables there are; ``rows`` yields dataclasses in order and can be asked again;
    ``asked`` are those that the user wants, without those that a format needs for itself;
    ``lang`` is the language of what people read: en, ru.
    """

    def __init__(
        self,
        folder: Path,
        names: Iterable[str],
        counts: dict[str, int],
        asked: Iterable[str] | None = None,
        lang: str = "en",
    ) -> None:
        self.folder, self.counts, self.lang = folder, counts, lang
        self.names = tuple(names)
        wanted = set(self.names if asked is None else asked)
        self.asked = tuple(name for name in self.names if name in wanted)

    def rows(self, name: str) -> Iterator[Any]:
        """The rows of one table."""
        path = self.folder / f"{name}.jsonl"
        if name in self.names and path.exists():
            with path.open("rb") as file:
                for line in file:
                    yield parse_json(name, line)


def write_table(tables: Tables, name: str, form: str, path: Path, excel: bool = False) -> None:
    """One table into one file of the format csv, json or jsonl."""
    render = RENDER[PIECES[form]]
    with whole(path) as file:
        pieces = Pieces(file, name, form, excel)
        batch: list[Any] = []
        for row in tables.rows(name):
            batch.append(row)
            if len(batch) == 1000:
                pieces.add(render(name, batch))
                batch.clear()
        pieces.add(render(name, batch))
        pieces.close()
