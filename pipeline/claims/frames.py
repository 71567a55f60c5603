"""Frames: words that only together tell what a figure measures («в вузы зачислят 120 граждан»)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.clauses import Clause, Scene
from pipeline.claims.cues import words as role
from pipeline.claims.hints import Hint
from pipeline.core.lexicon import fold
from pipeline.core.records import Figure
from pipeline.rules.load import load

_TO = frozenset(["в", "во"])
_FROM = frozenset(["из", "у", "с", "со"])
_THINGS = role("thing_indicators")
_GOODS = role("goods_indicators")
_PERSONS = role("persons_indicators")
_SOMEBODY = role("anyone") | {""}
_RELATIVE = frozenset(["который", "где"])
_ASIDE = frozenset(["bracket", "modifier"])


@dataclass(frozen=True, slots=True)
class FrameRow:
    """Words that stand in a figure's clause, in any order.

    ``words``: dictionary forms; a slash offers several for one place, ``@role`` those of a role in
    claim_words.csv, ``!word`` must be missing; ``#to`` and ``#from`` are a country as the goal or
    source («в Россию», «Киеву»; «из Ирана»), ``#for`` the one that
    gets something («Киеву»), ``#nation`` a country's adjective, ``#person`` a count of people.
    ``kinds`` as in indicator_terms.csv.
    """

    words: str
    indicator: str
    kinds: tuple[str, ...]
    weak: int = 0
    example: str = ""


class Frame(NamedTuple):
    """A row, ready to be matched."""

    row: FrameRow
    slots: list[frozenset[str]]
    barred: frozenset[str]

    def cost(self, near: frozenset[str]) -> float:
        """Two words together are sure, one alone is not, nor is one beyond another figure."""
        cost = (-0.75 if len(self.slots) > 1 else 0.3) + 0.9 * self.row.weak
        return cost + 0.5 * sum(slot.isdisjoint(near) for slot in self.slots)


class Frames:
    """All frames by their first place."""

    def __init__(self, overlay: Path | None = None) -> None:
        self.by_first: dict[str, list[Frame]] = {}
        for row in load(FrameRow, "indicator_frames", overlay):
            parts = row.words.split()
            slots = [_slot(p, overlay) for p in parts if p[0] != "!"]
            barred = [_slot(p[1:], overlay) for p in parts if p[0] == "!"]
            frame = Frame(row, slots, frozenset().union(*barred))
            for word in sorted(slots[0]):
                self.by_first.setdefault(word, []).append(frame)

    def find(
        self, scene: Scene, figure: Figure, figures: Sequence[Figure], places: Sequence[Hint]
    ) -> list[tuple[float, FrameRow]]:
        """The frames around a figure, with their costs; ``places``: places of countries."""
        around, near = _words(scene, figure, figures, places)
        people = "#person" in around or figure.unit in _SOMEBODY
        found: list[tuple[float, FrameRow]] = []
        for word in sorted(around & self.by_first.keys()):
            for f in self.by_first[word]:
                if not _holds(f, around) or not _named(f, figure, people):
                    continue
                if any(not slot.isdisjoint(near) for slot in f.slots):
                    found.append((f.cost(near), f.row))
        return found


def _slot(part: str, overlay: Path | None) -> frozenset[str]:
    found: set[str] = set()
    for word in part.split("/"):
        found |= role(word[1:], overlay) if word[0] == "@" else {word}
    return frozenset(map(fold, found))


def _named(frame: Frame, figure: Figure, people: bool) -> bool:
    """Whether a frame counts what is counted: not «акты» for «5 самолётов», nor «сотрудники» for
    «два банка»; ``people``: whether persons are counted."""
    if figure.kind == "count" and frame.row.indicator in _GOODS:
        return not people or figure.unit in _SOMEBODY  # no imports of «5 млн беженцев»
    if figure.kind != "count" or frame.row.indicator not in _THINGS | _PERSONS:
        return True
    if people and frame.row.indicator in _PERSONS:
        return True
    return any(fold(figure.unit) in slot for slot in frame.slots)


def _holds(frame: Frame, words: frozenset[str]) -> bool:
    if not frame.barred.isdisjoint(words):
        return False
    met: set[str] = set()
    for slot in frame.slots:
        found = slot & words
        if not found:
            return False
        met |= found
    return len(met) >= len(frame.slots)


def _words(
    scene: Scene, figure: Figure, figures: Sequence[Figure], places: Sequence[Hint]
) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the figure's clause, and those of them between the figures beside it."""
    a, at = scene.span.start, figure.span
    home = scene.at(at.start)
    numbers = {home.number}
    if (
        home.kind in _ASIDE
        or home.shared
        or (home.kind == "subordinate" and not _RELATIVE.isdisjoint(_lead(scene, home)))
    ):
        numbers.add(home.parent)
    own = {c.number for c in scene.clauses if c.parent == home.number and c.kind == "modifier"}
    own.add(home.number)
    numbers |= own
    low, high = scene.span
    for other in figures:
        if other.span.stop <= at.start:
            low = max(low, other.span.stop)
        elif other.span.start >= at.stop:
            high = min(high, other.span.start)
    sums = {
        i for f in figures if f.kind == "money" for i in range(f.span.start - a, f.span.stop - a)
    }
    indices = [i for i, n in enumerate(scene.clause) if n in numbers and i not in sums]
    around = {scene.lemmas[i] for i in indices}
    near = {scene.lemmas[i] for i in indices if low <= i + a < high and scene.clause[i] in own}
    extra = _places(scene, places, frozenset(indices)) | _people(scene, figure, places)
    return frozenset(around | extra), frozenset(near | extra)


def _lead(scene: Scene, clause: Clause) -> list[str]:
    i = clause.start - scene.span.start
    return scene.lemmas[i : i + 3]


def _places(scene: Scene, places: Sequence[Hint], indices: frozenset[int]) -> set[str]:
    found = set()
    for place in places:
        i = place.at - scene.span.start
        g = scene.grams[i]
        if i in indices and g.pos == "ADJ":
            found.add("#nation")
        if i not in indices or g.pos not in ("PROPN", "NOUN"):
            continue
        j = i - 1
        while j > 0 and scene.grams[j].pos in ("ADJ", "DET"):
            j -= 1
        before = scene.words[j] if j >= 0 else ""
        if before in _FROM:
            found.add("#from")
        elif g.case == "Dat" and before not in ("к", "по"):
            found |= {"#to", "#for"}
        elif g.case == "Acc" and before in _TO:
            found.add("#to")
    return found


def _people(scene: Scene, figure: Figure, places: Sequence[Hint]) -> set[str]:
    if figure.kind != "count":
        return set()
    a = scene.span.start
    items = range(figure.span.start - a, figure.span.stop - a)
    if any(p.at - a in items and scene.grams[p.at - a].pos == "NOUN" for p in places):
        return {"#person"}  # «45 узбекистанцев»
    kinds = ("NOUN", "PROPN", "ADJ", "VERB")
    return {"#person" for i in items if scene.grams[i].animate and scene.grams[i].pos in kinds}
