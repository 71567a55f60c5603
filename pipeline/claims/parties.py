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
    destination,
    goes_with,
    listed,
    nearest,
    parallel,
    partners,
    preposition,
    subject,
    tied,
)
from pipeline.claims.themes import Theme, theme
from pipeline.claims.ties import (
    agent,
    builds,
    chain,
    flows,
    here,
    introduced,
    lender,
    owed,
    part_of,
    partner,
    towards,
    within,
    worldly,
)
from pipeline.core.doc import Doc
from pipeline.core.records import Figure

_DOMESTIC = role("domestic_indicators")  # one economy's own, even where two meet
_MUTUAL = role("mutual_indicators")  # what two share: one side named, the other is the document's
_JOINT = role("joint_indicators")  # what two do together where the document is about both
_FOREIGN = _MUTUAL | {
    "investment",
    "fdi",
    "project_value",
    "passengers",
}  # a foreign side joins the home country
_MADE = frozenset({"production", "stocks", "passengers"})  # one's own where it is the subject
_TRADED = frozenset({"price", "debt", "valuation"})  # of two where something changes hands
_LOOSE = frozenset(
    {"other", "companies_count", "tariff"}
)  # of whom, only what stands before can tell

_PROJECT = role("ahead_indicators")
_LEVIED = frozenset({"tariff", "damages"})
_LAID = frozenset({"infrastructure_size", "capacity", "other", "project_value"})
_LENT = frozenset({"loan", "grant", "interest_rate"})
_THERE = ("в", "во", "из", "на", "для")
_PERSONS = ("person", "official")


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
        before: tuple[str, ...] | None,
        goes_on: bool = False,
    ) -> tuple[str, ...]:
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
            return same or self._own(scene, own, places, indicator, theme)
        near = nearest(scene, _usable(scene, places, at, indicator, theme, others), at)
        if indicator in _PROJECT:
            near += [h for h in places if h not in near and builds(scene, h, at)]
        local = [c for c in dict.fromkeys(h.country for h in near) if c]
        inside = near and preposition(scene, near[0]) in ("в", "по")  # «22% энергии в ЕС»
        if near and not local and (near[0].at < at or inside):
            return theme.countries[:1] if indicator == "share" and towards(scene, near[0]) else ()
        land = within(scene, at, near) if indicator in _LAID else None
        if land:
            return (land.country,)
        if part_of(scene, at) and before and not (near and scene.gap(near[0].at, at) == 0):
            return before
        if here(scene, at) and before is not None and not near:
            return before
        if indicator in _LENT and lender(theme.hints, scene):
            found = self._lent(local, theme, before)
            if found is not None:
                return found
        this = anaphor(scene, at, theme.hints)
        other = this in theme.countries and len(local) == 1 and this not in local
        if this and other and indicator in _MUTUAL:
            return self._sides({this, *local}, indicator, theme)  # «чилийский экспорт в страну»
        this = None if near else this
        if this and this in theme.countries and len(theme.countries) > 1:
            return self._sides({this}, indicator, theme) if indicator in _MUTUAL else (this,)
        again = _again(scene, indicator, places, near, local, before, goes_on)
        if again is not None:
            return again
        if indicator == "price" and not local and worldly(scene, at):
            return ()
        traded = indicator in _TRADED and len(local) == 2 and dealt(scene, at, near)
        if indicator == "debt" and any(preposition(scene, h) == "перед" for h in near):
            return self._sides({*local}, "loan", theme, True)  # «долг перед Россией»
        if indicator in _TRADED and self._between(
            scene, figure, indicator, local, near, theme, before
        ):
            return tuple(sorted(theme.countries))
        lent = indicator == "interest_rate" and not near and (theme.mutual or theme.directed)
        if indicator in _DOMESTIC and not traded and not (lent and before is None):
            return self._one(scene, figure, near, at, theme, before)
        lead = introduced(scene, at, places) if indicator in _MUTUAL else None
        if lead and lead.country not in local:
            return self._sides({lead.country, *local}, indicator, theme)
        if local:
            joint = any(h.kind == "mutual" for h in hints) or dealt(scene, at, near)
            joint = joint or at <= near[0].at < figure.span.stop  # «11 российских банков»
            return self._local(scene, near, local, indicator, theme, before, joint)
        spent = self._spent(scene, figure, theme, before)
        if spent and (indicator in _LEVIED or not (theme.mutual or indicator in _MUTUAL | _JOINT)):
            return spent
        both = len(theme.countries) == 2 and any(h.kind == "mutual" for h in hints)
        sides = chain(theme.hints, scene.span.start) if indicator in _PROJECT and not near else ()
        if sides and not both and not goes_on:
            return sides
        if theme.mutual or both:
            return tuple(sorted(theme.countries))
        if spent and before and len(before) == 1:
            return spent
        if before is not None and (goes_on or indicator in _MUTUAL or len(before) <= 2):
            return before
        return self._whole(figure, indicator, theme)

    def of_cell(self, indicator: str, hints: Sequence[Hint], theme: Theme) -> tuple[str, ...]:
        """Those of a table's cell; ``hints`` are those of its heads."""
        named = {h.country for h in hints if h.country}
        traded = indicator == "other" and any(h.kind == "mutual" for h in theme.hints)
        if len(theme.countries) == 1 == len(named) and (indicator in _MUTUAL or traded):
            return tuple(sorted({*named, *theme.countries}))  # the table of one's partners
        if theme.mutual and named <= {*theme.countries}:
            return tuple(sorted(theme.countries))
        return tuple(sorted(named)) or theme.countries[:1]

    def _between(
        self,
        scene: Scene,
        figure: Figure,
        indicator: str,
        local: list[str],
        near: Sequence[Hint],
        theme: Theme,
        before: tuple[str, ...] | None,
    ) -> bool:
        """Whether a debt or a price is one between the two that the document is about."""
        at, pair = figure.span.start, {*theme.countries}
        if len(pair) != 2 or not (theme.mutual or theme.directed) or not {*local} <= pair:
            return False
        if indicator == "debt":
            return owed(scene, at, figure.kind != "money")
        if indicator == "price":
            dealing = before is not None and {*before} == pair
            return partner(scene, near[0]) if len(local) == 1 else len(local) == 2 or dealing
        return False

    def _lent(
        self, local: list[str], theme: Theme, before: tuple[str, ...] | None
    ) -> tuple[str, ...] | None:
        """Whom an international bank lends to: «АБР выделит Непалу 5 млн»."""
        if local:
            known = [c for c in local if c in theme.countries or not theme.countries]
            return (known[0],) if len(known) == 1 == len(local) else None
        return before if before and len(before) == 1 else theme.countries[:1]

    def _local(
        self,
        scene: Scene,
        near: Sequence[Hint],
        local: list[str],
        indicator: str,
        theme: Theme,
        before: tuple[str, ...] | None,
        joint: bool,
    ) -> tuple[str, ...]:
        """Those that the clause names, and whom it leaves out."""
        if len(local) > 1:
            whose = theme.countries if len(theme.countries) == 1 and indicator in _MUTUAL else ()
            return tuple(sorted({*local, *(whose if partners(scene, near) else ())}))
        other = self._partner(scene, near[0], indicator, theme, before)
        if other:
            return tuple(sorted({local[0], other}))
        stays = before == (local[0],) and indicator not in _MUTUAL | _JOINT
        if tied(scene, near[0]) or stays or (indicator in _MADE and subject(scene, near[0])):
            return (local[0],)
        return self._sides({*local}, indicator, theme, joint)

    def _partner(
        self,
        scene: Scene,
        hint: Hint,
        indicator: str,
        theme: Theme,
        before: tuple[str, ...] | None,
    ) -> str | None:
        """Whose partner a country is: that of the fact before, else the first of the document's."""
        if indicator in _JOINT - _MADE and indicator not in _MUTUAL:
            home = theme.countries[:1]
            foreign = hint.country not in theme.countries
            return home[0] if home and foreign and agent(scene, hint) else None
        if indicator not in _MUTUAL or not partner(scene, hint) or theme.mutual:
            return None
        if before and len(before) == 1 and before != (hint.country,):
            return before[0]
        home = theme.countries[:1]
        return home[0] if len(theme.countries) == 2 and home[0] != hint.country else None

    def _own(
        self, scene: Scene, own: Hint, places: Sequence[Hint], indicator: str, theme: Theme
    ) -> tuple[str, ...]:
        """The parties of an item of a list, or of a relative clause."""
        goal = destination(scene, places, own) if indicator in _MUTUAL else None
        if goal:
            return tuple(sorted((own.country, goal)))
        if indicator not in _FOREIGN:
            return (own.country,)
        return self._sides({own.country}, indicator, theme)

    def _sides(
        self, named: set[str], indicator: str, theme: Theme, joint: bool = False
    ) -> tuple[str, ...]:
        """One side is named: the other is the document's, where the indicator has two."""
        if indicator in _DOMESTIC:
            return tuple(sorted(named))
        pair = len(theme.countries) == 2 and named <= {*theme.countries}
        if pair and (theme.mutual or (joint and theme.directed)):
            return tuple(sorted(theme.countries))
        if pair and theme.directed and indicator in _JOINT - _MADE:
            return tuple(sorted(theme.countries))
        foreign = named.isdisjoint(theme.countries)
        if foreign and 0 < len(theme.countries) < 3 and (joint or indicator in _FOREIGN):
            named = named | {theme.countries[0]}
        return tuple(sorted(named))

    def _one(
        self,
        scene: Scene,
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
        home = self._spent(scene, figure, theme, before)
        if home:
            return home
        if before is not None and len(before) <= 1:
            return before
        return self._home(figure, theme)

    def _spent(
        self, scene: Scene, figure: Figure, theme: Theme, before: tuple[str, ...] | None
    ) -> tuple[str, ...]:
        """The one of the sides whose money it is: «пособие в 1,2 млрд леев»."""
        home = self.hints.currencies.get(figure.unit)
        sides = {*theme.countries, *(before or ())}
        bracket = scene.at(figure.span.start).kind == "bracket"  # «(400 тыс. рублей)»
        return (home,) if home and home in sides and not bracket else ()

    def _whole(self, figure: Figure, indicator: str, theme: Theme) -> tuple[str, ...]:
        """Those of the document, where nothing nearer tells."""
        if theme.directed and indicator in _MUTUAL | _JOINT | {"interest_rate"}:
            return tuple(sorted(theme.countries))
        if len(theme.countries) > 2:
            return tuple(sorted(theme.countries)) if indicator in _MUTUAL else ()
        return self._home(figure, theme)

    def _home(self, figure: Figure, theme: Theme) -> tuple[str, ...]:
        if theme.countries:
            return theme.countries[:1]
        home = self.hints.currencies.get(figure.unit)
        return (home,) if home else ()


def _again(
    scene: Scene,
    indicator: str,
    places: Sequence[Hint],
    near: Sequence[Hint],
    local: list[str],
    before: tuple[str, ...] | None,
    goes_on: bool,
) -> tuple[str, ...] | None:
    """The parties of the fact before, where this one plainly tells more of it."""
    if not before:
        return None
    if near and tied(scene, near[0]):
        return None
    more = goes_on and (not local or scene.words[0] != "всего")
    if len(before) > 1 and {*local} <= {*before} and (more or (local and indicator in _LOOSE)):
        return before
    if len(before) > 1 and indicator == "interest_rate" and not local:
        return before
    if len(before) == 1 and indicator in ("share", "other") and not local:
        return before
    if len(before) == 2 and len(local) == 1:
        return parallel(scene, near[0], places, before) or None
    return None


def _usable(
    scene: Scene, places: Sequence[Hint], at: int, indicator: str, theme: Theme, others: set[int]
) -> list[Hint]:
    """Those that may be a party: no asides, no one who only speaks, none of a later clause."""
    known = {*theme.countries}
    kept = [h for h in places if h.part not in ("aside", "dateline") and h.at not in others]
    if known:
        kept = [h for h in kept if h.at < at or goes_with(scene, h.at, at)]
    if indicator in (_MUTUAL | _JOINT) - {"share"}:  # where it goes to is no party: «в Европу»
        kept = [h for h in kept if h.country or preposition(scene, h) not in _THERE]
    # «потолок, установленный странами ЕС»: who acts, not whose it is
    kept = [h for h in kept if h.country or scene.grams[h.at - scene.span.start].case != "Ins"]
    if indicator in _DOMESTIC or not known:
        return kept
    said = [h for h in kept if h.part == "speaker" and (h.country in known or h.kind in _PERSONS)]
    return [h for h in kept if h not in said]
