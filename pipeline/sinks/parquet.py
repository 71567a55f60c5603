"""Parquet: a file a table, amounts as exact decimals, enums as dictionaries."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.core.errors import MissingExtraError
from pipeline.sinks.files import Tables, whole
from pipeline.tables.schema import TABLES, arrow_schema

_GROUP = 20_000  # rows of a row group: what is in memory at once


def write_parquet(tables: Tables, folder: Path) -> None:
    """``facts.parquet`` and the like, one file a table."""
    for name in tables.asked:
        write_table(tables, name, folder / f"{name}.parquet")


def write_table(tables: Tables, name: str, path: Path) -> None:
    """One table, a row group at a time."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("writing Parquet", "parquet") from None
    known = TABLES[name]
    schema = arrow_schema(known)
    with whole(path) as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for rows in groups(tables.rows(name), _GROUP):
            columns = zip(*map(known.cells, rows), strict=True)
            arrays = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def groups(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Rows in lists of at most ``size``."""
    while group := list(islice(rows, size)):
        yield group
