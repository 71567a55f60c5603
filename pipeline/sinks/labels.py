"""What people read, in Russian and English: labels, names of countries, amounts in words."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from pipeline.naming.countries import CountryRow
from pipeline.rules.load import load
from pipeline.sinks.files import plain
from pipeline.tables.build import SectorName

LANGUAGES = ("en", "ru")
SCALES = ((12, "trillion"), (9, "billion"), (6, "million"), (3, "thousand"))
_SIGNS = {"gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ ", "approx": "≈ "}


@dataclass(frozen=True, slots=True)
class Label:
    """A row of ``labels.csv``."""

    key: str
    en: str
    ru: str


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """A row of ``indicators.csv``."""

    indicator_id: str
    label_en: str = ""
    label_ru: str = ""
    typical_unit: str = ""


@cache
def labels(lang: str) -> dict[str, str]:
    """All labels of a language."""
    return {row.key: getattr(row, lang) for row in load(Label, "labels")}


@cache
def sector_names(lang: str) -> dict[str, str]:
    """Names of the sectors."""
    return {
        s.sector_id: getattr(s, f"label_{lang}") or s.label_en for s in load(SectorName, "sectors")
    }


@cache
def indicator_names(lang: str) -> dict[str, str]:
    """Names of the indicators."""
    rows = load(IndicatorName, "indicators")
    return {i.indicator_id: getattr(i, f"label_{lang}") or i.label_en for i in rows}


@cache
def _russian() -> dict[str, str]:
    """The commonest Russian name of each country; an abbreviation for one of three words."""
    return {
        row.code: (
            row.abbreviations[0]
            if len(row.names[0].split()) > 2 and row.abbreviations
            else row.names[0]
        ).rstrip("~")
        for row in load(CountryRow, "countries")
    }


@cache
def country_name(code: str, lang: str) -> str:
    """The name of a country by its ISO 3166-1 alpha-3 code, from CLDR; as the press has it.

    >>> country_name("UZB", "ru"), country_name("USA", "ru"), country_name("USA", "en")
    ('Узбекистан', 'США', 'United States')
    """
    if lang == "ru" and (name := _russian().get(code)):
        return name
    from babel import Locale
    from pycountry import countries

    country = countries.get(alpha_3=code)
    names = Locale(lang).territories
    return str(names.get(country.alpha_2, country.name)) if country else code


def amount(value: Decimal, lang: str) -> str:
    """An amount with a word for its thousands: «620,1 млн», «4.4 billion»."""
    words = labels(lang)
    for power, word in SCALES:
        unit = Decimal(10) ** power
        if abs(value) >= unit * (10 if word == "thousand" else 1):
            return f"{number(value / unit, lang)} {words[word]}"
    return number(value, lang)


def number(value: Decimal, lang: str) -> str:
    """All digits of a number, in groups: «1 234,5» or «1,234.5»."""
    text = plain(value)
    head, _, tail = text.partition(".")
    grouped = f"{int(head):,}" if head.lstrip("-") else head
    grouped = "-" + grouped if head.startswith("-0") else grouped
    if lang == "ru":
        return grouped.replace(",", "\u00a0") + ("," + tail if tail else "")
    return grouped + ("." + tail if tail else "")


def stated(row: Any, lang: str, show: Callable[[Decimal, str], str] = amount) -> str:
    """What a figure or a fact states: «> 620,1 млн USD», «5–7 млрд RUB», «15%»."""
    words = labels(lang)
    low, high = row.value_min, row.value_max
    if row.bound == "range" and low is not None and high is not None:
        said = f"{show(low, lang)} – {show(high, lang)}"
    else:
        value = next((v for v in (row.value, low, high) if v is not None), None)
        if value is None:
            return words["indefinite"]
        said = _SIGNS.get(row.bound, "") + show(value, lang)
    if row.unit == "percent":
        return said + ("\u00a0%" if lang == "ru" else "%")
    if row.unit in words or row.unit.isascii():
        return f"{said}\u00a0{words.get(row.unit, row.unit)}"
    return f"{said} · {row.unit}"  # the lemma of what is counted does not agree with its number
