"""The words of sectors: data rows made into what a word of the text can be."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import NoReturn

from pipeline.claims.sector_rows import (
    Activity,
    Adjective,
    Context,
    Fit,
    Head,
    Meaning,
    Product,
    SectorRow,
    Term,
    Word,
)
from pipeline.core.errors import RulesError
from pipeline.core.lexicon import fold
from pipeline.core.stage import unswept
from pipeline.rules.cases import is_adjective, stems
from pipeline.rules.load import load
from pipeline.rules.matching import Slots, Terms
from pipeline.rules.terms import GAP, Vocabulary


@dataclass(slots=True, eq=False)
class SectorRules:
    """All rows, indexed; ``words`` grows with the rows that the texts speak of."""

    sectors: dict[str, SectorRow]
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    terms: Terms[Meaning] = field(default_factory=Terms)
    products: Terms[Product] = field(default_factory=Terms)
    fits: dict[str, list[Fit]] = field(default_factory=dict)
    joined: dict[str, list[Fit]] = field(default_factory=dict)  # «торгово», «агро», «ИТ»
    heads: dict[str, str] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)
    contexts: dict[str, set[str]] = field(default_factory=dict)
    words: list[Word] = field(default_factory=lambda: [Word(), Word(after=None, split=True)])
    _numbers: dict[tuple[tuple[str, ...], tuple[Fit, ...], bool], int] = field(
        default_factory=lambda: {((), (), False): 0}
    )
    _firsts: set[str] = field(default_factory=set)  # letters that ``joined`` begin with

    def add_terms(self, rows: Sequence[Term]) -> None:
        """Index terms by their first words."""
        self.vocabulary.learn(_bare("\n".join([row.term for row in rows])))
        slot = self.vocabulary.slot
        for row in rows:
            first = row.term.split(None, 1)[0]
            self.terms.put(slot(first.strip("[]")), partial(self._term, row))

    def _term(self, row: Term) -> tuple[Slots, Meaning]:
        """The slots of a term after the first, and what it means."""
        parts = [part for part in row.term.split() if part != GAP]
        first = max([n for n, part in enumerate(parts) if part[0] == "["], default=0)
        last = max([n for n, part in enumerate(parts) if part[-1] == "]"], default=-1)
        slots = self._slots(_bare(row.term))
        return slots, Meaning(_meant(row.sector), row.term, row.needs, first, last)

    def add_products(self, rows: Sequence[Product]) -> None:
        """Index products by their first words."""
        self.vocabulary.learn("\n".join([row.product for row in rows]))
        slot = self.vocabulary.slot
        for row in rows:
            self.products.put(slot(row.product.split(None, 1)[0]), partial(self._product, row))

    def _product(self, row: Product) -> tuple[Slots, Product]:
        return self._slots(row.product), row

    def _slots(self, phrase: str) -> Slots:
        """Slots of a phrase after the first."""
        slot = self.vocabulary.slot
        return tuple([(GAP,) if part == GAP else slot(part) for part in phrase.split()[1:]])

    def add_adjective(self, row: Adjective) -> None:
        """Index an adjective, its first part of compounds, and the heads that it takes."""
        if not row.heads:
            return self._index(row, Fit(_meant(row.sector), row.adjective, _USUAL, _NONE, _NONE))
        only = {h[1:] for h in row.heads if h[0] == "="}
        minus = {h[1:] for h in row.heads if h[0] == "-"}
        plus = {h[1:] for h in row.heads if h[0] == "+"}
        kinds = only & HEAD_KINDS if only else _USUAL
        fit = Fit(
            _meant(row.sector),
            row.adjective,
            frozenset(kinds - minus),
            frozenset(k for w in (plus | only) - HEAD_KINDS for k in self.vocabulary.slot(w)),
            frozenset(k for w in minus - HEAD_KINDS for k in self.vocabulary.slot(w)),
        )
        return self._index(row, fit)

    def _index(self, row: Adjective, fit: Fit) -> None:
        if row.adjective.endswith("-"):
            first = row.adjective[:-1]
            key = first if first != first.lower() else fold(first)
            self._join(key, fit)
            return
        for key in self.vocabulary.slot(row.adjective):
            if key.endswith("-"):
                self.fits.setdefault(key, []).append(fit)
                self._join(key[:-1] + "о", fit)

    def _join(self, first: str, fit: Fit) -> None:
        self.joined.setdefault(first, []).append(fit)
        folded = first.lower().replace("ё", "е")
        self.vocabulary.begin(folded)
        self._firsts.add(folded[:5])

    def number(self, text: str) -> int:
        """The place of a word in ``words``; 0 for one that no row knows."""
        joined = "-" in text
        if not joined:
            folded = fold(text)
            if self.vocabulary.strange(folded):
                return _SPLIT if text[-1] in _HYPHENS else 0
            keys = self.vocabulary.keys(text)
            firsts = self._firsts
            joined = folded[:5] in firsts or folded[:4] in firsts or folded[:3] in firsts
        elif text[-1] == "-":
            return _SPLIT
        else:
            plain, _, number = text.rpartition("-")
            keys = self.vocabulary.keys(plain if plain and number.isdigit() else text)  # «ГЭС-1»
        found = self._of(keys) if keys else 0
        word = self.words[found]
        if not joined or word.fits or (word.begins and "-" not in text):
            return found
        fits = self._compound(text)
        return self._of(keys, fits, not is_adjective(text)) if fits else found

    def _of(self, keys: tuple[str, ...], fits: tuple[Fit, ...] = (), whole: bool = False) -> int:
        """The place of what words of these keys are, made once: there are fewer than forms."""
        known = self._numbers.get((keys, fits, whole))
        if known is None:
            known = self._numbers[keys, fits, whole] = len(self.words)
            self.words.append(self._word(keys, fits, whole))
        return known

    def _word(self, keys: tuple[str, ...], fits: tuple[Fit, ...], whole: bool) -> Word:
        fits = fits or tuple([fit for key in keys for fit in self.fits.get(key, ())])
        activity = next((self.activities[key] for key in keys if key in self.activities), None)
        return Word(
            keys,
            self.terms.begins(keys),
            None if fits or activity else self.terms.after(keys),
            fits,
            frozenset([self.heads[key] for key in keys if key in self.heads]),
            activity,
            self.products.begins(keys),
            frozenset([c for key in keys for c in self.contexts.get(key, ())]),
            whole,
        )

    def alone(self, word: Word) -> tuple[str, ...]:
        """Sectors of a word by itself: as a term that needs no context, or as an adjective."""
        for match in self.terms.match(lambda _: word.keys, lambda _: False, 0, 1):
            if not match.value.needs:
                return match.value.sectors
        return tuple(dict.fromkeys(s for fit in word.fits for s in fit.sectors))

    def second(self, text: str) -> Word:
        """The second part of a known compound, as a word: «гидроэнергетики» → энергетики."""
        whole = self.words[self.number(text)]
        if whole.begins or whole.whole:
            for cut in range(3, len(text) - 4):
                part = self.words[self.number(text[cut:])]
                if part.kinds or part.begins:
                    return part
        return Word()

    def _compound(self, text: str) -> tuple[Fit, ...]:
        """Parts of «торгово-экономический», «агросектор», «ИТ-компания» that name a sector."""
        *firsts, last = text.split("-")
        found: list[Fit] = []
        for part in firsts:
            found += self.joined.get(part) or self.joined.get(fold(part), [])
        if firsts and is_adjective(last):
            for stem in stems(fold(last)):
                found += self.fits.get(stem + "-", ())
            return tuple(found)
        if not firsts:
            folded = fold(text)
            for length in range(3, min(10, len(folded) - 2)):
                if folded[:length] in self.joined:
                    found, last = self.joined[folded[:length]], folded[length:]
        if not found:
            return ()
        keys = self.vocabulary.keys(last)
        head = Word(keys, kinds=frozenset(self.heads[k] for k in keys if k in self.heads))
        return tuple(fit for fit in found if fit.takes(head))


_SPLIT = 1  # the place of what ends in a hyphen
_HYPHENS = "-\u2010\u2011"
HEAD_KINDS = frozenset(("field", "org", "tie", "infra", "policy", "market", "place", "event"))
_USUAL = HEAD_KINDS - {"event"}
_NONE: frozenset[str] = frozenset()


@cache
def sector_rules(overlay: Path | None = None) -> SectorRules:
    """The rows of the package, and over them those of a user's folder."""
    with unswept():
        return _index(overlay)


def _index(overlay: Path | None) -> SectorRules:
    rules = SectorRules({row.sector_id: row for row in load(SectorRow, "sectors", overlay)})
    vocabulary = rules.vocabulary
    for head in load(Head, "sector_heads", overlay):
        for key in vocabulary.slot(head.head):
            rules.heads[key] = head.kind
    for activity in load(Activity, "sector_activities", overlay):
        for key in vocabulary.slot(activity.activity):
            rules.activities[key] = activity
    for context in load(Context, "sector_contexts", overlay):
        for key in vocabulary.slot(context.word):
            rules.contexts.setdefault(key, set()).add(context.kind)
    terms = load(Term, "sector_terms", overlay)
    known = rules.sectors.keys() | {"-"}
    for term in terms:
        if not known.issuperset(term.sector):
            _unknown(known, term.term, term.sector)
    rules.add_terms(terms)
    for adjective in load(Adjective, "sector_adjectives", overlay):
        if not known.issuperset(adjective.sector):
            _unknown(known, adjective.adjective, adjective.sector)
        rules.add_adjective(adjective)
    products = load(Product, "sector_products", overlay)
    known = rules.sectors.keys() | {""}
    for row in products:
        sectors = row.make, row.process, row.extract, row.grow, row.carry
        if not known.issuperset(sectors):
            _unknown(known, row.product, sectors)
    rules.add_products(products)
    return rules


def _bare(term: str) -> str:
    return term.replace("[", "").replace("]", "")


def _meant(sectors: tuple[str, ...]) -> tuple[str, ...]:
    return () if sectors == ("-",) else sectors


def _unknown(known: Set[str], row: str, sectors: tuple[str, ...]) -> NoReturn:
    sector = next(s for s in sectors if s not in known)
    raise RulesError(f"row {row!r}: no sector {sector!r} in sectors.csv")
