"""Tasks over any ``concurrent.futures`` executor: bounded, and no task lost with a worker."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from concurrent.futures.process import ProcessPoolExecutor
from contextlib import suppress
from typing import Any, Generic, TypeVar

from pipeline.core.blas import pin
from pipeline.core.errors import OutputError
from pipeline.run.limits import be_a_worker

T = TypeVar("T")
R = TypeVar("R")

TRIES = 2  # times that a task may be at work when a worker dies


class Inline(Executor):
    """An executor that does the work here and now."""

    def submit(self, call: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Call at once; the future is done."""
        future: Future[R] = Future()
        try:
            future.set_result(call(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def processes(workers: int, memory: int = 0) -> ProcessPoolExecutor:
    """Worker processes, started fresh (never by fork, which would copy locks and threads)."""
    pin()
    kinds = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in kinds else "spawn")
    if "forkserver" in kinds:
        context.set_forkserver_preload(["pipeline.run.work"])
    return ProcessPoolExecutor(workers, context, initializer=be_a_worker, initargs=(memory,))


def stop(pool: Executor) -> None:
    """End an executor's workers now, whatever they do."""
    if isinstance(pool, ProcessPoolExecutor):
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            process.kill()
    pool.shutdown(wait=True, cancel_futures=True)


def died(error: BaseException) -> bool:
    """Whether the error says that a worker is gone, not that its work failed."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def _broken(future: "Future[Any]") -> bool:
    return not future.cancelled() and isinstance(future.exception(), BrokenExecutor)


class Crew(Generic[T, R]):
    """Workers that are replaced when they die.

    ``start`` makes an executor; ``call`` is what they do with a task.
    """

    def __init__(self, start: Callable[[], Executor], call: Callable[[T], R], width: int) -> None:
        self.start, self.call, self.width = start, call, width
        self.pool: Executor | None = None
        self.deaths = 0

    def run(self, tasks: Iterable[T], tries: int = TRIES) -> Iterator[tuple[T, R | None]]:
        """Each task with what came of it, as they end; None where its worker died every time.

        When a worker of a process pool dies, all tasks at work fail together and nobody knows
        whose fault it was: each of them has had one try.
        """
        waiting, again = iter(tasks), list[tuple[T, int]]()
        flying: dict[Future[R], tuple[T, int]] = {}
        while True:
            while len(flying) < self.width and self._next(waiting, again, flying):
                pass
            if not flying:
                return
            finished, _ = wait(flying, return_when=FIRST_COMPLETED)
            if any(_broken(future) for future in finished):
                finished, _ = wait(flying)
                self.close()
                self.deaths += 1
            for future in finished:
                task, tried = flying.pop(future)
                if future.cancelled():
                    raise OutputError("the cluster gave the work back; the same command goes on")
                error = future.exception()
                if error is None:
                    yield task, future.result()
                elif not died(error):
                    raise error
                elif isinstance(error, BrokenExecutor) and tried < tries:
                    again.append((task, tried))
                else:
                    yield task, None

    def _next(
        self,
        waiting: Iterator[T],
        again: list[tuple[T, int]],
        flying: dict[Future[R], tuple[T, int]],
    ) -> bool:
        """Set one more task to work, if there is one."""
        task, tried = again.pop(0) if again else (next(waiting, None), 0)
        if task is None:
            return False
        if self.pool is None:
            self.pool = self.start()
        try:
            flying[self.pool.submit(self.call, task)] = task, tried + 1
        except BrokenExecutor:  # known only now: the futures at work will tell
            again.insert(0, (task, tried))
            if not flying:
                self.close()
                self.deaths += 1
            return not flying
        return True

    def close(self) -> None:
        """End the workers."""
        if self.pool is not None:
            with suppress(Exception):
                stop(self.pool)
            self.pool = None
