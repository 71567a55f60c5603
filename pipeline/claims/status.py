"""Whether it happened: actual, agreed, planned or potential, from verb, tense and frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.clauses import Clause, Scene
from pipeline.claims.cues import Cues
from pipeline.core.doc import Doc
from pipeline.core.span import Span
from pipeline.rules.load import load

_RANK = {"actual": 0, "agreed": 1, "planned": 2, "potential": 3}


@dataclass(frozen=True, slots=True)
class CueRow:
    """A word that settles the status of its clause.

    ``status`` may be said: a verb of speech, which settles nothing. ``kind``: verb (its own tense
    may turn it into a plan), act (a verb whose time is not that of the figure: «в 2014 году
    обязались»), view (somebody's opinion, which makes a future potential), must (denied or
    not, it is a plan: «не должен превысить»), if (not of the past), noun (only where it governs the
    figure), any. ``tenses``: only in these (Past, Pres, Fut), where given.
    """

    cue: str
    status: str
    kind: str
    tenses: tuple[str, ...] = ()
    example: str = ""


class Verdict(NamedTuple):
    """A status, and by which rule."""

    status: str
    rule: str
    sure: bool  # a cue said so, not the tense
    act: int | None = None  # the verb of a promise or demand: its time is not the figure's


class Statuses:
    """The cues, and the verdict on a figure from those of its sentence."""

    def __init__(self, overlay: Path | None = None) -> None:
        self.cues = Cues((row.cue, row) for row in load(CueRow, "verbs", overlay))

    def find(self, doc: Doc, lemmas: list[str]) -> list[tuple[Span, list[CueRow]]]:
        """All cues of the document."""
        return list(self.cues.search(doc, lemmas))

    def judge(self, scene: Scene, at: Span, cues: Sequence[tuple[Span, list[CueRow]]]) -> Verdict:
        """The status of the figure at ``at``."""
        clause, first = scene.at(at.start), True
        while True:
            verdict = self._in_clause(scene, clause, at, cues, first)
            parent = _above(scene, clause)
            if verdict is not None:
                # «ожидает, что экономика прибавит 5%»: what stands above decides a future
                if verdict.rule == "Fut" and (view := _viewed(cues, at)):
                    return Verdict("potential", view, True)
                if verdict.rule == "Fut" and clause.kind == "subordinate" and parent is not None:
                    above = self._in_clause(scene, parent, at, cues, False)
                    if above is not None and above.rule not in ("Fut", "Past", "Pres", "Inf"):
                        return above
                return verdict
            if parent is None:
                return Verdict("actual", "default", False)
            clause, first = parent, False

    def _in_clause(
        self,
        scene: Scene,
        clause: Clause,
        at: Span,
        cues: Sequence[tuple[Span, list[CueRow]]],
        own: bool,
    ) -> Verdict | None:
        best: Verdict | None = None
        for span, rows in cues:
            if scene.at(span.start) is not clause:
                continue
            for row in rows:
                if row.status == "said" or row.kind == "view":
                    continue
                status = _status(scene, span, row, clause, at)
                if status and (best is None or _RANK[status] > _RANK[best.status]):
                    act = span.start if row.kind == "act" else None
                    best = Verdict(status, row.cue, True, act)
        if best is not None:
            return best
        tense = _tense(scene, clause)
        if tense in ("Fut", "Inf"):
            return Verdict("planned", tense, False)
        return Verdict("actual", tense, False) if tense else None


def _viewed(cues: Sequence[tuple[Span, list[CueRow]]], at: Span) -> str | None:
    """Whose view a future is: «по оценке банка, рост составит 5%»."""
    return next((r.cue for s, rows in cues for r in rows if r.kind == "view" and s < at), None)


def _above(scene: Scene, clause: Clause) -> Clause | None:
    return None if clause.parent < 0 else scene.clauses[clause.parent]


def _status(scene: Scene, span: Span, row: CueRow, clause: Clause, at: Span) -> str | None:
    a = scene.span.start
    g = scene.grams[span.start - a]
    if row.tenses and g.tense not in row.tenses:
        return None
    if row.kind == "if" and _tense(scene, clause) == "Past":
        return None  # «если рост составил 5%, то …» only sets two facts side by side
    if row.kind == "noun":
        if span.start > at.start:
            return None
        passed = [v for v in clause.verbs if span.stop <= v < at.start]
        if g.case != "Nom" and any(
            scene.grams[v - a].tense == "Past" and not scene.grams[v - a].short for v in passed
        ):
            return None
        return row.status
    if g.form == "Part" and not g.short and not at.start - 4 <= span.start < at.start:
        return None  # «прогнозируемых 19 млн» says nothing of the figures beside it
    denied = span.start > a and scene.words[span.start - a - 1] == "не"
    if denied and row.kind != "must":
        return {"agreed": "potential", "potential": "potential"}.get(row.status)
    active = row.status == "agreed" and g.form == "Fin" and g.tense == "Past"
    if active and at.stop <= span.start and _asked(scene, at):
        return None  # «37% опрошенных согласились»
    if row.status == "agreed" and g.pos in ("VERB", "AUX"):
        more = g.form == "Inf" and len(clause.verbs) > 1
        return "planned" if more or "Fut" in (g.tense, _tense(scene, clause)) else row.status
    return row.status


def _asked(scene: Scene, at: Span) -> bool:
    return "%" in scene.words[at.start - scene.span.start : at.stop - scene.span.start]


def _tense(scene: Scene, clause: Clause) -> str:
    """Fut, Past, Pres, Inf or nothing: what the clause's predicate says; a finite verb comes before
    its infinitive («стали угонять»)."""
    a, found, infinitive = scene.span.start, "", False
    for v in clause.verbs:
        g = scene.grams[v - a]
        if scene.words[v - a] in ("можно", "нельзя", "нет"):
            return "Pres"
        if g.tense == "Fut":
            return "Fut"
        if g.form == "Inf":
            infinitive = True
        elif g.tense or g.predicate:
            found = found or g.tense or "Pres"
    return found or ("Inf" if infinitive and clause.kind != "modifier" else "")
