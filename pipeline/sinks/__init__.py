"""Where rows go: a line a format."""

from collections.abc import Callable
from pathlib import Path

from pipeline.sinks.brat import write_brat
from pipeline.sinks.conllu import write_conllu
from pipeline.sinks.files import PIECES, Tables
from pipeline.sinks.gather import NEEDED as SHOWN
from pipeline.sinks.labelstudio import write_labelstudio
from pipeline.sinks.layers import NEEDED
from pipeline.sinks.parquet import write_parquet
from pipeline.sinks.report import write_report
from pipeline.sinks.xlsx import write_xlsx

# A format of its own: writes what it wants of the finished tables into a folder. The second part
# names tables that it needs beyond those asked for.
Sink = tuple[Callable[[Tables, Path], None], tuple[str, ...]]
SINKS: dict[str, Sink] = {
    "parquet": (write_parquet, ()),
    "xlsx": (write_xlsx, ()),
    "conllu": (write_conllu, ("tokens",)),
    "brat": (write_brat, NEEDED),
    "labelstudio": (write_labelstudio, NEEDED),
    "report": (write_report, SHOWN),
}

FORMATS = (*PIECES, *SINKS)
