"""When two spans are the same, and what follows: precision, recall, F1."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

Same = Callable[[Any, dict[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Score:
    """One line of the result: right of found and of gold, and shares of what was matched."""

    layer: str
    right: int
    found: int
    gold: int
    shares: dict[str, float] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that is not as people marked it."""

    doc_id: str
    layer: str
    what: str  # missed, extra, wrong
    text: str
    said: str


def overlap(row: Any, gold: dict[str, Any]) -> bool:
    """Whether the two share a character."""
    return bool(row.start < gold["stop"] and gold["start"] < row.stop)


def exact(row: Any, gold: dict[str, Any]) -> bool:
    """Whether the two have the same edges."""
    return bool(row.start == gold["start"] and row.stop == gold["stop"])


def fold(text: str | None) -> str:
    """A name as it is compared: without case, blanks alike."""
    return " ".join((text or "").replace("\u00a0", " ").split()).casefold()


def amount(value: Any) -> Decimal | str | None:
    """An amount as it is compared."""
    if value in (None, ""):
        return None
    try:
        return Decimal(str(value)).normalize()
    except InvalidOperation:
        return str(value)


def near(a: Any, b: Any, text: str) -> bool:
    """Whether two amounts are one; only a fraction in words («треть») may be rounded."""
    a, b = amount(a), amount(b)
    if not isinstance(a, Decimal) or not isinstance(b, Decimal) or any(c.isdigit() for c in text):
        return bool(a == b)
    return abs(a - b) <= Decimal("0.01")


Pairs = list[tuple[dict[str, Any], Any]]


def pair(
    gold: Iterable[dict[str, Any]], rows: Sequence[Any], same: Same
) -> tuple[Pairs, list[Any], list[dict[str, Any]]]:
    """Each gold record with the first row that is the same; rows and gold that are left over."""
    left, pairs, missed = list(rows), list[tuple[dict[str, Any], Any]](), list[dict[str, Any]]()
    for record in gold:
        hit = next((i for i, row in enumerate(left) if same(row, record)), None)
        if hit is None:
            missed.append(record)
        else:
            pairs.append((record, left.pop(hit)))
    return pairs, left, missed


def share(
    pairs: Pairs, right: Callable[[dict[str, Any], Any], bool], of: int | None = None
) -> float:
    """How many of the pairs are right, of all pairs or of a number."""
    return sum(right(gold, row) for gold, row in pairs) / max(1, len(pairs) if of is None else of)
