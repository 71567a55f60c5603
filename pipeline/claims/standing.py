"""What is so whatever becomes of it: where a change begins, limits in force, papers at work."""

from pipeline.claims.clauses import Clause, Scene
from pipeline.claims.cues import words as role
from pipeline.core.span import Span

_EQUAL = frozenset({"равен", "равна", "равно", "равны"})
_AGAINST = frozenset({"после", "против", "вместо", "относительно"})
_PRESENT = role("present")
_LIMIT = role("limit")
_PROGRESS = role("progress")
_TO = frozenset({"до", "на"})
_BREAKS = frozenset({",", "и", "или"})
_WINDOW = 10  # tokens from where a change begins to where it leads
_NEAR = 4


def base(scene: Scene, at: Span) -> bool:
    """Whether a figure is what a change begins with or is held against: «возрастёт со | 126 до
    174 МВт», «вырастет на 6% после | 8% годом ранее», «с нынешних | 3 млрд»."""
    i = at.start - scene.span.start
    if i == 0:
        return False
    if scene.words[i - 1] in _AGAINST:
        return True
    present = i > 1 and scene.lemmas[i - 1] in _PRESENT
    if scene.words[i - 2 if present else i - 1] not in ("с", "со"):
        return False
    j = at.stop - scene.span.start
    after = scene.words[j : j + _WINDOW]
    to = after.index("до") if "до" in after else -1
    if present or (to >= 0 and "," not in after[:to]):
        return True
    before = scene.words[max(0, i - _WINDOW) : i - 1]  # «вырастет до 3 млрд с | 2 млрд»
    return "до" in before and "," not in before[before.index("до") :]


def stands(scene: Scene, clause: Clause, at: Span) -> bool:
    """Whether it is so, whatever becomes of it: «долю, равную 20%, продадут»."""
    before = max(0, at.start - scene.span.start - 1)
    if scene.lemmas[before] == "равный" and scene.words[before] not in _EQUAL:
        return True
    if _in_force(scene, at):
        return True
    if clause.kind != "modifier":
        return False
    i = clause.start + 1 - scene.span.start
    active = scene.grams[i].form == "Part" and "вш" in scene.words[i][-6:]
    return active or scene.lemmas[i] == "составлять"


def _in_force(scene: Scene, at: Span) -> bool:
    """«вернуться в установленный странами потолок в | 60 долларов», «отменит действующую ставку
    | 15%»."""
    i = at.start - scene.span.start
    near = range(max(0, i - 2), i)
    limit = next((k for k in near if scene.lemmas[k] in _LIMIT), None)
    if limit is None or scene.words[i - 1] in _TO:
        return False
    for k in range(limit - 1, max(0, limit - _NEAR) - 1, -1):
        if scene.words[k] in _BREAKS:
            return False
        if scene.lemmas[k] in _PRESENT:
            return _agree(scene.grams[k].case, scene.grams[limit].case)
    return False


def _agree(one: str, other: str) -> bool:
    alike = frozenset({"Nom", "Acc"})
    return one == other or {one, other} <= alike


def progress(scene: Scene, cue: Span, at: Span) -> bool:
    """Whether what is discussed goes on already: «обсудили ход | реализации 66 проектов»."""
    a = scene.span.start
    between = scene.lemmas[cue.stop - a : max(cue.stop, at.start) - a]
    return not _PROGRESS.isdisjoint(between)
