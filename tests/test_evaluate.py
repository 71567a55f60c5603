"""Scores: the definitions, and corrected exports of annotation tools as gold."""

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sample import everything, write

from pipeline.core.errors import InputError
from pipeline.evaluate.gold import Gold, load
from pipeline.evaluate.match import Score, near
from pipeline.evaluate.score import compare, evaluate
from pipeline.sinks import SINKS

Rows = dict[str, list[Any]]


def by_document(rows: Rows) -> dict[str, Rows]:
    """The tables of each document."""
    names = [name for name in rows if name != "problems"]
    return {
        d.doc_id: {name: [x for x in rows[name] if x.doc_id == d.doc_id] for name in names}
        for d in rows["documents"]
    }


def gold_of(text: str, rows: Rows) -> Gold:
    """A gold document that says just what the rows say."""
    ends = lambda row: {"start": row.start, "stop": row.stop, "text": row.text}  # noqa: E731
    limits = lambda row: {"min": row.value_min and str(row.value_min),  # noqa: E731
                          "max": row.value_max and str(row.value_max)}  # fmt: skip
    marks: dict[str, list[dict[str, Any]]] = {
        "spans": [ends(m) | {"type": m.type} for m in rows["mentions"]],
        "entities": [
            ends(m) | {"type": m.type, "name": m.name, "country": m.country}
            for m in rows["mentions"]
        ],
        "country_adjectives": [
            ends(c) | {"countries": [c.country]} for c in rows["countries"] if c.form == "adjective"
        ],
        "persons": [
            {"name": e.name, "role": e.role, "country": e.country}
            for e in rows["entities"]
            if e.type == "person"
        ],
        "sectors": [ends(s) | {"sector_id": s.sector_id} for s in rows["sectors"]],
        "figures": [
            ends(f) | limits(f) | {"kind": f.kind, "unit": f.unit, "bound": f.bound}
            for f in rows["figures"]
        ],
        "facts": [
            limits(f)
            | {"indicator": f.indicator, "kind": f.kind, "status": f.status, "period": f.period}
            | {"parties": f.parties.split(";"), "figure": f.figure_id - 1}
            for f in rows["facts"]
        ],
    }
    return Gold(rows["documents"][0].doc_id, text, marks=marks)


@pytest.fixture
def found() -> list[tuple[Gold, Rows]]:
    rows = everything()
    rows["countries"][1].form = "adjective"
    texts = {row.doc_id: row.text for row in rows["texts"]}
    return [(gold_of(texts[i], mine), copy.deepcopy(mine)) for i, mine in by_document(rows).items()]


def scores(found: list[tuple[Gold, Rows]]) -> dict[str, Score]:
    return {score.layer: score for score in compare(found)[0]}


def test_all_right(found: list[tuple[Gold, Rows]]) -> None:
    made, errors = compare(found)
    assert errors == [] and len(made) == 12
    for score in made:
        assert score.f1 == (1.0 if score.gold else 0.0), score
        assert all(value == 1.0 for value in score.shares.values()), score
    assert {s.layer: s.gold for s in made}["figures"] == 3


def test_precision_and_recall() -> None:
    score = Score("x", 3, 4, 6)
    assert (score.precision, score.recall) == (0.75, 0.5) and score.f1 == pytest.approx(0.6)
    assert Score("x", 0, 0, 0).f1 == 0.0


def test_a_mention_needs_span_and_type_and_then_its_name(found: list[tuple[Gold, Rows]]) -> None:
    _, rows = found[0]
    rows["mentions"][0].stop -= 1
    rows["mentions"][1].name = "шавкат  МИРЗИЁЕВ"
    rows["mentions"][2].name = "Александра Лукашенко"
    made = scores(found)["mentions"]
    assert (made.right, made.found, made.gold) == (3, 4, 4)
    assert made.shares["name"] == pytest.approx(2 / 3)
    assert scores(found)["spans LOC"].right == 1
    rows["mentions"][1].type = "ORG"
    assert scores(found)["mentions"].right == 2


def test_a_sector_needs_its_id_and_an_overlap(found: list[tuple[Gold, Rows]]) -> None:
    gold, rows = found[0]
    rows["sectors"][0].start += 1
    made = scores(found)
    assert made["sectors"].right == 2 and made["sectors"].shares["exact span"] == 0.5
    rows["sectors"][1].sector_id = "textile"
    gold.marks["sectors"][0]["inside_org"] = True
    made = scores(found)
    assert made["sectors"].right == 1 and made["sectors"].shares["inside_org"] == 0.0
    assert made["sectors a document"].right == 1


def test_a_figure_needs_kind_value_and_unit(found: list[tuple[Gold, Rows]]) -> None:
    gold, rows = found[0]
    rows["figures"][1].bound = "eq"
    assert scores(found)["figures"].right == 3
    assert scores(found)["figures"].shares["bound"] == pytest.approx(2 / 3)
    rows["figures"][1].unit = "usd"
    assert scores(found)["figures"].right == 3
    rows["figures"][1].value_max = Decimal(1)
    made, errors = compare(found)
    assert {s.layer: s.right for s in made}["figures"] == 2
    assert [e.what for e in errors if e.layer == "figures"] == ["wrong"]
    gold.marks["figures"][1]["hard"] = True
    easy = scores(found)["figures but hard ones"]
    assert (easy.right, easy.found, easy.gold) == (2, 2, 2)


def test_only_fractions_in_words_are_rounded() -> None:
    assert near(Decimal("33.333333333"), "33.33", "треть")
    assert not near(Decimal("33.333333333"), "33.33", "33,333333333%")
    assert near(Decimal("100"), "1E+2", "100") and near(None, "", "x")
    assert not near(None, "1", "x")


def test_facts_by_field(found: list[tuple[Gold, Rows]]) -> None:
    _, rows = found[0]
    rows["facts"][0].indicator = "exports"
    rows["facts"][1].period = None
    rows["facts"][1].parties = "UZB"
    made, errors = compare(found)
    by_name = {s.layer: s for s in made}
    assert by_name["facts: figure found"].right == 3
    shares = by_name["facts: figure found"].shares
    assert shares["indicator"] == shares["period"] == shares["parties"] == pytest.approx(2 / 3)
    assert by_name["facts: indicator, kind, status"].right == 2
    assert by_name["facts: all fields"].right == 1
    said = [e.said for e in errors if e.layer == "facts"]
    assert said == ["indicator: trade_turnover | exports",
                    "period: 2023 | None, parties: ['BLR', 'UZB'] | UZB"]  # fmt: skip


def test_the_whole_way(tmp_path: Path) -> None:
    text = "Товарооборот вырос на 15% и составил 620,1 млн долларов."
    start = text.index("620")
    figure = {"start": start, "stop": len(text) - 1, "text": text[start:-1], "kind": "money"}
    figure |= {"min": "620100000", "max": "620100000", "unit": "USD", "bound": "eq"}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "a", "text": text, "figures": [figure]}))
    [score], errors = evaluate(path)
    assert (score.right, score.found, score.gold) == (1, 2, 1)
    assert [(e.what, e.text) for e in errors] == [("extra", "15%")]


# Exports that a person has corrected


@pytest.mark.parametrize("form", ["brat", "labelstudio"])
def test_an_export_is_gold(tmp_path: Path, form: str) -> None:
    rows = everything()
    SINKS[form][0](write(tmp_path, rows), tmp_path)
    golds = load(tmp_path / {"brat": "brat", "labelstudio": "labelstudio.json"}[form])
    mine = by_document(rows)
    made, errors = compare([(gold, mine[gold.id]) for gold in golds])
    assert errors == []
    assert {s.layer: s.f1 for s in made} == {
        "mentions": 1.0, "sectors": 1.0, "sectors a document": 1.0, "figures": 1.0
    }  # fmt: skip


def test_a_correction_in_brat_counts(tmp_path: Path) -> None:
    rows = everything()
    SINKS["brat"][0](write(tmp_path, rows), tmp_path)
    path = tmp_path / "brat" / "встреча_1.txt.ann"
    lines = [line for line in path.read_text().splitlines() if "\tLOC " not in line]
    text = "\n".join(lines).replace("unit=USD", "unit=EUR").replace(" gt", " ge")
    path.write_text(text.replace("sector_id T7 food_industry", "sector_id T7 textile") + "\n")
    mine = by_document(rows)
    made, errors = compare([(gold, mine[gold.id]) for gold in load(tmp_path / "brat")])
    assert {s.layer: (s.right, s.found, s.gold) for s in made} == {
        "mentions": (3, 4, 3), "sectors": (1, 2, 2), "sectors a document": (1, 2, 2),
        "figures": (2, 3, 3),
    }  # fmt: skip
    assert ("wrong", "620,1 млн долларов") in [(e.what, e.text) for e in errors]


def test_a_correction_in_label_studio_counts(tmp_path: Path) -> None:
    rows = everything()
    SINKS["labelstudio"][0](write(tmp_path, rows), tmp_path)
    path = tmp_path / "labelstudio.json"
    tasks = json.loads(path.read_text())
    result = copy.deepcopy(tasks[0]["predictions"][0]["result"])
    kept = [region for region in result if region["id"] != "m1"]
    for region in kept:
        # An older release counts UTF-16 units: one more after the emoji in the text.
        value, text = region["value"], tasks[0]["data"]["text"]
        emoji = text.index("😀")
        value["start"] += value["start"] > emoji
        value["end"] += value["end"] > emoji
        if region["from_name"] == "max" and region["id"] == "m4":
            value["text"] = ["16"]
    tasks[0]["annotations"] = [{"was_cancelled": True, "result": []}, {"result": kept}]
    path.write_text(json.dumps(tasks))
    mine = by_document(rows)
    made, _ = compare([(gold, mine[gold.id]) for gold in load(path)])
    assert {s.layer: (s.right, s.found, s.gold) for s in made} == {
        "mentions": (3, 4, 3), "sectors": (2, 2, 2), "sectors a document": (2, 2, 2),
        "figures": (2, 3, 3),
    }  # fmt: skip


# Bad input


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "nothing marked"),
        ("{broken", "not a gold file"),
        ('{"id": "a"}', "not a gold file"),
        ('{"id": "a", "text": "б"}', "nothing marked"),
        ('{"text": "б", "sectors": [{"start": 0, "stop": 9}]}', "outside"),
        ('{"text": "бв", "sectors": [{"start": 0, "stop": 1, "text": "в"}]}', "is not at 0:1"),
    ],
)  # fmt: skip
def test_bad_gold_is_said(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content)
    with pytest.raises(InputError, match=said):
        load(path)


def test_missing_gold_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl"):
        load(tmp_path / "none.jsonl")
