"""Stages, and the pipeline that runs them over batches of documents."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Protocol, runtime_checkable

from pipeline.core.doc import Doc
from pipeline.core.errors import PipelineError, RulesError

Need = str | type  # a column's name or a record's type


@runtime_checkable
class Stage(Protocol):
    """What fills columns or records of the documents of a batch.

    ``needs`` and ``gives`` name columns (strings) and record types. Two kinds: a tagger is a class
    that fills columns for a whole batch; a marker (see ``marker``) yields records of one document.
    One that raises costs nobody the batch: a tagger is asked again document by document, and the
    document that fails gets a problem and goes no further; a marker's document goes on without
    that marker's records.
    """

    @property
    def name(self) -> str: ...
    @property
    def needs(self) -> frozenset[Need]: ...
    @property
    def gives(self) -> frozenset[Need]: ...

    def __call__(self, docs: Sequence[Doc]) -> None: ...


@dataclass(frozen=True, slots=True, eq=False)
class Marker:
    """A stage made of a pure generator over one document; see ``marker``."""

    name: str
    needs: frozenset[Need]
    gives: frozenset[Need]
    mark: Callable[[Doc], Iterable[Any]]

    def __call__(self, docs: Sequence[Doc]) -> None:
        for doc in docs:
            found: dict[type, list[Any]] = {k: [] for k in self.gives if isinstance(k, type)}
            try:
                for record in self.mark(doc):
                    found[type(record)].append(record)
            except RulesError:  # no document's trouble: nothing can be read with such a row
                raise
            except Exception as error:  # one document's trouble is not its neighbours'
                doc.problems.append((self.name, problem(error)))
                continue
            for kind, records in found.items():
                doc.records.setdefault(kind, []).extend(records)


def marker(
    name: str, needs: Iterable[Need], gives: Iterable[Need]
) -> Callable[[Callable[[Doc], Iterable[Any]]], Marker]:
    """Turn a generator over one Doc, which yields records, into a stage."""

    def make(mark: Callable[[Doc], Iterable[Any]]) -> Marker:
        return Marker(name, frozenset(needs), frozenset(gives), mark)

    return make


@contextmanager
def unswept() -> Iterator[None]:
    """No search for garbage while rules are loaded: all of it stays, and the search costs 50 ms.

    What was made then joins the oldest generation at once; else the next two searches would go
    through all of it.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if not gc.get_freeze_count():  # else somebody wants what is frozen to stay so
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _label(need: Need) -> str:
    return need if isinstance(need, str) else need.__name__


class Pipeline:
    """Stages in order; needs are checked against gives when it is built.

    Raises PipelineError, naming stage and need, where a stage needs what none before it gives.
    """

    def __init__(self, stages: Iterable[Stage]) -> None:
        self.stages = list(stages)
        self.seconds: dict[str, float] = {s.name: 0.0 for s in self.stages}
        given: set[Need] = set()
        names: set[str] = set()
        for stage in self.stages:
            missing = sorted(_label(n) for n in stage.needs - given)
            if missing:
                raise PipelineError(
                    f"stage {stage.name!r} needs {', '.join(missing)}, given by no stage before it"
                )
            if stage.name in names:
                raise PipelineError(f"two stages are called {stage.name!r}")
            names.add(stage.name)
            given |= stage.gives

    def __iter__(self) -> Iterator[Stage]:
        return iter(self.stages)

    def after(self, name: str, stage: Stage) -> "Pipeline":
        """A pipeline with one more stage, placed after the named one."""
        names = [s.name for s in self.stages]
        if name not in names:
            raise PipelineError(f"no stage is called {name!r}; there are {', '.join(names)}")
        at = names.index(name) + 1
        return Pipeline([*self.stages[:at], stage, *self.stages[at:]])

    def giving(self, wanted: Iterable[Need]) -> "Pipeline":
        """Only the stages that the wanted columns and records rest on."""
        needed, kept = set(wanted), list[Stage]()
        for stage in reversed(self.stages):
            if needed & stage.gives:
                needed |= stage.needs
                kept.append(stage)
        return Pipeline(reversed(kept))

    def __call__(self, docs: Sequence[Doc]) -> Sequence[Doc]:
        """Run all stages over a batch, in place; a document that fails a stage is left there."""
        live = list(docs)
        for stage in self.stages:
            began = perf_counter()
            try:
                stage(live)
            except RulesError:
                raise
            except Exception:
                live = [doc for doc in live if _alone(stage, doc)]
            self.seconds[stage.name] += perf_counter() - began
        return docs


def _alone(tagger: Stage, doc: Doc) -> bool:
    """Run a tagger on one document of a batch that it failed on."""
    for give in tagger.gives:
        if isinstance(give, type):
            doc.records.pop(give, None)
    try:
        tagger([doc])
    except Exception as error:
        doc.problems.append((tagger.name, problem(error)))
        return False
    return True


def problem(error: Exception) -> str:
    """An error as one short line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:500]
