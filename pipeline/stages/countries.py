"""Countries by noun, adjective and abbreviation, and the mentions of places.

Every LOC name becomes a Mention here, of a country or of another place.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from pipeline.core.doc import Doc, parse_tag
from pipeline.core.lexicon import fold
from pipeline.core.records import Country, Entity, Mention, Name
from pipeline.core.span import Span
from pipeline.core.stage import Marker, marker
from pipeline.naming.aliases import expansions
from pipeline.naming.consistent import stem
from pipeline.naming.countries import LANGUAGE, Countries, Named, countries
from pipeline.naming.forms import best_known, calm, nominative, shared, yo
from pipeline.naming.gazetteer import Gazetteer, gazetteer
from pipeline.naming.marks import COUNTRY, marks
from pipeline.naming.personal import capitals
from pipeline.naming.routes import elided
from pipeline.naming.words import words as vocabulary

# «белорусских рублей» is a currency.
_MONEY = re.compile(
    r"(?:рубл|доллар|фунт|франк|юан|[ий]ен|вон|лир|сум|сом|манат|драм|ле|лев|гривн|крон|рупи|риал"
    r"|реал|дирхам|динар|форинт|тугрик|шекел|ранд|злот|песо|тенге|лари|сомони|копе[ей]к)"
    r"(?:[йьаяуюеыи]|ом|ем|ой|ей|ов|ев|ам|ям|ами|ями|ах|ях|ию|ий|ых|ые|ыми|ого)?"
)


_Named = tuple[Span, Named, str]


_STREET = re.compile(
    r"(?:улиц|площад|набережн)\w{1,3}|(?:проспект|переулк|переулок|бульвар|проезд)\w{0,2}|ул|пр"
)


def countries_stage(overlay: Path | None = None) -> Marker:
    """«узбекско-азербайджанских» → UZB and AZE; «КНР» → CHN; «в Грузии» → GEO, a mention, too."""
    lexicon, known, bits = countries(overlay), gazetteer(overlay), marks(overlay)

    @marker("countries", needs={"word", "tag", Name}, gives={Country, Entity, Mention})
    def stage(doc: Doc) -> Iterator[Country | Entity | Mention]:
        named = list(_named(doc, lexicon))
        found = [*_nouns(doc, named), *_adjectives(doc, lexicon, bits.on(doc).at(COUNTRY))]
        yield from sorted(found, key=lambda country: country.span.start)
        yield from _mentions(doc, named, lexicon, known)

    return stage


def _mentions(
    doc: Doc, countries: list[_Named], lexicon: Countries, known: Gazetteer
) -> Iterator[Entity | Mention]:
    """Every place: countries by their code, others by their name in the nominative."""
    places = [name for name in doc.all(Name) if name.type == "LOC"]
    named = {span: (row, form) for span, row, form in countries if row.sure}
    seen = cache(lambda: best_known(doc, [name.span for name in places]))  # few documents ask
    entities: dict[str, Entity] = {}
    aliases = expansions(doc, places)
    for name in places:
        row = named.get(name.span)
        if row is not None:
            code = row[0].code
            text = _country_name(doc, name.span, row[0], row[1])
            entity = Entity("country", lexicon.common[code], None, code)
            key = code
        else:
            code = None
            text, country = _place(doc, name, aliases, lexicon, known, seen)
            entity, key = Entity("place", text, None, country), fold(text)
        if key not in entities:
            entities[key] = entity
            yield entity
        yield Mention(name.span, "LOC", text, entities[key], code, name.rule)


def _country_name(doc: Doc, span: Span, row: Named, form: str) -> str:
    """«Республики Узбекистан» → Республика Узбекистан; letters stay as they are."""
    if form == "abbreviation":
        return row.name
    if span.stop - span.start == len(row.name.split()):
        return yo(row.name, doc, span)
    return nominative(doc, span)  # «Азербайджанской Республики», «Королевства Швеция»


def _place(
    doc: Doc,
    name: Name,
    aliases: dict[Span, Span],
    lexicon: Countries,
    known: Gazetteer,
    seen: Callable[[], dict[tuple[str, ...], str]],
) -> tuple[str, str | None]:
    """A place's name in the nominative, and the country where the lexicons know it."""
    span = aliases.get(name.span, name.span)
    if name.rule == "route":
        return " ".join(doc.extract(span).split()), None
    region = elided(doc, *span, vocabulary(None))
    if region is not None:
        return shared(doc, span.start, region), None
    folded, words = doc.folded, doc.words
    for phrases in (lexicon.cities, lexicon.names):
        hit = phrases.after(folded, span.start, span.stop)
        if hit is not None and hit[0] == span:
            row = hit[1][0]
            return yo(row.name, doc, span), row.code if row.sure else None
    gazetted = known.phrases.after(folded, span.start, span.stop)
    if gazetted is not None and gazetted[0] == span and gazetted[1][0].type == "LOC":
        return yo(gazetted[1][0].written, doc, span), gazetted[1][0].country
    key = tuple([stem(w) for w in words[span.start : span.stop]])
    text = seen().get(key) or nominative(doc, span)
    if span.start and _STREET.fullmatch(folded[span.start - 1]):
        source = doc.extract(span)
        text = " ".join(source.split()) if source.endswith("а") else text  # «на улице Кирова»
    if words[span.start][0].islower():
        text = " ".join(capitals(word) for word in text.split())
    return calm(text) if " " not in text else text, None


def _named(doc: Doc, lexicon: Countries) -> Iterator[_Named]:
    """Countries by noun and abbreviation, those of lower-case captions too."""
    yield from lexicon.named(doc)
    for name in doc.all(Name):
        if name.rule == "caption" and name.type == "LOC":
            hit = lexicon.names.after(doc.folded, *name.span)
            if hit is not None and hit[0] == name.span:
                yield name.span, hit[1][0], "noun"


def _nouns(doc: Doc, countries: list[_Named]) -> Iterator[Country]:
    """Countries that are a LOC name themselves or stand inside the name of an organisation."""
    at: dict[int, Name] = {}
    for name in doc.all(Name) if countries else ():
        if name.type != "PER":
            for i in range(*name.span):
                at[i] = name
    for span, named, form in countries:
        holder = at.get(span.start)
        if holder is None or not named.sure:
            continue
        if holder.type == "ORG" or (
            holder.type == "LOC" and (holder.span == span or holder.rule == "route")
        ):
            yield Country(span, named.code, form, "countries:" + named.name)


def _adjectives(doc: Doc, lexicon: Countries, adjectives: list[int]) -> Iterator[Country]:
    if not adjectives:
        return
    inside = {i for name in doc.all(Name) if name.type != "ORG" for i in range(*name.span)}
    words = doc.words
    for i in adjectives:
        if (
            i in inside
            or _language(doc, i)
            or (i + 1 < len(words) and _MONEY.fullmatch(doc.folded[i + 1]))
        ):
            continue
        for code in lexicon.adjective(words[i]):
            yield Country(Span(i, i + 1), code, "adjective", "countries:adjective")


def _language(doc: Doc, i: int) -> bool:
    """Whether an adjective names a language: «на узбекском и русском языках», «на английском»."""
    folded, tags = doc.folded, doc.tags
    after = i + 1
    while after < len(folded) and after < i + 7:
        if not (folded[after] in (",", "и", "или", "а", "также") or tags[after].startswith("ADJ")):
            break
        after += 1
    if after < len(folded) and folded[after] in LANGUAGE:
        return True
    alone = after == len(folded) or parse_tag(tags[after])[0] not in ("NOUN", "PROPN", "NUM")
    return alone and i > 0 and folded[i - 1] in ("на", "по") and folded[i].endswith("ском")
