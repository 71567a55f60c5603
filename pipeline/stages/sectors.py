"""What field of activity the text speaks of: «лёгкая промышленность» → light_industry.

Sparse: one gather finds the words that any row knows; phrases, adjectives with their nouns and
activities with their products are read only there. Longest match wins, so that a longer row that
means nothing («профицит внешней торговли») keeps a shorter one from speaking.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipeline.claims.sectors import Activity, Product, SectorRules, Word, sector_rules
from pipeline.core.doc import Doc
from pipeline.core.records import Name, Sector
from pipeline.core.span import Span
from pipeline.core.stage import Marker, marker
from pipeline.rules.coordinate import JOINERS, head_left, head_right
from pipeline.rules.terms import is_adjective, is_genitive

REACH = 12  # tokens that a phrase, an activity or a left context may stretch over
BUILT_LEFT, BUILT_RIGHT = 6, 3
_PREPOSITIONS = frozenset(("в", "во", "по", "на", "для", "о", "об", "из", "к", "ко", "с", "за"))
_PLACING = frozenset(("в", "во", "на", "по", "из", "у", "к", "от", "до", "возле", "около", "близ"))
_BETWEEN = frozenset((*",;/(", "и", "или", "а", "также", "в", "во", "на", "сфере", "области"))
_BETWEEN |= {"сферах", "областях", "отрасли"}
_JOIN = frozenset(("и", ",", "или"))
_AND = frozenset((",", ";", "и", "или", "/", "(", "а"))
_SPLIT = frozenset(("-", "\u2010", "\u2011"))


class Found(NamedTuple):
    """A candidate: where it stands, how much it read, what it means."""

    span: Span
    length: tuple[int, int]  # tokens that it stretches over, words that its row names
    sectors: tuple[str, ...]  # none for what only looks like a sector
    rule: str
    needs: str = ""


class Reader:
    """One document under the rules."""

    def __init__(self, doc: Doc, rules: SectorRules) -> None:
        self.rules = rules
        self.folded = doc.folded
        codes = doc.gather(rules.number, np.int32)
        self.codes: list[int] = codes.tolist()
        self.known: list[int] = np.flatnonzero(codes).tolist()
        self.sentences = doc.bounds("sentence")
        self.names = [n.span for n in doc.all(Name) if n.type == "ORG"]
        self.places = [n.span for n in doc.all(Name) if n.type == "LOC"]
        self.start = self.stop = 0

    def word(self, i: int) -> Word:
        """What the rules know of the token."""
        return self.rules.words[self.codes[i]]

    def keys(self, i: int) -> tuple[str, ...]:
        """Keys of the token."""
        return self.word(i).keys

    def adjective(self, i: int) -> bool:
        """Whether the token may stand between adjective and noun."""
        return bool(self.word(i).fits) or is_adjective(self.folded[i])

    def fills(self, i: int) -> bool:
        """Whether the token may stand in a gap of a phrase: «развитие новых и старых портов»."""
        if self.folded[i] in (",", "и"):
            return i + 1 < self.stop and self.adjective(i + 1)
        return self.adjective(i)

    def read(self) -> Iterator[Sector]:
        """Records of the whole document, in text order."""
        words, codes = self.rules.words, self.codes
        starts = [i for i in self.known if words[codes[i]].starts]
        at = 0
        for sentence in self.sentences:
            self.start, self.stop = sentence
            found: list[Found] = []
            while at < len(starts) and starts[at] < self.stop:
                found += self.at(starts[at])
                at += 1
            if not found:
                continue
            settled = self.settle(found)
            taken = {i for item in settled for i in range(*item.span)}
            for item in settled:
                inside = self.inside(item.span, taken)
                for sector in item.sectors:
                    yield Sector(item.span, sector, inside, item.rule)

    def at(self, i: int) -> Iterator[Found]:
        """Candidates that begin at the token."""
        word = self.word(i)
        if word.begins:
            yield from self.phrases(i)
        if word.fits:
            yield from self.adjectives(i, word)
        if word.activity:
            yield from self.activities(i, word.activity)
        if word.split:
            yield from self.suspended(i)

    def phrases(self, i: int) -> Iterator[Found]:
        """Terms: «сельское хозяйство», «АПК»."""
        for match in self.rules.terms.match(self.keys, self.fills, i, min(i + REACH, self.stop)):
            sectors, rule, needs, first, last = match.value
            span = Span(match.at[first], match.at[last] + 1)
            length = match.at[-1] + 1 - i, len(match.at)
            yield Found(span, length, sectors, rule, needs)

    def adjectives(self, i: int, word: Word) -> Iterator[Found]:
        """An adjective and its noun, wherever that stands: «лёгкая, пищевая промышленность»."""
        if word.whole:
            yield Found(Span(i, i + 1), (1, 1), _sectors(word), word.fits[0].rule)
            return
        group = head_right(self.folded, i, self.stop, self.adjective)
        noun = Word()
        if group:
            noun = (
                self.rules.second(self.folded[group.head])
                if group.joined
                else self.word(group.head)
            )
        fits = [fit for fit in word.fits if fit.takes(noun)]
        if not fits:
            group, left = None, head_left(self.folded, i, self.start, self.adjective)
            noun = Word() if left is None else self.word(left)
            fits = [fit for fit in word.fits if "field" in noun.kinds and fit.takes(noun)]
        if not fits:
            return
        start, stop = i, i + 1
        if group and group.adjacent:
            stop = group.head + 1
        elif (
            group
            and group.head == i + 2
            and self.folded[i + 1] == "»"
            and self.folded[i - 1] == "«"
        ):
            start, stop = i - 1, group.head + 1  # «зелёная» энергетика
        sectors = tuple(dict.fromkeys(s for fit in fits for s in fit.sectors))
        needs = "place" if noun.kinds == {"place"} else ""
        yield Found(Span(start, stop), (stop - i, 2), sectors, fits[0].rule, needs)

    def activities(self, i: int, activity: Activity) -> Iterator[Found]:
        """An activity up to its first product: «сборки узбекских автомобилей».

        Of activities in a row the last takes the product; one before it stands alone, and counts
        where it means another sector: «добычи и переработки нефти».
        """
        if "field" in activity.kind and self.folded[i - 1] not in ("в", "во"):
            return  # «в сфере металлов», not «Курская область»
        last = i
        for j in range(i + 1, min(i + REACH, self.stop)):
            if products := self.products(j):
                own = _pick(products, activity)
                other = self.word(last).activity or activity
                if own and (last == i or "pass" in other.kind):
                    sector, stop, rule = own
                    yield Found(Span(i, stop), (stop - i, 2), (sector,), rule)
                elif own and own[:1] != (_pick(products, other) or own)[:1]:
                    yield Found(Span(i, i + 1), (1, 1), own[:1], own[2])
                return
            word, folded = self.word(j), self.folded[j]
            if word.activity and folded != self.folded[j - 1]:
                if self.folded[j - 1] not in _JOIN:
                    return
                last = j
            elif folded in _JOIN:
                if j + 1 == self.stop or not self.word(j + 1).activity:
                    return
            elif not ("filler" in word.contexts or folded[0].isdigit() or self.adjective(j)):
                return

    def products(self, j: int) -> list[tuple[int, Product]]:
        """Products that begin at the token, and where they end, the longest first."""
        if not self.word(j).product:
            return []
        found = self.rules.products.match(self.keys, self.fills, j, self.stop)
        return sorted(((m.at[-1] + 1, m.value) for m in found), key=lambda p: -p[0])

    def suspended(self, i: int) -> Iterator[Found]:
        """First parts whose second part comes later: «электро-, газо- и водоснабжение»."""
        first, at = self.folded[i][:-1], i
        if not first:
            first, at = self.folded[i - 1], i - 1
        if not first.isalpha() or i + 1 == self.stop:
            return
        if self.folded[i + 1] not in _JOIN:
            return
        j = i + 2
        while j < self.stop and (self.folded[j] in _JOIN or self.folded[j][-1] in _SPLIT):
            j += 1
        while j + 1 < self.stop and self.folded[j + 1] in _SPLIT:  # «электро -, газо - и …»
            j += 2
            while j < self.stop and self.folded[j] in _JOIN:
                j += 1
        if j < self.stop:
            for cut in range(2, len(self.folded[j]) - 3):
                whole = self.rules.words[self.rules.number(first + self.folded[j][cut:])]
                if found := self.rules.alone(whole):
                    yield Found(Span(at, i + 1), (i + 1 - at, 1), found, whole.text)
                    return

    def settle(self, found: list[Found]) -> list[Found]:
        """Those that stand: the longest first, and the unsure only in a context that settles it."""
        taken: set[int] = set()
        sure: list[Found] = []
        unsure: list[Found] = []
        order = sorted(found, key=_priority)
        for item in order:
            tokens = range(*item.span)
            if not taken.isdisjoint(tokens):
                continue
            if item.span.start > self.start:
                if "street" in self.word(item.span.start - 1).contexts:
                    continue
            if item.needs == "bare" and self.governs(item.span.stop):
                continue
            if item.needs in ("built", "place") and self.visited(item.span):
                continue
            if item.needs == "built" and self.named(item.span):
                continue
            if item.needs and not self.context(item):
                unsure.append(item)
                continue
            taken.update(tokens)
            if item.sectors:
                sure.append(item)
        while unsure:
            listed = [
                u for u in unsure if taken.isdisjoint(range(*u.span)) and self.listed(u, sure)
            ]
            if not listed:
                break
            for item in listed:
                if taken.isdisjoint(range(*item.span)):
                    taken.update(range(*item.span))
                    sure.append(item)
            unsure = [u for u in unsure if u not in listed]
        return self.without_objects(sorted(sure, key=lambda f: f.span))

    def without_objects(self, found: list[Found]) -> list[Found]:
        """All but the further objects of a struggle: «борьба с терроризмом, экстремизмом»."""
        kept: list[Found] = []
        for item in found:
            if kept and kept[-1].sectors == item.sectors:
                between = range(kept[-1].span.stop, item.span.start)
                begun = "struggle" in self.word(kept[-1].span.start).contexts
                if (
                    begun
                    and len(between) < REACH
                    and ";" not in self.folded[between.start : between.stop]
                ):
                    continue
            kept.append(item)
        return kept

    def governs(self, i: int) -> bool:
        """Whether a noun in the genitive follows: «строительство |новых школ»."""
        while i < self.stop and self.adjective(i):
            i += 1
        return i < self.stop and is_genitive(self.folded[i])

    def visited(self, span: Span) -> bool:
        """Whether a place is where somebody goes: «посетил |больницу|»."""
        left = range(max(self.start, span.start - BUILT_LEFT), span.start)
        return any("visit" in self.word(i).contexts for i in left)

    def located(self, span: Span) -> bool:
        """Whether a place is where something happens: «в |порту|», not «инвестиции в |порты|»."""
        i = span.start - 1
        while i > self.start and self.adjective(i):
            i -= 1
        return (
            i >= self.start
            and self.folded[i] in _PLACING
            and (i == self.start or "built" not in self.word(i - 1).contexts)
        )

    def context(self, item: Found) -> bool:
        """Whether the words around show that an unsure term is meant as a sector."""
        if item.needs == "name":
            return self.named(item.span)
        if item.needs in ("built", "place"):
            if self.named(item.span):
                return True
            if any(place.covers(item.span) for place in self.places):
                return False
            if self.located(item.span):
                return False
            start, stop = item.span
            left = range(max(self.start, start - BUILT_LEFT), start)
            near = (*left, *range(stop, min(self.stop, stop + BUILT_RIGHT)))
            if any(
                "built" in self.word(i).contexts and not self.named(Span(i, i + 1)) for i in near
            ):
                return True
        for i in range(item.span.start - 1, max(self.start, item.span.start - REACH) - 1, -1):
            word = self.word(i)
            if "field" in word.contexts:
                return True
            if not (self.folded[i] in _PREPOSITIONS or self.adjective(i)):
                return False
        return False

    def listed(self, item: Found, sure: list[Found]) -> bool:
        """Whether a term stands in a list with a sector: «водоснабжения, связи, дорог»."""
        for other in sure:
            low, high = sorted((item.span, other.span))
            between = range(low.stop, high.start)
            if not 0 < len(between) <= 5 or self.folded[between[0]] not in _AND:
                continue
            if all(self.folded[i] in _BETWEEN or self.adjective(i) for i in between):
                return True
        return False

    def named(self, span: Span) -> bool:
        """Whether the words lie in a name of an organisation."""
        return any(name.covers(span) for name in self.names)

    def inside(self, span: Span, taken: set[int]) -> bool:
        """Whether the words stand in the name of an organisation or office."""
        if self.named(span):
            return True
        for i in range(span.start - 1, max(self.start, span.start - REACH) - 1, -1):
            word = self.word(i)
            if "office" in word.contexts:
                return True
            if not (
                i in taken
                or self.folded[i] in JOINERS
                or self.folded[i] in _PREPOSITIONS
                or "filler" in word.contexts
                or word.begins
                or word.fits
                or "in_office" in word.contexts
                or self.adjective(i)
            ):
                return False
        return False


def _pick(products: list[tuple[int, Product]], activity: Activity) -> tuple[str, int, str] | None:
    """The sector that the activity has with the products, where it ends, its row."""
    for stop, row in products:
        if sector := row.of(activity):
            return sector, stop, row.product
    return None


def _priority(item: Found) -> tuple[int, int, bool, int]:
    """The longest first, then the most definite, what is no sector before what is."""
    return -item.length[0], -item.length[1], bool(item.sectors), item.span.start


def _sectors(word: Word) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s for fit in word.fits for s in fit.sectors))


def sectors(overlay: Path | None = None) -> Marker:
    """The stage; ``overlay`` is a user's folder of rows, of sectors or of terms, over the own."""

    @marker("sectors", needs={"word", "sentence", Name}, gives={Sector})
    def mark(doc: Doc) -> Iterator[Sector]:
        return Reader(doc, sector_rules(overlay)).read()

    return mark
