"""Countries by noun, adjective and abbreviation: ``data/countries.csv`` as matchers.

The rows are ISO 3166 (the tests compare them with pycountry and Babel) with the spellings of the
press, old names, adjectives, and the capital and other well-known towns. A «~» after a word marks
one that needs support in the document («РБ», «РК», «Того» at the head of a sentence).
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.core.span import Span
from pipeline.rules.decline import adjective, noun, slots
from pipeline.rules.load import load
from pipeline.rules.phrases import Phrases


class CountryRow(NamedTuple):
    """A country or territory of ISO 3166-1."""

    code: str  # alpha-3
    names: tuple[str, ...]  # nominative, the commonest first
    adjectives: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()  # first halves besides the regular «узбекско-»
    abbreviations: tuple[str, ...] = ()  # as written
    capital: str = ""
    cities: tuple[str, ...] = ()


class Named(NamedTuple):
    """What a phrase of the lexicon stands for."""

    code: str
    name: str  # nominative, as in the row
    sure: bool  # False where the word is somebody else's, too


# Prefixes that leave the country what it is: «антироссийский», «внутрироссийский».
_PREFIXES = (
    "анти",
    "про",
    "внутри",
    "обще",
    "все",
    "меж",
    "не",
    "пост",
    "юго",
    "южно",
    "северо",
    "западно",
    "восточно",
    "центрально",
    "западно",
    "прото",
    "транс",
    "супер",
)
_ENDINGS = {
    "ого": 3, "ому": 3, "ими": 3,
    "ий": 2, "им": 2, "ом": 2, "ая": 2, "ой": 2, "ую": 2, "ою": 2, "ое": 2, "ие": 2, "их": 2,
}  # fmt: skip
# What stands before a name or after an adjective in the official name of a state.
_STATES = (
    "республика",
    "королевство",
    "государство",
    "княжество",
    "султанат",
    "эмират",
    "федерация",
)
STATE_WORDS = frozenset(fold(form) for word in _STATES for form in noun(word))
_STATE_KINDS = frozenset(
    fold(form)
    for word in ("народная", "демократическая", "исламская", "социалистическая", "федеративная")
    for form in adjective(word, "femn")
)
# An adjective before one of these names a currency or a language, no country.
LANGUAGE = frozenset(noun("язык")) | {"языки", "языков", "языкам", "языками", "языках"}


class Countries:
    """The matchers of one set of rows; get it with ``countries()``."""

    def __init__(self, rows: tuple[CountryRow, ...]) -> None:
        self.names: Phrases[Named] = Phrases()
        self.abbreviations: dict[str, Named] = {}
        self.cities: Phrases[Named] = Phrases()
        self.towns: dict[str, str] = {}  # «самаркандск»
        self.stems: dict[str, str] = {}  # folded adjective without its ending
        self.firsts: dict[str, str] = {}  # «узбекско», «англо»
        self.common: dict[str, str] = {}  # code -> the commonest name
        for row in rows:
            self._add(row)

    def _add(self, row: CountryRow) -> None:
        self.common[row.code] = row.names[0].rstrip("~")
        for name in row.names:
            plain = name.rstrip("~")
            found = Named(row.code, plain, plain == name)
            self.names.add(slots(plain), found)
        for written in row.abbreviations:
            plain = written.rstrip("~")
            self.abbreviations[plain] = Named(row.code, plain, plain == written)
        for town in (row.capital, *row.cities):
            plain = town.rstrip("~")
            if plain:
                if plain == town:
                    self.towns[fold(plain).rstrip("аяьйы") + "ск"] = row.code
                self.cities.add(slots(plain), Named(row.code, plain, plain == town))
        for word in row.adjectives:
            stem = fold(word)[:-2]
            self.stems[stem] = row.code
            self.firsts[stem + "о"] = row.code
        for first in row.compounds:
            self.firsts[fold(first)] = row.code

    def adjective(self, word: str) -> tuple[str, ...]:
        """Codes of the countries that an adjective names, in its order; () for other words.

        >>> countries().adjective("узбекско-азербайджанских")
        ('UZB', 'AZE')
        """
        low = word.lower()
        if "ск" not in low and "цк" not in low:
            return ()
        stem = _stem(fold(low))
        if stem is None:
            return ()
        if stem in self.stems:
            return (self.stems[stem],)
        *firsts, last = stem.split("-")
        if not firsts:
            return self._prefixed(stem)
        codes = [self.firsts.get(first) for first in firsts]
        codes.append(self.stems.get(last) or next(iter(self._prefixed(last)), None))
        return tuple(dict.fromkeys(code for code in codes if code is not None))

    def town_adjective(self, word: str) -> str | None:
        """The country of a town by its adjective: «Самаркандский» → UZB."""
        stem = _stem(fold(word))
        return self.towns.get(stem) if stem is not None else None

    def named(self, doc: Doc) -> list[tuple[Span, Named, str]]:
        """Where the document names countries by noun or abbreviation, and in which form.

        A doubtful word («РБ», «Доминика») comes as it stands, with ``sure`` False, unless the
        document names the same country beyond doubt. Two stages ask, hence kept with the document.
        """
        known = doc._cache.get("countries")
        if known is None or known[0] is not self:
            known = doc._cache["countries"] = (self, self._search(doc))
        found: list[tuple[Span, Named, str]] = known[1]
        return found

    def _search(self, doc: Doc) -> list[tuple[Span, Named, str]]:
        found = [*self._nouns(doc), *self._words(doc)]
        found.sort(key=lambda item: (item[0].start, -item[0].stop))
        kept: list[tuple[Span, Named, str]] = []
        for item in found:
            if not kept or item[0].start >= kept[-1][0].stop:
                kept.append(item)
        certain = {named.code for _, named, _ in kept if named.sure}
        return [
            (span, named, form)
            if named.sure or named.code not in certain
            else (span, named._replace(sure=True), form)
            for span, named, form in kept
        ]

    def _nouns(self, doc: Doc) -> Iterator[tuple[Span, Named, str]]:
        words, folded, sentence = doc.words, doc.folded, doc.columns["sentence"]
        for span, values in self.names.search(doc, capital=True):
            start = span.start
            if start and folded[start - 1] in STATE_WORDS and words[start - 1][0].isupper():
                start -= 1  # «Королевства Швеция», «Народной Республики Бангладеш»
                while start and folded[start - 1] in _STATE_KINDS and words[start - 1][0].isupper():
                    start -= 1
            named = values[0]
            first = span.start == 0 or sentence[span.start - 1] < sentence[span.start]
            if not named.sure and not first:
                named = named._replace(sure=True)  # «в Того», not «Того же мнения …»
            yield Span(start, span.stop), named, "noun"

    def _words(self, doc: Doc) -> Iterator[tuple[Span, Named, str]]:
        """«США»; «Азербайджанской Республики»: an adjective, a word for a state, with capitals."""
        words, folded = doc.words, doc.folded
        for i in doc.find(self._telling):
            letters = self.abbreviations.get(words[i])
            if letters is not None:
                yield Span(i, i + 1), letters, "abbreviation"
            if i and words[i - 1][0].isupper() and folded[i] in STATE_WORDS:
                codes = self.adjective(words[i - 1])
                if len(codes) == 1 and folded[i - 1].split("-")[0] not in self.firsts:
                    yield Span(i - 1, i + 1), Named(codes[0], self.common[codes[0]], True), "noun"

    def _telling(self, word: str) -> bool:
        return word in self.abbreviations or (word[0].isupper() and fold(word) in STATE_WORDS)

    def _prefixed(self, stem: str) -> tuple[str, ...]:
        for prefix in _PREFIXES:
            if stem.startswith(prefix) and stem[len(prefix) :].lstrip("-") in self.stems:
                return (self.stems[stem[len(prefix) :].lstrip("-")],)
        return ()


def _stem(folded: str) -> str | None:
    """An adjective in «-ский», «-цкий» without its ending."""
    for size in (3, 2):
        if _ENDINGS.get(folded[-size:]) == size:
            stem = folded[:-size]
            return stem if stem.endswith(("ск", "цк")) else None
    return None


@cache
def countries(overlay: Path | None = None) -> Countries:
    """The lexicon of countries, built once a process."""
    return Countries(load(CountryRow, "countries", overlay))
