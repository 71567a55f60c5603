"""Photo captions that a site puts in lower case: «александр лукашенко, беларусь»."""

from collections.abc import Iterator

from pipeline.core.doc import Doc
from pipeline.core.records import Block
from pipeline.core.span import Span
from pipeline.naming.consistent import stem
from pipeline.naming.countries import Countries
from pipeline.naming.gazetteer import Gazetteer
from pipeline.naming.repair import Found


def lower_captions(doc: Doc) -> list[Span]:
    """Token spans of the caption blocks that hold no capital."""
    blocks = doc.all(Block)
    if not any(block.kind == "caption" for block in blocks):
        return []
    numbers, words = doc.columns["block"], doc.words
    return [
        span
        for span in doc.bounds("block")
        if blocks[int(numbers[span.start])].kind == "caption"
        and not any(word[0].isupper() for word in words[span.start : span.stop])
    ]


def read(
    doc: Doc,
    captions: list[Span],
    tagged: list[Found],
    found: list[Found],
    countries: Countries,
    gazetteer: Gazetteer,
) -> Iterator[Found]:
    """Names of lower-case captions, part by part between commas.

    A part is a name if the lexicons know it, if the document has it elsewhere, or if the network
    calls it one when its words get capitals (``tagged``).
    """
    known = {tuple(stem(w) for w in doc.words[n.start : n.stop]): n.type for n in found}
    for caption in captions:
        for part in _parts(doc, caption):
            kind = _lexicon(doc, part, countries, gazetteer)
            kind = kind or known.get(tuple(stem(w) for w in doc.words[part.start : part.stop]))
            if kind is None:
                inside = [n for n in tagged if part.covers(Span(n.start, n.stop))]
                if len(inside) == 1 and inside[0].type != "ORG" and _most(inside[0], part):
                    yield Found(inside[0].start, inside[0].stop, inside[0].type, "caption")
            else:
                yield Found(part.start, part.stop, kind, "caption")


def _parts(doc: Doc, caption: Span) -> Iterator[Span]:
    start = caption.start
    for i in range(caption.start, caption.stop + 1):
        if i == caption.stop or doc.words[i] in (",", ".", ";", ":", "(", ")", "—", "–", "|", "/"):
            if i > start:
                yield Span(start, i)
            start = i + 1


def _lexicon(doc: Doc, part: Span, countries: Countries, gazetteer: Gazetteer) -> str | None:
    folded = doc.folded
    for phrases in (countries.names, countries.cities):
        hit = phrases.after(folded, part.start, part.stop)
        if hit is not None and hit[0] == part and len(folded[part.start]) > 3:
            return "LOC"
    gazetted = gazetteer.phrases.after(folded, part.start, part.stop)
    if gazetted is not None and gazetted[0] == part:
        return gazetted[1][0].type
    return None


def _most(name: Found, part: Span) -> bool:
    """Whether a name fills its part of the caption, as a person of two words does."""
    whole = name.start == part.start and name.stop == part.stop
    return whole and (name.type == "LOC" or name.stop - name.start > 1)
