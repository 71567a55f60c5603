"""For programs and notebooks: one text to a Doc, sources to DataFrames."""

from collections.abc import Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.core.errors import ConfigError
from pipeline.core.stage import Pipeline
from pipeline.read.sources import HELD, hold
from pipeline.run.config import Config, configure, installed
from pipeline.run.extract import Listen, Summary, run
from pipeline.run.work import tables_of
from pipeline.sinks import SINKS, datapackage
from pipeline.sinks.files import PIECES, Tables, write_table
from pipeline.sinks.notebook import Doc
from pipeline.stages import standard

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
    doc = Doc("text", text, meta=dict(meta))
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

    def _repr_html_(self) -> str:
        known = ((name, self._tables.counts.get(name, 0)) for name in self._tables.names)
        rows = "".join(f"<tr><td>{name}</td><td>{count:,}</td></tr>" for name, count in known)
        counts = f"<table><tr><th>table</th><th>rows</th></tr>{rows}</table>"
        if "facts" not in self._tables.names or not self._tables.counts.get("facts"):
            return counts
        shown = ["doc_id", "indicator", "kind", "value", "unit", "bound", "status", "period"]
        return counts + str(self.facts[[*shown, "parties", "text"]].head(10).to_html(index=False))

    def save(self, folder: str | Path, formats: str | Sequence[str] = ("csv", "json")) -> None:
        """Write the tables and ``datapackage.json`` into a folder, as ``svodka extract`` does."""
        there = Path(folder)
        there.mkdir(parents=True, exist_ok=True)
        wanted = formats.split(",") if isinstance(formats, str) else formats
        config = Config(formats=tuple(wanted))
        files: dict[tuple[str, str], str] = {}
        for form in config.formats:
            if form in SINKS:
                if missing := set(SINKS[form][1]) - set(self._tables.names):
                    raise ConfigError(
                        f"{form} needs the tables {', '.join(sorted(missing))}: "
                        'extract(…, tables="all")'
                    )
                SINKS[form][0](self._tables, there)
            if form == "parquet":
                files |= {(name, form): f"{name}.{form}" for name in self._tables.asked}
            for name in self._tables.names if form in PIECES else ():
                files[name, form] = f"{name}.{form}"
                write_table(self._tables, name, form, there / files[name, form])
        datapackage.write(there, files, self._tables.counts, installed())


def extract(
    *sources: "str | Path | DataFrame",
    text: str = "",
    config: str = "",
    listen: Listen | None = None,
    **settings: Any,
) -> Result:
    """The tables of files, folders, patterns or a DataFrame, as DataFrames.

    ``text`` names the column that holds the text, where it has no usual name. Settings are those
    of ``Config``: ``tables``, ``workers``, ``overlay``, ``stages``, … The work is done by one
    process unless ``workers`` says otherwise.

    >>> result = extract("seeds/")                         # doctest: +SKIP
    >>> result.facts[["indicator", "value", "unit"]]       # doctest: +SKIP
    >>> result = extract(df, text="body")                  # doctest: +SKIP
    """
    folder = TemporaryDirectory(prefix="svodka-")
    settings = {"workers": 1} | settings | {"output": folder.name, "formats": ("jsonl",)}
    if text:
        settings["text_column"] = text
    with ExitStack() as held:
        names = [_source(source, text, held) for source in sources]
        with_text = not config and "tables" not in settings
        made = configure(config, with_text=with_text, sources=tuple(names), **settings)
        summary = run(made, listen=listen or (lambda _: None))
    tables = Tables(Path(folder.name), tables_of(made), summary.rows, lang=made.lang)
    return Result(folder, tables, summary)


def _source(source: "str | Path | DataFrame", text: str, held: ExitStack) -> str:
    """The name of a source; a DataFrame is held under a name of its own until the run is over."""
    if isinstance(source, str | Path):
        return str(source)
    from pipeline.sinks.frames import lines

    name = "DataFrame" if "DataFrame" not in HELD else f"DataFrame-{len(HELD) + 1}"
    return held.enter_context(hold(name, lines(source, text)))
