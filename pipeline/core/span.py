"""Half-open ranges of tokens and what is done with them."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol, TypeVar


class Span(NamedTuple):
    """Tokens from ``start`` up to but not including ``stop``."""

    start: int
    stop: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a token."""
        return self.start < other.stop and other.start < self.stop

    def covers(self, other: "Span") -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.stop <= self.stop


class HasSpan(Protocol):
    """Anything found at a span of tokens."""

    @property
    def span(self) -> Span: ...


S = TypeVar("S", bound=HasSpan)


def longest_first(found: Iterable[S]) -> list[S]:
    """Those that do not overlap, a longer one before a shorter, then the earlier; in text order."""
    kept: list[S] = []
    taken: set[int] = set()
    for item in sorted(found, key=lambda x: (x.span.start - x.span.stop, x.span.start)):
        tokens = range(item.span.start, item.span.stop)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(item)
    return sorted(kept, key=lambda x: x.span)
