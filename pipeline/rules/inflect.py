"""From a dictionary form to all its forms: rules are inflected at load, never the text.

The only door to pymorphy3 besides ``stages/morph``.
"""

import importlib.util
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pymorphy3

from pipeline.core.lexicon import fold


@cache
def analyzer() -> pymorphy3.MorphAnalyzer:
    """The morphological dictionary, loaded once a process.

    By its path: to find it by language pymorphy asks every installed package, for 50 ms.
    """
    spec = importlib.util.find_spec("pymorphy3_dicts_ru")
    if spec is None or not spec.submodule_search_locations:
        return pymorphy3.MorphAnalyzer(lang="ru")
    return pymorphy3.MorphAnalyzer(path=str(Path(spec.submodule_search_locations[0]) / "data"))


@cache
def forms(lemma: str, pos: str | None = None) -> frozenset[str]:
    """All forms of a dictionary word, folded: «манат» → манат, маната, манатов …

    ``pos`` (an OpenCorpora part of speech: NOUN, ADJF, VERB …) keeps the readings of that kind
    only. The word may stand in another nominative («лёгкая», «гриндеры»). One that the dictionary
    lacks is inflected by pymorphy's best guess of its paradigm; one that fits nothing is left.
    """
    folded = fold(lemma)
    parses = [p for p in analyzer().parse(lemma) if pos in (None, p.tag.POS)]
    chosen = [p for p in parses if fold(p.normal_form) == folded]
    chosen = chosen or [p for p in parses if "nomn" in p.tag]
    known = [p for p in chosen if p.is_known] or chosen[:1]
    found = {fold(form.word) for p in known for form in p.lexeme if _inflected(p, form)}
    return frozenset(found | {folded})


def _inflected(parse: Any, form: Any) -> bool:
    """Whether a form is one that stands in a phrase: «лёгкой», not «легко», «легче», «легчайший»."""
    return parse.tag.POS != "ADJF" or (form.tag.POS == "ADJF" and "Supr" not in form.tag)


def slots(phrase: str) -> tuple[frozenset[str], ...]:
    """Slots of a phrase, each with the folded forms that may stand in it.

    Words are split at blanks. A word with a trailing «!» stands exactly as written («по!»,
    «хозяйства!»); words after a «+» stay as they are, too: «министерство + энергетики» inflects
    only the head. A slot may offer several words: «лёгкая|легкая промышленность».
    """
    head, _, fixed = phrase.partition("+")
    found = [_slot(word) for word in head.split()]
    found += [frozenset({fold(word)}) for word in fixed.split()]
    return tuple(found)


def _slot(word: str) -> frozenset[str]:
    found: set[str] = set()
    for option in word.split("|"):
        if option.endswith("!"):
            found.add(fold(option[:-1]))
        else:
            found |= forms(option)
    return frozenset(found)


class Reading(NamedTuple):
    """One way to read a word by itself, in OpenCorpora's terms."""

    lemma: str  # lower case, with ё
    pos: str  # NOUN, ADJF, INFN …; a verb's forms, participles too, have the infinitive as lemma
    number: str  # sing, plur, or empty
    case: str  # nomn, gent, … or empty


@lru_cache(maxsize=1 << 16)
def readings(word: str) -> tuple[Reading, ...]:
    """All ways to read one word of the text, best first.

    About 20 µs a new word: ask it of the few words beside something found, never of every token.

    >>> readings("предприятий")
    (Reading(lemma='предприятие', pos='NOUN', number='plur', case='gent'),)
    """
    return tuple(
        Reading(p.normal_form, p.tag.POS or "", p.tag.number or "", p.tag.case or "")
        for p in analyzer().parse(word)
    )
