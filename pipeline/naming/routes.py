"""Places by what stands around them: routes between dashes, datelines, generic words before."""

from collections.abc import Iterator

from pipeline.core.doc import Doc
from pipeline.naming.repair import Found
from pipeline.naming.words import Words

_DASHES = frozenset("—–-−―")
_RELATIVE = ("ской", "цкой", "ская", "цкая", "скую", "ского", "ский", "скому", "ском", "ским")


def routes(doc: Doc, found: list[Found], vocabulary: Words) -> Iterator[Found]:
    """Places joined by dashes after a word for a way: «по линии [Узень — Берекет — Горган]»."""
    words = doc.words
    at = 0
    while at < len(found):
        end = at
        while end + 1 < len(found) and found[end + 1].start == found[end].stop + 1:
            if words[found[end].stop] not in _DASHES:
                break
            end += 1
        first = found[at]
        way = _way(doc, first, vocabulary) if end > at else None
        if way is None:
            yield first
            at += 1
        else:
            yield Found(way, found[end].stop, "LOC", "route")
            at = end + 1


def _way(doc: Doc, first: Found, vocabulary: Words) -> int | None:
    """Where the route begins, if a word for a way stands before it or is its first word."""
    folded = doc.folded
    if first.stop - first.start > 1 and folded[first.start] in vocabulary.ways:
        return first.start + 1
    i = first.start - 1
    while i >= 0 and i >= first.start - 2 and doc.words[i] in '«"“„':
        i -= 1
    return first.start if i >= 0 and folded[i] in vocabulary.ways else None


def bare(doc: Doc, found: list[Found], vocabulary: Words) -> Iterator[Found]:
    """A place without the generic word that begins its sentence: «[Порту] Поти добавят …»."""
    sentence, words = doc.columns["sentence"], doc.words
    for name in found:
        i = name.start
        if (
            name.type == "LOC"
            and name.stop - i > 1
            and name.rule == "network"
            and (i == 0 or sentence[i] != sentence[i - 1] or words[i].islower())
            and doc.folded[i] in vocabulary.outside
            and words[i + 1][0].isupper()
        ):
            name = name._replace(start=i + 1, rule="generic")
        yield name


def datelines(doc: Doc, found: list[Found]) -> Iterator[Found]:
    """A word in capitals at the head of a block before a date is a town: «НУР-СУЛТАН, 4 июня»."""
    words, blocks = doc.words, doc.columns["block"]
    for name in found:
        i, at = name.start, name.stop
        if (
            name.type != "LOC"
            and at - i == 1
            and words[i].isupper()
            and len(words[i]) > 3
            and (i == 0 or blocks[i] != blocks[i - 1])
            and at + 2 < len(words)
            and words[at] == ","
            and words[at + 1].isdecimal()
            and doc.tags[at + 2].startswith("NOUN")
        ):
            name = name._replace(type="LOC", rule="dateline")
        yield name


def elided(doc: Doc, start: int, stop: int, vocabulary: Words) -> int | None:
    """The generic word that a lone adjective shares: «[Херсонской] и Запорожской [областях]»."""
    words, folded, tags = doc.words, doc.folded, doc.tags
    if stop - start > 1 or not folded[start].endswith(_RELATIVE):
        return None
    i = stop
    while i + 1 < len(words) and i < stop + 12 and words[i] in (",", "и"):
        if not words[i + 1][0].isupper() or not folded[i + 1].endswith(_RELATIVE):
            return None
        i += 2
        if folded[i : i + 1] and folded[i] in vocabulary.geography:
            return i if "Number=Plur" in tags[i] else None
    return None
