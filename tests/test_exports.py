"""Parquet, Excel, CoNLL-U, brat and Label Studio: what they hold reads back as it was."""

import json
import re
import xml.etree.ElementTree as ElementTree
from decimal import Decimal
from pathlib import Path

import pytest
from sample import MEETING, OTHER, everything, write

from pipeline.core.errors import OutputError
from pipeline.sinks import SINKS, xlsx
from pipeline.sinks.brat import file_name
from pipeline.sinks.files import Tables
from pipeline.sinks.layers import marked
from pipeline.tables.build import check
from pipeline.tables.schema import TABLES


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    (tmp_path / "rows").mkdir()
    return write(tmp_path / "rows", everything())


def test_the_sample_is_sound() -> None:
    rows = everything()
    texts = {row.doc_id: row.text for row in rows["texts"]}
    assert check({name: found for name, found in rows.items() if name != "tokens"}) == []
    for found in rows.values():
        for row in found:
            if hasattr(row, "start"):
                assert texts[row.doc_id][row.start : row.stop] == row.text


@pytest.mark.parametrize("form", SINKS)
def test_same_bytes_every_time(tables: Tables, tmp_path: Path, form: str) -> None:
    seen = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        SINKS[form][0](tables, tmp_path / name)
        files = sorted(p for p in (tmp_path / name).rglob("*") if p.is_file())
        seen.append({str(p.relative_to(tmp_path / name)): p.read_bytes() for p in files})
    assert seen[0] and seen[0] == seen[1]


@pytest.mark.parametrize("form", SINKS)
def test_empty_tables_are_written(tmp_path: Path, form: str) -> None:
    SINKS[form][0](write(tmp_path, {name: [] for name in TABLES}), tmp_path)


@pytest.mark.parametrize("form", SINKS)
def test_a_folder_that_cannot_be_written(tables: Tables, tmp_path: Path, form: str) -> None:
    (tmp_path / "brat").write_text("a file where a folder should be")
    target = tmp_path if form == "brat" else tmp_path / "none"
    with pytest.raises((OutputError, OSError)):
        SINKS[form][0](tables, target)


# Parquet


def test_parquet_holds_exact_values(tables: Tables, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    SINKS["parquet"][0](tables, tmp_path)
    for name in tables.names:
        known = TABLES[name]
        table = pq.read_table(tmp_path / f"{name}.parquet")
        assert tuple(table.column_names) == known.names
        assert [tuple(row.values()) for row in table.to_pylist()] == [
            known.cells(row) for row in tables.rows(name)
        ]
    schema = pq.read_schema(tmp_path / "figures.parquet")
    assert str(schema.field("value").type) == "decimal128(38, 9)"
    assert schema.field("unit").metadata[b"description"].startswith(b"ISO 4217")


# Excel


def test_workbook(tables: Tables, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    SINKS["xlsx"][0](tables, tmp_path)
    book = openpyxl.load_workbook(tmp_path / xlsx.NAME)
    assert book.sheetnames == ["contents", *tables.names]
    facts, documents = book["facts"], book["documents"]
    heads = [cell.value for cell in facts[1]]
    assert heads == list(TABLES["facts"].names)
    assert facts.freeze_panes == "A2" and facts.auto_filter.ref.startswith("A1:")
    assert facts.cell(3, heads.index("value") + 1).value == 620100000
    assert facts.cell(2, heads.index("value_min") + 1).number_format == "#,##0"
    day = documents.cell(2, TABLES["documents"].names.index("date") + 1)
    assert day.is_date and day.value.date().isoformat() == "2024-02-08"
    text = book["texts"].cell(3, 2)
    assert text.value == OTHER and text.data_type == "s"
    inside = book["sectors"].cell(2, TABLES["sectors"].names.index("inside_org") + 1)
    assert inside.value is False
    assert book["contents"].cell(2, 1).hyperlink.location == "'documents'!A1"


def test_workbook_makes_no_formula(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    rows = everything()
    rows["documents"][0].title = '=HYPERLINK("http://x","y")'
    rows["documents"][1].title = "https://example.org"
    SINKS["xlsx"][0](write(tmp_path, rows), tmp_path)
    book = openpyxl.load_workbook(tmp_path / xlsx.NAME)
    cells = [c for sheet in book for line in sheet.iter_rows() for c in line]
    assert not any(cell.data_type == "f" for cell in cells)
    assert any(cell.value == '=HYPERLINK("http://x","y")' for cell in cells)


def test_more_rows_than_a_sheet_holds(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setattr(xlsx, "ROWS", 2)
    monkeypatch.setattr(xlsx, "CELL", 40)
    SINKS["xlsx"][0](tables, tmp_path)
    book = openpyxl.load_workbook(tmp_path / xlsx.NAME)
    assert {"tokens", "tokens 2", "sentences 3", "figures 2"} <= set(book.sheetnames)
    assert [row[5].value for row in book["tokens 2"].iter_rows(2)] == ["15", "%"]
    said = "\n".join(str(row[0].value) for row in book["contents"].iter_rows())
    assert "tokens: more than 2 rows" in said and "texts.text: texts of over 40" in said
    assert book["texts"].cell(2, 2).value == MEETING[:39].replace("\r\n", "\n") + "…"


def test_amounts_that_excel_cannot_hold_are_text(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    rows = everything()
    rows["figures"][0].value = Decimal("12345678901234567.5")
    SINKS["xlsx"][0](write(tmp_path, rows), tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / xlsx.NAME)["figures"]
    cell = sheet.cell(2, TABLES["figures"].names.index("value") + 1)
    assert cell.value == "12345678901234567.5" and cell.data_type == "s"


# CoNLL-U


def test_conllu(tables: Tables, tmp_path: Path) -> None:
    SINKS["conllu"][0](tables, tmp_path)
    lines = (tmp_path / "tokens.conllu").read_text().split("\n")
    assert lines[:3] == [
        "# newdoc id = встреча/1.txt",
        "# sent_id = встреча/1.txt-3",
        "# text = вырос на 15%",
    ]
    assert lines[3].startswith("1\tвырос\tвырасти\tVERB\t_\tTense=Past\t_\t_\t_\tTokenRange=")
    assert lines[5].split("\t")[9].startswith("SpaceAfter=No|TokenRange=")
    assert all(len(line.split("\t")) == 10 for line in lines[3:7]) and lines[7:] == ["", ""]
    for line in lines[3:7]:
        a, b = map(int, re.findall(r"TokenRange=(\d+):(\d+)", line)[0])
        assert MEETING[a:b] == line.split("\t")[1]


# brat and Label Studio


def test_brat(tables: Tables, tmp_path: Path) -> None:
    SINKS["brat"][0](tables, tmp_path)
    home = tmp_path / "brat"
    assert (home / "встреча_1.txt.txt").read_bytes().decode() == MEETING
    lines = (home / "встреча_1.txt.ann").read_text().splitlines()
    for line in lines:
        if line.startswith("T"):
            spans = re.findall(r"(\d+) (\d+)", line.split("\t")[1])
            found = " ".join(MEETING[int(a) : int(b)] for a, b in spans)
            assert line.split("\t")[2] == found and "\n" not in found
    assert "A1\tsector_id T6 light_industry" in lines or any("light_industry" in x for x in lines)
    assert any("AnnotatorNotes" in x and "unit=USD min=620100000" in x for x in lines)
    assert (
        home / "documents.tsv"
    ).read_text() == "встреча_1.txt\tвстреча/1.txt\nother.txt\tother.txt\n"
    conf = (home / "annotation.conf").read_text()
    assert "sector_id Arg:sector, Value:" in conf and "|light_industry|" in conf


def test_brat_spans_do_not_cross_lines(tmp_path: Path) -> None:
    rows = everything()
    figure = rows["figures"][0]
    figure.start = MEETING.index("вырос")
    figure.text = MEETING[figure.start : figure.stop]
    SINKS["brat"][0](write(tmp_path, rows), tmp_path)
    [line] = [x for x in (tmp_path / "brat" / "встреча_1.txt.ann").read_text().splitlines()
              if "percent" in x and x[0] == "T"]  # fmt: skip
    start = figure.start
    assert line.split("\t")[1:] == [
        f"percent {start} {start + 5};{start + 7} {start + 13}",
        "вырос на 15%",
    ]


def test_file_names_differ() -> None:
    used: set[str] = set()
    names = [file_name(i, used) for i in ("a/b", "a:b", "A_B", "", "..", "x" * 300, "x" * 301)]
    assert len({n.casefold() for n in names}) == 7 and all(0 < len(n) < 120 for n in names)


def test_labelstudio(tables: Tables, tmp_path: Path) -> None:
    SINKS["labelstudio"][0](tables, tmp_path)
    first, second = json.loads((tmp_path / "labelstudio.json").read_text())
    assert first["data"] == {
        "doc_id": "встреча/1.txt",
        "title": "Встреча в Ташкенте",
        "text": MEETING,
    }
    result = first["predictions"][0]["result"]
    for region in result + second["predictions"][0]["result"]:
        value = region["value"]
        assert value["text"] in ([region["value"]["text"]]) and value["start"] < value["end"]
    labels = [
        (r["value"]["text"], r["value"]["labels"][0]) for r in result if r["type"] == "labels"
    ]
    assert labels == [
        ("Узбекистана", "LOC"),
        ("Шавкат Мирзиёев", "PER"),
        ("Александра Лукашенко", "PER"),
        ("15%", "percent"),
        ("620,1 млн долларов", "money"),
        ("лёгкую", "sector"),
        ("пищевую промышленность", "sector"),
    ]
    view = ElementTree.parse(tmp_path / "labelstudio.xml").getroot()
    controls = {node.get("name") for node in view if node.get("toName") == "text"}
    assert {region["from_name"] for region in result} <= controls
    allowed = {
        node.get("name"): {choice.get("value") for choice in node} for node in view.iter("Choices")
    }
    for region in result:
        if region["type"] == "choices":
            assert set(region["value"]["choices"]) <= allowed[region["from_name"]]


def test_marks_follow_their_documents(tables: Tables) -> None:
    found = {doc.doc_id: doc for doc in marked(tables)}
    assert [(OTHER[m.start : m.stop], m.label) for m in found["other.txt"].marks] == [
        ("Казахстана", "LOC"),
        ("1,5 трлн тенге", "money"),
    ]
