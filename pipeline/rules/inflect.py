"""From a dictionary form to all its forms: rules are inflected at load, never the text.

The only door to pymorphy3 besides ``stages/morph``.
"""

import importlib.util
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pymorphy3
from pymorphy3.units import KnownPrefixAnalyzer, KnownSuffixAnalyzer, UnknownPrefixAnalyzer

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
    paradigm: int  # -1 where no single one makes the word's forms («премьер-министр»)
    place: int  # of the form in its paradigm

    @property
    def pos(self) -> str:
        """NOUN, ADJF, INFN …; empty for what is no word."""
        pos = self.grammemes[:4]
        return "" if pos in _NO_WORDS else pos

    @property
    def grams(self) -> frozenset[str]:
        """Its grammemes: {NOUN, inan, masc, sing, gent}."""
        return _split(self.grammemes)

    @property
    def number(self) -> str:
        """sing, plur, or empty."""
        return next((n for n in ("sing", "plur") if n in self.grams), "")

    @property
    def case(self) -> str:
        """nomn, gent, … or empty."""
        return next((case for case in _CASES if case in self.grams), "")


_ANALOGIES = (KnownPrefixAnalyzer, KnownSuffixAnalyzer, UnknownPrefixAnalyzer)
_NO_WORDS = frozenset({"PNCT", "LATN", "NUMB", "ROMN", "UNKN"})
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct", "voct", "gen2", "acc2", "loc2", "gen1")


@lru_cache(maxsize=8192)
def _split(grammemes: str) -> frozenset[str]:
    return frozenset(grammemes.replace(" ", ",").split(","))


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
        self._ends: dict[tuple[int, bool], tuple[tuple[str, str], ...]] = {}
        # Readings of a word in lower case; none if the dictionary lacks it. Stages ask about the
        # words of a batch one after another, so that few need to be kept.
        self.entries = lru_cache(maxsize=8192)(self._entries)
        # Readings of a word that the dictionary lacks, best first, by pymorphy's rules.
        self.guesses = lru_cache(maxsize=2048)(self._guesses)

    def _entries(self, low: str) -> list[Entry]:
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

    def _guesses(self, word: str) -> list[Entry]:
        found = []
        for parse in self._parse(word):
            stack = parse.methods_stack
            simple = [len(method) for method in stack] == [4, 2]
            simple = simple and isinstance(stack[1][0], _ANALOGIES)
            paradigm, place = stack[0][2:] if simple else (-1, 0)
            grammemes = str(parse.tag)
            found.append(
                Entry(parse.normal_form, grammemes, parse.score, parse.word, paradigm, place)
            )
        return found

    def parses(self, word: str) -> list[Entry]:
        """All readings of one word, best first; their shares come to one.

        What pymorphy's ``parse`` gives, at a third of its time for the words that are known.
        """
        low = word.lower()
        found = self.entries(low) if len(word) > 1 else []
        if len(found) < 2:
            return [found[0]._replace(share=1.0)] if found else self.guesses(word)
        shares = [
            entry.share or self._share(f"{low}:{entry.grammemes}", 0) / 1e6 for entry in found
        ]
        if not any(shares):
            shares = [1 / len(found)] * len(found)
        found = [e._replace(share=s) for e, s in zip(found, shares, strict=True)]
        return sorted(found, key=_minus_share)

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
            if grammemes <= _split(self._tags[paradigm[size + other]]):
                return self._form(entry.word, paradigm, entry.place, other)
        return None

    def forms(self, entry: Entry) -> Iterator[str]:
        """The forms of the reading that stand in phrases: «лёгкой», not «легко», «легче»."""
        paradigm = self._paradigms[entry.paradigm]
        size = len(paradigm) // 3
        start = len(self._prefixes[paradigm[2 * size + entry.place]])
        stem = entry.word[start : len(entry.word) - len(self._suffixes[paradigm[entry.place]])]
        adjective = entry.grammemes.startswith("ADJF")
        for prefix, suffix in self._affixes(entry.paradigm, adjective):
            yield prefix + stem + suffix

    def _affixes(self, number: int, adjective: bool) -> tuple[tuple[str, str], ...]:
        known = self._ends.get((number, adjective))
        if known is None:
            paradigm = self._paradigms[number]
            size = len(paradigm) // 3
            pairs: dict[tuple[str, str], None] = {}
            for place in range(size):
                tag = self._tags[paradigm[size + place]]
                if not adjective or (tag.startswith("ADJF") and "Supr" not in tag):
                    prefix = self._prefixes[paradigm[2 * size + place]]
                    pairs[prefix, self._suffixes[paradigm[place]]] = None
            known = self._ends[number, adjective] = tuple(pairs)
        return known


def _minus_share(entry: Entry) -> float:
    return -entry.share


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
    known = dictionary().entries(lemma.lower())
    entries = known or dictionary().guesses(lemma)
    entries = [e for e in entries if pos in (None, e.pos)]
    chosen = [e for e in entries if fold(e.normal) == folded]
    chosen = chosen or [e for e in entries if "nomn" in e.grams]
    if not known:
        chosen = chosen[:1]
    if any(entry.paradigm < 0 for entry in chosen):
        return _forms_by_parts(lemma, folded)
    found = {fold(form) for entry in chosen for form in dictionary().forms(entry)}
    return frozenset(found | {folded})


def _forms_by_parts(lemma: str, folded: str) -> frozenset[str]:
    """Forms of «премьер-министр» and the like, which several paradigms make together."""
    parses = analyzer().parse(lemma)
    chosen = [p for p in parses if fold(p.normal_form) == folded]
    chosen = chosen or [p for p in parses if "nomn" in p.tag]
    found = {fold(f.word) for p in chosen[:1] for f in p.lexeme if _phrasal(p.tag, f.tag)}
    return frozenset(found | {folded})


def _phrasal(parse: Any, form: Any) -> bool:
    return parse.POS != "ADJF" or (form.POS == "ADJF" and "Supr" not in form)


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
    found = dictionary().parses(word)
    return tuple(Reading(entry.normal, entry.pos, entry.number, entry.case) for entry in found)
