"""What people marked, whatever they marked it in: gold JSONL, brat, Label Studio."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.core.errors import InputError

NAMES = ("PER", "LOC", "ORG")
FIGURES = ("money", "percent", "ratio", "count", "quantity", "points")
# Group of marks in a gold record -> what it is called here; a record is scored on those it has.
GROUPS = ("spans", "entities", "country_adjectives", "persons", "sectors", "figures", "facts")
_TEXT_BOUND = re.compile(r"T\d+\t(\S+) ([\d ;]+)\t")
_ATTRIBUTE = re.compile(r"[AM]\d+\t(\S+) (T\d+)(?: (.+))?")
_NOTE = re.compile(r"#\d+\tAnnotatorNotes (T\d+)\t(.*)")
_PAIR = re.compile(r"\b(name|unit|min|max)=(.*?)(?=\s+(?:name|unit|min|max)=|$)")


@dataclass(slots=True)
class Gold:
    """A text with what people marked in it: groups of records with ``start`` and ``stop``."""

    id: str
    text: str
    meta: dict[str, str] = field(default_factory=dict)
    marks: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def load(path: Path) -> list[Gold]:
    """Gold documents of a JSONL file, a folder of brat, or an export of Label Studio.

    Raises InputError for a file that holds none, or whose offsets do not fit its texts.
    """
    try:
        if path.is_dir():
            found = list(_brat(path))
        elif path.suffix == ".json":
            found = list(_labelstudio(path))
        else:
            found = list(_jsonl(path))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: not a gold file ({type(error).__name__}: {error})") from None
    if not any(gold.marks for gold in found):
        raise InputError(
            f"{path}: nothing marked; expected JSONL records with text and one of "
            f"{', '.join(GROUPS)}, a brat folder, or a JSON export of Label Studio"
        )
    return found


def _checked(path: Path, gold: Gold) -> Gold:
    """The document, once every mark lies in its text and reads as it says."""
    for group, records in gold.marks.items():
        for record in records if group not in ("persons", "facts") else ():
            start, stop = record["start"], record["stop"]
            if not 0 <= start < stop <= len(gold.text):
                raise InputError(f"{path}: {gold.id}: {group} {start}:{stop} is outside the text")
            if record.get("text", gold.text[start:stop]) != gold.text[start:stop]:
                said = f"{record['text']!r} is not at {start}:{stop}"
                raise InputError(f"{path}: {gold.id}: {group} {said}")
    return gold


def _jsonl(path: Path) -> Iterator[Gold]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                record = json.loads(line)
                gold = Gold(str(record.get("id", number)), record["text"])
                gold.meta = {k: str(record[k]) for k in ("title", "date", "url") if record.get(k)}
                gold.marks = {key: record[key] for key in GROUPS if key in record}
                if "spans" in gold.marks:
                    gold.marks["spans"] = [
                        {"start": a, "stop": b, "type": kind} for a, b, kind in record["spans"]
                    ]
                yield _checked(path, gold)


def _grouped(marks: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Marks of an annotation tool, which know their label, as groups of a gold record."""
    groups: dict[str, list[dict[str, Any]]] = {"entities": [], "sectors": [], "figures": []}
    for mark in sorted(marks, key=lambda m: (m["start"], m["stop"])):
        label = mark.pop("label")
        if label in NAMES:
            groups["entities"].append({"name": None} | mark | {"type": label})
        elif label in FIGURES:
            empty = dict.fromkeys(("min", "max", "unit", "bound", "direction"))
            groups["figures"].append(empty | mark | {"kind": label})
        elif label == "sector":
            mark["inside_org"] = mark.get("inside_org") == "true"
            groups["sectors"].append({"sector_id": None} | mark)
        else:
            raise ValueError(f"unknown label {label!r}")
    return groups


def _brat(folder: Path) -> Iterator[Gold]:
    """A folder as ``svodka extract --format brat`` writes it, corrected in brat."""
    ids: dict[str, str] = {}
    index = folder / "documents.tsv"
    if index.is_file():
        with index.open(encoding="utf-8", newline="") as file:
            ids = {
                row[0]: row[1] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            }
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode()
        marks: dict[str, dict[str, Any]] = {}
        lines = path.read_text(encoding="utf-8").splitlines()
        for line in sorted(lines, key=lambda line: not line.startswith("T")):
            if m := _TEXT_BOUND.match(line):
                ends = [int(n) for n in re.findall(r"\d+", m[2])]
                label = line.split("\t", 1)[0]
                marks[label] = {"label": m[1], "start": min(ends), "stop": max(ends)}
            elif (m := _ATTRIBUTE.fullmatch(line)) and m[2] in marks:
                marks[m[2]][m[1]] = m[3] or "true"
            elif (m := _NOTE.fullmatch(line)) and m[1] in marks:
                marks[m[1]] |= {pair[0]: pair[1].strip() for pair in _PAIR.findall(m[2])}
        gold = Gold(ids.get(path.stem, path.stem), text, marks=_grouped(list(marks.values())))
        yield _checked(path, gold)


def _labelstudio(path: Path) -> Iterator[Gold]:
    """Tasks of an export; annotations count, predictions only where a task has none."""
    for number, task in enumerate(json.loads(path.read_text(encoding="utf-8-sig")), 1):
        data = task["data"]
        text, name = data["text"], str(data.get("doc_id") or task.get("id") or number)
        given = [a for a in task.get("annotations", []) if not a.get("was_cancelled")]
        answers = given or task.get("predictions", [])
        marks: dict[str, dict[str, Any]] = {}
        for region in answers[-1]["result"] if answers else ():
            value = region["value"]
            mark = marks.setdefault(region["id"], {})
            start, stop = value["start"], value["end"]
            if text[start:stop] != value.get("text", text[start:stop]):
                start, stop = _from_units(text, start), _from_units(text, stop)
            mark |= {"start": start, "stop": stop}
            if region["type"] == "labels":
                mark["label"] = value["labels"][0]
            elif region["type"] == "choices":
                mark[region["from_name"]] = value["choices"][0]
            elif region["type"] == "textarea":
                mark[region["from_name"]] = value["text"][0]
        spans = [mark for mark in marks.values() if "label" in mark]
        yield _checked(path, Gold(name, text, marks=_grouped(spans)))


def _from_units(text: str, offset: int) -> int:
    """Code points for UTF-16 units, which older releases of Label Studio count."""
    return len(text.encode("utf-16-le")[: 2 * offset].decode("utf-16-le", "replace"))
