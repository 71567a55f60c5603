"""Rows to pandas, with types: enums as categories, integers, booleans, decimals kept exact."""

import difflib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pandas as pd
from pandas import DataFrame as DataFrame

from pipeline.core.errors import InputError
from pipeline.read.meta import choose
from pipeline.tables.schema import TABLES

# Columns of few values, however many rows; categories take a byte a row and sort at once.
_FEW = frozenset(
    ("indicator", "unit", "sector_id", "isic4", "label_en", "country", "country_a", "country_b",
     "pos", "rule", "stage", "encoding")
)  # fmt: skip


def frame(name: str, rows: Iterable[Any]) -> DataFrame:
    """A table as a DataFrame.

    Amounts stay exact decimals (``value``), with a float beside each (``value_float``) to count
    with; codes are categories, dates are dates, what may be empty is a nullable type.
    """
    known = TABLES[name]
    cells = list(map(known.cells, rows))
    columns: dict[str, Any] = {}
    for i, col in enumerate(known.columns):
        values = [row[i] for row in cells]
        if col.type is Decimal:
            columns[col.name] = pd.Series(values, dtype=object)
            floats = [None if v is None else float(v) for v in values]
            columns[col.name + "_float"] = pd.Series(floats, dtype="Float64")
        elif col.enum:
            columns[col.name] = pd.Categorical(values, categories=list(col.enum))
        elif col.name in _FEW:
            columns[col.name] = pd.Categorical(values)
        elif col.name == "date":
            columns[col.name] = pd.to_datetime(pd.Series(values, dtype="string"), errors="coerce")
        else:
            dtype = {str: "string", int: "Int64", bool: "boolean"}[col.type]
            if col.required and col.type is not str:
                dtype = dtype.lower().replace("boolean", "bool")
            columns[col.name] = pd.Series(values, dtype=dtype)
    return DataFrame(columns)


def lines(data: DataFrame, text_column: str = "") -> bytes:
    """The texts of a DataFrame as JSON Lines, with id, title, date and url where it has them."""
    names = [str(name) for name in data.columns]
    wanted = ("text", "id", "title", "date", "url")
    chosen = [name for key in wanted if (name := choose(names, key, text_column)) is not None]
    if choose(names, "text", text_column) is None:
        close = difflib.get_close_matches(text_column or "text", names, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(names)}"
        raise InputError(f"no column {text_column or 'text'!r} in the DataFrame; {hint}")
    found = []
    plain = data.set_axis(names, axis=1)[chosen]
    for record in plain.astype(object).where(plain.notna(), None).to_dict("records"):
        found.append(json.dumps(record, ensure_ascii=False, default=str) + "\n")
    return "".join(found).encode("utf-8", "surrogatepass")
