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
from pipeline.claims.weighing import counted, paid, weight
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


_WEAK = (0.0, 1.2, 2.6)  # by how much a weak term stands back
_SURE = (0.0, 0.5, 2.6)  # the same, right beside the figure


_GOODS = role("goods_indicators")


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
            if spot.inside(figure) and spot.pos == "VERB":
                continue  # «десять добывающих | предприятий»
            if figure.kind == "count" and not spot.inside(figure):
                rows = [r for r in rows if counted(scene, figure, r)]
            if not rows:
                continue
            row = next((r for r in rows if figure.kind == "points" in r.kinds), rows[0])
            cost = weight(scene, figure, spot, nature)
            sure = cost < -0.5 and not spot.inside(figure)  # a bare item tells little
            cost += _SURE[row.weak] if sure else _WEAK[row.weak]
            if row.indicator == "budget" and row.weak > 1 and sure:
                cost -= 1.0  # «80% экспорта, поэтому казна выделит | 500 млн динаров»
            if row.indicator == "agreements_value" and paid(scene, figure):
                cost -= 1.5
            loose = row.indicator in _GOODS - {"production"} and spot.pos != "VERB" and cost >= 1.0
            if loose and figure.kind == "count" and not spot.inside(figure):
                continue
            if best is None or cost < best.cost:
                best = Choice(row.indicator, cost, row.term)
                if row.term == "производство" and spot.inside(figure):
                    best = best._replace(indicator="projects_count")  # «пять новых производств»
        return best
