"""Data files to frozen rows: ``pipeline/data`` and, over it, a user's own folder.

A file ``NAME.toml`` holds one array ``rows`` of inline tables, one row a line; ``NAME.csv`` a
header and rows (a cell of a tuple column is split at «|»). Which columns there are, and of what
type, the row's class says, a NamedTuple or a dataclass (a dataclass costs 0.5 ms of start more).
An overlay folder holds files of the same names; their rows are added, and a row whose key (the
class's first field) is there already takes its place.
"""

import csv
import dataclasses
import json
import re
import tomllib
import typing
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar

from pipeline.core.errors import RulesError

DATA = Path(__file__).parent.parent / "data"
Row = TypeVar("Row")


@cache
def load(kind: type[Row], name: str, overlay: Path | None = None) -> tuple[Row, ...]:
    """All rows of one data file, an overlay's rows last.

    Raises RulesError, naming file and row, for an unknown or missing key or a value of the wrong
    type.
    """
    rows = _read_file(kind, DATA, name, must=True)
    if overlay is not None:
        added = _read_file(kind, overlay, name, must=False)
        key = next(iter(_columns(kind)[0]))  # type: ignore[arg-type]
        replaced = {getattr(row, key) for row in added}
        rows = [row for row in rows if getattr(row, key) not in replaced] + added
    return tuple(rows)


def _read_file(kind: type[Row], folder: Path, name: str, must: bool) -> list[Row]:
    path = folder / (name + ".toml")
    if path.is_file():
        return [_row(kind, record, path, n) for n, record in _toml(path)]
    path = folder / (name + ".csv")
    if path.is_file():
        return _csv(kind, path)
    if must:
        raise RulesError(f"no data file {name}.toml or {name}.csv in {folder}")
    return []


def _toml(path: Path) -> Iterable[tuple[int, dict[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8")
        table = _plain(text) or tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesError(f"{path}: {error}") from None
    rows = table.pop("rows", None)
    if table or not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        raise RulesError(f"{path}: expected one array of tables called rows, and nothing else")
    return enumerate(rows, 1)


_TOKEN = re.compile(r'("(?:[^"\\\n]|\\.)*")|([A-Za-z_]+) *=|#[^\n]*|,(?=\s*\])')


def _plain(text: str) -> dict[str, Any] | None:
    """A table of strings, numbers and lists, read as JSON in a third of tomllib's time.

    None where the text is anything else, errors included; tomllib has the word then.
    """
    try:
        table = json.loads(f"{{{_TOKEN.sub(_as_json, text)}}}", object_pairs_hook=_unique)
    except ValueError:
        return None
    return table if isinstance(table, dict) else None


def _as_json(found: re.Match[str]) -> str:
    return found[1] or (f'"{found[2]}":' if found[2] else "")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise ValueError("a key twice")
    return table


def _csv(kind: type[Row], path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            records = [cells for cells in reader if cells]
    except (csv.Error, UnicodeDecodeError) as error:
        raise RulesError(f"{path}: {error}") from None
    columns = _by_column(kind, header, records, path)
    if columns is not None:
        return list(map(kind, *columns))
    rows: list[Row] = []
    for number, cells in enumerate(records, 1):
        record: dict[str, Any] = {k: v for k, v in zip(header, cells, strict=False) if v}
        if len(cells) > len(header):
            raise RulesError(f"{path}, row {number}: more cells than the header has")
        rows.append(_row(kind, record, path, number))
    return rows


def _by_column(
    kind: type, header: list[str], records: list[list[str]], path: Path
) -> list[list[Any]] | None:
    """The values of the rows column by column, some 2 µs a row; most cells need no converting.

    None where the rows must be looked at one by one, as those with errors.
    """
    types, defaults = _columns(kind)
    even = all(len(cells) == len(header) for cells in records)
    if not (records and even and types.keys() >= set(header) and len(set(header)) == len(header)):
        return None
    table = dict(zip(header, zip(*records, strict=True), strict=True))
    columns: list[list[Any]] = []
    for name, (plain, many) in types.items():
        cells = table.get(name, ("",) * len(records))
        if name not in defaults and "" in cells:
            return None
        default = defaults.get(name)
        if plain is not str:
            where = f"{path}, row {{}}, {name}"
            columns.append(
                [
                    _value(cell, plain, many, where.format(n)) if cell else default
                    for n, cell in enumerate(cells, 1)
                ]
            )
        elif many:
            columns.append([tuple(cell.split("|")) if cell else default for cell in cells])
        else:
            columns.append([cell or default for cell in cells])
    return columns


@cache
def _columns(kind: type) -> tuple[dict[str, tuple[type, bool]], dict[str, Any]]:
    """Each column's plain type and whether it is a tuple of it; and what stands where one is
    left out, of those that may be."""
    types: dict[str, tuple[type, bool]] = {}
    for name, hint in typing.get_type_hints(kind).items():
        if isinstance(hint, UnionType):
            hint = next(a for a in typing.get_args(hint) if a is not type(None))
        many = typing.get_origin(hint) is tuple
        types[name] = (typing.get_args(hint)[0] if many else hint, many)
    if issubclass(kind, tuple):
        return types, kind._field_defaults  # type: ignore[attr-defined]
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]
    return types, {f.name: f.default for f in fields if f.default is not dataclasses.MISSING}


def _row(kind: type[Row], record: dict[str, Any], path: Path, number: int) -> Row:
    types, defaults = _columns(kind)  # type: ignore[arg-type]
    where = f"{path}, row {number}"
    for key in record:
        if key not in types:
            raise RulesError(f"{where}: unknown key {key!r}; there are {', '.join(types)}")
    if missing := sorted(types.keys() - defaults.keys() - record.keys()):
        raise RulesError(f"{where}: missing {', '.join(missing)}")
    values = {key: _value(value, *types[key], f"{where}, {key}") for key, value in record.items()}
    return kind(**values)


def _value(value: Any, plain: type, many: bool, where: str) -> Any:
    if many:
        parts = value.split("|") if isinstance(value, str) else value
        if not isinstance(parts, list):
            raise RulesError(f"{where}: expected a list, not {value!r}")
        return tuple(_value(part, plain, False, where) for part in parts)
    if isinstance(value, plain) and not (plain is int and isinstance(value, bool)):
        return value
    if isinstance(value, str):  # a cell of a CSV
        try:
            if plain is bool:
                return {"true": True, "1": True, "false": False, "0": False}[value.lower()]
            return plain(value)
        except (KeyError, ValueError, ArithmeticError):
            pass
    raise RulesError(f"{where}: {value!r} is not {plain.__name__}")
