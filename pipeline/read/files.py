"""What is read and what comes of it: articles and troubles; opening of paths and URLs."""

import gzip
import io
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pipeline.core.errors import InputError, MissingExtraError

# How a file is read, by its suffix; «.gz» after it is taken off first.
FORMATS = {
    "": "txt",
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mht": "mhtml",
    ".mhtml": "mhtml",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
}
# What people also keep articles in, and what to do about it.
UNREAD = {
    ".pdf": "convert it first, for example with pdftotext",
    **dict.fromkeys((".doc", ".docx", ".rtf", ".odt"), "save it as plain text or HTML first"),
    **dict.fromkeys((".xls", ".xlsx", ".ods"), "save the sheet as CSV (UTF-8) first"),
    **dict.fromkeys((".zip", ".7z", ".rar", ".tar", ".tgz"), "an archive: unpack it first"),
    **dict.fromkeys((".bz2", ".xz", ".zst"), "only gzip is unpacked; unpack it first"),
}
LIMIT = 64 << 20  # bytes of one document; a longer one is hardly an article


@dataclass(frozen=True, slots=True)
class Article:
    """A text as decoded (its newlines as they are) with title, date, url, source, encoding."""

    id: str
    text: str
    meta: dict[str, str]


@dataclass(frozen=True, slots=True)
class Trouble:
    """An input, or a part of one, that could not be read as it should, and why."""

    source: str
    doc_id: str
    problem: str


Read = Article | Trouble


@dataclass(frozen=True, slots=True)
class Options:
    """How inputs are read: the column that holds the text, and how much goes into one shard."""

    text_column: str = ""
    shard_bytes: int = 1 << 20


DEFAULT = Options()


@dataclass(frozen=True, slots=True)
class Piece:
    """One file, or a range of one: lines of JSONL or CSV by bytes, rows of Parquet by number.

    ``name`` is the id of a file that is one document, and the stem of the ids of records that have
    none («news.jsonl:17»). ``taken`` lists lines whose id an earlier document has already.
    ``data`` is the content itself where it cannot be opened twice (a pipe, a gzip stream).
    """

    source: str
    name: str = ""
    format: str = "txt"
    path: str = ""
    start: int = 0
    stop: int = -1
    line: int = 1
    size: int = 0
    encoding: str = ""
    columns: tuple[str, ...] = ()
    delimiter: str = ","
    taken: tuple[int, ...] = ()
    data: bytes | None = None
    problem: str = ""

    def trouble(self, problem: str, doc_id: str = "") -> Trouble:
        """A problem of this piece."""
        return Trouble(self.source, doc_id, problem)


def is_url(source: str) -> bool:
    """Whether the source is an fsspec URL («s3://bucket/news.jsonl») and not a path."""
    return "://" in source


def filesystem(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL and the path on it."""
    try:
        import fsspec
    except ImportError:
        raise MissingExtraError(f"reading {url}", "cluster") from None
    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError:
        raise MissingExtraError(f"reading {url}", "cluster") from None
    except ValueError as error:
        raise InputError(f"{url}: {error}") from None
    return system, path


def open_bytes(path: str) -> IO[bytes]:
    """Open a local path or an fsspec URL; what is gzipped comes unpacked."""
    raw: IO[bytes]
    if is_url(path):
        system, inner = filesystem(path)
        raw = io.BufferedReader(system.open(inner, "rb"), 1 << 20)  # with all that a file can do
    else:
        raw = Path(path).open("rb")  # noqa: SIM115 - the caller closes it
    if path.lower().endswith(".gz"):
        return gzip.open(raw)  # type: ignore[return-value]
    return raw


def content(piece: Piece) -> IO[bytes]:
    """The bytes of a piece, from its start; a reader of ranges keeps to ``stop`` itself."""
    if piece.data is not None:
        return io.BytesIO(piece.data)
    file = open_bytes(piece.path)
    if piece.start and piece.format != "parquet":
        file.seek(piece.start)
    return file


def whole(piece: Piece) -> bytes:
    """All bytes of a piece that is one document."""
    with content(piece) as file:
        data = file.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise InputError(f"over {LIMIT >> 20} MB in one document: split it, or use JSONL")
    return data


def suffix_of(name: str) -> str:
    """The suffix that tells the format, in lower case: «.jsonl» of «news.JSONL.gz»."""
    path = Path(name.lower())
    return Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
