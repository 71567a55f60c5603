"""Reading a number from its first token: «1 млрд 250», «два с половиной миллиона», «17 800 000»."""

import re
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from pipeline.amounts.context import ComparatorRow, words
from pipeline.amounts.terms import NUMBER, Terms, decimal
from pipeline.amounts.tokens import Role, Term, Tokens
from pipeline.rules.inflect import slots
from pipeline.rules.load import load
from pipeline.rules.phrases import Phrases


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


# «1 млрд 250», «пять тысяч триста», «тысяча двести»
_GOES_ON = ((Role.DIGITS, Role.DIGITS), (Role.WORD, Role.WORD), (Role.WORD, Role.SCALE))
_DASH = re.compile("[-–—]")
_MOST = Decimal(10) ** 18


class Numerals:
    """The reader of numbers."""

    def __init__(self, terms: Terms, overlay: Path | None = None) -> None:
        self.terms = terms
        self._whole = words("whole", overlay)
        self._portion = words("portion", overlay)
        self._indefinite = words("indefinite", overlay)
        self._genitive = words("genitive", overlay)
        rows = [r for r in load(ComparatorRow, "comparators", overlay) if r.side == "inside"]
        self._inside: Phrases[str] = Phrases((slots("+ " + r.words), r.bound) for r in rows)
        self._inside_first = frozenset(r.words.split()[0] for r in rows)

    def read(self, text: Tokens, at: int, stop: int) -> Number | None:
        """The number that begins at the token, as far as it goes."""
        mantissa = self._mantissa(text, at, stop)
        if mantissa is None:
            return None
        if mantissa.role == Role.DIGITS and mantissa.stop + 2 < stop:
            mantissa = self._repeated(text, mantissa, stop)
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
        """«миллиард долларов» is one; «миллионы», «несколько миллионов» are any number."""
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
        if i == at + 1 or (found := NUMBER.fullmatch(digits)) is None:
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
        more = text.terms[i] if i < stop else None
        if more is not None and more.role == Role.FRACTION and total < more.parts:
            return Number(at, i + 1, total, None, None, Role.FRACTION, parts=more.parts)
        number = Number(at, i, total, None, None, term.role)
        if i + 2 < stop and text.folded[i] in self._whole:  # «две целых пять десятых»
            part = self._words(text, i + 1, stop, more) if (more := text.terms[i + 1]) else None
            if part is not None and part.role == Role.FRACTION and part.low is not None:
                return number._replace(stop=part.stop, low=total + part.low / part.parts)
        return _halves(text, number, stop)

    def _repeated(self, text: Tokens, number: Number, stop: int) -> Number:
        """«100 (сто) тысяч рублей», «1 000 000 (один миллион) рублей»."""
        i = number.stop
        term = text.terms[i + 1] if text.words[i] == "(" else None
        if term is None or term.role == Role.DIGITS:
            return number
        words = self.read(text, i + 1, stop)
        same = words is not None and words.low == number.low
        if words is None or not same or words.stop >= stop or text.words[words.stop] != ")":
            return number
        return number._replace(stop=words.stop + 1, grouped=None)

    def _scaled(self, text: Tokens, number: Number, stop: int) -> Number:
        """The number with the magnitude words behind it."""
        i, scale, bound = number.stop, None, ""
        inside = None
        if i < stop and text.folded[i] in self._inside_first:
            inside = self._inside.after(text.folded, i, min(stop, i + 3))
        if inside is not None and inside[0].stop < stop:  # «5 с лишним миллиардов»
            term = text.terms[inside[0].stop]
            if term is not None and term.role == Role.SCALE:
                i, bound = inside[0].stop, inside[1][0]
        while i < stop:
            term, end = text.terms[i], i + 1
            if term is None and end < stop and text.glued(end) and text.words[end].isalpha():
                word, end = text.joined(i, stop)
                term = self.terms.scale(word)
            if term is None or term.role != Role.SCALE:
                break
            if scale is not None and term.low < scale and term.low < 1000:
                break
            if scale is not None and scale * term.low > _MOST:
                break
            scale = term.low if scale is None else scale * term.low
            i = end
            dot = i < stop and text.words[i] == "." and text.glued(i)
            if dot and (term.dotted or _goes_on(text, i + 1, stop)):
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
