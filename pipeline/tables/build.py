"""Documents to rows; keys and references are checked as they are made."""

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.core.doc import Doc
from pipeline.core.records import Block, Cooperation, Country, Entity, Fact, Figure, Mention, Sector
from pipeline.core.span import Span
from pipeline.core.stage import Need
from pipeline.rules.load import load
from pipeline.tables import rows as r
from pipeline.tables.schema import TABLES

Rows = dict[str, list[Any]]

# What a table rests on: columns of the tokens and records.
_SEGMENTED: frozenset[Need] = frozenset({"word", "start", "stop", "sentence"})
NEEDS: dict[str, frozenset[Need]] = {
    "documents": _SEGMENTED,
    "texts": frozenset(),
    "sentences": _SEGMENTED,
    "tokens": _SEGMENTED | {"tag", "lemma"},
    "mentions": _SEGMENTED | {Mention},
    "entities": _SEGMENTED | {Mention},
    "countries": _SEGMENTED | {Country},
    "sectors": _SEGMENTED | {Sector},
    "cooperation": frozenset({Cooperation}),
    "figures": _SEGMENTED | {Figure},
    "facts": _SEGMENTED | {Figure, Fact},
    "problems": frozenset(),
}
DEFAULT = tuple(name for name in TABLES if name not in ("texts", "tokens"))

# What the decimal columns hold: 29 digits before the point and 9 after it.
_GREATEST = Decimal(10) ** 29
_FINEST = Decimal(1).scaleb(-9)


class SectorName(NamedTuple):
    """A row of ``sectors.csv``."""

    sector_id: str
    parent_id: str = ""
    isic4: str = ""
    label_en: str = ""
    label_ru: str = ""
    okved2: str = ""


@dataclass(slots=True)
class _At:
    """Offsets of a document's tokens, as plain numbers."""

    doc: Doc
    id: str
    text: str
    start: list[int]
    stop: list[int]
    sentence: list[int]

    def head(self, span: Span) -> tuple[str, int, int, int, str]:
        """doc_id, sentence_id, start, stop, text: what every mention-level row begins with."""
        first, end = span
        if not 0 <= first < end <= len(self.start):
            raise ValueError(f"{span} lies outside the document")
        start, stop = self.start[first], self.stop[end - 1]
        return self.id, self.sentence[first] + 1, start, stop, self.text[start:stop]


class Build:
    """Rows of the wanted tables.

    >>> build = Build(["figures", "facts"])      # doctest: +SKIP
    >>> build(doc)["figures"][0].unit            # doctest: +SKIP
    'USD'
    """

    def __init__(self, tables: Iterable[str] = DEFAULT, overlay: Path | None = None) -> None:
        self.tables = tuple(name for name in TABLES if name in set(tables))
        self.sectors = {s.sector_id: s for s in load(SectorName, "sectors", overlay)}

    @property
    def needs(self) -> frozenset[Need]:
        """The columns and records that the tables rest on."""
        return frozenset().union(*(NEEDS[name] for name in self.tables))

    def __call__(self, doc: Doc) -> Rows:
        """Rows a table, in text order; a record that cannot be a row becomes a problem."""
        columns = doc.columns
        ready = {"start", "stop", "sentence"} <= columns.keys()
        offsets = [columns[n].tolist() if ready else [] for n in ("start", "stop", "sentence")]
        at = _At(doc, doc.id, doc.text, *offsets)
        rows: Rows = {name: [] for name in self.tables}
        wanted = set(self.tables)
        if "texts" in wanted:
            rows["texts"] = [r.TextRow(doc.id, doc.text)]
        if "sentences" in wanted and ready:
            rows["sentences"] = _sentences(at)
        if "tokens" in wanted and "lemma" in columns:
            rows["tokens"] = _tokens(at)
        if wanted & {"mentions", "entities"}:
            rows |= _names(at, wanted)
        if "countries" in wanted:
            rows["countries"] = _each(at, doc.all(Country), _country)
        if "sectors" in wanted:
            rows["sectors"] = _each(at, _by_sector(doc), self._sector)
        if "cooperation" in wanted:
            rows["cooperation"] = [
                r.CooperationRow(doc.id, c.country_a, c.country_b, c.sector, c.mentions)
                for c in doc.all(Cooperation)
            ]
        if wanted & {"figures", "facts"}:
            rows |= _numbers(at, wanted)
        if "documents" in wanted:
            rows["documents"] = [_document(at)]
        if "problems" in wanted:
            source = doc.meta.get("source", "")
            rows["problems"] = [r.ProblemRow(source, doc.id, s, p) for s, p in doc.problems]
        return rows

    def _sector(self, at: _At, s: Sector) -> r.SectorRow:
        known = self.sectors.get(s.sector) or SectorName(s.sector, label_en=s.sector)
        return r.SectorRow(
            *at.head(s.span), s.sector, known.isic4 or None, known.label_en, s.inside_org, s.rule
        )


def _each(at: _At, found: Sequence[Any], make: Callable[[_At, Any], Any]) -> list[Any]:
    """A row a record, in text order."""
    rows = []
    for record in sorted(found, key=attrgetter("span")):
        try:
            rows.append(make(at, record))
        except (ValueError, KeyError, ArithmeticError) as error:
            at.doc.problems.append(("rows", f"{type(record).__name__}: {error}"))
    return rows


def _document(at: _At) -> r.DocumentRow:
    doc, meta = at.doc, at.doc.meta
    return r.DocumentRow(
        doc_id=doc.id,
        source=meta.get("source", ""),
        encoding=meta.get("encoding") or None,
        title=meta.get("title") or _headline(doc),
        date=meta.get("date") or None,
        url=meta.get("url") or None,
        characters=len(doc.text),
        sentences=at.sentence[-1] + 1 if at.sentence else 0,
        tokens=len(at.start),
        sha256=hashlib.sha256(doc.text.encode()).hexdigest(),
        duplicate_of=None,
    )


def _headline(doc: Doc) -> str | None:
    """The text's own title, where a document comes without one."""
    blocks = (b for b in doc.all(Block) if b.kind == "title")
    return next((" ".join(doc.clean[b.start : b.stop].split()) for b in blocks), None)


def _sentences(at: _At) -> list[r.SentenceRow]:
    text, name = at.doc.text, at.doc.id
    bounds = at.doc.bounds("sentence")
    spans = [(at.sentence[a] + 1, at.start[a], at.stop[b - 1]) for a, b in bounds]
    return [r.SentenceRow(name, n, a, b, text[a:b]) for n, a, b in spans]


def _tokens(at: _At) -> list[r.TokenRow]:
    doc = at.doc
    parts = (tag.partition("|") for tag in doc.tags)
    cells = zip(at.sentence, at.start, at.stop, doc.lemmas, parts, strict=True)
    return [
        r.TokenRow(doc.id, s + 1, i, a, b, doc.text[a:b], lemma, pos, feats or None)
        for i, (s, a, b, lemma, (pos, _, feats)) in enumerate(cells, 1)
    ]


def _names(at: _At, wanted: set[str]) -> Rows:
    numbers: dict[int, int] = {}
    entities: list[r.EntityRow] = []

    def mention(at: _At, m: Mention) -> r.MentionRow:
        head = at.head(m.span)
        number = numbers.get(id(m.entity))
        if number is None:
            number = numbers[id(m.entity)] = len(numbers) + 1
            entities.append(_entity(at, number, m.entity))
        entities[number - 1].mentions += 1
        return r.MentionRow(*head, 0, m.type, m.name, number, m.country, m.rule)

    mentions = _each(at, at.doc.all(Mention), mention)
    _count(mentions, "mention_id")
    both: Rows = {"mentions": mentions, "entities": entities}
    return {name: rows for name, rows in both.items() if name in wanted}


def _entity(at: _At, number: int, entity: Entity) -> r.EntityRow:
    return r.EntityRow(at.doc.id, number, entity.type, entity.name, entity.role, entity.country, 0)


def _country(at: _At, c: Country) -> r.CountryRow:
    return r.CountryRow(*at.head(c.span), c.country, c.form, c.rule)


def _by_sector(doc: Doc) -> list[Sector]:
    """Two sectors at one span stand in a fixed order, whichever was found first."""
    return sorted(doc.all(Sector), key=attrgetter("sector"))


def _amounts(*amounts: Decimal | None) -> Iterator[Decimal | None]:
    for amount in amounts:
        if amount is not None and not (amount.is_finite() and abs(amount) < _GREATEST):
            raise ValueError("an amount beyond 29 digits")
        fine = amount is None or amount.as_tuple().exponent >= -9  # type: ignore[operator]
        yield amount if fine or amount is None else amount.quantize(_FINEST)


def _numbers(at: _At, wanted: set[str]) -> Rows:
    known: dict[int, r.FigureRow] = {}

    def figure(at: _At, f: Figure) -> r.FigureRow:
        value, low, high = _amounts(f.value, f.low, f.high)
        row = r.FigureRow(
            *at.head(f.span), 0, f.kind, value, low, high, f.unit, f.bound, f.direction, f.rule
        )
        known[id(f)] = row
        return row

    def fact(at: _At, f: Fact) -> r.FactRow:
        row = known.get(id(f.figure))
        if row is None:
            raise ValueError(f"its figure {at.head(f.span)[-1]!r} is not among the figures")
        return _fact(at, f, row)

    figures = _each(at, at.doc.all(Figure), figure)
    _count(figures, "figure_id")
    both = {"figures": figures}
    if "facts" in wanted:
        both["facts"] = _each(at, at.doc.all(Fact), fact)
        _count(both["facts"], "fact_id")
    return {name: rows for name, rows in both.items() if name in wanted}


def _fact(at: _At, f: Fact, figure: r.FigureRow) -> r.FactRow:
    return r.FactRow(
        *at.head(f.span),
        fact_id=0,
        figure_id=figure.figure_id,
        indicator=f.indicator,
        kind=f.kind,
        value=figure.value,
        value_min=figure.value_min,
        value_max=figure.value_max,
        unit=figure.unit,
        bound=figure.bound,
        direction=figure.direction,
        status=f.status,
        period=f.period.value if f.period else None,
        period_text=at.head(f.period.span)[-1] if f.period else None,
        parties=";".join(f.parties) or None,
        rule=f.rule,
    )


def _count(rows: Sequence[Any], key: str) -> None:
    for number, row in enumerate(rows, 1):
        setattr(row, key, number)


def check(rows: Rows) -> list[str]:
    """What is wrong with the rows of one document: types, enums, keys, references.

    For tests and for stages of a user's own; rows of ``Build`` pass.
    """
    wrong = []
    for name, found in rows.items():
        known = TABLES[name]
        keys = [tuple(getattr(row, k) for k in known.key) for row in found] if known.key else []
        if len(set(keys)) < len(keys):
            wrong.append(f"{name}: a key twice")
        for row in found:
            wrong += [f"{name}.{field}: {value!r}" for field, value in _misfits(known, row)]
        for ref in known.references:
            there = {tuple(getattr(x, k) for k in ref.keys) for x in rows.get(ref.table, [])}
            for row in found:
                key = tuple(getattr(row, c) for c in ref.columns)
                if ref.table in rows and None not in key and key not in there:
                    wrong.append(f"{name}: {key} is not in {ref.table}")
    return wrong


def _misfits(known: Any, row: Any) -> Iterator[tuple[str, Any]]:
    values = dataclasses.asdict(row)
    for col in known.columns:
        value = values[col.name]
        if value is None:
            if col.required:
                yield col.name, value
        elif type(value) is not col.type or (col.enum and value not in col.enum):
            yield col.name, value
