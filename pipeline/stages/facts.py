"""Facts: figure + indicator + status + period + parties."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pipeline.claims.clauses import Scene, folded_lemmas, scene
from pipeline.claims.indicators import Choice, Indicators, TermRow, nature, per_unit, spots
from pipeline.claims.parties import Hint, Parties, Theme
from pipeline.claims.status import CueRow, Statuses, Verdict
from pipeline.core.doc import Doc
from pipeline.core.records import Block, Country, Fact, Figure, Period
from pipeline.core.span import Span
from pipeline.core.stage import Marker

_KINDS = {"percent": "change_pct", "ratio": "change_ratio"}
_SURE = 4.0  # the cost above which an indicator is a guess
_NO_TIME = frozenset({"rate", "compared"})
_Item = TypeVar("_Item")


@dataclass(slots=True, eq=False)
class _State:
    """What one fact leaves for the next."""

    block: int = -1
    sentence: int = -1
    facts: list[Fact] = field(default_factory=list)
    natures: list[str] = field(default_factory=list)


class Facts:
    """Everything that a document's facts are made of."""

    def __init__(self, overlay: Path | None = None) -> None:
        self.indicators = Indicators(overlay)
        self.statuses = Statuses(overlay)
        self.parties = Parties(overlay)

    def mark(self, doc: Doc) -> Iterable[Fact]:
        """One fact for every figure, in text order."""
        figures = doc.all(Figure)
        if not figures:
            return []
        lemmas = folded_lemmas(doc)
        terms = self.indicators.find(doc, lemmas)
        cues = self.statuses.find(doc, lemmas)
        hints = self.parties.find(doc, lemmas)
        theme = self.parties.theme(doc, hints)
        times = doc.all(Period)
        sentences = doc.bounds("sentence")
        starts = [s.start for s in sentences]
        facts: list[Fact] = []
        state = _State()
        current, view = -1, None
        for figure in figures:
            number = int(doc.columns["sentence"][figure.span.start])
            if number != current:
                current, span = number, sentences[number]
                view = _View(
                    scene(doc, span, lemmas),
                    _within(terms, span, lambda x: x[0].start),
                    _within(cues, span, lambda x: x[0].start),
                    _within(hints, span, lambda x: x.at),
                    _within(times, span, lambda x: x.span.start),
                )
            block = int(doc.columns["block"][figure.span.start])
            if block != state.block:
                state = _State(block)
            fact = self._fact(view, figure, state, theme, number)
            facts.append(fact)
        return facts

    def _fact(
        self, view: "_View", figure: Figure, state: _State, theme: Theme, number: int
    ) -> Fact:
        kind = nature(view.scene, figure)
        choice = self._indicator(view, figure, kind, state, number)
        verdict = self.statuses.judge(view.scene, figure.span, view.cues)
        period = _period(view, figure, state, verdict, number)
        before = state.facts[-1].parties if state.facts and state.sentence >= number - 1 else ()
        parties = self.parties.choose(
            view.scene, figure, choice.indicator, view.hints, theme, before
        )
        change = figure.direction is not None
        fact = Fact(
            figure,
            choice.indicator,
            _KINDS.get(figure.kind, "change_abs") if change else "level",
            verdict.status,
            period,
            parties,
            f"{choice.rule}; {verdict.rule}",
        )
        state.facts.append(fact)
        state.natures.append(kind)
        state.sentence = number
        return fact

    def _indicator(
        self, view: "_View", figure: Figure, kind: str, state: _State, number: int
    ) -> Choice:
        by_unit = per_unit(view.scene, figure)
        best = self.indicators.choose(view.scene, figure, view.spots, kind)
        if by_unit and (best is None or best.indicator not in ("tariff", "wage", "tax")):
            return Choice(by_unit, 0.0, "per unit")
        for fact, other in zip(reversed(state.facts), reversed(state.natures), strict=True):
            if (
                other == kind
                or kind == "change"
                or (other == "change" and fact.indicator != "share")
            ):
                cost = 2.2 + 0.6 * (number - state.sentence)
                if best is None or cost < best.cost:
                    best = Choice(fact.indicator, cost, "as before")
                break
        if best is not None and best.cost <= _SURE:
            return best
        if kind == "percent":
            return Choice("share", 4.0, "percent")
        return Choice("other", 4.0, "none")


class _View:
    """A sentence with all that was found in it."""

    def __init__(
        self,
        layout: Scene,
        terms: Sequence[tuple[Span, list[TermRow]]],
        cues: Sequence[tuple[Span, list[CueRow]]],
        hints: Sequence[Hint],
        times: Sequence[Period],
    ) -> None:
        self.scene = layout
        self.spots = spots(layout, terms)
        self.cues, self.hints, self.times = cues, hints, times


def _within(items: Sequence[_Item], span: Span, key: "Callable[[_Item], int]") -> Sequence[_Item]:
    a = bisect_left(items, span.start, key=key)
    return items[a : bisect_left(items, span.stop, lo=a, key=key)]


def _period(
    view: _View, figure: Figure, state: _State, verdict: Verdict, number: int
) -> Period | None:
    """The time of the figure: its clause's, the sentence's, then the paragraph's."""
    at, best, least = figure.span.start, None, 9.0
    rate: Period | None = None
    for period in view.times:
        if period.rule == "compared":
            continue
        if period.rule == "rate":
            rate = rate or period
            continue
        cost = view.scene.gap(period.span.start, at) + 0.02 * abs(period.span.start - at)
        if period.span.start > at:
            cost += 0.3
        if cost < least:
            best, least = period, cost
    if best is not None:
        return best
    if state.facts and verdict.status == state.facts[-1].status == "actual":
        last = state.facts[-1].period
        if last is not None and last.rule != "rate":
            return last
    return rate


def facts(overlay: Path | None = None) -> Marker:
    """The stage; ``overlay`` is a user's folder of rows."""
    return Marker(
        "facts",
        frozenset({Figure, Period, Country, Block, "word", "sentence", "block", "tag", "lemma"}),
        frozenset({Fact}),
        Facts(overlay).mark,
    )
