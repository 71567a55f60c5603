"""Offices, posts and trades as phrases: «министр», «генеральный директор», «экономист»."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.core.lexicon import fold
from pipeline.core.span import Span
from pipeline.naming.words import noun_forms
from pipeline.rules.decline import slots
from pipeline.rules.load import load
from pipeline.rules.phrases import Phrases

REACH = 26  # tokens of the longest office with its complement


class RoleRow(NamedTuple):
    """An office, post or trade, in the nominative.

    ``kind``: ``state`` (an office of a state: the country is part of it), ``work`` (a post in any
    organisation), ``person`` (a trade or a rank). The head and the adjectives before it decline;
    what follows stays.
    """

    text: str
    kind: str
    example: str
    means: str | None = None  # the office by its name, where the document has that, too


class LeaderRow(NamedTuple):
    """A well-known head of state or government, or a minister."""

    name: str
    country: str


@cache
def leaders(overlay: Path | None = None) -> dict[str, str]:
    """Countries of people whose country news texts often leave unsaid, by folded name."""
    return {fold(row.name): row.country for row in load(LeaderRow, "leaders", overlay)}


class Office(NamedTuple):
    """What a person is, by one mention."""

    role: str
    country: str | None
    stated: bool  # whether the words of the office name the country
    kind: str
    span: Span  # the words of the office with its complement


@cache
def offices(overlay: Path | None = None) -> Phrases[RoleRow]:
    """The offices as phrases, in all cases and numbers."""
    phrases: Phrases[RoleRow] = Phrases()
    for row in load(RoleRow, "roles", overlay):
        words = row.text.split()
        head = list(slots(row.text))
        for n, word in enumerate(words):
            if not word.endswith(("ый", "ий", "ой")):
                head[n] = head[n] | noun_forms([word])
                break
        phrases.add(head, row)
    return phrases
