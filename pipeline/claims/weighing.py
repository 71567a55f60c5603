"""How near a term stands to a figure: by clause, government and distance."""

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import words as role
from pipeline.claims.terms import Spot, TermRow
from pipeline.core.records import Figure

# Words between an indicator and its figure that bind the two: «кредит на сумму до | 30 млн евро».
_BINDERS = role("binder")
_NUMBER = role("number")
_KINDS = role("sort")
_SCALES = role("scale")
_THINGS = role("thing_indicators")
_GOODS = role("goods_indicators")
_PEOPLE = role("person")
_CHANGE = role("change")
_INVERSE = role("inverse")
_TRANSPARENT = role("transparent")
_MEASURING = role("summing") | role("moving") | role("rating")
_PERSONS = role("persons_indicators")


def counted(scene: Scene, figure: Figure, row: TermRow) -> bool:
    """Whether a term beside a count may be what is counted: not «компания» for «3480 человек»."""
    found = items(scene, figure) or _numbered(scene, figure)
    if not found or found[-1] in row.term.replace("/", " ").split():
        return True
    if row.indicator in _GOODS:
        return found[-1] not in _PEOPLE and found[-1] not in _KINDS
    if row.indicator in _THINGS:
        if found[-1] not in ("единица", "штука"):
            return False  # «по договору число боезарядов не превысит 1550 | единиц»
        told = _numbered(scene, figure)
        return not told or told[-1] in row.term.replace("/", " ").split()
    return row.indicator not in _PERSONS or found[-1] in ("человек", "гражданин", "лицо", "место")


def items(scene: Scene, figure: Figure) -> list[str]:
    """The nouns within a figure, without those of magnitude: «5 тыс. | автобусов»."""
    span = slice(figure.span.start - scene.span.start, figure.span.stop - scene.span.start)
    pairs = zip(scene.lemmas[span], scene.grams[span], strict=True)
    return [w for w, g in pairs if g.pos in ("NOUN", "PROPN") and w not in _SCALES]


def _numbered(scene: Scene, figure: Figure) -> list[str]:
    """What a bare count counts: «число | транзакций превысило 20 млн»."""
    at = figure.span.start - scene.span.start
    number = scene.clause[at]
    here = [i for i in range(at) if scene.clause[i] == number]
    start = next((i for i in reversed(here) if scene.lemmas[i] in _NUMBER), None)
    if start is None:
        return []
    counted = (i for i in here if i > start and scene.grams[i].case == "Gen")
    first = next((i for i in counted if scene.grams[i].pos in ("NOUN", "PROPN")), None)
    return [] if first is None else [scene.lemmas[first]]


def paid(scene: Scene, figure: Figure) -> bool:
    """«купили за 5 млн», «за более чем 5 млн»."""
    at = figure.span.start - scene.span.start
    return "за" in scene.words[max(0, at - 3) : at]


def weight(scene: Scene, figure: Figure, spot: Spot, kind: str) -> float:
    """How far a term stands from the figure; the less, the surer that it is measured."""
    if spot.inside(figure):
        return 0.6 if kind == "change" else -1.0  # «импорт упал на 20 тыс. | автомобилей»
    cost = scene.gap(spot.span.start, figure.span.start)
    if spot.span.stop <= figure.span.start:
        return _before(scene, figure, spot, kind, cost)
    return _behind(scene, figure, spot, kind, cost)


def _before(scene: Scene, figure: Figure, spot: Spot, kind: str, cost: float) -> float:
    """A term on the figure's left."""
    a, at = scene.span.start, figure.span.start
    between = range(spot.span.stop - a, at - a)
    cost += 0.03 * len(between)
    if _antecedent(scene, spot, at):
        return 0.01 * len(between) - 0.9
    home = scene.at(spot.span.start)
    if home.kind == "subordinate" and home is not scene.at(at):
        cost += 0.8  # «число банков, которые выпускают карты, выросло до | семи»
    bound = len(between) <= 8 and all(_binds(scene, i) for i in between)
    if bound and kind != "change":
        if spot.governed and spot.oblique and spot.case != "Ins":
            return cost  # «задолженность по зарплате — 300 млн»
        return cost - (1.3 if spot.case == "Ins" else 1.0)  # «станция мощностью | 450 МВт»
    if bound and _changing(scene, spot):
        return cost - 0.6  # «затраты на увеличение МРОТ | в два раза»
    if spot.governed or spot.oblique:
        return cost + 1.2
    if spot.pos != "VERB" and _measured(scene, spot, at):
        return cost - 0.7
    return cost - 0.4 if spot.case == "Nom" and spot.pos != "VERB" else cost


def _behind(scene: Scene, figure: Figure, spot: Spot, kind: str, cost: float) -> float:
    """A term on the figure's right."""
    a, at = scene.span.start, figure.span
    between = range(at.stop - a, spot.span.start - a)
    if scene.at(spot.span.start).kind == "bracket" and scene.at(at.start).kind != "bracket":
        cost += 1.5  # «помощь на 50 млрд (кредиты на 33 млрд)»
    words = [scene.words[i] for i in between if scene.grams[i].pos != "ADJ"]
    if words in (["—"], ["–"], ["-"], ["—", "это"], ["–", "это"]) and spot.case in ("Nom", "Acc"):
        return 0.1 * len(between) - 0.9  # «из них 15 млрд — азербайджанский | экспорт»
    if len(between) <= 2 and spot.case == "Gen" and not words:
        if figure.kind == "count" and items(scene, figure):
            return cost + 4.0  # «300 автобусов большой | вместимости»
        return cost - 0.6 if kind != "change" else cost + 0.8
    cost += 0.8 + 0.05 * len(between)
    if len(between) <= 5 and any(scene.lemmas[i] in _INVERSE for i in between):
        return cost - 1.2  # «из них 313 млн пришлось на экспорт», «5 млрд составил импорт»
    if figure.kind == "count" and spot.pos != "VERB" and items(scene, figure):
        return cost + 1.5  # «два терминала, пропускная | способность которых»
    if cost >= 1.8 and scene.at(spot.span.start).kind == "subordinate":
        cost += 1.5  # «5 млрд рублей, которые потратят на экспорт»
    return cost + 1.5 if spot.governed or spot.oblique else cost


def _antecedent(scene: Scene, spot: Spot, at: int) -> bool:
    """Whether a relative pronoun stands for the term: «доля импорта, который вырос до | 3 млрд»."""
    clause = scene.at(at)
    while clause.shared and clause.parent >= 0:
        clause = scene.clauses[clause.parent]
    first = clause.start - scene.span.start + 1
    if clause.kind != "subordinate" or spot.span.start >= clause.start:
        return False
    pronoun = scene.grams[first] if first < len(scene.grams) else None
    if pronoun is None or scene.lemmas[first] != "который" or pronoun.case not in ("Nom", "Acc"):
        return False
    if scene.at(spot.span.start).number != clause.parent:
        return False
    nouns = (g for g in scene.grams[spot.span.start - scene.span.start : first - 1])
    agreeing = [g for g in nouns if g.pos in ("NOUN", "PROPN") and g.number == pronoun.number]
    if pronoun.number == "Sing":
        agreeing = [g for g in agreeing if g.gender == pronoun.gender]
    return len(agreeing) == 1 and any(
        g is agreeing[0]
        for g in scene.grams[spot.span.start - scene.span.start : spot.span.stop - scene.span.start]
    )


def _measured(scene: Scene, spot: Spot, at: int) -> bool:
    """Whether a verb of measuring takes the term for its subject or object: «объём инвестиций в
    завод оценивается в | 5 млрд», «повысили зарплаты на | 5%»."""
    a, i = scene.span.start, spot.span.start - scene.span.start
    case = spot.case
    while i > 0 and (scene.grams[i - 1].pos == "ADJ" or scene.lemmas[i - 1] in _TRANSPARENT):
        i -= 1
        if scene.grams[i].pos == "NOUN":
            case = scene.grams[i].case
    if case not in ("Nom", "Acc") or (i > 0 and scene.grams[i - 1].pos == "ADP"):
        return False
    number = scene.clause[at - a]
    told = (j for j in range(max(0, i - 4), at - a) if scene.clause[j] == number)
    return any(scene.grams[j].pos == "VERB" and scene.lemmas[j] in _MEASURING for j in told)


def _changing(scene: Scene, spot: Spot) -> bool:
    """Whether a noun of change governs the term: «увеличение МРОТ», «снижение ключевой ставки»."""
    i = spot.span.start - scene.span.start
    while i > 0 and scene.grams[i - 1].pos == "ADJ":
        i -= 1
    return i > 0 and scene.lemmas[i - 1] in _CHANGE


def _binds(scene: Scene, i: int) -> bool:
    g = scene.grams[i]
    return scene.lemmas[i] in _BINDERS or g.case == "Gen" or scene.words[i] in "—–«»"
