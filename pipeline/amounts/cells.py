"""Numbers in the cells of a table: magnitude and unit stand in the head of row or column.

«| Гранты, млн иен | 340 | 500 |» holds 340 and 500 millions of yen; «| Стажёры из Узбекистана |
180 |» 180 trainees.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.amounts.amount import Amount
from pipeline.amounts.changes import Changes
from pipeline.amounts.tokens import Role, Tokens
from pipeline.amounts.units import Unit, Units
from pipeline.core.span import Span


class Head(NamedTuple):
    """What the head of a row or column says of its cells."""

    unit: Unit
    scale: Decimal | None
    direction: str | None


class Cells:
    """Gives units to the bare numbers of table rows."""

    def __init__(self, units: Units, changes: Changes) -> None:
        self.units = units
        self.changes = changes

    def share(self, text: Tokens, found: list[Amount], rows: Sequence[Span]) -> None:
        """Set units of bare amounts that fill a cell of the last of the rows of a table so far."""
        cells = split(text, rows[-1])
        top = split(text, rows[0]) if len(rows) > 1 else []
        side = self.head(text, cells[0]) if cells else None
        for amount in found:
            if amount.kind or amount.low is None:
                continue
            column = next(
                (n for n, cell in enumerate(cells) if cell.start <= amount.start < cell.stop), 0
            )
            if column == 0 or not _fills(text, amount, cells[column]):
                continue
            above = self.head(text, top[column]) if column < len(top) else None
            _fill(amount, _choose(side, above))

    def head(self, text: Tokens, cell: Span) -> Head | None:
        """Unit, magnitude and direction that a head cell names."""
        scale, item = None, None
        direction = None
        for i in range(*cell):
            term = text.terms[i]
            if term is not None and term.role == Role.SCALE:
                scale = term.low if scale is None else scale * term.low
                continue
            row = self.changes.word(text.folded[i])
            if row is not None and row.direction:
                direction = row.direction
            unit = self.units.named(text, i, cell)
            if unit is not None and unit.kind != "none":
                return Head(unit, scale, direction if unit.kind == "percent" else None)
            lemma = self.units.items.noun(text, i) if item is None else None
            if lemma is not None:
                rule = f"count:item {lemma}"
                item = Head(Unit("count", lemma, i + 1, rule), scale, None)
        if item is not None and scale is not None:
            item = item._replace(scale=scale)
        return item


def split(text: Tokens, row: Span) -> list[Span]:
    """The cells of a row."""
    cells: list[Span] = []
    start = row.start
    for i in range(row.start, row.stop):
        if text.words[i] == "|":
            if i > row.start:
                cells.append(Span(start, i))
            start = i + 1
    if start < row.stop:
        cells.append(Span(start, row.stop))
    return cells


def _fills(text: Tokens, amount: Amount, cell: Span) -> bool:
    """Whether the cell holds the number and nothing that is a word."""
    return not any(
        text.words[i][0].isalpha() or text.terms[i] is not None
        for i in range(*cell)
        if not amount.start <= i < amount.stop
    )


def _choose(side: Head | None, above: Head | None) -> Head | None:
    """A unit goes before a counted noun, the row's before the column's."""
    heads = [head for head in (side, above) if head is not None]
    return next((head for head in heads if head.unit.kind != "count"), heads[0] if heads else None)


def _fill(amount: Amount, head: Head | None) -> None:
    if head is None or amount.low is None:
        return
    amount.kind, amount.unit, amount.money = head.unit.kind, head.unit.unit, head.unit.money
    amount.open = head.unit.open
    amount.rule = head.unit.rule + ", head of the table"
    amount.direction = head.direction
    if head.direction and amount.low < 0:
        amount.direction = "down" if head.direction == "up" else "up"
    if head.scale is not None:
        amount.low *= head.scale
        amount.high = None if amount.high is None else amount.high * head.scale
