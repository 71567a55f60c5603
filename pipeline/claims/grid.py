"""Tables in a text: the heads of row and column that a cell stands under."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.core.doc import Doc
from pipeline.core.records import Block
from pipeline.core.span import Span


def heads(doc: Doc, token: int) -> list[Span] | None:
    """Head of the row and head of the column of a table's cell, None outside of tables.

    In «| Стажёры | 180 |» under «| Показатель | 2023 |» the heads of 180 are «Стажёры», «2023».
    """
    blocks, bounds = doc.all(Block), doc.bounds("block")
    number = int(doc.columns["block"][token])
    if number >= len(blocks) or blocks[number].kind != "row":
        return None
    here, first = _rows(doc, token)
    words = doc.words
    row, top = _cells(words, bounds[here]), _cells(words, bounds[first])
    at = next((i for i, s in enumerate(row) if s.start <= token < s.stop), 0)
    found = [row[0]] if at else []
    if first != here and at < len(top):
        found.append(top[at])
    return [s for s in found if s.start < s.stop]


def caption(doc: Doc, token: int) -> Span | None:
    """The sentence above a cell's table: «Торговые партнёры (товарооборот, млн долларов):»."""
    above = doc.bounds("block")[_rows(doc, token)[1]].start - 1
    return doc.bounds("sentence")[int(doc.columns["sentence"][above])] if above >= 0 else None


def _rows(doc: Doc, token: int) -> tuple[int, int]:
    """The row of a token and the first row of its table, as blocks."""
    blocks, bounds = doc.all(Block), doc.bounds("block")
    here = next(i for i, s in enumerate(bounds) if s.start <= token < s.stop)
    first = here
    while first > 0 and blocks[int(doc.columns["block"][bounds[first - 1].start])].kind == "row":
        first -= 1
    return here, first


def _cells(words: Sequence[str], row: Span) -> list[Span]:
    bars = [i for i in range(*row) if words[i] == "|"]
    if not bars:
        return [row]
    if bars[0] != row.start:
        bars.insert(0, row.start - 1)
    if bars[-1] != row.stop - 1:
        bars.append(row.stop)
    return [Span(a + 1, b) for a, b in pairwise(bars)]
