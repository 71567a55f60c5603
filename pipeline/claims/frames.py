"""Frames: words that only together tell what a figure measures («в вузы зачислят 120 граждан»)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import words as role
from pipeline.core.lexicon import fold
from pipeline.core.records import Figure
from pipeline.rules.load import load

_TO = frozenset(["в", "во", "на"])
_FROM = frozenset(["из", "у", "с", "со"])
_ASIDE = frozenset(["bracket", "modifier"])


@dataclass(frozen=True, slots=True)
class FrameRow:
    """Words that stand in a figure's clause, in any order.

    ``words``: dictionary forms; a slash offers several for one place, ``@role`` those of a role in
    claim_words.csv, ``!word`` must be missing; ``#to`` and ``#from`` are a country as the goal or
    source («в Россию», «Киеву»; «из Ирана»), ``#person`` is a count of people. ``kinds`` as in
    indicator_terms.csv.
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

    @property
    def cost(self) -> float:
        """Two words together are sure, one alone is not."""
        return (-0.75 if len(self.slots) > 1 else 0.3) + 0.9 * self.row.weak


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
        self, scene: Scene, figure: Figure, figures: Sequence[Figure], places: Sequence[int]
    ) -> list[Frame]:
        """The frames around a figure; ``places``: tokens of countries."""
        around, near = _words(scene, figure, figures, places)
        found: list[Frame] = []
        for word in sorted(near & self.by_first.keys()):
            found += [f for f in self.by_first[word] if _holds(f, around)]
        for word in sorted((around - near) & self.by_first.keys()):
            for f in self.by_first[word]:
                if any(not s.isdisjoint(near) for s in f.slots[1:]) and _holds(f, around):
                    found.append(f)
        return found


def _slot(part: str, overlay: Path | None) -> frozenset[str]:
    found: set[str] = set()
    for word in part.split("/"):
        found |= role(word[1:], overlay) if word[0] == "@" else {word}
    return frozenset(map(fold, found))


def _holds(frame: Frame, words: frozenset[str]) -> bool:
    if not frame.barred.isdisjoint(words):
        return False
    return all(not slot.isdisjoint(words) for slot in frame.slots)


def _words(
    scene: Scene, figure: Figure, figures: Sequence[Figure], places: Sequence[int]
) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the figure's clause, and those of them between the figures beside it."""
    a, at = scene.span.start, figure.span
    home = scene.at(at.start)
    numbers = {home.number}
    if home.kind in _ASIDE or home.shared:
        numbers.add(home.parent)
    numbers |= {c.number for c in scene.clauses if c.parent == home.number and c.kind == "modifier"}
    low, high = scene.span
    for other in figures:
        if other.kind == figure.kind and other.span.stop <= at.start:
            low = max(low, other.span.stop)
        elif other.span.start >= at.stop:
            high = min(high, other.span.start)
    indices = [i for i, number in enumerate(scene.clause) if number in numbers]
    around = {scene.lemmas[i] for i in indices}
    near = {scene.lemmas[i] for i in indices if low <= i + a < high}
    extra = _places(scene, places, frozenset(indices)) | _people(scene, figure)
    return frozenset(around | extra), frozenset(near | extra)


def _places(scene: Scene, places: Sequence[int], indices: frozenset[int]) -> set[str]:
    found = set()
    for place in places:
        i = place - scene.span.start
        g = scene.grams[i]
        if i not in indices or g.pos not in ("PROPN", "NOUN"):
            continue
        j = i - 1
        while j > 0 and scene.grams[j].pos in ("ADJ", "DET"):
            j -= 1
        before = scene.words[j] if j >= 0 else ""
        if before in _FROM:
            found.add("#from")
        elif g.case == "Dat" or (g.case == "Acc" and before in _TO):
            found.add("#to")
    return found


def _people(scene: Scene, figure: Figure) -> set[str]:
    if figure.kind != "count":
        return set()
    a = scene.span.start
    return {
        "#person"
        for i in range(figure.span.start - a, figure.span.stop - a)
        if scene.grams[i].animate and scene.grams[i].pos in ("NOUN", "PROPN", "ADJ", "VERB")
    }
