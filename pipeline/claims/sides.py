"""The sides of what a figure measures: whom the text names, and whom it leaves out."""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import words as role
from pipeline.claims.hints import Hint
from pipeline.claims.owners import (
    dealt,
    destination,
    goes_with,
    parallel,
    partners,
    preposition,
    subject,
    tied,
)
from pipeline.claims.themes import Theme
from pipeline.claims.ties import agent, owed, partner
from pipeline.core.records import Figure

DOMESTIC = role("domestic_indicators")  # one economy's own, even where two meet
MUTUAL = role("mutual_indicators")  # what two share: one side named, the other is the document's
JOINT = role("joint_indicators")  # what two do together where the document is about both
MADE = frozenset({"production", "stocks", "passengers"})  # one's own where it is the subject
TRADED = frozenset({"price", "debt", "valuation"})  # of two where something changes hands
# A foreign side joins the home country.
_FOREIGN = MUTUAL | {"investment", "fdi", "project_value", "passengers"}
# Of whom, only what stands before can tell.
_LOOSE = frozenset({"other", "companies_count", "tariff"})
_THERE = ("в", "во", "из", "на", "для")
_PERSONS = ("person", "official")

Codes = tuple[str, ...]


class Case(NamedTuple):
    """A figure and what its sentence says of countries."""

    scene: Scene
    figure: Figure
    indicator: str
    hints: Sequence[Hint]  # of the sentence
    places: Sequence[Hint]  # those that name a country or a group
    near: list[Hint]  # those of the nearest clause
    local: list[str]  # their countries
    theme: Theme
    before: Codes | None  # of the last fact
    goes_on: bool  # the figure tells more of the same

    @property
    def at(self) -> int:
        """The figure's first token."""
        return self.figure.span.start


def sides(named: set[str], indicator: str, theme: Theme, joint: bool = False) -> Codes:
    """One side is named: the other is the document's, where the indicator has two."""
    if indicator in DOMESTIC:
        return tuple(sorted(named))
    pair = len(theme.countries) == 2 and named <= {*theme.countries}
    if pair and (theme.mutual or (joint and theme.directed)):
        return tuple(sorted(theme.countries))
    if pair and theme.directed and indicator in JOINT - MADE:
        return tuple(sorted(theme.countries))
    foreign = named.isdisjoint(theme.countries)
    if foreign and 0 < len(theme.countries) < 3 and (joint or indicator in _FOREIGN):
        named = named | {theme.countries[0]}
    return tuple(sorted(named))


def of_item(scene: Scene, own: Hint, places: Sequence[Hint], indicator: str, theme: Theme) -> Codes:
    """The parties of an item of a list, or of a relative clause."""
    goal = destination(scene, places, own) if indicator in MUTUAL else None
    if goal:
        return tuple(sorted((own.country, goal)))
    if indicator not in _FOREIGN:
        return (own.country,)
    return sides({own.country}, indicator, theme)


def of_clause(case: Case) -> Codes | None:
    """Those that the clause names, and whom it leaves out."""
    scene, near, local, indicator = case.scene, case.near, case.local, case.indicator
    if not local:
        return None
    if len(local) > 1:
        home = case.theme.countries if indicator in MUTUAL else ()
        whose = home if len(home) == 1 and partners(scene, near) else ()
        return tuple(sorted({*local, *whose}))
    other = _other(case)
    if other:
        return tuple(sorted({local[0], other}))
    stays = case.before == (local[0],) and indicator not in MUTUAL | JOINT
    if tied(scene, near[0]) or stays or (indicator in MADE and subject(scene, near[0])):
        return (local[0],)
    joint = any(h.kind == "mutual" for h in case.hints) or dealt(scene, case.at, near)
    joint = joint or case.at <= near[0].at < case.figure.span.stop  # «11 российских банков»
    return sides({*local}, indicator, case.theme, joint)


def _other(case: Case) -> str | None:
    """Whose partner a country is: that of the fact before, else the first of the document's."""
    hint, indicator, home = case.near[0], case.indicator, case.theme.countries[:1]
    if indicator in JOINT - MADE and indicator not in MUTUAL:
        foreign = hint.country not in case.theme.countries
        return home[0] if home and foreign and agent(case.scene, hint) else None
    if indicator not in MUTUAL or not partner(case.scene, hint) or case.theme.mutual:
        return None
    if case.before and len(case.before) == 1 and case.before != (hint.country,):
        return case.before[0]
    return home[0] if len(case.theme.countries) == 2 and home[0] != hint.country else None


def between(case: Case) -> Codes | None:
    """A debt or a price between two: «долг перед Чили», the gas of a text about both."""
    theme, local, near = case.theme, case.local, case.near
    if case.indicator == "debt" and any(preposition(case.scene, h) == "перед" for h in near):
        return sides({*local}, "loan", theme, True)
    pair = {*theme.countries}
    if len(pair) != 2 or not (theme.mutual or theme.directed) or not {*local} <= pair:
        return None
    dealing = False
    if case.indicator == "debt":
        dealing = owed(case.scene, case.at, case.figure.kind != "money")
    elif case.indicator == "price":
        dealing = len(local) == 2 or (not local and {*(case.before or ())} == pair)
        dealing = dealing or (len(local) == 1 and partner(case.scene, near[0]))
    return tuple(sorted(pair)) if dealing else None


def again(case: Case) -> Codes | None:
    """The parties of the fact before, where this one plainly tells more of it."""
    before, local, near, indicator = case.before, case.local, case.near, case.indicator
    if not before or (near and tied(case.scene, near[0])):
        return None
    more = case.goes_on and (not local or case.scene.words[0] != "всего")
    if len(before) > 1 and {*local} <= {*before} and (more or (local and indicator in _LOOSE)):
        return before
    if len(before) > 1 and indicator == "interest_rate" and not local:
        return before
    if len(before) == 1 and indicator in ("share", "other") and not local:
        return before
    if len(before) == 2 and len(local) == 1:
        return parallel(case.scene, near[0], case.places, before) or None
    return None


def usable(
    scene: Scene, places: Sequence[Hint], at: int, indicator: str, theme: Theme, others: set[int]
) -> list[Hint]:
    """Those that may be a party: no asides, no one who only speaks, none of a later clause."""
    known = {*theme.countries}
    kept = [h for h in places if h.part not in ("aside", "dateline") and h.at not in others]
    if known:
        kept = [h for h in kept if h.at < at or goes_with(scene, h.at, at)]
    if indicator in (MUTUAL | JOINT) - {"share"}:  # where it goes to is no party: «в Европу»
        kept = [h for h in kept if h.country or preposition(scene, h) not in _THERE]
    # «потолок, установленный странами ЕС»: who acts, not whose it is
    kept = [h for h in kept if h.country or scene.grams[h.at - scene.span.start].case != "Ins"]
    if indicator in DOMESTIC or not known:
        return kept
    said = [h for h in kept if h.part == "speaker" and (h.country in known or h.kind in _PERSONS)]
    return [h for h in kept if h not in said]
