"""Tags and lemmas: cases, the example of every row, independence of the batch."""

import csv
from functools import cache
from pathlib import Path

import pytest

from pipeline.core.doc import Doc
from pipeline.core.lexicon import Lexicon, fold
from pipeline.core.records import Block
from pipeline.core.stage import Pipeline
from pipeline.rules.dictionary import _listed_prefixes, analyzer, dictionary
from pipeline.rules.inflect import forms, readings, slots
from pipeline.rules.lemmas import LemmaRow, Lemmas
from pipeline.rules.load import load
from pipeline.stages.clean import Clean
from pipeline.stages.morph import Morph
from pipeline.stages.segment import Segment

CASES = Path(__file__).parent / "cases" / "lemmas.tsv"


@cache
def pipeline() -> Pipeline:
    return Pipeline([Clean(), Segment(), Morph()])


def read(*texts: str) -> list[Doc]:
    lexicon = Lexicon()
    docs = [Doc(str(i), text, lexicon) for i, text in enumerate(texts)]
    pipeline()(docs)
    assert not any(doc.problems for doc in docs)
    return docs


def cases() -> list[object]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return [
            pytest.param(
                row["sentence"],
                row["word"],
                row["lemma"],
                marks=[pytest.mark.xfail(strict=True, reason=row["xfail"])] if row["xfail"] else [],
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


@pytest.mark.parametrize(("sentence", "word", "lemma"), cases())
def test_lemma(sentence: str, word: str, lemma: str) -> None:
    (doc,) = read(sentence)
    assert doc.lemmas[doc.words.index(word)] == lemma


@pytest.mark.parametrize("row", load(LemmaRow, "lemmas"), ids=lambda row: row.example)
def test_example_of_a_row(row: LemmaRow) -> None:
    (doc,) = read(row.example)
    known = {fold(form) for form in row.forms}
    assert {doc.lemmas[i] for i, word in enumerate(doc.folded) if word in known} == {row.lemma}


def test_a_row_of_the_user_comes_first(tmp_path: Path) -> None:
    row = '{ lemma = "рубль", pos = ["NOUN"], forms = ["рубасов"], example = "сто рубасов" }'
    (tmp_path / "lemmas.toml").write_text(f"rows = [{row}]", encoding="utf-8")
    assert Lemmas(tmp_path)("рубасов", "NOUN|Case=Gen|Number=Plur") == "рубль"


def test_a_document_reads_the_same_in_any_batch() -> None:
    texts = ["Экспорт вырос.", "", "Курс 10,", "Банки стали лучше. Сталь дороже.", "!?"]
    together = read(*texts)
    for text, doc in zip(texts, together, strict=True):
        (alone,) = read(text)
        assert (doc.words, doc.tags, doc.lemmas) == (alone.words, alone.tags, alone.lemmas)


WORDS = [
    "стали", "замок", "Беларуси", "лёгкая", "елка", "нефтегазохимия", "премьер-министром",
    "Мирзиёева", "по-русски", "USD", "12", "XIV", "кто-то", "А", "супермегазавод", "наилучший",
    "байткодом", "бутявкать", "алёхиной", "королёвских", "Токаеву", "газомоторного", "ъъъъ", "щза",
    "псевдорынок", "неэкспортируемых", "кряколётами", "авиакластере", "недозагруженную", "Ыб",
]  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_readings_are_those_of_pymorphy(word: str) -> None:
    parses = analyzer().parse(word)
    found = dictionary().parses(word)
    assert [(e.normal, e.grammemes) for e in found] == [(p.normal_form, str(p.tag)) for p in parses]
    assert [e.share for e in found] == pytest.approx([p.score for p in parses])
    assert readings(word)[0].lemma == parses[0].normal_form


def test_forms_of_a_word() -> None:
    assert forms("манат") >= {"манат", "маната", "манату", "манатом", "манате", "манаты", "манатов"}
    assert forms("лёгкая") >= {"легкая", "легкой", "легкую", "легкие", "легкими"}
    assert not forms("лёгкая") & {"легко", "легче", "легчайший", "легок"}
    assert forms("премьер-министр") >= {"премьер-министра", "премьер-министром"}
    assert forms("кряколёт") >= {"кряколет", "кряколета", "кряколетом"}
    assert forms("USD") == {"usd"}


def test_empty_documents() -> None:
    (doc,) = read("")
    assert len(doc) == 0
    assert doc.records[Block] == []


def test_prefixes_are_those_that_pymorphy_lists() -> None:
    from pymorphy3.lang.ru.config import KNOWN_PREFIXES

    assert _listed_prefixes() == KNOWN_PREFIXES


@pytest.mark.parametrize("letter", "авикосуя")
def test_small_letters_are_read_as_by_pymorphy(letter: str) -> None:
    expected = [(p.normal_form, str(p.tag), p.score) for p in analyzer().parse(letter)]
    found = dictionary().parses(letter)
    assert [(e.normal, e.grammemes, pytest.approx(e.share)) for e in found] == expected


def test_first_part_before_a_tilde_stays() -> None:
    assert slots("мегаватт~час")[0] == forms("мегаватт-час")
