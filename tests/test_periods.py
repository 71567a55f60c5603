"""Periods: wordings, values and what the rows promise."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.claims.times import LETTERS, Times, WordRow
from pipeline.core.doc import Doc
from pipeline.core.records import Period
from pipeline.core.stage import Pipeline
from pipeline.rules.load import load
from pipeline.stages.clean import Clean
from pipeline.stages.periods import PhraseRow, periods
from pipeline.stages.segment import Segment

CASES = list(
    csv.DictReader(
        (Path(__file__).parent / "cases" / "periods.tsv").read_text(encoding="utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)
FLOW = Pipeline([Clean(), Segment(), periods()])


def read(text: str, date: str = "") -> Doc:
    doc = Doc("d", text, meta={"date": date} if date else {})
    FLOW([doc])
    assert not doc.problems
    return doc


def marks(cases: list[dict[str, str]]) -> list[object]:
    return [
        pytest.param(c, marks=pytest.mark.xfail(reason=c["xfail"]) if c["xfail"] else ())
        for c in cases
    ]


@pytest.mark.parametrize("case", marks(CASES))
def test_wordings_and_values(case: dict[str, str]) -> None:
    doc = read(case["text"], case["date"])
    found = [f"{doc.extract(p.span)}={p.value or ''}" for p in doc.all(Period)]
    assert found == [x for x in case["expected"].split("; ") if x]


@pytest.mark.parametrize("row", load(PhraseRow, "period_phrases"), ids=lambda r: r.phrase)
def test_fixed_phrases(row: PhraseRow) -> None:
    doc = read(row.example)
    assert row.phrase in [doc.extract(p.span).lower().replace("ё", "е") for p in doc.all(Period)]


def test_every_class_of_words_has_a_letter() -> None:
    times = Times()
    for row in load(WordRow, "periods"):
        assert row.kind in LETTERS
        for word in row.words:
            assert times.letter(word.rstrip("!")) != "_", word


WORDS = ["в", "за", "к", "с", "по", "2023", "2024–2026", "году", "года", "январе—июле", "мая", "5"]
WORDS += ["первом", "квартале", "прошлом", "лет", ",", ".", "и", "—", "что"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_any_words_give_ordered_spans_apart(words: list[str]) -> None:
    doc = read(" ".join(words))
    end = 0
    for period in doc.all(Period):
        assert end <= period.span.start < period.span.stop <= len(doc)
        end = period.span.stop
        assert period.value is None or period.value[:2] == "20"


def test_a_user_adds_a_phrase(tmp_path: Path) -> None:
    (tmp_path / "period_phrases.csv").write_text("phrase,kind\nв пятилетку,future\n", "utf-8")
    doc = Doc("d", "В пятилетку построят 5 заводов.")
    Pipeline([Clean(), Segment(), periods(tmp_path)])([doc])
    assert [doc.extract(p.span) for p in doc.all(Period)] == ["В пятилетку"]
