"""``report.html``: one file that needs no network, to look at what was found before loading it."""

import base64
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.core.errors import MissingExtraError
from pipeline.sinks.charts import bars, heat, strokes
from pipeline.sinks.files import Tables, whole
from pipeline.sinks.gather import ENTITIES, Gathered, gather
from pipeline.sinks.labels import SCALES, country_name, labels, sector_names

NAME = "report.html"
LIMIT = 1_700_000  # characters of packed data; the page stays under 2 MB
_CURRENCIES, _STROKES, _SECTORS, _PAIRS, _COLUMNS = 12, 60, 15, 18, 16
_TEMPLATES = Path(__file__).parent / "templates"


def write_report(tables: Tables, folder: Path) -> None:
    """The report, in the language of ``tables.lang``.

    Texts and facts are packed (gzip, base64) and unpacked by the page's own script; where they are
    too many for a page that opens at once, the last documents are left out, which the page says.
    """
    page = render(gather(tables, tables.lang))
    with whole(folder / NAME) as file:
        file.write(page.encode())


def render(found: Gathered) -> str:
    """The page as text."""
    try:
        from jinja2 import Environment, FileSystemLoader
    except ImportError:
        raise MissingExtraError("writing a report", "report") from None
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True
    )
    packed, shown = _packed(found)
    words = labels(found.lang)
    template = environment.get_template("report.html.j2")
    return template.render(
        lang=found.lang,
        t=words,
        counts=_tiles(found),
        notes=_notes(found, shown),
        charts=_charts(found),
        data=packed,
        words=json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"),
        style=(_TEMPLATES / "report.css").read_text(encoding="utf-8"),
        script=(_TEMPLATES / "report.js").read_text(encoding="utf-8"),
    )


def _tiles(found: Gathered) -> list[tuple[str, str]]:
    """Counts to read at a glance: «Документы 1 184»."""
    words = labels(found.lang)
    persons = sum(1 for kind, *_ in found.entities if kind == "person")
    counts = {**found.counts, "people": persons}
    keys = ("documents", "sentences", "tokens", "people", "sectors", "figures", "facts", "problems")
    blank = "\u00a0" if found.lang == "ru" else ","
    return [(words[key], f"{counts.get(key, 0):,}".replace(",", blank)) for key in keys]


def _notes(found: Gathered, shown: int) -> dict[str, str]:
    words, notes = labels(found.lang), {}
    documents = found.counts["documents"]
    if shown < documents:
        notes["documents"] = words["cut_documents"].format(shown=shown, all=documents)
    listed = {"facts": len(found.facts), "problems": len(found.problems)}
    listed["entities"] = min(len(found.entities), ENTITIES)
    for name, rows in listed.items():
        known = len(found.entities) if name == "entities" else found.counts[name]
        if rows < known:
            notes[name] = words["cut_rows"].format(shown=rows, all=known)
    return notes


def _packed(found: Gathered) -> tuple[str, int]:
    """The data of the page, and how many documents have their text in it."""
    kept = len(found.documents)
    while True:
        documents = [d if i < kept else d | {"text": None, "marks": []}
                     for i, d in enumerate(found.documents)]  # fmt: skip
        data = {"documents": documents, "facts": found.facts, "people": found.people(),
                "problems": found.problems}  # fmt: skip
        raw = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        packed = base64.b64encode(gzip.compress(raw, 9, mtime=0)).decode()
        if len(packed) <= LIMIT or not kept:
            return packed, kept
        kept = int(kept * min(0.9, LIMIT / len(packed)))


def _charts(found: Gathered) -> dict[str, dict[str, Any]]:
    """Charts, each with the same as a table: title, note, picture, heads, rows."""
    words, made = labels(found.lang), {}
    currencies = found.currencies()[:_CURRENCIES]
    if currencies:
        heads = [words[k] for k in ("currency", "count", "median", "greatest")]
        made["money"] = _chart(words, "money", _money(found, words["money"]), heads, currencies)
    sectors = _named_sectors(found)
    if sectors:
        picture = bars(sectors[:_SECTORS], words["sectors"])
        made["sectors"] = _chart(
            words, "sectors", picture, [words["sector"], words["count"]], sectors
        )
    cells = _matrix(found)
    if cells:
        heads = [words[k] for k in ("pair", "sector", "count")]
        picture = heat(cells, words["cooperation"])
        made["cooperation"] = _chart(words, "cooperation", picture, heads, cells)
    return made


def _chart(
    words: dict[str, str], key: str, picture: str, heads: list[str], rows: Sequence[Sequence[Any]]
) -> dict[str, Any]:
    note = words[f"{key}_note"]
    return {"title": words[key], "note": note, "svg": picture, "heads": heads, "rows": rows}


def _money(found: Gathered, about: str) -> str:
    """Sums of each currency, evenly thinned where there are many."""
    order, values = [], list[tuple[str, float]]()
    for unit, count, *_ in found.currencies()[:_CURRENCIES]:
        label = f"{unit} ({count})"
        sums = sorted(float(v) for v in found.sums[unit].sample if v > 0)
        step = max(1, len(sums) // _STROKES)
        values += [(label, value) for value in sums[::step]]
        order.append(label)
    words = labels(found.lang)
    return strokes(values, order, about, [words[w] for _, w in SCALES])


def _named_sectors(found: Gathered) -> list[tuple[str, int]]:
    names = sector_names(found.lang)
    ordered = sorted(found.sectors.items(), key=lambda s: (-s[1], s[0]))
    return [(names.get(sector, sector), count) for sector, count in ordered if count]


def _matrix(found: Gathered) -> list[tuple[str, str, int]]:
    """The strongest pairs of countries by the strongest sectors."""
    rows: dict[tuple[str, str], int] = {}
    columns: dict[str, int] = {}
    for (a, b, _), count in found.pairs.items():
        rows[a, b] = rows.get((a, b), 0) + count
    top = sorted(rows, key=lambda pair: (-rows[pair], pair))[:_PAIRS]
    for (a, b, sector), count in found.pairs.items():
        if (a, b) in top:
            columns[sector] = columns.get(sector, 0) + count
    fields = sorted(columns, key=lambda s: (-columns[s], s))[:_COLUMNS]
    names, lang = sector_names(found.lang), found.lang
    return [
        (
            f"{country_name(a, lang)} – {country_name(b, lang)}",
            names.get(s, s),
            found.pairs[a, b, s],
        )
        for a, b in top
        for s in fields
        if found.pairs[a, b, s]
    ]
