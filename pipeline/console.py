"""What a run shows: a bar on a terminal, plain lines elsewhere, a summary at the end."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table as Grid
from rich.text import Text

from pipeline.core.doc import Doc
from pipeline.core.records import Country, Fact, Figure, Mention, Period, Sector
from pipeline.run.extract import Listen, Summary
from pipeline.run.extract import Progress as At
from pipeline.sinks.files import plain
from pipeline.tables.schema import TABLES

_EVERY = 10.0  # seconds between two plain lines


def _rate(at: At) -> str:
    speed = f"{at.documents / at.seconds:,.0f}/s" if at.seconds > 0 else ""
    troubles = f", {at.problems:,} problems" if at.problems else ""
    return f"{at.documents:,} documents {speed}{troubles}"


@contextmanager
def progress(quiet: bool, as_json: bool) -> Iterator[Listen]:
    """How a run tells where it is, on standard error."""
    console = Console(stderr=True)
    if quiet:
        yield lambda _: None
    elif as_json or not console.is_terminal:
        yield _lines(as_json)
    else:
        columns = (BarColumn(), TextColumn("{task.percentage:>3.0f}% {task.description}"))
        with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
            task = bar.add_task("reading")
            yield lambda at: bar.update(
                task, total=at.size, completed=at.done, description=_rate(at)
            )


def _lines(as_json: bool) -> Listen:
    last = time.monotonic()

    def listen(at: At) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            share = 100 * at.done // at.size if at.size else 100
            line = json.dumps({"event": "progress", **asdict(at)}) if as_json else ""
            print(line or f"{share:3d}% {_rate(at)}", file=sys.stderr, flush=True)

    return listen


def summary(done: Summary, output: str, as_json: bool) -> None:
    """The closing words."""
    if as_json:
        print(json.dumps({"event": "summary", **asdict(done)}, ensure_ascii=False))
        return
    for note in done.notes:
        print(f"note: {note}")
    print(f"{done.documents:,} documents, {done.characters:,} characters → {output}")
    shown = {n: c for n, c in done.rows.items() if n not in ("documents", "problems")}
    width = max(map(len, shown), default=0)
    for name, count in shown.items():
        print(f"  {name:{width}}  {count:>9,} rows")
    if done.duplicates:
        print(f"  {done.duplicates:,} documents repeat an earlier one (documents.duplicate_of)")
    if done.resumed:
        print(f"  {done.resumed:,} of {done.shards:,} shards were done by an earlier run")
    if done.deaths:
        print(f"  workers that ended and were replaced: {done.deaths:,}")
    what = f"{done.problems:,} problems" if done.problems else "no problems"
    speed = done.documents / done.seconds if done.seconds else 0.0
    print(f"{what}, {done.seconds:.1f} s, {speed:,.0f} documents/s, {done.memory >> 20:,} MB")


def tables() -> None:
    """The tables and their columns."""
    console = Console()
    for known in TABLES.values():
        grid = Grid(title=f"{known.name}: {known.about}", title_justify="left", expand=True)
        for head in ("column", "type", "what"):
            grid.add_column(head, no_wrap=head != "what")
        for col in known.columns:
            about = col.about + (f" ({', '.join(col.enum)})" if col.enum else "")
            grid.add_row(col.name, col.kind + ("" if col.required else "?"), about)
        console.print(grid)


_COLOURS = {Mention: "green", Country: "cyan", Sector: "magenta", Figure: "yellow", Period: "blue"}


def explain(doc: Doc) -> None:
    """What was found in a text, coloured, and a line a record with its rule."""
    console, shown = Console(), Text(doc.text.strip("\n"))
    shift = len(doc.text) - len(doc.text.lstrip("\n"))
    grid = Grid(box=None)
    for head in ("what", "text", "reading", "rule"):
        grid.add_column(head, overflow="fold")
    for kind in (Mention, Country, Sector, Figure, Period, Fact):
        records: list[Any] = doc.all(kind)
        for record in records:
            start, stop = doc.chars(record.span)
            style = _COLOURS.get(kind, "")
            if style:
                shown.stylize(style, start - shift, stop - shift)
            cells = (kind.__name__.lower(), doc.text[start:stop], reading(doc, record), record.rule)
            grid.add_row(*(Text(cell, style) for cell in cells))
    console.print(shown)
    console.print(grid)
    for stage, trouble in doc.problems:
        console.print(Text(f"{stage}: {trouble}", "red"))


def reading(doc: Doc, record: object) -> str:
    """A record in a few words: «more than 620100000 USD»."""
    match record:
        case Mention():
            return " · ".join(filter(None, (record.type, record.name, record.entity.role)))
        case Country():
            return f"{record.country} ({record.form})"
        case Sector():
            return record.sector + (" (in a name)" if record.inside_org else "")
        case Figure():
            ends = (record.low, record.high) if record.value is None else (record.value,)
            amount = "–".join("" if end is None else plain(end) for end in ends)
            parts = (record.bound, amount, record.unit, record.direction)
            return " ".join(part for part in parts if part)
        case Period():
            return record.value or "open"
        case Fact():
            period = record.period.value if record.period else None
            words = (record.indicator, record.kind, record.status, period, ";".join(record.parties))
            return " · ".join(word for word in words if word)
    return ""
