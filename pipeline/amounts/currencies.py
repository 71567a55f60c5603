"""Currencies: nouns, adjectives, symbols, codes; which dollar, which manat.

The adjective decides («канадских долларов»), else the country that the sentence names («манат»,
«крона»), else what the same noun meant before in the text; what is left open is XXX, never a guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.amounts.tokens import Tokens
from pipeline.core.lexicon import fold
from pipeline.rules.inflect import readings, slots
from pipeline.rules.load import load

UNKNOWN = "XXX"


class CurrencyRow(NamedTuple):
    """A currency: «манат» with «азербайджанский» is AZN; one row an ISO 4217 code."""

    code: str
    example: str
    noun: str = ""  # as ``inflect.slots`` reads it
    adjectives: tuple[str, ...] = ()
    near: tuple[str, ...] = ()  # places that decide where no adjective does
    default: bool = False  # what the noun means where nothing decides
    symbols: tuple[str, ...] = ()
    shorts: tuple[str, ...] = ()
    minor: tuple[str, ...] = ()  # a hundredth: «копейка»
    phrases: tuple[str, ...] = ()
    compound: str = ""  # «долларовый» of «20-долларовый»


@dataclass(frozen=True, slots=True, eq=False)
class Money:
    """What a word of money can mean."""

    rows: tuple[CurrencyRow, ...]
    minor: bool = False
    sure: bool = False  # a symbol, a code, a phrase: no adjective or country is asked


@lru_cache(maxsize=8)
def currencies(overlay: Path | None = None) -> tuple[CurrencyRow, ...]:
    """The rows of ``currencies.csv``."""
    return load(CurrencyRow, "currencies", overlay)


class Currencies:
    """The currency rows, ready to name the one that the text means."""

    def __init__(self, overlay: Path | None = None) -> None:
        self.rows = currencies(overlay)
        self.codes = {row.code: Money((row,), sure=True) for row in self.rows}
        self._near: dict[str, frozenset[str]] = {}

    def phrases(self) -> Iterator[tuple[tuple[frozenset[str], ...], Money]]:
        """Inflected phrases for the trie, one for all currencies that share a noun."""
        nouns: dict[frozenset[str], list[CurrencyRow]] = {}
        minors: dict[frozenset[str], list[CurrencyRow]] = {}
        for row in self.rows:
            for option in row.noun.split("|") if row.noun else ():
                nouns.setdefault(slots(option)[0], []).append(row)
            for word in row.minor:
                if not word.endswith("."):
                    minors.setdefault(slots(word)[0], []).append(row)
            for phrase in row.phrases:
                yield slots(phrase), Money((row,), sure=True)
        for words, rows in nouns.items():
            yield (words,), Money(tuple(rows))
        for words, rows in minors.items():
            yield (words,), Money(tuple(rows), minor=True)

    def shorts(self) -> Iterator[tuple[str, Money]]:
        """Abbreviations and symbols behind the number."""
        for row in self.rows:
            for short in (*row.shorts, *row.symbols):
                yield short, Money((row,), sure=short in row.symbols)
            for short in row.minor:
                if short.endswith("."):
                    yield short, Money((row,), minor=True)

    def symbols(self) -> Iterator[tuple[str, Money]]:
        """Symbols in front of the number."""
        for row in self.rows:
            for symbol in row.symbols:
                yield symbol, Money((row,), sure=True)

    def compounds(self) -> Iterator[tuple[str, Money]]:
        """Adjectives that hold a currency: «долларовый»."""
        for row in self.rows:
            if row.compound:
                yield row.compound, Money((row,), sure=True)

    def resolve(
        self, money: Money, text: Tokens, adjectives: list[int], sentence: tuple[int, int]
    ) -> tuple[str, bool]:
        """The code, and whether the words beside the number settled it."""
        rows = money.rows
        if money.sure:
            return self._sign(rows[0], text, sentence), True
        for i in adjectives:
            if code := self.by_adjective(money, text.folded[i]):
                return code, True
        default = next((row for row in rows if row.default), None)
        if default and (len(rows) == 1 or not default.near):
            return default.code, True
        here = self._places(rows, text, sentence)
        if len(here) == 1:
            return here[0], True
        if default is not None:
            return default.code, True
        return UNKNOWN, False

    def by_adjective(self, money: Money, word: str) -> str:
        """The code that an adjective picks among those of a noun, or empty."""
        lemmas = {fold(r.lemma) for r in readings(word)}
        return next(
            (row.code for row in money.rows if not lemmas.isdisjoint(map(fold, row.adjectives))), ""
        )

    def around(self, money: Money, text: Tokens) -> str:
        """The code that the places of the whole text leave, for a noun still open."""
        here = self._places(money.rows, text, (0, len(text)))
        return here[0] if len(here) == 1 else UNKNOWN

    def _sign(self, row: CurrencyRow, text: Tokens, sentence: tuple[int, int]) -> str:
        """«¥» is the yen unless the sentence speaks of China alone."""
        if "¥" in row.symbols:
            yuan = [r for r in self.rows if r.code in (row.code, "CNY")]
            here = self._places(tuple(yuan), text, sentence)
            return here[0] if len(here) == 1 else row.code
        return row.code

    def _places(
        self, rows: tuple[CurrencyRow, ...], text: Tokens, sentence: tuple[int, int]
    ) -> list[str]:
        """Codes of the rows whose country, city or people the sentence names."""
        found = []
        lemmas: set[str] = set()
        for word in set(text.folded[slice(*sentence)]):
            if len(word) > 2:
                lemmas.update(fold(r.lemma) for r in readings(word))
        for row in rows:
            near = self._near.get(row.code)
            if near is None:
                words = (*row.near, *row.adjectives)
                near = self._near[row.code] = frozenset(fold(word) for word in words)
            if not lemmas.isdisjoint(near):
                found.append(row.code)
        return found
