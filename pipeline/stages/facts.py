"""Facts: figure + indicator + status + period + parties."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pipeline.claims.clauses import Scene, folded_lemmas, scene
from pipeline.claims.cues import words as role
from pipeline.claims.grid import heads
from pipeline.claims.indicators import (
    Choice,
    Indicators,
    Spot,
    TermRow,
    by_unit,
    nature,
    part_of,
    settled,
    spots,
    unpriced,
)
from pipeline.claims.parties import Hint, Parties, Theme
from pipeline.claims.status import CueRow, Statuses, Verdict
from pipeline.claims.when import deadline, own_period
from pipeline.core.doc import Doc
from pipeline.core.records import Block, Country, Fact, Figure, Period
from pipeline.core.span import Span
from pipeline.core.stage import Marker

_KINDS = {"percent": "change_pct", "ratio": "change_ratio"}
_LEAD = 3  # sentences
_SURE = 4.0  # the cost above which an indicator is a guess
_COMPARE = role("comparative")
# Of a project that is still to come, also in the present tense: «вложения оцениваются в …».
_AHEAD = frozenset(["project_value", "investment", "capacity", "infrastructure_size", "jobs"])
# Fixed by a signed paper, also in a future clause.
_FIXED = frozenset(["project_value", "capacity", "infrastructure_size", "loan", "share"])
_WORTH = frozenset(["valuation", "project_value", "agreements_value", "investment"])
_PAPER = role("paper")
_ANY = role("anything") | {""}
_Item = TypeVar("_Item")


@dataclass(slots=True, eq=False)
class _Page:
    """What was found in a whole document."""

    terms: list[tuple[Span, list[TermRow]]]
    cues: list[tuple[Span, list[CueRow]]]
    hints: list[Hint]
    times: list[Period]
    figures: list[Figure]
    theme: Theme
    heading: Period | None  # the period that a headline sets for all
    signed: int  # up to this token a signed paper is spoken of: «заключили соглашение о …»
    words: list[str]


@dataclass(slots=True, eq=False)
class _View:
    """A sentence (of a table, a cell's heads) with all that was found in it."""

    scene: Scene
    spots: list[Spot]
    cues: Sequence[tuple[Span, list[CueRow]]]
    hints: Sequence[Hint]
    times: Sequence[Period]
    figures: Sequence[Figure]

    @property
    def said(self) -> list[int]:
        """Verbs of speech."""
        return [span.start for span, rows in self.cues if rows[0].status == "said"]


@dataclass(slots=True, eq=False)
class _Past:
    """What the facts of a paragraph leave for the next."""

    block: int = -1
    start: int = 0  # its first token
    sentence: int = -1
    facts: list[Fact] = field(default_factory=list)
    natures: list[str] = field(default_factory=list)

    @property
    def last(self) -> Fact | None:
        """The fact before."""
        return self.facts[-1] if self.facts else None


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
        page = self._page(doc, lemmas)
        sentences, past, found = doc.bounds("sentence"), _Past(), list[Fact]()
        starts = [span.start for span in doc.bounds("block")]
        view: _View | None = None
        for figure in figures:
            at = figure.span.start
            number, block = int(doc.columns["sentence"][at]), int(doc.columns["block"][at])
            if block != past.block:
                past = _Past(block, starts[bisect_right(starts, at) - 1])
            over = heads(doc, at)
            if over is not None:
                found.append(self._cell(doc, lemmas, page, figure, over))
                continue
            if view is None or view.scene.span != sentences[number]:
                view = _view(doc, lemmas, page, sentences[number])
            found.append(self._fact(view, figure, page, past, number))
        return _headlines(doc, found)

    def _page(self, doc: Doc, lemmas: list[str]) -> _Page:
        hints, times = self.parties.find(doc, lemmas), doc.all(Period)
        cues = self.statuses.find(doc, lemmas)
        blocks = doc.all(Block)
        title = [i for i, b in enumerate(blocks[:3]) if b.kind == "title"]
        heading = None
        for period in times:
            first = doc.folded[period.span.start]
            inside = int(doc.columns["block"][period.span.start]) in title
            if inside and period.value and first not in ("к", "ко", "до"):
                heading = period
        return _Page(
            self.indicators.find(doc, lemmas),
            cues,
            hints,
            times,
            doc.all(Figure),
            self.parties.theme(doc, hints),
            heading,
            _signed(doc, cues, lemmas),
            doc.folded,
        )

    def _fact(self, view: _View, figure: Figure, page: _Page, past: _Past, number: int) -> Fact:
        kind = nature(view.scene, figure)
        choice = self._indicator(view, figure, kind, past, number)
        verdict = self.statuses.judge(view.scene, figure.span, view.cues)
        verdict = _carry(verdict, choice, past, past.sentence == number)
        period = own_period(view.scene, figure, view.times, view.figures, verdict, view.said)
        if not verdict.sure and verdict.rule != "Past" and deadline(view.scene, period):
            verdict = Verdict("planned", "deadline", True)
        if (
            period is None
            and verdict.rule in ("Fut", "default")
            and figure.span.start < page.signed
        ) and choice.indicator in _FIXED:
            verdict = Verdict("agreed", "signed", False)
        if period is None:
            period = _paragraph(view, page, past, verdict, choice.indicator)
        before = past.last.parties if past.last and past.sentence >= number - 3 else None
        parties = self.parties.choose(
            view.scene,
            figure,
            choice.indicator,
            view.hints,
            page.theme,
            before,
            past.last is not None and _goes_on(choice.indicator, past.last.indicator),
        )
        fact = _fact(figure, choice, verdict, period, parties)
        past.facts.append(fact)
        goes_on = kind == "percent" and "gdp" in past.natures[-1:] and choice.rule == "as before"
        past.natures.append("gdp" if goes_on else kind)
        past.sentence = number
        return fact

    def _indicator(
        self, view: _View, figure: Figure, kind: str, past: _Past, number: int
    ) -> Choice:
        best = self.indicators.choose(view.scene, figure, view.spots, kind)
        beside = settled(view.scene, figure)
        if beside and (best is None or best.indicator not in ("tariff", "wage", "tax")):
            return Choice(beside[0], 0.0, beside[1])
        if part_of(view.scene, figure) and (best is None or best.cost > -0.5):
            return Choice("share", 0.0, "part of")
        before = self._before(view, figure, kind, past, number)
        if best is not None and unpriced(figure, best):
            same = before is not None and before.indicator in _WORTH
            best = before if same else Choice("other", best.cost, best.rule)
        if before is not None and (best is None or before.cost < best.cost):
            best = before
        if best is not None and best.cost <= _SURE:
            if best.rule == "ставка" and past.last and past.last.indicator in ("tax", "tariff"):
                return Choice(past.last.indicator, best.cost, "ставка")
            return best
        return Choice("share" if kind == "percent" else by_unit(figure), _SURE, "none")

    def _before(
        self, view: _View, figure: Figure, kind: str, past: _Past, number: int
    ) -> Choice | None:
        """The indicator of the fact before, where this figure may go on with it."""
        for fact, other in zip(reversed(past.facts), reversed(past.natures), strict=True):
            if fact.rule.startswith("by weight") or not _alike(figure, fact.figure):
                continue
            if other == kind or "change" in (kind, other) or (kind, other) == ("percent", "gdp"):
                if other != "gdp" and not self.indicators.carries(fact.indicator, kind, figure):
                    continue
                near = past.sentence == number and _compares(view.scene, figure)
                cost = 0.0 if near else 1.9 + 0.5 * (number - past.sentence)
                return Choice(fact.indicator, cost, "as before")
        return None

    def _cell(
        self, doc: Doc, lemmas: list[str], page: _Page, figure: Figure, over: list[Span]
    ) -> Fact:
        """The fact of a table's cell, from the heads of its row and column."""
        views = [_view(doc, lemmas, page, span) for span in over]
        kind = "change" if figure.direction else figure.kind
        choice = Choice("other", _SURE, "none")
        status, rule = "actual", "table"
        period: Period | None = None
        for view in views:
            best = next(
                (
                    Choice(row.indicator, 0.0, row.term)
                    for spot in view.spots
                    for row in spot.rows
                    if self.indicators.fits(row, kind, figure)
                    or (kind == "count" and "money" not in row.kinds)
                ),
                None,
            )
            if best is not None and choice.indicator == "other":
                choice = best
            for _, rows in view.cues:
                if rows[0].status in ("planned", "potential"):
                    status, rule = rows[0].status, rows[0].cue
            period = period or next((p for p in view.times if p.rule != "compared"), None)
        parties = self.parties.of_cell([h for v in views for h in v.hints], page.theme)
        return _fact(figure, choice, Verdict(status, rule, True), period or page.heading, parties)


def _fact(
    figure: Figure,
    choice: Choice,
    verdict: Verdict,
    period: Period | None,
    parties: tuple[str, ...],
) -> Fact:
    kind = "level"
    if figure.direction is not None:
        kind = _KINDS.get(figure.kind, "change_abs")
    rule = f"{choice.rule}; {verdict.rule}"
    return Fact(figure, choice.indicator, kind, verdict.status, period, parties, rule)


def _signed(doc: Doc, cues: Sequence[tuple[Span, list[CueRow]]], lemmas: list[str]) -> int:
    """Up to which token the paper that the lead reports as signed is the matter."""
    sentences, number = doc.bounds("sentence"), doc.columns["sentence"]
    for span, rows in cues:
        at = int(number[span.start])
        if at > _LEAD:
            break
        if rows[0].status == "agreed" and rows[0].kind == "verb":
            if not _PAPER.isdisjoint(lemmas[sentences[at].start : sentences[at].stop]):
                return sentences[min(at + _LEAD, len(sentences) - 1)].stop
    return 0


def _view(doc: Doc, lemmas: list[str], page: _Page, span: Span) -> _View:
    layout = scene(doc, span, lemmas)
    figures = _within(page.figures, span, lambda x: x.span.start)
    return _View(
        layout,
        spots(doc, layout, _within(page.terms, span, lambda x: x[0].start), figures),
        _within(page.cues, span, lambda x: x[0].start),
        _within(page.hints, span, lambda x: x.at),
        _within(page.times, span, lambda x: x.span.start),
        figures,
    )


def _within(items: Sequence[_Item], span: Span, key: Callable[[_Item], int]) -> Sequence[_Item]:
    a = bisect_left(items, span.start, key=key)
    return items[a : bisect_left(items, span.stop, lo=a, key=key)]


def _alike(figure: Figure, other: Figure) -> bool:
    """Whether two counts or quantities may be of one thing: not «5 школ», then «8 автобусов»."""
    if figure.kind != other.kind or figure.kind not in ("count", "quantity"):
        return True
    return figure.unit == other.unit or figure.unit in _ANY


def _goes_on(indicator: str, before: str) -> bool:
    return indicator in ("share", "other", before) or (indicator, before) == (
        "interest_rate",
        "loan",
    )


def _compares(layout: Scene, figure: Figure) -> bool:
    """«41,5% занимают товары — на 0,8 п. п. | меньше»: of what was said just before."""
    at = figure.span.stop - layout.span.start
    return figure.direction is not None and not _COMPARE.isdisjoint(layout.words[at : at + 2])


def _carry(verdict: Verdict, choice: Choice, past: _Past, same: bool) -> Verdict:
    """Where the clause itself says little, the status of the fact before goes on."""
    last = past.last
    if last is None or verdict.sure:
        return verdict
    if verdict.rule == "default" and (same or last.status == "planned"):
        return Verdict(last.status, "as before", False)
    if verdict.rule == "Pres" and choice.indicator in _AHEAD and last.status == "planned":
        return Verdict("planned", "as before", False)
    if verdict.rule == "Fut" and choice.indicator == "interest_rate" and last.status == "agreed":
        return Verdict("agreed", "as before", False)
    return verdict


def _event(period: Period) -> bool:
    """Whether a period dates an event («5 марта») rather than what is measured over it."""
    value = period.value or ""
    return period.rule in ("date", "relative", "ago", "lasting", "now") or (
        period.rule == "month" and "/" not in value
    )


def _newer(page: _Page, past: _Past, view: _View) -> Period | None:
    """The last period that the paragraph names between the fact before and this sentence."""
    start = past.last.span.stop if past.last is not None else past.start
    for period in reversed(page.times):
        if period.span.start < start:
            break
        usable = period.value and period.rule != "compared" and not _event(period)
        usable = usable and page.words[period.span.start] not in ("к", "ко", "до")
        if usable and period.span.start < view.scene.span.start:
            return period
    return None


def _paragraph(
    view: _View, page: _Page, past: _Past, verdict: Verdict, indicator: str
) -> Period | None:
    """The period that goes on from the paragraph, else the headline's."""
    last = past.last
    if verdict.status != "actual":
        same = last is not None and last.span.start >= view.scene.span.start
        return last.period if last and same and last.status == verdict.status else None
    newer = _newer(page, past, view)
    if newer is not None:
        return newer
    if last is not None and last.status == "actual" and last.period is not None:
        same = last.span.start >= view.scene.span.start or indicator == last.indicator != "other"
        general = verdict.rule == "Pres" and indicator not in (last.indicator, "share")
        if general and page.heading is None:
            return None
        if last.period.rule != "rate" and (same or not _event(last.period)):
            return last.period
    return page.heading


def _headlines(doc: Doc, found: list[Fact]) -> list[Fact]:
    """A headline's figure that the body repeats is dated and judged as there."""
    blocks = doc.all(Block)
    for i, fact in enumerate(found):
        block = int(doc.columns["block"][fact.span.start])
        if block >= len(blocks) or blocks[block].kind != "title":
            continue
        f = fact.figure
        for other in found[i + 1 :]:
            g = other.figure
            if (f.low, f.high, f.unit, fact.indicator) == (g.low, g.high, g.unit, other.indicator):
                planned = fact.status == "planned"
                status = other.status if planned else fact.status
                period = fact.period or (other.period if planned else None)
                found[i] = replace(fact, period=period, status=status)
                break
    return found


def facts(overlay: Path | None = None) -> Marker:
    """The stage; ``overlay`` is a user's folder of rows."""
    return Marker(
        "facts",
        frozenset({Figure, Period, Country, Block, "word", "sentence", "block", "tag", "lemma"}),
        frozenset({Fact}),
        Facts(overlay).mark,
    )
