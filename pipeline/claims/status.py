"""Whether it happened: actual, agreed, planned or potential, from verb, tense and frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.clauses import Clause, Scene, tense
from pipeline.claims.cues import Cues
from pipeline.claims.cues import words as role
from pipeline.claims.governing import achieved, acts, asked, beside, of_figure, of_next, on_paper
from pipeline.claims.standing import base, progress, stands
from pipeline.core.doc import Doc
from pipeline.core.span import Span
from pipeline.rules.load import load

_RANK = {"actual": 0, "agreed": 1, "planned": 2, "potential": 3}
_DONE = frozenset({"после", "благодаря", "из-за", "вследствие"})  # «после решения о подъёме до 17%»
_TO = frozenset({"до", "на", "к", "в"})
_IDLE = {"potential": ("Past", ""), "agreed": ("Past",), "planned": ("Past", "Pres")}
_DIRECT = frozenset({"", "Nom", "Acc"})
_SETTLES_NOTHING = frozenset({"said", "idle"})
_POLL = role("poll")
_MINDED = role("company") | _POLL


@dataclass(frozen=True, slots=True)
class CueRow:
    """A word that settles the status of its clause.

    ``status`` may be said, a verb of speech, or idle («хотя бы»): both settle nothing. ``kind``:
    verb (its own tense may turn it into a plan), act (a verb whose time is not that of the figure:
    «в 2014 году обязались»), view (somebody's opinion, which makes a future potential), must
    (denied or not, it is a plan: «не должен превысить»), if (not of the past), noun (only where it
    governs the figure), talk (what is discussed is a proposal, unless its progress is), draft (a
    noun or adjective that yields to an approval before it: «одобрил возможную продажу»), any.
    ``tenses``: only in these (Past, Pres, Fut), where given.
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
        if verdict.status != "actual" and base(scene, at):
            return Verdict("actual", "outset", True)
        if verdict.status != "actual" and _polled(scene, at, cues):
            return Verdict("actual", "polled", True)
        return verdict

    def _judge(self, scene: Scene, at: Span, cues: Sequence[tuple[Span, list[CueRow]]]) -> Verdict:
        clause, first = scene.at(at.start), True
        if stands(scene, clause, at):
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
                over = _over(scene, clause) if verdict.rule == "Fut" else None
                if over is not None:
                    above = self._in_clause(scene, over, at, cues, False)
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
        terms: Verdict | None = None
        approved = False  # «одобрил план»: what an approval governs is no mere plan
        for span, rows in cues:
            home = scene.at(span.start)
            if home is not clause and not (own and of_figure(scene, home, span, at)):
                continue
            for row in rows:
                if row.status in _SETTLES_NOTHING or row.kind == "view":
                    continue
                if row.kind == "draft" and approved:
                    continue
                if not own and row.kind in ("noun", "draft") and beside(scene, scene.at(at.start)):
                    continue
                status = _status(scene, span, row, home, at)
                approved = approved or (status == "agreed" and row.kind == "verb")
                if status == "agreed" and row.kind == "if":
                    terms = Verdict(status, row.cue, True)
                if status and (best is None or _RANK[status] > _RANK[best.status]):
                    act = span.start if row.kind == "act" else None
                    best = Verdict(status, row.cue, True, act)
        if terms is not None and best is not None and best.status == "planned":
            return terms  # «согласно договору, должен выплатить 3 млрд»
        if best is not None:
            return best
        if clause.verbs and all(of_next(scene, at, Span(v, v + 1)) for v in clause.verbs):
            return None
        said = tense(scene, clause)
        if said in ("Fut", "Inf"):
            return Verdict("planned", said, False)
        return Verdict("actual", said, False) if said else None


def _conditional(scene: Scene, clause: Clause, cues: Sequence[tuple[Span, list[CueRow]]]) -> bool:
    """«выдаст 400 млн, если урожай погибнет»."""
    homes = [scene.at(s.start) for s, rows in cues if rows[0].kind == "if"]
    return any(
        h.parent == clause.number and h.kind == "subordinate" and tense(scene, h) != "Past"
        for h in homes
    )


def _viewed(cues: Sequence[tuple[Span, list[CueRow]]], at: Span) -> str | None:
    """Whose view a future is: «по оценке банка, рост составит 5%»."""
    return next((r.cue for s, rows in cues for r in rows if r.kind == "view" and s < at), None)


def _above(scene: Scene, clause: Clause) -> Clause | None:
    return None if clause.parent < 0 else scene.clauses[clause.parent]


def _over(scene: Scene, clause: Clause) -> Clause | None:
    """What governs a clause and those beside it: «ждут, что выпуск вырастет, | а цена упадёт»."""
    while clause.kind == "joined" and clause.parent >= 0:
        clause = scene.clauses[clause.parent]
    return _above(scene, clause) if clause.kind == "subordinate" else None


def _polled(scene: Scene, at: Span, cues: Sequence[tuple[Span, list[CueRow]]]) -> bool:
    """Whether the figure says how many are of a mind: «40% компаний | намерены», «треть
    опрошенных готовы»."""
    a, i = scene.span.start, at.stop - scene.span.start
    poll = not _POLL.isdisjoint(scene.lemmas)
    if poll and scene.at(at.start).kind == "bracket" and asked(scene, at):
        return True  # «готовы респонденты моложе 34 лет (61%)»
    if scene.words[max(0, at.start - a - 1)] in _TO:
        return False
    g = scene.grams[i] if i < len(scene.grams) else None
    if g is None or not (g.animate or scene.lemmas[i] in _MINDED) or g.case != "Gen":
        return False
    clause = scene.at(at.start)
    first = scene.span.start if poll else at.stop
    return any(s.start >= first and scene.at(s.start) is clause for s, _ in cues)


def _status(scene: Scene, span: Span, row: CueRow, clause: Clause, at: Span) -> str | None:
    a = scene.span.start
    g = scene.grams[span.start - a]
    if row.tenses and g.tense not in row.tenses:
        return None
    whole = row.status != "planned" or g.case == "Nom"  # not «с проектной мощностью 5 МВт»
    if row.kind == "if" and whole and tense(scene, clause) in _IDLE[row.status]:
        return None  # «если рост составил 5%, то …» only sets two facts side by side
    late = row.status == "actual" and tense(scene, clause) == "Fut"  # «будет выделено»
    if late or (row.kind == "talk" and progress(scene, span, at)):
        return None
    if row.kind == "any" and g.pos == "ADJ" and not g.short and g.case not in _DIRECT:
        return None  # «не располагает необходимым запасом в 3 млн тонн»
    if row.kind in ("noun", "draft"):
        return row.status if _governed(scene, span, row, clause, at) else None
    if g.form == "Part" and not g.short:
        near = at.start - 4 <= span.start < at.start or of_figure(scene, clause, span, at)
        paper = row.status == "agreed" and span.start < at.start and on_paper(scene, span, clause)
        if not (near or paper):
            return None  # «прогнозируемых 19 млн» says nothing of the figures beside it
    if at.stop <= span.start and of_next(scene, at, span):
        return None
    denied = span.start > a and scene.words[span.start - a - 1] == "не"
    if denied and row.kind != "must":
        return {"agreed": "potential", "potential": "potential"}.get(row.status)
    active = row.status == "agreed" and g.form == "Fin" and g.tense == "Past"
    if active and at.stop <= span.start and asked(scene, at):
        return None  # «37% опрошенных согласились»
    attribute = g.form == "Part" and not g.short  # «согласованная цена составит 400 долларов»
    if row.status == "agreed" and g.pos in ("VERB", "AUX") and not attribute:
        more = g.form == "Inf" and len(clause.verbs) > 1 and not achieved(scene, clause)
        return "planned" if more or "Fut" in (g.tense, tense(scene, clause)) else row.status
    return row.status


def _governed(scene: Scene, span: Span, row: CueRow, clause: Clause, at: Span) -> bool:
    """Whether a noun governs the figure: no act stands between, nor was it over before."""
    a = scene.span.start
    case = scene.grams[span.start - a].case
    if span.start > at.start or scene.words[max(0, span.start - a - 1)] in _DONE:
        return False
    passed = [v for v in clause.verbs if span.stop <= v < at.start]
    if case == "Nom":
        return row.status != "agreed" or not acts(scene, passed)
    return not any(
        scene.grams[v - a].tense == "Past" and not scene.grams[v - a].short for v in passed
    )
