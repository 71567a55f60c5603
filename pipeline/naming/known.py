"""Names known beforehand put into the network's: countries, organisations, regions, carriers."""

from collections.abc import Iterator
from operator import itemgetter

from pipeline.core.doc import Doc
from pipeline.naming.countries import Countries
from pipeline.naming.gazetteer import Gazetteer
from pipeline.naming.quotes import LONGEST_QUOTE, QUOTES
from pipeline.naming.repair import Found
from pipeline.naming.words import Words


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
    for new in _longest(doc, countries, gazetteer):
        start, stop = new.start, new.stop
        if stop - start == 1:
            hit = [owner[start]] if start in owner else []
        else:
            hit = sorted({owner[i] for i in range(start, stop) if i in owner})
        old = found[hit[0]] if hit else None
        if old is None:
            out.append(new)
        elif len(hit) == 1 and old.start == start and old.stop == stop:
            person = old.type == "PER" and new.rule.startswith("country")
            if not (person and start and doc.words[start - 1][0].isupper()):
                out[hit[0]] = new  # «• Эфиопия», not «Вера Иордания»
        elif all(start <= found[n].start and found[n].stop <= stop for n in hit):
            for n in hit:
                out[n] = None
            out.append(new)
        elif len(hit) == 1 and new.type == "ORG" and _leads(old, new):
            out[hit[0]] = old._replace(start=stop, rule="split")
            out.append(new)
    left = [name for name in out if name is not None]
    return sorted([_town(doc, n, countries) if n.type == "ORG" else n for n in left])


def _town(doc: Doc, name: Found, countries: Countries) -> Found:
    """A town that the network took for an organisation: «в [Сколково]», not «клуб «Уфа»»."""
    if name.start and doc.words[name.start - 1][0] in QUOTES:
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


def _leads(name: Found, known: Found) -> bool:
    """«[Аль-Каиды] [Усамы бин Ладена]»."""
    return name.type == "PER" and name.start == known.start


def _longest(doc: Doc, countries: Countries, gazetteer: Gazetteer) -> Iterator[Found]:
    """Known names, the longest of those that begin together, without overlaps.

    A country that is in doubt only keeps others from its place.
    """
    folded = doc.folded
    known: list[tuple[int, int, str, str]] = []
    for (start, stop), named, _ in countries.named(doc):
        if not (start and folded[start - 1].startswith("доллар")):  # «долларов США» is a currency
            known.append((start, -stop, "LOC" if named.sure else "", "country:" + named.name))
    for (start, stop), row in gazetteer.search(doc):
        known.append((start, -stop, row.type, "gazetteer:" + row.name))
    known.sort(key=itemgetter(0, 1))
    end = -1
    for start, minus_stop, kind, rule in known:
        if start >= end:
            end = -minus_stop
            if kind:
                yield Found(start, end, kind, rule)


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
