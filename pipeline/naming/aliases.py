"""Abbreviations that the document expands itself: «Азиатский банк развития (АБР)»."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.core.records import Name
from pipeline.core.span import Span
from pipeline.naming.repair import Found


def bracketed(doc: Doc, found: Sequence[Found], brackets: set[int]) -> Iterator[Found]:
    """Abbreviations in brackets that the network missed: «… маршрут (ТМТМ)»."""
    words = doc.words
    for start, at, kind, _ in found:
        if at not in brackets or kind == "PER" or at - start < 2:
            continue
        alone = words[at + 2 : at + 3] == [")"]
        alone = alone and not any(name.start <= at + 1 < name.stop for name in found)
        if alone and 1 < len(words[at + 1]) < 9 and _short(words[at + 1]):
            yield Found(at + 1, at + 2, kind, "alias")


def expansions(doc: Doc, names: Sequence[Name]) -> dict[Span, Span]:
    """Spans of abbreviations -> the span where the document has the full name.

    >>> # «Азиатский банк развития (АБР) … грант АБР»: both АБР -> Азиатский банк развития
    """
    words = doc.words
    full: dict[str, Span] = {}
    for left, right in pairwise(names):
        a, b = left.span, right.span
        if not 1 <= b.start - a.stop <= 2 or left.type != right.type:
            continue
        if words[a.stop : b.start] not in (["("], ["(", "«"], ["»", "("]):
            continue
        short, long = (a, b) if _length(doc, a) < _length(doc, b) else (b, a)
        alone = short.stop - short.start == 1 and _short(words[short.start])
        if alone and _fits(words[short.start], words[long.start : long.stop]):
            full.setdefault(_key(words[short.start]), long)
    if not full:
        return {}
    return {
        name.span: full[_key(words[name.span.start])]
        for name in names
        if name.span.stop - name.span.start == 1 and _key(words[name.span.start]) in full
    }


def _fits(short: str, long: list[str]) -> bool:
    """Whether letters of one alphabet can stand for the name: not «Верховный суд … (ЛГБТ)»."""
    if short.isascii() or not short.isupper() or any(word.isascii() for word in long):
        return True
    return any(fold(word).startswith(fold(short[0])) for word in long) or any(
        fold(short) in fold(word) for word in long
    )


def _length(doc: Doc, span: Span) -> int:
    start, stop = doc.chars(span)
    return stop - start


def _key(word: str) -> str:
    """«МИДом», «МИД» as one; Latin as it is."""
    while len(word) > 3 and word[-1].islower() and word[:2].isupper():
        word = word[:-1]
    return word if word.isupper() else fold(word)


def _short(word: str) -> bool:
    """Letters, or a word of another script, that may stand for a name."""
    return sum(c.isupper() for c in word) > 1 or (word[0].isupper() and word[0] < "А")
