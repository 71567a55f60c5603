"""A user's own rows: read, inflected, and tried on their own examples."""

import csv
import difflib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.core.doc import Doc
from pipeline.core.errors import ConfigError, RulesError
from pipeline.core.records import Fact, Sector
from pipeline.core.stage import Pipeline
from pipeline.rules.load import DATA, load
from pipeline.sinks.explain import found
from pipeline.sinks.labels import IndicatorName
from pipeline.stages import standard
from pipeline.tables.build import Build, SectorName

# Something for every stage, so that no file of rows is left unread by a stage that had no work.
_SAMPLE = (
    "Президент Узбекистана Шавкат Мирзиёев сообщил, что в 2023 году товарооборот с Беларусью вырос "
    "на 15% и составил более 620,1 млн долларов. Подписано 14 документов в энергетике."
)


def check(folder: Path) -> tuple[str, list[str]]:
    """Try the rows of an overlay folder; a summary, and notes on rows that do nothing.

    Raises ConfigError for a file that no stage reads, RulesError, naming file and row, for a row
    that cannot be read or that names a sector or an indicator that is not there.
    """
    files = list(_files(folder))
    folder = folder.resolve()
    flow, plain = standard(folder), standard()
    Build(overlay=folder)
    _run(flow, _SAMPLE)
    notes, tried = [], 0
    for path in files:
        for number, example in _examples(path):
            tried += 1
            mine, theirs = _run(flow, example), _run(plain, example, strict=False)
            _known(mine, folder, f"{path}, row {number}")
            seen = [(x.kind, x.start, x.stop, x.reading) for x in found(mine)]
            if not seen and not _left_out(mine):
                notes.append(f"{path}, row {number}: nothing is found in its example «{example}»")
            elif seen == [(x.kind, x.start, x.stop, x.reading) for x in found(theirs)]:
                notes.append(f"{path}, row {number}: «{example}» is read the same without it")
    return f"{folder}: {len(files)} files, {tried} examples tried, no errors", notes


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such folder")
    known = sorted({path.stem for path in DATA.iterdir() if path.suffix in (".toml", ".csv")})
    files = sorted(p for p in folder.iterdir() if p.suffix in (".toml", ".csv"))
    if not files:
        raise ConfigError(f"{folder}: no rows in it; expected files such as sector_terms.csv")
    for path in files:
        if path.stem not in known:
            close = difflib.get_close_matches(path.stem, known, 1)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
            raise ConfigError(f"{path}: no such data file; {hint}")
        yield path


def _examples(path: Path) -> Iterator[tuple[int, str]]:
    """Number and example of the rows that have one (the rows were read before, and are sound)."""
    text = path.read_text(encoding="utf-8-sig")
    rows: list[dict[str, Any]] = (
        tomllib.loads(text)["rows"]
        if path.suffix == ".toml"
        else list(csv.DictReader(text.splitlines()))
    )
    for number, row in enumerate(rows, 1):
        if isinstance(example := row.get("example"), str) and example.strip():
            yield number, example


def _run(flow: Pipeline, text: str, strict: bool = True) -> Doc:
    doc = Doc("example", text)
    flow([doc])
    if strict and doc.problems:
        stage, problem = doc.problems[0]
        raise RulesError(f"{stage}: {problem}, in «{text}»")
    return doc


def _left_out(doc: Doc) -> bool:
    """Whether rows of boilerplate did their work: nothing of the example was read."""
    return len(doc) == 0


def _known(doc: Doc, folder: Path, where: str) -> None:
    """Every sector and indicator that a row leads to must have its own row."""
    sectors = {row.sector_id for row in load(SectorName, "sectors", folder)}
    indicators = {row.indicator_id for row in load(IndicatorName, "indicators", folder)}
    named = [("sector", s.sector, sectors) for s in doc.all(Sector)]
    named += [("indicator", f.indicator, indicators | {"other"}) for f in doc.all(Fact)]
    for what, name, known in named:
        if name not in known:
            close = difflib.get_close_matches(name, sorted(known), 1)
            hint = f"did you mean {close[0]}?" if close else f"add it to {what}s.csv"
            raise RulesError(f"{where}: unknown {what} {name!r}; {hint}")
