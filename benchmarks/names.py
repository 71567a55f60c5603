"""Names on annotated texts, natasha's beside ours: exact spans, and persons on documents.

    python benchmarks/names.py GOLD.jsonl... [--texts TEXTS.jsonl] [--errors N]

A record has ``id`` and ``text`` and either ``spans`` [[start, stop, type], …] (factRuEval, NEREL)
or ``entities`` (whole documents, with names and countries). Where the spans lie in a file of their
own without texts, ``--texts`` names the file that has them, by id. A name counts if start, stop
and type are right. natasha runs as in its own demonstration: NER over the whole text. Needs the
``dev`` extra.
"""

import argparse
import json
import os
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
warnings.filterwarnings("ignore", module="pymorphy2")

from pipeline.core.doc import Doc
from pipeline.core.lexicon import Lexicon
from pipeline.core.records import Country, Entity, Mention
from pipeline.core.stage import Pipeline
from pipeline.stages.clean import Clean
from pipeline.stages.countries import countries_stage
from pipeline.stages.morph import Morph
from pipeline.stages.names import Names
from pipeline.stages.orgs import Orgs
from pipeline.stages.people import people
from pipeline.stages.segment import Segment

Found = dict[tuple[int, int, str], str]  # start, stop, type -> nominative
TYPES = ("PER", "LOC", "ORG")


def ours(texts: list[str]) -> list[Doc]:
    stages = [Clean(), Segment(), Morph(), Names(), countries_stage(), people(), Orgs()]
    lexicon = Lexicon()
    docs = [Doc(str(i), text, lexicon) for i, text in enumerate(texts)]
    Pipeline(stages)(docs)
    return docs


def natasha(texts: list[str]) -> list[Found]:
    """Spans and normal forms as natasha gives them."""
    from natasha import Doc as NatashaDoc
    from natasha import (
        MorphVocab,
        NewsEmbedding,
        NewsMorphTagger,
        NewsNERTagger,
        NewsSyntaxParser,
        Segmenter,
    )

    segmenter, embedding, vocabulary = Segmenter(), NewsEmbedding(), MorphVocab()
    morph, syntax = NewsMorphTagger(embedding), NewsSyntaxParser(embedding)
    ner = NewsNERTagger(embedding)
    found = []
    for text in texts:
        doc = NatashaDoc(text)
        doc.segment(segmenter)
        doc.tag_morph(morph)
        doc.parse_syntax(syntax)
        doc.tag_ner(ner)
        for span in doc.spans:
            span.normalize(vocabulary)
        found.append({(s.start, s.stop, s.type): s.normal or s.text for s in doc.spans})
    return found


def score(gold: Iterable[set[tuple[int, int, str]]], found: Iterable[Found]) -> str:
    counts = {kind: [0, 0, 0] for kind in TYPES}
    for wanted, mine in zip(gold, found, strict=True):
        for kind in TYPES:
            a = {k for k in wanted if k[2] == kind}
            b = {k for k in mine if k[2] == kind}
            for i, n in enumerate((len(a & b), len(b), len(a))):
                counts[kind][i] += n
    cells = []
    for kind, (hits, b, a) in counts.items():
        precision, recall = hits / max(1, b), hits / max(1, a)
        f1 = 2 * hits / max(1, a + b)
        cells.append(f"{kind} {precision:.3f}/{recall:.3f}/{f1:.3f}")
    hits, b, a = (sum(c[i] for c in counts.values()) for i in range(3))
    return "  ".join([*cells, f"all {2 * hits / max(1, a + b):.3f}"])


def same(a: str | None, b: str | None) -> bool:
    return " ".join((a or "").split()).casefold() == " ".join((b or "").split()).casefold()


def names_right(records: list[dict[str, Any]], found: list[Found]) -> str:
    right = total = 0
    for record, mine in zip(records, found, strict=True):
        for e in record["entities"]:
            key = (e["start"], e["stop"], e["type"])
            if key in mine:
                total += 1
                right += same(mine[key], e["name"])
    return f"names right {right / max(1, total):.3f} of {total}"


def persons(records: list[dict[str, Any]], docs: list[Doc]) -> str:
    found = gold = hits = roles = countries = 0
    for record, doc in zip(records, docs, strict=True):
        mine = [e for e in doc.all(Entity) if e.type == "person"]
        found, gold = found + len(mine), gold + len(record["persons"])
        for person in record["persons"]:
            entity = next((e for e in mine if same(e.name, person["name"])), None)
            if entity is not None:
                hits += 1
                roles += same(entity.role, person["role"])
                countries += entity.country == person["country"]
    f1 = 2 * hits / max(1, found + gold)
    return (
        f"persons {f1:.3f}  role {roles / max(1, hits):.3f}  country {countries / max(1, hits):.3f}"
    )


def adjectives(records: list[dict[str, Any]], docs: list[Doc]) -> str:
    hits = found = gold = 0
    for record, doc in zip(records, docs, strict=True):
        wanted = {
            (a["start"], a["stop"], code)
            for a in record["country_adjectives"]
            for code in a["countries"]
        }
        mine = {(*doc.chars(c.span), c.country) for c in doc.all(Country) if c.form == "adjective"}
        hits, found, gold = hits + len(wanted & mine), found + len(mine), gold + len(wanted)
    return f"country adjectives {2 * hits / max(1, found + gold):.3f}"


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def gold_spans(record: dict[str, Any]) -> set[tuple[int, int, str]]:
    if "spans" in record:
        return {(a, b, kind) for a, b, kind in record["spans"] if kind in TYPES}
    return {(e["start"], e["stop"], e["type"]) for e in record["entities"]}


def show(text: str, wanted: set[tuple[int, int, str]], mine: Found, left: int) -> int:
    for start, stop, kind in sorted(wanted ^ mine.keys()):
        if left <= 0:
            break
        sign = "-" if (start, stop, kind) in wanted else "+"
        around = f"{text[max(0, start - 40) : start]}[{text[start:stop]}]{text[stop : stop + 30]}"
        print(f"  {sign} {kind} {' '.join(around.split())}")
        left -= 1
    return left


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    texts_by_id = {r["id"]: r["text"] for r in read(options.texts)} if options.texts else {}
    for path in options.gold:
        records = read(path)
        texts = [r.get("text") or texts_by_id[r["id"]] for r in records]
        gold = [gold_spans(r) for r in records]
        docs = ours(texts)
        mine: list[Found] = [
            {(*doc.chars(m.span), m.type): m.name for m in doc.all(Mention)} for doc in docs
        ]
        theirs = natasha(texts)
        print(f"{path.name}: precision/recall/F1, exact spans")
        print("  natasha", score(gold, theirs))
        print("  svodka ", score(gold, mine))
        if "entities" in records[0]:
            print("  natasha", names_right(records, theirs))
            print("  svodka ", names_right(records, mine))
            print("  svodka ", persons(records, docs), "", adjectives(records, docs))
        left = options.errors
        for text, wanted, found in zip(texts, gold, mine, strict=True):
            left = show(text, wanted, found, left)


if __name__ == "__main__":
    main()
