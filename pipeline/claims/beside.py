"""What the words and the unit right beside a figure tell of its indicator."""

from decimal import Decimal

from pipeline.claims.clauses import Scene
from pipeline.claims.cues import words as role
from pipeline.core.records import Figure

_PER = role("unit") | {"обыкновенный", "привилегированный"}
_MONEY_UNITS = role("currency")
_CURRENCIES = _MONEY_UNITS | {"копейка", "цент", "руб"}
_SCALES = role("scale")
_SOLD = role("sold")
_MILLION = 1_000_000
_BUILT = frozenset(["m", "km", "m2", "ha"])
_POWER = frozenset(["kW", "MW", "GW"])
# What a unit alone makes likely, where nothing else is said: «первую очередь на 200 МВт».
_BY_SYMBOL = {"kW": "capacity", "MW": "capacity", "GW": "capacity", "kWh": "production"}
_BY_SYMBOL |= {"TEU": "freight"}


def nature(scene: Scene, figure: Figure) -> str:
    """What kind of indicator can carry the figure: change, gdp, or the figure's own kind."""
    if figure.direction is not None:
        return "change"
    if figure.kind == "percent" and "ввп" in _following(scene, figure, 3):
        return "gdp"
    at = figure.span.start - scene.span.start
    if figure.kind == "percent" and _related(scene, at):
        return "gdp"
    if figure.kind == "percent" and "темп" in scene.lemmas[max(0, at - 5) : at]:
        return "change"  # «(темп роста – 118,2%)»
    return "percent" if figure.kind == "ratio" else figure.kind


def _related(scene: Scene, at: int) -> bool:
    """«их отношение к ВВП достигло | 45%», «отношение долга к ВВП к 2027 году превысит | 60%»."""
    near = scene.words[max(0, at - 12) : at]
    return "ввп" in near and "отношение" in scene.lemmas[max(0, at - 16) : at] and "к" in near


def settled(scene: Scene, figure: Figure) -> tuple[str, str] | None:
    """What the words right beside a figure settle alone, with the rule.

    «285 долларов за тонну» is a price, «12 650 сумов за доллар» an exchange rate, «3% годовых» an
    interest rate, «две трети поездок» a share.
    """
    after = _following(scene, figure, 5)
    if figure.kind == "money" and len(after) > 1 and after[0] in ("за", "/"):
        at = figure.span.stop - scene.span.start + 1
        pairs = zip(_until_and(after[1:]), scene.grams[at:], strict=False)
        nouns = [w for w, g in pairs if g.pos == "NOUN" and w not in _SCALES]
        noun = nouns[0] if nouns else after[1]
        if noun in _PER or noun in _MONEY_UNITS:
            return ("exchange_rate" if noun in _MONEY_UNITS else "price"), "per unit"
    at = figure.span.stop - scene.span.start
    if figure.direction is not None and scene.words[at : at + 1] in (["дороже"], ["дешевле"]):
        return "price", "дороже"
    if figure.kind in ("percent", "ratio", "points") and after[:1] == ["годовой"]:
        return "interest_rate", "годовых"
    before = figure.span.start - scene.span.start - 1
    if before >= 0 and scene.words[before] == "по" and small(figure):
        number = scene.at(figure.span.start).number
        if any(n == number and w in _SOLD for n, w in zip(scene.clause, scene.lemmas, strict=True)):
            return "price", "по"  # «поставляет газ по | 400 долларов»
    level = figure.kind == "percent" and not figure.direction
    if level and before >= 0 and scene.words[before] == "под":
        return "interest_rate", "под"
    if figure.kind == "quantity" and _per(scene, figure):
        return "other", "per unit"  # «285 долларов за | тысячу кубометров»
    weight = figure.kind == "quantity" and figure.unit in ("kg", "t")
    if weight and before >= 0 and scene.words[before] == "по":
        return "other", "by weight"  # «39 млн мешков по | 60 кг»
    return None


def _until_and(words: list[str]) -> list[str]:
    """«67 рублей за обыкновенную и 55 за привилегированную»: up to the «и»."""
    return words[: next((i for i, w in enumerate(words) if w in ("и", ",")), len(words))]


def _per(scene: Scene, figure: Figure) -> bool:
    """Whether a quantity is what a price is for."""
    at = figure.span.start - scene.span.start
    near = scene.lemmas[max(0, at - 5) : at]
    if near[-1:] in (["цена"], ["стоимость"]):
        return True  # «стоимость | тысячи кубометров»
    return near[-1:] == ["за"] and not _CURRENCIES.isdisjoint(near)


def part_of(scene: Scene, figure: Figure) -> str:
    """What a level in percent is followed by as the whole: «15% этой суммы», else nothing."""
    if figure.kind != "percent" or figure.direction is not None:
        return ""
    at, last = figure.span.stop - scene.span.start, ""
    for g, lemma in zip(scene.grams[at : at + 4], scene.lemmas[at : at + 4], strict=True):
        if lemma == "от":
            return "" if "ввп" in scene.lemmas[at : at + 4] else lemma
        if g.pos == "ADP" and last == "Part":
            return "часть"  # «15% | добываемого в стране угля»
        last = g.form if g.case == "Gen" else ""
        if g.case != "Gen" and g.pos not in ("DET", "PRON"):
            return ""
        if g.pos in ("NOUN", "PROPN"):
            return "" if lemma in ("ввп", "год") else lemma
    return ""


def fraction(scene: Scene, figure: Figure) -> bool:
    """Whether a level is a fraction in words: «половина ушла за границу»."""
    if figure.kind != "percent" or figure.direction is not None:
        return False
    a = scene.span.start
    words = scene.lemmas[figure.span.start - a : figure.span.stop - a]
    return not any(w in ("%", "процент") or w[0].isdigit() for w in words)


def measures(unit: str, indicator: str) -> bool:
    """Whether an indicator can have the unit: no output in square metres, no length in tonnes."""
    if unit in _BUILT:
        return indicator in ("infrastructure_size", "other")
    if unit in _POWER:
        return indicator in ("capacity", "exports", "imports", "other")
    if unit == "kWh" and indicator == "capacity":
        return False  # «сможет вырабатывать | 340 млн кВт·ч»
    return indicator != "infrastructure_size"


def worth(figure: Figure) -> Decimal | None:
    """How much a sum is at least, None where that is left open: «миллиарды рупий»."""
    value = figure.low if figure.low is not None else figure.high
    return value if figure.kind == "money" else None


def unpriced(figure: Figure) -> bool:
    """Whether a sum is hardly a price: «активы стоимостью 3 млрд»."""
    value = worth(figure)
    return value is not None and value >= _MILLION


def small(figure: Figure) -> bool:
    """Whether a sum is hardly a project: «виза обойдётся в 60 долларов»."""
    value = worth(figure)
    return value is not None and value < _MILLION


def by_unit(figure: Figure) -> str:
    """What the unit alone makes likely, else other."""
    return _BY_SYMBOL.get(figure.unit, "other")


def _following(scene: Scene, figure: Figure, count: int) -> list[str]:
    at = figure.span.stop - scene.span.start
    return scene.lemmas[at : at + count]
