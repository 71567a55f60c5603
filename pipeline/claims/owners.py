"""Whose a figure is by its place in the sentence: items of a list, relative clauses, parallels."""

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import words as role
from pipeline.claims.hints import Hint
from pipeline.core.records import Figure

_BINDS = frozenset({"с", "со", "—", "–", "-", "(", ":"})
_LOOSE = frozenset({"на", "около", "почти", "более", "свыше", "примерно", "до", "менее", "$", "€"})
_DEAL = role("deal")
_PLACE = frozenset({"территория", "внутри"})
_SECTION = frozenset({"участок", "отрезок", "сегмент", "территория", "земля"})
_COST = frozenset({"обойтись", "обходиться", "стоить"})
_COUNTRY = frozenset({"страна", "стране", "страну", "страной", "республика", "республике"})
_COUNTRY |= {"республику", "республикой", "государство", "государстве", "королевство"}
_OF_COUNTRY = frozenset({"страны", "республики", "королевства", "государства", "эмирата"})
_NAMED = ("", "speaker")
_FROM = frozenset({"из", "у", "от"})
_TOWARDS = frozenset({"в", "во", "из", "для", "на"})


def listed(scene: Scene, figure: Figure, places: Sequence[Hint]) -> tuple[Hint | None, set[int]]:
    """The country whose item the figure is, and the starts of hints that own other figures.

    «Алжир (300 млн), ОАЭ (250 млн)», «Ирак с 45 млн т»; a single dash binds nothing: «экспорт
    Грузии — 5 млн, импорт — 4 млн».
    """
    bound = {}
    for hint in places:
        at = _item(scene, hint) if hint.country else None
        if at is not None:
            bound[at] = hint
    sure = any(_mark(scene, h) not in "—–-:" for h in bound.values())
    if not sure and len({h.country for h in bound.values()}) < 2:
        return None, set()
    own = next((h for at, h in bound.items() if figure.span.start <= at < figure.span.stop), None)
    return own, {h.at for h in bound.values() if h is not own}


def _mark(scene: Scene, hint: Hint) -> str:
    return scene.words[hint.stop - scene.span.start]


def _item(scene: Scene, hint: Hint) -> int | None:
    """The token of the number that a hint is bound to: «Китай — около 5 %»."""
    a, words = scene.span.start, scene.words
    i = hint.stop - a
    if i >= len(words) or words[i] not in _BINDS:
        return None
    i += 1
    while i < len(words) and words[i] in _LOOSE:
        i += 1
    if i < len(words) and words[i][:1].isdigit():
        return a + i
    return None


def antecedent(scene: Scene, figure: Figure, places: Sequence[Hint]) -> Hint | None:
    """Whom a relative clause follows: «Саудовская Аравия, которая поставила 80 млн т»."""
    clause = scene.at(figure.span.start)
    if clause.kind != "subordinate":
        return None
    a = scene.span.start
    if "который" not in scene.lemmas[clause.start - a : clause.start - a + 4]:
        return None
    left = [h for h in places if h.country and h.stop <= clause.start]
    if not left or left[-1].kind == "adjective":
        return None
    between = scene.words[left[-1].stop - a : clause.start - a]
    return left[-1] if between in ([], ["»"]) else None


def anaphor(scene: Scene, at: int, hints: Sequence[Hint]) -> str | None:
    """The country that «страна» or «республика» in the figure's clause stands for: the last that
    was named before the sentence."""
    a, number = scene.span.start, scene.at(at).number
    said = any(
        word in _COUNTRY or (word in _OF_COUNTRY and scene.grams[i].case == "Gen")
        for i, word in enumerate(scene.words)
        if scene.clause[i] == number and scene.words[i - 1] != "внутри"
    )
    if not said:
        return None
    last = bisect_left(hints, a, key=lambda h: h.at)
    earlier = (
        h
        for h in reversed(hints[:last])
        if h.country and h.part in _NAMED and h.kind != "adjective"
    )
    return next((h.country for h in earlier), None)


def destination(scene: Scene, places: Sequence[Hint], own: Hint) -> str | None:
    """Where the items of a list go to or come from: «поставщики нефти в Индию: Ирак (45 млн т)»."""
    for hint in places:
        if (
            hint.at < own.at
            and hint.country != own.country
            and preposition(scene, hint) in _TOWARDS
        ):
            return hint.country or None
    return None


def preposition(scene: Scene, hint: Hint) -> str:
    """The one before a hint, or nothing: «на (Китай)», «из 15 (стран мира)»."""
    i = hint.at - scene.span.start - 1
    if i > 0 and scene.words[i].isdigit():
        i -= 1
    return scene.words[i] if i >= 0 and scene.grams[i].pos == "ADP" else ""


def _how(scene: Scene, hint: Hint) -> tuple[str, str]:
    """How a hint is governed: «на (Китай)», «(Китаю)»."""
    word, case = preposition(scene, hint), scene.grams[hint.at - scene.span.start].case
    return (word, "") if word else ("", case if case in ("Dat", "Ins") else "")


def parallel(
    scene: Scene, hint: Hint, places: Sequence[Hint], before: tuple[str, ...]
) -> tuple[str, ...]:
    """The parties before with one in the place of another: «на Китай приходится 40% экспорта
    Австралии, на Японию — 15%»."""
    how = _how(scene, hint)
    if how == ("", ""):
        return ()
    same = {h.country for h in places if h.at < hint.at and _how(scene, h) == how} & {*before}
    rest = {*before} - same
    return tuple(sorted({hint.country, *rest})) if same and len(rest) == 1 else ()


def partners(scene: Scene, hints: Sequence[Hint]) -> bool:
    """Whether all are where something goes to or comes from: «в Литву и Польшу»."""
    a = scene.span.start
    words = (scene.words[h.at - a - 1] if i else preposition(scene, h) for i, h in enumerate(hints))
    return all(word in _TOWARDS or (i and word in ("и", ",")) for i, word in enumerate(words))


def subject(scene: Scene, hint: Hint) -> bool:
    """«Азербайджан добыл», «в Кувейте добыли»."""
    nominative = scene.grams[hint.at - scene.span.start].case == "Nom"
    return hint.kind == "noun" and (nominative or preposition(scene, hint) in ("в", "во"))


def dealt(scene: Scene, at: int, near: Sequence[Hint]) -> bool:
    """Whether something changes hands in the figure's clause: «продала 49%», «нефть из Ирака
    обошлась Индии»."""
    number, a = scene.at(at).number, scene.span.start
    if len(near) > 1 and any(preposition(scene, h) in _FROM for h in near):
        return True
    return any(scene.lemmas[v - a] in _DEAL for v in scene.clauses[number].verbs)


def tied(scene: Scene, hint: Hint) -> bool:
    """«по территории Кыргызстана», «обойдётся Ашхабаду в 410 млн»: that one's alone."""
    a = scene.span.start
    left = scene.lemmas[max(hint.at - a - 2, 0) : hint.at - a]
    if hint.kind == "adjective" and not _SECTION.isdisjoint(scene.lemmas[hint.stop - a :][:1]):
        return True  # «чилийский участок дороги»
    if left == ["внутренний", "рынок"]:
        return True
    return not _PLACE.isdisjoint(left) or not _COST.isdisjoint(left)


def goes_with(scene: Scene, later: int, at: int) -> bool:
    """Whether what comes later still belongs to the figure's clause."""
    clause = scene.at(later)
    return clause is scene.at(at) or (scene.gap(later, at) < 1.0 and clause.kind != "joined")


def nearest(scene: Scene, hints: Sequence[Hint], at: int) -> list[Hint]:
    """The hints of the closest clause that has any."""
    gaps = [(scene.gap(h.at, at), h) for h in hints]
    least = min((gap for gap, _ in gaps), default=9.0)
    return [h for gap, h in gaps if gap <= least + 0.01]
