"""What may be a sector: terms, adjectives with nouns, activities with products, first parts.

Every candidate in a document is found here, by grammar alone; whether it counts is for the stage.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from pipeline.claims.sector_rows import Activity, Product, Word
from pipeline.claims.sectors import SectorRules
from pipeline.core.doc import Doc
from pipeline.core.span import Span
from pipeline.rules.cases import is_adjective, is_genitive
from pipeline.rules.coordinate import head_left, head_right

REACH = 12  # tokens that a phrase, an activity or a left context may stretch over
_JOIN = frozenset(("и", ",", "или"))
_SPLIT = frozenset(("-", "\u2010", "\u2011"))


class Found(NamedTuple):
    """A candidate: where it stands, how much it read, what it means."""

    span: Span
    length: tuple[int, int]  # tokens that it stretches over, words that its row names
    sectors: tuple[str, ...]  # none for what only looks like a sector
    rule: str
    needs: str = ""


class Finder:
    """One document under the rules, a sentence at a time."""

    def __init__(self, doc: Doc, rules: SectorRules) -> None:
        self.rules = rules
        self.folded = doc.folded
        codes = doc.gather(rules.number, np.int32)
        self.codes: list[int] = [*codes.tolist(), 0]  # a word that nothing is known of ends it
        self.known: list[int] = codes.nonzero()[0].tolist()
        self.start = self.stop = 0
        self._extracted: str | None = None

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

    def at(self, i: int) -> list[Found]:
        """Candidates that begin at the token."""
        word = self.word(i)
        found = list(self.phrases(i)) if word.begins else []
        if word.fits:
            found += self.adjectives(i, word)
        if word.activity:
            found += self.activities(i, word.activity)
        if word.split:
            found += self.suspended(i)
        return found

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
        if group and group.joined:
            noun = self.rules.second(self.folded[group.head])
        elif group:
            noun = self.word(group.head)
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
        elif group and group.head == i + 2 and self.folded[i - 1 : i + 2 : 2] == ["«", "»"]:
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
        found = False
        for item in self.with_product(i, activity):
            found = True
            yield item
        if found or "bare" not in activity.kind or self.governs(i + 1):
            return
        if sector := self.extracted():
            yield Found(Span(i, i + 1), (1, 1), (sector,), activity.activity)

    def governs(self, i: int) -> bool:
        """Whether a noun in the genitive follows: «строительство |новых школ»."""
        while i < self.stop and self.adjective(i):
            i += 1
        return i < self.stop and is_genitive(self.folded[i])

    def extracted(self) -> str:
        """What the text speaks of extracting most: «Цены на нефть росли: ОПЕК сократила добычу»."""
        if self._extracted is None:
            rows: Counter[str] = Counter()
            for j in self.known:
                if self.word(j).product:
                    stop = min(j + REACH, len(self.folded))
                    found = self.rules.products.match(self.keys, self.fills, j, stop)
                    rows.update({m.value.extract for m in found if m.value.extract} - {"mining"})
            self._extracted = rows.most_common(1)[0][0] if rows else ""
        return self._extracted

    def with_product(self, i: int, activity: Activity) -> Iterator[Found]:
        """The activity where a product follows."""
        last = i
        for j in range(i + 1, min(i + REACH, self.stop)):
            if products := self.products(j):
                own = _pick(products, activity)
                other = self.word(last).activity or activity
                if own and (last == i or "pass" in other.kind):
                    sector, stop, rule = own
                    sector = self.narrowed(sector, last, j)
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

    def narrowed(self, sector: str, start: int, j: int) -> str:
        """The sector by the product's adjective: «освоение |угольного| месторождения»."""
        product = self.word(j)
        if "infra" in product.kinds:
            for k in range(j - 1, start, -1):
                if fits := [fit for fit in self.word(k).fits if fit.takes(product)]:
                    return fits[0].sectors[0]
        return sector

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
                text = first + self.folded[j][cut:]
                if found := self.rules.alone(self.rules.words[self.rules.number(text)]):
                    yield Found(Span(at, i + 1), (i + 1 - at, 1), found, text)
                    return


def _pick(products: list[tuple[int, Product]], activity: Activity) -> tuple[str, int, str] | None:
    """The sector that the activity has with the products, where it ends, its row."""
    for stop, row in products:
        if sector := row.of(activity):
            return sector, stop, row.product
    return None


def _sectors(word: Word) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s for fit in word.fits for s in fit.sectors))
