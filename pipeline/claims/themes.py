"""Whom a document is about: a pair of countries that deal with each other, or one home country."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.claims.clauses import gram
from pipeline.claims.hints import Hint
from pipeline.core.doc import Doc
from pipeline.core.records import Block
from pipeline.core.span import Span

_LEAD = 3  # sentences after the headline
_LINKS = frozenset({"—", "–", "-", "/", "и", ",", "("})
_OPENS = frozenset({".", ":"})


class Theme(NamedTuple):
    """Whom the document is about; ``mutual``: their relation, not one's economy."""

    countries: tuple[str, ...]
    mutual: bool
    hints: tuple[Hint, ...] = ()
    directed: bool = False  # one acts upon the other: «вьетнамская компания построит завод в Индии»
    topics: tuple[tuple[Span, tuple[str, ...]], ...] = ()  # of blocks that open with their own

    def at(self, token: int) -> "Theme":
        """That of the token's block: «Китай — Казахстан. Стороны договорились …» in a digest."""
        i = bisect_right(self.topics, token, key=lambda topic: topic[0].start) - 1
        if i < 0 or token >= self.topics[i][0].stop:
            return self
        found = self.topics[i][1]
        return Theme(found, len(found) > 1, self.hints)


def theme(doc: Doc, hints: Sequence[Hint]) -> Theme:
    """The pair or the home country, from headline, lead and how often each is named."""
    title, lead = _front(doc)
    sentence = doc.columns["sentence"]
    about = [h for h in hints if h.country and h.part not in ("aside", "dateline")]
    about = about or [h for h in hints if h.country]
    often = Counter(c for _, c in {(int(sentence[h.at]), h.country) for h in about})
    head = list(dict.fromkeys(h.country for h in about if h.at < title))
    first = list(dict.fromkeys(h.country for h in about if title <= h.at < lead))
    mutual = _mutual(doc, hints, about, lead)
    at = int(sentence[about[0].at]) if about else -1
    topic = list(dict.fromkeys(h.country for h in about if int(sentence[h.at]) == at))
    main = _main(head, topic, first, often, mutual)
    main = main or topic
    main.sort(key=lambda c: -often[c])
    if len(main) > 2 and often[main[2]] * 2 <= often[main[1]]:
        main = main[:2]  # a third that is only named along
    pair = len(main) == 2
    directed = pair and _directed(doc, about, main, lead)
    return Theme(tuple(main), mutual and pair, tuple(hints), directed, _topics(doc, hints))


def _topics(doc: Doc, hints: Sequence[Hint]) -> tuple[tuple[Span, tuple[str, ...]], ...]:
    """The blocks that open with nothing but a country or two: «Армения. ВВП вырос на 5%»."""
    found, words = [], doc.folded
    for block in doc.bounds("block"):
        i, named = block.start, dict[str, None]()
        k = bisect_left(hints, i, key=lambda h: h.at)
        while k < len(hints) and hints[k].at == i and hints[k].kind == "noun" and i < block.stop:
            named[hints[k].country] = None
            i, k = hints[k].stop, k + 1
            if i < block.stop and words[i] in _LINKS and k < len(hints) and hints[k].at == i + 1:
                i += 1
        if not named or i >= block.stop - 1 or words[i] not in _OPENS:
            continue
        if len(named) > 1 or not words[i + 1][:1].isdigit():  # «Китай: 5 млн» is an item of a list
            found.append((block, tuple(sorted(named))))
    return tuple(found)


def _mutual(doc: Doc, hints: Sequence[Hint], about: Sequence[Hint], lead: int) -> bool:
    """Whether two deal with each other: a compound adjective, officials of both in one sentence, a
    word of dealing in the lead or beside both."""
    if any(a.at == b.at for a, b in pairwise(about)):
        return True  # «узбекско-азербайджанский»
    sentence = doc.columns["sentence"]
    words = {int(sentence[h.at]) for h in hints if h.kind == "mutual"}
    front = int(sentence[lead - 1]) if lead else 0
    if any(number <= front for number in words):
        return True
    named: dict[int, set[str]] = {}
    for h in about:
        if int(sentence[h.at]) in words or (
            h.part == "speaker" and h.kind != "person" and h.at < lead
        ):
            named.setdefault(int(sentence[h.at]), set()).add(h.country)
    return any(len(found) > 1 for found in named.values())


def _directed(doc: Doc, about: Sequence[Hint], main: list[str], lead: int) -> bool:
    """Whether the front has a sentence where one of the two acts and the other is acted upon, not
    «в Таджикистане и Кыргызстане»."""
    sentence, tags, words = doc.columns["sentence"], doc.columns["tag"], doc.folded
    for one, other in pairwise(h for h in about if h.at < lead and h.country in main):
        if one.country == other.country or sentence[one.at] != sentence[other.at]:
            continue
        between = words[one.stop : other.at]
        if words[one.at - 1] == words[other.at - 1]:
            continue  # «в Ираке …, в Кувейте …»
        verb = any(gram(doc.tagset[int(t)]).predicate for t in tags[one.stop : other.at])
        if verb or (len(between) > 1 and between[-1] in ("в", "из", "для", "с", "от")):
            return True
    return False


def _front(doc: Doc) -> tuple[int, int]:
    """Where the headline and the lead end."""
    blocks, sentences = doc.bounds("block"), doc.bounds("sentence")
    if not blocks:
        return 0, 0
    records = doc.all(Block)
    titled = bool(records) and records[0].kind == "title" and len(blocks) > 1
    title = blocks[0].stop if titled else 0
    body = [s for s in sentences if s.start >= title][:_LEAD]
    return title, body[-1].stop if body else title


def _main(
    head: list[str], topic: list[str], first: list[str], often: Counter[str], mutual: bool
) -> list[str]:
    """The headline's two; else the headline's and those of the lead that the text stays with."""
    if len(head) >= 2:
        return head
    if not head and topic:
        head = topic
    least = 1 if mutual or not head else 2
    top = max((often[c] for c in first), default=0)
    more = [c for c in first if c not in head and often[c] >= least and often[c] * 2 >= top]
    return head + (more if len(more) < 3 or not head else [])
