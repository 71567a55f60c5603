"""What a figure measures: head nouns and verbs, scored by clause, government and distance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import Cues
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
_BINDERS = frozenset(
    "размер сумма объем уровень стоимость количество число величина цена общий более менее свыше "
    "около примерно почти порядок не до в на от по и за под с при всего равный".split()
)
_PER = frozenset(
    "баррель тонна штука акция литр килограмм кг грамм унция кубометр киловатт-час мегаватт-час квт "
    "метр мешок бумага т единица".split()
)
_MONEY_UNITS = frozenset("доллар евро юань рубль фунт иена тенге сум лира франк манат драм".split())


class Spot(NamedTuple):
    """An indicator term in a sentence."""

    span: Span
    rows: list[TermRow]
    governed: bool  # within the noun phrase of another term: «доля экспорта»
    case: str
    pos: str


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
        kinds = row.kinds or self.kinds.get(row.indicator, frozenset())
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
            if not rows:
                continue
            row = rows[0]
            cost = _cost(scene, figure, spot, nature) + 1.2 * row.weak
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


def per_unit(scene: Scene, figure: Figure) -> str | None:
    """«285 долларов за тонну» is a price, «12 650 сумов за доллар» an exchange rate."""
    if figure.kind != "money":
        return None
    after = _following(scene, figure, 3)
    if len(after) > 1 and after[0] in ("за", "/"):
        noun = next((w for w in after[1:] if w in _PER or w in _MONEY_UNITS), None)
        if noun is not None:
            return "exchange_rate" if noun in _MONEY_UNITS else "price"
    return None


def _following(scene: Scene, figure: Figure, count: int) -> list[str]:
    at = figure.span.stop - scene.span.start
    return scene.lemmas[at : at + count]


def spots(scene: Scene, terms: Sequence[tuple[Span, list[TermRow]]]) -> list[Spot]:
    """The terms of the sentence, with who governs whom."""
    found: list[Spot] = []
    a = scene.span.start
    for span, rows in terms:
        heads = [scene.grams[i - a] for i in range(*span)]
        head = next((g for g in heads if g.pos in ("NOUN", "PROPN", "VERB")), heads[-1])
        governed = bool(found) and _governs(scene, found[-1], span, head.case)
        found.append(Spot(span, rows, governed, head.case, head.pos))
    return found


def _governs(scene: Scene, left: Spot, span: Span, case: str) -> bool:
    """Whether ``span`` stands inside the noun phrase of the term on its left."""
    if case == "Nom" or left.pos == "VERB" or left.rows[0].weak > 1:
        return False
    a = scene.span.start
    for i in range(left.span.stop - a, span.start - a):
        g, word = scene.grams[i], scene.words[i]
        if g.predicate or g.form == "Inf" or word in ",;:—–()" or word == "и":
            return False
        if g.pos == "NUM" or word[0].isdigit():
            return False
    return True


def _cost(scene: Scene, figure: Figure, spot: Spot, kind: str) -> float:
    a, at = scene.span.start, figure.span
    if spot.span.start >= at.start and spot.span.stop <= at.stop:
        return -1.0
    cost = scene.gap(spot.span.start, at.start)
    if spot.span.stop <= at.start:
        between = range(spot.span.stop - a, at.start - a)
        cost += 0.03 * len(between)
        bound = len(between) <= 8 and all(_binds(scene, i) for i in between)
        if bound and kind != "change":
            return cost - 1.0
        if spot.governed:
            cost += 1.5
        elif spot.case == "Nom" and spot.pos != "VERB":
            cost -= 0.4
        return cost
    between = range(at.stop - a, spot.span.start - a)
    if (
        len(between) <= 2
        and spot.case == "Gen"
        and all(scene.grams[i].pos == "ADJ" for i in between)
    ):
        return cost - 0.6 if kind != "change" else cost + 0.8
    cost += 0.8 + 0.05 * len(between)
    return cost + 1.5 if spot.governed else cost


def _binds(scene: Scene, i: int) -> bool:
    g = scene.grams[i]
    return scene.lemmas[i] in _BINDERS or g.case == "Gen" or scene.words[i] in "—–«»"


def inside(
    items: Sequence[tuple[Span, list[TermRow]]], span: Span
) -> Iterator[tuple[Span, list[TermRow]]]:
    """Those that lie within the span."""
    return (item for item in items if item[0].start >= span.start and item[0].stop <= span.stop)
