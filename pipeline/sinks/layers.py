"""What annotation tools are given: mentions, sectors and figures of a document, as spans."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from pipeline.rules.load import load
from pipeline.sinks.files import Tables, plain
from pipeline.tables.build import SectorName
from pipeline.tables.rows import BOUNDS

NAMES = ("PER", "LOC", "ORG")
KINDS = ("money", "percent", "ratio", "count", "quantity", "points")
SECTOR = "sector"
CHOICES: dict[str, tuple[str, ...]] = {"bound": BOUNDS, "direction": ("up", "down")}
TEXTS = ("name", "unit", "min", "max")  # what is typed, not chosen
NEEDED = ("documents", "texts", "mentions", "sectors", "figures")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span with its label and what is said of it: what a tool shows and a person corrects."""

    start: int
    stop: int
    label: str  # PER, LOC, ORG, sector, money, percent …
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Marked:
    """A document with its marks."""

    doc_id: str
    title: str
    text: str
    marks: list[Mark]


@cache
def sector_ids() -> tuple[str, ...]:
    """Ids of all sectors."""
    return tuple(row.sector_id for row in load(SectorName, "sectors"))


def mention(row: Any) -> Mark:
    """A mention with the name in the nominative."""
    return Mark(row.start, row.stop, row.type, {"name": row.name})


def sector(row: Any) -> Mark:
    """A sector with its id."""
    inside = {"inside_org": "true"} if row.inside_org else {}
    return Mark(row.start, row.stop, SECTOR, {"sector_id": row.sector_id} | inside)


def figure(row: Any) -> Mark:
    """A figure with unit, bounds and direction."""
    values = {"unit": row.unit, "bound": row.bound}
    for key, value in (("min", row.value_min), ("max", row.value_max)):
        if value is not None:
            values[key] = plain(value)
    if row.direction:
        values["direction"] = row.direction
    return Mark(row.start, row.stop, row.kind, values)


def marked(tables: Tables) -> Iterator[Marked]:
    """Every document with its marks, one document in memory at a time."""
    streams = [
        (make, by_document(tables.rows(name)))
        for name, make in (("mentions", mention), ("sectors", sector), ("figures", figure))
    ]
    titles = by_document(tables.rows("documents"))
    for text in tables.rows("texts"):
        title = next(iter(titles(text.doc_id)), None)
        marks = [make(row) for make, rows in streams for row in rows(text.doc_id)]
        marks.sort(key=lambda mark: (mark.start, mark.stop, mark.label))
        yield Marked(text.doc_id, (title and title.title) or "", text.text, marks)


def by_document(rows: Iterator[Any]) -> Any:
    """A function from a document's id to its rows; ask in the order of the tables."""
    grouped = groupby(rows, attrgetter("doc_id"))
    held: list[tuple[str, list[Any]]] = []

    def of(doc_id: str) -> list[Any]:
        if not held:
            key, group = next(grouped, (None, iter(())))
            if key is not None:
                held.append((key, list(group)))
        if held and held[0][0] == doc_id:
            return held.pop()[1]
        return []

    return of
