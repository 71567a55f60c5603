"""Distinct words and their columns; documents as views of them."""

import numpy as np
import pytest

from pipeline.core.doc import Doc, parse_tag
from pipeline.core.lexicon import Lexicon, fold
from pipeline.core.span import Span


def test_words_are_numbered_in_order_of_first_sight() -> None:
    lexicon = Lexicon()
    assert [lexicon[w] for w in ("млрд", "долларов", "млрд", "Млрд")] == [0, 1, 0, 2]
    assert lexicon.words == ["млрд", "долларов", "Млрд"]


def test_a_feature_is_asked_once_a_word() -> None:
    lexicon, asked = Lexicon(), list[str]()

    def feature(word: str) -> bool:
        asked.append(word)
        return word.isdigit()

    _ = lexicon["10"], lexicon["млн"]
    assert lexicon.column(feature, bool).tolist() == [True, False]
    _ = lexicon["20"], lexicon["10"]
    assert lexicon.column(feature, bool).tolist() == [True, False, True]
    assert lexicon.column(feature, bool).tolist() == [True, False, True]
    assert asked == ["10", "млн", "20"]


def test_columns_of_one_feature_in_two_types_are_two() -> None:
    lexicon = Lexicon()
    _ = lexicon["слово"]
    assert lexicon.column(len, np.int32).dtype == np.int32
    assert lexicon.column(len, bool).tolist() == [True]


def test_lemmas_are_numbered_apart() -> None:
    lexicon = Lexicon()
    _ = lexicon["долларов"], lexicon.lemmas["доллар"]
    assert (lexicon.words, lexicon.lemmas.words) == (["долларов"], ["доллар"])


@pytest.mark.parametrize(("word", "folded"), [("Ёлка", "елка"), ("США", "сша"), ("İ", "i̇")])
def test_fold(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_views_of_a_document() -> None:
    lexicon = Lexicon()
    doc = Doc("d", "Ещё 10 млн.", lexicon)
    doc.columns = {
        "word": np.array([lexicon[w] for w in ("Ещё", "10", "млн", ".")], np.int32),
        "start": np.array([0, 4, 7, 10], np.int32),
        "stop": np.array([3, 6, 10, 11], np.int32),
        "sentence": np.array([0, 0, 1, 1], np.int32),
    }
    assert doc.words == ["Ещё", "10", "млн", "."]
    assert doc.folded == ["еще", "10", "млн", "."]
    assert doc.find(str.isdigit) == [1]
    assert doc.bounds("sentence") == [Span(0, 2), Span(2, 4)]
    assert doc.extract(Span(1, 3)) == "10 млн"
    assert [s.text for s in doc.sentences] == ["Ещё 10", "млн."]
    with pytest.raises(ValueError, match="empty span"):
        doc.chars(Span(2, 2))


def test_a_tag_is_taken_apart() -> None:
    assert parse_tag("NOUN|Case=Gen|Number=Plur") == ("NOUN", {"Case": "Gen", "Number": "Plur"})
    assert parse_tag("ADP") == ("ADP", {})
