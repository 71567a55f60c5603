"""What the facts of a paragraph leave for the next: indicator, status, period, parties."""

from dataclasses import dataclass, field

from pipeline.claims.cues import words as role
from pipeline.claims.indicators import Choice, Indicators
from pipeline.claims.pages import View
from pipeline.claims.resuming import (
    again,
    alike,
    compares,
    has_subject,
    jointly,
    paced,
    resumed,
    same_sort,
    worth_of,
)
from pipeline.claims.status import Verdict
from pipeline.claims.when import contrasted, of_participle
from pipeline.core.records import Fact, Figure
from pipeline.core.span import Span

# Of a project that is still to come, also in the present tense: «вложения оцениваются в …».
_AHEAD = role("ahead_indicators")
_MUTUAL = role("mutual_indicators")
_TRADED = frozenset(["exports", "imports"])
_GOODS = frozenset(["exports", "imports", "production"])
_NEW = 2.2  # the cost of going on although the clause has a subject of its own


@dataclass(slots=True, eq=False)
class Paragraph:
    """The facts of a paragraph so far."""

    block: int = -1
    span: Span = field(default_factory=lambda: Span(0, 0))
    sentence: int = -1  # of the fact before
    facts: list[Fact] = field(default_factory=list)
    natures: list[str] = field(default_factory=list)
    aside: list[bool] = field(default_factory=list)  # whether in brackets or only compared with

    @property
    def last(self) -> Fact | None:
        """The fact before."""
        return self.facts[-1] if self.facts else None

    @property
    def main(self) -> Fact | None:
        """The fact before that is no aside in brackets."""
        pairs = zip(reversed(self.facts), reversed(self.aside), strict=True)
        return next((fact for fact, aside in pairs if not aside), None)

    def add(self, fact: Fact, nature: str, view: View, number: int) -> None:
        """One more fact."""
        self.facts.append(fact)
        self.natures.append(nature)
        compared = fact.period is not None and fact.period.rule == "compared"
        kind = view.scene.at(fact.span.start).kind
        compared = compared or (fact.period is not None and of_participle(view.scene, fact.period))
        compared = compared or (fact.period is not None and contrasted(view.scene, fact.period))
        self.aside.append(compared or kind in ("bracket", "modifier"))
        self.sentence = number

    def indicator(
        self, indicators: Indicators, view: View, figure: Figure, kind: str, number: int
    ) -> Choice | None:
        """The indicator of a fact before, where this figure may go on with it."""
        last = self.last if self.sentence == number and kind == "money" else None
        if last and last.indicator in _GOODS and worth_of(view.scene, figure, last.figure):
            return Choice(last.indicator, -2.0, "as before")
        for fact, other in zip(reversed(self.facts), reversed(self.natures), strict=True):
            goods = fact.indicator in _TRADED and other == "change"
            if self.sentence != number and not goods and not same_sort(figure, fact.figure):
                continue
            if fact.rule.startswith("by weight") or not alike(figure, fact.figure):
                continue
            if other == kind or "change" in (kind, other) or (kind, other) == ("percent", "gdp"):
                if other != "gdp" and not indicators.carries(fact.indicator, kind, figure):
                    continue
                if fact is self.last and again(view.scene, figure, fact.figure, kind):
                    return Choice(fact.indicator, -2.0, "as before")
                near = self.sentence == number and compares(view.scene, figure)
                if fact is self.last and self.sentence == number and paced(view.scene, figure):
                    return Choice(fact.indicator, -2.0, "as before")
                if fact.indicator in _TRADED and self._mutual(view, figure):
                    continue
                cost = 0.0 if near else 1.9 + 0.5 * (number - self.sentence)
                if self.sentence >= number - 1 and resumed(view.scene, figure):
                    cost = -0.6
                if kind == "change" and self.sentence != number and has_subject(view.scene, figure):
                    cost += _NEW
                return Choice(fact.indicator, cost, "as before")
        return None

    def _mutual(self, view: View, figure: Figure) -> bool:
        """«Индийский экспорт составил 4 млрд. Стороны хотят выйти на | 100 млрд»: in trade."""
        traded = any(fact.indicator == "trade_turnover" for fact in self.facts)
        return traded and jointly(view.scene, figure)

    def status(self, verdict: Verdict, choice: Choice, same: bool) -> Verdict:
        """Where the clause itself says little, the status of the fact before goes on; ``same``:
        the fact before stands in this sentence."""
        last = self.last
        if last is None or verdict.sure:
            return verdict
        if verdict.rule == "default" and (same or last.status == "planned"):
            return Verdict(last.status, "as before", False)
        if verdict.rule == "Pres" and choice.indicator in _AHEAD and last.status == "planned":
            return Verdict("planned", "as before", False)
        if verdict.rule == "Fut" and choice.indicator == "interest_rate":
            return Verdict(
                "agreed" if last.status == "agreed" else verdict.status, verdict.rule, False
            )
        return verdict

    def goes_on(self, indicator: str) -> bool:
        """Whether a figure tells more of the fact before: «кредит на 1 млрд под 3%»."""
        if self.last is None:
            return False
        before = self.last.indicator
        if indicator == before:
            return indicator in _MUTUAL
        return indicator in ("share", "other") or (indicator, before) == ("interest_rate", "loan")
