"""Names: spans, types and nominatives on sentences; scores on gold; properties on any text."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naming import cases, read

from pipeline.core.records import Block, Mention, Name
from pipeline.naming.fused import FusedRow, fused
from pipeline.naming.gazetteer import OrganizationRow, PlaceRow, gazetteer
from pipeline.naming.words import CarrierRow, LegalFormRow, words
from pipeline.rules.load import load

GOLD = Path(__file__).parent / "gold" / "documents_dev.jsonl"


def shown(text: str) -> list[str]:
    [doc] = read(text)
    found = []
    for m in doc.all(Mention):
        surface = doc.extract(m.span)
        found.append(f"{m.type} {surface}" + ("" if m.name == surface else f"={m.name}"))
    return found


@pytest.mark.parametrize("case", cases("names"))
def test_sentence(case: dict[str, str]) -> None:
    assert shown(case["text"]) == [part for part in case["expected"].split("; ") if part]


@pytest.mark.parametrize("row", load(OrganizationRow, "organizations"), ids=lambda row: row.name)
def test_organization_example(row: OrganizationRow) -> None:
    [doc] = read(row.example[0].upper() + row.example[1:])
    hits = [known for _, known in gazetteer().search(doc)]
    assert row.name in {known.name for known in hits}


@pytest.mark.parametrize("row", load(PlaceRow, "places"), ids=lambda row: row.name)
def test_place_example(row: PlaceRow) -> None:
    [doc] = read(row.example[0].upper() + row.example[1:])
    assert any(known.type == "LOC" for _, known in gazetteer().search(doc))


@pytest.mark.parametrize("row", load(CarrierRow, "carriers"), ids=lambda row: row.text)
def test_carrier_example(row: CarrierRow) -> None:
    [doc] = read(row.example[0].upper() + row.example[1:])
    opening = doc.words.index("«")
    hit = words().carriers.before(doc.folded, opening)
    assert hit is not None and hit[1][0].type == row.type


@pytest.mark.parametrize("row", load(FusedRow, "fused"), ids=lambda row: row.text)
def test_fused_example(row: FusedRow) -> None:
    word = row.example.split()[-1]
    told = fused().nominative(word)
    assert told is not None and told.endswith(row.text)


@pytest.mark.parametrize("row", load(LegalFormRow, "legal_forms"), ids=lambda row: row.text)
def test_legal_form_is_outside(row: LegalFormRow) -> None:
    for name in read(f"Акции {row.example} подорожали.")[0].all(Name):
        assert (
            row.text not in read(f"Акции {row.example} подорожали.")[0].extract(name.span).split()
        )


def test_blocks_are_kept_apart() -> None:
    [doc] = read("- Иван Петров\n- Пётр Сидоров\n\n## Банки\n\nШавкат Мирзиёев\nпринял гостей.")
    assert [doc.extract(n.span) for n in doc.all(Name) if n.type == "PER"] == [
        "Иван Петров",
        "Пётр Сидоров",
        "Шавкат Мирзиёев",
    ]


def test_lower_case_caption() -> None:
    text = (
        "Президент Беларуси Александр Лукашенко прибыл в Ташкент.\n\n"
        "александр лукашенко, беларусь\n\nСтороны обсудили торговлю."
    )
    [doc] = read(text)
    captions = [b for b in doc.all(Block) if b.kind == "caption"]
    assert captions
    last = doc.all(Mention)[-2:]
    assert [(m.name, m.country) for m in last] == [
        ("Александр Лукашенко", None),
        ("Беларусь", "BLR"),
    ]


def test_a_name_found_once_is_found_everywhere() -> None:
    [doc] = read(
        "Свиридов и другие\n\nАндрей Свиридов открыл форум. О Свиридове говорили весь день."
    )
    people = [m for m in doc.all(Mention) if m.type == "PER"]
    assert [m.name for m in people] == ["Андрей Свиридов"] * 3


def test_gold_documents() -> None:
    """Exact spans with type, and their names, on whole documents."""
    records = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    docs = read(*(record["text"] for record in records))
    hits = found = gold = right = 0
    for doc, record in zip(docs, records, strict=True):
        wanted = {(e["start"], e["stop"], e["type"]): e for e in record["entities"]}
        mentions = {(*doc.chars(m.span), m.type): m for m in doc.all(Mention)}
        both = wanted.keys() & mentions.keys()
        hits, found, gold = hits + len(both), found + len(mentions), gold + len(wanted)
        right += sum(
            " ".join(wanted[k]["name"].split()).casefold() == mentions[k].name.casefold()
            and wanted[k]["country"] == mentions[k].country
            for k in both
        )
    assert 2 * hits / (found + gold) >= 0.95
    assert right / hits >= 0.97


ALPHABET = 'АБВИванПётроваи «»"()-—.,:;\n\t1XАО№ёЁ\u00a0'


@settings(max_examples=60, deadline=None)
@given(st.text(ALPHABET, max_size=80))
def test_any_text_gives_whole_tokens_without_overlaps(text: str) -> None:
    [doc] = read(text)
    last = 0
    for name in doc.all(Name):
        assert last <= name.span.start < name.span.stop <= len(doc)
        last = name.span.stop
        surface = doc.extract(name.span)
        assert surface.strip() == surface and any(c.isalnum() for c in surface)
        numbers = doc.columns["block"][name.span.start : name.span.stop]
        assert len(set(numbers.tolist())) == 1
    assert sorted(m.span for m in doc.all(Mention)) == [n.span for n in doc.all(Name)]


def test_the_batch_does_not_matter() -> None:
    texts = [case.values[0]["text"] for case in cases("names")]
    alone = [shown(text) for text in texts[:12]]
    shuffled = texts[:12]
    random.Random(7).shuffle(shuffled)
    docs = read(*shuffled)
    together = {
        doc.text: [(m.type, m.name, doc.extract(m.span)) for m in doc.all(Mention)] for doc in docs
    }
    for text, names in zip(texts, alone, strict=False):
        assert len(names) == len(together[text])
        assert [n.split(" ", 1)[0] for n in names] == [t for t, _, _ in together[text]]
