"""Phrases of keys, found in a text by the keys of its words: «объём * торговли»."""

from collections.abc import Callable, Iterable, Set
from typing import Generic, NamedTuple, TypeVar

from pipeline.rules.terms import GAP

V = TypeVar("V")
Slots = tuple[tuple[str, ...], ...]

LONGEST_GAP = 4
_GAP = (GAP,)


class Match(NamedTuple, Generic[V]):
    """A phrase found: the tokens of its slots in order, and its value."""

    at: tuple[int, ...]
    value: V


class _Rows(Generic[V]):
    """Phrases that begin with one key, by what must come next."""

    def __init__(self, rows: list[tuple[Slots, V]]) -> None:
        self.rows = rows
        self.alone = [n for n, (slots, _) in enumerate(rows) if not slots]
        self.gaps: list[int] = []
        self.next: dict[str, list[int]] = {}
        for n, (slots, _) in enumerate(rows):
            if slots and slots[0] == _GAP:
                self.gaps.append(n)
                slots = slots[1:]  # nothing need stand in the gap
            for key in slots[0] if slots else ():
                self.next.setdefault(key, []).append(n)


class Terms(Generic[V]):
    """Phrases of slots by their first word; «*» is up to four adjectives: «объём * торговли».

    Add every phrase before the first search.
    """

    def __init__(self) -> None:
        self._first: dict[str, list[Callable[[], tuple[Slots, V]]]] = {}
        self._rows: dict[str, _Rows[V]] = {}

    def add(self, slots: Iterable[tuple[str, ...]], value: V) -> None:
        """Add a phrase; a slot is a tuple of keys, ``(GAP,)`` a gap."""
        first, *rest = slots
        entry = (tuple(rest), value)
        self.put(first, lambda: entry)

    def put(self, first: tuple[str, ...], rest: Callable[[], tuple[Slots, V]]) -> None:
        """Add a phrase by its first slot; ``rest`` gives the other slots and the value.

        No text has the first word of most rows, so ``rest`` is called when one has it.
        """
        for key in first:
            if key in self._first:
                self._first[key].append(rest)
            else:
                self._first[key] = [rest]

    def _begun(self, key: str) -> _Rows[V] | None:
        rows = self._rows.get(key)
        if rows is None and key in self._first:
            rows = self._rows[key] = _Rows([rest() for rest in self._first[key]])
        return rows

    def begins(self, keys: Iterable[str]) -> bool:
        """Whether a phrase can begin with a word of these keys."""
        return any(key in self._first for key in keys)

    def after(self, keys: Iterable[str]) -> Set[str] | None:
        """Keys one of which the next word needs for a phrase to begin with a word of these keys.

        None where the word may be a phrase by itself, or a gap come next.
        """
        found = [rows for key in keys if (rows := self._begun(key))]
        if any(rows.alone or rows.gaps for rows in found):
            return None
        if len(found) == 1:
            return found[0].next.keys()
        return frozenset([key for rows in found for key in rows.next])

    def match(
        self,
        keys: Callable[[int], tuple[str, ...]],
        fills: Callable[[int], bool],
        start: int,
        stop: int,
    ) -> list[Match[V]]:
        """Phrases that begin at ``start``; ``fills`` says which tokens may stand in a gap."""
        found: list[Match[V]] = []
        inside = start + 1 < stop
        after = keys(start + 1) if inside else ()
        for key in keys(start):
            if (rows := self._begun(key)) is None:
                continue
            likely = list(rows.alone)
            for other in after:
                likely += rows.next.get(other, ())
            if rows.gaps and inside and fills(start + 1):
                likely += rows.gaps
            for n in sorted(set(likely)):
                slots, value = rows.rows[n]
                at = _fit(slots, keys, fills, start, stop)
                if at is not None:
                    found.append(Match(at, value))
        return found


def _fit(
    slots: Slots,
    keys: Callable[[int], tuple[str, ...]],
    fills: Callable[[int], bool],
    start: int,
    stop: int,
) -> tuple[int, ...] | None:
    """Tokens that fill the slots, the first of which is at ``start``; None if one stays empty."""
    at, i, room = [start], start + 1, 0
    for slot in slots:
        if slot == _GAP:
            room = LONGEST_GAP
            continue
        while i < stop and not any(key in slot for key in keys(i)):
            if not room or not fills(i):
                return None
            room -= 1
            i += 1
        if i >= stop:
            return None
        at.append(i)
        i, room = i + 1, 0
    return tuple(at)
