"""Between whom: the countries whose relation or economy a figure is about.

Evidence, from the nearest to the farthest: what stands beside the figure in a list («Китай — 5 %,
Индия — 3 %»), whom its relative clause follows, its clause, its sentence, the facts before, the
paragraph, and whom the document is about (its frame: a pair, or one home country).
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import words as role
from pipeline.claims.hints import Hint, Hints
from pipeline.core.doc import Doc
from pipeline.core.records import Block, Figure

_DOMESTIC = role("domestic_indicators")  # one economy's own, even where two meet
_MUTUAL = role("mutual_indicators")  # what two share: one side named, the other is the document's
_JOINT = role("joint_indicators")  # what two do together where the document is about both
_BINDS = frozenset({"с", "со", "—", "–", "-", "(", ":"})
_LOOSE = frozenset({"на", "около", "почти", "более", "свыше", "примерно", "до", "менее"})
_PLACE = frozenset({"территория", "внутри"})
_COST = frozenset({"обойтись", "обходиться", "стоить"})
_LEAD = 3  # sentences after the headline
_SPEECH = ("speaker",)


class Theme(NamedTuple):
    """Whom the document is about; ``mutual``: their relation, not one's economy."""

    countries: tuple[str, ...]
    mutual: bool
    hints: tuple[Hint, ...] = ()
    blocks: tuple[int, ...] = ()  # where they start


class Parties:
    """The choice among the countries that a text points to."""

    def __init__(self, overlay: Path | None = None) -> None:
        self.hints = Hints(overlay)

    def find(self, doc: Doc, lemmas: list[str]) -> list[Hint]:
        """All hints, in text order."""
        return self.hints.find(doc, lemmas)

    def theme(self, doc: Doc, hints: Sequence[Hint]) -> Theme:
        """The pair or the home country, from headline, lead and how often each is named."""
        starts = tuple(b.start for b in doc.bounds("block"))
        title, lead = _front(doc)
        sentence = doc.columns["sentence"]
        about = [h for h in hints if h.country and h.part not in ("aside", "dateline")]
        about = about or [h for h in hints if h.country]
        often = Counter(c for _, c in {(int(sentence[h.at]), h.country) for h in about})
        head = list(dict.fromkeys(h.country for h in about if h.at < title))
        first = list(dict.fromkeys(h.country for h in about if title <= h.at < lead))
        mutual = _mutual(doc, hints, about, lead)
        main = _main(head, first, often, mutual)
        if not main and about:
            at = int(sentence[about[0].at])
            main = list(dict.fromkeys(h.country for h in about if int(sentence[h.at]) == at))
        main.sort(key=lambda c: -often[c])
        if len(main) > 2 and often[main[2]] * 2 <= often[main[1]]:
            main = main[:2]  # a third that is only named along
        return Theme(tuple(main), mutual and len(main) == 2, tuple(hints), starts)

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
        own = _beside(scene, figure, places)
        if own:
            return self._sides({own.country}, indicator, theme)
        near = _nearest(scene, _usable(scene, places, at, indicator, theme), at)
        local = [c for c in dict.fromkeys(h.country for h in near) if c]
        if near and not local and (near[0].at < at or scene.gap(near[0].at, at) < 0.1):
            return ()
        if before is not None and len(before) > 1 and {*local} <= {*before} and goes_on:
            return before
        if before and len(before) == 1 and indicator in ("share", "other") and not local:
            return before
        if indicator in _DOMESTIC:
            return self._one(figure, near, at, theme, before)
        if len(local) > 1:
            return tuple(sorted(local))
        if local:
            if _tied(scene, near[0], at):
                return (local[0],)
            if before == (local[0],) and indicator not in _MUTUAL | _JOINT:
                return before
            joint = any(h.kind == "mutual" and h.country == "" for h in hints)
            return self._sides({*local}, indicator, theme, joint)
        if theme.mutual:
            return tuple(sorted(theme.countries))
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

    def _sides(
        self, named: set[str], indicator: str, theme: Theme, joint: bool = False
    ) -> tuple[str, ...]:
        """One side is named: the other is the document's, where the indicator has two."""
        if indicator in _DOMESTIC:
            return tuple(sorted(named))
        if theme.mutual and named <= {*theme.countries}:
            return tuple(sorted(theme.countries))
        foreign = named.isdisjoint(theme.countries)
        if foreign and 0 < len(theme.countries) < 3 and (joint or indicator in _MUTUAL):
            named = named | {theme.countries[0]}
        return tuple(sorted(named))

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
        home = self.hints.currencies.get(figure.unit)
        return (home,) if home else ()


def _mutual(doc: Doc, hints: Sequence[Hint], about: Sequence[Hint], lead: int) -> bool:
    """Whether two deal with each other: a compound adjective, officials of both in one sentence, a
    word of dealing in the lead or beside both."""
    if any(a.at == b.at for a, b in pairwise(about)):
        return True  # «узбекско-азербайджанский»
    sentence = doc.columns["sentence"]
    words = {int(sentence[h.at]) for h in hints if h.kind == "mutual"}
    front = int(sentence[lead - 1]) if lead else 0
    if any(number <= front for number in words):
        return True
    named: dict[int, set[str]] = {}
    for h in about:
        if int(sentence[h.at]) in words or (h.part in _SPEECH and h.at < lead):
            named.setdefault(int(sentence[h.at]), set()).add(h.country)
    return any(len(found) > 1 for found in named.values())


def _front(doc: Doc) -> tuple[int, int]:
    """Where the headline and the lead end."""
    blocks, sentences = doc.bounds("block"), doc.bounds("sentence")
    if not blocks:
        return 0, 0
    records = doc.all(Block)
    titled = bool(records) and records[0].kind == "title" and len(blocks) > 1
    title = blocks[0].stop if titled else 0
    body = [s for s in sentences if s.start >= title][:_LEAD]
    return title, body[-1].stop if body else title


def _main(head: list[str], first: list[str], often: Counter[str], mutual: bool) -> list[str]:
    """The headline's two; else the headline's and those of the lead that the text stays with."""
    if len(head) >= 2:
        return head
    least = 1 if mutual or not head else 2
    top = max((often[c] for c in first), default=0)
    more = [c for c in first if c not in head and often[c] >= least and often[c] * 4 >= top]
    return head + (more if len(more) < 3 or not head else [])


def _usable(
    scene: Scene, places: Sequence[Hint], at: int, indicator: str, theme: Theme
) -> list[Hint]:
    """Those that may be a party: no asides, no one who only speaks, none of a later clause."""
    known = {*theme.countries}
    kept = [h for h in places if h.part not in ("aside", "dateline")]
    if known:
        kept = [h for h in kept if h.at < at or _with(scene, h.at, at)]
    if indicator in _DOMESTIC or not known:
        return kept
    said = [h for h in kept if h.part == "speaker" and (h.country in known or h.kind == "person")]
    return [h for h in kept if h not in said]


def _with(scene: Scene, later: int, at: int) -> bool:
    """Whether what comes later still belongs to the figure's clause."""
    clause = scene.at(later)
    return clause is scene.at(at) or (scene.gap(later, at) < 1.0 and clause.kind != "joined")


def _beside(scene: Scene, figure: Figure, places: Sequence[Hint]) -> Hint | None:
    """Whom a relative clause follows: «Саудовская Аравия, которая поставила 80 млн т»."""
    clause = scene.at(figure.span.start)
    if clause.kind != "subordinate":
        return None
    a = scene.span.start
    head = scene.lemmas[clause.start - a : clause.start - a + 4]
    if "который" not in head:
        return None
    left = [h for h in places if h.country and clause.start - 2 <= h.stop <= clause.start]
    return left[-1] if left else None


def _tied(scene: Scene, hint: Hint, at: int) -> bool:
    """«по территории Кыргызстана», «обойдётся Ашхабаду в 410 млн»: that one's alone."""
    a = scene.span.start
    left = scene.lemmas[max(hint.at - a - 2, 0) : hint.at - a]
    return not _PLACE.isdisjoint(left) or not _COST.isdisjoint(left)


def _nearest(scene: Scene, hints: Sequence[Hint], at: int) -> list[Hint]:
    """The hints of the closest clause that has any."""
    gaps = [(scene.gap(h.at, at), h) for h in hints]
    least = min((gap for gap, _ in gaps), default=9.0)
    return [h for gap, h in gaps if gap <= least + 0.01]
