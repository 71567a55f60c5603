"""Countries by noun, adjective and abbreviation, and the mentions of places.

Every LOC name becomes a Mention here, of a country or of another place.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.core.doc import Doc, parse_tag
from pipeline.core.records import Country, Name
from pipeline.core.span import Span
from pipeline.core.stage import Marker, marker
from pipeline.naming.countries import LANGUAGE, Countries, countries

# «белорусских рублей» is a currency.
_MONEY = re.compile(
    r"(?:рубл|доллар|фунт|франк|юан|[ий]ен|вон|лир|сум|сом|манат|драм|ле|лев|гривн|крон|рупи|риал"
    r"|реал|дирхам|динар|форинт|тугрик|шекел|ранд|злот|песо|тенге|лари|сомони|копе[ей]к)"
    r"(?:[йьаяуюеыи]|ом|ем|ой|ей|ов|ев|ам|ям|ами|ями|ах|ях|ию|ий|ых|ые|ыми|ого)?"
)


def countries_stage(overlay: Path | None = None) -> Marker:
    """«узбекско-азербайджанских» → UZB and AZE; «КНР» → CHN; «в Грузии» → GEO, a mention, too."""
    lexicon = countries(overlay)

    @marker("countries", needs={"word", "tag", Name}, gives={Country})
    def stage(doc: Doc) -> Iterator[Country]:
        found = [*_nouns(doc, lexicon), *_adjectives(doc, lexicon)]
        yield from sorted(found, key=lambda country: country.span.start)

    return stage


def _nouns(doc: Doc, lexicon: Countries) -> Iterator[Country]:
    """Countries that are a LOC name themselves or stand inside the name of an organisation."""
    at: dict[int, Name] = {}
    for name in doc.all(Name):
        for i in range(name.span.start, name.span.stop):
            at[i] = name
    for span, named, form in lexicon.named(doc):
        holder = at.get(span.start)
        if holder is None or not named.sure:
            continue
        if holder.type == "ORG" or (holder.type == "LOC" and holder.span == span):
            yield Country(span, named.code, form, "countries:" + named.name)


def _adjectives(doc: Doc, lexicon: Countries) -> Iterator[Country]:
    inside = {i for name in doc.all(Name) if name.type != "ORG" for i in range(*name.span)}
    words = doc.words
    for i in doc.find(lexicon.is_adjective):
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
