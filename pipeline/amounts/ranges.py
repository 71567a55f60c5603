"""Two amounts that are the ends of one: «от 5 до 7 млрд», «$2–$3 млрд», «между 5 и 7%»."""

from pipeline.amounts.amount import DASHES, Amount
from pipeline.amounts.tokens import Tokens

_FROM = frozenset({"от", "с", "со"})


def ranges(text: Tokens, found: list[Amount]) -> list[Amount]:
    """The amounts with ranges joined; «с 3 до 5 млрд» stays two, marked as a pair."""
    kept: list[Amount] = []
    for amount in found:
        joined = _join(text, kept[-1], amount) if kept else None
        if joined is not None:
            kept[-1] = joined
        else:
            kept.append(amount)
    return kept


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
