"""Whether a figure goes on with what the fact before measured."""

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import words as role
from pipeline.core.records import Figure

_COMPARE = role("comparative")
_AGAINST = frozenset(["против", "вместо"])
_ANY = role("anything") | {""}
_ANAPHORS = role("transparent") | role("anaphor")
_SUMMING = role("summing") | role("moving") | role("rating")
_MEASURED = role("measured")
_BOTH = frozenset(["сторона", "страна", "государство", "потенциал"])
_NEAR = 3  # words
_COSTS = frozenset(["сумма", "стоимость"])
_PRONOUNS = frozenset(["он", "она", "оно", "они", "это"])
_UNITS = frozenset(["единица", "штука"])


def again(layout: Scene, figure: Figure, before: Figure, nature: str) -> bool:
    """«92 млн гривен (| 194,6 млн рублей)», «доходы – 35 трлн рублей (| 18% ВВП)»: the same amount
    in another currency, or as a part of the GDP."""
    a, kind = layout.span.start, figure.kind
    if figure.span.start - before.span.stop > _NEAR:
        return False
    between = layout.words[max(0, before.span.stop - a) : figure.span.start - a]
    if nature == "gdp" and before.kind == "money":
        return between[:1] in (["("], [","]) and between[:2] != [",", "а"]
    return (
        kind == before.kind
        and kind in ("money", "quantity")
        and figure.unit != before.unit
        and between[:1] == ["("]
        and layout.words[figure.span.stop - a : figure.span.stop - a + 1] == [")"]
    )


def worth_of(layout: Scene, figure: Figure, before: Figure) -> bool:
    """«отгрузили 9 млн тонн на общую сумму более | 2 млрд долларов»: what the goods cost."""
    if figure.kind != "money" or before.kind not in ("quantity", "count"):
        return False
    a = layout.span.start
    between = layout.lemmas[before.span.stop - a : figure.span.start - a]
    return bool(_COSTS & set(between)) and "на" in between and "," not in between


def resumed(layout: Scene, figure: Figure) -> bool:
    """«торговля достигла 3 млрд, но потом она сократилась до | 2 млрд»; «план – 400 | единиц»:
    the clause's subject is a pronoun that moves or sums, or a bare unit counts again."""
    if figure.kind == "count" and figure.unit in _UNITS:
        return True
    a, clause = layout.span.start, layout.at(figure.span.start)
    while clause.shared and clause.parent >= 0:
        clause = layout.clauses[clause.parent]
    here = range(clause.start - a, figure.span.start - a)
    subject = next((i for i in here if _stands_for(layout, i)), None)
    if subject is None:
        return False
    verbs = (i for i in range(subject + 1, figure.span.start - a) if layout.grams[i].predicate)
    verb = next(verbs, None)
    return verb is not None and layout.lemmas[verb] in _SUMMING


def pronoun(layout: Scene, figure: Figure) -> tuple[str, str] | None:
    """Number and gender of a pronoun as the subject of the clause: «она составила»."""
    a, clause = layout.span.start, layout.at(figure.span.start)
    for i in range(clause.start - a, figure.span.start - a):
        if layout.words[i] in ("он", "она", "оно") and layout.clause[i] == clause.number:
            return "Sing", {"он": "Masc", "она": "Fem", "оно": "Neut"}[layout.words[i]]
    return None


def _stands_for(layout: Scene, i: int) -> bool:
    """Whether a word stands for what was measured before: «она», «эта сумма», «показатель»."""
    after = layout.grams[i + 1] if i + 1 < len(layout.grams) else None
    if layout.words[i] in _PRONOUNS:
        return layout.words[i] != "это" or (after is not None and after.predicate)
    alone = after is None or after.case != "Gen"
    return alone and layout.lemmas[i] in _MEASURED and layout.grams[i].case in ("Nom", "Acc")


def paced(layout: Scene, figure: Figure) -> bool:
    """«составил 174 млн долларов (темп роста – | 118,2%)»."""
    at = figure.span.start - layout.span.start
    near = layout.lemmas[max(0, at - 5) : at]
    return "темп" in near and "(" in near


def compares(layout: Scene, figure: Figure) -> bool:
    """«41,5% занимают товары — на 0,8 п. п. | меньше»: of what was said just before."""
    at = figure.span.start - layout.span.start
    if not _AGAINST.isdisjoint(layout.words[max(0, at - 2) : at]):
        return True  # «7,1% против 6,5%»
    at = figure.span.stop - layout.span.start
    return figure.direction is not None and not _COMPARE.isdisjoint(layout.words[at : at + 2])


def has_subject(layout: Scene, figure: Figure) -> bool:
    """Whether the figure's clause names something of its own: «использование выросло вдвое»."""
    a, clause = layout.span.start, layout.at(figure.span.start)
    for i in range(clause.start - a, figure.span.start - a):
        g = layout.grams[i]
        own = g.case == "Nom" and g.pos == "NOUN" and layout.clause[i] == clause.number
        if own and layout.lemmas[i] not in _ANAPHORS:
            return True
    return False


def alike(figure: Figure, other: Figure) -> bool:
    """Whether two counts or quantities may be of one thing: not «5 школ», then «8 автобусов»."""
    if figure.kind == "count" and other.kind in ("money", "quantity"):
        return False
    if figure.kind != other.kind or figure.kind not in ("count", "quantity"):
        return True
    return figure.unit == other.unit or figure.unit in _ANY


def same_sort(figure: Figure, before: Figure) -> bool:
    """Whether a count of things may go on from another sentence: not «11 представительств» after
    a change in percent."""
    return figure.kind != "count" or figure.unit in _ANY or before.kind == "count"


def jointly(layout: Scene, figure: Figure) -> bool:
    """Whether a clause is about both sides: «стороны рассчитывают выйти на | 100 млрд»."""
    a, clause = layout.span.start, layout.at(figure.span.start)
    here = range(clause.start - a, figure.span.start - a)
    return any(layout.lemmas[i] in _BOTH and layout.grams[i].case in ("Nom", "Acc") for i in here)
