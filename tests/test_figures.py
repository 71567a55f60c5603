"""Figures: cases, gold, examples of every row, properties, a user's overlay."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.doc import Doc
from pipeline.core.records import Figure
from pipeline.core.stage import Pipeline
from pipeline.stages.clean import Clean
from pipeline.stages.figures import figures_stage
from pipeline.stages.segment import Segment

HERE = Path(__file__).parent
READ = Pipeline([Clean(), Segment(), figures_stage()])


def read(text: str, pipeline: Pipeline = READ) -> Doc:
    doc = Doc("d", text)
    pipeline([doc])
    assert not doc.problems
    return doc


def plain(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def described(text: str) -> list[str]:
    doc = read(text)
    return [
        "|".join(
            [
                doc.extract(f.span),
                f.kind,
                plain(f.low),
                plain(f.high),
                f.unit,
                f.bound,
                f.direction or "",
            ]
        )
        for f in doc.all(Figure)
    ]


def cases() -> list[object]:
    rows = []
    with (HERE / "cases" / "figures.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not row["text"].startswith("#"):
                marks = [pytest.mark.xfail(reason=row["xfail"])] if row["xfail"] else []
                expected = [f.strip() for f in (row["figures"] or "").split(" ; ") if f.strip()]
                rows.append(pytest.param(row["text"], expected, id=row["text"][:50], marks=marks))
    return rows


@pytest.mark.parametrize(("text", "expected"), cases())
def test_case(text: str, expected: list[str]) -> None:
    assert described(text) == expected


def gold(name: str) -> list[dict[str, object]]:
    lines = (HERE / "gold" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize(
    ("name", "least"), [("figures_dev.jsonl", 0.97), ("documents_dev.jsonl", 0.97)]
)
def test_gold(name: str, least: float) -> None:
    """F1 of kind, value, unit and bound together over figures that overlap."""
    hits = found = wanted = 0
    for case in gold(name):
        doc = read(str(case["text"]))
        mine = {doc.chars(f.span): f for f in doc.all(Figure)}
        found += len(mine)
        for g in case["figures"]:  # type: ignore[attr-defined]
            wanted += 1
            for (start, stop), f in mine.items():
                if start < g["stop"] and g["start"] < stop:
                    low = None if g["min"] is None else Decimal(g["min"])
                    high = None if g["max"] is None else Decimal(g["max"])
                    hits += (f.kind, f.low, f.high, f.unit, f.bound, f.direction) == (
                        g["kind"],
                        low,
                        high,
                        g["unit"],
                        g["bound"],
                        g["direction"],
                    )
                    break
    assert 2 * hits / (found + wanted) >= least


def test_table() -> None:
    text = (
        "| Показатель | 2023 | 2025 (план) |\n|---|---|---|\n| Стажёры из Ташкента | 180 | 260 |\n"
        "| Гранты, млн иен | 340 | 500 |\n| Рост, % | 5 | −2 |\n"
    )
    found = described(text)
    assert found == [
        "180|count|180|180|стажёр|eq|",
        "260|count|260|260|стажёр|eq|",
        "340|money|340000000|340000000|JPY|eq|",
        "500|money|500000000|500000000|JPY|eq|",
        "5|percent|5|5|percent|eq|up",
        "−2|percent|-2|-2|percent|eq|down",
    ]
    across = "| Страна | Экспорт, млн долл. |\n|---|---|\n| Иран | 12,5 |\n"
    assert described(across) == ["12,5|money|12500000|12500000|USD|eq|"]


def test_rule_names_what_made_it() -> None:
    doc = read("Экспорт вырос в 2 раза, до $5 млрд.")
    assert [f.rule for f in doc.all(Figure)] == ["ratio:unit ratio", "money:symbol USD"]


def test_needs_no_network() -> None:
    assert figures_stage().needs.isdisjoint({"tag", "lemma"})


# Properties

ONES = [
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
]
ONES += ["тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать"]
ONES += ["девятнадцать"]
TENS = [
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
]
HUNDREDS = [
    "сто",
    "двести",
    "триста",
    "четыреста",
    "пятьсот",
    "шестьсот",
    "семьсот",
    "восемьсот",
    "девятьсот",
]


def spell(n: int) -> str:
    """A number under a million in words, in the nominative, written here without the rows."""
    parts: list[str] = []
    thousands, rest = divmod(n, 1000)
    if thousands:
        words = spell(thousands).split()
        words[-1] = {"один": "одна", "два": "две"}.get(words[-1], words[-1])
        last = thousands % 100
        last = last if last < 20 else last % 10
        ending = "тысяча" if last == 1 else "тысячи" if 2 <= last <= 4 else "тысяч"
        parts += [*words, ending]
    if rest >= 100:
        parts.append(HUNDREDS[rest // 100 - 1])
    rest %= 100
    if rest >= 20:
        parts.append(TENS[rest // 10 - 2])
        rest %= 10
    if rest:
        parts.append(ONES[rest - 1])
    return " ".join(parts)


def in_groups(n: int, gap: str) -> str:
    return f"{n:,}".replace(",", gap)


DIGITS = {
    "plain": str,
    "blank": lambda n: in_groups(n, " "),
    "no-break": lambda n: in_groups(n, "\u00a0"),
    "thin": lambda n: in_groups(n, "\u2009"),
    "apostrophe": lambda n: in_groups(n, "'"),
    "full width": lambda n: str(n).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "words": spell,
}
MONEY = {
    "{} евро": ("EUR", 1),
    "€{}": ("EUR", 1),
    "{} млн евро": ("EUR", 10**6),
    "€{} млн": ("EUR", 10**6),
    "{} млрд долларов США": ("USD", 10**9),
    "{} тыс. руб.": ("RUB", 1000),
    "{} миллионов канадских долларов": ("CAD", 10**6),
    "USD {} трлн": ("USD", 10**12),
}


@settings(max_examples=150, deadline=None)
@given(
    st.integers(2, 999_999).filter(lambda n: not 1800 <= n <= 2100),
    st.sampled_from(sorted(DIGITS)),
    st.sampled_from(sorted(MONEY)),
)
def test_an_amount_is_read_back(n: int, how: str, frame: str) -> None:
    code, scale = MONEY[frame]
    if how == "words" and (not frame.startswith("{}") or (n >= 1000 and scale > 1)):
        how = "plain"
    written = frame.format(DIGITS[how](n))
    doc = read(f"На это ушло {written}, сообщил банк.")
    (figure,) = doc.all(Figure)
    assert (figure.value, figure.unit, doc.extract(figure.span)) == (n * scale, code, written)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 10**4), st.sampled_from("-–—"))
def test_a_range_is_read_back(low: int, more: int, dash: str) -> None:
    doc = read(f"На это уйдёт {low}{dash}{low + more} млн рублей.")
    (figure,) = doc.all(Figure)
    assert (figure.low, figure.high) == (low * 10**6, (low + more) * 10**6)
    assert (figure.value, figure.bound) == (None, "range")


@settings(max_examples=60, deadline=None)
@given(st.decimals("0.01", "999.99", places=2), st.sampled_from(",."))
def test_a_percentage_is_read_back(value: Decimal, point: str) -> None:
    doc = read(f"Цены выросли на {str(value).replace('.', point)}%, отметили в банке.")
    (figure,) = doc.all(Figure)
    assert (figure.value, figure.unit, figure.direction) == (value, "percent", "up")
    assert "E" not in str(figure.value)


PIECES = st.lists(
    st.sampled_from(
        [
            *("5", "7,5", "1.234", "12", "000", "2023", "½", "1/2", "²", "5–7", "два-три", "сто"),
            *("от", "до", "с", "по", "и", "или", "на", "в", "не", "чем", "более", "менее", "почти"),
            *("—", "–", "-", ",", ".", "(", ")", "%", "$", "€", "|", "«", "»", "№", ":", ";", "+"),
            *("млрд", "млн.", "тыс.", "миллион", "миллионы", "тысяч", "полтора", "половина"),
            *("треть", "пятая", "часть", "процентов", "п.п.", "раза", "вдвое", "15-процентный"),
            *("руб.", "долларов", "США", "крон", "манат", "компаний", "рабочих", "мест", "человек"),
            *("вырос", "рост", "меньше", "несколько", "минус", "года", "января", "половиной"),
        ]
    ),
    max_size=25,
)


def test_a_number_of_another_script_at_the_end() -> None:
    assert not read("٣$1").problems


@settings(max_examples=250, deadline=None)
@given(st.one_of(PIECES.map(" ".join), PIECES.map("".join), st.text(max_size=60)))
def test_nothing_raises_and_no_figure_overlaps_another(text: str) -> None:
    doc = read(text)
    assert not doc.problems
    end = 0
    for figure in doc.all(Figure):
        assert end <= figure.span.start < figure.span.stop <= len(doc)
        end = figure.span.stop
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high
        open_ended = figure.low is None and figure.high is None
        assert (figure.value is None) == (figure.bound == "range" or open_ended)


def test_long_runs_stay_cheap() -> None:
    for piece in ("миллиард ", "5 ", "сто", "от 5 до ", "1 000 ", "двадцати", "5–", "не менее "):
        read(piece * 400 + "рублей")


# A user's own rows


def test_overlay(tmp_path: Path) -> None:
    (tmp_path / "currencies.csv").write_text(
        "code,noun,default,symbols,example\nXTS,талер,1,₮₮,5 талеров\n", encoding="utf-8"
    )
    (tmp_path / "units.toml").write_text(
        'rows = [{ name = "pd", kind = "quantity", words = ["пуд"], example = "5 пудов" }]\n',
        encoding="utf-8",
    )
    (tmp_path / "comparators.toml").write_text(
        'rows = [{ words = "никак не менее", bound = "ge", side = "before", example = "" }]\n',
        encoding="utf-8",
    )
    (tmp_path / "numerals.toml").write_text(
        'rows = [{ word = "чёртова!", value = "13", example = "" }]\n', encoding="utf-8"
    )
    own = Pipeline([Clean(), Segment(), figures_stage(tmp_path)])
    text = "Продали чёртова пудов, никак не менее 20 пудов и ещё 7 млн талеров."
    doc = read(text, own)
    assert [(f.unit, f.low, f.bound) for f in doc.all(Figure)] == [
        ("pd", 13, "eq"),
        ("pd", 20, "ge"),
        ("XTS", 7_000_000, "eq"),
    ]
    assert described(text) == []
    assert [f.unit for f in read("Продали за 5 евро.", own).all(Figure)] == ["EUR"]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("items", 'group = "own", words = ["самовар"], example = "5 самоваров"'),
        ("directions", 'words = ["распухнуть"], direction = "up", place = "verb", example = ""'),
        ("scales", 'word = "мириада", value = "10000", short = [], example = "5 мириад рублей"'),
    ],
)
def test_overlay_of_other_rows(tmp_path: Path, name: str, row: str) -> None:
    (tmp_path / f"{name}.toml").write_text(f"rows = [{{ {row} }}]\n", encoding="utf-8")
    own = Pipeline([Clean(), Segment(), figures_stage(tmp_path)])
    text = "Долг распух на 5%, мы собрали 30 самоваров и 2 мириады рублей."
    found = {f.unit: f for f in read(text, own).all(Figure)}
    assert ("самовар" in found) == (name == "items")
    assert (found["percent"].direction == "up") == (name == "directions")
    assert ("RUB" in found) == (name == "scales")
