"""Counted nouns: economic things alone, and only where noun and number agree."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.amounts.context import Contexts
from pipeline.amounts.numerals import Number
from pipeline.amounts.tokens import Tokens
from pipeline.core.lexicon import fold
from pipeline.rules.inflect import Reading, readings
from pipeline.rules.load import load


class ItemRow(NamedTuple):
    """A group of nouns that economic news counts."""

    group: str
    words: tuple[str, ...]
    example: str
    only: tuple[str, ...] = ()  # adjectives without which the words do not count
    unless: tuple[str, ...] = ()  # contexts in which nobody counts them as goods
    needs: str = ""  # the context that a few of them need: «12 человек работают»


class Items:
    """The item rows, asked of the noun behind a number."""

    def __init__(self, contexts: Contexts, overlay: Path | None = None) -> None:
        self._contexts = contexts
        self._rows: dict[str, ItemRow] = {}
        for row in load(ItemRow, "items", overlay):
            self._rows |= {fold(word): row for word in row.words}
        self._known: Callable[[str], list[tuple[Reading, ItemRow]]] = lru_cache(4096)(self._items)

    def _items(self, word: str) -> list[tuple[Reading, ItemRow]]:
        """The items that a folded word may be: of most words none."""
        return [
            (reading, row)
            for reading in readings(word)
            if reading.pos in ("NOUN", "ADJF")
            and (row := self._rows.get(fold(reading.lemma))) is not None
        ]

    def at(self, text: Tokens, number: Number, at: int, adjectives: list[int]) -> str | None:
        """The lemma of the item noun at the token, if it is one and agrees with the number."""
        if at >= len(text):
            return None
        for reading, row in self._known(text.folded[at]):
            if not _agrees(number, reading):
                continue
            if row.only and not any(self._is(text.folded[i], row.only) for i in adjectives):
                continue
            return reading.lemma
        return None

    def _is(self, word: str, lemmas: tuple[str, ...]) -> bool:
        return any(fold(r.lemma) in lemmas for r in readings(word))

    def noun(self, text: Tokens, at: int) -> str | None:
        """The lemma of an item in any number and case: «количество |авиарейсов»."""
        for reading in readings(text.folded[at]):
            row = self._rows.get(fold(reading.lemma))
            if row is None or reading.pos != "NOUN":
                continue
            if not row.only or (at and self._is(text.folded[at - 1], row.only)):
                return reading.lemma
        return None

    def counted(self, text: Tokens, lemma: str, span: tuple[int, int, int, int], few: bool) -> bool:
        """Whether the sentence counts such things as goods, not as victims of an accident.

        ``span``: start and stop of the figure, start and stop of its sentence; ``few``: less than
        a thousand.
        """
        row = self._rows.get(fold(lemma))
        if row is None:
            return True
        start, stop, *sentence = span
        whole = (sentence[0], sentence[1])
        if row.unless and self._contexts.speaks(row.unless, text, start, stop, whole):
            return False
        if row.needs and few:
            return self._contexts.speaks((row.needs,), text, start, stop, whole)
        return True


def _agrees(number: Number, noun: Reading) -> bool:
    """Whether the noun can stand behind the number: «5 компаний», not «5 компания»."""
    if number.low is None or number.scale is not None:
        return noun.number == "plur" and noun.case == "gent"
    value = number.high or number.low
    if value != value.to_integral_value():
        return noun.case == "gent"
    last, tens = int(value) % 10, int(value) % 100
    if last == 1 and tens != 11:
        return noun.number == "sing" and (value > 1)
    if noun.number == "plur":
        return noun.case not in ("nomn", "voct") or noun.lemma.endswith(("ий", "ый"))
    return 2 <= last <= 4 and not 12 <= tens <= 14 and noun.case == "gent"
