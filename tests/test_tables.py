"""Tables: declared once, offsets right, keys and references right, files as the standards say."""

import csv
import io
import json
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from conftest import SENTENCES, article
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.core.doc import Doc
from pipeline.core.records import Entity, Fact, Figure, Mention, Period, Sector
from pipeline.core.span import Span
from pipeline.run.config import Config
from pipeline.run.extract import run
from pipeline.run.library import stages
from pipeline.sinks.files import csv_head, csv_rows, json_rows, parse_json, plain
from pipeline.tables import rows as r
from pipeline.tables.build import NEEDS, Build, check
from pipeline.tables.schema import TABLES, arrow_schema, markdown, table_schema

ROOT = Path(__file__).parent.parent
MENTION_LEVEL = ("mentions", "countries", "sectors", "figures", "facts")


def docs(*texts: str) -> list[Doc]:
    made = [Doc(f"d{i}", text) for i, text in enumerate(texts)]
    stages()(made)
    return made


def by_hand() -> Doc:
    """A document whose records are ours, whatever the stages find."""
    doc = docs("Шавкат Мирзиёев: товарооборот — 620,1 млн долларов, энергетика. Мирзиёев прибыл.")[
        0
    ]
    president = Entity("person", "Шавкат Мирзиёев", "президент", "UZB")
    figure = Figure(
        Span(5, 8),
        "money",
        Decimal("620100000.00"),
        Decimal("6.201E+8"),
        None,
        "USD",
        "gt",
        None,
        "x",
    )
    doc.records[Mention] = [
        Mention(Span(11, 12), "PER", "Шавкат Мирзиёев", president, None, "x"),
        Mention(Span(0, 2), "PER", "Шавкат Мирзиёев", president, None, "x"),
    ]
    doc.records[Sector] = [Sector(Span(9, 10), s, False, "x") for s in ("water", "energy")]
    doc.records[Figure] = [figure]
    period = Period(Span(3, 4), "2023", "x")
    doc.records[Fact] = [
        Fact(figure, "trade_turnover", "level", "actual", period, ("BLR", "UZB"), "x")
    ]
    return doc


def test_rows_of_records() -> None:
    rows = Build(TABLES)(by_hand())
    assert check(rows) == []
    assert [(m.mention_id, m.text, m.entity_id, m.sentence_id) for m in rows["mentions"]] == [
        (1, "Шавкат Мирзиёев", 1, 1),
        (2, "Мирзиёев", 1, 2),
    ]
    (entity,) = rows["entities"]
    assert (entity.name, entity.role, entity.country, entity.mentions) == (
        "Шавкат Мирзиёев", "президент", "UZB", 2,
    )  # fmt: skip
    assert [(s.sector_id, s.text) for s in rows["sectors"]] == [
        ("energy", "энергетика"),
        ("water", "энергетика"),
    ]
    (fact,) = rows["facts"]
    assert (fact.text, fact.figure_id, fact.parties) == ("620,1 млн долларов", 1, "BLR;UZB")
    assert (fact.period, fact.period_text, fact.bound) == ("2023", "товарооборот", "gt")


def test_a_record_that_is_no_row_is_a_problem() -> None:
    doc = by_hand()
    doc.records[Figure] = [
        Figure(Span(5, 999), "money", None, None, None, "USD", "eq", None, "x"),
        Figure(Span(5, 6), "money", Decimal(10) ** 40, None, None, "USD", "eq", None, "x"),
        Figure(Span(5, 6), "count", Decimal("NaN"), None, None, "USD", "eq", None, "x"),
    ]
    rows = Build(TABLES)(doc)
    assert rows["figures"] == rows["facts"] == []
    assert check(rows) == []
    assert [row.stage for row in rows["problems"]] == ["rows"] * 4


def test_check_sees_what_is_wrong() -> None:
    rows = Build(TABLES)(by_hand())
    rows["facts"][0].figure_id = 7
    rows["figures"][0].kind = "cash"
    rows["mentions"][0].mention_id = 2
    rows["entities"][0].name = None
    assert check(rows) == [
        "mentions: a key twice",
        "entities.name: None",
        "figures.kind: 'cash'",
        "facts: ('d0', 7) is not in figures",
    ]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from([*SENTENCES, "# Заголовок", "- пункт", "\n\n", "х\xa0у", "🙂 é"])))
def test_offsets_hold(parts: list[str]) -> None:
    text = "\n".join(parts)
    (doc,) = docs(text)
    rows = Build(TABLES)(doc)
    assert check(rows) == []
    for name in ("sentences", "tokens", *MENTION_LEVEL):
        for row in rows[name]:
            assert row.text == text[row.start : row.stop] != ""
        starts = [row.start for row in rows[name]]
        assert starts == sorted(starts)


def test_only_the_stages_that_a_table_needs() -> None:
    names = [stage.name for stage in stages().giving(NEEDS["figures"])]
    assert "segment" in names and "names" not in names


# Declarations


def test_every_table_is_described() -> None:
    assert set(TABLES) == set(NEEDS)
    for known in TABLES.values():
        assert known.row.__doc__
        assert set(known.key) <= set(known.names)
        assert all(ref.table in TABLES for ref in known.references)
        assert f"`{known.columns[-1].name}`" in markdown(known)
        assert arrow_schema(known).names == list(known.names)


@pytest.mark.parametrize("name", MENTION_LEVEL)
def test_mention_level_tables_say_where_and_why(name: str) -> None:
    assert {"doc_id", "sentence_id", "start", "stop", "text", "rule"} <= set(TABLES[name].names)


def test_references_to_absent_tables_are_left_out() -> None:
    schema = table_schema(TABLES["facts"], ["documents", "facts"])
    assert [key["reference"]["resource"] for key in schema["foreignKeys"]] == ["documents"]


# Files

amounts = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**28), max_value=10**28)


@settings(max_examples=50, deadline=None)
@given(amounts)
def test_amounts_are_written_plainly_and_exactly(amount: Decimal) -> None:
    assert Decimal(plain(amount)) == amount
    assert set(plain(amount)) <= set("-.0123456789") and not plain(amount).endswith(".")


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@settings(max_examples=50, deadline=None)
@given(texts, texts, amounts | st.none())
def test_csv_and_json_give_back_what_went_in(name: str, text: str, amount: Decimal | None) -> None:
    row = r.FigureRow(
        name, 1, 0, 1, text, 1, "money", amount, None, amount, "USD", "eq", None, "rule"
    )
    cells = csv.reader(
        io.StringIO((csv_head("figures") + csv_rows("figures", [row])).decode(), newline="")
    )
    head, values = cells
    found = dict(zip(head, values, strict=True))
    assert (found["doc_id"], found["text"]) == (name, text)
    assert (Decimal(found["value"]) if found["value"] else None) == amount
    back = parse_json("figures", json_rows("figures", [row]))
    assert back == row


def test_booleans_and_empty_cells() -> None:
    row = r.SectorRow("d", 1, 0, 5, "вода", "water", None, "Water", True, "x")
    assert csv_rows("sectors", [row]) == "d,1,0,5,вода,water,,Water,true,x\r\n".encode()
    assert json.loads(json_rows("sectors", [row]))["isic4"] is None


def test_the_data_package_is_valid(corpus: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    run(Config((str(corpus),), str(tmp_path), ("csv", "json"), tuple(TABLES)))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note"])
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert described["resources"][0]["rows"] == 26


def test_a_tampered_table_is_not_valid(corpus: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    run(Config((str(corpus),), str(tmp_path), ("csv",), ("sentences",)))
    path = tmp_path / "sentences.csv"
    path.write_bytes(path.read_bytes().replace(b"a00,1,", b"a00,9,", 1))
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_excel_gets_a_byte_order_mark(corpus: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    run(Config((str(corpus),), str(tmp_path), ("csv",), excel=True))
    assert (tmp_path / "figures.csv").read_bytes().startswith(b"\xef\xbb\xbfdoc_id,")
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid


# For programs


def test_read_gives_a_doc() -> None:
    doc = pipeline.read(SENTENCES[0])
    assert [doc.extract(s.span) for s in doc.sentences] == [SENTENCES[0]]
    assert doc.problems == []


def test_extract_gives_frames_and_saves(corpus: Path, tmp_path: Path) -> None:
    result = pipeline.extract(corpus, tables=("figures", "sentences"))
    assert len(result.documents) == 26
    assert {"value", "value_float"} <= set(result.figures.columns)
    with pytest.raises(AttributeError, match="no table 'fax'; there are documents"):
        _ = result.fax
    result.save(tmp_path / "a", "csv,json")
    run(Config((str(corpus),), str(tmp_path / "b"), ("csv", "json"), ("figures", "sentences")))
    for path in sorted((tmp_path / "b").iterdir()):
        assert (tmp_path / "a" / path.name).read_bytes() == path.read_bytes()


def test_public_names_are_sorted_and_there() -> None:
    assert pipeline.__all__ == sorted(pipeline.__all__)
    assert all(getattr(pipeline, name) is not None for name in pipeline.__all__)
    import_module("pipeline.read.files")  # a folder of the same name does not hide the function
    assert callable(pipeline.read)


def test_the_seeds_are_read_to_the_character() -> None:
    for name, length in (("000_8bcfc39b64d8722f.txt", 2499), ("004_14e72dc2160ed6e3.txt", 2308)):
        assert len((ROOT / "seeds" / name).read_bytes().decode()) == length
    assert article(1) != article(2)
