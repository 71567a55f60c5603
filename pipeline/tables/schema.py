"""A column declared once gives its Arrow type, its Table Schema and its line in the README."""

import dataclasses
import typing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from types import UnionType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, dataclass_transform

if TYPE_CHECKING:
    import pyarrow

T = TypeVar("T")

# Type of the declaration -> type of Table Schema. Amounts are decimals: no float holds them all.
KINDS: dict[type, str] = {str: "string", int: "integer", bool: "boolean", Decimal: "number"}


class Column(NamedTuple):
    """One column of one table."""

    name: str
    type: type
    required: bool
    about: str
    enum: tuple[str, ...] = ()
    unique: bool = False

    @property
    def kind(self) -> str:
        """Its type in the words of Table Schema: string, integer, boolean, number."""
        return KINDS[self.type]


class Reference(NamedTuple):
    """Columns that hold the key of another table (or of the same)."""

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...]


class Table(NamedTuple):
    """What is known of one table: everything that is written of it follows from here."""

    name: str
    about: str
    row: type
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def cells(self) -> Callable[[Any], tuple[Any, ...]]:
        """A function that takes a row apart into its cells, in order."""
        return attrgetter(*self.names)


def column(about: str, *, enum: Sequence[str] = (), unique: bool = False, refers: str = "") -> Any:
    """Declare a column: what stands in it, which values are allowed, which table it points to."""
    return dataclasses.field(
        metadata={"about": about, "enum": tuple(enum), "unique": unique, "refers": refers}
    )


TABLES: dict[str, Table] = {}


@dataclass_transform(field_specifiers=(column,))
def table(name: str, about: str, *, key: str = "") -> Callable[[type[T]], type[T]]:
    """Make a class the row of a table, and note the table in ``TABLES``.

    ``key`` names the columns of the primary key. A column declared with ``refers="figures"``
    points, with the document, at the key of that table.
    """

    def make(row: type[T]) -> type[T]:
        row = dataclass(slots=True)(row)
        columns = tuple(_columns(row))
        TABLES[name] = Table(name, about, row, columns, tuple(key.split()), _references(row))
        return row

    return make


def _columns(row: type) -> Iterator[Column]:
    hints = typing.get_type_hints(row)
    for field in dataclasses.fields(row):
        hint, required = hints[field.name], True
        if isinstance(hint, UnionType):
            hint, required = next(a for a in typing.get_args(hint) if a is not type(None)), False
        meta = field.metadata
        yield Column(field.name, hint, required, meta["about"], meta["enum"], meta["unique"])


def _references(row: type) -> tuple[Reference, ...]:
    found = []
    for field in dataclasses.fields(row):
        if other := field.metadata["refers"]:
            if other == "documents":
                found.append(Reference((field.name,), other, ("doc_id",)))
            else:
                found.append(Reference(("doc_id", field.name), other, ("doc_id", field.name)))
    return tuple(found)


def table_schema(known: Table, present: Sequence[str]) -> dict[str, Any]:
    """The table as a Frictionless Table Schema; references to tables not ``present`` are left out.

    Specification: https://datapackage.org/standard/table-schema/
    """
    fields = []
    for col in known.columns:
        limits: dict[str, Any] = {"required": True} if col.required else {}
        if col.unique:
            limits["unique"] = True
        if col.enum:
            limits["enum"] = list(col.enum)
        field = {"name": col.name, "type": col.kind, "description": col.about}
        fields.append(field | ({"constraints": limits} if limits else {}))
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if known.key:
        schema["primaryKey"] = list(known.key)
    foreign = [
        {
            "fields": list(ref.columns),
            "reference": {
                "resource": "" if ref.table == known.name else ref.table,
                "fields": list(ref.keys),
            },
        }
        for ref in known.references
        if ref.table in present
    ]
    return schema | ({"foreignKeys": foreign} if foreign else {})


def arrow_schema(known: Table) -> "pyarrow.Schema":
    """The table as an Arrow schema (needs pyarrow): decimals stay decimals, enums dictionaries."""
    import pyarrow as pa

    types = {
        str: pa.string(),
        int: pa.int64(),
        bool: pa.bool_(),
        Decimal: pa.decimal128(38, 9),
    }
    return pa.schema(
        [
            pa.field(
                col.name,
                pa.dictionary(pa.int32(), pa.string()) if col.enum else types[col.type],
                nullable=not col.required,
                metadata={"description": col.about},
            )
            for col in known.columns
        ],
        metadata={"description": known.about},
    )


def markdown(known: Table) -> str:
    """The table as a section of the README."""
    lines = [
        f"### `{known.name}`",
        "",
        known.about,
        "",
        "| column | type | what |",
        "|---|---|---|",
    ]
    for col in known.columns:
        kind = col.kind if col.required else f"{col.kind}, may be empty"
        about = col.about + (f" ({', '.join(col.enum)})" if col.enum else "")
        lines.append(f"| `{col.name}` | {kind} | {about} |")
    return "\n".join(lines)
