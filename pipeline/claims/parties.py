"""Between whom: the countries whose relation or economy a figure is about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import Cues
from pipeline.core.doc import Doc
from pipeline.core.records import Block, Country, Figure
from pipeline.core.span import Span
from pipeline.rules.load import load

# What two economies share; all else is one economy's own.
_MUTUAL = frozenset(
    "trade_turnover exports imports trade_balance agreements_value agreements_count loan grant "
    "joint_ventures project_value projects_count flights tourists remittances migrants investment "
    "fdi freight students passengers tariff quota".split()
)


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A capital, a people, an institution or a currency that tells of one country."""

    word: str
    country: str


class Hint(NamedTuple):
    """A place of the text that points to a country."""

    at: int
    country: str
    named: bool  # by its own name or adjective
    adjective: bool


class Theme(NamedTuple):
    """The countries that a document is about: of its headline, and by number of mentions."""

    title: tuple[str, ...]
    common: tuple[str, ...]
    counts: Counter[str]


class Parties:
    """Hints beyond the country records, and the choice among those of a sentence."""

    def __init__(self, overlay: Path | None = None) -> None:
        rows = load(PartyRow, "party_words", overlay)
        self.cues = Cues(
            (row.word, row.country) for row in rows if len(row.word) != 3 or not row.word.isupper()
        )
        self.currencies = {row.word: row.country for row in rows if len(row.word) == 3}

    def find(self, doc: Doc, lemmas: list[str]) -> list[Hint]:
        """All hints, in text order."""
        hints = [
            Hint(c.span.start, c.country, True, c.form == "adjective") for c in doc.all(Country)
        ]
        taken = {i for c in doc.all(Country) for i in range(*c.span)}
        hints += [
            Hint(span.start, countries[0], False, False)
            for span, countries in self.cues.search(doc, lemmas)
            if span.start not in taken
        ]
        return sorted(hints)

    def theme(self, doc: Doc, hints: Sequence[Hint]) -> Theme:
        """What the document is about."""
        blocks = doc.bounds("block")
        first = blocks[0] if blocks else Span(0, 0)
        counts = Counter(h.country for h in hints)
        title = dict.fromkeys(h.country for h in hints if h.at < first.stop)
        ranked = sorted(counts, key=lambda c: (-counts[c], c))
        return Theme(tuple(title), tuple(ranked), counts)

    def choose(
        self,
        scene: Scene,
        figure: Figure,
        indicator: str,
        hints: Sequence[Hint],
        theme: Theme,
        before: tuple[str, ...],
    ) -> tuple[str, ...]:
        """Sorted codes; ``hints`` are those of the sentence, ``before`` the last fact's parties."""
        at = figure.span.start
        near = [h for h in hints if scene.gap(h.at, at) <= 1.0] or list(hints)
        local = list(dict.fromkeys(h.country for h in near))
        if indicator in _MUTUAL:
            return tuple(sorted(_mutual(local, theme, before)))
        if len(local) > 1:
            left = [h for h in near if h.at < at]
            local = [left[-1].country if left else near[0].country]
        if not local:
            local = list(before[:1]) or list(theme.title[:1]) or list(theme.common[:1])
        home = self.currencies.get(figure.unit)
        if not local and home:
            local = [home]
        return tuple(sorted(local))


def _mutual(local: list[str], theme: Theme, before: tuple[str, ...]) -> list[str]:
    if len(local) >= 2:
        return local
    main = theme.title or theme.common[:2]
    if local:
        if len(main) <= 2:
            return sorted({*local, *main}) if len({*local, *main}) <= 2 else local
        return local
    return list(before) or list(main)
