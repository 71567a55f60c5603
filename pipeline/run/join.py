"""Parts to files, in order: the same bytes however the input was cut and whoever did the work."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from pipeline.core.errors import OutputError
from pipeline.run import near
from pipeline.run.config import Config, installed
from pipeline.run.part import Entry, Part, sketches
from pipeline.run.store import Store
from pipeline.run.work import tables_of
from pipeline.sinks import SINKS, datapackage
from pipeline.sinks.files import PIECES, RENDER, Pieces, Tables, whole
from pipeline.tables.rows import DocumentRow


@dataclass(slots=True)
class Written:
    """What was written: rows a table, files, and how many documents repeat another."""

    rows: Counter[str] = field(default_factory=Counter)
    files: list[str] = field(default_factory=list)
    duplicates: int = 0


def join(config: Config, store: Store, folder: str, parts: Sequence[str]) -> Written:
    """Put the parts together and publish the files; ``datapackage.json`` comes last."""
    repeated = near.duplicates(sketches(_load(store, folder, parts)))
    with tempfile.TemporaryDirectory() as elsewhere:
        local = store.local
        stage = local / folder / "out" if local is not None else Path(elsewhere)
        stage.mkdir(parents=True, exist_ok=True)
        lines = stage / "lines"
        lines.mkdir(exist_ok=True)
        written = _assemble(
            config, map(Part.load, _load(store, folder, parts)), repeated, stage, lines
        )
        asked = {"documents", "problems", *config.tables}
        tables = Tables(lines, tables_of(config), dict(written.rows), asked, config.lang)
        for form in config.formats:
            if form in SINKS:
                SINKS[form][0](tables, stage)
        _publish(config, store, stage, written)
    return written


def _load(store: Store, folder: str, parts: Sequence[str]) -> Iterator[bytes]:
    for name in parts:
        data = store.read(f"{folder}/{name}")
        if data is None:
            raise OutputError(f"{store.url}/{folder}/{name} is gone; run the same command again")
        yield data


class _Files:
    """The open files of all tables and formats."""

    def __init__(self, config: Config, stage: Path, lines: Path, stack: ExitStack) -> None:
        self.open: dict[str, list[Pieces]] = {}
        self.all: list[Pieces] = []
        sinks = any(form in SINKS for form in config.formats)
        for name in tables_of(config):
            asked = name in {"documents", "problems", *config.tables}
            places = [(stage / f"{name}.{f}", f) for f in config.formats if asked and f in PIECES]
            places += [(lines / f"{name}.jsonl", "jsonl")] if sinks else []
            for path, form in places:
                file: IO[bytes] = stack.enter_context(whole(path))
                pieces = Pieces(file, name, form, config.excel)
                self.open.setdefault(f"{name}.{PIECES[form]}", []).append(pieces)
                self.all.append(pieces)

    def add(self, piece: str, data: bytes) -> None:
        for pieces in self.open.get(piece, ()):
            pieces.add(data)

    def close(self) -> None:
        for pieces in self.all:
            pieces.close()


def _assemble(
    config: Config, parts: Iterator[Part], repeated: dict[int, int], stage: Path, lines: Path
) -> Written:
    written = Written(Counter(dict.fromkeys(tables_of(config), 0)), duplicates=len(repeated))
    number = 0
    names: dict[int, str] = dict.fromkeys(repeated.values(), "")  # ids of those that are repeated
    with ExitStack() as stack:
        files = _Files(config, stage, lines, stack)
        for part in parts:
            rows, dropped = list[Any](), set[int]()
            for at, entry in enumerate(part.entries):
                if entry.row is not None:
                    row = DocumentRow(*entry.row)
                    if number in names:
                        names[number] = row.doc_id
                    if number in repeated:
                        row.duplicate_of = names[repeated[number]]
                        if config.drop_duplicates:
                            dropped.add(at)
                    rows.append(row)
                    number += 1
                _count(written, entry, at in dropped)
            for form in {piece.rpartition(".")[2] for piece in files.open}:
                files.add(f"documents.{form}", RENDER[form]("documents", rows))
            for piece, data in part.pieces.items():
                files.add(piece, _kept(part.entries, piece, b"".join(data), dropped))
        files.close()
    return written


def _count(written: Written, entry: Entry, dropped: bool) -> None:
    for name, rows in entry.counts.items():
        if not dropped or name in ("documents", "problems"):
            written.rows[name] += rows


def _kept(entries: Sequence[Entry], piece: str, data: bytes, dropped: set[int]) -> bytes:
    """The piece without the rows of documents that are left out."""
    if not dropped or piece.startswith("problems."):
        return data
    kept, at = [], 0
    for i, entry in enumerate(entries):
        size = entry.sizes.get(piece, 0)
        if i not in dropped:
            kept.append(data[at : at + size])
        at += size
    return b"".join(kept)


def _publish(config: Config, store: Store, stage: Path, written: Written) -> None:
    made = sorted(p.name for p in stage.iterdir() if p.is_file() and not p.name.startswith("."))
    files = {
        (name, form): f"{name}.{form}"
        for name in tables_of(config)
        for form in ("csv", "json", "jsonl", "parquet")
        if f"{name}.{form}" in made
    }
    datapackage.write(stage, files, written.rows, installed())
    before = datapackage.paths(store.read(datapackage.NAME))
    for name in [*made, datapackage.NAME]:
        store.publish(stage / name, name)
        written.files.append(name)
    for name in sorted(before - set(made)):  # of an earlier run that wrote more
        store.remove(name)
    for folder in sorted(p for p in stage.iterdir() if p.is_dir() and p.name != "lines"):
        store.remove(folder.name)
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            store.publish(path, path.relative_to(stage).as_posix())
        written.files.append(folder.name + "/")
