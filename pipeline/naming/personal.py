"""Personal names in the nominative: every reading of a form, by pattern and by dictionary.

A form such as «Эргашева» is read as all that it can be (a man's genitive, a woman's nominative);
which it is, the other words of the name, the tags and the other mentions in the document decide.
The declension of surnames follows Zaliznyak's grammar: -ов, -ев, -ин by the mixed pattern, -ский
by the adjectives, a man's surname that ends in a consonant declines, a woman's does not.
"""

from functools import lru_cache

from pipeline.core.lexicon import fold
from pipeline.naming.patterns import Readings, fixed, patterns
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
def readings(word: str) -> Readings:
    """All readings of one word of a personal name, the best of each gender and case."""
    if "-" in word and len(word) > 3:
        return _hyphenated(word)
    if len(word) < 2 or word[0] < "А" or (word.isupper() and len(word) < 4):
        return fixed(word)
    if word.isupper():
        word = word.capitalize()
    found = patterns(word)
    for entry in dictionary().entries(word.lower()):
        told = _told(entry.grammemes)
        if told is not None:
            genders, case, weight, nominative = told
            form = dictionary().form(entry, nominative)
            for gender in genders:
                found.add(gender, case, restore(word, form or word), weight)
    return found


@lru_cache(maxsize=1024)
def _told(grammemes: str) -> tuple[str, str, float, set[str]] | None:
    """What the dictionary tells of a given name, surname or patronymic: its genders, case and
    weight, and the grammemes of its nominative; None of other words.
    """
    grams = frozenset(grammemes.replace(" ", ",").split(","))
    case = next((ud for oc, ud in _OC_CASES.items() if oc in grams), None)
    if "sing" not in grams or not grams & _NAMES or case is None:
        return None
    genders = "m" if "masc" in grams else "f" if "femn" in grams else "mf"
    return genders, case, 1.0 if "Surn" in grams else 3.0, {"nomn", "sing", *(grams & _GENDERS)}


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


def _hyphenated(word: str) -> Readings:
    """«Анны-Марии» declines in both parts, «Касым-Жомарта» in the last."""
    first, _, last = word.rpartition("-")
    found = Readings()
    if last.lower()[:5] in ("младш", "старш"):  # «Пресняковым-младшим»
        ends = {"m": last[:5] + "ий", "f": last[:5] + "ая"}
        for (gender, case), (nominative, weight) in readings(first).items():
            found.add(gender, case, f"{nominative}-{ends[gender]}", weight)
        return found
    if last[:1].islower() and len(last) < 3:
        return fixed(word)
    fronts = readings(first)
    for (gender, case), (nominative, weight) in readings(last).items():
        front, bonus = first, 0.0
        if (gender, case) in fronts:
            written, known = fronts[gender, case]
            declined = written != first or case == "Nom" or known >= 3
            if declined and (gender == "f" or known >= 3):
                front, bonus = written, known / 2
        found.add(gender, case, f"{front}-{nominative}", weight + bonus)
    return found


def capitals(word: str) -> str:
    """«касым-жомарт» → Касым-Жомарт."""
    return "-".join(piece[:1].upper() + piece[1:].lower() for piece in word.split("-"))
