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


class Entry(NamedTuple):
    """One reading of a word in the dictionary."""

    normal: str  # dictionary form, ё kept
    grammemes: str  # «NOUN,inan,masc sing,gent»
    share: float  # how often the word is read so; 0 where nobody counted or it decides nothing
    word: str  # the word with its ё
    paradigm: int
    place: int  # of the form in its paradigm


class Dictionary:
    """The dictionary's own tables, read without pymorphy's objects: 4 µs a word, not 25."""

    def __init__(self, analyzer: Any) -> None:
        inner, self._parse = analyzer.dictionary, analyzer.parse
        self._find = inner.words.similar_items
        self._replaces = analyzer.char_substitutes
        self._paradigms, self._suffixes = inner.paradigms, inner.suffixes
        self._prefixes = inner.paradigm_prefixes
        self._tags = [str(tag) for tag in inner.gramtab]
        self._share = analyzer.prob_estimator.p_t_given_w.get

    def entries(self, low: str) -> list[Entry]:
        """Readings of a word in lower case; none if the dictionary lacks it."""
        rows, normals = [], set()
        for word, places in self._find(low, self._replaces):
            for number, place in places:
                paradigm = self._paradigms[number]
                normal = self._form(word, paradigm, place, 0) if place else word
                grammemes = self._tags[paradigm[len(paradigm) // 3 + place]]
                rows.append((normal, grammemes, word, number, place))
                normals.add(normal)
        if len(normals) < 2:  # how often a reading comes matters only where lemmas differ
            return [Entry(n, g, 0.0, w, number, place) for n, g, w, number, place in rows]
        share = self._share
        return [
            Entry(n, g, share(f"{low}:{g}", 0) / 1e6, w, number, place)
            for n, g, w, number, place in rows
        ]

    def guesses(self, low: str) -> list[Entry]:
        """Readings of a word that the dictionary lacks, best first, by pymorphy's rules."""
        found = []
        for parse in self._parse(low):
            first = parse.methods_stack[0]
            paradigm, index = first[2:] if len(first) == 4 else (-1, 0)
            grammemes = str(parse.tag)
            found.append(
                Entry(parse.normal_form, grammemes, parse.score, parse.word, paradigm, index)
            )
        return found

    def _form(self, word: str, paradigm: Any, index: int, other: int) -> str:
        size = len(paradigm) // 3
        start = len(self._prefixes[paradigm[2 * size + index]])
        stop = len(word) - len(self._suffixes[paradigm[index]])
        prefix, suffix = paradigm[2 * size + other], paradigm[other]
        return str(self._prefixes[prefix] + word[start:stop] + self._suffixes[suffix])

    def form(self, entry: Entry, grammemes: set[str]) -> str | None:
        """The first form of the reading's paradigm that has all the grammemes."""
        if entry.paradigm < 0:
            return None
        paradigm = self._paradigms[entry.paradigm]
        size = len(paradigm) // 3
        for other in range(size):
            tag = self._tags[paradigm[size + other]]
            if grammemes <= set(tag.replace(" ", ",").split(",")):
                return self._form(entry.word, paradigm, entry.place, other)
        return None


@cache
def dictionary() -> Dictionary:
    """The dictionary's tables, once a process."""
    return Dictionary(analyzer())


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
    """Whether a form stands in phrases: «лёгкой», not «легко», «легче», «легчайший»."""
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
        Reading(p.normal_form, str(p.tag.POS or ""), str(p.tag.number or ""), str(p.tag.case or ""))
        for p in analyzer().parse(word)
    )
