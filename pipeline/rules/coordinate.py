"""Adjectives that share a noun: «лёгкая, пищевая и электротехническая промышленность»."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

JOINERS = frozenset((*",/()«»:-", "\u2013", "\u2014", '"', "и", "или", "либо", "а", "также"))
JOINERS |= {"но", "как", "так"}
ADVERBS = frozenset(("том", "числе", "прежде", "всего", "особенно", "частично", "не", "только"))
ADVERBS |= {"наиболее", "более", "менее", "то", "есть"}
REACH = 24


class Group(NamedTuple):
    """Where an adjective's noun stands, whether right after it, and whether it is joined to it.

    After a comma or «и» the noun is another's, unless its second part is shared: «атомная и
    гидроэнергетика».
    """

    head: int
    adjacent: bool
    joined: bool


def head_right(
    words: Sequence[str], at: int, stop: int, adjective: Callable[[int], bool]
) -> Group | None:
    """The noun that the adjective at ``at`` shares with the adjectives after it, if any.

    ``words`` are folded; ``adjective`` says whether the token i may stand before a noun. The noun
    follows an adjective or the bracket that closes after one: «пищевой (в том числе молочной)
    промышленности», «электротехнической и других отраслях»; if not («пищевая, машиностроение»),
    it is marked as joined.
    """
    joined, depth = False, 0
    for i in range(at + 1, min(stop, at + REACH)):
        word = words[i]
        if adjective(i):
            joined = False
        elif word in JOINERS:
            depth += (word == "(") - (word == ")")
            if depth < 0:
                return None
            joined |= word not in (")", "»", '"')
        elif word in ADVERBS or list(words[i : i + 2]) == ["в", "том"]:
            continue
        else:
            return Group(i, i == at + 1, joined)
    return None


def head_left(
    words: Sequence[str], at: int, start: int, adjective: Callable[[int], bool]
) -> int | None:
    """The noun before a list of adjectives: «отраслях: текстильной, |химической|».

    Between noun and list stands a colon, a dash, a bracket or «как»; a noun right before the
    adjective («кластеров текстильной») is another's.
    """
    opened = False
    for i in range(at - 1, max(start, at - REACH) - 1, -1):
        word = words[i]
        if word in (":", "\u2013", "\u2014", "-", "(", "как"):
            opened = True
        elif not (word in JOINERS or word in ADVERBS or word == "в" or adjective(i)):
            return i if opened else None
    return None
