"""The morphological dictionary of pymorphy3, its tables read as they lie in their files.

The only door to pymorphy3. Its own analyzer takes 0.1 s to import and load and 25 µs a word; the
tables alone take 20 ms and 6 µs. The analyzer comes in, on the same tables, for words that the
dictionary lacks.
"""

import importlib.util
import json
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pipeline.rules.analogy import Analogy, Tables
from pipeline.rules.entries import Entry, Paradigms, grams

try:
    from dawg import IntCompletionDAWG, RecordDAWG
except ImportError:  # no build of dawg2 for this Python: the same in Python, slower
    from dawg_python import IntCompletionDAWG, RecordDAWG


_new = tuple.__new__  # half the time of Entry(…), which every reading of every word would pay


class Dictionary:
    """Readings and forms of words, by the dictionary's tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.words = RecordDAWG(">HH").load(str(folder / "words.dawg"))
        self.replaces = self.words.compile_replaces({"е": "ё"})
        self.shares = IntCompletionDAWG().load(str(folder / "p_t_given_w.intdawg"))
        self.meta = dict(_json(folder / "meta.json"))
        self.tags: list[str] = _json(folder / "gramtab-opencorpora-int.json")
        self.suffixes: list[str] = _json(folder / "suffixes.json")
        self.prefixes: list[str] = self.meta["compile_options"]["paradigm_prefixes"]
        self.paradigms = Paradigms(folder / "paradigms.array")
        self._guesser: Analogy | None = None  # its lists cost 0.1 s; few texts need none
        self._ends: dict[tuple[int, int], tuple[str, int, int, str, str]] = {}
        self._affix: dict[tuple[int, bool], tuple[tuple[str, str], ...]] = {}
        # Readings of a word in lower case; none if the dictionary lacks it. Stages ask about the
        # words of a batch one after another, so that few need to be kept.
        self.entries: Callable[[str], list[Entry]] = lru_cache(maxsize=4096)(self._entries)
        # Readings of a word that the dictionary lacks, best first, by pymorphy's rules.
        self.guesses: Callable[[str], list[Entry]] = lru_cache(maxsize=2048)(self._guesses)

    def _entries(self, low: str) -> list[Entry]:
        found: list[Entry] = []
        ends, one = self._ends, True
        if "е" in low:
            items = self.words.similar_items(low, self.replaces)
        else:
            items = ((low, self.words.get(low, ())),)
        for word, places in items:
            for pair in places:
                grammemes, start, suffix, prefix, ending = ends.get(pair) or self._end(pair)
                normal = prefix + word[start : len(word) - suffix] + ending
                found.append(_new(Entry, (normal, grammemes, 0.0, word, *pair)))
                one = one and normal == found[0].normal
        if one:
            return found  # how often a reading comes matters only where lemmas differ
        share = self.shares.get
        return [
            _new(Entry, (n, g, share(f"{low}:{g}", 0) / 1e6, w, number, place))
            for n, g, _, w, number, place in found
        ]

    def _end(self, pair: tuple[int, int]) -> tuple[str, int, int, str, str]:
        """Grammemes of a form of a paradigm, and how its dictionary form is made: how many letters
        go before and behind, and what comes instead."""
        number, place = pair
        paradigm = self.paradigms[number]
        size = len(paradigm) // 3
        known = self._ends[pair] = (
            self.tags[paradigm[size + place]],
            len(self.prefixes[paradigm[2 * size + place]]),
            len(self.suffixes[paradigm[place]]),
            self.prefixes[paradigm[2 * size]],
            self.suffixes[paradigm[0]],
        )
        return known

    def _guesses(self, word: str) -> list[Entry]:
        low = word.lower()
        rows = self._analogy()(low)
        if rows is not None:
            return self._weighed(low, [_new(Entry, row) for row in rows])
        found, from_units = [], _analogies()
        for parse in analyzer().parse(word):
            stack = parse.methods_stack
            simple = [len(method) for method in stack] == [4, 2]
            simple = simple and isinstance(stack[1][0], from_units)
            place = stack[0][2:] if simple else (-1, 0)
            grammemes = str(parse.tag)
            found.append(Entry(parse.normal_form, grammemes, parse.score, parse.word, *place))
        return found

    def _weighed(self, low: str, entries: list[Entry]) -> list[Entry]:
        """By how often the word is read so, where somebody counted: «алёхина» is a surname."""
        if "ё" not in low:  # words without it that were counted are in the dictionary
            return entries
        shares = [self.shares.get(f"{low}:{entry.grammemes}", 0) / 1e6 for entry in entries]
        if not any(shares):
            return entries
        found = [e._replace(share=s) for e, s in zip(entries, shares, strict=True)]
        return sorted(found, key=_minus_share)

    def _analogy(self) -> Analogy:
        if self._guesser is None:
            endings = [
                RecordDAWG(">IHH").load(str(self.folder / f"prediction-suffixes-{i}.dawg"))
                for i in range(len(self.prefixes))
            ]
            words = self._items, self._end, self.parses, self.replaces
            self._guesser = Analogy(Tables(*words, self.prefixes, endings, _listed_prefixes()))
        return self._guesser

    def _items(self, low: str) -> Any:
        return self.words.similar_items(low, self.replaces)

    def parses(self, word: str) -> list[Entry]:
        """All readings of one word, best first; their shares come to one.

        What pymorphy's ``parse`` gives, at a third of its time for the words that are known.
        """
        low = word.lower()
        # pymorphy takes a single letter, but for a small one, for an initial, too
        found = self.entries(low) if len(word) > 1 or word == low else []
        if len(found) < 2:
            return [found[0]._replace(share=1.0)] if found else self.guesses(word)
        shares = [
            entry.share or self.shares.get(f"{low}:{entry.grammemes}", 0) / 1e6 for entry in found
        ]
        if not any(shares):
            shares = [1 / len(found)] * len(found)
        found = [
            Entry(n, g, share, w, number, place)
            for (n, g, _, w, number, place), share in zip(found, shares, strict=True)
        ]
        return sorted(found, key=_minus_share)

    def _form(self, word: str, paradigm: Any, index: int, other: int) -> str:
        size = len(paradigm) // 3
        start = len(self.prefixes[paradigm[2 * size + index]])
        stop = len(word) - len(self.suffixes[paradigm[index]])
        prefix, suffix = paradigm[2 * size + other], paradigm[other]
        return str(self.prefixes[prefix] + word[start:stop] + self.suffixes[suffix])

    def form(self, entry: Entry, grammemes: set[str]) -> str | None:
        """The first form of the reading's paradigm that has all the grammemes."""
        if entry.paradigm < 0:
            return None
        paradigm = self.paradigms[entry.paradigm]
        size = len(paradigm) // 3
        for other in range(size):
            if grammemes <= grams(self.tags[paradigm[size + other]]):
                return self._form(entry.word, paradigm, entry.place, other)
        return None

    def forms(self, entry: Entry) -> Iterator[str]:
        """The forms of the reading that stand in phrases: «лёгкой», not «легко», «легче»."""
        paradigm = self.paradigms[entry.paradigm]
        size = len(paradigm) // 3
        start = len(self.prefixes[paradigm[2 * size + entry.place]])
        stem = entry.word[start : len(entry.word) - len(self.suffixes[paradigm[entry.place]])]
        adjective = entry.grammemes.startswith("ADJF")
        for prefix, suffix in self._affixes(entry.paradigm, adjective):
            yield prefix + stem + suffix

    def _affixes(self, number: int, adjective: bool) -> tuple[tuple[str, str], ...]:
        known = self._affix.get((number, adjective))
        if known is None:
            paradigm = self.paradigms[number]
            size = len(paradigm) // 3
            pairs: dict[tuple[str, str], None] = {}
            for place in range(size):
                tag = self.tags[paradigm[size + place]]
                if not adjective or (tag.startswith("ADJF") and "Supr" not in tag):
                    prefix = self.prefixes[paradigm[2 * size + place]]
                    pairs[prefix, self.suffixes[paradigm[place]]] = None
            known = self._affix[number, adjective] = tuple(pairs)
        return known


def _minus_share(entry: Entry) -> float:
    return -entry.share


def _json(path: Path) -> Any:
    return json.loads(path.read_bytes())


def _folder(package: str) -> Path:
    """Where a package lies, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{package}, which the morphology needs, is not installed")
    return Path(spec.submodule_search_locations[0])


def _listed_prefixes() -> list[str]:
    """The prefixes that pymorphy lists, out of its source: importing it would cost 16 ms."""
    path = _folder("pymorphy3") / "lang" / "ru" / "config.py"
    source = path.read_text(encoding="utf-8") if path.is_file() else ""
    found = re.findall(r'"([^"\n]+)"', source.partition("KNOWN_PREFIXES = [")[2].partition("]")[0])
    if not found:  # pymorphy without its source, or written otherwise
        from pymorphy3.lang.ru.config import KNOWN_PREFIXES

        found = KNOWN_PREFIXES
    return found


@cache
def dictionary() -> Dictionary:
    """The dictionary's tables, read once a process."""
    return Dictionary(_folder("pymorphy3_dicts_ru") / "data")


@cache
def analyzer() -> Any:
    """pymorphy3's analyzer on the tables that are read already; made when a word needs guessing."""
    from pymorphy3 import MorphAnalyzer, dawg, opencorpora_dict, tagset
    from pymorphy3.analyzer import Parse, ProbabilityEstimator

    tables = dictionary()
    tag = tagset.OpencorporaTag
    tag._init_grammemes(_json(tables.folder / "grammemes.json"))

    class Tags(dict[int, Any]):
        def __missing__(self, number: int) -> Any:
            made = self[number] = tag(tables.tags[number])
            return made

    inner = opencorpora_dict.Dictionary.__new__(opencorpora_dict.Dictionary)
    inner.paradigms, inner.suffixes, inner.words = tables.paradigms, tables.suffixes, tables.words
    inner.paradigm_prefixes, inner.meta, inner.Tag = tables.prefixes, tables.meta, tag
    inner.gramtab, inner.lang, inner.path = Tags(), "ru", str(tables.folder)
    inner.prediction_suffixes_dawgs = [
        dawg.PredictionSuffixesDAWG().load(str(tables.folder / f"prediction-suffixes-{i}.dawg"))
        for i in range(len(tables.prefixes))
    ]
    made = MorphAnalyzer.__new__(MorphAnalyzer)
    made.dictionary, made.lang = inner, "ru"
    made._path, made._lang = inner.path, "ru"
    made.prob_estimator = ProbabilityEstimator(inner.path)
    made._result_type = type("Parse", (Parse,), {"_morph": made, "_dict": inner})
    made._result_type_orig = Parse
    made._init_char_substitutes({"е": "ё"})
    made._init_units()
    return made


@cache
def _analogies() -> tuple[type, ...]:
    """The rules of pymorphy that give a new word one paradigm of a known one."""
    from pymorphy3.units import KnownPrefixAnalyzer, KnownSuffixAnalyzer, UnknownPrefixAnalyzer

    return KnownPrefixAnalyzer, KnownSuffixAnalyzer, UnknownPrefixAnalyzer
