"""Between whom a sector is talked of: the matrix of country pairs and sectors.

«Узбекистан и Беларусь договорились о кооперации в энергетике» → BLR, UZB, energy.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from pipeline.core.doc import Doc
from pipeline.core.records import Cooperation, Country, Sector
from pipeline.core.stage import marker

MANY = 5  # a sentence that names more countries lists members of something, not parties
MOST = 0.75


def parties(doc: Doc) -> tuple[str, ...]:
    """The two countries that a document is about, or none.

    Those of its opening sentence that names two and no more, else the two that it names most, each
    twice at least, if together they make up most of all its mentions of countries.
    """
    of = doc.columns["sentence"]
    named: dict[int, set[str]] = {}
    counts: Counter[str] = Counter()
    for country in doc.all(Country):
        named.setdefault(int(of[country.span.start]), set()).add(country.country)
        counts[country.country] += 1
    opening = next((codes for sentence, codes in sorted(named.items()) if sentence < 3), set())
    if len(opening) == 2:
        return tuple(sorted(opening))
    most = [code for code, number in counts.most_common(2) if number > 1]
    both = len(most) == 2 and sum(counts[c] for c in most) >= MOST * counts.total()
    return tuple(sorted(most)) if both else ()


@marker("cooperation", needs={"sentence", Sector, Country}, gives={Cooperation})
def cooperation(doc: Doc) -> Iterator[Cooperation]:
    """Count, for each pair of countries, the mentions of each sector.

    A sector belongs to the countries of its sentence; where that names fewer than two, to the
    document's parties, unless it names a third. Words within names of organisations and offices
    («министр энергетики») tell of no cooperation.
    """
    sectors = [sector for sector in doc.all(Sector) if not sector.inside_org]
    if not sectors or not doc.all(Country):
        return
    of = doc.columns["sentence"]
    named: dict[int, set[str]] = {}
    for country in doc.all(Country):
        named.setdefault(int(of[country.span.start]), set()).add(country.country)
    both = parties(doc)
    counts: Counter[tuple[str, str, str]] = Counter()
    for sector in sectors:
        here = named.get(int(of[sector.span.start]), set())
        if len(here) < 2 and here <= set(both):
            here = set(both)
        if 2 <= len(here) <= MANY:
            for a, b in combinations(sorted(here), 2):
                counts[a, b, sector.sector] += 1
    for (a, b, name), mentions in sorted(counts.items()):
        yield Cooperation(a, b, name, mentions)
