"""Ellipsis: a number without unit or magnitude takes them from the one beside it.

«экспорт 300 млн и импорт 200 млн долларов», «первый транш — 40, второй — 60, третий — 100 млн»,
«с 3 до 5 млрд», «120 млн из 310 млн крон», «количество рейсов достигло 42».
"""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from pipeline.amounts.amount import DASHES, Amount
from pipeline.amounts.bounds import Bounds
from pipeline.amounts.bylemma import ByLemma
from pipeline.amounts.context import words
from pipeline.amounts.currencies import UNKNOWN
from pipeline.amounts.tokens import Role, Tokens
from pipeline.amounts.units import Units
from pipeline.rules.inflect import readings

_CLOSING = frozenset({"PREP", "CONJ", "VERB", "PRTS", "PRCL", "ADVB", "PRED", "NPRO", "INFN"})
_SHARED = ("money", "percent", "points", "quantity", "count", "ratio")


class Sharing:
    """Gives units to the bare numbers of one sentence."""

    def __init__(self, bounds: Bounds, units: Units, overlay: Path | None = None) -> None:
        self.bounds = bounds
        self.items = units.items
        self.currencies = units.currencies
        self._list = words("list", overlay)
        self._costs = ByLemma((word, True) for word in words("cost", overlay))
        self._bridges = words("bridge", overlay)
        self._heads = words("head", overlay)

    def share(self, text: Tokens, found: list[Amount], last: Amount | None) -> None:
        """Set unit and value of bare amounts; ``last`` is money of an earlier sentence."""
        bare = not any(a.kind or a.scale is not None for a in found)
        if bare and (not found or self._heads.isdisjoint(text.folded[slice(*found[0].sentence)])):
            return  # numbers with nothing to share: the most common case
        for amount in found:
            if not amount.kind:
                self.bounds.lead(text, amount)
        for i in range(len(found) - 2, -1, -1):
            if not found[i].kind and found[i + 1].kind in _SHARED:
                self._from_right(text, found[i], found[i + 1])
        for i, amount in enumerate(found):
            if amount.kind:
                continue
            if amount.pair and i + 1 < len(found) and found[i + 1].pair:
                self._pair(text, found[: i + 2], last)
            else:
                self._from_left(text, amount, found[:i], last)

    def _pair(self, text: Tokens, found: list[Amount], last: Amount | None) -> None:
        """«(с 15% до 12%), а налог — с 20 до 15», «с 200 до 300 млн»: one finds it for both."""
        *before, a, b = found
        if b.scale is not None:
            self._from_left(text, b, before, last)
            if b.kind:
                _take(a, b)
        elif before and b.low is not None:
            a.stop, stop = b.stop, a.stop  # what stands behind the pair closes it
            self._from_left(text, a, before, last)
            a.stop = stop
            if a.kind and not b.kind:
                _take(b, a)

    # From the right

    def _from_right(self, text: Tokens, a: Amount, b: Amount) -> None:
        if a.yearlike and not a.pair:
            return
        if a.scale is not None and b.kind not in ("money", "quantity", "count"):
            return  # «90,1 трлн и 4 процента»
        self.bounds.lead(text, b)
        self._adjective(text, a, b)
        if a.pair or self._shares(text, a, b):
            _take(a, b)

    def _shares(self, text: Tokens, a: Amount, b: Amount) -> bool:
        """Whether the words between let the unit of b stand for a, too."""
        between = _between(text, a, b)
        if not between:
            if "из" in b.before[-1:]:  # «15 из 20 банков»
                return True
            if "до" in a.before and ("с" in b.before or "со" in b.before):  # «до 35 с 58%»
                a.pair = b.pair = True
                return True
            return bool(b.before) and a.scale is not None
        if len(between) <= 3 and self._list.issuperset(between):
            return a.scale is not None or self._same_way(a, b)
        if a.indefinite:
            return False
        if between[0] in self._bridges and (len(between) == 1 or a.scale is not None):
            return True
        if self._enumerated(text, a, b, between):
            return True
        return a.scale is not None and b.kind == "money" and self._parallel(text, a, between)

    def _adjective(self, text: Tokens, a: Amount, b: Amount) -> None:
        """«5 млрд американских и 3 млрд канадских долларов»: each has its own adjective."""
        if b.money is None or a.stop >= len(text) or text.folded[a.stop] in self._list:
            return
        code = self.currencies.by_adjective(b.money, text.folded[a.stop])
        if code:
            a.stop += 1
            a.adjectival = code

    def _same_way(self, a: Amount, b: Amount) -> bool:
        """«5, 7 и 10 млрд»: the first carries the preposition, or each does."""
        return not b.before or a.before == b.before or set(b.before) <= set(a.before)

    def _enumerated(self, text: Tokens, a: Amount, b: Amount, between: Sequence[str]) -> bool:
        """«— 40, второй — 60»."""
        if a.lead - 1 < a.sentence[0] or len(between) > 9:
            return False
        dashed = text.words[a.lead - 1] in DASHES and between[-1] in DASHES
        return dashed and between[0] in (",", ";")

    def _parallel(self, text: Tokens, a: Amount, between: Sequence[str]) -> bool:
        """«экспорт 300 млн и импорт 200 млн долларов»: a magnitude, but nothing counted behind."""
        if len(between) > 12 or not {",", "и", "а", ";"} & set(between):
            return False
        return _closes(text, a.stop, a.sentence[1], scaled=True)

    # From the left

    def _from_left(
        self, text: Tokens, a: Amount, before: list[Amount], last: Amount | None
    ) -> None:
        if a.yearlike or not _closes(text, a.stop, a.sentence[1], scaled=a.scale is not None):
            return
        if self._headed(text, a):
            return
        near = next((b for b in reversed(before) if b.kind in _SHARED), None)
        if a.scale is not None:
            self._magnitude(text, a, before, last)
            return
        if near is None or not before or before[-1] is not near or near.low is None:
            return
        self.bounds.lead(text, near)
        between = _between(text, near, a)
        if near.kind == "count" and "из" in near.before and len(between) <= 2:
            _take(a, near, magnitude=False)  # «из 20 компаний только 5 получили»
            return
        dashed = bool(between) and between[0] == "," and between[-1] in DASHES and len(between) < 9
        against = between in (["против"], [",", "против"])
        if (dashed or against) and a.number is not None and a.number.role == Role.DIGITS:
            _take(a, near, magnitude=near.kind != "count")

    def _magnitude(
        self, text: Tokens, a: Amount, before: list[Amount], last: Amount | None
    ) -> None:
        """A magnitude without a unit: that of the last amount, of money by a word of cost."""
        costs = any(self._costs.of(word) for word in text.folded[max(0, a.lead - 5) : a.start])
        outside = [b for b in reversed(before) if not _bracketed(text, b)] or before[::-1]
        source = next((b for b in outside if b.kind in ("money", "quantity")), None)
        source = source or next((b for b in outside if b.kind == "count"), last)
        if source is not None and not a.indefinite:
            _take(a, source, magnitude=False)
        elif costs:  # «обошлись в 930 тысяч»
            a.kind, a.unit, a.rule = "money", last.unit if last else UNKNOWN, "money:cost"

    def _headed(self, text: Tokens, a: Amount) -> bool:
        """«количество авиарейсов достигло 42»: the counted noun stands before the verb."""
        lo = a.sentence[0]
        verb = "в" in a.before  # «численность в 72 млн»
        for i in range(a.lead - 1, max(lo, a.lead - 18) - 1, -1):
            word = text.folded[i]
            if word in (";", ":", "(", ")"):
                return False
            if word in DASHES or readings(word)[0].pos == "VERB":
                verb = True
            if word in self._heads and verb:
                for j in range(i + 1, min(i + 9, a.lead)):
                    lemma = self.items.noun(text, j)
                    if lemma is None:
                        continue
                    if j + 1 < a.lead:  # «рабочих |мест»
                        lemma = self.items.noun(text, j + 1) or lemma
                    a.kind, a.unit, a.rule = "count", lemma, f"count:item {lemma}, before"
                    return True
        return False


def _bracketed(text: Tokens, b: Amount) -> bool:
    """Whether the amount stands in brackets: «участок (2507 кв. км) — 336 млн»."""
    return b.stop < len(text) and text.words[b.stop] == ")"


def _between(text: Tokens, a: Amount, b: Amount) -> Sequence[str]:
    """The folded words between two amounts; razdel's «5,» in «5, 7 и 9» hides a comma."""
    between = text.folded[a.stop : b.lead]
    return [",", *between] if text.words[a.stop - 1].endswith(",") else between


def _take(a: Amount, b: Amount, magnitude: bool = True) -> None:
    """Give the unit of b to a, and its magnitude where a has none of its own."""
    a.kind, a.unit, a.money, a.open = b.kind, a.adjectival or b.unit, b.money, b.open
    rule = f"money:currency {a.unit}" if a.adjectival else b.rule
    a.rule = rule.removesuffix(", shared").removesuffix(", range") + ", shared"
    scale = _scale(b)
    if magnitude and a.scale is None and scale is not None and a.low is not None:
        a.low *= scale
        a.high = None if a.high is None else a.high * scale
        if a.number is not None:
            a.number = a.number.times(scale)


def _scale(b: Amount) -> Decimal | None:
    return b.number.scale if b.number is not None else None


def _closes(text: Tokens, i: int, stop: int, scaled: bool) -> bool:
    """Whether nothing counted stands behind the number: «540 млн| годом ранее», «42| в неделю»."""
    if i >= stop or not text.words[i][0].isalpha():
        return True
    found = readings(text.folded[i])
    if any(r.pos in _CLOSING for r in found):
        return True
    if scaled:  # «300 млн долга» is money, «5 млн подписчиков» a count of something else
        return not any(
            r.case == "gent" and r.number == "plur" and r.pos in ("NOUN", "ADJF", "") for r in found
        )
    return not any(
        r.case in ("gent", "nomn") and (r.pos in ("NOUN", "ADJF", "PRTF", "")) for r in found
    )
