"""brat standoff: a folder with a text, its annotations, and the configuration to correct them.

Format: https://brat.nlplab.org/standoff.html
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.sinks.files import Tables, whole
from pipeline.sinks.layers import CHOICES, KINDS, NAMES, SECTOR, TEXTS, Mark, marked, sector_ids

NAME = "brat"
_UNSAFE = re.compile(r'[\\/:*?"<>|%\x00-\x1f]')
_LONGEST = 100


def write_brat(tables: Tables, folder: Path) -> None:
    """``brat/``: NAME.txt and NAME.ann a document, annotation.conf, documents.tsv.

    The text is the source to the character. Bounds, directions and sectors are attributes with a
    list to choose from; names, units and numbers stand in the note of an annotation, as
    «min=620100000 unit=USD».
    """
    home = folder / NAME
    home.mkdir(exist_ok=True)
    used: set[str] = set()
    index = []
    for document in marked(tables):
        name = file_name(document.doc_id, used)
        index.append(f"{name}\t{' '.join(document.doc_id.split())}\n")
        with whole(home / f"{name}.txt") as file:
            file.write(document.text.encode())
        with whole(home / f"{name}.ann") as file:
            file.write("".join(_lines(document.text, document.marks)).encode())
    with whole(home / "documents.tsv") as file:
        file.write("".join(index).encode())
    with whole(home / "annotation.conf") as file:
        file.write(_configuration().encode())


def file_name(doc_id: str, used: set[str]) -> str:
    """A file name for a document, unlike all used (also where case is not told apart)."""
    name = _UNSAFE.sub("_", doc_id).strip(". ")[:_LONGEST] or "document"
    if name.casefold() in used:
        name += "-" + hashlib.sha256(doc_id.encode()).hexdigest()[:8]
    used.add(name.casefold())
    return name


def _lines(text: str, marks: list[Mark]) -> Iterator[str]:
    attributes = notes = 0
    for number, mark in enumerate(marks, 1):
        spans = _fragments(text, mark)
        where = ";".join(f"{a} {b}" for a, b in spans)
        yield f"T{number}\t{mark.label} {where}\t{' '.join(text[a:b] for a, b in spans)}\n"
        for key, value in mark.values.items():
            if key in TEXTS:
                continue
            attributes += 1
            chosen = "" if value == "true" else f" {value}"
            yield f"A{attributes}\t{key} T{number}{chosen}\n"
        if said := " ".join(f"{k}={v}" for k, v in mark.values.items() if k in TEXTS):
            notes += 1
            yield f"#{notes}\tAnnotatorNotes T{number}\t{said}\n"


def _fragments(text: str, mark: Mark) -> list[tuple[int, int]]:
    """The span without the line breaks in it: brat takes them for the end of the line."""
    found = re.finditer(r"[^\r\n]+", text[mark.start : mark.stop])
    return [(mark.start + m.start(), mark.start + m.end()) for m in found]


def _configuration() -> str:
    figures = "|".join(KINDS)
    lines = ["[entities]", *NAMES, SECTOR, *KINDS, "[relations]"]
    lines += ["<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "[events]"]
    lines += ["[attributes]", f"sector_id Arg:{SECTOR}, Value:{'|'.join(sector_ids())}"]
    lines += [f"inside_org Arg:{SECTOR}"]
    lines += [f"{key} Arg:{figures}, Value:{'|'.join(v)}" for key, v in CHOICES.items()]
    return "\n".join(lines) + "\n"
