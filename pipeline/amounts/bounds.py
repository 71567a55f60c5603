"""Comparators: what «свыше», «не менее», «до», «превысил», «и более» make of a figure."""

from pathlib import Path

from pipeline.amounts.amount import Amount
from pipeline.amounts.bylemma import ByLemma
from pipeline.amounts.changes import Changes
from pipeline.amounts.context import ComparatorRow, words
from pipeline.amounts.tokens import Tokens
from pipeline.rules.inflect import readings, slots
from pipeline.rules.load import load
from pipeline.rules.phrases import Phrases

_NEGATED = {"gt": "le", "lt": "ge", "ge": "lt", "le": "gt", "approx": "lt"}


class Bounds:
    """Finds the bound of an amount, and where its comparators and prepositions begin."""

    def __init__(self, changes: Changes, overlay: Path | None = None) -> None:
        rows = load(ComparatorRow, "comparators", overlay)
        self.changes = changes
        self._prepositions = words("preposition", overlay)
        self._filler = words("filler", overlay)
        self._list = words("list", overlay)
        self._levels = words("level", overlay)
        self._comparatives = words("comparative", overlay)
        self._stops = words("stop", overlay)
        self._auxiliaries = words("auxiliary", overlay)
        self._before: Phrases[str] = Phrases(
            (slots("+ " + r.words), r.bound) for r in rows if r.side == "before"
        )
        self._after: Phrases[str] = Phrases(
            (slots("+ " + r.words), r.bound) for r in rows if r.side == "after"
        )
        self._verbs = ByLemma((r.words, r.bound) for r in rows if r.side == "verb")

    def lead(self, text: Tokens, amount: Amount, last: Amount | None = None) -> str:
        """Set ``lead`` and ``before``; the bound that comparators in front state, or empty."""
        lo, at, bound = amount.sentence[0], amount.start, amount.bound
        before: list[str] = []
        level = False
        for _ in range(7):
            if at <= lo:
                break
            hit = self._before.before(text.folded, at, max(lo, at - 5))
            if hit is not None and _is_noun(text, hit[0].start, at, lo):
                hit = None
            if hit is not None and not (before and text.folded[at - 1] in self._comparatives):
                value = hit[1][0]
                if text.folded[at - 1] in self._comparatives and _denied(text, hit[0].start, lo):
                    value = _NEGATED.get(value, value)  # «не может быть ниже 180 рублей»
                if last is not None and last.stop == hit[0].start and value in ("gt", "lt"):
                    break  # «на 46,9% больше, чем 6,285 млрд»
                if not bound or bound == "approx":
                    bound = value
                at = hit[0].start
                continue
            word = text.folded[at - 1]
            if word in self._prepositions:
                before.append(word if not level else "")
            elif word in self._levels:  # «на уровне 5%», «до отметки в 5%»: not by that much
                level = True
            elif word not in self._filler:
                break
            at -= 1
        if not before and last is not None and last.kind == amount.kind:
            between = text.folded[last.stop : at]
            if 0 < len(between) <= 3 and self._list.issuperset(between):
                before = list(last.before)  # «на 15%, 20% и 25% меньше»
        amount.lead, amount.before = at, tuple(before)
        return bound

    def find(self, text: Tokens, amount: Amount, last: Amount | None) -> str:
        """The bound of the amount; ``last`` is the amount before it in the sentence."""
        bound = self.lead(text, amount, last)
        after = self._after.after(text.folded, amount.stop, min(len(text), amount.stop + 3))
        if after is not None and not bound:
            bound = after[1][0]
        two_ends = amount.high is not None
        if not bound and "на" not in amount.before and amount.kind != "ratio":
            bound = self._verb(text, amount)
        if not bound and not two_ends:
            bound = self._preposition(text, amount, last)
        if not bound and last is not None and last.bound in _NEGATED:
            between = text.folded[last.stop : amount.lead]
            if between in ([",", "или"], ["или"]):  # «превышал 12,5 млрд, или 48,5% ВВП»
                bound = last.bound
        if two_ends:
            return "range"
        return bound or "eq"

    def _preposition(self, text: Tokens, amount: Amount, last: Amount | None) -> str:
        """«до» is an upper limit unless it names the level reached; «от» a lower one."""
        if amount.pair:
            return ""
        if "до" in amount.before and not self.level(text, amount, last):
            return "le"
        if "от" in amount.before:
            if last is not None and last.stop == amount.lead:  # «2% от 5 млрд»
                return ""
            return "ge" if amount.kind != "count" else ""
        return ""

    def level(self, text: Tokens, amount: Amount, last: Amount | None) -> bool:
        """Whether «до» names a level reached: «вырос до 900 млн», «на 1,9%, до 33,4 млрд»."""
        lo = amount.sentence[0]
        moved = last is not None and (last.direction or "с" in last.before or "со" in last.before)
        if moved and last is not None and last.stop >= amount.lead - 2:
            return True
        if last is not None and "до" in last.before and last.bound == "eq":
            return True  # «вырастет до 640 тыс. руб., на второго — до 850 тыс.»
        for i in range(amount.lead - 1, max(lo, amount.lead - 24) - 1, -1):
            word = text.folded[i]
            if word in (";", ":"):
                return False
            if not word[0].isalpha() or len(word) < 3:
                continue
            if self._verbs.of(word) is None and self.changes.word(word) is not None:
                return True
            found = readings(word)[0]
            if found.pos in ("VERB", "INFN", "PRTS") and word not in self._auxiliaries:
                return False
        return False

    def _verb(self, text: Tokens, amount: Amount) -> str:
        """«превысила в прошлом году 3 млрд»: the verb to the left, within the clause."""
        lo = amount.sentence[0]
        i = amount.lead
        while i > max(lo, amount.lead - 14):
            i -= 1
            word = text.folded[i]
            if word == "," and (start := text.aside(i, lo)) < i:
                i = start
                continue
            if word in self._stops:
                return ""
            bound = self._verbs.of(word)
            if bound is None:
                continue
            between = text.folded[i + 1 : amount.lead]
            if any(len(w) > 4 and readings(w)[0].pos in ("VERB", "PRTS") for w in between):
                return ""
            no = "не" in text.folded[max(lo, i - 3) : i]  # «не должен превышать»
            return _NEGATED[bound] if no else bound
        return ""


def _is_noun(text: Tokens, start: int, stop: int, lo: int) -> bool:
    """«превысит прожиточный минимум на 30%»: with an adjective of its own it bounds nothing."""
    if stop - start > 1 or start <= lo or not text.folded[start][0].isalpha():
        return False
    if not any(r.pos == "NOUN" for r in readings(text.folded[start])):
        return False
    return readings(text.folded[start - 1])[0].pos == "ADJF"


def _denied(text: Tokens, start: int, lo: int) -> bool:
    """Whether a «не» governs the comparative through a verb: «не опустится |ниже»."""
    ahead = text.folded[max(lo, start - 3) : start]
    return "не" in ahead[:-1] and "," not in ahead and "на" not in ahead
