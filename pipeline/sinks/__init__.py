"""Where rows go: a line a format."""

from collections.abc import Callable
from pathlib import Path

from pipeline.sinks.files import PIECES, Tables

# A format of its own: writes what it wants of the finished tables into a folder. The second part
# names tables that it needs beyond those asked for.
Sink = tuple[Callable[[Tables, Path], None], tuple[str, ...]]
SINKS: dict[str, Sink] = {}

FORMATS = (*PIECES, *SINKS)
