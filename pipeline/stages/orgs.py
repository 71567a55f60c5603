"""Organisations: mentions in the nominative, abbreviations expanded, one canonical name."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.core.records import Country, Entity, Mention, Name
from pipeline.core.span import Span
from pipeline.core.stage import Need, marker
from pipeline.naming.aliases import expansions
from pipeline.naming.consistent import stem
from pipeline.naming.countries import Countries, countries
from pipeline.naming.forms import best_known, nominative, yo
from pipeline.naming.fused import fused
from pipeline.naming.gazetteer import Gazetteer, Known, gazetteer
from pipeline.naming.quotes import QUOTES
from pipeline.naming.words import Words
from pipeline.naming.words import words as vocabulary

_MINISTRY = frozenset("министерств" + ending for ending in ("о", "а", "у", "ом", "е"))


class Orgs:
    """«Министерства энергетики» → Министерство энергетики; «АБР» → Азиатский банк развития."""

    name = "orgs"
    needs: frozenset[Need] = frozenset({"word", "tag", Name, Country})
    gives: frozenset[Need] = frozenset({Entity, Mention})

    def __init__(self, overlay: Path | None = None) -> None:
        known, common = gazetteer(overlay), vocabulary(overlay)

        @marker(self.name, self.needs, self.gives)
        def mark(doc: Doc) -> Iterator[Entity | Mention]:
            yield from _organizations(doc, known, common, countries(overlay))

        self.mark = mark

    def __call__(self, docs: Sequence[Doc]) -> None:
        self.mark(docs)
        for doc in docs:  # places, persons and organisations together in text order
            doc.records.get(Mention, []).sort(key=lambda mention: mention.span)


def _organizations(
    doc: Doc, known: Gazetteer, common: Words, lexicon: Countries
) -> Iterator[Entity | Mention]:
    names = [name for name in doc.all(Name) if name.type == "ORG"]
    if not names:
        return
    full = expansions(doc, names)
    seen = best_known(doc, (name.span for name in names if not _quoted(doc, name.span)))
    seen |= _as_called(doc, names, common)
    entities: dict[str, Entity] = {}
    placed: dict[int, list[Country]] = {}  # by their first token
    for country in doc.all(Country):
        placed.setdefault(country.span.start, []).append(country)
    for name in names:
        span = full.get(name.span, name.span)
        row = _row(doc, span, known)
        text = _name(doc, span, row, common, seen)
        canonical = row.name if row is not None else text
        key = fold(canonical)
        if key not in entities:
            entities[key] = Entity(
                "organization", canonical, None, _country(doc, span, row, lexicon, placed)
            )
            yield entities[key]
        yield Mention(name.span, "ORG", text, entities[key], None, name.rule)


def _name(
    doc: Doc, span: Span, row: Known | None, common: Words, seen: dict[tuple[str, ...], str]
) -> str:
    """The mention's own name in the nominative; ``row`` is the gazetteer's."""
    if row is not None and doc.words[span.start][0] >= "А":
        return yo(row.written, doc, span) if not row.written.isupper() else row.written
    key = tuple([stem(w) for w in doc.words[span.start : span.stop]])
    one = fused(None).nominative(doc.words[span.start]) if len(key) == 1 else None
    text = one or seen.get(key) or nominative(doc, span)
    first = text.split(" ", 1)[0]
    if fold(first) in _MINISTRY:  # «министерства финансов», «Министерством финансов»
        text = "Министерство" + text[len(first) :]
    elif first in common.lower:  # «агентство по статистике Узбекистана»
        text = first.capitalize() + text[len(first) :]
    return text


def _row(doc: Doc, span: Span, known: Gazetteer) -> Known | None:
    """The gazetteer's row for exactly this name."""
    if span.stop - span.start == 1:
        row = known.abbreviation(doc.words[span.start])
        if row is not None:
            return row
    hit = known.phrases.after(doc.folded, span.start, span.stop)
    if hit is not None and hit[0] == span and hit[1][0].type == "ORG":
        return hit[1][0]
    return None


def _country(
    doc: Doc,
    span: Span,
    row: Known | None,
    lexicon: Countries,
    placed: dict[int, list[Country]],
) -> str | None:
    if row is not None and row.country is not None:
        return row.country
    inside = [
        country.country
        for i in range(*span)
        for country in placed.get(i, ())
        if country.span.stop <= span.stop
    ]
    if len(set(inside)) == 1:
        return inside[-1]
    return lexicon.town_adjective(doc.words[span.start]) if not inside else None


def _quoted(doc: Doc, span: Span) -> bool:
    return span.start > 0 and doc.words[span.start - 1][0] in QUOTES


def _as_called(doc: Doc, names: Sequence[Name], common: Words) -> dict[tuple[str, ...], str]:
    """Quoted names after a word for their kind stand in the nominative: «холдингом «Эн Текс»»."""
    found: dict[tuple[str, ...], str] = {}
    for name in names:
        start, stop = name.span
        if not _quoted(doc, name.span) or start < 2:
            continue
        before = common.carriers.before(doc.folded, start - 1, max(0, start - 4))
        if before is not None or doc.words[start - 2] in common.before:
            key = tuple(stem(w) for w in doc.words[start:stop])
            found.setdefault(key, " ".join(doc.extract(name.span).split()))
    return found
