"""For programs and notebooks: one text to a Doc, sources to DataFrames."""

import difflib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.core.doc import Doc
from pipeline.core.errors import ConfigError
from pipeline.core.stage import Pipeline
from pipeline.rules.load import DATA
from pipeline.run.config import Config, configure, installed
from pipeline.run.extract import Listen, Summary, run
from pipeline.run.work import tables_of
from pipeline.sinks import SINKS, datapackage
from pipeline.sinks.files import PIECES, Tables, write_table
from pipeline.sinks.notebook import ShownDoc
from pipeline.stages import standard
from pipeline.tables.build import Build

if TYPE_CHECKING:
    from pipeline.sinks.frames import DataFrame


@cache
def stages(overlay: Path | None = None) -> Pipeline:
    """The standard stages, loaded once."""
    return standard(overlay)


def read(text: str, overlay: str | Path | None = None, **meta: str) -> Doc:
    """Everything that is found in one text.

    >>> doc = read("Товарооборот вырос на 15%.")
    >>> [doc.extract(figure.span) for figure in doc.figures]
    ['15%']
    """
    doc = ShownDoc("text", text, meta=dict(meta))
    stages(Path(overlay).resolve() if overlay else None)([doc])
    return doc


class Result:
    """The tables of a run as DataFrames: ``result.figures``, ``result.facts`` …

    ``save`` writes them as files; ``summary`` tells how the run went.
    """

    def __init__(self, folder: "TemporaryDirectory[str]", tables: Tables, summary: Summary) -> None:
        self._folder, self._tables, self.summary = folder, tables, summary
        self._frames: dict[str, DataFrame] = {}

    def __getattr__(self, name: str) -> "DataFrame":
        if name.startswith("_") or name not in self._tables.names:
            raise AttributeError(f"no table {name!r}; there are {', '.join(self._tables.names)}")
        if name not in self._frames:
            from pipeline.sinks.frames import frame

            self._frames[name] = frame(name, self._tables.rows(name))
        return self._frames[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._tables.names]

    def __repr__(self) -> str:
        rows = ", ".join(
            f"{name} {self._tables.counts.get(name, 0)}" for name in self._tables.names
        )
        return f"<Result: {rows}>"

    def save(self, folder: str | Path, formats: str | Sequence[str] = ("csv", "json")) -> None:
        """Write the tables and ``datapackage.json`` into a folder, as ``svodka extract`` does."""
        there = Path(folder)
        there.mkdir(parents=True, exist_ok=True)
        wanted = formats.split(",") if isinstance(formats, str) else formats
        config = Config(formats=tuple(wanted))
        files: dict[tuple[str, str], str] = {}
        for form in config.formats:
            if form in SINKS:
                SINKS[form][0](self._tables, there)
            if form == "parquet":
                files |= {(name, form): f"{name}.{form}" for name in self._tables.asked}
            for name in self._tables.names if form in PIECES else ():
                files[name, form] = f"{name}.{form}"
                write_table(self._tables, name, form, there / files[name, form])
        datapackage.write(there, files, self._tables.counts, installed())


def extract(
    *sources: str | Path, config: str = "", listen: Listen | None = None, **settings: Any
) -> Result:
    """The tables of files, folders or patterns, as DataFrames.

    Settings are those of ``Config``: ``tables``, ``workers``, ``overlay``, ``stages``, … The work
    is done by one process unless ``workers`` says otherwise.

    >>> result = extract("seeds/")                         # doctest: +SKIP
    >>> result.facts[["indicator", "value", "unit"]]       # doctest: +SKIP
    """
    folder = TemporaryDirectory(prefix="svodka-")
    settings = {"workers": 1} | settings | {"output": folder.name, "formats": ("jsonl",)}
    made = configure(config, sources=tuple(map(str, sources)), **settings)
    summary = run(made, listen=listen or (lambda _: None))
    tables = Tables(Path(folder.name), tables_of(made), summary.rows)
    return Result(folder, tables, summary)


def check(folder: Path) -> str:
    """Try a user's rows: the stages are built on them. Raises RulesError, naming file and row."""
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such folder")
    known = {path.stem for path in DATA.iterdir()}
    files = sorted(p for p in folder.iterdir() if p.suffix in (".toml", ".csv"))
    for path in files:
        if path.stem not in known:
            close = difflib.get_close_matches(path.stem, known, 1)
            raise ConfigError(
                f"{path}: no such data file" + (f"; did you mean {close[0]}?" if close else "")
            )
    stages(folder.resolve())
    Build(overlay=folder.resolve())
    return f"{folder}: {len(files)} files, no errors"
