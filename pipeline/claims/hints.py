"""Places of a text that point to a country: names, adjectives, towns, peoples, firms, officials."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.clauses import gram
from pipeline.claims.cues import Cues
from pipeline.core.doc import Doc
from pipeline.core.records import Country, Figure, Mention
from pipeline.rules.load import load

_FAR = 4  # tokens between «министр» and «Грузии» in «министр экономики и финансов Грузии»
_STOPS = frozenset(".,;:()[]—–!?")
_ROLES = frozenset({"office", "media", "aside"})  # words that say what a name beside them is for


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A word that tells whom a text is about.

    ``kind``: empty for a capital, a people, a firm or an institution of ``country``; currency;
    leader («Путин»); bank («АБР»: lends, but is no party);
    group («страны НАТО»); world («в мире»); mutual («двусторонний»: two sides are meant);
    agency («Минфин»: of ``country`` unless the text is about another);
    office («министр» speaks for a country); media («газета» tells of others); aside («кроме»).
    """

    word: str
    country: str = ""
    kind: str = ""


class Hint(NamedTuple):
    """A place of the text that points to a country, or (without one) to a group of them.

    ``part``: speaker («казахстанский лидер»), aside («по сравнению с Китаем»), dateline
    («МИНСК, 5 мая.»), empty for what the sentence is about.
    """

    at: int
    country: str
    kind: str  # noun, adjective, abbreviation, person, official, firm; or the row's
    stop: int = 0
    part: str = ""


class Hints:
    """The rows, and the search in a document."""

    def __init__(self, overlay: Path | None = None) -> None:
        rows = load(PartyRow, "party_words", overlay)
        self.cues = Cues((row.word, row) for row in rows if row.kind != "currency")
        self.offices = frozenset(row.word for row in rows if row.kind == "office")
        self.currencies = {row.word: row.country for row in rows if row.kind == "currency"}

    def find(self, doc: Doc, lemmas: list[str]) -> list[Hint]:
        """All hints, in text order."""
        # «долларов США» names no party, «11 российских банков» does
        sums = {i for f in doc.all(Figure) if f.kind == "money" for i in range(*f.span)}
        named = [c for c in doc.all(Country) if c.span.start not in sums]
        hints = [Hint(c.span.start, c.country, c.form, c.span.stop) for c in named]
        taken = {i for c in named for i in range(*c.span)} | sums
        own = _fits(doc, {h.country for h in hints})
        roles: dict[int, str] = {}
        inside = {i: m.type for m in doc.all(Mention) for i in range(*m.span)}
        for span, rows in self.cues.search(doc, lemmas):
            if rows[0].kind in _ROLES:
                roles.update((i, rows[0].kind) for i in range(*span))
            elif rows[0].kind == "agency" and (not own or span.stop in taken):
                continue  # «Минфин Казахстана»
            elif _named(rows[0], inside.get(span.start)):
                continue
            elif span.start not in taken:
                taken.update(range(*span))
                hints.append(Hint(span.start, rows[0].country, rows[0].kind, span.stop))
        hints += _mentions(doc, taken, self.offices, own)
        hints.sort()
        return list(_parts(doc, hints, roles))


def _named(row: PartyRow, holder: str | None) -> bool:
    """Whether a word is but a part of a name: «Айсен Николаев», «Европейская комиссия»."""
    if holder == "ORG":
        return row.kind == "group" and row.word.endswith("ский")
    return holder == "PER" and not row.kind


def _fits(doc: Doc, named: set[str]) -> bool:
    """Whether «Минфин» without a country can be the one of Russia: sums are in roubles, or no
    other country is named."""
    return named <= {"RUS"} or any(f.unit == "RUB" for f in doc.all(Figure))


def _mentions(doc: Doc, taken: set[int], offices: frozenset[str], own: bool) -> Iterator[Hint]:
    """Persons, firms and places whose country is known; a firm «индийская X» once, everywhere."""
    adjectives = {c.span.stop: c.country for c in doc.all(Country) if c.form == "adjective"}
    words, firms = doc.folded, dict[str, str]()
    mentions = doc.all(Mention)
    for m in mentions:
        if m.type == "ORG":
            # «индийская Sahyadri», «казахстанской компанией «КазГрейн»»
            back = m.span.start - (words[m.span.start - 1 : m.span.start] in (["«"], ['"']))
            country = adjectives.get(back) or adjectives.get(back - 1)
            if country:
                firms.setdefault(m.entity.name, country)
    for m in mentions:
        if m.type == "ORG" and m.entity.name.startswith("Мин") and not own:
            continue
        country = m.entity.country or firms.get(m.entity.name)
        if country and not m.country and taken.isdisjoint(range(*m.span)):
            kind, part = {"PER": "person", "ORG": "firm"}.get(m.type, ""), ""
            if kind == "person":
                part, office = "speaker", (m.entity.role or "").lower().replace("-", " ").split()
                kind = kind if offices.isdisjoint(office) else "official"
            yield Hint(m.span.start, country, kind, m.span.stop, part)


def _parts(doc: Doc, hints: list[Hint], roles: dict[int, str]) -> Iterator[Hint]:
    """The hints, with what part each plays."""
    words = doc.folded
    blocks = {b.start for b in doc.bounds("block")}
    before: Hint | None = None
    for hint in hints:
        part = hint.part
        if not part and hint.kind not in ("mutual", "bank"):
            part = _part(words, hint, roles)
            listed = before is not None and before.part == "aside"
            if not part and listed and before and _joined(doc, before, hint):
                part = "aside"  # «кроме Китая, Индии и Турции»
            if not part and hint.kind == "" and hint.at in blocks and hint.stop < len(words):
                part = "dateline" if words[hint.stop] in _STOPS else ""
        before = hint._replace(part=part)
        yield before


def _part(words: list[str], hint: Hint, roles: dict[int, str]) -> str:
    if hint.kind == "adjective":
        for i in range(hint.stop, min(hint.stop + 2, len(words))):
            if words[i] in _STOPS:
                break
            if i in roles and roles[i] != "aside":
                return "speaker" if roles[i] == "office" else "aside"
    for i in range(hint.at - 1, max(hint.at - 1 - _FAR, -1), -1):
        if words[i] in _STOPS:
            break
        if roles.get(i) == "aside" and i >= hint.at - 3:
            return "aside"
        if roles.get(i) == "office" and hint.kind != "adjective":
            return "" if words[hint.at - 1] == "в" else "speaker"  # «посол Перу в Москве»
    return ""


def _joined(doc: Doc, one: Hint, other: Hint) -> bool:
    """«(кроме) Китая, Индии и Турции», not «(кроме) Китая, Индия»."""
    between = doc.folded[one.stop : other.at]
    if len(between) > 2 or not all(w in (",", "и", "или", "с", "в", "из") for w in between):
        return False
    tags = doc.columns["tag"]
    return gram(doc.tagset[int(tags[one.at])]).case == gram(doc.tagset[int(tags[other.at])]).case
