"""The notebooks run from top to bottom, and their outputs are committed.

After a change that changes what they show: SVODKA_NOTEBOOKS=write pytest tests/test_notebooks.py
"""

import os
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("altair")
NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
WRITE = os.environ.get("SVODKA_NOTEBOOKS") == "write"


def outputs(book: Any) -> list[list[str]]:
    """What each cell shows, by kind."""
    return [
        [kind for out in cell.outputs for kind in sorted(out.get("data", {out.output_type: 0}))]
        for cell in book.cells
        if cell.cell_type == "code"
    ]


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda p: p.stem)
def test_runs_and_shows_what_is_committed(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    committed = outputs(book)
    client = nbclient.NotebookClient(
        book, timeout=120, record_timing=False, resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()  # a cell that raises ends this with its traceback
    assert not [
        o for cell in book.cells for o in cell.get("outputs", []) if o.output_type == "stderr"
    ]
    if WRITE:
        book.metadata.pop("language_info", None)
        nbformat.write(book, path)
        return
    assert outputs(book) == committed
    assert any("text/html" in kinds for kinds in committed)


def test_no_output_names_a_place_or_loads_anything() -> None:
    for path in NOTEBOOKS.glob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert "/tmp/" not in text and "<script" not in text and "cdn." not in text, path
