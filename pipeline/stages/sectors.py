"""What field of activity the text speaks of: «лёгкая промышленность» → light_industry.

Sparse: one gather finds the words that any row knows; phrases, adjectives with their nouns and
activities with their products are read only there. Longest match wins, so that a longer row that
means nothing («профицит внешней торговли») keeps a shorter one from speaking.
"""

from collections.abc import Iterator
from pathlib import Path

from pipeline.claims.sector_finder import REACH, Finder, Found
from pipeline.claims.sectors import SectorRules, sector_rules
from pipeline.core.doc import Doc
from pipeline.core.records import Name, Sector
from pipeline.core.span import Span
from pipeline.core.stage import Marker, marker
from pipeline.rules.cases import is_accusative, is_genitive
from pipeline.rules.coordinate import JOINERS

BUILT_LEFT, BUILT_RIGHT, OWNED = 6, 5, 3
_PREPOSITIONS = frozenset(("в", "во", "по", "на", "для", "о", "об", "из", "к", "ко", "с", "за"))
_PLACING = frozenset(("в", "во", "на", "по", "из", "у", "к", "от", "до", "возле", "около", "близ"))
_PLACING |= {"между", "мимо"}
_OFFICES = frozenset(("office", "post"))
_INTO = frozenset(("в", "во", "на"))
_BETWEEN = frozenset((*",;/(", "и", "или", "а", "также", "в", "во", "на", "сфере", "области"))
_BETWEEN |= {"сферах", "областях", "отрасли", "услуг"}
_AND = frozenset((",", ";", "и", "или", "/", "(", "а"))


class Reader(Finder):
    """One document: which of its candidates count."""

    def __init__(self, doc: Doc, rules: SectorRules) -> None:
        super().__init__(doc, rules)
        self.sentences = doc.bounds("sentence")
        self.names = [n.span for n in doc.all(Name) if n.type == "ORG"]
        self.places = [n.span for n in doc.all(Name) if n.type == "LOC"]

    def read(self) -> Iterator[Sector]:
        """Records of the whole document, in text order."""
        words, codes = self.rules.words, self.codes
        starts = [
            i
            for i in self.known
            if (after := words[codes[i]].after) is None
            or (after and not after.isdisjoint(words[codes[i + 1]].keys))
        ]
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

    def settle(self, found: list[Found]) -> list[Found]:
        """Those that stand: the longest first, and the unsure only in a context that settles it."""
        taken: set[int] = set()
        sure: list[Found] = []
        unsure: list[Found] = []
        for item in sorted(found, key=_priority):
            tokens = range(*item.span)
            if not taken.isdisjoint(tokens) or self.barred(item):
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
                begun = "struggle" in self.word(kept[-1].span.start).contexts
                if begun and item.span.start - kept[-1].span.stop < REACH:
                    continue
            kept.append(item)
        return kept

    def barred(self, item: Found) -> bool:
        """Whether something near shows that a candidate is no sector at all."""
        before = item.span.start - 1
        if before >= self.start and "street" in self.word(before).contexts:
            return True
        if item.needs == "bare":
            return self.governs(item.span.stop)
        if item.needs == "built" and self.named(item.span):
            return True
        return item.needs in ("built", "place") and self.visited(item.span)

    def left(self, i: int) -> range:
        """Tokens before the token that may say what happens to it."""
        return range(max(self.start, i - BUILT_LEFT), i)

    def visited(self, span: Span) -> bool:
        """Whether a place is where somebody goes: «посетил |больницу|»."""
        left = self.left(span.start)
        return any("visit" in self.word(i).contexts for i in left)

    def located(self, span: Span) -> bool:
        """Whether a place is where something happens: «в |порту|», not «вложит сто в |порт|»."""
        i = span.start - 1
        while i > self.start and self.adjective(i):
            i -= 1
        if i < self.start or self.folded[i] not in _PLACING:
            return False
        if self.folded[i] in _INTO and is_accusative(self.folded[span.stop - 1]):
            return not any("paid" in self.word(j).contexts for j in self.left(i))
        for j in range(i - 1, max(self.start, i - OWNED) - 1, -1):  # «доля государства в |порту|»
            if "built" in self.word(j).contexts:
                return False
            if not (is_genitive(self.folded[j]) or self.adjective(j)):
                break
        return True

    def context(self, item: Found) -> bool:
        """Whether the words around show that an unsure term is meant as a sector."""
        if item.needs == "name":
            return self.named(item.span)
        if item.needs in ("built", "place"):
            if self.named(item.span):
                return True
            named = any(p.covers(item.span) and p.start < item.span.start for p in self.places)
            if named or self.located(item.span):  # «Крымский |мост|»; but «|порт| Поти»
                return False
            if self.built(item.span):
                return True
        for i in range(item.span.start - 1, max(self.start, item.span.start - REACH) - 1, -1):
            word = self.word(i)
            if "field" in word.contexts or self.post(i):
                return True
            if not (self.folded[i] in _PREPOSITIONS or self.adjective(i)):
                return False
        return False

    def built(self, span: Span) -> bool:
        """Whether something near is about building or paying: «откроют |школу|»."""
        near = (*self.left(span.start), *range(span.stop, min(self.stop, span.stop + BUILT_RIGHT)))
        found = [i for i in near if "built" in self.word(i).contexts]
        return any(not self.named(Span(i, i + 1)) for i in found)

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

    def post(self, i: int) -> bool:
        """Whether «по» follows an office or post: «комитет Госдумы |по| обороне»."""
        if self.folded[i] != "по":
            return False
        for j in range(i - 1, max(self.start, i - 1 - OWNED) - 1, -1):
            if not _OFFICES.isdisjoint(self.word(j).contexts):
                return True
            if not (self.named(Span(j, j + 1)) or is_genitive(self.folded[j])):
                return False
        return False

    def inside(self, span: Span, taken: set[int]) -> bool:
        """Whether the words stand in the name of an organisation or office."""
        if self.named(span):
            return True
        for i in range(span.start - 1, max(self.start, span.start - REACH) - 1, -1):
            word = self.word(i)
            if "office" in word.contexts or self.post(i):
                return True
            if not (
                i in taken
                or self.folded[i] in JOINERS
                or self.folded[i] in _PREPOSITIONS
                or "in_office" in word.contexts
                or self.adjective(i)
            ):
                return False
        return False


def _priority(item: Found) -> tuple[int, int, bool, int]:
    """The longest first, then the most definite, what is no sector before what is."""
    return -item.length[0], -item.length[1], bool(item.sectors), item.span.start


def sectors(overlay: Path | None = None) -> Marker:
    """The stage; ``overlay`` is a user's folder of rows, of sectors or of terms, over the own."""

    @marker("sectors", needs={"word", "sentence", Name}, gives={Sector})
    def mark(doc: Doc) -> Iterator[Sector]:
        return Reader(doc, sector_rules(overlay)).read()

    return mark
