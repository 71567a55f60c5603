"""Between whom: the countries whose relation or economy a figure is about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import Cues
from pipeline.claims.cues import words as role
from pipeline.core.doc import Doc
from pipeline.core.records import Country, Figure
from pipeline.core.span import Span
from pipeline.rules.load import load

# One economy's own, even where two meet.
_DOMESTIC = role("domestic_indicators")
# What two economies share: one side named, the other is the document's.
_MUTUAL = role("mutual_indicators")


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A word that tells whom a text is about.

    ``kind``: empty for a capital, a people or an institution of ``country``; currency; group
    («страны НАТО»); world («в мире»); mutual («двусторонний»: two sides are meant).
    """

    word: str
    country: str = ""
    kind: str = ""


class Hint(NamedTuple):
    """A place of the text that points to a country, or (without one) to a group of them."""

    at: int
    country: str
    kind: str  # noun, adjective, abbreviation; or the row's


class Theme(NamedTuple):
    """Whom the document is about; ``mutual``: their relation, not one's economy."""

    countries: tuple[str, ...]
    mutual: bool


class Parties:
    """Hints beyond the country records, and the choice among those of a sentence."""

    def __init__(self, overlay: Path | None = None) -> None:
        rows = load(PartyRow, "party_words", overlay)
        self.cues = Cues((row.word, row) for row in rows if row.kind != "currency")
        self.currencies = {row.word: row.country for row in rows if row.kind == "currency"}

    def find(self, doc: Doc, lemmas: list[str]) -> list[Hint]:
        """All hints, in text order."""
        sums = {i for f in doc.all(Figure) for i in range(*f.span)}  # «долларов США»
        named = [c for c in doc.all(Country) if c.span.start not in sums]
        hints = [Hint(c.span.start, c.country, c.form) for c in named]
        taken = {i for c in named for i in range(*c.span)} | sums
        hints += [
            Hint(span.start, rows[0].country, rows[0].kind)
            for span, rows in self.cues.search(doc, lemmas)
            if span.start not in taken
        ]
        return sorted(hints)

    def theme(self, doc: Doc, hints: Sequence[Hint]) -> Theme:
        """The countries of the headline, else of the first sentence that names one."""
        blocks = doc.bounds("block")
        title = blocks[0] if blocks else Span(0, 0)
        places = [h for h in hints if h.country]
        named = [h for h in places if h.kind] or places
        counts = Counter(h.country for h in named)
        main = list(dict.fromkeys(h.country for h in named if h.at < title.stop))
        if len(main) < 2:
            main += [h.country for h in places if h.at < title.stop and h.country not in main]
            main = list(dict.fromkeys(main))
        if not main:
            lead = next(
                (s for s in doc.bounds("sentence") if any(s.start <= h.at < s.stop for h in named)),
                Span(0, 0),
            )
            main = list(dict.fromkeys(h.country for h in named if lead.start <= h.at < lead.stop))
        mutual = any(h.kind == "mutual" for h in hints) or any(
            a.at == b.at for a, b in pairwise(named)
        )
        main.sort(key=lambda c: -counts[c])
        return Theme(tuple(main), mutual and len(main) == 2)

    def choose(
        self,
        scene: Scene,
        figure: Figure,
        indicator: str,
        hints: Sequence[Hint],
        theme: Theme,
        before: tuple[str, ...] | None,
        goes_on: bool = False,
    ) -> tuple[str, ...]:
        """Sorted codes; ``hints`` are those of the sentence, ``before`` the last fact's parties;
        ``goes_on``: the figure tells more of the same («кредит на 1 млрд под 3% годовых»)."""
        at = figure.span.start
        places = [h for h in hints if h.kind != "mutual"]
        near = _nearest(scene, places, at)
        local = [c for c in dict.fromkeys(h.country for h in near) if c]
        if near and not local and min(h.at for h in near) < at:
            return ()
        if before is not None and len(before) > 1 and {*local} <= {*before} and goes_on:
            return before
        if not local and before and len(before) == 1 and indicator == "share":
            return before
        if indicator in _DOMESTIC:
            return self._one(figure, near, at, theme, before)
        if len(local) > 1:
            return tuple(sorted(local))
        if theme.mutual and (not local or local[0] in theme.countries):
            return tuple(sorted(theme.countries))
        if local:
            home = theme.countries[:1] if len(theme.countries) == 1 else ()
            shared = indicator in _MUTUAL
            return tuple(sorted({*local, *(home if shared else ())}))
        if before is not None and (goes_on or indicator in _MUTUAL or len(before) <= 2):
            return before
        if len(theme.countries) > 2:
            return tuple(sorted(theme.countries)) if indicator in _MUTUAL else ()
        return self._home(figure, theme)

    def of_cell(self, hints: Sequence[Hint], theme: Theme) -> tuple[str, ...]:
        """Those of a table's cell; ``hints`` are those of its heads."""
        named = {h.country for h in hints if h.country}
        if theme.mutual and named <= {*theme.countries}:
            return tuple(sorted(theme.countries))
        return tuple(sorted(named)) or theme.countries[:1]

    def _one(
        self,
        figure: Figure,
        near: Sequence[Hint],
        at: int,
        theme: Theme,
        before: tuple[str, ...] | None,
    ) -> tuple[str, ...]:
        if near:
            left = [h.country for h in near if h.at < at]
            one = left[-1] if left else near[0].country
            return (one,) if one else ()  # «страны НАТО», no one's own
        if before is not None and len(before) <= 1:
            return before
        return self._home(figure, theme)

    def _home(self, figure: Figure, theme: Theme) -> tuple[str, ...]:
        if theme.countries:
            return theme.countries[:1]
        home = self.currencies.get(figure.unit)
        return (home,) if home else ()


def _nearest(scene: Scene, hints: Sequence[Hint], at: int) -> list[Hint]:
    """The hints of the closest clause that has any."""
    gaps = [(scene.gap(h.at, at), h) for h in hints]
    least = min((gap for gap, _ in gaps), default=9.0)
    return [h for gap, h in gaps if gap <= least + 0.01]
