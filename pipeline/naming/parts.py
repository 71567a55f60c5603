"""A mention of a person taken apart: initials, given names, patronymic, family name."""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.core.records import Name
from pipeline.naming.consistent import stem
from pipeline.naming.patterns import Readings, patronymic_gender
from pipeline.naming.personal import PARTICLES, readings
from pipeline.rules.inflect import dictionary
from pipeline.rules.load import load


class GivenNameRow(NamedTuple):
    """A given name that the dictionary lacks, or a family name that stands first."""

    text: str
    kind: str  # m, f; family: Chinese, Korean and Vietnamese family names


@dataclass(slots=True, eq=False)
class Part:
    """A mention taken apart: «К.-Ж. Токаев», «Заур Гасан оглы Мамедли»."""

    name: Name
    words: list[int]  # tokens that may decline, in order
    initials: list[str]
    family: int | None  # token of the family name
    patronymic: int | None
    tokens: list[int]  # all tokens but dots


@dataclass(slots=True, eq=False)
class Person:
    """All mentions of one person."""

    parts: list[Part] = field(default_factory=list)
    gender: str = "m"
    name: str = ""


@cache
def given_names(overlay: Path | None = None) -> tuple[dict[str, str], frozenset[str]]:
    """Genders of given names by nominative, and the family names that stand first."""
    rows = load(GivenNameRow, "given_names", overlay)
    genders = {row.text: row.kind for row in rows if row.kind in "mf"}
    return genders, frozenset(row.text for row in rows if row.kind == "family")


@lru_cache(maxsize=2048)
def read(word: str) -> Readings:
    """Readings with the rows' given names preferred."""
    genders, _ = given_names()
    found = Readings(readings(word))
    for way, (nominative, weight) in found.items():
        gender = genders.get(nominative)
        if gender is not None:
            found[way] = nominative, weight + (3.0 if gender == way[0] else -1.0)
    return found


def take_apart(doc: Doc, name: Name) -> Part:
    """Initials, given names, patronymic and family name of one mention."""
    words = doc.words
    start, stop = name.span
    dotted = words[stop : stop + 1] == ["."]
    plain, initials, family, patronymic, tokens = _taken_apart(tuple(words[start:stop]), dotted)
    return Part(
        name,
        [start + i for i in plain],
        initials,
        None if family is None else start + family,
        None if patronymic is None else start + patronymic,
        [start + i for i in tokens],
    )


@lru_cache(maxsize=4096)
def _taken_apart(
    words: tuple[str, ...], dotted: bool
) -> tuple[list[int], list[str], int | None, int | None, list[int]]:
    """The same of the words alone; ``dotted`` tells of a dot after the last one."""
    tokens = [i for i, word in enumerate(words) if word not in (".", "-", ",", "'")]
    initials, plain = [], []
    for i in tokens:
        dot = dotted if i + 1 == len(words) else words[i + 1] == "."
        if (dot and len(words[i]) <= 2) or (len(words[i]) == 1 and len(tokens) > 1):
            initials.append(words[i])
        elif fold(words[i]) not in PARTICLES or len(tokens) == 1:
            plain.append(i)
    patronymic = next((i for i in plain[1:] if _patronymic(words[i], len(plain))), None)
    return plain, initials, _family(words, plain, patronymic, initials), patronymic, tokens


def _patronymic(word: str, count: int) -> bool:
    """Whether a word is a patronymic; of two words, «Нурлан Серикович» but not «Макаревич»."""
    if len(word) < 6 or patronymic_gender(word.lower()) is None:
        return False
    if count > 2:
        return True
    entries = dictionary().entries(word.lower())
    if any("Surn" in e.grams for e in entries):
        return False
    return any("Patr" in e.grams for e in entries) or _given(
        re.sub(r"(?:[оеё]вич|[оеё]вн|ьич|ич|ичн)(?:а|у|ем|е|ы|ой)?$", "", word)
    )


def _family(
    words: tuple[str, ...], plain: list[int], patronymic: int | None, initials: list[str]
) -> int | None:
    if not plain:
        return None
    if len(plain) == 1:
        return plain[0]
    if patronymic == plain[-1]:
        return plain[0] if len(plain) > 2 else None  # «Мирзиёев Шавкат Миромонович»
    first = words[plain[0]]
    _, families = given_names()
    if first in families and not initials and not _surname_like(words[plain[-1]]):
        return plain[0]
    last = words[plain[-1]]
    turned = len(plain) == 2 and _surname_like(first) and not _surname_like(last)
    if turned and not _given(first) and _given(last):
        return plain[0]  # «Иванов Пётр»
    return plain[-1]


def _surname_like(word: str) -> bool:
    return stem(word).endswith(("ов", "ев", "ин", "ын", "ск", "цк", "енко", "енк"))


def _given(word: str) -> bool:
    return any(weight >= 3 for _, weight in read(word).values())
