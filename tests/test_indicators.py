"""What figures measure: sentences with the indicator (and kind of change) of each figure."""

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
        (Path(__file__).parent / "cases" / "indicators.tsv").read_text("utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)


@cache
def read() -> list[str]:
    lexicon = Lexicon()
    docs = [Doc(str(i), case["text"], lexicon) for i, case in enumerate(CASES)]
    standard().giving([Fact])(docs)
    assert not [doc.problems for doc in docs if doc.problems]
    return [" ".join(shown(f) for f in doc.all(Fact)) for doc in docs]


def shown(fact: Fact) -> str:
    return fact.indicator if fact.kind == "level" else f"{fact.indicator}:{fact.kind}"


@pytest.mark.parametrize("number", range(len(CASES)))
def test_indicators(number: int, request: pytest.FixtureRequest) -> None:
    case = CASES[number]
    if case["xfail"]:
        request.applymarker(pytest.mark.xfail(reason=case["xfail"], strict=True))
    assert read()[number] == case["indicators"]
