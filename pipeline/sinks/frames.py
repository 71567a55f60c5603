"""Rows to pandas, with types: enums as categories, integers, booleans, decimals kept exact."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pandas as pd
from pandas import DataFrame as DataFrame

from pipeline.tables.schema import TABLES


def frame(name: str, rows: Iterable[Any]) -> DataFrame:
    """A table as a DataFrame.

    Amounts stay exact decimals (``value``), with a float beside each (``value_float``) to count
    with; what may be empty is a nullable type.
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
        else:
            dtype = {str: "string", int: "Int64", bool: "boolean"}[col.type]
            if col.required and col.type is not str:
                dtype = dtype.lower().replace("boolean", "bool")
            columns[col.name] = pd.Series(values, dtype=dtype)
    return DataFrame(columns)
