"""All forms of a proper noun by its ending, without a dictionary: a few microseconds a word.

Names of places decline regularly, and a dictionary (0.1 ms a word) lacks half of them, so their
rows are inflected here. Over-generation does no harm where no other word has the form. The tests
compare these forms with pymorphy's for every country.
"""

from collections.abc import Sequence
from functools import cache

from pipeline.core.lexicon import fold

_HARD = ("ый", "ого", "ому", "ым", "ом", "ая", "ой", "ую", "ою", "ое", "ые", "ых", "ыми")
_VELAR = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ою", "ое", "ие", "их", "ими")
_SOFT = ("ий", "его", "ему", "им", "ем", "яя", "ей", "юю", "ею", "ее", "ие", "их", "ими")
_HUSHING = ("ий", "его", "ему", "им", "ем", "ая", "ей", "ую", "ею", "ее", "ие", "их", "ими")
_NOUNS = ("ия", "ье", "бай", "тай", "хай", "ание", "яние", "ение", "твие", "тие")
_ENDINGS = ("ая", "яя", "ое", "ее", "ые", "ие", "ый", "ой", "ский", "цкий", "ний", "ший", "щий")
_CASES = {  # by gender, for an adjective that stands in one gender
    "masc": slice(0, 5),
    "femn": slice(5, 9),
    "plur": slice(10, 13),  # and the instrumental singular, which is its dative
}
_IRREGULAR = {
    "гвинея-бисау": ["гвинеи-бисау", "гвинее-бисау", "гвинею-бисау", "гвинеей-бисау"],
    "египет": ["египта", "египту", "египтом", "египте"],
    "посол": ["посла", "послу", "послом"],  # «после» is a preposition
    "острова": ["островов", "островам", "островами", "островах"],
}
_HISSING = frozenset("жшщчц")
_KEEPS_I = frozenset("гкхжшщч")


def adjective(word: str, gender: str | None = None) -> list[str]:
    """Forms of an adjective given in any nominative: «саудовская» → саудовская, саудовской …"""
    stem, ending = word[:-2], word[-2:]
    soft = ending in ("яя", "ее") or (ending in ("ий", "ие") and stem[-1] == "н")
    velar = stem[-1] in _KEEPS_I
    hushing = stem[-1] in "жшщч" and ending not in ("ой", "ое")
    endings: tuple[str, ...] = (
        _HUSHING if hushing else _SOFT if soft else _VELAR if velar else _HARD
    )
    chosen: tuple[str, ...]
    if gender == "neut":
        chosen = (*endings[1:5], *endings[9:10])
    else:
        chosen = endings[_CASES[gender]] if gender else endings
        chosen = (*chosen, *endings[3:4]) if gender == "plur" else chosen
    return [word, *(stem + e for e in chosen)]


def noun(word: str) -> list[str]:
    """Forms of a name by its last letters: «Грузия» → Грузии, Грузию …; «Сочи» stays.

    Both genders where the ending leaves it open («Беларусь», «Израиль»), both genitive plurals
    («Афины» → Афин, «Эмираты» → Эмиратов).
    """
    if (known := _IRREGULAR.get(word.lower())) is not None:
        return [word, *known]
    if "-на-" in word:  # «Ростов-на-Дону»
        head, _, tail = word.partition("-")
        return [f"{form}-{tail}" for form in noun(head)]
    stem, last = word[:-1], word[-1:]
    if word.endswith("ия"):
        endings = ["и", "ю", "ей", "ею"]
    elif last == "а" and stem[-1:] in "аеёиоуыэюя":
        endings = []  # «Самоа», «Никарагуа»; «Самое заметное» is no island
    elif last in ("а", "я"):
        plural = "и" if last == "я" or stem[-1:] in _KEEPS_I else "ы"
        instr = "е" if last == "я" or stem[-1:] in _HISSING else "о"
        accusative = "ю" if last == "я" else "у"
        endings = [plural, "е", accusative, instr + "й", instr + "ю"]
    elif last == "ь":
        endings = ["и", "ью", "я", "ю", "ем", "е"]
    elif last == "й":
        endings = ["я", "ю", "ем", "и" if stem.endswith("и") else "е"]
    elif last == "ы" or word.endswith("ки"):
        endings = ["", "ов", "ам", "ами", "ах"]
    elif word.endswith(("ье", "ие", "ство", "ово", "ево", "ёво", "ино", "ыно", "ро", "ре")):
        soft = last == "е"
        endings = (
            ["я", "ю", "ем", "и" if word.endswith("ие") else "е"] if soft else ["а", "у", "ом", "е"]
        )
    elif last in "оеуюэёи":
        return [word]
    elif last.isalpha():
        if word.endswith(("ец", "ёл", "ок")) and len(word) > 4:  # Череповец, Орёл, Белосток
            short = word[:-2] + ("ь" if word.endswith("лец") else "") + last
            return [word, *(s + e for s in (word, short) for e in _consonant(last))]
        return [word, *(word + e for e in _consonant(last))]
    else:
        return [word]
    return [word, *(stem + e for e in endings)]


def _consonant(last: str) -> tuple[str, ...]:
    return ("а", "у", "ом", "ем", "е") if last in _HISSING else ("а", "у", "ом", "е")  # врачом


def plural(word: str) -> list[str]:
    """Plural forms of a common noun: «банк» → банки, банков …; both endings where it is open."""
    stem, last = word[:-1], word[-1:]
    if word == "посол":
        return ["послы", "послов", "послам", "послами", "послах"]
    if word.endswith(("ия", "ие", "ий")):
        return [stem + e for e in ("и", "я", "й", "ям", "ями", "ях", "ев")]
    if last in "ьйя" or (last == "е" and stem[-1:] in "лрь"):
        return [stem + e for e in ("и", "я", "ей", "ев", "й", "ям", "ями", "ях")]
    if last in "аое":
        return [stem + e for e in ("ы", "и", "а", "", "ам", "ами", "ах")]
    if last in _HISSING:
        return [word + e for e in ("и", "ы", "ей", "ев", "ам", "ами", "ах")]
    return [word + e for e in ("и" if last in _KEEPS_I else "ы", "а", "ов", "ам", "ами", "ах")]


def is_adjective(word: str) -> bool:
    """Whether a word in a name looks like an adjective: «Южная», «Виргинские», not «Россия»."""
    return (
        len(word) > 4
        and word.endswith(_ENDINGS)
        and not word.endswith(
            ("ия", "ье", "бай", "тай", "хай", "ание", "яние", "ение", "твие", "тие")
        )
    )


@cache
def slots(name: str) -> tuple[frozenset[str], ...]:
    """Slots of a name in the nominative, each with its folded forms.

    Adjectives and the first noun after them decline; what follows a noun declines only after «и»
    («Босния и Герцеговина»), the rest is a genitive or an apposition that may stay
    («Республика Узбекистан», «Соединённые Штаты Америки»).

    >>> sorted(slots("Южная Корея")[1])
    ['корее', 'кореей', 'кореею', 'кореи', 'корею', 'корея']
    """
    found: list[frozenset[str]] = []
    seen_noun = False
    for word in name.split():
        if not word[0].isalpha() or word in ("и", "на", "де"):
            found.append(frozenset({fold(word)}))
            seen_noun = False
        elif not seen_noun and word.endswith(("овы", "ины")) and word != name.split()[-1]:
            found.append(frozenset(fold(word) + e for e in ("", "х", "м", "ми")))
        elif not seen_noun and is_adjective(word):
            found.append(folded(adjective(word, _gender(word))))
        else:
            found.append(folded([word] if seen_noun and word[0].islower() else noun(word)))
            seen_noun = True
    return tuple(found)


def folded(forms: Sequence[str]) -> frozenset[str]:
    """The forms as rules compare them, all folded at once, in a third of the time."""
    return frozenset("\n".join(forms).lower().replace("ё", "е").split("\n") if forms else ())


def _gender(word: str) -> str:
    if word.endswith(("ая", "яя")):
        return "femn"
    if word.endswith(("ое", "ее")):
        return "neut"
    return "plur" if word.endswith(("ые", "ие")) else "masc"
