"""What people name (paths, folders, globs, URLs, «-») to the files that are meant."""

import difflib
import glob
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from pipeline.core.errors import InputError, MissingExtraError
from pipeline.read.files import FORMATS, UNREAD, Piece, filesystem, is_url, suffix_of

STDIN = "-"
HELD: dict[str, bytes] = {}  # JSON Lines that a program holds, under a name; see ``hold``


@contextmanager
def hold(name: str, lines: bytes) -> Iterator[str]:
    """Make records that are in memory a source, for as long as the block lasts."""
    HELD[name] = lines
    try:
        yield name
    finally:
        del HELD[name]


def find(sources: Sequence[str]) -> list[Piece]:
    """Every file that is meant, once, in an order that the arguments' order does not change.

    What cannot be found or is no input comes as a piece with its problem. Names are file names,
    with as many folders before them as it takes to tell two apart.
    """
    found: dict[str, Piece] = {}
    for source in sorted(set(sources)):
        try:
            pieces = list(_url(source) if is_url(source) else _local(source))
        except (InputError, MissingExtraError) as error:
            pieces = [Piece(source, path=source, problem=str(error))]
        except OSError as error:
            problem = f"{error.strerror or type(error).__name__}"
            pieces = [Piece(source, path=source, problem=problem)]
        for piece in pieces:
            found.setdefault(piece.path, piece)
    return _named([found[path] for path in sorted(found, key=lambda p: (p != STDIN, p))])


def _local(source: str) -> Iterator[Piece]:
    if source == STDIN:
        yield Piece(STDIN, name="stdin", path=STDIN)
        return
    if source in HELD:
        yield Piece(source, name=source, path=source, format="stream", size=len(HELD[source]))
        return
    path = Path(source)
    if not os.path.lexists(path) and glob.has_magic(source):
        matches = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 - «**» and absolute
        if not matches:
            yield Piece(source, path=source, problem="nothing matches this pattern")
        for match in matches:
            if not Path(match).is_dir():
                yield _file(match, asked=False)
    elif path.is_dir():
        yield from _folder(path)
    else:
        yield _file(source, asked=True)


def _folder(folder: Path) -> Iterator[Piece]:
    """The inputs of a folder and its subfolders; hidden ones and parts of saved pages stay out."""
    any_input = False
    for here, folders, names in os.walk(folder):
        pages = {Path(name).stem for name in names if FORMATS.get(suffix_of(name)) == "html"}
        parts = {page + tail for page in pages for tail in ("_files", ".files", "_файлы")}
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in parts)
        for name in sorted(names):
            suffix = suffix_of(name)
            known = suffix and suffix in FORMATS
            if not name.startswith(".") and (known or suffix in UNREAD):
                any_input = True
                yield _file(str(Path(here) / name), asked=False)
    if not any_input:
        kinds = ", ".join(sorted(s for s in FORMATS if s))
        problem = f"no inputs in this folder ({kinds}, and .gz of each)"
        yield Piece(str(folder), path=str(folder), problem=problem)


def _file(source: str, asked: bool) -> Piece:
    """One local file; ``asked``: named by itself, so it is tried whatever its suffix."""
    path = Path(source)
    piece = Piece(path.as_posix(), name=path.name, path=os.path.realpath(path))
    if not path.exists():
        problem = "a link to nothing" if path.is_symlink() else "no such file" + _meant(path)
        return replace(piece, problem=problem)
    info = path.stat()
    if stat.S_ISFIFO(info.st_mode):
        return replace(piece, path=source, format="stream")
    if not stat.S_ISREG(info.st_mode):
        return replace(piece, problem="neither a file nor a folder")
    return _format(replace(piece, size=info.st_size), asked)


def _format(piece: Piece, asked: bool) -> Piece:
    suffix = suffix_of(piece.name)
    if suffix in UNREAD:
        return replace(piece, problem=f"{suffix} files are not read: {UNREAD[suffix]}")
    if suffix not in FORMATS and not asked:
        return replace(piece, problem=f"{suffix} files are not read")
    return replace(piece, format=FORMATS.get(suffix, "txt"))


def _meant(path: Path) -> str:
    """«; did you mean news.csv?» from what stands beside a missing path."""
    folder = path.parent
    while not folder.is_dir() and folder != folder.parent:
        path, folder = folder, folder.parent
    try:
        there = sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))
    except OSError:
        return ""
    close = difflib.get_close_matches(path.name, there, n=1, cutoff=0.6)
    return f"; did you mean {(folder / close[0]).as_posix()}?" if close else ""


def _url(source: str) -> Iterator[Piece]:
    """A file, a folder or a pattern on a file system of fsspec."""
    system, path = filesystem(source)
    try:
        if glob.has_magic(path):
            paths = [p for p in system.glob(path) if not system.isdir(p)]
        elif system.isdir(path):
            paths = [p for p in system.find(path) if suffix_of(p) and suffix_of(p) in FORMATS]
        else:
            paths = [path] if system.exists(path) else []
    except Exception as error:  # each file system raises its own
        raise InputError(f"cannot be listed ({type(error).__name__}: {error})") from None
    if not paths:
        yield Piece(source, path=source, problem="no such file, or a folder without inputs")
    for inner in sorted(paths):
        url = system.unstrip_protocol(inner)
        size = int(system.size(inner) or 0)
        yield _format(Piece(url, name=PurePosixPath(inner).name, path=url, size=size), asked=True)


def _named(pieces: list[Piece]) -> list[Piece]:
    """The pieces with names that differ: «a/news.txt» and «b/news.txt»."""
    parts = {piece.path: PurePosixPath(piece.path.replace(os.sep, "/")).parts for piece in pieces}
    names = {piece.path: piece.name for piece in pieces if piece.name}
    depth = 1
    while clashing := _clashing(names):
        depth += 1
        for path in clashing:
            names[path] = "/".join(parts[path][-depth:])
        if depth > 64:
            break
    return [replace(piece, name=names.get(piece.path, "")) for piece in pieces]


def _clashing(names: dict[str, str]) -> Iterable[str]:
    by_name: dict[str, list[str]] = {}
    for path, name in names.items():
        by_name.setdefault(name, []).append(path)
    return [path for paths in by_name.values() if len(paths) > 1 for path in paths]
