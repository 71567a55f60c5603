"""What the facts of a paragraph leave for the next: indicator, status, period, parties."""

from dataclasses import dataclass, field

from pipeline.claims.cues import words as role
from pipeline.claims.indicators import Choice, Indicators
from pipeline.claims.pages import Page, View
from pipeline.claims.resuming import again, alike, compares, has_subject, paced, resumed
from pipeline.claims.status import Verdict
from pipeline.claims.when import of_participle
from pipeline.core.records import Fact, Figure, Period
from pipeline.core.span import Span

# Of a project that is still to come, also in the present tense: «вложения оцениваются в …».
_AHEAD = role("ahead_indicators")
# What statistics report over a period that headline or lead sets.
_STATISTICS = role("statistics_indicators")
_MUTUAL = role("mutual_indicators")
_NEW = 2.2  # the cost of going on although the clause has a subject of its own
_DEADLINE = frozenset(["к", "ко", "до"])


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
        self.aside.append(compared or kind in ("bracket", "modifier"))
        self.sentence = number

    def indicator(
        self, indicators: Indicators, view: View, figure: Figure, kind: str, number: int
    ) -> Choice | None:
        """The indicator of a fact before, where this figure may go on with it."""
        for fact, other in zip(reversed(self.facts), reversed(self.natures), strict=True):
            if fact.rule.startswith("by weight") or not alike(figure, fact.figure):
                continue
            if other == kind or "change" in (kind, other) or (kind, other) == ("percent", "gdp"):
                if other != "gdp" and not indicators.carries(fact.indicator, kind, figure):
                    continue
                if fact is self.last and again(view.scene, figure, fact.figure):
                    return Choice(fact.indicator, -2.0, "as before")
                near = self.sentence == number and compares(view.scene, figure)
                if fact is self.last and self.sentence == number and paced(view.scene, figure):
                    return Choice(fact.indicator, -2.0, "as before")
                cost = 0.0 if near else 1.9 + 0.5 * (number - self.sentence)
                if self.sentence >= number - 1 and resumed(view.scene, figure):
                    cost = -0.6
                if kind == "change" and self.sentence != number and has_subject(view.scene, figure):
                    cost += _NEW
                return Choice(fact.indicator, cost, "as before")
        return None

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

    def period(
        self, page: Page, view: View, verdict: Verdict, indicator: str, heading: Period | None
    ) -> Period | None:
        """The period that goes on from the paragraph, else the headline's."""
        last = self.main
        here = last is not None and last.span.start >= view.scene.span.start
        if verdict.rule == "outset":
            return None
        if verdict.status != "actual":
            goes_on = last is not None and here and last.status == verdict.status
            if last is None or not goes_on:
                return self._budgeted(page, verdict)
            rate = last.period is not None and last.period.rule == "rate"
            return None if rate else last.period
        newer = self._newer(page, view)
        if newer is not None and verdict.rule != "Pres":
            return newer
        if last is not None and last.status == "actual" and last.period is not None:
            same = here or indicator == last.indicator != "other"
            general = verdict.rule == "Pres" and indicator not in (last.indicator, "share")
            if general and heading is None:
                return None
            if last.period.rule != "rate" and (same or not _event(last.period)):
                return last.period
        if heading is None and verdict.rule == "Past" and indicator in _STATISTICS:
            return page.lead_period(view.scene.span.start)
        return heading

    def _budgeted(self, page: Page, verdict: Verdict) -> Period | None:
        """«Дефицит на 2025 год – 3 млрд. Пятую часть ассигнований получит оборона»."""
        last = self.last
        if last is None or last.period is None or verdict.status != last.status:
            return None
        ahead = page.doc.folded[last.period.span.start] == "на"
        return last.period if ahead and last.period.rule == "year" else None

    def _newer(self, page: Page, view: View) -> Period | None:
        """The last period that the paragraph names between the fact before and this sentence."""
        start = self.last.span.stop if self.last is not None else _asked(page, self.span.start)
        for period in reversed(page.times):
            if period.span.start < start:
                break
            word = page.doc.folded[period.span.start]
            usable = period.value and period.rule not in ("compared", "dateline")
            usable = usable and (not _event(period) or period.rule == "relative")
            if usable and word not in _DEADLINE and period.span.start < view.scene.span.start:
                return period
        return None

    def goes_on(self, indicator: str) -> bool:
        """Whether a figure tells more of the fact before: «кредит на 1 млрд под 3%»."""
        if self.last is None:
            return False
        before = self.last.indicator
        if indicator == before:
            return indicator in _MUTUAL
        return indicator in ("share", "other") or (indicator, before) == ("interest_rate", "loan")


def _asked(page: Page, start: int) -> int:
    """Where the question begins that this paragraph answers: «— Каким был прошлый год?»."""
    blocks, words = page.doc.bounds("block"), page.doc.words
    question = next(
        (b for b in blocks if b.stop == start and "?" in words[max(b.start, b.stop - 2) : b.stop]),
        None,
    )
    return question.start if question is not None else start


def _event(period: Period) -> bool:
    """Whether a period dates an event («5 марта») rather than what is measured over it."""
    value = period.value or ""
    return period.rule in ("date", "ago", "lasting", "now") or (
        period.rule in ("month", "relative") and (not value or "-" in value) and "/" not in value
    )
