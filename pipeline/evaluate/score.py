"""Scores a layer: mentions, country adjectives, persons, sectors, figures, facts."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.core.doc import Doc
from pipeline.core.lexicon import Lexicon
from pipeline.evaluate.gold import NAMES, Gold, load
from pipeline.evaluate.match import (
    Error,
    Pairs,
    Same,
    Score,
    exact,
    fold,
    near,
    overlap,
    pair,
    share,
)
from pipeline.stages import standard
from pipeline.tables.build import Build, Rows

_BATCH = 50
Found = list[tuple[Gold, Rows]]


def evaluate(path: Path, overlay: Path | None = None) -> tuple[list[Score], list[Error]]:
    """Find everything in the texts of a gold file, and compare.

    A layer is scored on the documents whose records have it. What counts as right is told by each
    function below.
    """
    return compare(list(zip(golds := load(path), run(golds, overlay), strict=True)))


def run(golds: Sequence[Gold], overlay: Path | None = None) -> list[Rows]:
    """The rows of the gold texts."""
    build, pipeline, lexicon = Build(overlay=overlay), standard(overlay), Lexicon()
    docs = [Doc(gold.id, gold.text, lexicon, dict(gold.meta)) for gold in golds]
    for at in range(0, len(docs), _BATCH):
        pipeline(docs[at : at + _BATCH])
    return [build(doc) for doc in docs]


def compare(found: Found) -> tuple[list[Score], list[Error]]:
    """Scores of every layer that somebody marked, and what is not as marked."""
    scores: list[Score] = []
    errors: list[Error] = []
    for group, layer in LAYERS.items():
        mine = [(gold, rows) for gold, rows in found if group in gold.marks]
        if mine:
            scores += layer(mine, errors)
    return scores, errors


def _layer(
    found: Found, errors: list[Error], name: str, group: str, table: str, same: Same,
    rows_of: Callable[[Any], bool] = lambda row: True,
    gold_of: Callable[[Gold], list[dict[str, Any]]] | None = None,
) -> tuple[Pairs, int, int]:  # fmt: skip
    """All pairs of a layer, the number of rows and of gold records; errors are noted."""
    pairs: Pairs = []
    rows_n = gold_n = 0
    for gold, tables in found:
        wanted = gold_of(gold) if gold_of else gold.marks[group]
        rows = [row for row in tables[table] if rows_of(row)]
        mine, extra, missed = pair(wanted, rows, same)
        pairs += mine
        rows_n, gold_n = rows_n + len(rows), gold_n + len(wanted)
        for g in missed:
            text = gold.text[g["start"] : g["stop"]] if "start" in g else str(g.get("name"))
            errors.append(Error(gold.id, name, "missed", text, _brief(g)))
        for row in extra:
            text = getattr(row, "text", getattr(row, "name", ""))
            errors.append(
                Error(gold.id, name, "extra", text, row.rule if hasattr(row, "rule") else "")
            )
    return pairs, rows_n, gold_n


def _brief(gold: dict[str, Any]) -> str:
    keys = ("type", "sector_id", "country", "role", "kind", "min", "max", "unit")
    return " ".join(str(gold[k]) for k in keys if gold.get(k) is not None)


def _spans(found: Found, errors: list[Error]) -> list[Score]:
    """Names of a corpus: the very same span and type."""
    scores = []
    for kind in NAMES:
        pairs, rows, gold = _layer(
            found, errors, f"spans {kind}", "spans", "mentions", exact,
            lambda row, kind=kind: row.type == kind,  # type: ignore[misc]
            lambda g, kind=kind: [m for m in g.marks["spans"] if m["type"] == kind],  # type: ignore[misc]
        )  # fmt: skip
        scores.append(Score(f"spans {kind}", len(pairs), rows, gold))
    return scores


def _mentions(found: Found, errors: list[Error]) -> list[Score]:
    """Names: the very same span and type; then whether the nominative and the country are."""
    pairs, rows, gold = _layer(
        found, errors, "mentions", "entities", "mentions",
        lambda row, g: exact(row, g) and row.type == g["type"],
    )  # fmt: skip
    shares = {
        "name": share(
            [p for p in pairs if p[0]["name"]], lambda g, row: fold(row.name) == fold(g["name"])
        )
    }
    if any("country" in g for g, _ in pairs):
        shares["country"] = share(pairs, lambda g, row: row.country == g["country"])
    return [Score("mentions", len(pairs), rows, gold, shares)]


def _adjectives(found: Found, errors: list[Error]) -> list[Score]:
    """Adjectives of countries: an overlapping span, the same country."""

    def flat(gold: Gold) -> list[dict[str, Any]]:
        marks = gold.marks["country_adjectives"]
        return [mark | {"country": code} for mark in marks for code in mark["countries"]]

    pairs, rows, gold = _layer(
        found, errors, "country adjectives", "country_adjectives", "countries",
        lambda row, g: overlap(row, g) and row.country == g["country"],
        lambda row: row.form == "adjective", flat,
    )  # fmt: skip
    return [Score("country adjectives", len(pairs), rows, gold)]


def _persons(found: Found, errors: list[Error]) -> list[Score]:
    """Persons of a document by name; then office and country."""
    pairs, rows, gold = _layer(
        found, errors, "persons", "persons", "entities",
        lambda row, g: fold(row.name) == fold(g["name"]), lambda row: row.type == "person",
    )  # fmt: skip
    shares = {
        "role": share(pairs, lambda g, row: fold(row.role) == fold(g["role"])),
        "country": share(pairs, lambda g, row: row.country == g["country"]),
    }
    return [Score("persons", len(pairs), rows, gold, shares)]


def _sectors(found: Found, errors: list[Error]) -> list[Score]:
    """Sectors: an overlapping span, the same id; then the ids of a document as a set."""
    pairs, rows, gold = _layer(
        found, errors, "sectors", "sectors", "sectors",
        lambda row, g: overlap(row, g) and row.sector_id == g["sector_id"],
    )  # fmt: skip
    shares = {
        "inside_org": share(pairs, lambda g, row: row.inside_org == bool(g.get("inside_org"))),
        "exact span": share(pairs, lambda g, row: exact(row, g)),
    }
    right = n_rows = n_gold = 0
    for one, tables in found:
        mine = {row.sector_id for row in tables["sectors"]}
        marked = {mark["sector_id"] for mark in one.marks["sectors"]}
        right, n_rows, n_gold = right + len(mine & marked), n_rows + len(mine), n_gold + len(marked)
    whole = Score("sectors a document", right, n_rows, n_gold)
    return [Score("sectors", len(pairs), rows, gold, shares), whole]


def _value(row: Any, gold: dict[str, Any], text: str) -> bool:
    return near(row.value_min, gold["min"], text) and near(row.value_max, gold["max"], text)


def _figures(found: Found, errors: list[Error]) -> list[Score]:
    """Figures: an overlapping span with the same kind, least and greatest value and unit."""
    scores = [_figure_score(found, errors, "figures", hard=True)]
    if any(mark.get("hard") for gold, _ in found for mark in gold.marks["figures"]):
        scores.append(_figure_score(found, [], "figures but hard ones", hard=False))
    return scores


def _figure_score(found: Found, errors: list[Error], name: str, hard: bool) -> Score:
    right, n_rows, n_gold = list[tuple[dict[str, Any], Any]](), 0, 0
    for gold, tables in found:
        aside = [] if hard else [g for g in gold.marks["figures"] if g.get("hard")]
        left = [row for row in tables["figures"] if not any(overlap(row, g) for g in aside)]
        wanted = [g for g in gold.marks["figures"] if hard or not g.get("hard")]
        n_rows, n_gold = n_rows + len(left), n_gold + len(wanted)
        for g in wanted:
            text = gold.text[g["start"] : g["stop"]]
            near_by = [row for row in left if overlap(row, g)]
            hit = next((row for row in near_by if _same_figure(row, g, text)), None)
            taken = hit or (near_by[0] if near_by else None)
            if taken is not None:
                left.remove(taken)
            if hit is not None:
                right.append((g, hit))
            else:
                said = (
                    f"{_brief(g)} | {taken.kind} {taken.value_min} {taken.value_max} {taken.unit}"
                    if taken
                    else _brief(g)
                )
                errors.append(Error(gold.id, name, "wrong" if taken else "missed", text, said))
        errors += [Error(gold.id, name, "extra", row.text, row.rule) for row in left]
    shares = {
        "bound": share(right, lambda g, row: row.bound == g["bound"]),
        "exact span": share(right, lambda g, row: exact(row, g)),
    }
    return Score(name, len(right), n_rows, n_gold, shares)


def _same_figure(row: Any, g: dict[str, Any], text: str) -> bool:
    unit = (row.unit or "").lower() == (g["unit"] or "").lower()
    return bool(row.kind == g["kind"] and unit and _value(row, g, text))


_FIELDS: dict[str, Callable[[dict[str, Any], Any], bool]] = {
    "indicator": lambda g, row: row.indicator == g["indicator"],
    "kind": lambda g, row: row.kind == g["kind"],
    "status": lambda g, row: row.status == g["status"],
    "period": lambda g, row: row.period == g["period"],
    "parties": lambda g, row: (row.parties or "").split(";") == (g["parties"] or [""]),
}


def _facts(found: Found, errors: list[Error]) -> list[Score]:
    """Facts: an overlapping figure of the same value; then each field, three of them, all."""

    def placed(gold: Gold) -> list[dict[str, Any]]:
        figures = gold.marks["figures"]
        ends = [figures[fact["figure"]] for fact in gold.marks["facts"]]
        facts = zip(gold.marks["facts"], ends, strict=True)
        return [f | {k: e[k] for k in ("start", "stop", "text")} for f, e in facts]

    pairs, rows, gold = _layer(
        found, errors, "facts", "facts", "facts",
        lambda row, g: overlap(row, g) and _value(row, g, g["text"]), gold_of=placed,
    )  # fmt: skip
    for g, row in pairs:
        bad = [
            f"{k}: {g[k]} | {getattr(row, k)}" for k, right in _FIELDS.items() if not right(g, row)
        ]
        if bad:
            errors.append(Error(row.doc_id, "facts", "wrong", row.text, ", ".join(bad)))
    shares = {name: share(pairs, right, gold) for name, right in _FIELDS.items()}
    core = [p for p in pairs if all(_FIELDS[k](*p) for k in ("indicator", "kind", "status"))]
    whole = [p for p in pairs if all(right(*p) for right in _FIELDS.values())]
    return [
        Score("facts: figure found", len(pairs), rows, gold, shares),
        Score("facts: indicator, kind, status", len(core), rows, gold),
        Score("facts: all fields", len(whole), rows, gold),
    ]


LAYERS: dict[str, Callable[[Found, list[Error]], list[Score]]] = {
    "spans": _spans,
    "entities": _mentions,
    "country_adjectives": _adjectives,
    "persons": _persons,
    "sectors": _sectors,
    "figures": _figures,
    "facts": _facts,
}
