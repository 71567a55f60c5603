"""From the numbers of a sentence to amounts: number and unit, compound, coins, sign."""

from decimal import Decimal
from pathlib import Path

from pipeline.amounts.amount import Amount
from pipeline.amounts.context import words
from pipeline.amounts.numerals import Number, Numerals
from pipeline.amounts.ranges import ranges
from pipeline.amounts.terms import Terms
from pipeline.amounts.tokens import Role, Scope, Tokens
from pipeline.amounts.units import Unit, Units
from pipeline.amounts.whole import Wholes


class Reader:
    """Reads the amounts of one sentence, left to right."""

    def __init__(self, units: Units, overlay: Path | None = None) -> None:
        self.units = units
        self.wholes = Wholes(units, overlay)
        self.terms = Terms(self.wholes.terms, self.wholes.stems, overlay)
        self.numerals = Numerals(self.terms, overlay)
        self._dates = words("dated", overlay)
        self._labels = words("label", overlay)

    def read(self, text: Tokens, at: list[int], scope: Scope, start: int) -> list[Amount]:
        """Amounts, bare numbers among them, in order; ``start`` is where the last one ended."""
        found: list[Amount] = []
        end = start
        for i in at:
            if i < end:
                continue
            amount = self._one(text, i, end, scope)
            if amount is not None:
                end = amount.stop
                found.append(amount)
        return ranges(text, found) if len(found) > 1 else found

    def undated(self, text: Tokens, at: list[int], end: int) -> list[int]:
        """Those tokens that are no year and no day, as most numbers are; ``end`` of the block."""
        folded, terms, dates = text.folded, text.terms, self._dates
        return [
            i
            for i in at
            if not (i + 1 < end and folded[i + 1] in dates)
            or ((term := terms[i]) and term.role != Role.DIGITS)
        ]

    def _one(self, text: Tokens, i: int, lo: int, scope: Scope) -> Amount | None:
        term = text.terms[i]
        assert term is not None
        if term.role == Role.WHOLE:
            return self._whole(text, i, scope)
        symbol = self.units.before(text, i, lo, scope)
        if symbol is None and _inside_name(text, i, lo):
            return None
        number = self.numerals.read(text, i, scope.end)
        if number is None or (symbol is None and self._dated(text, number, scope.end)):
            return None
        if symbol is not None and number.scale is None and _spelled(text, number.stop, scope.end):
            return None  # «USD 5m»
        if symbol is not None:
            while number.first is not None and not _magnitude(text, number):
                number = number.first  # «$500 млн |60%»
            amount = Amount(symbol.start, number.stop, number.low, number.high, number)
            _give(amount, symbol)
        else:
            amount = self._behind(text, number, scope)
        amount.sentence = scope.sentence
        if number.role == Role.FRACTION and number.scale is None:
            _fraction(amount, number)
        amount.bound = number.bound
        self._sign(text, amount, lo)
        return amount

    def _dated(self, text: Tokens, number: Number, stop: int) -> bool:
        """«15 января», «в 2023 году», «100 дней», «ст. 5»: no amount, and no neighbour of one."""
        after = text.folded[number.stop] if number.stop < stop else ""
        if number.scale is None and after in self._dates:
            return True
        i = number.start - 1
        if i >= 0 and text.words[i] == "." and text.glued(i):
            i -= 1
        return i >= 0 and text.folded[i] in self._labels

    def _behind(self, text: Tokens, number: Number, scope: Scope) -> Amount:
        """The amount with the unit behind it; the longest reading of the number that has one."""
        unit = self.units.after(text, number, scope)
        while number.first is not None and (unit is None or unit.kind in _RELATIVE):
            number = number.first  # «500 млн |60%»
            unit = self.units.after(text, number, scope)
        if unit is None and number.scale is not None:
            unit = self._past_dot(text, number, scope)
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
            self._coins(text, amount, scope)
        return amount

    def _past_dot(self, text: Tokens, number: Number, scope: Scope) -> Unit | None:
        """«1 млрд. Долларов»: the dot of the abbreviation looks like the end of a sentence."""
        i = number.stop
        if i + 1 >= scope.end or text.words[i] != "." or not text.glued(i):
            return None
        unit = self.units.after(text, number._replace(stop=i + 1), scope)
        return unit if unit is not None and unit.kind != "count" else None

    def _coins(self, text: Tokens, amount: Amount, scope: Scope) -> None:
        """«2 рубля 50 копеек» is one amount."""
        i = amount.stop
        if i >= scope.end or (term := text.terms[i]) is None or term.role != Role.DIGITS:
            return
        more = self.numerals.read(text, i, scope.end)
        if more is None or more.low is None or more.high is not None or more.low >= 100:
            return
        coin = self.units.minor(text, more, amount.unit, scope)
        if coin is not None and coin.factor is not None and amount.low is not None:
            amount.low += more.low * coin.factor
            amount.stop = coin.stop

    def _whole(self, text: Tokens, i: int, scope: Scope) -> Amount | None:
        term = text.terms[i]
        found = self.wholes.read(text, i, scope.end)
        if found is None or term is None:
            return None
        unit, row = found
        amount = Amount(i, unit.stop, term.low, term.high, None, sentence=scope.sentence)
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
        elif not amount.kind or amount.kind == "count" or i == lo > amount.sentence[0]:
            return  # «5,7 млн плюс 20%»: ``lo`` is where the last amount ended
        amount.start, amount.signed = i, sign
        if sign < 0:
            amount.low = -amount.low
            amount.high = -amount.high if amount.high is not None else None


_RELATIVE = frozenset({"percent", "points", "ratio"})
_SIGNS = {"-": -1, "−": -1, "–": -1, "‑": -1, "минус": -1, "+": 1, "плюс": 1}


def _magnitude(text: Tokens, number: Number) -> bool:
    """Whether the number ends in a magnitude word: «1 млрд 250 млн», not «1 млрд 250»."""
    last = text.terms[number.stop - 1] or text.terms[number.stop - 2]  # «тыс|.»
    return last is not None and last.role == Role.SCALE


def _spelled(text: Tokens, i: int, stop: int) -> bool:
    """Whether letters follow the number without a blank."""
    return i < stop and text.glued(i) and text.words[i][0].isalpha()


def _give(amount: Amount, unit: Unit) -> None:
    amount.kind, amount.unit, amount.rule = unit.kind, unit.unit, unit.rule
    amount.money, amount.open = unit.money, unit.open
    amount.adjective = unit.rule.endswith(":adjective")
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
