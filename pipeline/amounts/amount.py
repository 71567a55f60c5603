"""An amount while its sentence is being read: a number with what was found beside it."""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.amounts.currencies import Money
from pipeline.amounts.numerals import Number
from pipeline.amounts.tokens import Role

DASHES = frozenset("-–—−‑")


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
