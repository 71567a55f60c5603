"""What the network gets wrong about the edges of names, put right.

The network (slovnet's) finds most names, but its spans run across brackets and list commas and
keep quotes, legal forms and titles. Each function here takes the names of one document and gives
them back repaired; ``rule`` says what was done last.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.naming.quotes import CLOSING, LONGEST_QUOTE, OPENING, QUOTES
from pipeline.naming.words import Words

_BREAKS = frozenset("()[]{}•*|;·●▪■<>…→=") | {"...", "//", "||", "--"}
_DASHES = frozenset("—–-−―")
_STOPS = frozenset(".!?:…")
LETTERS = "ОКСУВАИЯ"  # words of one letter, which are no initials without a dot
_EDGES = QUOTES | _BREAKS | _DASHES | frozenset(",.:!?/&#№+%")


class Found(NamedTuple):
    """A name on its way: tokens ``start`` up to ``stop``."""

    start: int
    stop: int
    type: str  # PER, LOC, ORG
    rule: str


def decode(
    labels: Sequence[npt.NDArray[np.int8]],
    names: tuple[str, ...],
    blocks: Sequence[npt.NDArray[np.int32]],
) -> list[list[Found]]:
    """Spans of the B-, I-, O labels of each document; a block's edge ends a span."""
    found: list[list[Found]] = [[] for _ in labels]
    tagged = np.concatenate(labels) if found else np.zeros(0, np.int8)
    at = np.flatnonzero(tagged != names.index("O"))
    if not len(at):
        return found
    offsets = np.cumsum([0, *map(len, labels)])
    doc = np.searchsorted(offsets, at, side="right") - 1
    block, label = np.concatenate(blocks)[at], tagged[at]
    kinds = [name[2:] for name in names]
    kind = np.array([kinds.index(k) for k in kinds])[label]
    fresh = np.array([name[0] == "B" for name in names])[label]
    fresh[0] = True
    fresh[1:] |= at[1:] != at[:-1] + 1
    for values in (kind, block, doc):
        fresh[1:] |= values[1:] != values[:-1]
    first = fresh.nonzero()[0]
    last = np.append(first[1:], len(at)) - 1
    at -= offsets[doc]
    spans = at[first], at[last] + 1, kind[first], doc[first]
    for start, stop, number, i in zip(*(values.tolist() for values in spans), strict=True):
        found[i].append(Found(start, stop, kinds[number], "network"))
    return found


def split(doc: Doc, found: Iterable[Found]) -> Iterator[Found]:
    """Cut at brackets, bullets and semicolons, a person also at commas and dashes."""
    words = doc.words
    for name in found:
        start = name.start
        for i in range(name.start, name.stop):
            word = words[i]
            cut = word in _BREAKS or (word == ":" and name.type != "ORG")
            if name.type == "PER" and not cut:
                cut = word == "," or (word in _DASHES and words[i - 1] != ".")
                cut = cut or ("летн" in word and i == start)  # «55-летняя К. Лагард»
                if _next_person(words, start, i, name.stop):
                    yield name._replace(start=start, stop=i, rule="split")
                    start = i
            if cut or (i > start and _short_line(doc, i)):
                if i > start:
                    yield name._replace(start=start, stop=i, rule="split")
                start = i + cut
        if start < name.stop:
            yield name if start == name.start else name._replace(start=start, rule="split")


def _next_person(words: list[str], start: int, i: int, stop: int) -> bool:
    """Whether initials begin another person: «с Ришабом Мехтой [А. Саакян]», not «Джон Ф. Дин»."""
    if i < start + 2 or i + 2 >= stop or words[i + 1] != "." or not _initial(words[i]):
        return False
    if not all(len(word) > 2 for word in words[start:i]):
        return False
    return len(words[stop - 1]) > 2 and words[stop - 1][0].isupper()


def _short_line(doc: Doc, i: int) -> bool:
    """Whether a short line ends before the token: a headline or a list that nobody marked."""
    start, stop = doc.columns["start"], doc.columns["stop"]
    before = int(stop[i - 1])
    if int(start[i]) - before < 1 or "\n" not in doc.text[before : int(start[i])]:
        return False
    return before - (doc.text.rfind("\n", 0, before) + 1) < 75


def unquote(doc: Doc, found: Iterable[Found], pairs: dict[int, int]) -> Iterator[Found]:
    """The quoted name alone, and whole: «ООО «[Ромашка]»», ««[Координационный совет] жильцов»»."""
    words = doc.words
    for name in found:
        opening = next((i for i in range(name.start - 3, name.stop + 1) if i in pairs), None)
        if opening is not None and opening < name.start:
            nested = name.start in pairs and pairs[opening] == pairs[name.start] + 1
            if not nested:
                opening = next((i for i in range(name.start, name.stop + 1) if i in pairs), None)
        if opening is None or name.type == "PER" or opening == name.stop != name.start + 1:
            yield name
            continue
        closing = pairs[opening]
        before = name._replace(stop=opening - 1, rule="unquote")
        if before.stop > before.start and _own_name(words, before):
            yield before
        if closing - opening <= LONGEST_QUOTE and not _speech(doc, opening, closing):
            yield name._replace(start=opening, stop=closing, rule="unquote")
            if name.stop > closing + 1:
                yield name._replace(start=closing + 1, rule="unquote")
        elif name.stop > opening:
            yield name._replace(start=opening, stop=min(name.stop, closing), rule="unquote")


def _own_name(words: list[str], name: Found) -> bool:
    """Whether what stands before a quoted name is a name itself: «Русская служба «Голоса …»»."""
    return name.stop - name.start > 1 and any(
        w[0].isupper() or w[0].isdigit() for w in words[name.start : name.stop]
    )


def _speech(doc: Doc, start: int, stop: int) -> bool:
    """Whether somebody speaks between the quotes: «ЕС готов ответить санкциями»."""
    if not _STOPS.isdisjoint(doc.words[start:stop]):
        return True
    return any(map(_predicate, doc.tags[start:stop]))


@lru_cache(maxsize=1024)
def _predicate(tag: str) -> bool:
    return "VerbForm=Fin" in tag or "Variant=Short" in tag or "VerbForm=Inf" in tag


def trim(doc: Doc, found: Iterable[Found], vocabulary: Words) -> Iterator[Found]:
    """Take punctuation and legal forms off both ends, and drop what is no name («СМИ»)."""
    words, folded = doc.words, doc.folded
    for name in found:
        start, stop = name.start, name.stop
        if name.type == "ORG":
            while start < stop - 1 and _outside(words, start, vocabulary):
                start += 1
            start, stop = _suffixes(words, start, stop, vocabulary)
        while start < stop and words[start] in _EDGES:
            start += 1
        if name.type == "PER" and _preposition(words, start, stop):
            start += 1
        start = _initials(words, start) if name.type == "PER" else start
        while stop > start and words[stop - 1] in _EDGES and not _kept(words, start, stop):
            stop -= 1
        if start == stop or not (
            words[start].isalnum() or any(c.isalnum() for w in words[start:stop] for c in w)
        ):
            continue
        if name.type == "LOC" and start and folded[start - 1].startswith("доллар"):
            continue  # «долларов США» is a currency
        if name.type != "PER" and _no_name(words, start, stop, vocabulary):
            continue
        yield name if (start, stop) == name[:2] else name._replace(start=start, stop=stop)


def _initials(words: list[str], start: int) -> int:
    """Back over the initials before a name: «К.-[Ж. Токаев]»."""
    while start > 1 and words[start - 1] in (".", "-"):
        at = start - 2 if words[start - 1] == "." else start - 3
        if at < 0 or not _initial(words[at]):
            break
        if (words[at] < "А") != (words[start] < "А"):  # «… в X. Карцев …»
            break
        if words[start - 1] == "-" and words[start - 2] != ".":
            break
        start = at
    return start


def _initial(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or word in ("Дж", "Ю", "Ж"))


def _no_name(words: list[str], start: int, stop: int, vocabulary: Words) -> bool:
    """«СМИ», «кВт·ч», a legal form alone («доля ПАО в капитале»)."""
    if words[start] in vocabulary.common or "·" in words[start]:
        return True
    quoted = start > 0 and words[start - 1][0] in QUOTES
    return stop - start == 1 and words[start] in vocabulary.before and not quoted


def _outside(words: list[str], start: int, vocabulary: Words) -> bool:
    """A legal form, or a word for the kind before a Latin name: «[Компания] Apple»."""
    if words[start] in vocabulary.before:
        return True
    latin = "A" <= words[start + 1][0] <= "z"
    return latin and any(row.type == "ORG" for row in vocabulary.carriers.of(fold(words[start])))


def _suffixes(words: list[str], start: int, stop: int, vocabulary: Words) -> tuple[int, int]:
    """«Huawei Technologies Co., Ltd.» ends before «Co»."""
    at = stop
    while at > start + 1:
        word = words[at - 1]
        if word in (".", ","):
            at -= 1
        elif fold(word) in vocabulary.after or fold(word) == "лимитед":
            at -= 1
            stop = at
        else:
            break
    return start, stop


def _preposition(words: list[str], start: int, stop: int) -> bool:
    """«[О Камале Харрис] пишут»: a letter without a dot is no initial."""
    return start + 1 < stop and words[start] in LETTERS and words[start + 1] != "."


def _kept(words: list[str], start: int, stop: int) -> bool:
    """Whether the last mark belongs to the name: an initial's dot, the quote of an inner name."""
    if words[stop - 1] in CLOSING:
        inner = "".join(words[start : stop - 1])
        return sum(c in OPENING for c in inner) > sum(c in CLOSING for c in inner)
    return _dotted(words, start, stop)


def _dotted(words: list[str], start: int, stop: int) -> bool:
    """Whether the last dot belongs to an initial: «Мирзиёев Ш.»."""
    if words[stop - 1] != "." or stop - start < 2:
        return False
    initial = words[stop - 2]
    return len(initial) == 1 and initial.isupper()
