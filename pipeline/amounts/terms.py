"""What a word can be in a number: the feature of the one gather, asked once a distinct word.

Digits with any separators, a word for a number, a magnitude, a fraction, or a figure whole in
itself («двукратный», «15-процентный», «вдвое»).
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from pipeline.amounts.tokens import Role, Term
from pipeline.core.lexicon import fold
from pipeline.rules.inflect import readings, slots
from pipeline.rules.load import load


class NumeralRow(NamedTuple):
    """A number in words: «двести»; «1/3» for a fraction of what follows."""

    word: str
    value: str
    example: str


class ScaleRow(NamedTuple):
    """A magnitude word: «миллион», «млн»."""

    word: str
    value: str
    short: tuple[str, ...]
    example: str


_DIGITS = r"\d+(?:[.,]\d+)*"
NUMBER = re.compile(
    rf"(?P<low>{_DIGITS})(?:[-–—](?P<high>{_DIGITS}))?,?(?:[-–]?(?P<case>ти|х|ми|мя|и|ю|тью))?"
)
_PART = re.compile(r"(\d)/(\d{1,2})")
_ADJECTIVE = re.compile(
    rf"(?P<low>{_DIGITS})(?:[-–—](?P<high>{_DIGITS}))?(?:-?(?:ти|х|и))?[-–]?(?P<rest>[а-я]{{5,}})"
)
_ENDINGS = "ый|ая|ое|ые|ого|ой|ую|ому|ым|ом|ых|ыми|ою|ий|ие|их|им|его|ему|ими|ую"
_ENDING = rf"(?:{_ENDINGS})"


def decimal(text: str) -> tuple[Decimal, Decimal | None]:
    """A number in digits, and its other reading where a separator may mean either.

    The last of two kinds of separators is decimal («1.234.567,89»); one that repeats groups
    thousands («1,234,567»); a single one is decimal («1,234 млрд» is 1.234), though one with three
    digits behind it may group them where no magnitude word follows.
    """
    commas, points = text.count(","), text.count(".")
    if commas and points:
        last = max(text.rfind(","), text.rfind("."))
        other = "." if text[last] == "," else ","
        whole = text[:last].replace(",", "").replace(".", "")
        if text.count(text[last]) == 1 and text[last + 1 :].find(other) < 0:
            return Decimal(f"{whole}.{text[last + 1 :]}"), None
        return Decimal(text.replace(",", "").replace(".", "")), None
    if commas + points > 1:
        groups = re.split("[.,]", text)
        if all(len(group) == 3 for group in groups[1:]):
            return Decimal("".join(groups)), None
        return Decimal(groups[0] + "." + groups[1]), None
    plain = text.replace(",", ".")
    if commas + points == 1:
        whole, _, rest = plain.partition(".")
        other_reading = len(rest) == 3 and len(whole) <= 3 and whole.lstrip("0") != ""
        return Decimal(plain), Decimal(whole + rest) if other_reading else None
    return Decimal(plain), None


class Terms:
    """The number words of the rows, ready to look up."""

    def __init__(
        self, whole: dict[str, Term], stems: Sequence[str], overlay: Path | None = None
    ) -> None:
        """Take in words that are figures by themselves, and stems of adjectives with numbers.

        ``whole`` are folded words («вдвое»); ``stems`` those of «15-процентный», «миллионный».
        """
        self._table: dict[str, Term] = {}
        for row in load(NumeralRow, "numerals", overlay):
            self._add(row)
        for scale in load(ScaleRow, "scales", overlay):
            self._add_scale(scale)
        self._table |= whole
        longest = "|".join(sorted(stems, key=len, reverse=True)) or "(?!)"
        self._lasts = frozenset(stem[-3:] for stem in stems)
        self._ends = re.compile(rf"(?P<stem>{longest}){_ENDING}\Z")

    def scale(self, word: str) -> Term | None:
        """The magnitude that a folded word is."""
        term = self._table.get(word)
        return term if term is not None and term.role == Role.SCALE else None

    def _add(self, row: NumeralRow) -> None:
        over, _, under = row.value.partition("/")
        for word in slots(row.word)[0]:
            if under:
                self._table[word] = Term(Role.FRACTION, Decimal(over), parts=int(under))
            else:
                self._table[word] = Term(Role.WORD, Decimal(row.value))

    def _add_scale(self, row: ScaleRow) -> None:
        value = Decimal(row.value)
        for word in slots(row.word)[0]:
            # «тысячи» may be a genitive, but without a number in front it is many thousands
            plural = any(r.number == "plur" for r in readings(word) if r.pos == "NOUN")
            self._table[word] = Term(Role.SCALE, value, plural=plural)
        for short in row.short:
            word = short.rstrip(".")
            term = Term(Role.SCALE, value, plural=True, short=True, dotted=short != word)
            self._table[word] = term

    def look(self, word: str) -> Term | None:
        """What the word can be in a number; the feature of the one gather."""
        if word.isalpha():
            folded = fold(word)
            lasts = self._lasts
            if folded[-5:-2] in lasts or folded[-6:-3] in lasts:  # few: «…процентного»
                term = self._table.get(folded)
                return self._adjective(folded) if term is None and len(folded) > 8 else term
            return self._table.get(folded)
        if len(word) == 1 and not word.isdigit():
            return self._table.get(word)
        if any(c.isdigit() for c in word):
            return self._digits(unicodedata.normalize("NFKC", word)) if len(word) < 25 else None
        if "-" in word or "–" in word:
            return self._pair(fold(word))
        return None

    def _digits(self, word: str) -> Term | None:
        if found := NUMBER.fullmatch(word):
            low, grouped = decimal(found["low"])
            high = decimal(found["high"])[0] if found["high"] else None
            digits = found["low"] if high is None else word
            return Term(Role.DIGITS, low, high, grouped, digits)
        if found := _PART.fullmatch(word):
            over, under = int(found[1]), int(found[2])
            if 0 < over < under <= 10:
                return Term(Role.FRACTION, Decimal(over), parts=under)
        found = _ADJECTIVE.fullmatch(fold(word))
        ends = self._ends.fullmatch(found["rest"]) if found else None
        if found is None or ends is None:
            return None
        high = decimal(found["high"])[0] if found["high"] else None
        return Term(Role.WHOLE, decimal(found["low"])[0], high, text=ends["stem"])

    def _pair(self, word: str) -> Term | None:
        """«два-три», «полтора–два», «двух-трёхкратный»."""
        left, _, right = word.replace("–", "-").partition("-")
        low, high = self._table.get(left), self._table.get(right)
        if low and low.role == Role.WORD:
            if high and high.role == Role.WORD and low.low < high.low:
                return Term(Role.WORD, low.low, high.low)
            adjective = self._adjective(right)
            if adjective and adjective.low > low.low:
                return adjective._replace(low=low.low, high=adjective.low)
        return None

    def stem(self, word: str) -> str:
        """The adjective's stem, where the folded word is one without a number in it."""
        ends = self._ends.match(word)
        return ends["stem"] if ends else ""

    def _adjective(self, word: str) -> Term | None:
        """«двадцатипятипроцентный», «полуторамиллиардный», «миллионный»."""
        ends = self._ends.search(word)
        if ends is None:
            return None
        prefix = word[: ends.start()]
        value = self._prefix(prefix) if prefix else Decimal(1)
        if value is None or (prefix and value == 1):  # «однотонный», «однократно»
            return None
        return Term(Role.WHOLE, value, text=ends["stem"], plural=not prefix)

    def _prefix(self, text: str, depth: int = 4) -> Decimal | None:
        """The number in genitives run together: «двадцатипяти»."""
        if not text:
            return Decimal(0)
        if not depth:
            return None
        for cut in range(len(text), 1, -1):
            term = self._table.get(text[:cut])
            if term and term.role == Role.WORD and term.high is None:
                rest = self._prefix(text[cut:], depth - 1)
                if rest is not None:
                    return term.low + rest
        return None
