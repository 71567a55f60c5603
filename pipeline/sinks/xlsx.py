"""One Excel workbook, a sheet a table: frozen header, filters, real dates and numbers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.core.errors import MissingExtraError
from pipeline.sinks.files import Tables, plain, whole
from pipeline.tables.schema import TABLES, Column, Table

NAME = "svodka.xlsx"
ROWS = 1_048_575  # rows that a sheet of Excel holds below its header
CELL = 32_767  # characters that a cell holds
_EXACT = 15  # digits that a number of Excel holds
_WIDEST = 60
_SAMPLE = 200  # rows that column widths are made for


@dataclass(slots=True)
class _Formats:
    """Looks of cells, made once a workbook."""

    head: Any
    date: Any
    whole: Any
    broken: Any
    link: Any
    notes: list[str] = field(default_factory=list)


def write_xlsx(tables: Tables, folder: Path) -> None:
    """``svodka.xlsx``: a sheet «contents», then a sheet a table.

    A table of more rows than a sheet holds goes on in «tokens 2»; a text longer than a cell holds
    and an amount of more digits than Excel keeps are said in «contents». Nothing that begins with
    «=» becomes a formula.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError("writing Excel", "xlsx") from None
    with whole(folder / NAME) as file:
        book = xlsxwriter.Workbook(
            file,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        looks = _Formats(
            head=book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1}),
            date=book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            whole=book.add_format({"num_format": "#,##0"}),
            broken=book.add_format({"num_format": "#,##0.0########"}),
            link=book.add_format({"font_color": "#0563C1", "underline": 1}),
        )
        contents = book.add_worksheet("contents")
        listed = [_table(book, looks, TABLES[name], tables.rows(name)) for name in tables.asked]
        _contents(contents, looks, listed)
        book.set_properties({"title": "svodka", "created": datetime(1980, 1, 1)})
        book.close()


def _table(book: Any, looks: _Formats, known: Table, rows: Iterator[Any]) -> tuple[Table, int]:
    """All rows of a table, on as many sheets as it takes; the table and the number of rows."""
    total, part = 0, 0
    left: Any = next(rows, None)
    while left is not None or part == 0:
        part += 1
        name = known.name if part == 1 else f"{known.name} {part}"
        sheet = book.add_worksheet(name)
        if part == 2:
            looks.notes.append(f"{known.name}: more than {ROWS:,} rows, goes on in the next sheets")
        widths = [len(col.name) + 3 for col in known.columns]
        writers = [_writer(sheet, col, looks, known.name) for col in known.columns]
        for i, col in enumerate(known.columns):
            sheet.write_string(0, i, col.name, looks.head)
        at = 0
        while left is not None and at < ROWS:
            at += 1
            for i, (value, write) in enumerate(zip(known.cells(left), writers, strict=True)):
                if value is not None:
                    wide = write(at, i, value)
                    if at < _SAMPLE:
                        widths[i] = max(widths[i], wide)
            left = next(rows, None)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(at, 1), len(widths) - 1)
        for i, wide in enumerate(widths):
            sheet.set_column(i, i, min(wide, _WIDEST) + 1)
        total += at
    return known, total


def _writer(sheet: Any, col: Column, looks: _Formats, table: str) -> Callable[[int, int, Any], int]:
    """How cells of a column are written; gives the width of what was."""

    def text(row: int, at: int, value: str) -> int:
        if len(value) > CELL:
            _note(looks, f"{table}.{col.name}: texts of over {CELL:,} characters are cut")
            value = value[: CELL - 1] + "…"
        sheet.write_string(row, at, value.replace("\r\n", "\n"))
        return len(value)

    def day(row: int, at: int, value: str) -> int:
        try:
            sheet.write_datetime(row, at, date.fromisoformat(value), looks.date)
        except ValueError:  # a year and month alone, or a year that Excel does not know
            return text(row, at, value)
        return 10

    def whole_number(row: int, at: int, value: int) -> int:
        sheet.write_number(row, at, value)
        return len(str(value))

    def amount(row: int, at: int, value: Decimal) -> int:
        shown = plain(value)
        if len(shown.replace("-", "").replace(".", "").strip("0")) > _EXACT:
            _note(looks, f"{table}.{col.name}: amounts of over {_EXACT} digits are text")
            return text(row, at, shown)
        sheet.write_number(row, at, float(value), looks.broken if "." in shown else looks.whole)
        return len(shown) * 4 // 3

    def yes_no(row: int, at: int, value: bool) -> int:
        sheet.write_boolean(row, at, value)
        return 5

    if col.name == "date":
        return day
    kinds: dict[type, Callable[[int, int, Any], int]] = {
        str: text,
        int: whole_number,
        Decimal: amount,
        bool: yes_no,
    }
    return kinds[col.type]


def _note(looks: _Formats, note: str) -> None:
    if note not in looks.notes:
        looks.notes.append(note)


def _contents(sheet: Any, looks: _Formats, listed: list[tuple[Table, int]]) -> None:
    """The first sheet: what tables there are, with links, their columns, and notes."""
    for at, head in enumerate(("table", "rows", "what", "column", "type", "what")):
        sheet.write_string(0, at, head, looks.head)
    row = 1
    for known, count in listed:
        sheet.write_url(row, 0, f"internal:'{known.name}'!A1", looks.link, known.name)
        sheet.write_number(row, 1, count, looks.whole)
        sheet.write_string(row, 2, known.about)
        for col in known.columns:
            sheet.write_string(row, 3, col.name)
            sheet.write_string(row, 4, col.kind)
            values = f" ({', '.join(col.enum)})" if col.enum else ""
            sheet.write_string(row, 5, col.about + values)
            row += 1
        row += 1
    for note in looks.notes:
        sheet.write_string(row, 0, note)
        row += 1
    for at, wide in enumerate((14, 10, 60, 16, 10, 90)):
        sheet.set_column(at, at, wide)
    sheet.freeze_panes(1, 0)
