"""What stands beside a number and makes it a figure: currency, percent, unit, counted noun."""

from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.amounts.context import Contexts, words
from pipeline.amounts.currencies import Currencies, Money
from pipeline.amounts.items import Items
from pipeline.amounts.numerals import Number
from pipeline.amounts.shorts import Shorts
from pipeline.amounts.tokens import Role, Scope, Tokens, native
from pipeline.core.span import Span
from pipeline.rules.inflect import readings, slots
from pipeline.rules.load import load
from pipeline.rules.phrases import Phrases


class UnitRow(NamedTuple):
    """A unit that is no money: «мегаватт» is MW."""

    name: str
    kind: str  # percent, points, ratio, quantity, none
    example: str
    words: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    unit: str = ""  # where the name is another
    adjective: str = ""
    value: str = ""  # of a word that holds its number: «полпроцента»
    follow: str = ""  # what must stand behind: «б» only in «б/с»
    exact: bool = False  # the abbreviation's capitals matter: «кВ», not «кв»
    unless: tuple[str, ...] = ()  # contexts in which it measures nothing of economy


class Unit(NamedTuple):
    """The unit of a number, and where the figure ends."""

    kind: str
    unit: str
    stop: int
    rule: str
    start: int = -1  # of a symbol or code in front, else -1
    money: Money | None = None  # what the word of money can mean
    open: bool = False  # whether that is still to be settled
    factor: Decimal | None = None  # of minor units
    integer: bool = False  # the number must be whole: «12,650 рублей», «80,000 человек»


_FOOTNOTES = "⁰¹²³⁴⁵⁶⁷⁸⁹*"  # razdel leaves «долларов¹» in one piece
ADJECTIVAL = ("ADJF", "PRTF")


class Units:
    """All that can stand beside a number."""

    def __init__(self, overlay: Path | None = None) -> None:
        rows = load(UnitRow, "units", overlay)
        self.currencies = Currencies(overlay)
        self.contexts = Contexts(overlay)
        self.items = Items(self.contexts, overlay)
        self.unless = {row.unit or row.name: row.unless for row in rows if row.unless}
        entries: list[tuple[tuple[frozenset[str], ...], Money | UnitRow]] = []
        entries += self.currencies.phrases()
        entries += [(slots(words), row) for row in rows for words in row.words]
        self._phrases: Phrases[Money | UnitRow] = Phrases(entries)
        shorts: list[tuple[str, Money | UnitRow]] = [(s, row) for row in rows for s in row.short]
        self._shorts = Shorts([*shorts, *self.currencies.shorts()])
        self._begins = self._phrases.firsts | self._shorts.begins
        self._symbols = Shorts(self.currencies.symbols())
        self.adjectives: dict[str, UnitRow | Money] = {}  # by stem: «процентн»
        for row in rows:
            if row.adjective:
                self.adjectives[row.adjective[:-2]] = row
        for word, money in self.currencies.compounds():
            self.adjectives[word[:-2]] = money
        self._endings = words("percent ending", overlay)
        self._dates = words("dated", overlay)

    # Behind the number

    def after(self, text: Tokens, number: Number, scope: Scope) -> Unit | None:
        """The unit behind the number, over adjectives: «900 рабочих мест»."""
        at, stop, adjectives = number.stop, scope.end, list[int]()
        while at < stop and len(adjectives) <= 4:
            if (unit := self._unit(text, at, scope, adjectives)) is not None:
                return self._percent(text, unit, stop)
            word = text.folded[at]
            if not word[0].isalpha():
                quoted = word in '«"„“' and at == number.stop
                if not (quoted or (word in (",", "-") and adjectives)) or at + 1 >= stop:
                    return None
                at += 1
                continue
            adjectival = _adjectival(word)
            if adjectival and at + 1 < stop and text.folded[at + 1] in self._dates:
                return None  # «семи рабочих дней»
            if adjectival and (item := self._ahead(text, number, at, scope, adjectives)):
                return item
            if lemma := self.items.at(text, number, at, adjectives):
                return item_unit(lemma, at + 1)
            if adjectival:
                if (row := self._adjective(word)) is not None:  # «25 процентным пакетом»
                    return Unit(row.kind, row.unit or row.name, at + 1, f"{row.kind}:adjective")
                adjectives.append(at)
            elif not (word in ("и", "или") and adjectives):
                return None
            at += 1
        return None

    def _adjective(self, word: str) -> UnitRow | None:
        row = self.adjectives.get(word[:-2]) or self.adjectives.get(word[:-3])
        return row if isinstance(row, UnitRow) else None

    def _ahead(
        self,
        text: Tokens,
        number: Number,
        at: int,
        scope: Scope,
        adjectives: list[int],
    ) -> Unit | None:
        """For a word that may be adjective or noun («рабочих»): the noun behind it, if any."""
        if at + 1 >= scope.end or not self.items.at(text, number, at, adjectives):
            return None
        more = [*adjectives, at]
        if item := self.items.at(text, number, at + 1, more):
            return item_unit(item, at + 2)
        return self._unit(text, at + 1, scope, more)

    def _unit(self, text: Tokens, at: int, scope: Scope, adjectives: list[int]) -> Unit | None:
        stop = scope.end
        if at >= stop:  # «٣$1» ends the text with a number
            return None
        word = text.folded[at]
        if word not in self._begins and native(word) and not (at + 1 < stop and text.glued(at + 1)):
            return None  # a word like any other
        found: tuple[Money | UnitRow, int] | None = None
        if (hit := self._phrases.after(text.folded, at, stop)) is not None:
            found = (hit[1][0], hit[0].stop)
        short = self._shorts.after(text, at, stop)
        if short is not None and (found is None or short[1] > found[1]):
            found = short
        if found is None:
            found = self._code(text, at) or self._mixed(text, at, stop)
        if found is None:
            return None
        what, end = found
        if isinstance(what, UnitRow):
            if what.exact and found is short and text.words[at] not in what.short:
                return None
            if what.follow and not (end < stop and text.words[end] == what.follow):
                return None
            unit = what.unit or what.name
            return Unit(what.kind, unit, end, f"{what.kind}:unit {unit}")
        return self._money(what, text, Span(at, end), scope, adjectives)

    def _code(self, text: Tokens, at: int) -> tuple[Money, int] | None:
        money = self.currencies.codes.get(text.words[at])
        return (money, at + 1) if money else None

    def _mixed(self, text: Tokens, at: int, stop: int) -> tuple[Money | UnitRow, int] | None:
        """A word that Latin look-alikes cut into tokens: «д|o|лларов»."""
        if text.words[at].isalpha() and not (at + 1 < stop and text.glued(at + 1)):
            return None  # a word like any other
        word, end = text.joined(at, stop)
        word = word.rstrip(_FOOTNOTES)
        if not word.isalpha() or (end == at + 1 and word == text.folded[at]):
            return None
        values = self._phrases.of(word)
        return (values[0], end) if values else None

    def _money(
        self, money: Money, text: Tokens, span: Span, scope: Scope, adjectives: list[int]
    ) -> Unit | None:
        code, settled = self.currencies.resolve(money, text, adjectives, scope.sentence)
        if not settled and len(money.rows) == 1:
            return None  # «12 марок»: the noun alone means no currency
        at, end = span
        if not money.sure and end < scope.end and code == "USD" and text.folded[end] == "сша":
            end += 1
        integer = any(r.number == "plur" and r.case == "gent" for r in readings(text.folded[at]))
        return Unit(
            "money",
            code,
            end,
            f"money:currency {code}",
            money=money,
            open=not settled,
            factor=Decimal("0.01") if money.minor else None,
            integer=integer,
        )

    def _percent(self, text: Tokens, unit: Unit, stop: int) -> Unit:
        """«51%-ную»: the ending belongs to the figure."""
        i = unit.stop
        tied = i + 1 < stop and text.glued(i) and text.words[i] in "-–"
        if unit.kind == "percent" and tied and text.folded[i + 1] in self._endings:
            return unit._replace(stop=i + 2, rule="percent:adjective")
        return unit

    def minor(self, text: Tokens, number: Number, code: str, scope: Scope) -> Unit | None:
        """The smaller coin behind a second number: «2 рубля |50 копеек»."""
        unit = self._unit(text, number.stop, scope, [])
        return unit if unit and unit.factor is not None and unit.unit == code else None

    def named(self, text: Tokens, at: int, cell: tuple[int, int]) -> Unit | None:
        """The unit that the words at a token name, without a number: in the head of a table."""
        adjectives = [at - 1] if at > cell[0] else []
        symbol = self._symbols.after(text, at, cell[1])
        if symbol is not None:
            code, _ = self.currencies.resolve(symbol[0], text, [], cell)
            return Unit("money", code, symbol[1], f"money:symbol {code}")
        return self._unit(text, at, Scope(cell, cell[1]), adjectives)

    def at(self, text: Tokens, at: int, stop: int) -> UnitRow | None:
        """The row of the phrase at a token, money apart: «полпроцентного пункта»."""
        hit = self._phrases.after(text.folded, at, stop)
        return hit[1][0] if hit is not None and isinstance(hit[1][0], UnitRow) else None

    # In front of the number

    def before(self, text: Tokens, at: int, start: int, scope: Scope) -> Unit | None:
        """A symbol or code in front: «$1,2 млрд», «USD 45 млн»."""
        if at <= start:
            return None
        money: Money | None = None
        if (found := self._symbols.before(text, at, start)) is not None:
            money, begin = found
        elif (money := self.currencies.codes.get(text.words[at - 1])) is not None:
            begin = at - 1
        if money is None or not _plausible(text, at, begin, scope.end):
            return None
        code, _ = self.currencies.resolve(money, text, [], scope.sentence)
        return Unit("money", code, at, f"money:symbol {code}", start=begin)


@lru_cache(maxsize=4096)
def _adjectival(word: str) -> bool:
    """Whether a word may stand before a noun."""
    return any(r.pos in ADJECTIVAL for r in readings(word))


def _plausible(text: Tokens, at: int, begin: int, stop: int) -> bool:
    """Whether a code in front is one: «USD 45 млн», not «WORLD CUP 2018», «TOP 09»."""
    if not text.words[begin].isalpha() or len(text.words[begin]) != 3:
        return True
    digits = text.words[at]
    if at + 1 < stop and (term := text.terms[at + 1]) and term.role == Role.SCALE:
        return True
    return digits[0] != "0" and not (len(digits) == 4 and digits[:2] in ("19", "20"))


def item_unit(lemma: str, stop: int) -> Unit:
    """A counted noun as a unit."""
    return Unit("count", lemma, stop, f"count:item {lemma}", integer=True)


@lru_cache(maxsize=4)
def units(overlay: Path | None = None) -> Units:
    """The units of the rows and of a user's overlay, made once."""
    return Units(overlay)
