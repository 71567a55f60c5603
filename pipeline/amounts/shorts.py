"""Abbreviations and symbols, however they are set: «кв. м», «кв.м», «п. п.», «US$», «₽»."""

from collections.abc import Iterable
from itertools import product
from typing import Generic, TypeVar

from pipeline.amounts.tokens import Tokens, cyrillic

V = TypeVar("V")


class Shorts(Generic[V]):
    """Character sequences over tokens; a blank of the row may be missing in the text."""

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        self._table: dict[str, tuple[V, bool]] = {}
        self.begins: set[str] = set()
        self._ends: set[str] = set()
        for short, value in entries:
            dotted = short.endswith(".")
            parts = short.rstrip(".").lower().replace("ё", "е").split(" ")
            for glue in product((" ", "", "-"), repeat=len(parts) - 1):
                # «кв. м», «кв.м», «кв м»
                inner = [
                    part.rstrip(".") + " " if joint == "-" else part + joint
                    for part, joint in zip(parts, glue, strict=False)
                ]
                key = "".join([*inner, parts[-1]])
                self._table[key] = (value, dotted)
                self.begins |= {key[:i] for i in range(1, len(key) + 1)}
                self._ends |= {key[i:] for i in range(len(key))}

    def after(self, text: Tokens, at: int, stop: int) -> tuple[V, int] | None:
        """The longest that begins at the token, and where it ends."""
        found, so_far = None, ""
        for i in range(at, min(stop, at + 7)):
            piece = text.folded[i].rstrip(",") or ","  # razdel: «м3,» is «м», «3,»
            if so_far and not text.glued(i):
                so_far += " "
            plain = so_far + piece
            so_far = plain if plain in self.begins else so_far + cyrillic(piece)
            if so_far not in self.begins:
                break
            if (hit := self._table.get(so_far)) and not _inside(text, i + 1, stop):
                value, dotted = hit
                end = i + 1
                if dotted and end < stop and text.words[end] == "." and text.glued(end):
                    end += 1
                found = (value, end)
        return found

    def before(self, text: Tokens, stop: int, start: int) -> tuple[V, int] | None:
        """The longest that ends right before the token, and where it begins."""
        found, so_far = None, ""
        for i in range(stop - 1, max(start, stop - 6) - 1, -1):
            so_far = text.folded[i] + so_far
            if so_far not in self._ends:
                break
            whole = not (i > start and text.glued(i) and text.words[i - 1][-1].isalnum())
            if (hit := self._table.get(so_far)) and (whole or not text.words[i][0].isalnum()):
                found = (hit[0], i)
            if not text.glued(i):
                break
        return found


def _inside(text: Tokens, i: int, stop: int) -> bool:
    """Whether a letter goes on without a blank: «м» of «м3,» or of «ты|c»."""
    return (
        i < stop
        and text.glued(i)
        and text.words[i][0].isalnum()
        and text.words[i - 1][-1].isalpha()
    )
