"""One text with all that was found in it, by which rule, and what was not understood."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.core.doc import Doc, parse_tag
from pipeline.core.records import Block, Country, Fact, Figure, Mention, Period, Sector
from pipeline.core.span import Span
from pipeline.sinks.files import plain

KINDS: dict[type, str] = {
    Mention: "name",
    Country: "country",
    Sector: "sector",
    Figure: "figure",
    Period: "period",
}
_SIGNS = {"gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ ", "approx": "≈ "}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing found (or not understood), with offsets into the source."""

    start: int
    stop: int
    kind: str  # name, country, sector, figure, period, fact, unread
    reading: str
    rule: str


def found(doc: Doc) -> list[Line]:
    """Everything found, in text order; what a figure says stands below it."""
    facts = {id(fact.figure): fact for fact in doc.all(Fact)}
    lines: list[Line] = []
    named = {m.span for m in doc.all(Mention) if m.country}  # a noun's name line says its country
    for kind, name in KINDS.items():
        records: list[Any] = doc.all(kind)
        for record in records:
            if kind is Country and record.form == "noun" and record.span in named:
                continue
            start, stop = doc.chars(record.span)
            lines.append(Line(start, stop, name, reading(record), record.rule))
            if isinstance(record, Figure) and (fact := facts.get(id(record))):
                lines.append(Line(start, stop, "fact", reading(fact), fact.rule))
    order = [*KINDS.values(), "fact"]
    return sorted(lines, key=lambda x: (x.start, -x.stop, order.index(x.kind)))


def reading(record: object) -> str:
    """A record in a few words: «> 620100000 USD»; what the text leaves open is a «?»."""
    match record:
        case Mention():
            entity = record.entity
            more = (record.type, record.name, entity.role, record.country or entity.country)
            return " · ".join(filter(None, more))
        case Country():
            return f"{record.country} ({record.form})"
        case Sector():
            return record.sector + (" (within a name)" if record.inside_org else "")
        case Figure():
            return _amount(record)
        case Period():
            return record.value or "? (the text names no year)"
        case Fact():
            period = record.period.value if record.period else None
            parties = ";".join(record.parties)
            indicator = "indicator ?" if record.indicator == "other" else record.indicator
            words = (indicator, record.kind, record.status, period or "period ?")
            return " · ".join((*words, parties or "parties ?"))
    return ""


def _amount(figure: Figure) -> str:
    arrow = {"up": " ↑", "down": " ↓"}.get(figure.direction or "", "")
    low, high = figure.low, figure.high
    if figure.bound == "range" and low is not None and high is not None:
        return f"{plain(low)} – {plain(high)} {figure.unit}{arrow}"
    value = next((v for v in (figure.value, low, high) if v is not None), None)
    said = "?" if value is None else plain(value)
    return f"{_SIGNS.get(figure.bound, '')}{said} {figure.unit}{arrow}"


def unread(doc: Doc) -> list[Line]:
    """What a reader would expect to be found, and was not: numbers, names, parts left out."""
    covered = bytearray(len(doc))
    for kind in KINDS:
        records: list[Any] = doc.all(kind)
        for record in records:
            covered[record.span.start : record.span.stop] = b"\1" * (
                record.span.stop - record.span.start
            )
    lines = list(_boilerplate(doc))
    for span in _runs(n for n in doc.find(_has_digit) if not covered[n]):
        start, stop = doc.chars(span)
        lines.append(Line(start, stop, "unread", "a number that is no figure and no date here", ""))
    if "tag" in doc.columns:
        proper = (n for n, tag in enumerate(doc.tags) if parse_tag(tag)[0] == "PROPN")
        first = {span.start for span in doc.bounds("sentence")}
        for span in _runs(n for n in proper if not covered[n]):
            if span == (span.start, span.start + 1) and span.start in first:
                continue  # any word has a capital there, and the tagger may take it for a name
            start, stop = doc.chars(span)
            lines.append(Line(start, stop, "unread", "a name of no known kind", ""))
    return sorted(lines, key=lambda line: line.start)


def _has_digit(word: str) -> bool:
    return any(c.isdigit() for c in word)


def _runs(numbers: Iterable[int]) -> Iterator[Span]:
    """Neighbouring tokens together."""
    start = stop = -1
    for number in numbers:
        if number != stop:
            if stop > start:
                yield Span(start, stop)
            start = number
        stop = number + 1
    if stop > start:
        yield Span(start, stop)


def _boilerplate(doc: Doc) -> Iterator[Line]:
    for block in doc.all(Block):
        if block.kind == "boilerplate" and block.stop > block.start:
            start, stop = block.start, block.stop
            if doc.origin is not None:
                start, stop = int(doc.origin[0, start]), int(doc.origin[1, stop - 1])
            yield Line(start, stop, "unread", "left out: not part of the article", "")


def parts(text: str, lines: Iterable[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The text cut at every edge of a line, each part with the lines that cover it."""
    lines = [line for line in lines if line.stop > line.start]
    edges = sorted({0, len(text)} | {line.start for line in lines} | {line.stop for line in lines})
    for start, stop in pairwise(edges):
        yield text[start:stop], [x for x in lines if x.start <= start and stop <= x.stop]
