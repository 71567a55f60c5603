"""Parties: whose a figure is, in whole texts; a user's own rows."""

import csv
from functools import cache
from pathlib import Path

import pytest

from pipeline.claims.clauses import folded_lemmas
from pipeline.claims.hints import Hints
from pipeline.claims.parties import Parties
from pipeline.core.doc import Doc
from pipeline.core.lexicon import Lexicon
from pipeline.core.records import Country, Fact, Mention
from pipeline.core.stage import Pipeline
from pipeline.stages import standard
from pipeline.stages.facts import facts

CASES = list(
    csv.DictReader(
        (Path(__file__).parent / "cases" / "parties.tsv").read_text("utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)


@cache
def read() -> dict[str, Doc]:
    """The texts of the cases, in one batch; «¶» is a line break."""
    texts, lexicon = list(dict.fromkeys(c["text"] for c in CASES)), Lexicon()
    docs = [Doc(str(i), text.replace("¶", "\n"), lexicon) for i, text in enumerate(texts)]
    standard().giving([Fact])(docs)
    return dict(zip(texts, docs, strict=True))


@pytest.mark.parametrize("number", range(len(CASES)))
def test_cases(number: int, request: pytest.FixtureRequest) -> None:
    case = CASES[number]
    if case["xfail"]:
        request.applymarker(pytest.mark.xfail(reason=case["xfail"], strict=True))
    doc = read()[case["text"]]
    assert not doc.problems
    found = [";".join(f.parties) for f in doc.all(Fact) if doc.extract(f.span) == case["figure"]]
    assert found == [case["parties"]]


def hinted(text: str) -> list[tuple[str, str, str]]:
    """What every hint of a text points to, of what kind it is and what part it plays."""
    doc = Doc("d", text)
    standard().giving([Fact])([doc])
    hints = Hints().find(doc, folded_lemmas(doc))
    return [(h.country, h.kind, h.part) for h in hints]


def test_hints_know_their_part() -> None:
    assert hinted("Кроме Китая и Индии, рынок открыл Вьетнам: 5 проектов.") == [
        ("CHN", "noun", "aside"),
        ("IND", "noun", "aside"),
        ("VNM", "noun", ""),
    ]
    assert hinted("Министр экономики Перу назвал 5 проектов.") == [("PER", "noun", "speaker")]
    assert hinted("ТОКИО, 5 мая. Открыто 5 школ.")[0] == ("JPN", "", "dateline")


def test_a_sum_in_dollars_of_the_usa_names_no_party() -> None:
    assert hinted("Кредит Чили — 5 млн долларов США.") == [("CHL", "noun", "")]


def test_a_pair_acts_or_deals() -> None:
    for text, countries, mutual, directed in [
        ("Чилийско-перуанский форум собрал 5 компаний.", {"CHL", "PER"}, True, False),
        ("Чилийская компания построит в Перу 5 школ.", {"CHL", "PER"}, False, True),
        ("В Чили и Перу открыли 5 школ.", {"CHL", "PER"}, False, False),
    ]:
        doc = Doc("d", text)
        standard().giving([Fact, Country, Mention])([doc])
        parties = Parties()
        theme = parties.theme(doc, parties.find(doc, folded_lemmas(doc)))
        assert ({*theme.countries}, theme.mutual, theme.directed) == (countries, mutual, directed)


def test_a_user_adds_a_party_word(tmp_path: Path) -> None:
    (tmp_path / "party_words.csv").write_text("word,country\nПоднебесная,CHN\n", "utf-8")
    doc = Doc("d", "ВВП Поднебесной вырос на 5%.")
    Pipeline([*(s for s in standard() if s.name != "facts"), facts(tmp_path)])([doc])
    assert [f.parties for f in doc.all(Fact)] == [("CHN",)]
