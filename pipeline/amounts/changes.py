"""Direction: which figures state a change, and which way («на 4% меньше», «рост составил 5%»)."""

from pathlib import Path
from typing import NamedTuple

from pipeline.amounts.amount import DASHES, Amount
from pipeline.amounts.bylemma import ByLemma
from pipeline.amounts.context import words
from pipeline.amounts.tokens import Tokens
from pipeline.rules.inflect import readings
from pipeline.rules.load import load


class DirectionRow(NamedTuple):
    """Words that say which way a figure changed."""

    words: tuple[str, ...]
    direction: str  # up, down, or empty
    place: str  # verb, noun, bare, after
    example: str


_AGAINST = frozenset(["после", "против", "вместо"])


class Changes:
    """Finds the direction of an amount."""

    def __init__(self, overlay: Path | None = None) -> None:
        rows = load(DirectionRow, "directions", overlay)
        self._words: ByLemma[DirectionRow] = ByLemma(
            (word + "!" if row.place == "after" else word, row)
            for row in rows
            for word in row.words
        )
        self._copulas = ByLemma((word, True) for word in words("copula", overlay))
        self._balances = ByLemma((word, True) for word in words("balance", overlay))
        self._list = words("list", overlay)
        self._objects = ByLemma((word, True) for word in words("object", overlay))
        self._sizes = ByLemma((word, True) for word in words("size", overlay))
        self._measures = ByLemma((word, True) for word in words("measure", overlay))

    def word(self, word: str) -> DirectionRow | None:
        """The row of a folded word that moves a level."""
        row = self._words.of(word)
        return row if row is not None and row.place in ("verb", "noun", "bare") else None

    def find(self, text: Tokens, amount: Amount, last: Amount | None) -> str | None:
        """up, down, or None for a level."""
        if amount.direction:
            return amount.direction
        if amount.pair or "до" in amount.before:
            return None
        relative = amount.kind in ("percent", "points", "ratio")
        whole = amount.number is None and not amount.adjective  # «вдвое», «наполовину»
        by = "на" in amount.before or whole or (amount.kind == "ratio" and not amount.adjective)
        if (found := self._after(text, amount, by)) is not None:
            return found
        same = last is not None and last.kind == amount.kind
        if same and last is not None and text.folded[last.stop : amount.lead] == ["("]:
            return last.direction  # «на 15,30 песо ($0,3)»
        if same and last is not None and relative and text.folded[amount.lead - 1] in _AGAINST:
            return last.direction  # «вырос на 6,8% после | 8,3% годом ранее»
        if amount.adjective:
            return self._beside(text, amount)
        if by and (relative or not self._attached(text, amount)):
            found = self._governed(text, amount, last, far=relative)
            if found is not None:
                return found
        elif relative or amount.kind in ("money", "quantity", "count"):
            found = self._named(text, amount, relative)
            if found is not None:
                return found
        if amount.signed and relative and not self._balance(text, amount):
            return "up" if amount.signed > 0 else "down"
        return None

    def share(self, text: Tokens, found: list[Amount]) -> None:
        """«на 15%, 20% и 25% меньше»: the direction of the last is that of the list."""
        for a, b in zip(found[-2::-1], found[:0:-1], strict=True):
            between = text.folded[a.stop : b.lead]
            alike = a.kind == b.kind and "на" in a.before and set(a.before) == set(b.before)
            enclosed = between[:1] == [")"] and between[-1:] == ["("] and 2 < len(between) <= 8
            alone = a.kind == b.kind and a.direction and not b.direction and not b.pair
            if alone and enclosed and not any(readings(w)[0].pos == "VERB" for w in between):
                b.direction = a.direction  # «в торговле (на 12%), добыче (8%)»
            listed = 0 < len(between) <= 2 and self._list.issuperset(between) and not a.pair
            if alike and listed and a.direction is None:
                a.direction = b.direction

    def _attached(self, text: Tokens, amount: Amount) -> bool:
        """«операции на 6 млн долларов»: the noun has its sum, nothing changes by it."""
        at = amount.lead - 1
        return at >= amount.sentence[0] and self._objects.of(text.folded[at]) is not None

    def _balance(self, text: Tokens, amount: Amount) -> bool:
        """«дефицит составил −3,2%»: a sign that is no change."""
        near = text.folded[max(amount.sentence[0], amount.lead - 6) : amount.lead]
        return any(self._balances.of(word) for word in near)

    def listed(self, text: Tokens, amount: Amount, previous: Amount) -> str | None:
        """«(на 22% больше) … транспорт и логистика — на 9%;»: a list without its verb."""
        dash = amount.lead - 1
        if dash < amount.sentence[0] or text.words[dash] not in DASHES:
            return None
        if amount.before != ("на",) or previous.before != ("на",) or amount.kind != previous.kind:
            return None
        return previous.direction

    def _after(self, text: Tokens, amount: Amount, by: bool) -> str | None:
        """«на 4% меньше», «более чем на 50% превысило», «13% роста», «больше на 5%»."""
        i, stop = amount.stop, amount.sentence[1]
        if i < stop:
            row = self._words.of(text.folded[i])
            if row is not None and row.direction:
                if row.place == "noun":
                    genitive = any(r.case == "gent" for r in readings(text.folded[i]))
                    return row.direction if genitive else None
                if by:
                    return row.direction
            elif by and (row := self._behind(text, i, stop)) is not None:
                return row.direction
            elif by and text.words[i][0].isalpha() and readings(text.folded[i])[0].pos == "COMP":
                return "up"  # «на порядок производительнее»
        ahead = text.folded[amount.lead - 1] if amount.lead > amount.sentence[0] else ""
        row = self._words.of(ahead) if by else None
        return row.direction if row is not None and row.place == "after" else None

    def _behind(self, text: Tokens, start: int, stop: int) -> DirectionRow | None:
        """«на 6% контейнеров | больше»: behind what is counted, in the genitive."""
        for i in range(start, min(stop, start + 3)):
            row = self._words.of(text.folded[i])
            if row is not None and row.place == "after" and i > start:
                return row
            if not any(r.case == "gent" for r in readings(text.folded[i])):
                return None
        return None

    def _beside(self, text: Tokens, amount: Amount) -> str | None:
        """«15-процентный рост»."""
        for i in range(amount.stop, min(amount.sentence[1], amount.stop + 4)):
            row = self._words.of(text.folded[i])
            if row is not None and row.place == "noun":
                return row.direction
            if not any(r.pos in ("ADJF", "PRTF") for r in readings(text.folded[i])):
                return None
        return None

    def _governed(self, text: Tokens, amount: Amount, last: Amount | None, far: bool) -> str | None:
        """The nearest verb or noun of change to the left, else to the right."""
        if (found := self._left(text, amount, far)) is not None:
            return found
        if last is not None and last.direction:
            dash = text.words[amount.lead - 1] in DASHES
            if set(last.before) & set(amount.before) or (dash and not far):
                return last.direction  # «на 16% выше, красоты — на 14%»
        for i in range(amount.stop, min(amount.sentence[1], amount.stop + 8)):
            word = text.folded[i]
            if word in (",", ";", "(", ":") or word in DASHES:
                return None
            row = self._words.of(word)
            if row is not None and row.place == "verb" and row.direction:
                return row.direction
        return None

    def _left(self, text: Tokens, amount: Amount, far: bool) -> str | None:
        lo, noun = amount.sentence[0], None
        for i in range(amount.lead - 1, max(lo, amount.lead - (40 if far else 9)) - 1, -1):
            word = text.folded[i]
            if word == ";" or (not far and word == ",") or (word == ":" and _told(text, i, amount)):
                break
            row = self.word(word)
            if row is None or not row.direction:
                continue
            if row.place != "noun" or noun is not None or not self._measured(text, i, lo):
                return row.direction
            noun = row.direction
        return noun

    def _measured(self, text: Tokens, i: int, lo: int) -> bool:
        """«прогноз роста»: what moved is the forecast."""
        if i <= lo:
            return False
        return self._measures.of(text.folded[i - 1]) is not None

    def _named(self, text: Tokens, amount: Amount, relative: bool) -> str | None:
        """«рост составил 5%», «прирост — 5%», «прибавил 3,4%», «отставание составило 38%»."""
        lo = amount.sentence[0]
        copula = clause = False
        i = amount.lead
        while i > max(lo, amount.lead - 16):
            i -= 1
            word = text.folded[i]
            if word == "," and (start := text.aside(i, lo)) < i:
                i = start
                continue
            if word == ":" and _told(text, i, amount):
                return None
            if word in DASHES or word == ":":
                copula = True
                continue
            if word == "," and copula:  # «индекс потерял 8,8%, а РТС — 9,2%»
                clause = True
                continue
            if word in (",", ";", "(", ")"):
                return None
            row = self._words.of(word)
            if row is not None and row.direction:
                near = clause or i >= amount.lead - 3
                if row.place == "bare":
                    sure = relative or row.direction == "up"  # «прибавит 150 млн»
                    return row.direction if near and sure else None
                if clause:
                    return None
                if row.place == "noun":
                    near = i == amount.lead - 1 and relative and not amount.before
                    sized = copula and i > lo and self._sizes.of(text.folded[i - 1]) is not None
                    return row.direction if near or sized or (copula and _subject(word)) else None
                if row.place == "verb":
                    if not self._copulas.of(word):
                        return None
                    copula = True  # «индексация не превысит 9%»
            elif self._copulas.of(word):
                copula = True
        return None


def _told(text: Tokens, start: int, amount: Amount) -> bool:
    """Whether a verb stands between a colon and the amount: «: города соединяют | 4 рейса»."""
    between = (readings(text.folded[i])[:1] for i in range(start + 1, amount.lead))
    return any(r.pos in ("VERB", "PRTS") for found in between for r in found)


def _subject(word: str) -> bool:
    """Whether the noun may be the subject: «рост составил 5%», not «из-за роста цен составил»."""
    return readings(word)[0].case in ("nomn", "accs")
