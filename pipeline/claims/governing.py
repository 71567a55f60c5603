"""What a cue governs: a participle and its figure, a paper that acts, a subject of its own."""

from collections.abc import Sequence

from pipeline.claims.clauses import Clause, Scene
from pipeline.claims.cues import words as role
from pipeline.core.span import Span

_PAPER = role("paper")
_ACHIEVED = role("implicative")
_TERMS = role("terms") | role("summing")
_CUE_REACH = 3  # tokens from a figure to the participle after it: «19 соглашений, заключённых …»


def of_figure(scene: Scene, home: Clause, span: Span, at: Span) -> bool:
    """Whether a participle's clause tells of the figure before it: «9 актов, подписанных …»."""
    behind = at.stop <= span.start <= at.stop + _CUE_REACH
    return home.kind == "modifier" and behind and span.start == home.start + 1


def beside(scene: Scene, clause: Clause) -> bool:
    """Whether a clause goes beside the main act and hangs on no noun of it: «выполнил заявки, |
    поставив 2 млрд кубометров»."""
    i = clause.start + 1 - scene.span.start
    return clause.kind == "modifier" and scene.grams[i].form == "Conv"


def on_paper(scene: Scene, span: Span, clause: Clause) -> bool:
    """«в одобренном документе записано», «подписанный договор фиксирует»: not in the past."""
    i = span.stop - scene.span.start
    if _PAPER.isdisjoint(scene.lemmas[i : i + 2]):
        return False
    return not any(
        scene.grams[v - scene.span.start].tense == "Past"
        and scene.grams[v - scene.span.start].form == "Fin"
        for v in clause.verbs
    )


def acts(scene: Scene, verbs: Sequence[int]) -> bool:
    """Whether a paper itself does something: «соглашение позволило», «контракты торгуются по»."""
    a = scene.span.start
    return any(
        scene.grams[v - a].tense in ("Past", "Pres")
        and not scene.grams[v - a].short
        and scene.lemmas[v - a] not in _TERMS
        for v in verbs
    )


def achieved(scene: Scene, clause: Clause) -> bool:
    """«помог | заключить», «удалось | подписать»: it was done."""
    a = scene.span.start
    return any(
        scene.lemmas[v - a] in _ACHIEVED and scene.grams[v - a].tense == "Past"
        for v in clause.verbs
    )


def of_next(scene: Scene, at: Span, cue: Span) -> bool:
    """Whether a cue has a subject of its own: «расходы – 540 млрд, дефицит не должен …»."""
    a = scene.span.start
    between = range(at.stop - a, cue.start - a)
    comma = next((i for i in between if scene.words[i] == ","), None)
    return comma is not None and any(
        scene.grams[i].case == "Nom" and scene.grams[i].pos in ("NOUN", "PROPN")
        for i in between
        if i > comma
    )


def asked(scene: Scene, at: Span) -> bool:
    """Whether a figure may be a share of those asked: «37% опрошенных согласились»."""
    return "%" in scene.words[at.start - scene.span.start : at.stop - scene.span.start]
