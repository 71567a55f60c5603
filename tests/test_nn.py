"""The networks in numpy give slovnet's tags and labels."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.lexicon import Lexicon, distinct
from pipeline.nn import ops, pack, tagger
from pipeline.nn.tagger import Networks, networks, shape

TEXTS = Path(__file__).parent.parent / "benchmarks" / "texts.jsonl"
ODD = [
    "Δσ", "№", "10-летие", "ТАСС", "Ростов-на-Дону", "Нью-Йорк", "USD", "usd", "Usd", "x", "Я",
    "...", "?!", "-5", "+7", "5", "2011-2020", "А.", "ё", "Ё", "é", "🙂", "½", "_", "ОАО", "iPhone",
    "«", "\ud800", "Кремль", "млрд",
]  # fmt: skip


def sentences() -> list[list[str]]:
    """Tokens of our own texts, with lines of odd words between."""
    razdel = pytest.importorskip("razdel")
    found = [ODD, ODD[:1], ["Кремль"]]
    with TEXTS.open(encoding="utf-8") as file:
        for line in file:
            text = json.loads(line)["text"]
            for sentence in razdel.sentenize(text):
                found.append([token.text for token in razdel.tokenize(sentence.text)])
    return [words for words in found if words]


@pytest.fixture(scope="module")
def slovnet() -> Iterator[tuple[object, object]]:
    """slovnet's own taggers on the same files."""
    slovnet = pytest.importorskip("slovnet")
    navec = pytest.importorskip("navec")
    data = pack.natasha_data()
    embeddings = navec.Navec.load(data / pack.NAVEC)
    yield (
        slovnet.Morph.load(data / pack.MORPH).navec(embeddings),
        slovnet.NER.load(data / pack.NER).navec(embeddings),
    )


def numbers(lexicon: Lexicon, some: list[list[str]]) -> tuple[np.ndarray, np.ndarray]:
    words = np.array([lexicon[word] for words in some for word in words], np.int32)
    return words, np.array([len(words) for words in some], np.int64)


def test_tags_are_those_of_slovnet(slovnet: tuple[object, object]) -> None:
    some, lexicon, nets = sentences(), Lexicon(), networks()
    tags = [t.tag for markup in slovnet[0].map(some) for t in markup.tokens]
    words, lengths = numbers(lexicon, some)
    assert [nets.tagset[i] for i in nets.morph(lexicon, words, lengths)] == tags


def test_labels_are_those_of_slovnet(slovnet: tuple[object, object]) -> None:
    some, lexicon, nets = sentences(), Lexicon(), networks()
    infer = slovnet[1].infer
    labels: list[str] = []
    for at in range(0, len(some), 8):
        for inputs in infer.encoder(some[at : at + 8]):
            for row in infer.decoder(infer.process([inputs])):
                labels += row
    words, lengths = numbers(lexicon, some)
    assert [nets.labels[i] for i in nets.ner(lexicon, words, lengths)] == labels


def test_results_do_not_depend_on_chunks_or_on_what_was_dropped() -> None:
    some, lexicon = sentences()[:150], Lexicon()
    words, lengths = numbers(lexicon, some)
    whole, small = networks(), Networks(cap=200, chunk=50)
    for _ in range(2):  # the second time, most words were dropped from the small table
        assert (small.morph(lexicon, words, lengths) == whole.morph(lexicon, words, lengths)).all()
        assert (small.ner(lexicon, words, lengths) == whole.ner(lexicon, words, lengths)).all()
    assert all(table.filled == 200 < len(small.kinds.keys) for table in small.tables)


def test_kinds_numbered_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    some, lexicon, other, nets = sentences()[:60], Lexicon(), Lexicon(), Networks(cap=2000)
    words, lengths = numbers(lexicon, some)
    tags, labels = nets.morph(lexicon, words, lengths), nets.ner(lexicon, words, lengths)
    with monkeypatch.context() as patch:
        patch.setattr(tagger, "KINDS", 100)
        nets.morph(other, *numbers(other, some[::-1]))  # numbers them in another order
    assert (nets.morph(lexicon, words, lengths) == tags).all()
    assert (nets.ner(lexicon, words, lengths) == labels).all()


def test_a_sentence_alone_or_among_others() -> None:
    some, lexicon, nets = sentences()[:60], Lexicon(), networks()
    words, lengths = numbers(lexicon, some)
    together = nets.morph(lexicon, words, lengths)
    alone = [nets.morph(lexicon, *numbers(lexicon, [one])) for one in some]
    assert (together == np.concatenate(alone)).all()


def test_nothing_to_tag() -> None:
    nets, none = networks(), np.zeros(0, np.int32)
    assert len(nets.morph(Lexicon(), none, np.zeros(0, np.int64))) == 0
    assert len(nets.ner(Lexicon(), none, np.zeros(0, np.int64))) == 0


def test_shapes_are_those_of_slovnet() -> None:
    reference = pytest.importorskip("slovnet.shape")
    words = {word for words in sentences() for word in words}
    letters = "аЯёZz1-−–.«?\u0301Δ½_ "
    words |= {a + b + c for a in letters for b in letters for c in letters}
    for word in words:
        assert shape(word) == reference.word_shape(word), word


def path_by_hand(scores: np.ndarray, transitions: np.ndarray) -> list[int]:
    """The best path among all."""
    best = [(float(scores[0, t]), [t]) for t in range(len(transitions))]
    for row in scores[1:]:
        best = [
            max(
                ((s + transitions[p[-1], t] + row[t], [*p, t]) for s, p in best), key=lambda x: x[0]
            )
            for t in range(len(transitions))
        ]
    return max(best, key=lambda x: x[0])[1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 7), max_size=6), st.integers(0, 2**32 - 1))
def test_viterbi_of_many_sequences(sizes: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    scores = random.standard_normal((sum(sizes), 4)).astype(np.float32)
    transitions = random.standard_normal((4, 4)).astype(np.float32)
    found = ops.viterbi(scores, np.array(sizes, np.int64), transitions).tolist()
    at = 0
    for size in sizes:
        assert found[at : at + size] == path_by_hand(scores[at : at + size], transitions)
        at += size


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-5, 5)))
def test_distinct_values(values: list[int]) -> None:
    found, places = distinct(np.array(values, np.int64))
    assert found.tolist() == sorted(set(values))
    assert found[places].tolist() == values
