"""The library: sources and DataFrames in, DataFrames with proper types out."""

from decimal import Decimal
from pathlib import Path

import pytest

import pipeline

pd = pytest.importorskip("pandas")
TEXTS = [
    "В 2023 году экспорт Казахстана в Китай составил 14,7 млрд долларов.",
    "Импорт Узбекистана сократился на четверть, сообщил министр торговли.",
]


@pytest.fixture(scope="module")
def result() -> pipeline.Result:
    days = pd.to_datetime(["2024-01-15", "2024-01-16", "2024-01-17"])
    data = pd.DataFrame({"body": [TEXTS[0], None, TEXTS[1]], "published": days, 7: [1, 2, 3]})
    return pipeline.extract(data, text="body")


def test_a_data_frame_is_a_source(result: pipeline.Result) -> None:
    assert result.documents.doc_id.tolist() == ["DataFrame:1", "DataFrame:3"]
    assert result.documents.source.unique().tolist() == ["DataFrame"]
    assert result.texts.text.tolist() == TEXTS
    assert result.problems.problem.tolist() == ["body is empty"]


def test_types(result: pipeline.Result) -> None:
    facts, documents = result.facts, result.documents
    assert facts.value.tolist() == [Decimal(14_700_000_000), Decimal(25)]
    assert facts.value_float.sum() == 14_700_000_025.0
    for column in ("indicator", "kind", "unit", "status", "bound", "direction"):
        assert isinstance(facts[column].dtype, pd.CategoricalDtype), column
    assert "potential" in facts.status.cat.categories
    assert facts.figure_id.dtype == "int64" and str(facts.period.dtype) == "string"
    assert documents.date.dt.day.tolist() == [15, 17]
    assert result.sectors.inside_org.dtype == "bool"


def test_html_of_a_result(result: pipeline.Result) -> None:
    shown = result._repr_html_()
    assert "<td>facts</td><td>2</td>" in shown and "14700000000" in shown
    assert "facts 2" in repr(result)


def test_save(result: pipeline.Result, tmp_path: Path) -> None:
    result.save(tmp_path, "csv,parquet,report")
    names = {path.name for path in tmp_path.iterdir()}
    assert {"facts.csv", "facts.parquet", "report.html", "datapackage.json"} <= names
    with pytest.raises(pipeline.SvodkaError, match=r'conllu needs the tables tokens: .*"all"'):
        result.save(tmp_path, "conllu")


def test_what_is_not_there_is_said(result: pipeline.Result) -> None:
    with pytest.raises(AttributeError, match="no table 'fact'; there are"):
        _ = result.fact
    with pytest.raises(pipeline.SvodkaError, match="did you mean 'body'"):
        pipeline.extract(pd.DataFrame({"body": TEXTS}), text="bdy")
    with pytest.raises(pipeline.SvodkaError, match="there are x"):
        pipeline.extract(pd.DataFrame({"x": TEXTS}))


def test_two_frames_and_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    frame = pd.DataFrame({"text": TEXTS, "id": ["x", "y"]})
    made = pipeline.extract(frame, frame.assign(id=["z", "x"]), tmp_path, tables="figures")
    assert set(made.documents.doc_id) == {"x", "y", "z", "DataFrame-2:2", "a.txt"}
    assert len(made.figures) == 5
