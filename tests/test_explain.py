"""What explain and notebooks show of one text."""

import html as standard
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import pipeline
from pipeline.cli import app
from pipeline.sinks.explain import found, parts, unread

TEXT = (
    "Шавкат Мирзиёев сообщил: товарооборот с Беларусью в 2023 году вырос на 15% и составил более "
    "620,1 млн долларов. В лёгкой промышленности что-то выросло с 7 до чего-то.\n\n[Источник](#)"
)


@pytest.fixture(scope="module")
def doc() -> pipeline.Doc:
    return pipeline.read(TEXT)


def test_lines_follow_the_text_and_facts_their_figures(doc: pipeline.Doc) -> None:
    lines = [(x.kind, TEXT[x.start : x.stop], x.reading) for x in found(doc)]
    at = lines.index(("figure", "620,1 млн долларов", "> 620100000 USD"))
    assert lines[at + 1][0] == "fact" and "trade_turnover · level · actual" in lines[at + 1][2]
    assert ("figure", "15%", "15 percent ↑") in lines
    assert ("sector", "лёгкой промышленности", "light_industry") in lines
    assert [line.start for line in found(doc)] == sorted(line.start for line in found(doc))


def test_what_was_not_understood_is_said(doc: pipeline.Doc) -> None:
    said = {TEXT[x.start : x.stop]: x.reading for x in unread(doc)}
    assert said["7"] == "a number that is no figure and no date here"
    [left_out] = [reading for text, reading in said.items() if "Источник" in text]
    assert left_out.startswith("left out")
    assert "15" not in said and "2023" not in said


def test_parts_make_up_the_text(doc: pipeline.Doc) -> None:
    cut = list(parts(TEXT, found(doc) + unread(doc)))
    assert "".join(text for text, _ in cut) == TEXT
    for text, lines in cut:
        assert all(text in TEXT[x.start : x.stop] for x in lines)


def test_html_of_a_document(doc: pipeline.Doc) -> None:
    shown = doc._repr_html_()  # type: ignore[attr-defined]
    body = shown.partition("</style>")[2]
    assert standard.unescape(re.sub(r"<[^>]+>", "", body)) == TEXT
    assert 'title="figure: &gt; 620100000 USD' in shown
    assert repr(doc).startswith("<Doc 'text': ")


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="<>&\"'а1 %$.\n[](#)", max_size=40))
def test_html_holds_any_text_and_no_markup_of_it(text: str) -> None:
    body = pipeline.read(text)._repr_html_().partition("</style>")[2]  # type: ignore[attr-defined]
    inner = re.fullmatch(r'<div class="svodka" lang="ru">(.*)</div>', body, re.DOTALL)
    assert inner and standard.unescape(re.sub(r"</?mark[^>]*>", "", inner[1])) == text


def test_on_the_terminal() -> None:
    result = CliRunner().invoke(app, ["explain", TEXT])
    assert result.exit_code == 0
    for said in ("> 620100000 USD", "└ fact", "light_industry", "not understood:", "no date here"):
        assert said in result.output
    empty = CliRunner().invoke(app, ["explain", "Ну и ну."])
    assert "nothing was found" in empty.output
