"""Who does the work: this process, processes of this machine, or a Dask cluster."""

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from typing import Any, TypeVar

from pipeline.core.errors import ConfigError, MissingExtraError
from pipeline.run.config import Config
from pipeline.run.spread import Inline, processes

R = TypeVar("R")

_SMALL = 2 << 20  # bytes of input that one process does sooner than two can be started


def crew_of(config: Config, size: int) -> tuple[Callable[[], Executor], int]:
    """What makes the executor, and how many tasks are at work at once."""
    if config.cluster:
        seen = Cluster(config.cluster)
        width = 2 * seen.threads
        seen.shutdown()
        return partial(Cluster, config.cluster), width
    workers = config.workers or (cores() if size > _SMALL else 1)
    if workers == 1 and not config.memory:
        return Inline, 1
    return partial(processes, workers, config.memory), workers + 1


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Cluster(Executor):
    """The workers of a Dask scheduler; it hands a dead worker's tasks to others by itself."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise MissingExtraError("--cluster", "cluster") from None
        try:
            self.client: Any = Client(address, timeout="20s")  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise ConfigError(f"no Dask scheduler at {address}: {error}") from None
        self.tasks = self.client.get_executor(pure=False)  # type: ignore[no-untyped-call]

    @property
    def threads(self) -> int:
        """How many tasks the workers do at once."""
        return sum(self.client.nthreads().values()) or 1

    def submit(self, call: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Hand a task to the scheduler."""
        future: Future[R] = self.tasks.submit(call, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take back what is not done, and leave the cluster as it was."""
        self.tasks.shutdown(wait=wait and not cancel_futures)
        self.client.close()
