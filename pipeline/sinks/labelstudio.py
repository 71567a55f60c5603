"""Label Studio: tasks with predictions that can be corrected, and the labelling interface.

Format: https://labelstud.io/guide/predictions.html; offsets count code points.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pipeline.sinks.files import Tables, whole
from pipeline.sinks.layers import (
    CHOICES,
    KINDS,
    NAMES,
    SECTOR,
    TEXTS,
    Mark,
    Marked,
    marked,
    sector_ids,
)

NAME = "labelstudio.json"
CONFIG = "labelstudio.xml"
_COLOURS = {"PER": "#2f6fde", "LOC": "#2a9d5c", "ORG": "#b5651d", SECTOR: "#8e44ad"}


def write_labelstudio(tables: Tables, folder: Path) -> None:
    """``labelstudio.json`` to import into a project whose interface is ``labelstudio.xml``."""
    with whole(folder / NAME) as file:
        file.write(b"[")
        for number, document in enumerate(marked(tables)):
            text = json.dumps(_task(document), ensure_ascii=False)
            file.write((",\n" if number else "\n").encode() + text.encode())
        file.write(b"\n]\n")
    with whole(folder / CONFIG) as file:
        file.write(_configuration().encode())


def _task(document: Marked) -> dict[str, Any]:
    result = [
        region
        for number, mark in enumerate(document.marks, 1)
        for region in _regions(document.text, number, mark)
    ]
    data = {"doc_id": document.doc_id, "title": document.title, "text": document.text}
    return {"data": data, "predictions": [{"model_version": "svodka", "result": result}]}


def _regions(text: str, number: int, mark: Mark) -> Iterator[dict[str, Any]]:
    """The labelled span, then what is chosen or typed for it, under the same id."""
    span = {"start": mark.start, "end": mark.stop, "text": text[mark.start : mark.stop]}

    def region(name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": f"m{number}",
            "from_name": name,
            "to_name": "text",
            "type": kind,
            "value": span | value,
        }

    yield region("label", "labels", {"labels": [mark.label]})
    for key, value in mark.values.items():
        if key in TEXTS:
            yield region(key, "textarea", {"text": [value]})
        else:
            yield region(key, "choices", {"choices": [value]})


def _configuration() -> str:
    lines = ["<View>", '  <Header value="$title"/>', '  <Labels name="label" toName="text">']
    for label in (*NAMES, SECTOR, *KINDS):
        colour = _COLOURS.get(label, "#c0392b")
        lines.append(f"    <Label value={quoteattr(label)} background={quoteattr(colour)}/>")
    lines += ["  </Labels>", '  <Text name="text" value="$text"/>']
    chosen = {"sector_id": (SECTOR, sector_ids()), "inside_org": (SECTOR, ("true",))}
    for key, values in CHOICES.items():
        chosen[key] = (",".join(KINDS), values)
    for key, (labels, values) in chosen.items():
        lines.append(
            f'  <Choices name="{key}" toName="text" perRegion="true" choice="single"'
            f' showInline="true" whenTagName="label" whenLabelValue="{labels}">'
        )
        lines += [f"    <Choice value={quoteattr(value)}/>" for value in values]
        lines.append("  </Choices>")
    for key in TEXTS:
        labels = ",".join(NAMES if key == "name" else KINDS)
        lines.append(
            f'  <TextArea name="{key}" toName="text" perRegion="true" editable="true"'
            f' maxSubmissions="1" whenTagName="label" whenLabelValue="{labels}"/>'
        )
    return "\n".join([*lines, "</View>"]) + "\n"
