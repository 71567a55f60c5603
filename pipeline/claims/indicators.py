"""What a figure measures: head nouns and verbs, scored by clause, government and distance."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.beside import measures
from pipeline.claims.clauses import Scene
from pipeline.claims.cues import Cues
from pipeline.claims.cues import words as role
from pipeline.claims.frames import Frames
from pipeline.claims.hints import Hint
from pipeline.claims.terms import Spot, TermRow
from pipeline.core.doc import Doc
from pipeline.core.records import Figure
from pipeline.core.span import Span
from pipeline.rules.load import load


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


_WEAK = (0.0, 1.2, 2.6)  # by how much a weak term stands back


_SCALES = role("scale")
_THINGS = role("thing_indicators")
_GOODS = role("goods_indicators")
_PEOPLE = role("person")
_CHANGE = role("change")
_INVERSE = role("inverse")
_PERSONS = role("persons_indicators")


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
        self.frames = Frames(overlay)

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
        if figure.kind == "quantity" and not measures(figure.unit, indicator):
            return False
        if nature == "change":
            if figure.kind in ("money", "count", "quantity"):
                return figure.kind in kinds
            return "change" in kinds or figure.kind == "points" in kinds
        return nature in kinds

    def framed(
        self,
        scene: Scene,
        figure: Figure,
        figures: Sequence[Figure],
        places: Sequence[Hint],
        nature: str,
    ) -> Choice | None:
        """The best frame around a figure, None where none fits; ``places``: countries."""
        best: Choice | None = None
        for cost, row in self.frames.find(scene, figure, figures, places):
            if not self.carries(row.indicator, nature, figure, frozenset(row.kinds)):
                continue
            if best is None or cost < best.cost:
                best = Choice(row.indicator, cost, row.example)
        return best

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
            row = next((r for r in rows if figure.kind == "points" in r.kinds), rows[0])
            cost = _cost(scene, figure, spot, nature)
            cost += 0.5 if row.weak == 1 and cost < -0.5 else _WEAK[row.weak]
            if row.indicator == "agreements_value" and _paid(scene, figure):
                cost -= 1.5
            loose = row.indicator in _GOODS - {"production"} and spot.pos != "VERB" and cost >= 1.0
            if loose and figure.kind == "count" and not spot.inside(figure):
                continue
            if best is None or cost < best.cost:
                best = Choice(row.indicator, cost, row.term)
        return best


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


def _cost(scene: Scene, figure: Figure, spot: Spot, kind: str) -> float:
    a, at = scene.span.start, figure.span
    if spot.inside(figure):
        return 0.6 if kind == "change" else -1.0  # «импорт упал на 20 тыс. | автомобилей»
    cost = scene.gap(spot.span.start, at.start)
    if spot.span.stop <= at.start:
        between = range(spot.span.stop - a, at.start - a)
        cost += 0.03 * len(between)
        home = scene.at(spot.span.start)
        if home.kind == "subordinate" and home is not scene.at(at.start):
            cost += 0.8  # «число банков, которые выпускают карты, выросло до | семи»
        bound = len(between) <= 8 and all(_binds(scene, i) for i in between)
        if bound and kind != "change":
            named = spot.governed and spot.oblique  # «задолженность по зарплате — 300 млн»
            return cost if named else cost - 1.0
        if bound and _changing(scene, spot):
            return cost - 0.6  # «затраты на увеличение МРОТ | в два раза»
        if spot.governed or spot.oblique:
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
    if len(between) <= 5 and any(scene.lemmas[i] in _INVERSE for i in between):
        return cost - 1.2  # «из них 313 млн пришлось на экспорт», «5 млрд составил импорт»
    if cost >= 1.8 and scene.at(spot.span.start).kind == "subordinate":
        cost += 1.5  # «5 млрд рублей, которые потратят на экспорт»
    return cost + 1.5 if spot.governed or spot.oblique else cost


def _changing(scene: Scene, spot: Spot) -> bool:
    """Whether a noun of change governs the term: «увеличение МРОТ», «снижение ключевой ставки»."""
    i = spot.span.start - scene.span.start
    while i > 0 and scene.grams[i - 1].pos == "ADJ":
        i -= 1
    return i > 0 and scene.lemmas[i - 1] in _CHANGE


def _binds(scene: Scene, i: int) -> bool:
    g = scene.grams[i]
    return scene.lemmas[i] in _BINDERS or g.case == "Gen" or scene.words[i] in "—–«»"
