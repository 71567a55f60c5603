"""Finished tables to what a report shows: counts of everything, rows and texts up to a limit."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Any

from pipeline.sinks.files import Tables
from pipeline.sinks.labels import (
    country_name,
    indicator_names,
    labels,
    number,
    sector_names,
    stated,
)
from pipeline.sinks.layers import by_document

DOCUMENTS, FACTS, ENTITIES, PROBLEMS, TEXT = 1000, 10_000, 3000, 1000, 20_000
NAMES, SAMPLE = 200_000, 4_000  # what is counted at once, however many documents there are
NEEDED = ("documents", "texts", "sentences", "mentions", "entities", "countries", "sectors",
          "cooperation", "figures", "facts", "problems")  # fmt: skip


@dataclass(slots=True)
class Sums:
    """Sums of one currency: how many, the greatest, and a sample that stays small."""

    count: int = 0
    greatest: Decimal = Decimal(0)
    sample: list[Decimal] = field(default_factory=list)
    step: int = 1

    def add(self, value: Decimal) -> None:
        """Note a sum; of very many, every second, fourth, eighth … is kept."""
        if self.count % self.step == 0:
            self.sample.append(value)
            if len(self.sample) > SAMPLE:
                self.sample, self.step = self.sample[::2], self.step * 2
        self.greatest = max(self.greatest, value) if self.count else value
        self.count += 1


@dataclass(slots=True)
class Gathered:
    """All that the page shows; lists are in the page's own order of columns."""

    lang: str
    counts: Counter[str] = field(default_factory=Counter)
    documents: list[dict[str, Any]] = field(default_factory=list)
    facts: list[list[Any]] = field(default_factory=list)
    entities: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    entity_documents: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    problems: list[list[str]] = field(default_factory=list)
    sectors: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    sums: defaultdict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))

    def people(self) -> list[list[Any]]:
        """Entities with office, country, mentions and documents, the most named first."""
        order = sorted(self.entities, key=lambda e: (-self.entities[e], e))[:ENTITIES]
        words = labels(self.lang)
        return [
            [words["place_type" if kind == "place" else kind], name, role,
             country_name(country, self.lang) if country else "",
             self.entities[e], self.entity_documents[e]]
            for e in order for kind, name, role, country in [e]
        ]  # fmt: skip

    def currencies(self) -> list[list[Any]]:
        """Currencies with count, median and greatest sum, the most used first."""
        order = sorted(self.sums, key=lambda unit: (-self.sums[unit].count, unit))
        shown = [(unit, self.sums[unit]) for unit in order]
        return [
            [unit, x.count, number(round(median(x.sample), 2), self.lang),
             number(x.greatest, self.lang)]
            for unit, x in shown
        ]  # fmt: skip


def gather(tables: Tables, lang: str) -> Gathered:
    """Read all tables once, side by side, document by document."""
    found = Gathered(lang)
    names = NEEDED[1:-1]  # all that belong to a document
    streams = {name: by_document(tables.rows(name)) for name in names}
    for document in tables.rows("documents"):
        rows = {name: of(document.doc_id) for name, of in streams.items()}
        _count(found, document, rows)
        if len(found.documents) < DOCUMENTS:
            _document(found, document, rows)
    for row in tables.rows("problems"):
        found.counts["problems"] += 1
        if len(found.problems) < PROBLEMS:
            found.problems.append([row.source, row.doc_id or "", row.stage, row.problem])
    return found


def _count(found: Gathered, document: Any, rows: dict[str, list[Any]]) -> None:
    found.counts["documents"] += 1
    for name in ("sentences", "tokens", "characters"):
        found.counts[name] += getattr(document, name)
    for name in ("mentions", "sectors", "figures", "facts"):
        found.counts[name] += len(rows[name])
    for e in rows["entities"]:
        key = (e.type, e.name, e.role or "", e.country or "")
        found.entities[key] += e.mentions
        found.entity_documents[key] += 1
    if len(found.entities) > NAMES:  # those named once and again go first
        kept = sorted(found.entities, key=lambda e: (-found.entities[e], e))[: NAMES // 2]
        found.entities = Counter({e: found.entities[e] for e in kept})
        found.entity_documents = Counter({e: found.entity_documents[e] for e in kept})
    for s in rows["sectors"]:
        found.sectors[s.sector_id] += not s.inside_org
    for f in rows["figures"]:
        value = f.value if f.value is not None else f.value_min
        if f.kind == "money" and value is not None:
            found.sums[f.unit].add(value)
    for c in rows["cooperation"]:
        found.pairs[c.country_a, c.country_b, c.sector_id] += c.mentions


def _document(found: Gathered, document: Any, rows: dict[str, list[Any]]) -> None:
    text = rows["texts"][0].text if rows["texts"] else ""
    cut = min(len(text), TEXT)
    place = len(found.documents)
    bounds = {s.sentence_id: (s.start, s.stop) for s in rows["sentences"]}
    facts = {f.figure_id: _fact(found, place, f, bounds) for f in rows["facts"]}
    marks = sorted(_marks(found.lang, rows, facts), key=lambda m: (m[0], -m[1]))
    found.documents.append(
        {
            "id": document.doc_id,
            "title": document.title or _first_line(text) or document.doc_id,
            "date": document.date or "",
            "url": document.url if (document.url or "").startswith(("http://", "https://")) else "",
            "source": document.source,
            "text": text[:cut],
            "left": len(text) - cut,
            "facts": len(rows["facts"]),
            "marks": [m for m in marks if m[1] <= cut],
        }
    )


def _first_line(text: str) -> str:
    line = next((line.strip("#*_ \t") for line in text.splitlines() if line.strip("#*_ \t")), "")
    return line if len(line) <= 120 else line[:117] + "…"


def _fact(found: Gathered, place: int, f: Any, bounds: dict[int, tuple[int, int]]) -> list[Any]:
    words, lang = labels(found.lang), found.lang
    parties = [country_name(code, lang) for code in (f.parties or "").split(";") if code]
    value = next((v for v in (f.value, f.value_min, f.value_max) if v is not None), None)
    shown = {"up": "↑ ", "down": "↓ "}.get(f.direction or "", "") + stated(f, lang)
    row = [
        place, f.start, *bounds.get(f.sentence_id, (f.start, f.stop)),
        indicator_names(lang).get(f.indicator, f.indicator), shown,
        float(value) if value is not None else None, f.unit, words.get(f.kind, f.kind),
        words.get(f.status, f.status), f.status, f.period or "", f.period_text or "",
        ", ".join(parties), f.text, f.rule,
    ]  # fmt: skip
    if len(found.facts) < FACTS:
        found.facts.append(row)
    return row


def _marks(
    lang: str, rows: dict[str, list[Any]], facts: dict[int, list[Any]]
) -> Iterable[list[Any]]:
    """Start, stop, layer, and the lines of the note: what it is, more of it, by which rule."""
    words = labels(lang)
    entities = {e.entity_id: e for e in rows["entities"]}
    for m in rows["mentions"]:
        e = entities.get(m.entity_id)
        more = [e.role or "", country_name(e.country, lang) if e.country else ""] if e else []
        said = [m.name, ", ".join(x for x in more if x and x != m.name)]
        yield [m.start, m.stop, m.type, words[m.type], *said, m.rule]
    for c in rows["countries"]:
        if c.form != "noun":
            said = [country_name(c.country, lang), c.country]
            yield [c.start, c.stop, "country", words["country_mark"], *said, c.rule]
    for s in rows["sectors"]:
        more_text = (s.isic4 and f"ISIC {s.isic4}") or ""
        inside = words["inside_org"] if s.inside_org else ""
        said = [sector_names(lang).get(s.sector_id, s.sector_id),
                ", ".join(x for x in (more_text, inside) if x)]  # fmt: skip
        yield [s.start, s.stop, "sector", words["sector_mark"], *said, s.rule]
    for f in rows["figures"]:
        exact = stated(f, lang, number)
        fact = facts.get(f.figure_id)
        told = [fact[4], fact[8], fact[9], fact[12] or fact[11], fact[13]] if fact else []
        rule = f.rule + (f" · {fact[15]}" if fact else "")
        yield [f.start, f.stop, "figure", exact, " · ".join(x for x in told if x), "", rule]
