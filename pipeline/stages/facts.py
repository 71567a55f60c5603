"""Facts: figure + indicator + status + period + parties."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.claims import beside
from pipeline.claims.clauses import folded_lemmas
from pipeline.claims.grid import caption, heads
from pipeline.claims.indicators import Choice, Indicators
from pipeline.claims.measuring import SURE, measure
from pipeline.claims.onward import period_before
from pipeline.claims.outlook import settle
from pipeline.claims.pages import Page, View
from pipeline.claims.paragraph import Paragraph
from pipeline.claims.parties import Parties
from pipeline.claims.sentences import joined
from pipeline.claims.status import Statuses, Verdict
from pipeline.claims.when import own_period
from pipeline.core.doc import Doc
from pipeline.core.records import Block, Country, Fact, Figure, Mention, Period
from pipeline.core.span import Span
from pipeline.core.stage import Marker

_MANY = 100  # a sum that is hardly met twice by chance
_SURER = 0.6  # by how much another mention tells more
_KINDS = {"percent": "change_pct", "ratio": "change_ratio"}


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
        page = self._page(doc)
        reader = _Reader(self, page)
        found = _agreed(page, [reader.read(figure) for figure in figures], reader.costs)
        return _headlines(page, found)

    def _page(self, doc: Doc) -> Page:
        lemmas = folded_lemmas(doc)
        hints = self.parties.find(doc, lemmas)
        return Page(
            doc,
            lemmas,
            self.indicators.find(doc, lemmas),
            self.statuses.find(doc, lemmas),
            hints,
            self.parties.theme(doc, hints),
        )


class _Reader:
    """One pass over the figures of a document."""

    def __init__(self, facts: Facts, page: Page) -> None:
        self.facts, self.page = facts, page
        self.heading, self.signed = page.heading(), page.signed()
        self.sentences, self.numbers = joined(page.doc)
        self.blocks = page.doc.bounds("block")
        self.starts = [span.start for span in self.blocks]
        self.past = Paragraph()
        self.views: dict[int, View] = {}
        self.costs: list[float] = []  # of the indicators, by fact

    def read(self, figure: Figure) -> Fact:
        """The fact of one figure."""
        at, columns = figure.span.start, self.page.doc.columns
        number, block = self.numbers[int(columns["sentence"][at])], int(columns["block"][at])
        if block != self.past.block:
            self.past = Paragraph(block, self.blocks[bisect_right(self.starts, at) - 1])
        over = heads(self.page.doc, at)
        if over is not None:
            self.costs.append(0.0)
            return self._cell(figure, over)
        if number not in self.views:
            self.views = {number: self.page.view(self.sentences[number])}
        return self._fact(self.views[number], figure, number)

    def _fact(self, view: View, figure: Figure, number: int) -> Fact:
        past, kind = self.past, beside.nature(view.scene, figure)
        choice = measure(self.facts.indicators, self.page, past, view, figure, kind)
        self.costs.append(choice.cost)
        verdict = self.facts.statuses.judge(view.scene, figure.span, view.cues)
        verdict = past.status(verdict, choice, past.sentence == number)
        period = own_period(view.scene, figure, view.times, view.figures, verdict, view.said)
        verdict = settle(self.page, past, view, figure, choice, verdict, period, self.signed)
        if period is None:
            period = period_before(
                past, self.page, view, figure, verdict, choice.indicator, self.heading
            )
        parties = self.facts.parties.choose(
            view.scene,
            figure,
            choice.indicator,
            view.hints,
            self.page.theme,
            past.last.parties if past.last and past.sentence >= number - 3 else None,
            past.goes_on(choice.indicator),
        )
        fact = _fact(figure, choice, verdict, period, parties, kind)
        gdp = kind == "percent" and "gdp" in past.natures[-1:] and choice.rule == "as before"
        past.add(fact, "gdp" if gdp else kind, view, number)
        return fact

    def _cell(self, figure: Figure, over: list[Span]) -> Fact:
        """The fact of a table's cell, from the heads of its row and column."""
        views = [self.page.view(span) for span in over]
        kind = "change" if figure.direction else figure.kind
        choice = self._headed(views, figure, kind)
        if choice is None:
            over_all = caption(self.page.doc, figure.span.start)
            above = [self.page.view(over_all)] if over_all is not None else []
            choice = self._headed(above, figure, kind) or Choice("other", SURE, "none")
        cues = [rows[0] for view in views for _, rows in view.cues]
        cue = next((c for c in cues if c.status in ("planned", "potential")), None)
        verdict = Verdict(cue.status, cue.cue, True) if cue else Verdict("actual", "table", True)
        times = [p for view in views for p in view.times if p.rule != "compared"]
        period = times[0] if times else self.heading
        hints = [h for view in views for h in view.hints]
        parties = self.facts.parties.of_cell(choice.indicator, hints, self.page.theme)
        return _fact(figure, choice, verdict, period, parties)

    def _headed(self, views: list[View], figure: Figure, kind: str) -> Choice | None:
        """The indicator that heads name."""
        fits = self.facts.indicators.fits
        return next(
            (
                Choice(row.indicator, 0.0, row.term)
                for view in views
                for spot in view.spots
                for row in spot.rows
                if fits(row, kind, figure) or (kind == "count" and "money" not in row.kinds)
            ),
            None,
        )


def _fact(
    figure: Figure,
    choice: Choice,
    verdict: Verdict,
    period: Period | None,
    parties: tuple[str, ...],
    nature: str = "",
) -> Fact:
    kind = "level"
    if nature == "change" or (choice.indicator == "gdp" and nature == "percent"):
        kind = _KINDS.get(figure.kind, "change_abs")  # «прогноз роста экономики – 5%»
    if figure.direction is not None:
        kind = _KINDS.get(figure.kind, "change_abs")
    rule = f"{choice.rule}; {verdict.rule}"
    return Fact(figure, choice.indicator, kind, verdict.status, period, parties, rule)


def _agreed(page: Page, found: list[Fact], costs: list[float]) -> list[Fact]:
    """A sum that a text repeats measures one thing: what its surest mention tells, of a headline
    any other: «Банк выделит 50 млн долларов … Грант в 50 млн долларов»."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for i, fact in enumerate(found):
        f = fact.figure
        if f.kind in ("money", "quantity") and f.low is not None and f.low >= _MANY:
            groups.setdefault((f.low, f.high, f.unit, fact.kind), []).append(i)
    for group in groups.values():
        best = min(group, key=lambda i: costs[i])
        for i in group:
            title = page.is_title(found[i].span.start)
            told = costs[i] - costs[best] > _SURER and _exact(found[i].figure)
            if told or (title and costs[i] > costs[best]):
                found[i] = replace(found[i], indicator=found[best].indicator)
    return found


def _exact(figure: Figure) -> bool:
    """Whether a number has two figures that are no zeros: two sums of a billion may differ."""
    return figure.low is not None and len(figure.low.normalize().as_tuple().digits) > 1


def _headlines(page: Page, found: list[Fact]) -> list[Fact]:
    """A plan in a headline that the body repeats is dated and judged as there."""
    for i, fact in enumerate(found):
        if fact.status != "planned" or not page.is_title(fact.span.start):
            continue
        f = fact.figure
        for other in found[i + 1 :]:
            g = other.figure
            if (f.low, f.high, f.unit, fact.indicator) == (g.low, g.high, g.unit, other.indicator):
                period = fact.period or other.period
                found[i] = replace(fact, period=period, status=other.status)
                break
    return found


def facts(overlay: Path | None = None) -> Marker:
    """The stage; ``overlay`` is a user's folder of rows."""
    return Marker(
        "facts",
        frozenset(
            {Figure, Period, Country, Mention, Block, "word", "sentence", "block", "tag", "lemma"}
        ),
        frozenset({Fact}),
        Facts(overlay).mark,
    )
