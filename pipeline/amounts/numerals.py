"""Numbers in digits and words: the one gather that finds them, and the reader of their extent.

``Numerals.look`` is the feature of a word (asked once a distinct word) that says what it can be in
a number: digits, a word for a number, a magnitude, a fraction, or a figure whole in itself
(«двукратный», «вдвое»). ``Numerals.read`` reads on from such a token: «1 млрд 250», «два с
половиной миллиона», «17 800 000», «5–7 тыс.».
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from pipeline.amounts.context import words
from pipeline.amounts.tokens import Role, Term, Tokens
from pipeline.core.lexicon import fold
from pipeline.rules.inflect import readings, slots
from pipeline.rules.load import load


@dataclass(frozen=True, slots=True)
class NumeralRow:
    """A number in words: «двести»; «1/3» for a fraction of what follows."""

    word: str
    value: str
    example: str


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """A magnitude word: «миллион», «млн»."""

    word: str
    value: str
    short: tuple[str, ...]
    example: str


class Number(NamedTuple):
    """A number and its extent in tokens."""

    start: int
    stop: int
    low: Decimal | None  # None: indefinite («миллионы», «несколько миллиардов»)
    high: Decimal | None  # of a range
    scale: Decimal | None  # product of its magnitude words
    role: Role  # of its first word
    bound: str = ""  # of «с лишним» inside
    grouped: Decimal | None = None  # another reading: «12.650» as 12650
    parts: int = 1
    first: "Number | None" = None  # without its last part: «1 млрд» of «1 млрд 250»

    @property
    def indefinite(self) -> bool:
        """Whether the words set no value."""
        return self.low is None

    def times(self, scale: Decimal) -> "Number":
        """The number with a magnitude word that stands elsewhere."""
        low = None if self.low is None else self.low * scale
        high = None if self.high is None else self.high * scale
        return self._replace(low=low, high=high, scale=scale)


_DIGITS = r"\d+(?:[.,]\d+)*"
_NUMBER = re.compile(
    rf"(?P<low>{_DIGITS})(?:[-–—](?P<high>{_DIGITS}))?,?(?:[-–]?(?P<case>ти|х|ми|мя|и|ю|тью))?"
)
# «1 млрд 250», «пять тысяч триста», «тысяча двести»
_GOES_ON = ((Role.DIGITS, Role.DIGITS), (Role.WORD, Role.WORD), (Role.WORD, Role.SCALE))
_DASH = re.compile("[-–—]")
_PART = re.compile(r"(\d)/(\d{1,2})")
_ADJECTIVE = re.compile(
    rf"(?P<low>{_DIGITS})(?:[-–—](?P<high>{_DIGITS}))?(?:-?(?:ти|х|и))?[-–]?(?P<rest>[а-я]{{5,}})"
)
_ENDING = r"(?:ый|ая|ое|ые|ого|ой|ую|ому|ым|ом|ых|ыми|ою|ий|ие|их|им|его|ему|ими|ую)"


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


class Numerals:
    """The number words of the rows, ready to look up and to read."""

    def __init__(
        self, whole: dict[str, Term], stems: frozenset[str], overlay: Path | None = None
    ) -> None:
        """``whole``: words that are figures by themselves, folded; ``stems``: of adjectives that
        take a number in front («процентн», «миллионн»)."""
        self._table: dict[str, Term] = {}
        for row in load(NumeralRow, "numerals", overlay):
            self._add(row)
        for scale in load(ScaleRow, "scales", overlay):
            self._add_scale(scale)
        self._table |= whole
        self._whole = words("whole", overlay)
        self._portion = words("portion", overlay)
        self._indefinite = words("indefinite", overlay)
        self._genitive = words("genitive", overlay)
        longest = "|".join(sorted(stems, key=len, reverse=True))
        self._stem = re.compile(longest) if longest else re.compile(r"(?!)")
        self._ends = re.compile(rf"(?P<stem>{longest}){_ENDING}\Z")

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
            found = [r for r in readings(word) if r.pos == "NOUN"]
            plural = bool(found) and all(r.number == "plur" for r in found)
            plural = plural or word in ("тысячи", "сотни", "десятки")
            self._table[word] = Term(Role.SCALE, value, plural=plural)
        for short in row.short:
            word = short.rstrip(".")
            term = Term(Role.SCALE, value, plural=True, short=True, dotted=short != word)
            self._table[word] = term

    def look(self, word: str) -> Term | None:
        """What the word can be in a number; the feature of the one gather."""
        if word.isalpha():
            folded = fold(word)
            term = self._table.get(folded)
            if term is None and len(folded) > 8 and self._stem.search(folded):
                return self._adjective(folded)
            return term
        if len(word) == 1 and not word.isdigit():
            return self._table.get(word)
        if any(c.isdigit() for c in word):
            return self._digits(unicodedata.normalize("NFKC", word))
        if "-" in word or "–" in word:
            return self._pair(fold(word))
        return None

    def _digits(self, word: str) -> Term | None:
        if found := _NUMBER.fullmatch(word):
            low, grouped = decimal(found["low"])
            high = decimal(found["high"])[0] if found["high"] else None
            digits = found["low"] if high is None else word
            return Term(Role.DIGITS, low, high, grouped, digits)
        if found := _PART.fullmatch(word):
            over, under = int(found[1]), int(found[2])
            if 0 < over < under <= 10:
                return Term(Role.FRACTION, Decimal(over), parts=under)
        if found := _ADJECTIVE.fullmatch(fold(word)):
            if ends := self._ends.fullmatch(found["rest"]):
                high = decimal(found["high"])[0] if found["high"] else None
                return Term(Role.WHOLE, decimal(found["low"])[0], high, text=ends["stem"])
        return None

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

    def _prefix(self, text: str) -> Decimal | None:
        """The number in genitives run together: «двадцатипяти»."""
        if not text:
            return Decimal(0)
        for cut in range(len(text), 1, -1):
            term = self._table.get(text[:cut])
            if term and term.role == Role.WORD and term.high is None:
                rest = self._prefix(text[cut:])
                if rest is not None:
                    return term.low + rest
        return None

    # Reading

    def read(self, text: Tokens, at: int, stop: int) -> Number | None:
        """The number that begins at the token, as far as it goes."""
        mantissa = self._mantissa(text, at, stop)
        if mantissa is None:
            return None
        number = self._scaled(text, mantissa, stop)
        if number.scale is None or number.low is None or number.high is not None:
            return number
        # «1 млрд 250 млн», «пять тысяч триста»
        after = text.terms[number.stop] if number.stop < stop else None
        if after is None or after.role not in (Role.DIGITS, Role.WORD) or after.high is not None:
            return number
        more = self.read(text, number.stop, stop)
        if more is None or more.low is None or more.high is not None or more.low >= number.scale:
            return number
        if more.scale is None and (
            (after.role, number.role) not in _GOES_ON or after.text.startswith("0")
        ):
            return number
        return number._replace(stop=more.stop, low=number.low + more.low, first=number)

    def _mantissa(self, text: Tokens, at: int, stop: int) -> Number | None:
        term = text.terms[at]
        if term is None or term.role == Role.WHOLE:
            return None
        if term.role == Role.SCALE:
            return self._bare_scale(text, at)
        if term.role == Role.FRACTION:
            end = at + 1
            if term.parts > 4 and text.words[at][0].isalpha():  # «пятая часть», not «пятая линия»
                if end >= stop or text.folded[end] not in self._portion:
                    return None
                end += 1
            return Number(at, end, term.low, None, None, term.role, parts=term.parts)
        if term.role == Role.DIGITS:
            return self._grouped(text, at, stop, term)
        return self._words(text, at, stop, term)

    def _bare_scale(self, text: Tokens, at: int) -> Number | None:
        """«миллиард долларов» is one; «миллионы», «несколько миллионов» are nobody knows how many."""
        term = text.terms[at]
        assert term is not None
        word = text.folded[at]
        before = text.folded[at - 1] if at else ""
        if before in self._indefinite:
            return Number(at - 1, at, None, None, None, Role.SCALE)
        singular = not term.plural or (word == "тысячи" and before in self._genitive)
        if singular:
            return Number(at, at, Decimal(1), None, None, Role.SCALE)
        if term.short:
            return None  # «млн тонн» in the head of a table
        return Number(at, at, None, None, None, Role.SCALE)

    def _grouped(self, text: Tokens, at: int, stop: int, term: Term) -> Number:
        """Digits with their thousands set apart: «17 800 000», «350'000», «10 000–15 000»."""
        digits, tail, i = term.text, _tail(term.text), at + 1
        if len(tail) <= 3 and tail.isdigit() and tail[0] != "0":
            while (step := _apart(text, i, stop)) is not None and (more := text.terms[step]):
                digits += more.text
                i = step + 1
                if not _tail(digits).isdigit():
                    break
        if i == at + 1 or (found := _NUMBER.fullmatch(digits)) is None:
            number = Number(at, at + 1, term.low, term.high, None, term.role, "", term.grouped)
            return number if term.high is not None else _halves(text, number, stop)
        # «10 000-15 000»: the token «000-15» ends one number and begins another
        high = decimal(found["high"])[0] if found["high"] else None
        return Number(at, i, decimal(found["low"])[0], high, None, term.role)

    def _words(self, text: Tokens, at: int, stop: int, term: Term) -> Number:
        """«сто двадцать пять», «две трети», «два с половиной»."""
        if term.high is not None:
            return Number(at, at + 1, term.low, term.high, None, term.role)
        total, last, i = term.low, term.low, at + 1
        while i < stop and (more := text.terms[i]) is not None and more.role == Role.WORD:
            if more.high is not None or not _fits(last, more.low):
                break
            total, last, i = total + more.low, more.low, i + 1
        if i < stop and (more := text.terms[i]) is not None and more.role == Role.FRACTION:
            if total < more.parts:
                return Number(at, i + 1, total, None, None, Role.FRACTION, parts=more.parts)
        number = Number(at, i, total, None, None, term.role)
        if i + 2 < stop and text.folded[i] in self._whole:  # «две целых пять десятых»
            part = self._words(text, i + 1, stop, more) if (more := text.terms[i + 1]) else None
            if part is not None and part.role == Role.FRACTION and part.low is not None:
                return number._replace(stop=part.stop, low=total + part.low / part.parts)
        return _halves(text, number, stop)

    def _scaled(self, text: Tokens, number: Number, stop: int) -> Number:
        """The number with the magnitude words behind it."""
        i, scale, bound = number.stop, None, ""
        if i + 1 < stop and text.folded[i] == "с" and text.folded[i + 1] in ("лишним", "небольшим"):
            if i + 2 < stop and (term := text.terms[i + 2]) and term.role == Role.SCALE:
                i, bound = i + 2, "gt"
        while i < stop:
            term, end = text.terms[i], i + 1
            if term is None and end < stop and text.glued(end) and text.words[end].isalpha():
                word, end = text.joined(i, stop)
                term = self._table.get(word)
            if term is None or term.role != Role.SCALE:
                break
            if scale is not None and term.low < scale and term.low < 1000:
                break
            scale = term.low if scale is None else scale * term.low
            i = end
            if i < stop and text.words[i] == "." and text.glued(i):
                if term.dotted or _goes_on(text, i + 1, stop):
                    i += 1
        if scale is None:
            return number
        low = number.low
        if low is not None and number.parts > 1:
            low = low / number.parts
            number = number._replace(parts=1)
        return number._replace(low=low, stop=i, bound=bound, grouped=None).times(scale)


def _fits(last: Decimal, more: Decimal) -> bool:
    """Whether a word goes on a number: hundreds, then tens, then ones."""
    if last >= 100:
        return more < 100
    return 20 <= last < 100 and 0 < more < 10


def _tail(digits: str) -> str:
    """The last number of «10 000-15»."""
    return digits if digits.isdigit() else _DASH.split(digits)[-1]


def _apart(text: Tokens, i: int, stop: int) -> int | None:
    """The token with the next three digits of a number whose thousands are set apart."""
    if i >= stop:
        return None
    step = i
    if text.words[i] in "'’`" and i + 1 < stop and text.glued(i) and text.glued(i + 1):
        step = i + 1
    elif text.starts[i] - text.stops[i - 1] not in (1, 2, 6):  # 6: «&nbsp;»
        return None
    term = text.terms[step]
    if term is None or term.role != Role.DIGITS:
        return None
    word = text.words[step]
    return step if len(word) >= 3 and word[:3].isdigit() and not word[3:4].isdigit() else None


def _goes_on(text: Tokens, i: int, stop: int) -> bool:
    """Whether a figure goes on behind the dot of «млн.»: «410 млн. долл.»."""
    return i < stop and (text.words[i][0].islower() or text.terms[i] is not None or text.glued(i))


def _halves(text: Tokens, number: Number, stop: int) -> Number:
    """«два с половиной», «2½»."""
    i = number.stop
    if i + 1 < stop and text.folded[i] == "с" and text.folded[i + 1] in ("половиной", "четвертью"):
        i += 1
    elif not (i < stop and text.glued(i)):
        return number
    term = text.terms[i] if i < stop else None
    if term is None or term.role != Role.FRACTION or number.low is None:
        return number
    return number._replace(stop=i + 1, low=number.low + term.low / term.parts, grouped=None)
