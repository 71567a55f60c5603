"""What was found in a document, cut to the sentence that a figure stands in."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipeline.claims.clauses import Scene, gram, scene
from pipeline.claims.cues import words as role
from pipeline.claims.hints import Hint
from pipeline.claims.status import CueRow
from pipeline.claims.terms import Spot, TermRow, spots
from pipeline.claims.themes import Theme
from pipeline.core.doc import Doc
from pipeline.core.records import Block, Figure, Period
from pipeline.core.span import Span

_LEAD = 3  # sentences
_PAPER = role("paper")
_SHORT = 25  # tokens of a headline
_BUDGETS = frozenset({"бюджет", "госбюджет", "смета"})
_DEADLINE = frozenset(["к", "ко", "до"])
_Item = TypeVar("_Item")


@dataclass(slots=True, eq=False)
class Page:
    """What was found in a whole document."""

    doc: Doc
    lemmas: list[str]  # folded
    terms: list[tuple[Span, list[TermRow]]]
    cues: list[tuple[Span, list[CueRow]]]
    hints: list[Hint]
    theme: Theme

    @property
    def times(self) -> list[Period]:
        """The periods of the document."""
        return self.doc.all(Period)

    def view(self, span: Span) -> "View":
        """The sentence (of a table, the cell) at ``span``."""
        layout = scene(self.doc, span, self.lemmas)
        figures = within(self.doc.all(Figure), span, lambda x: x.span.start)
        return View(
            layout,
            spots(self.doc, layout, within(self.terms, span, lambda x: x[0].start), figures),
            within(self.cues, span, lambda x: x[0].start),
            within(self.hints, span, lambda x: x.at),
            within(self.times, span, lambda x: x.span.start),
            figures,
        )

    def heading(self) -> Period | None:
        """The period that a headline sets for all: «Внешняя торговля за январь 2024 года»."""
        found = None
        for period in self.times:
            word = self.doc.folded[period.span.start]
            lasting = period.rule in ("year", "quarter", "first") or "/" in (period.value or "")
            if lasting and word not in _DEADLINE and self.is_title(period.span.start):
                found = period if period.value else found
        return found

    def lead_period(self, before: int) -> Period | None:
        """The stretch of time that the lead alone reports on: «за январь – сентябрь 2024 года
        экономика прибавила 4,7%»."""
        found: dict[str, Period] = {}
        number = self.doc.columns["sentence"]
        counting = {int(number[f.span.start]) - n for f in self.doc.all(Figure) for n in (0, 1, 2)}
        for period in self.times:
            if int(number[period.span.start]) > _LEAD or period.span.start >= before:
                break
            value = period.value or ""
            summed = period.rule in ("year", "relative") and len(value) == 4
            summed = summed and self.doc.folded[period.span.start] not in _DEADLINE
            months = period.rule in ("month", "first", "quarter") and value[:4] + "/" not in value
            if int(number[period.span.start]) not in counting or self.attached(period):
                continue
            if value and (summed or (months and ("/" in value or "Q" in value))):
                found[value] = period
        return next(iter(found.values())) if len(found) == 1 else None

    def budget_year(self, before: int) -> Period | None:
        """The one year for which the lead says that a budget is made: «бюджета на 2025 год»."""
        number, found = self.doc.columns["sentence"], dict[str, Period]()
        for period in self.times:
            at = period.span.start
            if int(number[at]) > _LEAD or at >= before:
                break
            ahead = period.value and period.rule == "year" and self.doc.folded[at] == "на"
            if ahead and not _BUDGETS.isdisjoint(self.lemmas[max(0, at - 3) : at]):
                found[period.value or ""] = period
        return next(iter(found.values())) if len(found) == 1 else None

    def attached(self, period: Period) -> bool:
        """«скидки, установленные в 2010 году», «соглашение 2018 года», «ещё в 2021 году»: of a
        thing or for contrast, not of the text."""
        at, words = period.span.start, self.doc.folded
        if words[at - 1] == "еще" or words[max(0, at - 2) : at] == ["тогда", "как"]:
            return True
        if words[at][0].isdigit() and period.rule == "year":
            return True
        g = gram(self.doc.tagset[self.doc.columns["tag"][at - 1]])
        return g.form == "Part" and not g.short

    @property
    def title(self) -> Span:
        """The headline, empty where the text has none."""
        blocks = self.doc.bounds("block")
        return blocks[0] if blocks and self.is_title(blocks[0].start) else Span(0, 0)

    def is_title(self, token: int) -> bool:
        """Whether a token stands in a headline."""
        blocks, number = self.doc.all(Block), int(self.doc.columns["block"][token])
        if number >= len(blocks) or blocks[number].kind == "title":
            return number < len(blocks)
        stop = self.doc.bounds("block")[0].stop
        first = number == 0 < len(blocks) - 1  # «Пошлина вырастет до 6 тыс.», the dot is no end
        return first and stop <= _SHORT and self._abbreviated(stop)

    def _abbreviated(self, stop: int) -> bool:
        """Whether a figure ends in the dot of its unit."""
        return self.doc.words[stop - 1][-1] == "." and any(
            f.span.stop == stop for f in self.doc.all(Figure)
        )

    def signed(self) -> int:
        """Up to which token the paper that the lead reports as signed is the matter."""
        sentences, number = self.doc.bounds("sentence"), self.doc.columns["sentence"]
        for span, rows in self.cues:
            at = int(number[span.start])
            if at > _LEAD:
                break
            paper = not _PAPER.isdisjoint(self.lemmas[sentences[at].start : sentences[at].stop])
            if paper and rows[0].status == "agreed" and rows[0].kind == "verb":
                return sentences[min(at + _LEAD, len(sentences) - 1)].stop
        return 0

    def speaks_of(self, indicators: frozenset[str], span: Span, stems: tuple[str, ...]) -> bool:
        """Whether a stretch has a term of one of the indicators that holds one of the stems."""
        found = within(self.terms, span, lambda x: x[0].start)
        return any(
            rows[0].indicator in indicators and any(s in rows[0].term for s in stems)
            for _, rows in found
        )


@dataclass(slots=True, eq=False)
class View:
    """A sentence with all that was found in it."""

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


def within(items: Sequence[_Item], span: Span, key: Callable[[_Item], int]) -> Sequence[_Item]:
    """Those that begin inside the span; ``items`` are in text order."""
    a = bisect_left(items, span.start, key=key)
    return items[a : bisect_left(items, span.stop, lo=a, key=key)]
