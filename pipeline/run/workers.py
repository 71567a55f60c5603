"""Who does the work: this process, processes of this machine, or a Dask cluster."""

import os
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from typing import Any

from pipeline.core.errors import ConfigError, MissingExtraError
from pipeline.run.config import Config
from pipeline.run.spread import Inline, processes

_SMALL = 2 << 20  # bytes of input that one process does sooner than two can be started


def crew_of(config: Config, size: int) -> tuple[Callable[[], Executor], int]:
    """What makes the executor, and how many tasks are at work at once."""
    if config.cluster:
        return _cluster(config.cluster)
    workers = config.workers or (cores() if size > _SMALL else 1)
    if workers == 1 and not config.memory:
        return Inline, 1
    return partial(processes, workers, config.memory), workers + 1


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _cluster(address: str) -> tuple[Callable[[], Executor], int]:
    """The executor of a Dask cluster; its scheduler hands a dead worker's tasks to others."""
    try:
        from distributed import Client
    except ImportError:
        raise MissingExtraError("--cluster", "cluster") from None
    try:
        connect: Any = Client
        client = connect(address, timeout="20s")
    except (OSError, ValueError) as error:
        raise ConfigError(f"no Dask scheduler at {address}: {error}") from None
    threads = sum(client.nthreads().values()) or 1
    return partial(client.get_executor, pure=False), 2 * threads
