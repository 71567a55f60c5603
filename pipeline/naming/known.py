"""Names known beforehand put into the network's: countries, organisations, regions, carriers."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.core.doc import Doc
from pipeline.naming.countries import Countries
from pipeline.naming.gazetteer import Gazetteer
from pipeline.naming.quotes import LONGEST_QUOTE, QUOTES
from pipeline.naming.repair import Found
from pipeline.naming.words import Words


class _Known(NamedTuple):
    start: int
    stop: int
    type: str
    sure: bool
    rule: str


def merge(doc: Doc, found: list[Found], countries: Countries, gazetteer: Gazetteer) -> list[Found]:
    """Add what the network missed and settle the type of what it found.

    A known name that lies inside a longer one («Банк развития Казахстана») leaves it alone; one
    that covers it takes its place («[Тринидад] и [Тобаго]»).
    """
    owner: dict[int, int] = {}
    for n, name in enumerate(found):
        for i in range(name.start, name.stop):
            owner[i] = n
    out: list[Found | None] = list(found)
    for known in _longest(_known(doc, countries, gazetteer)):
        hit = sorted({owner[i] for i in range(known.start, known.stop) if i in owner})
        new = Found(known.start, known.stop, known.type, known.rule)
        if not known.sure:
            continue
        if not hit:
            out.append(new)
        elif all(known.start <= found[n].start and found[n].stop <= known.stop for n in hit):
            exact = len(hit) == 1 and found[hit[0]][:2] == new[:2]
            after = known.start > 0 and doc.words[known.start - 1][0].isupper()
            person = exact and found[hit[0]].type == "PER" and after
            if person and known.rule.startswith("country"):
                continue  # «Вера Иордания», not «• Эфиопия»
            for n in hit:
                out[n] = None
            out.append(new)
        elif len(hit) == 1 and known.type == "ORG" and _leads(found[hit[0]], known):
            out[hit[0]] = found[hit[0]]._replace(start=known.stop, rule="split")
            out.append(new)
    return sorted(_town(doc, name, countries) for name in out if name is not None)


def _town(doc: Doc, name: Found, countries: Countries) -> Found:
    """A town that the network took for an organisation: «в [Сколково]», not «клуб «Уфа»»."""
    if name.type != "ORG" or (name.start and doc.words[name.start - 1][0] in QUOTES):
        return name
    hit = countries.cities.after(doc.folded, name.start, name.stop)
    whole = hit is not None and hit[0] == (name.start, name.stop) and hit[1][0].sure
    return name._replace(type="LOC", rule="town") if whole else name


def works(doc: Doc, found: list[Found], plants: list[int]) -> Iterator[Found]:
    """Plants by their adjective: «[Кайраккумской ГЭС]», «[Новополоцкого НПЗ]»."""
    words = doc.words
    taken = {i for name in found for i in range(name.start, name.stop)}
    for i in plants:
        adjective = i and words[i - 1][0].isupper() and words[i - 1].endswith(_RELATIVE)
        if adjective and i not in taken and i - 1 not in taken:
            yield Found(i - 1, i + 1, "ORG", "works")


_RELATIVE = ("ский", "ского", "скому", "ским", "ском", "ская", "ской", "скую", "цкий", "цкого",
             "цкому", "цким", "цком", "цкая", "цкой", "цкую")  # fmt: skip


def _leads(name: Found, known: _Known) -> bool:
    """«[Аль-Каиды] [Усамы бин Ладена]»."""
    return name.type == "PER" and name.start == known.start


def _known(doc: Doc, countries: Countries, gazetteer: Gazetteer) -> Iterator[_Known]:
    folded = doc.folded
    for span, named, _ in countries.named(doc):
        if span.start and folded[span.start - 1].startswith("доллар"):
            continue  # «долларов США» is a currency
        yield _Known(*span, "LOC", named.sure, "country:" + named.name)
    for span, known in gazetteer.search(doc):
        yield _Known(*span, known.type, True, "gazetteer:" + known.name)


def _longest(known: Iterable[_Known]) -> Iterator[_Known]:
    end = -1
    for item in sorted(known, key=lambda k: (k.start, -k.stop)):
        if item.start >= end:
            yield item
            end = item.stop


def carriers(doc: Doc, pairs: dict[int, int], vocabulary: Words) -> dict[int, str]:
    """What the word before a quoted name says of it: its first token -> ORG, LOC, none."""
    folded, words = doc.folded, doc.words
    says: dict[int, str] = {}
    for start in pairs:
        before = vocabulary.carriers.before(folded, start - 1, max(0, start - 4))
        if before is not None:
            says[start] = before[1][0].type
        elif start > 1 and words[start - 2] in vocabulary.before:
            says[start] = "ORG"
    return says


def carried(
    doc: Doc, found: list[Found], pairs: dict[int, int], says: dict[int, str]
) -> Iterator[Found]:
    """«резиденция «Загульба»» is a place, «шаттл «Индевор»» no entity, «холдинг «Эн Текс»» ORG."""
    words = doc.words
    taken = {i for name in found for i in range(name.start, name.stop)}
    for name in found:
        said = says.get(name.start)
        own = said == "none" and name.rule.startswith("gazetteer:") and name.type == "ORG"
        if said is None or name.type == "PER" or own:  # «проект «Арктик СПГ-2»»
            yield name
        elif said != "none":
            yield name if name.type == said else name._replace(type=said, rule="carrier")
    for start, said in says.items():
        stop = pairs[start]
        if said == "none" or stop - start > LONGEST_QUOTE // 2 or not words[start][0].isupper():
            continue
        if taken.isdisjoint(range(start, stop)):
            yield Found(start, stop, said, "carrier")
