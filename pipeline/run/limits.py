"""Limits of time and memory on a worker, and its end with its parent."""

import ctypes
import faulthandler
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

_worker: list[IO[str]] = []  # of a worker process: where the last words of a hopeless one go

SELDOM = (50_000, 20, 50)  # allocations before a round; cli.main has them, too


class TooLongError(BaseException):
    """Raised into work that goes on for too long; no ``except Exception`` on the way stops it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TooLongError in the body after so many seconds.

    In the main thread by SIGALRM, which interrupts regular expressions as well; in another thread
    (a Dask worker's) by an exception set from a timer, between two instructions of Python. What
    does not even listen to that ends its process, if that is one of our own workers.
    """
    if _worker:
        faulthandler.dump_traceback_later(3 * seconds + 1, exit=True, file=_worker[0])
    try:
        with _soft_limit(seconds):
            yield
    finally:
        if _worker:
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def _soft_limit(seconds: float) -> Iterator[None]:
    if threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer"):
        with _alarm(seconds):
            yield
    else:
        with _timer(seconds):
            yield


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    thread, lock, over = threading.get_ident(), threading.Lock(), False

    def ring() -> None:
        with lock:
            if not over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(thread), ctypes.py_object(TooLongError)
                )

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over = True
        timer.cancel()


def collect_less() -> None:
    """Let the garbage collector run less often in a process that is all ours: 7 % of the time.

    Documents have no cycles and go when they are done with; what is kept (rules, words) would be
    looked through again and again.
    """
    gc.set_threshold(*SELDOM)


def keep_loaded() -> None:
    """Leave what is loaded by now out of the collector's rounds, where the process is ours."""
    if gc.get_threshold() == SELDOM:
        gc.freeze()


def be_a_worker(megabytes: int) -> None:
    """Set up a worker process: limits, and an end with its parent; Ctrl-C is the parent's."""
    collect_less()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker.append(Path(os.devnull).open("w"))  # noqa: SIM115 - for as long as the process lives
    end_with_parent()
    limit_memory(megabytes)


def limit_memory(megabytes: int) -> None:
    """Make allocations beyond so many MB of this process fail with MemoryError."""
    if megabytes and sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, hard))


def end_with_parent() -> None:
    """End this process soon after its parent has ended, even by ``kill -9``."""
    parent = os.getppid()

    def watch() -> None:
        pause = threading.Event()
        while os.getppid() == parent:
            pause.wait(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def peak_memory() -> int:
    """The greatest memory of this process so far, in bytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak << 10
