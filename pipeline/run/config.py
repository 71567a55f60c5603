"""What a run does: frozen, hashable, from a TOML file and from flags."""

import dataclasses
import difflib
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline.core.errors import ConfigError
from pipeline.read.files import Options
from pipeline.sinks import FORMATS
from pipeline.sinks.labels import LANGUAGES
from pipeline.tables.build import DEFAULT
from pipeline.tables.schema import TABLES

PACKAGE = Path(__file__).parent.parent
# Settings that change how a run goes, but not what it writes.
_APART = {"output", "workers", "cluster", "sources"}


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting of a run; the flags of ``svodka extract`` have the same names."""

    sources: tuple[str, ...] = ()
    output: str = "outputs"  # a folder, or an fsspec URL
    formats: tuple[str, ...] = ("csv", "json")
    tables: tuple[str, ...] = DEFAULT
    overlay: str = ""  # a folder of rows over pipeline/data
    stages: tuple[str, ...] = ()  # a user's own: "module:name" or "module:name@stage before it"
    text_column: str = ""
    shard_bytes: int = 1 << 18  # about a hundred articles: what a dead worker costs
    excel: bool = False  # a byte order mark before each CSV
    lang: str = "en"  # of the report: en, ru
    drop_duplicates: bool = False
    workers: int = 0  # 0: as many as the input is worth
    cluster: str = ""  # address of a Dask scheduler
    timeout: float = 60.0  # seconds a document of up to 100,000 characters may take
    memory: int = 0  # MB that a worker may use; 0: no limit

    def __post_init__(self) -> None:
        _among("table", self.tables, TABLES)
        _among("format", self.formats, FORMATS)
        _among("language", (self.lang,), LANGUAGES)
        for name in ("shard_bytes", "timeout"):
            if getattr(self, name) <= 0:
                raise ConfigError(f"{name} must be above 0")
        for name in ("workers", "memory"):
            if getattr(self, name) < 0:
                raise ConfigError(f"{name} must not be below 0")
        if self.overlay and not Path(self.overlay).is_dir():
            raise ConfigError(f"overlay {self.overlay}: no such folder")

    @property
    def options(self) -> Options:
        """How inputs are read."""
        return Options(text_column=self.text_column, shard_bytes=self.shard_bytes)

    @property
    def overlay_path(self) -> Path | None:
        """The overlay folder, if there is one."""
        return Path(self.overlay).resolve() if self.overlay else None

    def digest(self) -> str:
        """A hash of all that the rows of a given shard depend on: settings, overlay, code, data."""
        settings = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in _APART}
        total = hashlib.sha256(repr(sorted(settings.items())).encode())
        total.update(code_digest().encode())
        if self.overlay:
            for path in sorted(Path(self.overlay).iterdir()):
                if path.is_file():
                    total.update(path.name.encode() + path.read_bytes())
        return total.hexdigest()


def configure(file: str = "", with_text: bool = False, **flags: Any) -> Config:
    """Settings of a TOML file, with flags over them; a flag that is None was not given.

    Raises ConfigError for a setting that is not known or of the wrong type.
    """
    known = {f.name: f for f in fields(Config)}
    settings: dict[str, Any] = {}
    for name, value in _read(file).items() if file else ():
        name = name.replace("-", "_")
        if name not in known:
            raise ConfigError(f"{file}: unknown setting {_meant(name, known)}")
        settings[name] = _fit(f"{file}: {name}", known[name], value)
    for name, value in flags.items():
        if name not in known:
            raise ConfigError(f"unknown setting {_meant(name, known)}")
        if value is not None:
            settings[name] = _fit(name, known[name], value)
    if "all" in settings.get("tables", ()):
        settings["tables"] = tuple(TABLES)
    if with_text:
        settings["tables"] = (*settings.get("tables", DEFAULT), "texts")
    return Config(**settings)


def _read(file: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: {error}") from None


def _fit(where: str, field: "dataclasses.Field[Any]", value: Any) -> Any:
    wanted = type(field.default)
    if wanted is tuple:
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list | tuple) or not all(isinstance(p, str) for p in parts):
            raise ConfigError(f"{where}: expected names, not {value!r}")
        return tuple(p if field.name == "sources" else p.strip() for p in parts if p.strip())
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not wanted:
        raise ConfigError(f"{where}: expected {wanted.__name__}, not {value!r}")
    return value


def _among(what: str, names: Iterable[str], known: Iterable[str]) -> None:
    for name in names:
        if name not in set(known):
            raise ConfigError(f"unknown {what} {_meant(name, known)}")


def _meant(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), 1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
    return f"{name!r}; {hint}"


@cache
def code_digest() -> str:
    """A hash of the package's own code and data, and of the versions of what it reads with."""
    total = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in {".py", ".toml", ".csv"}:
            total.update(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes())
    for name in ("natasha", "pymorphy3-dicts-ru", "numpy"):
        total.update(f"{name} {installed(name)}".encode())
    return total.hexdigest()


@cache
def installed(name: str = "svodka") -> str:
    """The version of an installed package."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "0"
