"""One pipeline of names for the tests of names, people, countries and organisations."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.doc import Doc
from pipeline.core.lexicon import Lexicon
from pipeline.core.stage import Pipeline
from pipeline.stages.clean import Clean
from pipeline.stages.countries import countries_stage
from pipeline.stages.morph import Morph
from pipeline.stages.names import Names
from pipeline.stages.orgs import Orgs
from pipeline.stages.people import people
from pipeline.stages.segment import Segment

HERE = Path(__file__).parent


@cache
def pipeline() -> Pipeline:
    return Pipeline([Clean(), Segment(), Morph(), Names(), countries_stage(), people(), Orgs()])


def read(*texts: str) -> list[Doc]:
    """Documents of one batch, through all stages of naming."""
    lexicon = Lexicon()
    docs = [Doc(f"t{i}", text, lexicon) for i, text in enumerate(texts)]
    pipeline()(docs)
    assert not any(doc.problems for doc in docs), [doc.problems for doc in docs]
    return docs


def cases(name: str) -> list[Any]:
    """Rows of a table of cases as parameters; a reason in ``xfail`` marks a known failure."""
    with (HERE / "cases" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        pytest.param(
            {k: v or "" for k, v in row.items()},
            id=row["text"][:50],
            marks=[pytest.mark.xfail(reason=row["xfail"], strict=True)] if row["xfail"] else [],
        )
        for row in rows
    ]
