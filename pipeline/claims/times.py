"""Time expressions: words to classes, classes to a pattern, the pattern to ISO 8601.

Each word has one class, a single letter; a document is then a string of letters, in which one
compiled expression finds every wording: «за январь—июль 2024 года» is «zM-MYy». What a match
means is read off its letters. No word is looked at twice, and no text without a trigger at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.core.lexicon import fold
from pipeline.rules.inflect import forms
from pipeline.rules.load import load


@dataclass(frozen=True, slots=True)
class WordRow:
    """Words of one class in time expressions; ``value``: the number that they stand for."""

    words: tuple[str, ...]
    kind: str
    value: str = ""
    example: str = ""


LETTERS = {
    "month": "M", "year": "y", "abbreviated": "q", "years": "L", "quarter": "Q", "half": "H",
    "part": "h", "months": "W", "week": "w", "day": "k", "decade": "C", "period": "r", "time": "R",
    "ordinal": "o", "number": "n", "last": "P", "this": "T", "next": "F", "same": "S",
    "recent": "l", "filler": "f", "в": "v", "за": "z", "к": "b", "до": "t", "с": "s", "по": "p",
    "на": "u", "от": "x", "outcome": "i", "end": "e", "begin": "g", "middle": "m", "span": "j",
    "lead": "a", "ago": "A", "after": "B", "and": "&", "school": "U",
    "season": "O", "weekday": "X", "within": "c",
}  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d(?:-(?:го|му|м|й|е|х|ый|ом))?\Z")
_YEARS = re.compile(r"((?:19|20)\d\d)[-–—/]((?:19|20)?\d\d)\Z")
_DATE = re.compile(r"(\d\d?)\.(\d\d?)\.((?:19|20)\d\d)\Z")
_DAYS = re.compile(r"\d\d?[-–—]\d\d?\Z")
_HALVES = re.compile(r"([а-я]+)[-–—]([а-я]+)\Z")

_Y = r"(?:[YG](?:[-&,]?Y)*(?:U?y|q\.?)?(?:(?<=y)&Yy)?)"
_REL = r"(?:f*[PTFS]+f*U?)"
_TAIL = rf"(?:f*{_Y}|{_REL}{_Y}|{_REL}y)"
_MONTHS = r"(?:M(?:[-&pt]v?M)?|N|O)"
_DAY = r"(?:(?:[dE](?:[-&,p]?d)*)M)"
_PRE = r"(?:(?:zf*[nd]?[wk](?=s))?a?[vzbtspuxj](?:f*[iegmjr][vzbtspu]?f*)?f*)"
_CORE = "|".join(
    [
        rf"(?P<date>D|(?:X,?)?{_DAY}(?:{_TAIL})?)",
        rf"(?P<month>[YG]?(?:f*[PTFS])?{_MONTHS}(?:{_TAIL})?)",
        rf"(?P<quarter>(?:o(?:[-&,]o)*|[PTFS])[QH](?:{_TAIL})?|oh(?:{_TAIL}))",
        rf"(?P<first>(?:(?:[ol]f*)?[nd]|[nd]o)W(?:{_TAIL})|of*[nd]W|(?<=i)[nd]W)",
        rf"(?P<year>{_REL}?{_Y})",
        r"(?P<ago>[nd]?[yLWwkC]A|[Bc][nd]?[yLWwkC]|[nd]?[yLWwkC]B|[zs][nd]?[yLW]tT)",
        rf"(?P<relative>(?:{_REL}|f)(?:[yWwkrRQHC])(?:_?{_TAIL})?|Uy)",
        r"(?P<recent>l[nd]?[yLWwkC]|l[nd]?f?[yLW])",
        r"(?P<part>[vubtp]f?[egm]y)",
        r"(?P<rate>v[yWwk])",
        r"(?P<lasting>zf*(?:of*)?(?:[nd]|f)?[yLWwkC]|sg[yWw]|[vzj]j?[nd][yLWw])",
    ]
)
PATTERN = re.compile(
    rf"(?P<pre>{_PRE})?(?:{_CORE})(?:(?<=[YMyqNo.])(?P<upto>[pt](?:{_DAY}|{_MONTHS})?(?:{_TAIL})?(?<![pt])))?"
)

# Where a wording can stand: classed words, at most one other between them, and a unit of time.
_RUN = re.compile(r"[^_.,&-][^_]*(?:_[^_]+)*")
_TRIGGER = re.compile(r"[YGDMNOyqLQHhWwkCrR]")


class Times:
    """The classes of words, and the wordings found in a string of their letters."""

    def __init__(self, overlay: Path | None = None) -> None:
        self.letters: dict[str, str] = {}
        self.values: dict[str, int] = {}
        for row in load(WordRow, "periods", overlay):
            for word in row.words:
                found = {fold(word[:-1])} if word.endswith("!") else forms(word)
                for form in sorted(found):
                    self.letters.setdefault(form, LETTERS[row.kind])
                    if row.value:
                        self.values.setdefault(form, int(row.value))

    def code(self, word: str) -> int:
        """The class of a word as a number, for a column."""
        return ord(self.letter(word))

    def letter(self, word: str) -> str:
        """The class of a word, «_» where it has none."""
        first = word[0]
        if first.isdecimal():
            return _digits(word)
        if first in "-–—":
            return "-" if len(word) == 1 else "_"
        if first in ",.":
            return first
        folded = fold(word)
        found = self.letters.get(folded)
        if found is None and not folded.isalpha() and (halves := _HALVES.match(folded)):
            months = all(self.letters.get(half) == "M" for half in halves.groups())
            return "N" if months else "_"
        return found or "_"

    def value(self, word: str) -> int | None:
        """The number that a word of a time expression stands for."""
        return int(word) if word.isdecimal() else self.values.get(fold(word))

    def search(self, letters: str, start: int, stop: int) -> Iterator["re.Match[str]"]:
        """The wordings in a stretch of a string of letters, left to right."""
        for run in _RUN.finditer(letters, start, stop):
            if _TRIGGER.search(letters, run.start(), run.end()):
                yield from PATTERN.finditer(letters, run.start(), run.end())


def _digits(word: str) -> str:
    word = word.rstrip(",")  # «в 2022, 2023 годах»: the tokens are razdel's, «2022,»
    if word.isdecimal():
        if len(word) <= 2 and 1 <= int(word) <= 31:
            return "d"
        return "Y" if _YEAR.match(word) else "_"
    if _YEAR.match(word):
        return "Y"
    if _YEARS.match(word):
        return "G"
    if _DATE.match(word):
        return "D"
    if _DAYS.match(word):
        return "E"
    return "o" if re.match(r"\d\d?-(?:й|го|м|ом|е)\Z", fold(word)) else "_"


@dataclass(slots=True)
class Reading:
    """What a wording says before it is placed on the calendar."""

    kind: str
    years: list[int] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    quarters: list[int] = field(default_factory=list)
    half: int = 0
    count: int = 0
    shift: int | None = None  # years from the document's own: «прошлого года» -1
    same: bool = False  # «того же года», «за тот же период»
    letters: str = ""


def read(times: Times, letters: str, words: list[str], kind: str) -> Reading:
    """A wording's parts: ``letters`` and ``words`` run in parallel."""
    found = Reading(kind, letters=letters)
    for i, (letter, word) in enumerate(zip(letters, words, strict=True)):
        if letter == "Y":
            found.years.append(int(word[:4]))
        elif letter == "G":
            found.years += _span(word)
        elif letter == "D" and (date := _DATE.match(word)):
            found.months.append(int(date[2]))
            found.years.append(int(date[3]))
        elif letter == "M":
            found.months.append(times.values[fold(word)])
        elif letter == "O":
            found.months += _season(times.values[fold(word)])
        elif letter == "N" and (halves := _HALVES.match(fold(word))):
            found.months += [times.values[h] for h in halves.groups()]
        elif letter == "o" and (value := _ordinal(times, word)):
            unit = next((x for x in letters[i:] if x in "QHhW"), "")
            if unit == "Q":
                found.quarters.append(value)
            elif unit in ("H", "h"):
                found.half = value
        elif letter in "nd":
            found.count = times.value(word) or 0
        elif letter in "PTF":
            found.shift = (found.shift or 0) + (times.value(word) or 0)
        elif letter == "S":
            found.same = True
    return found


def _season(first: int) -> list[int]:
    """«летом»: June to August."""
    return [first, (first + 1) % 12 + 1]


def _ordinal(times: Times, word: str) -> int | None:
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else times.value(word)


def _span(word: str) -> list[int]:
    match = _YEARS.match(word)
    if match is None:
        return []
    first, last = match[1], match[2]
    return [int(first), int(first[: 4 - len(last)] + last)]


def extent(r: Reading) -> tuple[int, int] | None:
    """The first and last month that a wording names: «за девять месяцев» 1 and 9."""
    if r.months:
        return r.months[0], r.months[-1]
    if r.quarters:
        return 3 * r.quarters[0] - 2, 3 * r.quarters[-1]
    if r.half in (1, 2):
        return 6 * r.half - 5, 6 * r.half
    over = r.letters[0] == "z" and r.letters[-1] == "W" and "l" not in r.letters
    counted = r.kind == "first" or (r.kind == "lasting" and over)
    return (1, r.count) if counted and 1 < r.count <= 12 else None


def iso(reading: Reading, year: int | None) -> str | None:
    """ISO 8601 of a reading; ``year`` is what stands in for a year left out, None for unknown."""
    years = reading.years or ([year] if year is not None else [])
    if not years:
        return None
    first, last = years[0], years[-1]
    months = list(reading.months)
    if reading.kind == "first" and 0 < reading.count <= 12:
        if reading.count == 12:
            return str(first)
        months = [1, reading.count] if reading.count > 1 else [1]
    if reading.half in (1, 2):
        months = [1, 6] if reading.half == 1 else [7, 12]
    if months and len(months) <= 2 and all(1 <= m <= 12 for m in months):
        one = f"{first}-{months[0]:02}"
        other = f"{last}-{months[-1]:02}"
        if first == last and months[0] > months[-1]:
            one = f"{first - 1}-{months[0]:02}"
        return one if one == other else f"{one}/{other}"
    if reading.quarters and all(1 <= q <= 4 for q in reading.quarters):
        one, other = f"{first}-Q{reading.quarters[0]}", f"{last}-Q{reading.quarters[-1]}"
        return one if one == other else f"{one}/{other}"
    return str(first) if first == last else f"{first}/{last}"
