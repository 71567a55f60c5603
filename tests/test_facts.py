"""Facts: cases, what every row promises, the seeds, tables, a user's own rows."""

import csv
import json
from functools import cache
from pathlib import Path

import pytest

from pipeline.claims.cues import WordsRow
from pipeline.claims.frames import FrameRow
from pipeline.claims.hints import PartyRow
from pipeline.claims.indicators import IndicatorRow
from pipeline.claims.status import CueRow
from pipeline.claims.terms import TermRow
from pipeline.core.doc import Doc
from pipeline.core.lexicon import Lexicon
from pipeline.core.records import Fact, Figure
from pipeline.core.stage import Pipeline
from pipeline.rules.load import load
from pipeline.stages import standard
from pipeline.stages.facts import facts

HERE = Path(__file__).parent
CASES = list(
    csv.DictReader(
        (HERE / "cases" / "facts.tsv").read_text(encoding="utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)


@cache
def flow() -> Pipeline:
    return standard().giving([Fact])


@cache
def read(texts: tuple[str, ...], dates: tuple[str, ...] = ()) -> list[Doc]:
    """The texts in one batch."""
    lexicon = Lexicon()
    dates = dates or ("",) * len(texts)
    docs = [
        Doc(str(i), text, lexicon, {"date": date} if date else {})
        for i, (text, date) in enumerate(zip(texts, dates, strict=True))
    ]
    flow()(docs)
    assert not [doc.problems for doc in docs if doc.problems]
    return docs


def row(doc: Doc, fact: Fact) -> dict[str, str]:
    return {
        "figure": doc.extract(fact.span),
        "indicator": fact.indicator,
        "kind": fact.kind,
        "status": fact.status,
        "period": (fact.period.value if fact.period else None) or "",
        "parties": ";".join(fact.parties),
    }


@pytest.mark.parametrize("number", range(len(CASES)))
def test_cases(number: int, request: pytest.FixtureRequest) -> None:
    case = CASES[number]
    if case["xfail"]:
        request.applymarker(pytest.mark.xfail(reason=case["xfail"]))
    docs = read(tuple(c["text"] for c in CASES), tuple(c["date"] for c in CASES))
    doc = docs[number]
    assert not doc.problems
    found = [row(doc, f) for f in doc.all(Fact)]
    assert {k: case[k] for k in found[0]} in found


# Every row's own example must come out as the row says.
TERMS = load(TermRow, "indicator_terms")
FRAMES = load(FrameRow, "indicator_frames")
CUES = [r for r in load(CueRow, "verbs") if r.example]


@pytest.mark.parametrize("number", range(len(TERMS)))
def test_indicator_examples(number: int) -> None:
    doc = read(tuple(r.example for r in TERMS))[number]
    assert [f.indicator for f in doc.all(Fact)][:1] == [TERMS[number].indicator], doc.text


@pytest.mark.parametrize("number", range(len(FRAMES)))
def test_frame_examples(number: int) -> None:
    doc = read(tuple(r.example for r in FRAMES))[number]
    assert [f.indicator for f in doc.all(Fact)][:1] == [FRAMES[number].indicator], doc.text


@pytest.mark.parametrize("number", range(len(CUES)))
def test_status_examples(number: int) -> None:
    doc = read(tuple(r.example for r in CUES))[number]
    assert [f.status for f in doc.all(Fact)][:1] == [CUES[number].status], doc.text


def test_rows_name_listed_indicators() -> None:
    listed = {r.indicator_id for r in load(IndicatorRow, "indicators")}
    assert {r.indicator for r in TERMS} <= listed
    covered = {r.indicator for r in TERMS}
    assert listed == covered


def test_party_words_name_countries() -> None:
    for party in load(PartyRow, "party_words"):
        kinds = ("group", "world", "mutual", "office", "bank", "media", "aside")
        assert len(party.country) == 3 or party.kind in kinds


def test_roles_have_words() -> None:
    assert all(r.words and r.example for r in load(WordsRow, "claim_words"))


def test_every_figure_has_one_fact() -> None:
    text = "Экспорт вырос на 5% и составил 3 млрд долларов. 76 проектов, 14 документов, $5."
    doc = read((text,))[0]
    assert [f.figure for f in doc.all(Fact)] == doc.all(Figure)


TABLE = """Обмен Грузии и Армении

| Показатель | 2023 | 2025 (план) |
|---|---|---|
| Студенты | 180 | 260 |
| Экспорт, млн долларов | 340 | 500 |
"""


def test_a_table_has_heads_of_rows_and_columns() -> None:
    doc = read((TABLE,))[0]
    found = [(f.indicator, f.status, f.period.value if f.period else None) for f in doc.all(Fact)]
    assert found == [
        ("students", "actual", "2023"),
        ("students", "planned", "2025"),
        ("exports", "actual", "2023"),
        ("exports", "planned", "2025"),
    ]


def test_a_headline_measures_what_the_body_says() -> None:
    text = (
        "Банк развития выделит Киргизии 30 млн долларов\n\n"
        "Соглашение подписано в Бишкеке. Грант в 30 млн долларов рассчитан на три года."
    )
    assert [f.indicator for f in read((text,))[0].all(Fact)] == ["grant", "grant"]


def test_a_caption_tells_what_cells_measure() -> None:
    text = (
        "Обзор.\n\nПартнёры республики (товарооборот):\n\n"
        "| Страна | Изменение, % |\n|---|---|\n| Китай | +8,8 |\n"
    )
    assert [f.indicator for f in read((text,))[0].all(Fact)] == ["trade_turnover"]


def test_a_user_adds_an_indicator_term(tmp_path: Path) -> None:
    (tmp_path / "indicator_terms.csv").write_text(
        "term,indicator,kinds\nкриптооборот,other,money|change\n", "utf-8"
    )
    doc = Doc("d", "Криптооборот страны вырос на 5%.")
    stages = [s for s in flow() if s.name != "facts"]
    Pipeline([*stages, facts(tmp_path)])([doc])
    assert [f.rule.split(";")[0] for f in doc.all(Fact)] == ["криптооборот"]


def seeds() -> list[dict[str, object]]:
    path = HERE / "gold" / "documents_seeds.jsonl"
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("record", seeds(), ids=lambda r: str(r["id"]))
def test_the_seeds_come_out_right(record: dict[str, list[dict[str, object]]]) -> None:
    doc = read((str(record["text"]),))[0]
    found = [(f.indicator, f.kind, f.status, *row(doc, f).values()) for f in doc.all(Fact)]
    gold = [
        (
            g["indicator"],
            g["kind"],
            g["status"],
            record["figures"][int(str(g["figure"]))]["text"],
            g["indicator"],
            g["kind"],
            g["status"],
            g["period"] or "",
            ";".join(g["parties"]),  # type: ignore[arg-type]
        )
        for g in record["facts"]
    ]
    assert found == gold
