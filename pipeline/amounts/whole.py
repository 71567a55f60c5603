"""Words that are figures by themselves: «15-процентный», «вдвое», «полпроцента», «миллиардный»."""

from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from pipeline.amounts.currencies import UNKNOWN, Money
from pipeline.amounts.terms import ScaleRow
from pipeline.amounts.tokens import Role, Term, Tokens
from pipeline.amounts.units import ADJECTIVAL, Unit, UnitRow, Units
from pipeline.rules.inflect import readings, slots
from pipeline.rules.load import load


class RatioRow(NamedTuple):
    """A word that holds a whole ratio or share: «вдвое»."""

    word: str
    value: str  # empty where the word sets none: «в разы»
    unit: str
    example: str
    direction: str = ""
    after: str = ""  # what must stand before it
    bound: str = ""


class SumRow(NamedTuple):
    """Nouns that an adjective of magnitude makes a sum: «100-миллионный кредит»."""

    words: tuple[str, ...]
    example: str


# Adjectives of magnitude words, without their endings.
_SCALE_STEMS = {
    "тысяча": "тысячн",
    "миллион": "миллионн",
    "миллиард": "миллиардн",
    "триллион": "триллионн",
}


class Wholes:
    """The rows of such words, and the reader of their units."""

    def __init__(self, units: Units, overlay: Path | None = None) -> None:
        self._adjectives: dict[str, UnitRow | Money | Decimal] = {**units.adjectives}
        for scale in load(ScaleRow, "scales", overlay):
            if (stem := _SCALE_STEMS.get(scale.word)) is not None:
                self._adjectives[stem] = Decimal(scale.value)
        self._sums = frozenset(w for row in load(SumRow, "sums", overlay) for w in row.words)
        self._ratios: dict[str, RatioRow] = {}
        self._halves: dict[str, UnitRow] = {}
        self.stems = tuple(self._adjectives)
        self.terms: dict[str, Term] = {}
        for ratio in load(RatioRow, "ratios", overlay):
            for word in slots(ratio.word)[0]:
                self._ratios[word] = ratio
                value = Decimal(ratio.value or 0)
                self.terms[word] = Term(Role.WHOLE, value, plural=not ratio.value)
        for row in load(UnitRow, "units", overlay):
            if row.value:
                first = row.words[0].lstrip("+ ").split()[0]
                self._halves[first] = row
                self.terms[first] = Term(Role.WHOLE, Decimal(row.value))

    def read(self, text: Tokens, at: int, stop: int) -> tuple[Unit, RatioRow | None] | None:
        """The unit of «15-процентный», «вдвое», «полпроцента», «миллиардный»."""
        term = text.terms[at]
        assert term is not None
        if (row := self._ratios.get(text.folded[at])) is not None:
            if row.after and not (at and text.folded[at - 1] == row.after):
                return None
            rule = f"{row.unit}:{row.word.split('|')[0].rstrip('!')}"
            return Unit(row.unit, row.unit, at + 1, rule), row
        if not term.text:
            unit = self._halves.get(text.folded[at])
            if unit is None:
                return None
            name, end = unit.unit or unit.name, at + len(unit.words[0].lstrip("+ ").split())
            return Unit(unit.kind, name, end, f"{unit.kind}:unit {name}"), None
        what = self._adjectives[term.text]
        if isinstance(what, Decimal):
            found = self._sum(text, at, stop, what)
            return (found, None) if found else None
        if term.plural:  # «процентный» alone
            return None
        if isinstance(what, Money):
            return Unit("money", what.rows[0].code, at + 1, "money:adjective"), None
        return Unit(what.kind, what.unit or what.name, at + 1, f"{what.kind}:adjective"), None

    def _sum(self, text: Tokens, at: int, stop: int, scale: Decimal) -> Unit | None:
        """«200-миллионном долларовом займе», «100-миллионный кредит»."""
        for i in range(at + 1, min(stop, at + 4)):
            word = text.folded[i]
            stem = next((s for s in self._adjectives if word.startswith(s)), None)
            if stem is not None and isinstance(money := self._adjectives[stem], Money):
                code = money.rows[0].code
                return Unit("money", code, i + 1, "money:adjective", factor=scale)
            found = readings(word)
            if any(r.pos == "NOUN" and r.lemma.replace("ё", "е") in self._sums for r in found):
                return Unit("money", UNKNOWN, at + 1, "money:adjective", factor=scale)
            if not any(r.pos in ADJECTIVAL for r in found):
                return None
        return None
