"""The parts of the number grammar, and the example of every row of its data."""

from decimal import Decimal

import pytest

from pipeline.amounts.amount import Amount
from pipeline.amounts.bylemma import ByLemma
from pipeline.amounts.changes import DirectionRow
from pipeline.amounts.context import ComparatorRow, ContextRow, WordsRow
from pipeline.amounts.currencies import CurrencyRow
from pipeline.amounts.items import ItemRow
from pipeline.amounts.shorts import Shorts
from pipeline.amounts.terms import NumeralRow, ScaleRow, decimal
from pipeline.amounts.tokens import Role, Tokens, cyrillic
from pipeline.amounts.units import UnitRow
from pipeline.amounts.whole import RatioRow, SumRow
from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.core.records import Figure
from pipeline.rules.inflect import analyzer
from pipeline.rules.load import load
from pipeline.stages.clean import Clean
from pipeline.stages.figures import figures_stage, grammar
from pipeline.stages.segment import Segment

STAGES = (Clean(), Segment(), figures_stage())


def read(text: str) -> list[Figure]:
    doc = Doc("d", text)
    for stage in STAGES:
        stage([doc])
    assert not doc.problems
    return doc.all(Figure)


def rows(kind: type, name: str) -> list[object]:
    return [pytest.param(row, id=row.example) for row in load(kind, name)]


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [
        ("620,1", "620.1", None),
        ("1,234", "1.234", "1234"),
        ("1.234", "1.234", "1234"),
        ("0,125", "0.125", None),
        ("1.234.567,89", "1234567.89", None),
        ("1,234,567.89", "1234567.89", None),
        ("1,234,567", "1234567", None),
        ("17.800.000", "17800000", None),
        ("92,3451", "92.3451", None),
    ],
)
def test_decimal(text: str, value: str, other: str | None) -> None:
    assert decimal(text) == (Decimal(value), None if other is None else Decimal(other))


@pytest.mark.parametrize(
    ("word", "role", "low", "high"),
    [
        ("5–7", Role.DIGITS, 5, 7),
        ("10-ти", Role.DIGITS, 10, None),
        ("５００", Role.DIGITS, 500, None),
        ("полтора-два", Role.WORD, Decimal("1.5"), 2),
        ("пятьюдесятью", Role.WORD, 50, None),
        ("Трёх", Role.WORD, 3, None),
        ("млрд", Role.SCALE, 10**9, None),
        ("2/3", Role.FRACTION, 2, None),
        ("двадцатипятипроцентного", Role.WHOLE, 25, None),
        ("полуторамиллиардный", Role.WHOLE, Decimal("1.5"), None),
        ("40-50-процентный", Role.WHOLE, 40, 50),
        ("500-мегаваттной", Role.WHOLE, 500, None),
        ("двух-трёхкратный", Role.WHOLE, 2, 3),
    ],
)
def test_look(word: str, role: Role, low: object, high: object) -> None:
    term = grammar().look(word)
    assert term is not None
    assert (term.role, term.low, term.high) == (role, low, high)


@pytest.mark.parametrize(
    "word",
    ["Ту-154", "СИЗО-6", "15-летний", "2-й", "однотонный", "10.05x", "день", "24/7", "проценты"],
)
def test_no_number(word: str) -> None:
    assert grammar().look(word) is None


def test_lookalikes() -> None:
    assert cyrillic("тыc") == "тыс"
    assert cyrillic("млн") == "млн"


def test_shorts_do_not_care_for_blanks() -> None:
    shorts = Shorts([("кв. м", "m2"), ("м", "m"), ("п. п.", "pp")])

    def after(text: str) -> tuple[str, int] | None:
        doc = Doc("d", text)
        for stage in STAGES[:2]:
            stage([doc])
        return shorts.after(Tokens(doc, lambda word: None), 0, len(doc))

    assert [after(t) for t in ("кв. м", "кв.м", "кв м")] == [("m2", 3), ("m2", 3), ("m2", 2)]
    assert [after(t) for t in ("п.п. вверх", "п. п. вверх")] == [("pp", 4), ("pp", 4)]
    assert after("м вверх") == ("m", 1)
    assert after("мост") is None


def test_by_lemma_reads_forms_and_fixed_words() -> None:
    lemmas = ByLemma([("сократить", "down"), ("рос!", "up")])
    words = ("сокративший", "сократят", "рос", "роса", "сокол")
    assert [lemmas.of(w) for w in words] == ["down", "down", "up", None, None]


def test_yearlike() -> None:
    doc = Doc("d", "2023 5000")
    for stage in STAGES[:2]:
        stage([doc])
    text = Tokens(doc, grammar().look)
    numbers = [grammar().reader.numerals.read(text, i, 2) for i in (0, 1)]
    amounts = [Amount(i, i + 1, None, None, number) for i, number in enumerate(numbers)]
    assert [a.yearlike for a in amounts] == [True, False]


# Every row's example


@pytest.mark.parametrize("row", rows(CurrencyRow, "currencies"))
def test_currency(row: CurrencyRow) -> None:
    (figure,) = read(f"Страна получит {row.example}.")
    assert (figure.unit, figure.value) == (row.code, 5_000_000)


@pytest.mark.parametrize(
    "row", [row for row in load(CurrencyRow, "currencies") if row.symbols], ids=lambda r: r.code
)
def test_symbol(row: CurrencyRow) -> None:
    for symbol in row.symbols:
        (figure,) = read(f"Страна получит {symbol}7,5 млрд.")
        assert (figure.unit, figure.value) == (row.code, 7_500_000_000)


def test_codes_are_iso() -> None:
    pycountry = pytest.importorskip("pycountry")
    known = {currency.alpha_3 for currency in pycountry.currencies}
    retired = {"ANG", "BGN", "ZWL"}  # still in the news
    assert {row.code for row in load(CurrencyRow, "currencies")} <= known | retired


@pytest.mark.parametrize("row", rows(UnitRow, "units"))
def test_unit(row: UnitRow) -> None:
    units = [f.unit for f in read(f"Отчёт: {row.example}.")]
    assert units == ([] if row.kind == "none" else [row.unit or row.name])


@pytest.mark.parametrize("row", rows(NumeralRow, "numerals"))
def test_numeral(row: NumeralRow) -> None:
    doc = Doc("d", row.example)
    for stage in STAGES[:2]:
        stage([doc])
    text = Tokens(doc, grammar().look)
    over, _, under = row.value.partition("/")
    terms = [t for t in text.terms if t is not None]
    assert any((t.low, t.parts) == (Decimal(over), int(under or 1)) for t in terms)
    assert len(read(f"Всего {row.example}.")) == 1 or row.value in ("1", "0")


@pytest.mark.parametrize("row", rows(ScaleRow, "scales"))
def test_scale(row: ScaleRow) -> None:
    (figure,) = read(f"Всего {row.example}.")
    assert figure.value is not None
    assert figure.value % Decimal(row.value) == 0


@pytest.mark.parametrize("row", rows(RatioRow, "ratios"))
def test_ratio(row: RatioRow) -> None:
    (figure,) = read(f"Экспорт {row.example}.")
    assert (figure.unit, figure.direction) == (row.unit, "up")
    assert figure.low == (Decimal(row.value) if row.value else None)


@pytest.mark.parametrize("row", rows(SumRow, "sums"))
def test_sum(row: SumRow) -> None:
    (figure,) = read(f"В стране {row.example}.")
    assert (figure.kind, figure.unit) == ("money", "XXX")


@pytest.mark.parametrize("row", rows(ComparatorRow, "comparators"))
def test_comparator(row: ComparatorRow) -> None:
    (figure,) = read(f"По плану {row.example}.")
    assert figure.bound == row.bound


@pytest.mark.parametrize("row", rows(DirectionRow, "directions"))
def test_direction(row: DirectionRow) -> None:
    (figure,) = read(f"По данным банка, {row.example}.")
    assert (figure.direction or "") == row.direction
    assert row.direction or figure.bound == "eq"


@pytest.mark.parametrize("row", rows(ItemRow, "items"))
def test_item(row: ItemRow) -> None:
    (figure,) = read(row.example + ".")
    assert figure.kind == "count"


def test_every_item_word() -> None:
    """«2500 предприятий»: each word, inflected by the dictionary, is counted under its lemma."""
    for row in load(ItemRow, "items"):
        for word in row.words:
            nouns = [p for p in analyzer().parse(word) if fold(p.normal_form) == fold(word)]
            form = nouns[0].inflect({"plur", "gent"}) if nouns else None
            if form is None or row.only:
                continue
            (figure,) = read(f"Всего 2500 {form.word}.") or [None]
            assert figure is not None, word
            assert figure.value == 2500


@pytest.mark.parametrize("row", rows(ContextRow, "contexts"))
def test_context(row: ContextRow) -> None:
    found = read(row.example + ".")
    wanted = row.name in ("economy", "livestock", "finance talk")
    assert bool(found) == wanted


ROLES = {
    "preposition": [("5%", "ge")],
    "filler": [("5 млрд рублей", "gt")],
    "level": [("5 млрд рублей", "gt")],
    "comparative": [("5%", "eq")],
    "indefinite": [("несколько миллионов евро", "approx")],
    "genitive": [("тысячи предприятий", "gt")],
    "dated": [],
    "label": [],
    "list": [("5,", "eq"), ("7", "eq"), ("10 млрд рублей", "eq")],
    "bridge": [("120 млн", "eq"), ("310 млн крон", "eq")],
    "head": [("42", "eq")],
    "no share": [],
    "percent ending": [("51%-ную", "eq")],
    "stop": [("5 млрд рублей", "eq")],
    "copula": [("5%", "eq")],
    "size": [("300 рублей", "eq")],
    "measure": [("2 процентных пункта", "eq")],
    "auxiliary": [("5 млрд рублей", "eq")],
    "cost": [("930 тысяч", "eq")],
    "extent": [("двукратном", "eq")],
    "compass": [],
    "object": [("6 млн долларов", "eq")],
    "balance": [("минус 3,2%", "eq")],
    "portion": [("пятая часть", "eq")],
    "whole": [("две целых пять десятых процента", "eq")],
}


@pytest.mark.parametrize("row", rows(WordsRow, "amount_words"))
def test_role(row: WordsRow) -> None:
    doc = Doc("d", f"Сообщили, что {row.example}.")
    for stage in STAGES:
        stage([doc])
    found = [(doc.extract(f.span), f.bound) for f in doc.all(Figure)]
    assert found == ROLES[row.role]
