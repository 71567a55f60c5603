"""Sums, shares, ratios, counts and quantities; the grammar is ``amounts``."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.amounts.amount import Amount
from pipeline.amounts.bounds import Bounds
from pipeline.amounts.bylemma import ByLemma
from pipeline.amounts.cells import Cells
from pipeline.amounts.changes import Changes
from pipeline.amounts.context import words
from pipeline.amounts.currencies import UNKNOWN
from pipeline.amounts.reading import Reader
from pipeline.amounts.sharing import Sharing
from pipeline.amounts.tokens import Role, Scope, Tokens
from pipeline.amounts.units import units
from pipeline.core.doc import Doc
from pipeline.core.records import Block, Figure
from pipeline.core.span import Span
from pipeline.core.stage import Marker, marker, unswept
from pipeline.rules.inflect import readings


class Grammar:
    """The whole number grammar over one set of rows."""

    def __init__(self, overlay: Path | None = None) -> None:
        self.units = units(overlay)
        self.reader = Reader(self.units, overlay)
        self.changes = Changes(overlay)
        self.bounds = Bounds(self.changes, overlay)
        self.sharing = Sharing(self.bounds, self.units, overlay)
        self.cells = Cells(self.units, self.changes)
        self._compass = tuple(sorted(words("compass", overlay)))
        self._extents = ByLemma((word, True) for word in words("extent", overlay))
        self._whole_things = words("no share", overlay)
        self.look = self.reader.terms.look

    def figures(self, doc: Doc) -> Iterator[Figure]:
        """The figures of a document, in text order, without overlaps."""
        if not len(doc):
            return
        text = Tokens(doc, self.look)
        if not text.numbers:
            return
        currency: dict[str, str] = {}
        last: Amount | None = None
        previous: Amount | None = None
        end = 0
        for region in _regions(doc, text.numbers):
            inside = self.reader.undated(text, region.inside, region.stop)
            if not inside:
                continue
            scope = Scope(region.span, region.stop)
            found = self.reader.read(text, inside, scope, max(end, region.span[0]))
            end = found[-1].stop if found else end
            if region.rows:
                self.cells.share(text, found, region.rows)
            else:
                self.sharing.share(text, found, last)
            kept = [a for a in found if a.kind and a.kind != "none"]
            for amount in self._finish(text, kept, currency, previous):
                previous = amount
                if amount.kind == "money":
                    last = amount
                yield _figure(amount)

    def _finish(
        self,
        text: Tokens,
        found: list[Amount],
        currency: dict[str, str],
        previous: Amount | None,
    ) -> list[Amount]:
        """Those that stand, with currency, bound and direction settled."""
        kept: list[Amount] = []
        for amount in found:
            last = kept[-1] if kept else None
            self._settle(text, amount, currency)
            amount.bound = self.bounds.find(text, amount, last)
            if not self._stands(text, amount):
                continue
            amount.direction = self.changes.find(text, amount, last)
            if amount.direction is None and last is None and previous is not None:
                amount.direction = self.changes.listed(text, amount, previous)
            if not amount.direction and self._idle(text, amount):
                continue
            if amount.low is None:
                amount.bound = "approx"
            kept.append(amount)
        self.changes.share(text, kept)
        return kept

    def _settle(self, text: Tokens, amount: Amount, currency: dict[str, str]) -> None:
        """An open «крон» means what it meant before in the text, else what the text leaves."""
        if amount.kind != "money":
            return
        if amount.money is not None and amount.open and amount.unit == UNKNOWN:
            codes = {row.code for row in amount.money.rows}
            known = next((c for c in reversed(currency.values()) if c in codes), None)
            amount.unit = known or self.units.currencies.around(amount.money, text)
            amount.rule = f"money:currency {amount.unit}, by the text"
        if amount.unit != UNKNOWN:
            currency.pop(amount.unit, None)
            currency[amount.unit] = amount.unit

    def _stands(self, text: Tokens, amount: Amount) -> bool:
        """Whether the number with its unit is a figure after all."""
        if amount.kind == "ratio" and amount.number is not None:
            return "в" in amount.before or "во" in amount.before
        if amount.kind == "count":
            if amount.low is None or (amount.low == 1 and amount.high is None):
                return False
            span = (amount.start, amount.stop, *amount.sentence)
            few = amount.low < 1000
            if (
                few
                and amount.start > amount.sentence[0]
                and _LATIN.match(text.words[amount.start - 1])
            ):
                return False  # «ракета Falcon 9 компании»
            return self.units.items.counted(text, amount.unit, span, few)
        if amount.kind == "quantity":
            one = amount.number is not None and amount.number.role == Role.WORD and amount.low == 1
            return not one and self._measured(text, amount)  # «цена одного литра»
        if amount.rule.startswith("percent:fraction"):
            return self._share(text, amount)
        if amount.rule == "percent:процент":  # «вырос на процент», not «на процент отказов»
            after = text.folded[amount.stop] if amount.stop < amount.sentence[1] else "."
            return not (after[0].isalpha() and any(r.case == "gent" for r in readings(after)))
        return True

    def _idle(self, text: Tokens, amount: Amount) -> bool:
        """«семикратный чемпион», «наполовину полный»: words of change where nothing changes;
        «авария на 3 км трассы»: a place.
        """
        if amount.unit == "km" and "на" in amount.before and amount.stop < amount.sentence[1]:
            return text.folded[amount.stop].startswith(_ROADS)
        if amount.rule in ("percent:наполовину", "percent:вполовину", "percent:процент"):
            return True
        if amount.rule != "ratio:adjective":
            return False
        stop = min(amount.stop + 3, amount.sentence[1])
        return not any(self._extents.of(word) for word in text.folded[amount.stop : stop])

    def _measured(self, text: Tokens, amount: Amount) -> bool:
        """«130 километров путей» is a figure, «в 7 км от посёлка», «на высоте 400 км» is none."""
        after = text.folded[amount.stop] if amount.stop < amount.sentence[1] else ""
        if amount.unit in _LENGTHS:
            beyond = text.folded[amount.stop : min(amount.stop + 2, amount.sentence[1])]
            if after in ("от", "к", "ко") or any(w.startswith(self._compass) for w in beyond):
                return False
        unless = self.units.unless.get(amount.unit)
        return not unless or not self.units.contexts.speaks(
            unless, text, amount.start, amount.stop, amount.sentence
        )

    def _share(self, text: Tokens, amount: Amount) -> bool:
        """«треть экспорта» is a share, «вторая половина года» is none."""
        after = text.folded[amount.stop] if amount.stop < amount.sentence[1] else ""
        before = text.folded[amount.start - 1] if amount.start > amount.sentence[0] else ""
        if after in self._whole_things or before.startswith(_ORDINALS):
            return False
        if "на" in amount.before:
            return True  # «сократили на треть штат»
        # «третью операцию» is an ordinal, «треть экспорта» no noun in another case
        found = readings(after) if after[:1].isalpha() else ()
        return not any(r.pos == "NOUN" for r in found) or any(r.case == "gent" for r in found)


_LENGTHS = frozenset({"km", "m", "mi", "nmi"})
_LATIN = re.compile(r"[A-Z][A-Za-z]*[a-z]|[a-z]+[A-Z]")  # Falcon, iPhone; not USD
_ROADS = ("дорог", "автодорог", "трасс", "автотрасс", "шоссе", "мкад", "автомагистрал", "перегон")
_ORDINALS = ("перв", "втор", "трет", "четверт", "последн", "нынешн", "прошл", "обе", "люб")


class Region(NamedTuple):
    """Tokens that are read together: a sentence, or a row with the rows of its table above it."""

    span: tuple[int, int]
    stop: int  # the end of its block
    inside: list[int]  # tokens of numbers
    rows: list[Span]


def _regions(doc: Doc, at: list[int]) -> Iterator[Region]:
    """Sentences, and rows of tables, that hold the tokens."""
    sentences, blocks = doc.bounds("sentence"), doc.bounds("block")
    starts = [span.start for span in sentences]
    stops = [span.stop for span in blocks]
    tables = _tables(doc, blocks)
    i = 0
    while i < len(at):
        block = bisect_right(stops, at[i])
        rows = tables.get(block, [])
        span = blocks[block] if rows else sentences[bisect_right(starts, at[i]) - 1]
        inside = []
        while i < len(at) and at[i] < span.stop:
            inside.append(at[i])
            i += 1
        yield Region((span.start, span.stop), stops[block], inside, rows)


def _tables(doc: Doc, blocks: list[Span]) -> dict[int, list[Span]]:
    """For each row of a table, by its number among the blocks: the rows down to it."""
    kinds = doc.all(Block)
    if not any(block.kind == "row" for block in kinds):
        return {}
    tables: dict[int, list[Span]] = {}
    for n, span in enumerate(blocks):
        if kinds[int(doc.columns["block"][span.start])].kind == "row":
            tables[n] = [*tables.get(n - 1, []), span]
    return tables


def plain(value: Decimal | None) -> Decimal | None:
    """Without zeros that say nothing: 1200.0 as 1200, and never as 1.2E+3."""
    if value is None:
        return None
    return value.quantize(_ONE) if value == value.to_integral_value() else value.normalize()


_ONE = Decimal(1)


def _figure(amount: Amount) -> Figure:
    low = plain(amount.low)
    high = low if amount.high is None else plain(amount.high)
    value = low if amount.high is None else None
    if amount.bound in ("gt", "ge"):
        high = None
    elif amount.bound in ("lt", "le"):
        low = None
    return Figure(
        Span(amount.start, amount.stop),
        amount.kind,
        value,
        low,
        high,
        amount.unit,
        amount.bound,
        amount.direction,
        amount.rule,
    )


@lru_cache(maxsize=4)
def grammar(overlay: Path | None = None) -> Grammar:
    """The grammar over the rows and a user's overlay, made once."""
    with unswept():
        return Grammar(overlay)


def figures_stage(overlay: Path | None = None) -> Marker:
    """The stage: «более 620,1 млн долларов» → money, 620100000, USD, gt."""

    @marker("figures", needs={"word", "start", "stop", "sentence", "block", Block}, gives={Figure})
    def mark(doc: Doc) -> Iterable[Figure]:
        return grammar(overlay).figures(doc)

    return mark
