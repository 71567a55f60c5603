"""The data rows of sectors, a dataclass a file, and what they make of a word or phrase.

Docstrings of the rows say what the columns mean.
"""

from collections.abc import Set
from typing import NamedTuple

KINDS = ("make", "process", "extract", "grow", "carry")


class SectorRow(NamedTuple):
    """A sector and its place in ISIC Rev. 4 and, where it is the same division, OKVED 2."""

    sector_id: str
    isic4: str = ""
    label_en: str = ""
    label_ru: str = ""
    parent_id: str | None = None
    okved2: str | None = None


class Term(NamedTuple):
    """A noun or phrase that names a sector by itself, or («-») something that only looks so.

    Brackets mark the span where the rest is context: «сфера [связь/ед]». ``needs`` is empty or
    says where alone the term counts: ``field`` (after «в сфере», «развитие», «министр», or in a
    list with sectors), ``built`` (the same, or near «построить», «модернизация», «инвестиции»),
    ``name`` (within the name of an organisation),
    ``bare`` (like ``field``, and nothing in the genitive after it: not «строительство школы»).
    """

    term: str
    sector: tuple[str, ...]
    needs: str = ""
    example: str = ""
    negative: str = ""


class Adjective(NamedTuple):
    """An adjective that with a fit head names a sector: «текстильный» + «промышленность».

    «агро-» is the first part of compounds. ``heads`` changes which heads fit: «-рынок» not this
    one, «+полотно» this, too, «=field» only this kind; kinds are those of sector_heads. The sector
    «-» is for one that only looks so: «социально-экономический».
    """

    adjective: str
    sector: tuple[str, ...]
    heads: tuple[str, ...] = ()
    example: str = ""
    negative: str = ""


class Head(NamedTuple):
    """A noun that an adjective of a sector may stand with, by kind.

    With a ``place`` («центр») it counts only where that is built or discussed (``Term.needs``);
    an ``event`` («форум») is a head only for adjectives that name it.
    """

    head: str
    kind: str
    example: str = ""


class Product(NamedTuple):
    """What is made, processed, extracted, grown or carried, and the sector that does it."""

    product: str
    make: str = ""
    process: str = ""
    extract: str = ""
    grow: str = ""
    carry: str = ""
    example: str = ""

    def of(self, activity: "Activity") -> str:
        """The sector of the activity with the product, "" where none is meant."""
        for kind in activity.kind:
            if sector := getattr(self, kind, ""):
                return str(sector)
        return ""


class Activity(NamedTuple):
    """A noun of doing, or of who does it: «выпуск», «производитель».

    ``kind`` names columns of the products, or is ``pass`` where it may only stand in between:
    «производство и |поставка| стали».
    """

    activity: str
    kind: tuple[str, ...]
    example: str = ""


class Context(NamedTuple):
    """A word that says how its neighbours are meant; see ``Term.needs`` and ``inside``.

    What is ``paid`` goes into a place without being there: «вложит сто миллионов в порт».
    """

    word: str
    kind: str
    example: str = ""


class Fit(NamedTuple):
    """Which heads an adjective stands with."""

    sectors: tuple[str, ...]
    rule: str
    kinds: frozenset[str]
    plus: frozenset[str]
    minus: frozenset[str]

    def takes(self, head: "Word") -> bool:
        """Whether the noun is a head for this adjective."""
        if not self.minus.isdisjoint(head.keys):
            return False
        return not self.plus.isdisjoint(head.keys) or not self.kinds.isdisjoint(head.kinds)


class Word(NamedTuple):
    """What the rules know of one word of the text."""

    keys: tuple[str, ...] = ()
    begins: bool = False  # a term may begin here
    # keys one of which the next word needs for anything to begin here; None where it needs none
    after: Set[str] | None = frozenset()
    fits: tuple[Fit, ...] = ()
    kinds: frozenset[str] = frozenset()
    activity: Activity | None = None
    product: bool = False  # a product may begin here
    contexts: frozenset[str] = frozenset()
    whole: bool = False  # adjective and head in one word: «агросектор»
    split: bool = False  # what ends in a hyphen: «газо-» и водоснабжение


class Meaning(NamedTuple):
    """What a phrase of the trie stands for: its sectors, where its span lies among its slots."""

    sectors: tuple[str, ...]
    rule: str
    needs: str
    first: int
    last: int
