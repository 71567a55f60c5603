"""A document: its text, dense columns of its tokens, and sparse records of what was found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from pipeline.core.lexicon import Lexicon, fold
from pipeline.core.records import Country, Entity, Fact, Figure, Mention, Period, Sector
from pipeline.core.span import Span

R = TypeVar("R")


@lru_cache(maxsize=4096)
def parse_tag(tag: str) -> tuple[str, dict[str, str]]:
    """UPOS and Universal Dependencies features of «NOUN|Case=Gen|Number=Plur»."""
    pos, _, feats = tag.partition("|")
    return pos, dict(pair.split("=", 1) for pair in feats.split("|")) if feats else {}


@dataclass(slots=True, eq=False)
class Doc:
    """One document on its way through the stages.

    ``text`` is the source as read: all published offsets point into it. ``clean`` is what stages
    read (Markdown marks, soft hyphens and the like taken out); ``origin`` has shape
    (2, characters): ``text[origin[0, i] : origin[1, i]]`` is what ``clean[i]`` was made of. It is
    None where the two are equal character for character.

    Columns (one entry a token): ``word`` (number in the lexicon), ``start``, ``stop`` (offsets in
    ``text``), ``sentence``, ``block`` (numbers), ``tag`` (number in ``tagset``), ``lemma`` (number
    in ``lexicon.lemmas``).

    >>> doc = Doc("d", "Товарооборот вырос на 15%")
    """

    id: str
    text: str
    lexicon: Lexicon = field(default_factory=Lexicon)
    meta: dict[str, str] = field(default_factory=dict)
    columns: dict[str, npt.NDArray[Any]] = field(default_factory=dict)
    records: dict[type, list[Any]] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    clean: str = ""
    origin: npt.NDArray[np.int32] | None = None
    tagset: tuple[str, ...] = ()
    _cache: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns["word"]) if "word" in self.columns else 0

    # Sparse

    def all(self, kind: type[R]) -> list[R]:
        """The records of one kind, in text order."""
        return self.records.get(kind, [])

    mentions = property(lambda self: self.all(Mention), doc="Persons, places, organisations.")
    countries = property(lambda self: self.all(Country), doc="Countries, adjectives included.")
    sectors = property(lambda self: self.all(Sector), doc="Fields of activity.")
    figures = property(lambda self: self.all(Figure), doc="Stated numbers with their units.")
    periods = property(lambda self: self.all(Period), doc="Stretches of time.")
    facts = property(lambda self: self.all(Fact), doc="What the figures say.")

    @property
    def entities(self) -> list[Entity]:
        """Who and what the mentions name, in order of first mention."""
        return list({id(m.entity): m.entity for m in self.all(Mention)}.values())

    # Dense: a gather each, kept; the lists are shared, do not change them.

    # (Asked for at every token by some stages, hence no common helper with a lambda.)

    @property
    def words(self) -> list[str]:
        """Tokens as written (in ``clean``)."""
        known: list[str] | None = self._cache.get("words")
        if known is None:
            known = self._cache["words"] = self.gather(str, object).tolist()
        return known

    @property
    def folded(self) -> list[str]:
        """Tokens in lower case, ё as е: what rules compare."""
        known: list[str] | None = self._cache.get("folded")
        if known is None:
            known = self._cache["folded"] = self.gather(fold, object).tolist()
        return known

    @property
    def lemmas(self) -> list[str]:
        """Dictionary forms, lower case, ё kept; needs ``lemma``."""
        known: list[str] | None = self._cache.get("lemmas")
        if known is None:
            words = self.lexicon.lemmas.column(str, object)
            known = self._cache["lemmas"] = words.take(self.columns["lemma"]).tolist()
        return known

    @property
    def tags(self) -> list[str]:
        """Tags as «NOUN|Case=Gen|Number=Plur»; needs ``tag``. See ``parse_tag``."""
        known: list[str] | None = self._cache.get("tags")
        if known is None:
            tagset = self.tagset
            known = self._cache["tags"] = [tagset[i] for i in self.columns["tag"].tolist()]
        return known

    def gather(self, feature: Callable[[str], object], dtype: Any) -> npt.NDArray[Any]:
        """A feature of the word, for every token; computed once a distinct word."""
        column = self.lexicon.column(feature, dtype)
        gathered: npt.NDArray[Any] = column.take(self.columns["word"])
        return gathered

    def find(self, feature: Callable[[str], object]) -> list[int]:
        """Tokens whose word has the feature: one gather."""
        found: list[int] = self.gather(feature, bool).nonzero()[0].tolist()
        return found

    def bounds(self, column: str) -> list[Span]:
        """Runs of equal numbers of ``sentence`` or ``block``, as spans of tokens."""

        known: list[Span] | None = self._cache.get("bounds." + column)
        if known is None:
            known = self._cache["bounds." + column] = self._runs(self.columns[column])
        return known

    @staticmethod
    def _runs(values: npt.NDArray[Any]) -> list[Span]:
        if not len(values):
            return []
        cuts = [0, *((values[1:] != values[:-1]).nonzero()[0] + 1).tolist(), len(values)]
        return list(map(Span._make, pairwise(cuts)))

    # From tokens to characters of the source

    def chars(self, span: Span) -> tuple[int, int]:
        """Offsets of the span in ``text``."""
        if span.start >= span.stop:
            raise ValueError(f"empty span {span}")
        return int(self.columns["start"][span.start]), int(self.columns["stop"][span.stop - 1])

    def extract(self, span: Span) -> str:
        """The characters of the source under the span."""
        start, stop = self.chars(span)
        return self.text[start:stop]

    # Views, for people and rare code

    @property
    def sentences(self) -> list["Sentence"]:
        """Views of the sentences."""
        return [Sentence(self, i, span) for i, span in enumerate(self.bounds("sentence"))]

    @property
    def tokens(self) -> Iterator["Token"]:
        """Views of the tokens."""
        return (Token(self, i) for i in range(len(self)))


@dataclass(frozen=True, slots=True)
class Token:
    """A view of one token."""

    doc: Doc
    index: int

    @property
    def text(self) -> str:
        """As written in the source."""
        return self.doc.extract(Span(self.index, self.index + 1))

    @property
    def lemma(self) -> str:
        """Dictionary form."""
        return self.doc.lemmas[self.index]

    @property
    def pos(self) -> str:
        """Universal Dependencies part of speech."""
        return parse_tag(self.doc.tags[self.index])[0]

    @property
    def feats(self) -> dict[str, str]:
        """Universal Dependencies features."""
        return parse_tag(self.doc.tags[self.index])[1]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A view of one sentence."""

    doc: Doc
    index: int
    span: Span

    @property
    def text(self) -> str:
        """As written in the source."""
        return self.doc.extract(self.span)

    @property
    def tokens(self) -> list[Token]:
        """Views of its tokens."""
        return [Token(self.doc, i) for i in range(*self.span)]
