"""Countries: the rows against ISO 3166 and CLDR, their forms against pymorphy, sentences."""

import json
from pathlib import Path

import pycountry
import pytest
from babel import Locale
from naming import cases, read

from pipeline.core.lexicon import fold
from pipeline.core.records import Country, Entity
from pipeline.naming.countries import CountryRow, countries
from pipeline.rules.decline import adjective, noun, slots
from pipeline.rules.inflect import dictionary
from pipeline.rules.load import load

ROWS = load(CountryRow, "countries")
GOLD = Path(__file__).parent / "gold" / "documents_dev.jsonl"
# CLDR writes these otherwise than the press: brackets, abbreviations, islands.
CLDR = ("о-в", "(", " - ", "САР", " — ", "Св.", "территор", "автоном", "Федеративные", "Бонэйр")


def test_rows_are_iso_3166() -> None:
    assert [row.code for row in ROWS] == sorted(c.alpha_3 for c in pycountry.countries)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_row_has_the_name_of_cldr(row: CountryRow) -> None:
    alpha_2 = pycountry.countries.get(alpha_3=row.code).alpha_2
    name = Locale("ru").territories[alpha_2]
    if not any(mark in name for mark in CLDR):
        known = {fold(n.rstrip("~")) for n in (*row.names, *row.abbreviations)}
        assert fold(name).replace("’", "'") in {k.replace("’", "'") for k in known}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_every_name_in_every_case(row: CountryRow) -> None:
    """The forms by ending hold those of the dictionary, where it has the word as a place."""
    for name in row.names:
        plain = name.rstrip("~")
        for entry in dictionary().entries(plain.lower()):
            place = "Geox" in entry.grams and entry.normal == fold(plain)
            if " " not in plain and place and entry.case == "nomn":
                for case in ("gent", "datv", "accs", "ablt", "loct"):
                    form = dictionary().form(entry, {case, entry.number})
                    assert form is None or fold(form) in slots(plain)[0], form


@pytest.mark.parametrize(
    "word", [a for row in ROWS for a in row.adjectives if "-" not in a], ids=str
)
def test_every_adjective_in_every_form(word: str) -> None:
    code = countries().adjective(word)
    assert len(code) == 1
    for form in adjective(word):
        assert countries().adjective(form) == code


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("Грузия", "грузией"),
        ("Казань", "казани"),
        ("Израиль", "израиля"),
        ("Китай", "китаем"),
        ("Афины", "афин"),
        ("Эмираты", "эмиратов"),
        ("Череповец", "череповца"),
        ("Запорожье", "запорожью"),
        ("Ростов-на-Дону", "ростове-на-дону"),
        ("Иваново", "иванове"),
    ],
)
def test_noun_forms(word: str, form: str) -> None:
    assert form in {fold(f) for f in noun(word)}


def test_indeclinable_names_stay() -> None:
    for name in ("Чили", "Баку", "Токио", "Самоа", "Никарагуа"):
        assert noun(name) == [name]


@pytest.mark.parametrize("case", cases("countries"))
def test_sentence(case: dict[str, str]) -> None:
    [doc] = read(case["text"])
    found: dict[tuple[int, int], list[str]] = {}
    for country in doc.all(Country):
        found.setdefault(doc.chars(country.span), []).append(country.country)
    shown = [f"{doc.text[a:b]}={','.join(codes)}" for (a, b), codes in found.items()]
    assert shown == [part for part in case["expected"].split("; ") if part]


def test_one_entity_for_all_spellings() -> None:
    [doc] = read("Беларусь и Белоруссия, Республика Беларусь — одно государство.")
    [entity] = [e for e in doc.all(Entity) if e.type == "country"]
    assert entity.name == "Беларусь" and entity.country == "BLR"


def test_gold_adjectives() -> None:
    records = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    docs = read(*(record["text"] for record in records))
    hits = found = gold = 0
    for doc, record in zip(docs, records, strict=True):
        wanted = {
            (a["start"], a["stop"], code)
            for a in record["country_adjectives"]
            for code in a["countries"]
        }
        mine = {(*doc.chars(c.span), c.country) for c in doc.all(Country) if c.form == "adjective"}
        hits, found, gold = hits + len(wanted & mine), found + len(mine), gold + len(wanted)
    assert 2 * hits / (found + gold) >= 0.97
