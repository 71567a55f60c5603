"""What a run shows: a bar on a terminal, plain lines elsewhere, a summary at the end."""

import csv
import io
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table as Grid
from rich.text import Text

from pipeline.core.doc import Doc
from pipeline.evaluate.match import Error, Score
from pipeline.run.extract import Listen, Summary
from pipeline.run.extract import Progress as At
from pipeline.sinks.explain import Line, found, unread
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


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("s" if number != 1 else "")


def summary(done: Summary, output: str, as_json: bool) -> None:
    """The closing words."""
    if as_json:
        print(json.dumps({"event": "summary", **asdict(done)}, ensure_ascii=False))
        return
    for note in done.notes:
        print(f"note: {note}")
    print(f"{_many(done.documents, 'document')}, {done.characters:,} characters → {output}")
    shown = {n: c for n, c in done.rows.items() if n not in ("documents", "problems")}
    width = max(map(len, shown), default=0)
    for name, count in shown.items():
        print(f"  {name:{width}}  {count:>9,} rows")
    if done.duplicates:
        print(f"  {_many(done.duplicates, 'reprint')} (documents.duplicate_of)")
    if done.resumed:
        print(f"  {done.resumed:,} of {done.shards:,} shards were done by an earlier run")
    if done.deaths:
        print(f"  workers that ended and were replaced: {done.deaths:,}")
    what = _many(done.problems, "problem") if done.problems else "no problems"
    speed = done.documents / done.seconds if done.seconds else 0.0
    print(f"{what}, {done.seconds:.1f} s, {speed:,.0f} documents/s, {done.memory >> 20:,} MB")


def problems(output: str, limit: int | None) -> None:
    """The first problems of a run, from the table that it wrote; all without a limit."""
    rows: list[dict[str, str]] = []
    for path in (Path(output) / f"problems.{form}" for form in ("csv", "json", "jsonl")):
        if path.is_file():
            text = path.read_text(encoding="utf-8-sig")
            if path.suffix == ".csv":
                rows = list(csv.DictReader(io.StringIO(text, newline="")))
            else:
                lines = (line.rstrip(",\n") for line in text.splitlines())
                rows = [json.loads(line) for line in lines if line.startswith("{")]
            break
    for row in rows[:limit]:
        told = (row["doc_id"] or "") in row["source"] or row["problem"].startswith("line ")
        name = "" if told else row["doc_id"]
        print("  " + ": ".join(part for part in (row["source"], name, row["problem"]) if part))
    if limit is not None and len(rows) > limit:
        print(f"  … {len(rows) - limit:,} more in {path} (or -v)")


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


_STYLES = {
    "name": "green",
    "country": "cyan",
    "sector": "magenta",
    "figure": "bold yellow",
    "fact": "yellow",
    "period": "blue",
    "unread": "dim",
}


def explain(doc: Doc) -> None:
    """Each sentence coloured, below it what was found with its rule; at the end, what was not."""
    console = Console(highlight=False)
    lines, missed = found(doc), unread(doc)
    widest = max((len(_one(doc, line)) for line in lines), default=0)
    for sentence in doc.sentences:
        start, stop = doc.chars(sentence.span)
        inside = [line for line in lines if start <= line.start < stop]
        around = [line for line in [*inside, *missed] if start <= line.start and line.stop <= stop]
        shown = Text(doc.text[start:stop])
        for line in around:
            if line.kind != "fact":
                shown.stylize(_STYLES[line.kind], line.start - start, line.stop - start)
        console.print(shown)
        console.print(_grid(doc, inside, min(widest, 36)))
    if missed:
        console.print(Text("not understood:", "bold"))
        console.print(_grid(doc, missed, 36))
    if not lines:
        console.print(Text("nothing was found in this text", "bold"))
    for stage, trouble in doc.problems:
        console.print(Text(f"{stage}: {trouble}", "red"))


def _grid(doc: Doc, lines: Sequence[Line], widest: int) -> Grid:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(min_width=9, no_wrap=True)
    grid.add_column(min_width=widest, max_width=36, overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(max_width=34, overflow="fold")
    for line in lines:
        fact = line.kind == "fact"
        text = "" if fact else _one(doc, line)
        kind = "  └ fact" if fact else f"  {line.kind}"
        style = _STYLES[line.kind]
        grid.add_row(
            Text(kind if line.kind != "unread" else "", style),
            Text(text, style),
            Text(line.reading),
            Text(line.rule, "dim"),
        )
    return grid


def _one(doc: Doc, line: Line) -> str:
    text = " ".join(doc.text[line.start : line.stop].split())
    return text if len(text) <= 60 else text[:57] + "…"


def evaluate(scores: Sequence[Score], errors: Sequence[Error], show: int, as_json: bool) -> None:
    """Scores, a row a layer, and the first errors of each."""
    if as_json:
        for score in scores:
            line = {"layer": score.layer, "precision": score.precision, "recall": score.recall}
            line |= {"f1": score.f1, "gold": score.gold, "found": score.found, **score.shares}
            print(json.dumps(line, ensure_ascii=False))
        return
    console = Console(highlight=False)
    grid = Grid(box=None, pad_edge=False)
    grid.add_column("layer")
    for head in ("P", "R", "F1", "gold", "found"):
        grid.add_column(head, justify="right")
    grid.add_column("right among those matched")
    for score in scores:
        numbers = (f"{x:.3f}" for x in (score.precision, score.recall, score.f1))
        shares = "  ".join(f"{name} {value:.3f}" for name, value in score.shares.items())
        grid.add_row(score.layer, *numbers, str(score.gold), str(score.found), shares)
    console.print(grid)
    seen: Counter[str] = Counter()
    for error in errors:
        seen[error.layer] += 1
        if seen[error.layer] <= show:
            words = (error.layer, error.what, error.doc_id, f"«{error.text}»", error.said)
            console.print(Text("  ".join(" ".join(word.split()) for word in words)))
