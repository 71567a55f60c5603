"""Where a run keeps its parts and leaves its results: a folder, or an fsspec URL."""

import json
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.core.errors import MissingExtraError, OutputError
from pipeline.sinks.files import whole

WORK = ".svodka"  # the folder beside the results where an unfinished run lives
_STALE = 300.0  # seconds after which a lock on shared storage is nobody's


@cache
def _filesystem(url: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError:
        raise MissingExtraError(f"output to {url}", "cluster") from None
    try:
        system, path = fsspec.core.url_to_fs(url, use_listings_cache=False)
    except ImportError:
        raise MissingExtraError(f"output to {url}", "cluster") from None
    except ValueError as error:
        raise OutputError(f"{url}: {error}") from None
    return system, path.rstrip("/")


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of files that are written whole or not at all; small and picklable."""

    url: str

    @property
    def local(self) -> Path | None:
        """The folder, where it is one of this machine's."""
        if "://" not in self.url:
            return Path(self.url)
        return Path(self.url[7:]) if self.url.startswith("file://") else None

    def _remote(self, name: str) -> tuple[Any, str]:
        system, path = _filesystem(self.url)
        return system, f"{path}/{name}"

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, None where there is none."""
        try:
            if self.local is not None:
                return (self.local / name).read_bytes()
            system, path = self._remote(name)
            return bytes(system.cat_file(path))
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole."""
        if self.local is not None:
            path = self.local / name
            with _said(path):
                path.parent.mkdir(parents=True, exist_ok=True)
            with whole(path) as file:
                file.write(data)
        else:
            system, path_there = self._remote(name)
            with _said(path_there):
                system.pipe_file(path_there, data)

    def publish(self, path: Path, name: str) -> None:
        """Move a finished local file to its place."""
        if self.local is not None:
            there = self.local / name
            with _said(there):
                there.parent.mkdir(parents=True, exist_ok=True)
                path.replace(there)
        else:
            system, path_there = self._remote(name)
            with _said(path_there):
                system.put_file(str(path), path_there)

    def names(self, folder: str) -> set[str]:
        """Names of the files in a folder; none where there is no folder."""
        try:
            if self.local is not None:
                return {p.name for p in (self.local / folder).iterdir() if p.is_file()}
            system, path = self._remote(folder)
            return {p.rsplit("/", 1)[-1] for p in system.ls(path, detail=False, refresh=True)}
        except (FileNotFoundError, NotADirectoryError):
            return set()

    def remove(self, name: str) -> None:
        """Remove a file or a folder, if it is there."""
        if self.local is not None:
            path = self.local / name
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        else:
            system, there = self._remote(name)
            with suppress(FileNotFoundError):
                system.rm(there, recursive=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep a second run out of this folder; raises OutputError where one is in."""
        with self._flock(self.local) if self.local is not None else self._mark():
            yield

    @contextmanager
    def _flock(self, folder: Path) -> Iterator[None]:
        """A lock of the operating system: gone with its process, however that ends."""
        try:
            import fcntl
        except ImportError:  # Windows: no lock
            yield
            return
        path = folder / WORK / "lock"
        with _said(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("a+")
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.seek(0)
                raise OutputError(_busy(self.url, file.read())) from None
            file.truncate(0)
            file.write(_me())
            file.flush()
            yield
            path.unlink(missing_ok=True)
            with suppress(OSError):
                path.parent.rmdir()

    @contextmanager
    def _mark(self) -> Iterator[None]:
        """A lock file on shared storage; ``refresh`` keeps it young."""
        name = f"{WORK}/lock"
        text = self.read(name)
        if text is not None:
            with suppress(ValueError):
                if time.time() - json.loads(text)["time"] < _STALE:
                    raise OutputError(_busy(self.url, text.decode()))
        self.refresh()
        try:
            yield
        finally:
            self.remove(name)

    def refresh(self) -> None:
        """Say that the run still goes on (nothing to say for a local folder)."""
        if self.local is None:
            self.write(f"{WORK}/lock", _me().encode())


def _me() -> str:
    return json.dumps({"host": socket.gethostname(), "process": os.getpid(), "time": time.time()})


def _busy(url: str, text: str) -> str:
    try:
        who = json.loads(text)
        by = f"process {who['process']} on {who['host']}"
    except (ValueError, KeyError, TypeError):
        by = "another process"
    return f"{url}: a run is going on here ({by}); wait for it, or give another folder with -o"


@contextmanager
def _said(path: object) -> Iterator[None]:
    """Errors of the system as one line that names the place."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from error
