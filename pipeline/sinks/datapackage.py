"""The descriptor of what was written: a Data Package with schemas, hashes and row counts.

Specification: https://datapackage.org/standard/data-package/ (version 2).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.sinks.files import whole
from pipeline.tables.schema import TABLES, table_schema

NAME = "datapackage.json"
# Best first: which file of a table the descriptor's schema is bound to.
_MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}
# Files that hold more, or less, than one table.
_OTHERS = {
    "svodka.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "tokens.conllu": "text/plain",
    "labelstudio.json": "application/json",
    "labelstudio.xml": "application/xml",
    "report.html": "text/html",
}


def sha256(path: Path) -> str:
    """The hash of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def paths(descriptor: bytes | None) -> set[str]:
    """The files that a descriptor names; none where it is no descriptor of ours."""
    try:
        known = json.loads(descriptor or b"{}")
        found = {r["path"] for r in known["resources"]} if known.get("name") == "svodka" else set()
    except (ValueError, KeyError, TypeError, AttributeError):
        return set()
    return {path for path in found if isinstance(path, str) and "/" not in path}


def describe(
    folder: Path, files: Mapping[tuple[str, str], str], counts: Mapping[str, int], version: str
) -> dict[str, Any]:
    """The descriptor of a folder; ``files`` maps (table, format) to the name of its file.

    Tables that are there in several formats are one resource each, named after the table, in the
    first of csv, json, jsonl, parquet; the other formats follow as resources of their own.
    """
    present = [name for name in TABLES if any(name == known for known, _ in files)]
    resources = []
    main = {name: next((f for f in _MEDIA if (name, f) in files), "") for name in present}
    for form in _MEDIA:
        for name in present:
            if (name, form) in files:
                label = name if main[name] == form else f"{name}-{form}"
                resources.append(
                    _resource(folder / files[name, form], label, name, form, counts, present)
                )
    for other, media in _OTHERS.items():
        if (folder / other).is_file():
            resources.append(_file(folder / other, media))
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "svodka",
        "title": "Names, sectors, figures and facts of Russian news",
        "contributors": [{"title": f"svodka {version}", "roles": ["wrangler"]}],
        "resources": resources,
    }


def _file(path: Path, media: str) -> dict[str, Any]:
    return {
        "name": path.name.replace(".", "-"),
        "type": "file",
        "path": path.name,
        "format": path.suffix[1:],
        "mediatype": media,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
    }


def _resource(
    path: Path,
    label: str,
    name: str,
    form: str,
    counts: Mapping[str, int],
    present: Sequence[str],
) -> dict[str, Any]:
    with path.open("rb") as file:
        bom = file.read(3) == b"\xef\xbb\xbf"
    return {
        "name": label,
        # Frictionless reads CSV as a table; of JSON it counts no bytes and rows, and reads no «[]».
        "type": "table" if form == "csv" else "file",
        "path": path.name,
        "title": TABLES[name].about,
        "format": form,
        "mediatype": _MEDIA[form],
        "encoding": "utf-8-sig" if bom else "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
        "rows" if form == "csv" else "rowCount": counts.get(name, 0),
        "schema": table_schema(TABLES[name], present),
    }


def write(
    folder: Path, files: Mapping[tuple[str, str], str], counts: Mapping[str, int], version: str
) -> None:
    """Write ``datapackage.json`` into the folder."""
    with whole(folder / NAME) as file:
        text = json.dumps(describe(folder, files, counts, version), ensure_ascii=False, indent=1)
        file.write(text.encode() + b"\n")
