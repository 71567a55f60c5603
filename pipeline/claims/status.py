"""Whether it happened: actual, agreed, planned or potential, from verb, tense and frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.clauses import Clause, Scene
from pipeline.claims.cues import Cues
from pipeline.claims.cues import words as role
from pipeline.core.doc import Doc
from pipeline.core.span import Span
from pipeline.rules.load import load

_RANK = {"actual": 0, "agreed": 1, "planned": 2, "potential": 3}
_EQUAL = frozenset({"равен", "равна", "равно", "равны"})
_DONE = frozenset({"после", "благодаря", "из-за", "вследствие"})  # «после решения о подъёме до 17%»
_PAPER = role("paper")
_CUE_REACH = 3  # tokens from a figure to the participle after it: «19 соглашений, заключённых …»


@dataclass(frozen=True, slots=True)
class CueRow:
    """A word that settles the status of its clause.

    ``status`` may be said: a verb of speech, which settles nothing. ``kind``: verb (its own tense
    may turn it into a plan), act (a verb whose time is not that of the figure: «в 2014 году
    обязались»), view (somebody's opinion, which makes a future potential), must (denied or
    not, it is a plan: «не должен превысить»), if (not of the past), noun (only where it governs the
    figure), draft (a noun or adjective that yields to an approval before it: «одобрил возможную
    продажу»), any. ``tenses``: only in these (Past, Pres, Fut), where given.
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
        verdict = self._judge(scene, at, cues)
        if verdict.status != "actual" and _outset(scene, at):
            return Verdict("actual", "outset", True)
        return verdict

    def _judge(self, scene: Scene, at: Span, cues: Sequence[tuple[Span, list[CueRow]]]) -> Verdict:
        clause, first = scene.at(at.start), True
        if _stands(scene, clause, at):
            return Verdict("actual", "stands", True)
        while True:
            verdict = self._in_clause(scene, clause, at, cues, first)
            parent = _above(scene, clause)
            if verdict is not None:
                # «ожидает, что экономика прибавит 5%»: what stands above decides a future
                if verdict.rule == "Fut" and (view := _viewed(cues, at)):
                    return Verdict("potential", view, True)
                if verdict.rule == "Fut" and _conditional(scene, clause, cues):
                    return Verdict("potential", "если", True)
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
        approved = False  # «одобрил план»: what an approval governs is no mere plan
        for span, rows in cues:
            home = scene.at(span.start)
            if home is not clause and not (own and _of_figure(scene, home, span, at)):
                continue
            for row in rows:
                if row.status == "said" or row.kind == "view":
                    continue
                if row.kind == "draft" and approved:
                    continue
                status = _status(scene, span, row, home, at)
                approved = approved or (status == "agreed" and row.kind == "verb")
                if status and (best is None or _RANK[status] > _RANK[best.status]):
                    act = span.start if row.kind == "act" else None
                    best = Verdict(status, row.cue, True, act)
        if best is not None:
            return best
        if clause.verbs and all(_of_next(scene, at, Span(v, v + 1)) for v in clause.verbs):
            return None
        said = tense(scene, clause)
        if said in ("Fut", "Inf"):
            return Verdict("planned", said, False)
        return Verdict("actual", said, False) if said else None


def _outset(scene: Scene, at: Span) -> bool:
    """Whether a figure is what a change begins with: «возрастёт со | 126 до 174 МВт»."""
    a = scene.span.start
    if at.start == a or scene.words[at.start - a - 1] not in ("с", "со"):
        return False
    after = scene.words[at.stop - a : at.stop - a + 7]
    to = after.index("до") if "до" in after else -1
    return to >= 0 and "," not in after[:to]


def _stands(scene: Scene, clause: Clause, at: Span) -> bool:
    """Whether it is so, whatever becomes of it: «долю, равную 20%, продадут»."""
    before = max(0, at.start - scene.span.start - 1)
    if scene.lemmas[before] == "равный" and scene.words[before] not in _EQUAL:
        return True
    if clause.kind != "modifier":
        return False
    i = clause.start + 1 - scene.span.start
    active = scene.grams[i].form == "Part" and "вш" in scene.words[i][-6:]
    return active or scene.lemmas[i] == "составлять"


def _conditional(scene: Scene, clause: Clause, cues: Sequence[tuple[Span, list[CueRow]]]) -> bool:
    """«выдаст 400 млн, если урожай погибнет»."""
    homes = [scene.at(s.start) for s, rows in cues if rows[0].kind == "if"]
    return any(
        h.parent == clause.number and h.kind == "subordinate" and tense(scene, h) != "Past"
        for h in homes
    )


def _of_figure(scene: Scene, home: Clause, span: Span, at: Span) -> bool:
    """Whether a participle's clause tells of the figure before it: «9 актов, подписанных …»."""
    behind = at.stop <= span.start <= at.stop + _CUE_REACH
    return home.kind == "modifier" and behind and span.start == home.start + 1


def _on_paper(scene: Scene, span: Span, clause: Clause) -> bool:
    """«в одобренном документе записано», «подписанный договор фиксирует»: not in the past."""
    i = span.stop - scene.span.start
    if _PAPER.isdisjoint(scene.lemmas[i : i + 2]):
        return False
    return not any(
        scene.grams[v - scene.span.start].tense == "Past"
        and scene.grams[v - scene.span.start].form == "Fin"
        for v in clause.verbs
    )


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
    if row.kind == "if":
        # «если рост составил 5%, то …» only sets two facts side by side, «если точнее» nothing
        idle = ("Past", "") if row.status == "potential" else ("Past",)
        if tense(scene, clause) in idle:
            return None
    if row.status == "actual" and tense(scene, clause) == "Fut":
        return None  # «будет выделено»
    if row.kind in ("noun", "draft"):
        if span.start > at.start or scene.words[max(0, span.start - a - 1)] in _DONE:
            return None
        passed = [v for v in clause.verbs if span.stop <= v < at.start]
        if g.case != "Nom" and any(
            scene.grams[v - a].tense == "Past" and not scene.grams[v - a].short for v in passed
        ):
            return None
        return row.status
    if g.form == "Part" and not g.short:
        beside = at.start - 4 <= span.start < at.start or _of_figure(scene, clause, span, at)
        paper = row.status == "agreed" and span.start < at.start and _on_paper(scene, span, clause)
        if not (beside or paper):
            return None  # «прогнозируемых 19 млн» says nothing of the figures beside it
    if at.stop <= span.start and _of_next(scene, at, span):
        return None
    denied = span.start > a and scene.words[span.start - a - 1] == "не"
    if denied and row.kind != "must":
        return {"agreed": "potential", "potential": "potential"}.get(row.status)
    active = row.status == "agreed" and g.form == "Fin" and g.tense == "Past"
    if active and at.stop <= span.start and _asked(scene, at):
        return None  # «37% опрошенных согласились»
    if row.status == "agreed" and g.pos in ("VERB", "AUX"):
        more = g.form == "Inf" and len(clause.verbs) > 1
        return "planned" if more or "Fut" in (g.tense, tense(scene, clause)) else row.status
    return row.status


def _of_next(scene: Scene, at: Span, cue: Span) -> bool:
    """Whether a cue has a subject of its own: «расходы – 540 млрд, дефицит не должен …»."""
    a = scene.span.start
    between = range(at.stop - a, cue.start - a)
    comma = next((i for i in between if scene.words[i] == ","), None)
    return comma is not None and any(
        scene.grams[i].case == "Nom" and scene.grams[i].pos in ("NOUN", "PROPN")
        for i in between
        if i > comma
    )


def _asked(scene: Scene, at: Span) -> bool:
    return "%" in scene.words[at.start - scene.span.start : at.stop - scene.span.start]


def tense(scene: Scene, clause: Clause) -> str:
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
