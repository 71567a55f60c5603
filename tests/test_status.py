"""Status and period of figures: each case a wording of a class, judged in its own sentence."""

import csv
from functools import cache
from pathlib import Path

import pytest

from pipeline.core.doc import Doc
from pipeline.core.lexicon import Lexicon
from pipeline.core.records import Fact
from pipeline.stages import standard

CASES = list(
    csv.DictReader(
        (Path(__file__).parent / "cases" / "status.tsv").read_text(encoding="utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)


@cache
def documents() -> dict[tuple[str, str], Doc]:
    """The texts of all cases, read in one batch."""
    lexicon = Lexicon()
    found: dict[tuple[str, str], Doc] = {}
    for case in CASES:
        text, date = case["text"].replace("\\n", "\n"), case["date"]
        key = (case["text"], date)
        found[key] = Doc(str(len(found)), text, lexicon, {"date": date} if date else {})
    docs = list(found.values())
    standard().giving([Fact])(docs)
    assert not [doc.problems for doc in docs if doc.problems]
    return found


@pytest.mark.parametrize("number", range(len(CASES)))
def test_cases(number: int, request: pytest.FixtureRequest) -> None:
    """An empty status or period is not asked; «-» is none."""
    case = CASES[number]
    if case["xfail"]:
        request.applymarker(pytest.mark.xfail(reason=case["xfail"]))
    doc = documents()[case["text"], case["date"]]
    same = [f for f in doc.all(Fact) if doc.extract(f.span) == case["figure"]]
    same = same or [f for f in doc.all(Fact) if case["figure"] in doc.extract(f.span)]
    assert same, [doc.extract(f.span) for f in doc.all(Fact)]
    found = [(f.status, (f.period.value if f.period else None) or "-") for f in same]
    assert any(
        case["status"] in ("", status) and case["period"] in ("", value) for status, value in found
    ), found
