"""What a figure measures: head nouns and verbs, scored by clause, government and distance."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.clauses import Gram, Scene
from pipeline.claims.cues import Cues
from pipeline.claims.cues import words as role
from pipeline.core.doc import Doc
from pipeline.core.records import Figure
from pipeline.core.span import Span
from pipeline.rules.load import load


@dataclass(frozen=True, slots=True)
class TermRow:
    """A word or phrase that names an indicator.

    ``term``: its dictionary forms; ``kinds``: the figures that it may carry (money, percent,
    points, count, quantity, gdp for percent of GDP, change), by default those of the indicator;
    ``weak``: 1 or 2 where it yields to a clearer term («сумма», «стоимость»).
    """

    term: str
    indicator: str
    kinds: tuple[str, ...] = ()
    weak: int = 0
    example: str = ""


_EXPORTS = TermRow("экспорт", "exports")


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A line of the standard list of indicators."""

    indicator_id: str
    label_en: str
    label_ru: str
    typical_unit: str = ""


_BY_UNIT = {
    "money": frozenset({"money", "gdp", "change"}),
    "percent": frozenset({"percent", "points", "change"}),
    "count": frozenset({"count", "change"}),
    "quantity": frozenset({"quantity", "count", "change"}),
    "": frozenset({"money", "percent", "count", "quantity", "change"}),
}
_MORE = {
    "exports": frozenset({"quantity", "count"}),
    "imports": frozenset({"quantity", "count"}),
    "tariff": frozenset({"money"}),
    "gdp": frozenset({"percent"}),
    "production": frozenset({"percent"}),
    "profit": frozenset({"percent"}),
}
# Words between an indicator and its figure that bind the two: «кредит на сумму до | 30 млн евро».
_BINDERS = role("binder")
_PER = role("unit")
_MONEY_UNITS = role("currency")


_WEAK = (0.0, 1.2, 2.6)
# Nouns that pass the measuring on to their complement: «объём экспорта», «рост экспорта».
_TRANSPARENT = role("transparent")


_SCALES = role("scale")
_THINGS = role("thing_indicators")
_GOODS = role("goods_indicators")
_PEOPLE = role("person")
_CHANGE = role("change")
# What a unit alone makes likely, where nothing else is said: «первую очередь на 200 МВт».
_MILLION = 1_000_000
_BUILT = frozenset(["m", "km", "m2", "ha"])
_POWER = frozenset(["kW", "MW", "GW"])
_BY_SYMBOL = {"kW": "capacity", "MW": "capacity", "GW": "capacity", "kWh": "production"}
_BY_SYMBOL |= {"TEU": "freight"}
_PERSONS = role("persons_indicators")


class Spot(NamedTuple):
    """An indicator term in a sentence."""

    span: Span
    rows: list[TermRow]
    governed: bool  # within the noun phrase of another term: «доля экспорта»
    case: str
    pos: str

    def inside(self, figure: Figure) -> bool:
        """Whether it is the figure's own item: «76 проектов»."""
        return figure.span.start <= self.span.start < figure.span.stop


class Choice(NamedTuple):
    """An indicator for a figure; the lower the cost, the surer."""

    indicator: str
    cost: float
    rule: str


class Indicators:
    """The terms, and the choice among those of a sentence."""

    def __init__(self, overlay: Path | None = None) -> None:
        listed = load(IndicatorRow, "indicators", overlay)
        self.kinds = {
            row.indicator_id: _BY_UNIT[row.typical_unit] | _MORE.get(row.indicator_id, frozenset())
            for row in listed
        }
        rows = load(TermRow, "indicator_terms", overlay)
        self.cues = Cues((row.term, row) for row in rows)

    def find(self, doc: Doc, lemmas: list[str]) -> list[tuple[Span, list[TermRow]]]:
        """All terms of the document."""
        return list(self.cues.search(doc, lemmas))

    def fits(self, row: TermRow, nature: str, figure: Figure) -> bool:
        """Whether a term may carry a figure of this nature."""
        return self.carries(row.indicator, nature, figure, frozenset(row.kinds))

    def carries(
        self, indicator: str, nature: str, figure: Figure, only: frozenset[str] = frozenset()
    ) -> bool:
        """Whether an indicator may have a figure of this nature."""
        kinds = only or self.kinds.get(indicator, frozenset())
        if figure.kind == "quantity" and not _measures(figure.unit, indicator):
            return False
        if nature == "change":
            if figure.kind in ("money", "count", "quantity"):
                return figure.kind in kinds
            return "change" in kinds
        return nature in kinds

    def choose(
        self, scene: Scene, figure: Figure, spots: Sequence[Spot], nature: str
    ) -> Choice | None:
        """The best term of the sentence, None where none fits."""
        best: Choice | None = None
        for spot in spots:
            rows = [r for r in spot.rows if self.fits(r, nature, figure)]
            if figure.kind == "count" and not spot.inside(figure):
                rows = [r for r in rows if _counts(scene, figure, r)]
            if not rows:
                continue
            row = rows[0]
            cost = _cost(scene, figure, spot, nature) + _WEAK[row.weak]
            if row.indicator == "agreements_value" and _paid(scene, figure):
                cost -= 1.5
            loose = row.indicator in _GOODS - {"production"} and spot.pos != "VERB" and cost >= 1.0
            if loose and figure.kind == "count" and not spot.inside(figure):
                continue
            if best is None or cost < best.cost:
                best = Choice(row.indicator, cost, row.term)
        return best


def nature(scene: Scene, figure: Figure) -> str:
    """What kind of indicator can carry the figure: change, gdp, or the figure's own kind."""
    if figure.direction is not None:
        return "change"
    if figure.kind == "percent" and "ввп" in _following(scene, figure, 3):
        return "gdp"
    return "percent" if figure.kind == "ratio" else figure.kind


def settled(scene: Scene, figure: Figure) -> tuple[str, str] | None:
    """What the words right beside a figure settle alone, with the rule.

    «285 долларов за тонну» is a price, «12 650 сумов за доллар» an exchange rate, «3% годовых» an
    interest rate, «две трети поездок» a share.
    """
    after = _following(scene, figure, 5)
    if figure.kind == "money" and len(after) > 1 and after[0] in ("за", "/"):
        at = figure.span.stop - scene.span.start + 1
        nouns = [w for w, g in zip(after[1:], scene.grams[at:], strict=False) if g.pos == "NOUN"]
        noun = nouns[0] if nouns else after[1]
        if noun in _PER or noun in _MONEY_UNITS:
            return ("exchange_rate" if noun in _MONEY_UNITS else "price"), "per unit"
    if figure.kind in ("percent", "ratio", "points") and after[:1] == ["годовой"]:
        return "interest_rate", "годовых"
    before = figure.span.start - scene.span.start - 1
    level = figure.kind == "percent" and not figure.direction
    if level and before >= 0 and scene.words[before] == "под":
        return "interest_rate", "под"
    if figure.kind == "quantity" and before >= 0:
        if scene.words[before] == "по" and figure.unit in ("kg", "t"):
            return "other", "by weight"
    return None


def _measures(unit: str, indicator: str) -> bool:
    """Whether an indicator can have the unit: no output in square metres, no length in tonnes."""
    if unit in _BUILT:
        return indicator in ("infrastructure_size", "other")
    if unit in _POWER:
        return indicator in ("capacity", "other")
    return indicator != "infrastructure_size"


def unpriced(figure: Figure) -> bool:
    """Whether a sum is hardly a price: «активы стоимостью 3 млрд»."""
    value = figure.low if figure.low is not None else figure.high
    return value is not None and figure.kind == "money" and value >= _MILLION


def by_unit(figure: Figure) -> str:
    """What the unit alone makes likely, else other."""
    return _BY_SYMBOL.get(figure.unit, "other")


def part_of(scene: Scene, figure: Figure) -> bool:
    """Whether a level in percent is followed by what it is a part of: «15% этой суммы»."""
    if figure.kind != "percent" or figure.direction is not None:
        return False
    at = figure.span.stop - scene.span.start
    for g, lemma in zip(scene.grams[at : at + 4], scene.lemmas[at : at + 4], strict=True):
        if lemma == "от":
            return "ввп" not in scene.lemmas[at : at + 4]
        if g.case != "Gen":
            return False
        if g.pos in ("NOUN", "PROPN"):
            return lemma not in ("ввп", "год")
    return False


def _following(scene: Scene, figure: Figure, count: int) -> list[str]:
    at = figure.span.stop - scene.span.start
    return scene.lemmas[at : at + count]


def spots(
    doc: Doc, scene: Scene, terms: Sequence[tuple[Span, list[TermRow]]], figures: Sequence[Figure]
) -> list[Spot]:
    """The terms of the sentence, with who governs whom; a sum's currency is none."""
    sums = [f.span for f in figures if f.kind == "money"]
    found: list[Spot] = []
    a = scene.span.start
    for span, rows in terms:
        heads = [scene.grams[i - a] for i in range(*span)]
        head = next((g for g in heads if g.pos in ("NOUN", "PROPN", "VERB")), heads[-1])
        if _in_percent_of(scene, span.start - a) or any(s.covers(span) for s in sums):
            continue
        if _surname(doc, scene, span):
            continue
        if found and _proceeds(scene, found[-1], span, rows):
            found[-1] = found[-1]._replace(rows=rows)
            continue
        if found and found[-1].rows[0].indicator == "exports" and rows[0].term == "выручить":
            rows = [_EXPORTS]  # «поставляем в 38 стран, выручили 5 млрд»
        governed = bool(found) and _governs(scene, found[-1], span, head.case)
        governed = governed or _complement(scene, span.start - a, head)
        found.append(Spot(span, rows, governed, head.case, head.pos))
    return found


def _proceeds(scene: Scene, left: Spot, span: Span, rows: list[TermRow]) -> bool:
    """«заработала на экспорте нефти», «доходы от экспорта»: what was sold is measured."""
    a = scene.span.start
    return (
        left.rows[0].indicator == "revenue"
        and rows[0].indicator == "exports"
        and not {"от", "на"}.isdisjoint(scene.words[left.span.stop - a : span.start - a])
    )


def _surname(doc: Doc, scene: Scene, span: Span) -> bool:
    """«отметил Сальдо»: a term's word as somebody's name."""
    if span.stop - span.start > 1 or span.start == scene.span.start:
        return False
    word = doc.words[span.start]
    return scene.grams[span.start - scene.span.start].pos == "PROPN" and word.istitle()


def _in_percent_of(scene: Scene, i: int) -> bool:
    """«27,4% ВВП», «2% от своего ВВП»: the measure of another indicator."""
    return scene.lemmas[i] == "ввп" and any(
        w in ("%", "процент") for w in scene.lemmas[max(0, i - 3) : i]
    )


def _complement(scene: Scene, i: int, head: Gram) -> bool:
    """Whether a term only describes another noun: «развитие экспорта», «министр экономики»."""
    while i > 0 and scene.grams[i - 1].pos == "ADJ" and scene.grams[i - 1].case == head.case:
        i -= 1
    if i == 0 or head.pos not in ("NOUN", "PROPN"):
        return False
    before, lemma = scene.grams[i - 1], scene.lemmas[i - 1]
    if lemma in ("для", "при", "без", "из-за", "после", "ради"):
        return True
    return head.case == "Gen" and before.pos == "NOUN" and lemma not in _TRANSPARENT


def _counts(scene: Scene, figure: Figure, row: TermRow) -> bool:
    """Whether a term beside a count may be what is counted: not «компания» for «3480 человек»."""
    a = scene.span.start
    items = [
        lemma
        for lemma, g in zip(
            scene.lemmas[figure.span.start - a : figure.span.stop - a],
            scene.grams[figure.span.start - a : figure.span.stop - a],
            strict=True,
        )
        if g.pos in ("NOUN", "PROPN") and lemma not in _SCALES
    ]
    if not items:
        return True
    if row.indicator in _GOODS:
        return items[-1] not in _PEOPLE
    if row.indicator in _THINGS:
        return items[-1] in ("единица", "штука")
    return row.indicator not in _PERSONS or items[-1] in ("человек", "гражданин", "лицо", "место")


def _paid(scene: Scene, figure: Figure) -> bool:
    """«купили за 5 млн», «за более чем 5 млн»."""
    at = figure.span.start - scene.span.start
    return "за" in scene.words[max(0, at - 3) : at]


def _governs(scene: Scene, left: Spot, span: Span, case: str) -> bool:
    """Whether ``span`` stands inside the noun phrase of the term on its left."""
    if case == "Nom" or left.rows[0].weak > 1:
        return False
    a = scene.span.start
    if left.pos == "VERB" and not any(
        scene.grams[i].pos == "ADP" for i in range(left.span.stop - a, span.start - a)
    ):
        return False
    for i in range(left.span.stop - a, span.start - a):
        g, word = scene.grams[i], scene.words[i]
        if g.predicate or g.form == "Inf" or word in ",;:—–()" or word == "и":
            return False
        if g.pos == "NUM" or word[0].isdigit():
            return False
    return True


def _cost(scene: Scene, figure: Figure, spot: Spot, kind: str) -> float:
    a, at = scene.span.start, figure.span
    if spot.inside(figure):
        return -1.0
    cost = scene.gap(spot.span.start, at.start)
    if spot.span.stop <= at.start:
        between = range(spot.span.stop - a, at.start - a)
        cost += 0.03 * len(between)
        home = scene.at(spot.span.start)
        if home.kind == "subordinate" and home is not scene.at(at.start):
            cost += 0.8  # «число банков, которые выпускают карты, выросло до | семи»
        bound = len(between) <= 8 and all(_binds(scene, i) for i in between)
        if bound and kind != "change":
            return cost - 1.0
        if bound and _changing(scene, spot):
            return cost - 0.6  # «затраты на увеличение МРОТ | в два раза»
        if spot.governed:
            cost += 1.2
        elif spot.case == "Nom" and spot.pos != "VERB":
            cost -= 0.4
        return cost
    between = range(at.stop - a, spot.span.start - a)
    if scene.at(spot.span.start).kind == "bracket" and scene.at(at.start).kind != "bracket":
        cost += 1.5  # «помощь на 50 млрд (кредиты на 33 млрд)»
    if (
        len(between) <= 2
        and spot.case == "Gen"
        and all(scene.grams[i].pos == "ADJ" for i in between)
    ):
        return cost - 0.6 if kind != "change" else cost + 0.8
    cost += 0.8 + 0.05 * len(between)
    if cost >= 1.8 and scene.at(spot.span.start).kind == "subordinate":
        cost += 1.5  # «5 млрд рублей, которые потратят на экспорт»
    return cost + 1.5 if spot.governed else cost


def _changing(scene: Scene, spot: Spot) -> bool:
    """Whether a noun of change governs the term: «увеличение МРОТ», «снижение ключевой ставки»."""
    i = spot.span.start - scene.span.start
    while i > 0 and scene.grams[i - 1].pos == "ADJ":
        i -= 1
    return i > 0 and scene.lemmas[i - 1] in _CHANGE


def _binds(scene: Scene, i: int) -> bool:
    g = scene.grams[i]
    return scene.lemmas[i] in _BINDERS or g.case == "Gen" or scene.words[i] in "—–«»"
