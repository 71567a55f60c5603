"""Personal names in the nominative: every reading of a form, by pattern and by dictionary.

A form such as «Эргашева» is read as all that it can be (a man's genitive, a woman's nominative);
which it is, the other words of the name, the tags and the other mentions in the document decide.
The declension of surnames follows Zaliznyak's grammar: -ов, -ев, -ин by the mixed pattern, -ский
by the adjectives, a man's surname that ends in a consonant declines, a woman's does not.
"""

from functools import lru_cache

from pipeline.core.lexicon import fold
from pipeline.naming.patterns import CASES, Reading, patterns
from pipeline.rules.inflect import dictionary

_OC_CASES = {
    "nomn": "Nom",
    "gent": "Gen",
    "datv": "Dat",
    "accs": "Acc",
    "ablt": "Ins",
    "loct": "Loc",
}
_NAMES = frozenset({"Name", "Surn", "Patr"})
_GENDERS = frozenset({"masc", "femn"})
PARTICLES = frozenset(
    [
        *("бен", "бин", "ибн", "аль", "эль", "ад", "ас", "ан", "эд", "де", "да", "ди", "дель", "и"),
        *("делла", "дос", "ду", "ле", "ла", "ван", "фон", "цу", "тер", "дер", "ден", "ог"),
        *("оглы", "оглу", "кызы", "уулу", "углы", "заде"),
    ]
)


@lru_cache(maxsize=2048)
def readings(word: str) -> tuple[Reading, ...]:
    """All readings of one word of a personal name, the best of each gender and case."""
    if "-" in word and len(word) > 3:
        found = _hyphenated(word)
    elif len(word) < 2 or word[0] < "А" or (word.isupper() and len(word) < 4):
        found = [Reading(g, c, word, 0.0) for g in "mf" for c in CASES]
    elif word.isupper():
        found = [*patterns(word.capitalize()), *_dictionary(word.capitalize())]
    else:
        found = [*patterns(word), *_dictionary(word)]
    best: dict[tuple[str, str], Reading] = {}
    for reading in found:
        if not reading.nominative:
            continue
        known = best.get(reading[:2])
        if known is None or reading.weight > known.weight:
            best[reading[:2]] = reading
    return tuple(best.values())


def _dictionary(word: str) -> list[Reading]:
    """What the dictionary knows as a given name, surname or patronymic."""
    found = []
    for entry in dictionary().entries(word.lower()):
        grams = entry.grams
        if "sing" not in grams or not grams & _NAMES:
            continue
        weight = 1.0 if "Surn" in grams else 3.0
        case = next((ud for oc, ud in _OC_CASES.items() if oc in grams), None)
        if case is not None:
            genders = "m" if "masc" in grams else "f" if "femn" in grams else "mf"
            form = dictionary().form(entry, {"nomn", "sing", *(grams & _GENDERS)})
            nominative = restore(word, form or word)
            found += [Reading(gender, case, nominative, weight) for gender in genders]
    return found


def restore(source: str, form: str) -> str:
    """A dictionary form with the capitals and the ё of the source: «Алёной» → Алёна."""
    parts, others = source.split("-"), form.split("-")
    if len(parts) == len(others) > 1:  # «Комсомольске-на-Амуре»
        return "-".join(restore(a, b) for a, b in zip(parts, others, strict=True))
    same = 0
    for a, b in zip(source, form, strict=False):
        if a != b and fold(a) != fold(b):
            break
        same += 1
    rest = form[same:]
    if rest and "ё" not in source.lower():
        rest = rest.replace("ё", "е")
    return source[:same] + rest


def _hyphenated(word: str) -> list[Reading]:
    """«Анны-Марии» declines in both parts, «Касым-Жомарта» in the last."""
    first, _, last = word.rpartition("-")
    if last.lower()[:5] in ("младш", "старш"):  # «Пресняковым-младшим»
        ends = {"m": last[:5] + "ий", "f": last[:5] + "ая"}
        return [r._replace(nominative=f"{r.nominative}-{ends[r.gender]}") for r in readings(first)]
    if last[:1].islower() and len(last) < 3:
        return [Reading(g, c, word, 0.0) for g in "mf" for c in CASES]
    fronts = {(r.gender, r.case): r for r in readings(first)}
    found = []
    for reading in readings(last):
        front = fronts.get(reading[:2])
        declined = front is not None and (
            front.nominative != first or reading.case == "Nom" or front.weight >= 3
        )
        if front is not None and declined and (reading.gender == "f" or front.weight >= 3):
            nominative, bonus = front.nominative, front.weight / 2
        else:
            nominative, bonus = first, 0.0
        found.append(
            reading._replace(
                nominative=f"{nominative}-{reading.nominative}", weight=reading.weight + bonus
            )
        )
    return found


def capitals(word: str) -> str:
    """«касым-жомарт» → Касым-Жомарт."""
    return "-".join(piece[:1].upper() + piece[1:].lower() for piece in word.split("-"))
