"""Tokens and sentences are razdel's, on any string."""

import time

import pytest
import razdel
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.core.doc import Doc
from pipeline.core.lexicon import Lexicon
from pipeline.core.records import Block
from pipeline.stages.segment import Segment

SEGMENT = Segment()


def segment(*texts: str) -> Doc:
    """One document with a block for every text."""
    doc = Doc("d", "\n".join(texts), Lexicon())
    doc.clean = doc.text
    blocks, at = [], 0
    for text in texts:
        blocks.append(Block(at, at + len(text), "paragraph"))
        at += len(text) + 1
    doc.records[Block] = blocks
    SEGMENT([doc])
    return doc


def check(*texts: str) -> None:
    """Compare with razdel, block by block."""
    doc = segment(*texts)
    tokens, sentences, at = [], [], 0
    for text in texts:
        tokens += [(at + t.start, at + t.stop, t.text) for t in razdel.tokenize(text)]
        found = [(at + s.start, at + s.stop) for s in razdel.sentenize(text)]
        sentences += [(a, b) for a, b in found if a < b]
        at += len(text) + 1
    starts, stops = doc.columns["start"].tolist(), doc.columns["stop"].tolist()
    assert list(zip(starts, stops, doc.words, strict=True)) == tokens
    assert [doc.chars(span) for span in doc.bounds("sentence")] == sentences
    assert doc.columns["sentence"].tolist() == sorted(doc.columns["sentence"].tolist())
    assert set(doc.columns["sentence"].tolist()) == set(range(len(sentences)))


PIECES = [
    *"аяЯёzZI1٣²_-–—−‑.,;:?!…«»„“”‘’\"'()[]{}/\\*%№$§+=ΔΣ€🙂\u0301\u00ad\u200b\ud800ıK",
    *" \u00a0\u2009\t\n\r\x1c\x85\x00",
    *["Иван", "и", "в", "слово", "ABC", "yahoo", "Yahoo!", "2023", "10", "тыс", "г", "т", "д"],
    *["Дж", "ст", "млрд", "руб", "и о", "A", "П", "ИТАР-ТАСС", "кое-", "-то", "XIV", "http://a.ru"],
    *["--", "**", ":)", ";-)", "=(((", "?!", "...", "\n\n", ". ", ", ", ") ", "» ", "! — "],
]
NASTY = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(max_examples=600, deadline=None)
@given(st.lists(NASTY, min_size=1, max_size=3))
@example(["10, 20 и 30,5", "5, "])
@example(["слово -то и пост- советский", "кое -", "- то"])
@example(["Сказал. ", " Он. — спросил", "", "А. П. Иванов (г. Минск). 1. Да. 2) Нет. а) Так."])
@example(['«Да.» Нет. «Да!» — сказал. " Он" Она. (Так.) Тут ;) Там :)))) Где'])
def test_like_razdel(texts: list[str]) -> None:
    check(*texts)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_like_razdel_on_any_characters(text: str) -> None:
    check(text)


def test_documents_of_a_batch_do_not_meet() -> None:
    lexicon, texts = Lexicon(), ["Курс 10,", "20 руб. за доллар.", "", "-то"]
    docs = [Doc(str(i), text, lexicon) for i, text in enumerate(texts)]
    for doc in docs:
        doc.clean = doc.text
        doc.records[Block] = [Block(0, len(doc.text), "paragraph")]
    SEGMENT(docs)
    for doc, text in zip(docs, texts, strict=True):
        assert doc.words == [t.text for t in razdel.tokenize(text)]


def test_boilerplate_is_left_out() -> None:
    doc = Doc("d", "Да. [Источник](#)\nНет. Так.", Lexicon())
    doc.clean = doc.text
    doc.records[Block] = [
        Block(0, 3, "paragraph"),
        Block(4, 17, "boilerplate"),
        Block(18, 27, "paragraph"),
    ]
    SEGMENT([doc])
    assert doc.words == ["Да", ".", "Нет", ".", "Так", "."]
    assert doc.columns["block"].tolist() == [0, 0, 2, 2, 2, 2]
    assert doc.columns["sentence"].tolist() == [0, 0, 1, 1, 2, 2]
    assert doc.columns["start"].tolist() == [0, 2, 18, 21, 23, 26]


@pytest.mark.parametrize("piece", ["ы", "7", ".", "«", "(", "а.", "1,", "-", ". ", ") А", "г. А "])
def test_time_grows_with_length_alone(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.perf_counter()
        segment(text)
        return time.perf_counter() - began

    seconds(10_000)
    assert seconds(400_000) < 40 * 8 * max(seconds(10_000), 0.001)
