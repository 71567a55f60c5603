"""Case forms of personal names by their endings, after Zaliznyak's grammar.

-ов, -ев, -ин go by the mixed pattern, -ский by the adjectives; a man's surname that ends in a
consonant declines, a woman's does not.
"""

import re

CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
_ALL = " ".join(CASES)
_CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")
_KEEPS_I = frozenset("гкхжшщч")
_POSSESSIVE = ("ов", "ев", "ёв", "ин", "ын")
_FIXED = ("дзе", "швили", "заде", "зода", "оглы", "оглу", "уулу", "кызы", "углы", "ко", "аго",
          "яго", "ово", "их", "ых", "ли", "ани")  # fmt: skip
_PATRONYMIC = re.compile(
    r"(?P<m>(?:[ое]вич|ьич|мич|кич|тич|нич)(?:а|у|ем|е)?)$"
    r"|(?P<f>(?:[ое]вн|ичн|инишн)(?:а|ы|е|у|ой|ою))$"
)


def patronymic_gender(low: str) -> str | None:
    """The gender of a patronymic by its ending; None of another word, in lower case."""
    if "ич" not in low and "вн" not in low and "шн" not in low:  # most words
        return None
    found = _PATRONYMIC.search(low)
    return found and ("m" if found["m"] else "f")


class Readings(dict[tuple[str, str], tuple[str, float]]):
    """Ways to read a form, the best of each gender and case: m, Gen -> «Эргашев» and a weight."""

    def add(self, gender: str, cases: str, nominative: str, weight: float = 0.0) -> None:
        """One more way, for each of the cases."""
        if not nominative:
            return
        for case in cases.split():
            known = self.get((gender, case))
            if known is None or weight > known[1]:
                self[gender, case] = nominative, weight


def fixed(word: str) -> Readings:
    """A word that does not decline."""
    found = Readings()
    found.add("m", _ALL, word)
    found.add("f", _ALL, word)
    return found


def patterns(word: str) -> Readings:
    """What a form may be by its ending alone."""
    low = word.lower()
    middle = patronymic_gender(low) if len(word) > 6 else None
    if middle is not None:
        return _patronymic(word, middle)
    found = Readings()
    if low.endswith(_FIXED):
        found.add("m", _ALL, word, 0.6)
        found.add("f", _ALL, word, 0.6)
        if low.endswith(("ко", "ово", "дзе", "швили", "заде", "их", "ых", "оглы", "кызы")):
            return found
    elif low[-1] in "оеэиуюыё":
        weight = 0.1
        if low[-2] in _CONSONANTS:
            weight = -0.8 if low[-1] == "ы" else -0.4 if low[-1] in "уюе" else 0.1
        found.add("m", _ALL, word, weight)
        found.add("f", _ALL, word, weight - 0.1)
    _masculine(word, low, found)
    _feminine(word, low, found)
    return found


def _patronymic(word: str, gender: str) -> Readings:
    endings = (
        {"": "Nom", "а": "Gen Acc", "у": "Dat", "ем": "Ins", "е": "Loc"}
        if gender == "m"
        else {"а": "Nom", "ы": "Gen", "е": "Dat Loc", "у": "Acc", "ой": "Ins", "ою": "Ins"}
    )
    stem = re.sub(r"(?:а|у|ем|е|ы|ой|ою)$", "", word)
    cases = endings.get(word[len(stem) :].lower(), "Nom")
    nominative = stem if gender == "m" else stem + "а"
    found = Readings()
    found.add(gender, cases, nominative, 3.0)
    if gender == "m":  # «Анны Макаревич»
        found.add("f", _ALL, word, -0.4)
    return found


def _masculine(word: str, low: str, found: Readings) -> None:
    stem, last = word[:-1], low[-1]
    adjective = low.endswith(("ский", "цкий", "ый", "ий")) and len(low) > 4
    if last in _CONSONANTS or last in "йь":
        oblique = low.endswith(("ом", "ем", "ым", "им")) and len(low) > 4  # «Цяном», «Вэньцзюнем»
        sure = low.endswith(_POSSESSIVE) or adjective
        found.add("m", "Nom", word, -0.6 if oblique else 0.5 if sure else 0.2)
    elif last in "ая":
        found.add("m", "Nom", word, -0.6)
    if last == "а" and low[-2:-1] and low[-2] in _CONSONANTS:
        found.add("m", "Gen Acc", stem, 0.5 if low[:-1].endswith(_POSSESSIVE) else 0.0)
    if last == "я" and len(low) > 2:
        found.add("m", "Gen Acc", stem + ("й" if low[-2] in "аоуыэеиюё" else "ь"))
    if last == "у" and low[-2] in _CONSONANTS:
        found.add("m", "Dat", stem, 0.5 if low[:-1].endswith(_POSSESSIVE) else 0.0)
        found.add("m", "Acc", stem + "а", -0.8)
    if last == "ю" and len(low) > 2:
        found.add("m", "Dat", stem + ("й" if low[-2] in "аоуыэеиюё" else "ь"))
        found.add("m", "Acc", stem + "я", -0.8)
    if last == "е" and low[-2] in _CONSONANTS:
        found.add("m", "Loc", stem, 0.5 if low[:-1].endswith(_POSSESSIVE) else 0.0)
        found.add("m", "Dat Loc", stem + "а", -0.8)
    elif last == "е":
        found.add("m", "Loc", stem + "й", -0.2)
    if last in "ыи":
        found.add("m", "Gen", stem + ("а" if last == "ы" or low[-2] in _KEEPS_I else "я"), -0.4)
    _masculine_long(word, low, found)


def _masculine_long(word: str, low: str, found: Readings) -> None:
    stem = word[:-2]
    if low.endswith("ом") and low[-3:-2] in _CONSONANTS:
        found.add("m", "Ins", stem)
        found.add("m", "Loc", _long(stem), 0.4 if low.endswith(("ском", "цком")) else -0.8)
    if low.endswith("ем"):
        if low[-3:-2] in "жшщчц":
            found.add("m", "Ins", stem)
        elif low[-3:-2] in "аоуыэеиюё":
            found.add("m", "Ins", stem + "й")
        else:
            found.add("m", "Ins", stem + "ь")
            found.add("m", "Ins", stem, -0.5)
    if low.endswith("ым"):
        found.add("m", "Ins", stem, 0.6 if low[:-2].endswith(_POSSESSIVE) else -1.0)
        found.add("m", "Ins", stem + "ый", 0.0 if not low[:-2].endswith(_POSSESSIVE) else -1.0)
    if low.endswith("им"):
        found.add("m", "Ins", stem + "ий", 0.3)
    if low.endswith(("ой", "ей")) and low[-3:-2] in _CONSONANTS:
        found.add("m", "Ins", stem + ("а" if low.endswith("ой") else "я"), -0.8)
    for ending, cases in (("ого", "Gen Acc"), ("его", "Gen Acc"), ("ому", "Dat"), ("ему", "Dat")):
        if low.endswith(ending) and len(low) > 5:
            base = word[:-3]
            found.add("m", cases, base + "ий" if ending[0] == "е" else _long(base), 0.5)


def _long(stem: str) -> str:
    return stem + ("ий" if stem[-1:].lower() in _KEEPS_I else "ый")


def _feminine(word: str, low: str, found: Readings) -> None:
    stem, last = word[:-1], low[-1]
    if last in "ая":
        mixed = low[:-1].endswith(_POSSESSIVE) or low.endswith("ая")
        found.add("f", "Nom", word, 0.5 if mixed else 0.2)
    elif last in _CONSONANTS or last in "йь":
        oblique = low.endswith(("ом", "ем", "ым", "им")) and len(low) > 4
        found.add("f", _ALL, word, -1.2 if oblique else -0.3 if last == "ь" else -0.4)
    if low.endswith("ии"):
        found.add("f", "Gen Dat Loc", stem + "я")
    elif last in "ыи":
        soft = last == "и" and low[-2] not in _KEEPS_I
        found.add("f", "Gen", stem + ("я" if soft else "а"))
    if last == "е" and low[-2] in _CONSONANTS:
        found.add("f", "Dat Loc", stem + "а")
        found.add("f", "Dat Loc", stem + "я", -0.3)
    if last == "у":
        found.add("f", "Acc", stem + "а", 0.4 if low[:-1].endswith(_POSSESSIVE) else 0.0)
    if low.endswith("ую"):
        found.add("f", "Acc", word[:-2] + "ая", 0.5)
    elif last == "ю":
        found.add("f", "Acc", stem + "я")
    if low.endswith("ой"):
        base = word[:-2]
        if low[:-2].endswith(_POSSESSIVE):
            found.add("f", "Gen Dat Ins Loc", base + "а", 0.6)
        elif low.endswith(("ской", "цкой")):
            found.add("f", "Gen Dat Ins Loc", base + "ая", 0.5)
        else:
            found.add("f", "Ins", base + "а")
            found.add("f", "Gen Dat Ins Loc", base + "ая", -0.5)
    if low.endswith("ей"):
        found.add("f", "Ins", word[:-2] + "я")
        found.add("f", "Ins", word[:-2] + "а", 0.1 if low[-3:-2] in "жшщчц" else -1.0)
