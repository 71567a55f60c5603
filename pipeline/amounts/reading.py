"""From the numbers of a sentence to amounts: number and unit, range, compound, sign."""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from pipeline.amounts.context import words
from pipeline.amounts.currencies import Money
from pipeline.amounts.numerals import Number
from pipeline.amounts.tokens import Role, Tokens
from pipeline.amounts.units import Unit, Units

DASHES = frozenset("-–—−‑")
_FROM = frozenset({"от", "с", "со"})


@dataclass(slots=True)
class Amount:
    """A number with what was found beside it, while the sentence is being read."""

    start: int
    stop: int
    low: Decimal | None
    high: Decimal | None  # of a range
    number: Number | None
    kind: str = ""  # empty: no unit of its own
    unit: str = ""
    rule: str = ""
    bound: str = ""
    direction: str | None = None
    sentence: tuple[int, int] = (0, 0)
    lead: int = -1  # where its comparators and prepositions begin
    before: tuple[str, ...] = ()  # its prepositions, from the number leftwards
    money: Money | None = None  # what its word of money can mean
    open: bool = False  # nothing beside the number settled which currency it is
    adjectival: str = ""  # the currency of an adjective without its noun
    pair: bool = False  # one end of «с 3 до 5»
    signed: int = 0
    adjective: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def scale(self) -> Decimal | None:
        """Its own magnitude words."""
        return self.number.scale if self.number else None

    @property
    def indefinite(self) -> bool:
        """«миллионы», «несколько десятков»."""
        return self.low is None

    @property
    def yearlike(self) -> bool:
        """Whether the bare number may be a year."""
        number = self.number
        if number is None or number.scale is not None or number.low is None:
            return False
        if number.stop - number.start > 1 or number.role != Role.DIGITS:
            return False
        return all(
            1800 <= x <= 2100 and x == x.to_integral_value()
            for x in (number.low, number.high or number.low)
        )


class Reader:
    """Reads the amounts of one sentence, left to right."""

    def __init__(self, units: Units, overlay: Path | None = None) -> None:
        self.units = units
        self._dates = words("dated", overlay)
        self._labels = words("label", overlay)

    def read(
        self, text: Tokens, at: list[int], sentence: tuple[int, int], start: int, stop: int
    ) -> list[Amount]:
        """Amounts, bare numbers among them, in order; ranges are joined.

        They are read from ``start`` (where the last one ended) up to ``stop``, the end of the block,
        since a sentence may seem to end inside an amount: «410 млн долл. США».
        """
        found: list[Amount] = []
        end = start
        for i in at:
            if i < end:
                continue
            term = text.terms[i]
            if term is not None and term.role == Role.DIGITS and i + 1 < stop:
                if text.folded[i + 1] in self._dates:  # most numbers are years and days
                    continue
            amount = self._one(text, i, end, stop, sentence)
            if amount is not None:
                end = amount.stop
                found.append(amount)
        return self._ranges(text, found)

    def _one(
        self, text: Tokens, i: int, lo: int, stop: int, sentence: tuple[int, int]
    ) -> Amount | None:
        term = text.terms[i]
        assert term is not None
        if term.role == Role.WHOLE:
            return self._whole(text, i, stop, sentence)
        symbol = self.units.before(text, i, lo, sentence)
        if symbol is None and _inside_name(text, i, lo):
            return None
        number = self.units.numerals.read(text, i, stop)
        if number is None or (symbol is None and self._dated(text, number, stop)):
            return None
        if symbol is not None and number.scale is None and _spelled(text, number.stop, stop):
            return None  # «USD 5m»
        if symbol is not None:
            amount = Amount(symbol.start, number.stop, number.low, number.high, number)
            _give(amount, symbol)
        else:
            amount = self._behind(text, number, stop, sentence)
        amount.sentence = sentence
        if number.role == Role.FRACTION and number.scale is None:
            _fraction(amount, number)
        amount.bound = number.bound
        self._sign(text, amount, lo)
        return amount

    def _dated(self, text: Tokens, number: Number, stop: int) -> bool:
        """«15 января», «в 2023 году», «100 дней», «ст. 5»: no amount, and no neighbour of one."""
        if number.scale is None and number.stop < stop:
            if text.folded[number.stop] in self._dates:
                return True
        i = number.start - 1
        if i >= 0 and text.words[i] == "." and text.glued(i):
            i -= 1
        return i >= 0 and text.folded[i] in self._labels

    def _behind(self, text: Tokens, number: Number, stop: int, sentence: tuple[int, int]) -> Amount:
        """The amount with the unit behind it; the longest reading of the number that has one."""
        unit = self.units.after(text, number, stop, sentence)
        while unit is None and number.first is not None:
            number = number.first
            unit = self.units.after(text, number, stop, sentence)
        if unit is None and number.scale is not None and number.stop + 1 < stop:
            i = number.stop  # «1 млрд. Долларов»
            if text.words[i] == "." and text.glued(i):
                unit = self.units.after(text, number._replace(stop=i + 1), stop, sentence)
                unit = unit if unit is not None and unit.kind != "count" else None
        amount = Amount(number.start, number.stop, number.low, number.high, number)
        if unit is None:
            return amount
        if unit.integer and number.grouped is not None:
            amount.low = number.grouped
        _give(amount, unit)
        if unit.factor is not None:
            amount.low = None if amount.low is None else amount.low * unit.factor
            amount.high = None if amount.high is None else amount.high * unit.factor
        elif unit.kind == "money" and amount.low is not None and amount.high is None:
            self._coins(text, amount, stop)
        return amount

    def _coins(self, text: Tokens, amount: Amount, stop: int) -> None:
        """«2 рубля 50 копеек» is one amount."""
        i = amount.stop
        if i >= stop or (term := text.terms[i]) is None or term.role != Role.DIGITS:
            return
        more = self.units.numerals.read(text, i, stop)
        if more is None or more.low is None or more.high is not None or more.low >= 100:
            return
        coin = self.units.minor(text, more, amount.unit, stop)
        if coin is not None and coin.factor is not None and amount.low is not None:
            amount.low += more.low * coin.factor
            amount.stop = coin.stop

    def _whole(self, text: Tokens, i: int, stop: int, sentence: tuple[int, int]) -> Amount | None:
        term = text.terms[i]
        found = self.units.whole(text, i, stop)
        if found is None or term is None:
            return None
        unit, row = found
        amount = Amount(i, unit.stop, term.low, term.high, None, sentence=sentence)
        _give(amount, unit)
        if unit.factor is not None:
            amount.low = term.low * unit.factor
            amount.high = term.high * unit.factor if term.high is not None else None
        if row is not None:
            amount.direction = row.direction or None
            amount.bound = row.bound
            if term.plural:
                amount.low = None
        elif term.plural:
            amount.bound = "approx"  # «миллиардный контракт»
        amount.adjective = row is None and bool(term.text)
        return amount

    def _sign(self, text: Tokens, amount: Amount, lo: int) -> None:
        """«−$1,2 млрд», «минус 3,2%», «+4,5%»: the sign belongs to the figure."""
        i = amount.start - 1
        if i < lo or amount.low is None or amount.number is None:
            return
        sign = _SIGNS.get(text.folded[i])
        if sign is None:
            return
        if not text.folded[i].isalpha():
            if not text.glued(i + 1) or (text.glued(i) and text.words[i - 1] not in "(«["):
                return
        elif not amount.kind or amount.kind == "count" or i == lo:
            return  # «5,7 млн плюс 20%»: ``lo`` is where the last amount ended
        amount.start, amount.signed = i, sign
        if sign < 0:
            amount.low = -amount.low
            amount.high = -amount.high if amount.high is not None else None

    def _ranges(self, text: Tokens, found: list[Amount]) -> list[Amount]:
        """Neighbours that are the two ends of one range, or of a change from one level to another."""
        kept: list[Amount] = []
        for amount in found:
            last = kept[-1] if kept else None
            if last is not None and (joined := _join(text, last, amount)) is not None:
                kept[-1] = joined
            else:
                kept.append(amount)
        return kept


_SIGNS = {"-": -1, "−": -1, "–": -1, "‑": -1, "минус": -1, "+": 1, "плюс": 1}


def _spelled(text: Tokens, i: int, stop: int) -> bool:
    """Whether letters follow the number without a blank."""
    return i < stop and text.glued(i) and text.words[i][0].isalpha()


def _give(amount: Amount, unit: Unit) -> None:
    amount.kind, amount.unit, amount.rule = unit.kind, unit.unit, unit.rule
    amount.money, amount.open = unit.money, unit.open
    if unit.start >= 0:
        amount.start = unit.start
    amount.stop = max(amount.stop, unit.stop)


def _fraction(amount: Amount, number: Number) -> None:
    """«половина процента» is 0.5%; «треть экспорта», «треть предприятий» are shares."""
    assert number.low is not None
    if amount.kind in ("percent", "points", "money", "quantity"):
        amount.low = number.low / number.parts
        return
    share = number.low * 100 / number.parts
    amount.low = share.quantize(Decimal("0.01")) if share != share.to_integral_value() else share
    amount.kind, amount.unit, amount.rule = "percent", "percent", "percent:fraction"
    amount.start, amount.stop, amount.money = number.start, number.stop, None


def _inside_name(text: Tokens, i: int, lo: int) -> bool:
    """«G|20», «C|5|+|1», «12|:|30», «№ 125», «E|1|.|ru»: a number that is none."""
    if i == 0:
        return False
    before = text.words[i - 1]
    if before in ("№", "#", "N", "§"):
        return True
    if text.glued(i):
        if before[-1].isalpha() or before in ("_", "@", "&"):
            return True
        if before in (":", "+", "/", ".", "*") and text.glued(i - 1) and i - 2 >= 0:
            return text.words[i - 2][-1].isalnum()
    after = text.words[i + 1] if i + 1 < len(text) and text.glued(i + 1) else ""
    if after == ":" and i + 2 < len(text) and text.glued(i + 2):
        return text.words[i + 2][0].isdigit()
    return after in ("_", "@") or (len(after) == 1 and after.isascii() and after.isalpha())


def _join(text: Tokens, a: Amount, b: Amount) -> Amount | None:
    """One amount of two ends, or None; «с 3 до 5 млрд» stays two, marked as a pair."""
    between = text.folded[a.stop : b.start]
    if len(between) > 2 or a.number is None or b.number is None:
        return None
    before = text.folded[a.start - 1] if a.start > a.sentence[0] else ""
    ahead = text.folded[a.start - 2] if a.start - 1 > a.sentence[0] else ""
    opens = before if before in _FROM or before == "между" else ahead
    if between == ["до"] and opens in ("с", "со"):
        a.pair = b.pair = True
        return None
    dash = len(between) == 1 and between[0] in DASHES and a.number.role == b.number.role
    if dash:
        tight = text.glued(a.stop) and text.glued(b.start)
        if not tight and (a.kind or a.yearlike or a.scale is not None):
            return None
        if a.yearlike and b.yearlike:
            return None
    elif not ((between == ["до"] and opens == "от") or (between == ["и"] and opens == "между")):
        return None
    return _one_range(a, b)


def _one_range(a: Amount, b: Amount) -> Amount | None:
    if a.high is not None or b.high is not None or a.low is None or b.low is None:
        return None
    if a.kind and b.kind and (a.kind, a.unit) != (b.kind, b.unit):
        return None
    low, high = a.low, b.low
    if a.signed and not b.signed:  # «-5–7%»
        return None
    if a.scale is None and b.scale is not None and low * b.scale <= high:
        low *= b.scale
    if low > high:
        return None
    kind, unit, rule = (b.kind, b.unit, b.rule) if b.kind else (a.kind, a.unit, a.rule)
    number = b.number if b.kind or b.scale is not None else a.number
    joined = Amount(
        a.start, b.stop, low, high, number, kind, unit, rule + ", range" if rule else ""
    )
    joined.sentence, joined.money = a.sentence, b.money or a.money
    joined.open = b.open or a.open
    joined.bound = a.bound
    return joined
