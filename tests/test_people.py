"""Persons: nominatives of many kinds of names, joined mentions, offices, countries."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naming import cases, read

from pipeline.core.records import Entity, Mention
from pipeline.naming.offices import RoleRow, offices
from pipeline.naming.patterns import CASES
from pipeline.naming.personal import readings, restore
from pipeline.rules.load import load

GOLD = Path(__file__).parent / "gold" / "documents_dev.jsonl"


def persons(text: str) -> list[Entity]:
    return [e for e in read(text)[0].all(Entity) if e.type == "person"]


@pytest.mark.parametrize("case", cases("surnames"))
def test_nominative(case: dict[str, str]) -> None:
    found = [m.name for m in read(case["text"])[0].all(Mention) if m.type == "PER"]
    assert found == case["expected"].split("; ")


@pytest.mark.parametrize("case", cases("people"))
def test_office(case: dict[str, str]) -> None:
    found = {p.name: (p.role or "", p.country or "") for p in persons(case["text"])}
    assert found.get(case["person"]) == (case["role"], case["country"])


@pytest.mark.parametrize("row", load(RoleRow, "roles"), ids=lambda row: row.text)
def test_role_example(row: RoleRow) -> None:
    [doc] = read(row.example[0].upper() + row.example[1:] + " выступил с речью.")
    assert row.text in {hit.text for _, found in offices().search(doc) for hit in found}


def test_mentions_are_joined() -> None:
    [doc] = read(
        "Президент Узбекистана Шавкат Миромонович Мирзиёев открыл форум. Ш. Мирзиёев отметил рост."
        " По словам Мирзиёева, торговля удвоится."
    )
    people = [m for m in doc.all(Mention) if m.type == "PER"]
    assert len({id(m.entity) for m in people}) == 1
    assert {m.name for m in people} == {"Шавкат Миромонович Мирзиёев"}
    assert people[0].entity.role == "президент" and people[0].entity.country == "UZB"


def test_two_of_one_family() -> None:
    [doc] = read(
        "Ильхам Алиев и Мехрибан Алиева прибыли в Баку. И. Алиев выступил с речью. М. Алиева"
        " открыла выставку."
    )
    names = [m.name for m in doc.all(Mention) if m.type == "PER"]
    assert names == ["Ильхам Алиев", "Мехрибан Алиева", "Ильхам Алиев", "Мехрибан Алиева"]


@pytest.mark.parametrize(
    ("source", "form", "expected"),
    [
        ("Алёной", "алёна", "Алёна"),
        ("Королева", "королёв", "Королев"),
        ("Комсомольске-на-Амуре", "комсомольск-на-амуре", "Комсомольск-на-Амуре"),
        ("Павлу", "павел", "Павел"),
    ],
)
def test_restore_keeps_capitals_and_yo(source: str, form: str, expected: str) -> None:
    assert restore(source, form) == expected


@settings(max_examples=200, deadline=None)
@given(st.text("абвгдеёжзийклмнопрстуфхцчшщыьэюя-", min_size=1, max_size=14))
def test_readings_of_any_word(word: str) -> None:
    for (gender, case), (nominative, _) in readings(word.capitalize()).items():
        assert gender in "mf" and case in CASES and nominative


def test_gold_persons() -> None:
    records = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    docs = read(*(record["text"] for record in records))
    found = gold = hits = roles = countries = 0
    for doc, record in zip(docs, records, strict=True):
        mine = {e.name.casefold(): e for e in doc.all(Entity) if e.type == "person"}
        found, gold = found + len(mine), gold + len(record["persons"])
        for person in record["persons"]:
            entity = mine.get(person["name"].casefold())
            if entity is not None:
                hits += 1
                roles += (entity.role or "").casefold() == (person["role"] or "").casefold()
                countries += entity.country == person["country"]
    assert 2 * hits / (found + gold) >= 0.93
    assert roles / hits >= 0.9 and countries / hits >= 0.95
