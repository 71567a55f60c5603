"""Nouns and adjectives of names in the nominative, by dictionary, else by their endings."""

from functools import lru_cache

from pipeline.naming.personal import readings, restore
from pipeline.rules.entries import Entry
from pipeline.rules.inflect import dictionary

_CASES = {"Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct", "Nom": "nomn"}
_SECOND = {"gent": "gen2", "loct": "loc2"}
_TO_UD = {"masc": "Masc", "femn": "Fem", "neut": "Neut"}
_TO_OC = {ud: oc for oc, ud in _TO_UD.items()}
_PROPER = frozenset({"Geox", "Orgn", "Trad"})


@lru_cache(maxsize=4096)
def noun_nominative(
    word: str, case: str, gender: str, plural: bool, described: bool = False
) -> tuple[str, str, bool]:
    """A noun in the nominative, with its gender and number: «комиссии» → комиссия, Fem, False."""
    bare = _abbreviation(word)
    if bare is not None:
        return bare, gender, plural
    wanted, number = _CASES[case], "plur" if plural else "sing"
    best: tuple[tuple[bool, bool, bool, float], Entry] | None = None
    for entry in dictionary().parses(word) if dictionary().entries(word.lower()) else ():
        grams = entry.grams
        if entry.pos != "NOUN" or not grams & {wanted, _SECOND.get(wanted, wanted)}:
            continue
        name = bool(_PROPER & grams) and not described
        fit = (number in grams, _TO_OC.get(gender, "") in grams, name, entry.share)
        if best is None or fit > best[0]:
            best = (fit, entry)
    if best is None:
        return _guess(word, case, gender), gender, plural
    entry = best[1]
    form = dictionary().form(entry, {"nomn", entry.number}) or word
    gender = next((ud for oc, ud in _TO_UD.items() if oc in entry.grams), gender)
    return restore(word, form), gender, entry.number == "plur"


@lru_cache(maxsize=1000)
def singular(word: str) -> tuple[str, str]:
    """«областей» → область, Fem."""
    for entry in dictionary().parses(word):
        if entry.pos == "NOUN" and "plur" in entry.grams:
            form = dictionary().form(entry, {"nomn", "sing"})
            gender = next((n for g, n in _TO_UD.items() if g in entry.grams), "Masc")
            if form is not None:
                return restore(word, form), gender
    return word, "Masc"


def _abbreviation(word: str) -> str | None:
    """«МИДа» → МИД, «ЛУКОЙЛу» → ЛУКОЙЛ, «США»; None for other words."""
    if word.isupper() and len(word) < 7:
        return word
    for size in (1, 2):
        if len(word) > size + 2 and word[:-size].isupper() and word[-size:].islower():
            return word[:-size]
    return None


_SUFFIXES = {
    **dict.fromkeys(("щины", "щине", "щину", "щиной"), "щина"),
    **dict.fromkeys(("ства", "ству", "стве", "ством"), "ство"),
    **dict.fromkeys(("горья", "горью", "горьем", "горье"), "горье"),
}


def _guess(word: str, case: str, gender: str) -> str:
    """A name that the dictionary lacks, by its ending: «Мерсина» Gen, Masc → Мерсин."""
    low = word.lower()
    for ending, dictionary_form in _SUFFIXES.items():
        if low.endswith(ending):
            return word[: -len(ending)] + dictionary_form
    if low[-1] in "оиуюэыё" and case in ("Gen", "Loc", "Nom", "Acc") and gender == "Neut":
        return word
    if case == "Acc" and gender == "Masc":
        return word
    short = "f" if gender == "Fem" else "m"
    reading = readings(word).get((short, case))
    return reading[0] if reading is not None else word


LONG = (
    "ого", "его", "ому", "ему", "ыми", "ими", "ый", "ий", "ой", "ей", "ая", "яя", "ую", "юю", "ое",
    "ее", "ые", "ие", "ых", "их", "ым", "им", "ом", "ем",
)  # fmt: skip


@lru_cache(maxsize=4096)
def adjective_nominative(word: str, gender: str, plural: bool) -> str:
    """«Навоийской», Fem → Навоийская; «канадских», plural → канадские."""
    first, dash, last = word.rpartition("-")
    stem_, soft = last, False
    for ending in LONG:
        if last.lower().endswith(ending) and len(last) > len(ending) + 1:
            stem_ = last[: -len(ending)]
            soft = ending[0] in "еяюи" and stem_[-1].lower() == "н"
            break
    else:
        return word
    letter = stem_[-1].lower()
    if plural:
        ending = "ие" if soft or letter in "гкхжшщч" else "ые"
    elif gender == "Masc":
        ending = "ий" if soft or letter in "гкхжшщч" else "ый"
    elif gender == "Fem":
        ending = "яя" if soft else "ая"
    else:
        ending = "ее" if soft or letter in "жшщч" else "ое"
    upper = word.isupper()
    return first + dash + stem_ + (ending.upper() if upper else ending)
