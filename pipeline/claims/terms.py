"""The words that name indicators, as they stand in a sentence: who governs whom."""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.claims.clauses import Gram, Scene
from pipeline.claims.cues import words as role
from pipeline.core.doc import Doc
from pipeline.core.records import Figure
from pipeline.core.span import Span

# Nouns that pass the measuring on to their complement: «объём экспорта», «рост экспорта».
_TRANSPARENT = role("transparent")
_OFFICES = role("office")
_PURPOSE = role("purpose")
_SCALES = role("scale") | {"душа", "тыс", "млн"}
_SUMS = frozenset(
    ["сумма", "объем", "размер", "стоимость", "цена"]
)  # «соглашения на сумму инвестиций»
_HEADS = frozenset(["население", "житель"])


class TermRow(NamedTuple):
    """A word or phrase that names an indicator.

    ``term``: its dictionary forms; ``kinds``: the figures that it may carry (money, percent,
    points, count, quantity, gdp for percent of GDP, change), by default those of the indicator;
    ``weak``: 1 or 2 where it yields to a clearer term («сумма», «стоимость»).
    """

    term: str
    indicator: str
    kinds: tuple[str, ...] = ()
    weak: int = 0
    example: str = ""


_EXPORTS = TermRow("экспорт", "exports")


class Spot(NamedTuple):
    """An indicator term in a sentence."""

    span: Span
    rows: list[TermRow]
    governed: bool  # within the noun phrase of another term: «доля экспорта»
    case: str
    pos: str
    oblique: bool = False  # behind a preposition: «в торговле»

    def inside(self, figure: Figure) -> bool:
        """Whether it is the figure's own item: «76 проектов»."""
        return figure.span.start <= self.span.start < figure.span.stop


def spots(
    doc: Doc, scene: Scene, terms: Sequence[tuple[Span, list[TermRow]]], figures: Sequence[Figure]
) -> list[Spot]:
    """The terms of the sentence, with who governs whom; a sum's currency is none."""
    sums = [f.span for f in figures if f.kind == "money"]
    found: list[Spot] = []
    a = scene.span.start
    for span, rows in terms:
        heads = [scene.grams[i - a] for i in range(*span)]
        head = next((g for g in heads if g.pos in ("NOUN", "PROPN", "VERB")), heads[-1])
        if _in_percent_of(scene, span.start - a) or any(s.covers(span) for s in sums):
            continue
        if _base(scene, span.start - a):
            continue
        if _surname(doc, scene, span) or _source(scene, span) or _aside(scene, span.start - a):
            continue
        if found and _proceeds(scene, found[-1], span, rows):
            found[-1] = found[-1]._replace(rows=rows)
            continue
        if sums and found and _of_contract(scene, found[-1], span, rows, head.case):
            continue
        if found and found[-1].rows[0].indicator == "exports" and rows[0].term == "выручить":
            rows = [_EXPORTS]  # «поставляем в 38 стран, выручили 5 млрд»
        governed = bool(found) and _governs(scene, found[-1], span, head.case)
        oblique = head.pos == "NOUN" and _oblique(scene, span.start - a)
        if governed and not oblique and head.pos == "NOUN":  # «затраты на увеличение оплаты труда»
            between = range(found[-1].span.stop - a, span.start - a)
            aimed = any(scene.grams[i].pos == "ADP" for i in between)
            oblique = aimed and _SUMS.isdisjoint(scene.lemmas[i] for i in between)
        governed = governed or _complement(scene, span.start - a, head)
        found.append(Spot(span, rows, governed, head.case, head.pos, oblique))
    return found


def _proceeds(scene: Scene, left: Spot, span: Span, rows: list[TermRow]) -> bool:
    """«заработала на экспорте нефти», «доходы от экспорта»: what was sold is measured."""
    a = scene.span.start
    return (
        left.rows[0].indicator == "revenue"
        and rows[0].indicator == "exports"
        and not {"от", "на"}.isdisjoint(scene.words[left.span.stop - a : span.start - a])
    )


def _of_contract(scene: Scene, left: Spot, span: Span, rows: list[TermRow], case: str) -> bool:
    """«контракт с Грузией на поставку танков на 5 млрд»: the sum is the contract's."""
    return (
        left.rows[0].indicator == "agreements_value"
        and rows[0].indicator in ("exports", "imports", "agreements_value")
        and scene.words[span.start - scene.span.start - 1] in ("на", "о", "об", "по")
        and _governs(scene, left, span, case)
    )


def _surname(doc: Doc, scene: Scene, span: Span) -> bool:
    """«отметил Сальдо»: a term's word as somebody's name."""
    if span.stop - span.start > 1 or span.start == scene.span.start:
        return False
    word = doc.words[span.start]
    return scene.grams[span.start - scene.span.start].pos == "PROPN" and word.istitle()


def _source(scene: Scene, span: Span) -> bool:
    """«по оценке банка»: who says it, not what is measured."""
    i = span.start - scene.span.start
    return scene.lemmas[i] == "оценка" and i > 0 and scene.words[i - 1] == "по"


def _aside(scene: Scene, i: int) -> bool:
    """«комитет по бюджету и | налогам», «сырьё для | производства»: a field or a purpose."""
    low = max(0, i - 5)
    while i > low and scene.grams[i - 1].pos in ("ADJ", "DET", "PRON"):
        i -= 1
    if i > low + 1 and scene.words[i - 1] == "и" and scene.grams[i - 2].case == "Dat":
        i -= 2
    if i > 0 and scene.words[i - 1] == "для":
        return True
    return i > 1 and scene.words[i - 1] == "по" and scene.lemmas[i - 2] in _OFFICES


def _in_percent_of(scene: Scene, i: int) -> bool:
    """«27,4% ВВП», «2% от своего ВВП»: the measure of another indicator."""
    return scene.lemmas[i] == "ввп" and any(
        w in ("%", "процент") for w in scene.lemmas[max(0, i - 3) : i]
    )


def _base(scene: Scene, i: int) -> bool:
    """What only serves or measures something else: «при помощи», «с учётом инфляции», «отношение
    к ВВП», «на 100 тыс. | населения»."""
    if scene.lemmas[i] == "помощь" and scene.words[i - 1 : i] in (["с"], ["при"]):
        return True
    if not {"учет", "поправка"}.isdisjoint(scene.lemmas[max(0, i - 2) : i]):
        return True
    if scene.lemmas[i] == "ввп":
        near = scene.words[max(0, i - 2) : i]
        return "к" in near or "душа" in near
    if scene.lemmas[i] not in _HEADS:
        return False
    while i > 0 and (scene.lemmas[i - 1] in _SCALES or scene.words[i - 1][0] in "0123456789."):
        i -= 1
    return i > 0 and scene.words[i - 1] == "на"


def _complement(scene: Scene, i: int, head: Gram) -> bool:
    """Whether a term only describes another noun: «развитие экспорта», «министр экономики»."""
    while i > 0 and scene.grams[i - 1].pos == "ADJ" and scene.grams[i - 1].case == head.case:
        i -= 1
    if i == 0 or head.pos not in ("NOUN", "PROPN"):
        return False
    before, lemma = scene.grams[i - 1], scene.lemmas[i - 1]
    if lemma in _PURPOSE:
        return True
    return head.case == "Gen" and before.pos == "NOUN" and lemma not in _TRANSPARENT


def _oblique(scene: Scene, i: int) -> bool:
    """Whether a preposition stands before the term: «зарплаты | в торговле»."""
    while i > 0 and scene.grams[i - 1].pos in ("ADJ", "DET"):
        i -= 1
    if i > 0 and scene.words[i - 1] in (",", "и"):  # «в торговле, | добыче и промышленности»
        return scene.grams[i].case in ("Loc", "Ins", "Dat")
    return i > 0 and scene.grams[i - 1].pos == "ADP"


def _governs(scene: Scene, left: Spot, span: Span, case: str) -> bool:
    """Whether ``span`` stands inside the noun phrase of the term on its left."""
    if case == "Nom" or left.rows[0].weak > 1:
        return False
    a = scene.span.start
    if left.pos == "VERB" and not any(
        scene.grams[i].pos == "ADP" for i in range(left.span.stop - a, span.start - a)
    ):
        return False
    for i in range(left.span.stop - a, span.start - a):
        g, word = scene.grams[i], scene.words[i]
        if g.predicate or g.form == "Inf" or word in ",;:—–()" or word == "и":
            return False
        if g.pos == "NUM" or word[0].isdigit():
            return False
    return True
