"""A shard that workers died of, article by article, so that only what kills them is given up."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial

from pipeline.read.files import Trouble
from pipeline.read.shards import read
from pipeline.run.config import Config, code_digest
from pipeline.run.part import Part, merged
from pipeline.run.spread import Crew
from pipeline.run.store import Store
from pipeline.run.work import Done, Task, count, done, work, worker

TRIES = 3  # deaths of a worker at one document alone, after which the document is given up


def rescue(
    config: Config, store: Store, folder: str, task: Task, start: Callable[[], Executor]
) -> Done:
    """Do the articles of a task one at a time, each several times if need be."""
    digest = task.shard.digest()
    counter, crew = Crew(start, count, 1), Crew(start, call_of(config, store, folder), 1)
    try:
        number = next(result for _, result in counter.run([task.shard], TRIES))
        if number is None:
            why = "reading it ended the process that read (killed, or out of memory)"
            troubles = [Trouble(piece.source, piece.name, why) for piece in task.shard.pieces]
            parts = {0: worker(config).part(troubles, digest)}
        else:
            singles = [replace(task, only=i) for i in range(number)]
            ends = {single.only or 0: result for single, result in crew.run(singles, TRIES)}
            dead = {i for i, result in ends.items() if result is None}
            items = enumerate(read(task.shard) if dead else ())
            parts = {i: worker(config).given_up(item) for i, item in items if i in dead}
            parts |= {i: _part(store, folder, replace(task, only=i)) for i in ends if i not in dead}
    finally:
        counter.close()
        crew.close()
    part = merged((parts[i] for i in sorted(parts)), digest)
    store.write(f"{folder}/{task.name}", part.dump())
    return done(task, part)


def _part(store: Store, folder: str, task: Task) -> Part:
    part = Part.load(store.read(f"{folder}/{task.name}") or b"")
    store.remove(f"{folder}/{task.name}")
    return part


def call_of(config: Config, store: Store, folder: str) -> Callable[[Task], Done]:
    """What a worker is to do with a task."""
    code = code_digest() if config.cluster else ""  # another machine may have another version
    return partial(work, config, code, store, folder)
