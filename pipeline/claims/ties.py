"""How a country is tied to what a figure measures: as partner, builder, section, lender."""

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import words as role
from pipeline.claims.hints import Hint
from pipeline.claims.owners import preposition, tied

_FLOW = role("flow")
_FIRM = role("firm")
_OWN = frozenset(
    {"госдолг", "государственный", "внешний", "внутренний", "ввп", "облигация", "еврооблигация"}
)
_AWAY = frozenset({"в", "во", "из", "с", "со", "на", "от", "для", "к", "через", "у", "за"})
_WORLD = frozenset({"баррель", "унция", "фьючерс", "фьючерсный"})
_PLAN = frozenset({"бюджет", "отсечение", "бюджетный", "дисконт", "скидка"})
_HERE = frozenset({"здесь", "тут", "там"})
_THEM = frozenset({"них", "которых", "этого", "этой", "этих", "нее", "него"})
_NEAR = 40  # tokens back to the sentence that names all sides of a project
_BESIDE = 7  # tokens between a length and the land that it lies in
_LINK = 4  # tokens between two sides of one project


def flows(scene: Scene, at: int) -> bool:
    """Whether the figure's clause speaks of what goes from land to land: «ввоз зерна»."""
    clause = scene.at(at)
    numbers = {clause.number}
    if clause.kind in ("subordinate", "modifier", "bracket"):
        numbers.add(clause.parent)  # «импорт из Чили, который вырос на 12%»
    return any(
        lemma in _FLOW and scene.clause[i] in numbers for i, lemma in enumerate(scene.lemmas)
    )


def partner(scene: Scene, hint: Hint) -> bool:
    """Whether a country stands where trade goes or comes from: «доля России», «импорт из Чили»,
    «выбрали Россию»."""
    i = hint.at - scene.span.start
    if preposition(scene, hint) in _AWAY:
        return True
    if i and scene.lemmas[i - 1] == "доля":
        return True
    return hint.kind == "noun" and scene.grams[i].case in ("Acc", "Dat")


def agent(scene: Scene, hint: Hint) -> bool:
    """Whether it is who builds or pays: «китайская компания», «компания из ОАЭ»."""
    after = scene.lemmas[hint.stop - scene.span.start : hint.stop - scene.span.start + 2]
    by = hint.kind == "adjective" and not _FIRM.isdisjoint(after)
    return by or hint.kind == "firm" or preposition(scene, hint) == "из"


def builds(scene: Scene, hint: Hint, at: int) -> bool:
    """«Станция на 230 МВт, построенная (компанией из ОАЭ)»."""
    clause = scene.at(hint.at)
    if clause.kind != "modifier" or not hint.country or scene.gap(hint.at, at) > 0.6:
        return False
    return agent(scene, hint) or preposition(scene, hint) == "из"


def towards(scene: Scene, hint: Hint) -> bool:
    """Whether a group is where one's trade goes: «на страны ЕС | приходится 40% вывоза»."""
    i = hint.at - scene.span.start
    return hint.kind == "group" and (
        preposition(scene, hint) == "на" or scene.lemmas[max(i - 1, 0) : i] == ["доля"]
    )


def within(scene: Scene, at: int, near: Sequence[Hint]) -> Hint | None:
    """In whose land a stretch lies: «304 км пройдут по территории Чили»."""
    beside = [h for h in near if h.country and abs(h.at - at) <= _BESIDE and tied(scene, h)]
    return min(beside, key=lambda h: abs(h.at - at), default=None)


def part_of(scene: Scene, at: int) -> bool:
    """«(завод на 5 тыс. мест), из них 300 | …»: of what was named just before."""
    i = scene.at(at).start - scene.span.start
    first = scene.words[i : i + 4]
    return "из" in first and not _THEM.isdisjoint(first)


def worldly(scene: Scene, at: int) -> bool:
    """A price that no one country makes: «нефть за 80 долларов за баррель», but not one that a
    budget is built on."""
    lemmas = {*scene.lemmas}
    return not _WORLD.isdisjoint(lemmas) and _PLAN.isdisjoint(lemmas)


def here(scene: Scene, at: int) -> bool:
    """«Здесь одобрено 12 проектов»."""
    number, a = scene.at(at).number, scene.span.start
    return any(
        word in _HERE and scene.clause[i] == number for i, word in enumerate(scene.words[: at - a])
    )


def owed(scene: Scene, at: int, share: bool) -> bool:
    """Whether a debt is one to the other side, not «внешний долг», not «70% ВВП»."""
    number = scene.at(at).number
    lemmas = {w for w, c in zip(scene.lemmas, scene.clause, strict=True) if c == number}
    return not share and lemmas.isdisjoint(_OWN)


def introduced(scene: Scene, at: int, places: Sequence[Hint]) -> Hint | None:
    """Whom a colon introduces: «лидером остаётся Египет: его доля — 41%»."""
    a = scene.span.start
    words = scene.words[: at - a]
    if ":" not in words:
        return None
    mark = a + len(words) - 1 - words[::-1].index(":")
    left = [h for h in places if h.country and h.stop <= mark and h.kind == "noun"]
    return left[-1] if left and scene.grams[left[-1].at - a].case == "Nom" else None


def chain(hints: Sequence[Hint], start: int) -> tuple[str, ...]:
    """Three or more that were named in a row shortly before: «Узбекистан, Афганистан и Пакистан
    построят дорогу. Её длина — 600 км»."""
    stop = bisect_left(hints, start, key=lambda h: h.at)
    found: dict[str, None] = {}
    last = -1
    for hint in reversed(hints[max(0, stop - 12) : stop]):
        if not hint.country or hint.at < start - _NEAR:
            continue
        if found and last - hint.stop > _LINK:
            if len(found) > 2:
                break
            found = {}
        found[hint.country] = None
        last = hint.at
    return tuple(sorted(found)) if len(found) > 2 else ()


def lender(hints: Sequence[Hint], scene: Scene) -> bool:
    """Whether an international bank pays, in this sentence or just before."""
    low = bisect_left(hints, scene.span.start - _NEAR, key=lambda h: h.at)
    stop = bisect_left(hints, scene.span.stop, key=lambda h: h.at)
    return any(h.kind == "bank" for h in hints[low:stop])
