"""The whole run: sources to shards to parts to files; what is done is not done twice."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace

from pipeline.core.errors import ConfigError
from pipeline.read.shards import cut
from pipeline.run.config import Config, code_digest, installed
from pipeline.run.join import join
from pipeline.run.limits import peak_memory
from pipeline.run.part import Part
from pipeline.run.rescue import call_of, rescue
from pipeline.run.spread import Crew
from pipeline.run.store import WORK, Store
from pipeline.run.work import Done, Task, done
from pipeline.run.workers import crew_of


@dataclass(slots=True)
class Summary:
    """How a run went."""

    documents: int = 0
    problems: int = 0
    characters: int = 0
    duplicates: int = 0
    seconds: float = 0.0
    memory: int = 0  # greatest of any process, bytes
    deaths: int = 0  # of workers
    resumed: int = 0  # shards that an earlier run had done
    shards: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is: bytes and documents done, of how many bytes."""

    done: int
    size: int
    documents: int
    problems: int
    seconds: float


Listen = Callable[[Progress], None]


def run(config: Config, fresh: bool = False, listen: Listen = lambda _: None) -> Summary:
    """Extract the tables of a configuration's sources into its output.

    Interrupted, even by ``kill -9``, the same run goes on where it stopped: the parts of shards
    that are done wait in the output's folder ``.svodka`` under the hash of the configuration, and
    each knows the hash of the input that it was made of. ``fresh`` forgets them.
    """
    if not config.sources:
        raise ConfigError("no sources: name files, folders, patterns or - for standard input")
    store, began = Store(config.output), time.perf_counter()
    folder = f"{WORK}/{config.digest()[:16]}"
    with store.locked():
        summary = Summary(notes=_clear(store, folder, fresh))
        tasks = [Task(i, shard) for i, shard in enumerate(cut(config.sources, config.options))]
        summary.shards = len(tasks)
        _manifest(config, store, folder, tasks)
        for progress in _work(config, store, folder, tasks, summary):
            listen(replace(progress, seconds=time.perf_counter() - began))
        written = join(config, store, folder, [task.name for task in tasks])
        store.remove(folder)
        store.remove(f"{WORK}/run.json")
    summary.rows, summary.files = dict(written.rows), written.files
    summary.duplicates, summary.problems = written.duplicates, written.rows["problems"]
    summary.seconds = time.perf_counter() - began
    summary.memory = max(summary.memory, peak_memory())
    return summary


def _clear(store: Store, folder: str, fresh: bool) -> list[str]:
    """Forget the parts of another configuration (or, if asked, of this one)."""
    known = json.loads(store.read(f"{WORK}/run.json") or b"{}")
    other = known.get("folder", folder)
    if fresh or other != folder:
        store.remove(other)
        store.remove(folder)
    if other != folder:
        return ["an unfinished run with other settings or another version was here; begun anew"]
    return []


def _manifest(config: Config, store: Store, folder: str, tasks: Sequence[Task]) -> None:
    """Say what is going on here, for people and for the next run."""
    known = {
        "folder": folder,
        "svodka": installed(),
        "code": code_digest(),
        "shards": len(tasks),
        "bytes": sum(task.shard.size for task in tasks),
        "settings": asdict(config),
    }
    text = json.dumps(known, ensure_ascii=False, indent=1)
    store.write(f"{WORK}/run.json", text.encode() + b"\n")


def _work(
    config: Config, store: Store, folder: str, tasks: Sequence[Task], summary: Summary
) -> Iterator[Progress]:
    size, at = sum(task.shard.size for task in tasks), 0
    todo: list[Task] = []
    ready = store.names(folder)
    for task in tasks:
        old = _earlier(store, folder, task) if task.name in ready else None
        if old is None:
            todo.append(task)
            continue
        summary.resumed += 1
        at += task.shard.size
        yield _add(summary, old, at, size)
    start, width = crew_of(config, sum(task.shard.size for task in todo))
    crew = Crew(start, call_of(config, store, folder), width)
    try:
        for task, result in crew.run(todo):
            if result is None:
                result = rescue(config, store, folder, task, start)
            store.refresh()
            at += task.shard.size
            yield _add(summary, result, at, size)
    finally:
        summary.deaths += crew.deaths
        crew.close()


def _add(summary: Summary, result: Done, at: int, size: int) -> Progress:
    summary.documents += result.documents
    summary.characters += result.characters
    summary.problems += result.problems
    summary.memory = max(summary.memory, result.memory)
    return Progress(at, size, summary.documents, summary.problems, 0.0)


def _earlier(store: Store, folder: str, task: Task) -> Done | None:
    """What an earlier run made of a shard, if it is whole and of the same input."""
    with suppress(ValueError, KeyError, TypeError):
        part = Part.load(store.read(f"{folder}/{task.name}") or b"")
        if part.shard == task.shard.digest():
            return done(task, part)
    return None
