"""Between whom: the countries whose relation or economy a figure is about.

Evidence, from the nearest to the farthest: what stands beside the figure in a list («Китай — 5 %,
Индия — 3 %»), whom its relative clause follows, its clause, its sentence, the facts before, the
paragraph, and whom the document is about (its frame: a pair, or one home country).
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import words as role
from pipeline.claims.hints import Hint, Hints
from pipeline.claims.owners import (
    anaphor,
    antecedent,
    dealt,
    listed,
    nearest,
    parallel,
    preposition,
)
from pipeline.claims.sides import (
    DOMESTIC,
    JOINT,
    MUTUAL,
    TRADED,
    Case,
    Codes,
    again,
    between,
    of_clause,
    of_item,
    sides,
    usable,
)
from pipeline.claims.themes import Theme, theme
from pipeline.claims.ties import (
    builds,
    chain,
    flows,
    here,
    introduced,
    lender,
    part_of,
    towards,
    within,
    worldly,
)
from pipeline.core.doc import Doc
from pipeline.core.records import Figure

_PROJECT = role("ahead_indicators")
_LEVIED = frozenset({"tariff", "damages"})
_LAID = frozenset({"infrastructure_size", "capacity", "other", "project_value"})
_LENT = frozenset({"loan", "grant", "interest_rate"})


class Parties:
    """The choice among the countries that a text points to."""

    def __init__(self, overlay: Path | None = None) -> None:
        self.hints = Hints(overlay)

    def find(self, doc: Doc, lemmas: list[str]) -> list[Hint]:
        """All hints, in text order."""
        return self.hints.find(doc, lemmas)

    def theme(self, doc: Doc, hints: Sequence[Hint]) -> Theme:
        """The pair or the home country."""
        found = theme(doc, hints)
        if found.countries:
            return found
        units = (self.hints.currencies.get(f.unit) for f in doc.all(Figure))
        homes = Counter(country for country in units if country)  # «оклад — 300 тыс. тенге»
        return found._replace(countries=tuple(c for c, _ in homes.most_common(1)))

    def choose(
        self,
        scene: Scene,
        figure: Figure,
        indicator: str,
        hints: Sequence[Hint],
        theme: Theme,
        before: Codes | None,
        goes_on: bool = False,
    ) -> Codes:
        """Sorted codes; ``hints`` are those of the sentence, ``before`` the last fact's parties;
        ``goes_on``: the figure tells more of the same («кредит на 1 млрд под 3% годовых»)."""
        at = figure.span.start
        theme = theme.at(at)
        if indicator == "other" and flows(scene, at):
            indicator = "exports"
        places = [h for h in hints if h.kind not in ("mutual", "bank")]
        own, others = listed(scene, figure, places)
        own = own or antecedent(scene, figure, places)
        if own:
            same = parallel(scene, own, places, before) if before and len(before) == 2 else ()
            return same or of_item(scene, own, places, indicator, theme)
        near = nearest(scene, usable(scene, places, at, indicator, theme, others), at)
        if indicator in _PROJECT:
            near += [h for h in places if h not in near and builds(scene, h, at)]
        local = [c for c in dict.fromkeys(h.country for h in near) if c]
        case = Case(scene, figure, indicator, hints, places, near, local, theme, before, goes_on)
        first = (_group, _placed, _lent, _anaphor, again, _world, between)
        for rule in (*first, self._domestic, _led, of_clause):
            found = rule(case)
            if found is not None:
                return found
        return self._silent(case)

    def of_cell(self, indicator: str, hints: Sequence[Hint], theme: Theme) -> Codes:
        """Those of a table's cell; ``hints`` are those of its heads."""
        named = {h.country for h in hints if h.country}
        traded = indicator == "other" and any(h.kind == "mutual" for h in theme.hints)
        if len(theme.countries) == 1 == len(named) and (indicator in MUTUAL or traded):
            return tuple(sorted({*named, *theme.countries}))  # the table of one's partners
        if theme.mutual and named <= {*theme.countries}:
            return tuple(sorted(theme.countries))
        return tuple(sorted(named)) or theme.countries[:1]

    def _domestic(self, case: Case) -> Codes | None:
        """One economy's own: «инфляция в Чили»."""
        theme, near, before = case.theme, case.near, case.before
        dealing = case.indicator in TRADED and len(case.local) == 2
        traded = dealing and dealt(case.scene, case.at, near)
        lent = case.indicator == "interest_rate" and not near and (theme.mutual or theme.directed)
        if case.indicator not in DOMESTIC or traded or (lent and before is None):
            return None
        if near:
            left = [h.country for h in near if h.at < case.at]
            one = left[-1] if left else near[0].country
            return (one,) if one else ()  # «страны НАТО», no one's own
        spent = self._spent(case)
        if spent:
            return spent
        return before if before is not None and len(before) <= 1 else self._home(case)

    def _spent(self, case: Case) -> Codes:
        """The one of the sides whose money it is: «пособие в 1,2 млрд леев»."""
        home = self.hints.currencies.get(case.figure.unit)
        known = {*case.theme.countries, *(case.before or ())}
        bracket = case.scene.at(case.at).kind == "bracket"  # «(400 тыс. рублей)»
        return (home,) if home and home in known and not bracket else ()

    def _silent(self, case: Case) -> Codes:
        """Where the clause names nobody: the facts before, or the document."""
        theme, indicator, before = case.theme, case.indicator, case.before
        spent = self._spent(case)
        if spent and (indicator in _LEVIED or not (theme.mutual or indicator in MUTUAL | JOINT)):
            return spent
        both = len(theme.countries) == 2 and any(h.kind == "mutual" for h in case.hints)
        project = indicator in _PROJECT and not case.near and not both and not case.goes_on
        row = chain(theme.hints, case.scene.span.start) if project else ()
        if row:
            return row
        if theme.mutual or both:
            return tuple(sorted(theme.countries))
        if spent and before and len(before) == 1:
            return spent
        if before is not None and (case.goes_on or indicator in MUTUAL or len(before) <= 2):
            return before
        return self._whole(case)

    def _whole(self, case: Case) -> Codes:
        """Those of the document, where nothing nearer tells."""
        theme, indicator = case.theme, case.indicator
        if theme.directed and indicator in MUTUAL | JOINT | {"interest_rate"}:
            return tuple(sorted(theme.countries))
        if len(theme.countries) > 2:
            return tuple(sorted(theme.countries)) if indicator in MUTUAL else ()
        return self._home(case)

    def _home(self, case: Case) -> Codes:
        if case.theme.countries:
            return case.theme.countries[:1]
        home = self.hints.currencies.get(case.figure.unit)
        return (home,) if home else ()


def _group(case: Case) -> Codes | None:
    """A group or the world is no party; the share of a union in one's trade is one's own."""
    if not case.near or case.local:
        return None
    first = case.near[0]
    inside = preposition(case.scene, first) in ("в", "по")  # «22% энергии в ЕС»
    if first.at >= case.at and not inside:
        return None
    share = case.indicator == "share" and towards(case.scene, first)
    return case.theme.countries[:1] if share else ()


def _placed(case: Case) -> Codes | None:
    """The land that a stretch lies in; what was named just before: «из них», «здесь»."""
    scene, near, before = case.scene, case.near, case.before
    land = within(scene, case.at, near) if case.indicator in _LAID else None
    if land:
        return (land.country,)
    if before and part_of(scene, case.at) and not (near and scene.gap(near[0].at, case.at) == 0):
        return before
    return before if before is not None and not near and here(scene, case.at) else None


def _lent(case: Case) -> Codes | None:
    """Whom an international bank lends to: «АБР выделит Непалу 5 млн»."""
    theme, local, before = case.theme, case.local, case.before
    if case.indicator not in _LENT or not lender(theme.hints, case.scene):
        return None
    if local:
        known = not theme.countries or local[0] in theme.countries
        return (local[0],) if known and len(local) == 1 else None
    if before and len(before) == 1:
        return before
    return None if theme.mutual else theme.countries[:1]  # what two build together


def _anaphor(case: Case) -> Codes | None:
    """Whom «страна» stands for: «чилийский экспорт в страну», «долг страны»."""
    theme, local, mutual = case.theme, case.local, case.indicator in MUTUAL
    this = anaphor(case.scene, case.at, theme.hints)
    if not this or this not in theme.countries:
        return None
    if mutual and len(local) == 1 and this not in local:
        return sides({this, *local}, case.indicator, theme)
    if case.near or len(theme.countries) < 2:
        return None
    return sides({this}, case.indicator, theme) if mutual else (this,)


def _world(case: Case) -> Codes | None:
    """Prices of the world's markets are no one's."""
    world = case.indicator == "price" and not case.local and worldly(case.scene, case.at)
    return () if world else None


def _led(case: Case) -> Codes | None:
    """Whom a colon introduces is a side of what follows."""
    lead = introduced(case.scene, case.at, case.places) if case.indicator in MUTUAL else None
    if lead is None or lead.country in case.local:
        return None
    return sides({lead.country, *case.local}, case.indicator, case.theme)
