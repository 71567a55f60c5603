"""What a worker does: a shard of articles to a part of rows."""

import importlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.core.doc import Doc
from pipeline.core.errors import ConfigError
from pipeline.core.lexicon import Lexicon
from pipeline.core.stage import Stage, problem
from pipeline.read.files import Article, Trouble
from pipeline.read.shards import Shard, read
from pipeline.run import limits, near
from pipeline.run.config import Config, code_digest
from pipeline.run.part import Entry, Part
from pipeline.run.store import Store
from pipeline.sinks import SINKS
from pipeline.sinks.files import PIECES, RENDER
from pipeline.stages import standard
from pipeline.tables.build import Build, Rows
from pipeline.tables.rows import ProblemRow
from pipeline.tables.schema import TABLES

_WARM = "Товарооборот Узбекистана и Беларуси за 2023 год вырос на 15%, сообщил МИД."
BATCH = 200_000  # characters that go through the stages together
WORDS = 50_000  # distinct words after which a lexicon is begun anew: about 60 MB


@dataclass(frozen=True, slots=True)
class Task:
    """One shard to do; ``only`` picks one article of it (the others are left out)."""

    number: int
    shard: Shard
    only: int | None = None

    @property
    def name(self) -> str:
        """The name of its part."""
        only = "" if self.only is None else f"-{self.only:06d}"
        return f"part-{self.number:06d}{only}"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task, in a few numbers."""

    number: int
    documents: int
    problems: int
    characters: int
    size: int
    seconds: float
    memory: int


def tables_of(config: Config) -> tuple[str, ...]:
    """The tables asked for, those that a format needs, and the two that no run is without."""
    wanted = {"documents", "problems", *config.tables}
    for form in config.formats:
        wanted.update(SINKS[form][1] if form in SINKS else ())
    return tuple(name for name in TABLES if name in wanted)


def forms_of(config: Config) -> tuple[str, ...]:
    """Kinds of pieces that the formats are put together from."""
    return tuple(sorted({PIECES.get(form, "jsonl") for form in config.formats}))


class Worker:
    """Stages, rows and rendering of one configuration, loaded once a process."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.build = Build(tables_of(config), config.overlay_path)
        self.forms = forms_of(config)
        self._begin()

    def _begin(self) -> None:
        """Stages and lexicon as new: nothing that an interruption left half done is kept."""
        pipeline = standard(self.config.overlay_path)
        for place in self.config.stages:
            name, _, after = place.partition("@")
            pipeline = pipeline.after(after or pipeline.stages[-1].name, own_stage(name))
        self.pipeline = pipeline if self.config.stages else pipeline.giving(self.build.needs)
        self.lexicon = Lexicon()
        self.pipeline(
            [Doc("", _WARM, self.lexicon)]
        )  # what is loaded at first use is nobody's time
        limits.keep_loaded()

    def part(self, items: Iterable[Article | Trouble], shard: str) -> Part:
        """The part of some articles."""
        part = Part(shard)
        for batch in _batches(items):
            docs = {id(a): self._doc(a) for a in batch if isinstance(a, Article)}
            self._run(list(docs.values()))
            for item in batch:
                part.add(
                    *(self._entry(docs[id(item)]) if id(item) in docs else self._trouble(item))
                )
            if len(self.lexicon) > WORDS:
                self.lexicon = Lexicon()
        return part

    def given_up(self, item: Article | Trouble) -> Part:
        """The part of one article that no worker survives: a line in ``documents``, a problem."""
        part = Part()
        if isinstance(item, Article):
            doc = self._doc(item)
            why = "ended the process that worked at it (killed, or out of memory); given up"
            doc.problems.append(("run", why))
            part.add(*self._entry(doc))
        else:
            part.add(*self._trouble(item))
        return part

    def _doc(self, article: Article) -> Doc:
        doc = Doc(article.id, article.text, self.lexicon, dict(article.meta))
        try:
            article.text.encode()
        except UnicodeEncodeError:  # half a surrogate pair, which no file can hold
            doc.text = article.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            doc.problems.append(("read", "characters that are no characters, shown as \ufffd"))
        return doc

    def _run(self, docs: list[Doc]) -> None:
        """All stages; a batch that takes too long is done document by document."""
        try:
            with limits.time_limit(max((self._patience(doc) for doc in docs), default=1.0)):
                self.pipeline(docs)
        except limits.TooLongError:
            self._begin()
            for doc in docs:
                self._alone(doc)

    def _alone(self, doc: Doc) -> None:
        _reset(doc)
        doc.lexicon = self.lexicon
        try:
            with limits.time_limit(self._patience(doc)):
                self.pipeline([doc])
        except limits.TooLongError:
            self._begin()
            _reset(doc)
            doc.problems.append(
                ("run", f"took longer than {self._patience(doc):g} s and was given up (--timeout)")
            )

    def _patience(self, doc: Doc) -> float:
        return self.config.timeout * max(1.0, len(doc.text) / 100_000)

    def _entry(self, doc: Doc) -> tuple[Entry, dict[str, bytes]]:
        try:
            rows = self.build(doc)
            minima = near.sketch(doc)
        except Exception as error:  # a stage that left something odd costs its document only
            _reset(doc)
            doc.problems.append(("rows", problem(error)))
            rows = self.build(doc)
            minima = near.sketch(doc)
        row = rows["documents"][0]
        entry = Entry(list(TABLES["documents"].cells(row)), minima.tobytes().hex(), {}, {})
        return self._render(entry, rows)

    def _trouble(self, trouble: Any) -> tuple[Entry, dict[str, bytes]]:
        row = ProblemRow(trouble.source, trouble.doc_id or None, "read", trouble.problem)
        return self._render(Entry(None, "", {}, {}), {"problems": [row]})

    def _render(self, entry: Entry, rows: Rows) -> tuple[Entry, dict[str, bytes]]:
        pieces = {}
        for name, found in rows.items():
            if found:
                entry.counts[name] = len(found)
            if name != "documents" and found:  # documents are written when duplicates are known
                for form in self.forms:
                    pieces[f"{name}.{form}"] = RENDER[form](name, found)
        return entry, pieces


def _reset(doc: Doc) -> None:
    doc.columns.clear()
    doc.records.clear()
    doc._cache.clear()
    doc.problems[:] = [(stage, what) for stage, what in doc.problems if stage == "read"]


def _batches(items: Iterable[Article | Trouble]) -> Iterator[list[Article | Trouble]]:
    batch: list[Article | Trouble] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.text) if isinstance(item, Article) else 0
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def own_stage(place: str) -> Stage:
    """A user's stage by its «module:name»; a class or function without arguments makes one."""
    module, _, name = place.partition(":")
    try:
        found = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigError(f"stage {place!r} (expected module:name): {error}") from None
    made = found() if isinstance(found, type) else found
    if not isinstance(made, Stage):
        raise ConfigError(f"stage {place!r} is no stage: it lacks name, needs or gives")
    return made


@cache
def worker(config: Config) -> Worker:
    """The worker of this process for a configuration."""
    return Worker(config)


def work(config: Config, code: str, store: Store, folder: str, task: Task) -> Done:
    """Do one task and leave its part in the store; the same bytes wherever it is done."""
    if code and code != code_digest():
        raise ConfigError("this worker has another version of svodka than the one that asks it")
    began = time.perf_counter()
    items: Iterable[Article | Trouble] = read(task.shard)
    if task.only is not None:
        items = (item for i, item in enumerate(items) if i == task.only)
    part = worker(config).part(items, task.shard.digest())
    store.write(f"{folder}/{task.name}", part.dump())
    return done(task, part, time.perf_counter() - began)


def done(task: Task, part: Part, seconds: float = 0.0) -> Done:
    """The numbers of a finished part."""
    at = TABLES["documents"].names.index("characters")
    rows = [e.row for e in part.entries if e.row is not None]
    return Done(
        number=task.number,
        documents=len(rows),
        problems=sum(e.counts.get("problems", 0) for e in part.entries),
        characters=sum(row[at] for row in rows),
        size=task.shard.size,
        seconds=seconds,
        memory=limits.peak_memory(),
    )


def count(shard: Shard) -> int:
    """How many articles and troubles a shard holds."""
    return sum(1 for _ in read(shard))
