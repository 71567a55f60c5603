"""Words asked by their dictionary form, near figures only: each distinct word is parsed once."""

from collections.abc import Iterable
from typing import Generic, TypeVar

from pipeline.core.lexicon import fold
from pipeline.rules.inflect import readings

V = TypeVar("V")
_MOST = 100_000  # words remembered


class ByLemma(Generic[V]):
    """Values by dictionary form; «!» behind a word makes it stand as written.

    Which of 64,000 words are forms of 200 verbs is asked word by word, as they come up beside a
    figure: inflecting all the verbs at load would cost more than most texts take to read. A first
    look at three letters spares most words the question.
    """

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        self._lemmas: dict[str, V] = {}
        self._fixed: dict[str, V | None] = {}
        for word, value in entries:
            if word.endswith("!"):
                self._fixed[fold(word[:-1])] = value
            else:
                self._lemmas.setdefault(fold(word), value)
        self._begins = frozenset(lemma[:3] for lemma in self._lemmas)
        self._known = dict(self._fixed)

    def of(self, word: str) -> V | None:
        """The value of a folded word, or None."""
        try:
            return self._known[word]
        except KeyError:
            value = None
            if word[:3] in self._begins:
                for reading in readings(word):
                    value = self._lemmas.get(fold(reading.lemma))
                    if value is not None:
                        break
            if len(self._known) > 200_000:
                self._known.clear()
            if len(self._known) > _MOST:
                self._known = dict(self._fixed)
            self._known[word] = value
            return value
