"""The import rules of the house, read from the code's own imports."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pipeline"

# Floors from the ground up; inside a folder, a file imports only files listed before it.
FLOORS: list[list[str]] = [
    ["core"],
    ["rules", "read", "nn"],
    ["amounts", "claims", "naming"],
    ["stages"],
    ["tables"],
    ["sinks"],
    ["run", "evaluate"],
    ["console"],
    ["cli"],
    ["__main__", "__init__"],
]
ORDER: dict[str, list[str]] = {
    "core": ["blas", "errors", "lexicon", "span", "records", "doc", "stage"],
    "rules": [
        *[
            "load",
            "analogy",
            "entries",
            "dictionary",
            "inflect",
            "lemmas",
            "decline",
            "phrases",
            "coordinate",
        ],
        *["phrases", "coordinate", "cases", "terms", "matching"],
    ],
    "read": ["files", "encodings", "meta", "html", "records", "tables", "sources", "shards"],
    "nn": ["pack", "ops", "tagger"],
    "amounts": [
        "tokens",
        "shorts",
        "bylemma",
        "context",
        "terms",
        "numerals",
        "currencies",
        "items",
        "units",
        "whole",
        "amount",
        "ranges",
        "reading",
        "changes",
        "bounds",
        "sharing",
        "cells",
    ],
    "claims": [
        "cues",
        "sentences",
        "clauses",
        "times",
        "shifts",
        "calendar",
        "beside",
        "terms",
        "hints",
        "frames",
        "weighing",
        "indicators",
        "owners",
        "ties",
        "themes",
        "sides",
        "parties",
        "standing",
        "governing",
        "status",
        "when",
        "grid",
        "pages",
        "resuming",
        "paragraph",
        "onward",
        "measuring",
        "papers",
        "outlook",
        "sector_rows",
        "sectors",
        "sector_finder",
    ],
    "naming": [
        "words",
        "countries",
        "gazetteer",
        "quotes",
        "repair",
        "known",
        "extend",
        "complements",
        "fused",
        "marks",
        "routes",
        "scripts",
        "consistent",
        "captions",
        "aliases",
        "patterns",
        "personal",
        "parts",
        "fullname",
        "persons",
        "offices",
        "homeland",
        "duties",
        "desk",
        "cases",
        "forms",
    ],
    "tables": ["schema", "rows", "build"],
    "sinks": [
        "files",
        "datapackage",
        "frames",
        "parquet",
        "xlsx",
        "conllu",
        "layers",
        "brat",
        "labelstudio",
        "labels",
        "charts",
        "gather",
        "report",
        "explain",
        "notebook",
    ],
    "evaluate": ["gold", "match", "score"],
    "run": [
        "config",
        "limits",
        "near",
        "part",
        "store",
        "work",
        "spread",
        "workers",
        "rescue",
        "join",
        "extract",
        "library",
        "overlay",
    ],
}
DOORS = {
    "razdel": {"stages/segment"},
    "pymorphy3": {"rules/dictionary"},
    "pandas": {"read", "tables", "sinks"},
    "pyarrow": {"read", "tables", "sinks"},
}
FILES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> list[str]:
    """Full names of what a file imports, wherever in the file it does so."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def place(name: str) -> tuple[str, str]:
    """Folder and file of a module name; a file at the top is its own folder."""
    parts = [*name.split(".")[1:], "", ""]
    return parts[0] or "__init__", parts[1]


def floor(folder: str) -> int:
    return next((i for i, names in enumerate(FLOORS) if folder in names), len(FLOORS) - 1)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    folder, file = (parts[0], parts[1]) if len(parts) > 1 else (parts[0], "")
    for name in imports(path):
        root = name.split(".")[0]
        here = "/".join(parts)
        if root in DOORS:
            assert here in DOORS[root] or folder in DOORS[root], f"{here}: {root} has another door"
        if root != "pipeline":
            continue
        other, other_file = place(name)
        if file == "__init__" and other == folder:
            continue
        if other == folder and len(parts) > 1:
            assert folder != "stages" or file == "__init__", f"{here}: a stage imports a stage"
            order = ORDER.get(folder, [])
            assert file in order and other_file in order, f"{here}: not in ORDER"
            assert order.index(other_file) < order.index(file), f"{here}: imports upwards"
        else:
            assert floor(other) < floor(folder), f"{here}: imports {name}"


def test_every_file_has_its_place() -> None:
    for folder, order in ORDER.items():
        there = {p.stem for p in (PACKAGE / folder).glob("*.py")} - {"__init__"}
        assert there <= set(order), f"{folder}: {there - set(order)} not in ORDER"
