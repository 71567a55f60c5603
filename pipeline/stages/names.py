"""PER, LOC, ORG names: the network's spans, repaired.

The network is natasha's (slovnet NER), run block by block; what it misses or cuts is put right
from punctuation, from lexicons and from the rest of the document (``pipeline/naming``).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.core.doc import Doc
from pipeline.core.records import Block, Name
from pipeline.core.span import Span
from pipeline.core.stage import Need
from pipeline.naming import (
    aliases,
    captions,
    complements,
    consistent,
    extend,
    fused,
    known,
    marks,
    quotes,
    repair,
    routes,
    scripts,
)
from pipeline.naming.countries import countries
from pipeline.naming.gazetteer import gazetteer
from pipeline.naming.marks import Marked
from pipeline.naming.repair import Found
from pipeline.naming.words import words as vocabulary
from pipeline.nn.tagger import networks

# What before a name of this type has a say in it: «К. [Токаев]», «долларов [США]».
_BEHIND = {"PER": marks.DOT, "LOC": marks.DOLLAR}


class Names:
    """Find names: «Министерство энергетики Узбекистана» ORG, «Шавката Мирзиёева» PER."""

    name = "names"
    needs: frozenset[Need] = frozenset({"word", "start", "stop", "sentence", "block", "tag", Block})
    gives: frozenset[Need] = frozenset({Name})

    def __init__(self, overlay: Path | None = None) -> None:
        self.countries = countries(overlay)
        self.gazetteer = gazetteer(overlay)
        self.marks = marks.marks(overlay)
        self.vocabulary = vocabulary(overlay)

    def __call__(self, docs: Sequence[Doc]) -> None:
        blocks = [doc.columns["block"] for doc in docs]
        tagged = repair.decode(self.label(docs), networks().labels, blocks)
        for doc, found in zip(docs, tagged, strict=True):
            doc.records[Name] = [
                Name(Span(start, stop), kind, rule)
                for start, stop, kind, rule in self.mend(doc, found)
            ]

    def label(self, docs: Sequence[Doc]) -> list[npt.NDArray[np.int8]]:
        """Labels of the tokens of each document; each block is a sequence of its own."""
        nets = networks()
        tokens = [self._words(doc) for doc in docs]
        lengths = [b - a for doc in docs for a, b in doc.bounds("block")]
        if not lengths:
            return [np.zeros(0, np.int8) for _ in docs]
        lexicon = next(doc.lexicon for doc in docs if len(doc))
        tagged = nets.ner(lexicon, np.concatenate(tokens), np.array(lengths))
        return np.split(tagged, np.cumsum([len(t) for t in tokens])[:-1])

    def _words(self, doc: Doc) -> npt.NDArray[np.int32]:
        """Numbers of the words; those of a lower-case caption with capitals."""
        numbers: npt.NDArray[np.int32] = doc.columns["word"]
        lower = captions.lower_captions(doc)
        mixed = doc.find(scripts.mixed)
        if lower or mixed:
            numbers = numbers.copy()
            for i in mixed:
                numbers[i] = doc.lexicon[scripts.one_script(doc.words[i])]
            for start, stop in lower:
                for i in range(start, stop):
                    numbers[i] = doc.lexicon[doc.words[i].title()]
        return numbers

    def mend(self, doc: Doc, tagged: list[Found]) -> list[Found]:
        """The network's names put right, in text order, without overlaps."""
        marked = self.marks.on(doc)
        pairs = quotes.quoted(doc, marked.at(marks.QUOTE))
        says = known.carriers(doc, pairs, self.vocabulary)
        events = frozenset(consistent.stem(doc.words[i]) for i, t in says.items() if t == "none")
        lower = captions.lower_captions(doc)
        inside = {i for span in lower for i in range(*span)}
        found = [name for name in tagged if name.start not in inside] if lower else tagged
        found = self._edges(doc, found, marked, pairs)
        found = known.merge(doc, found, self.countries, self.gazetteer)
        if says:
            found = sorted(known.carried(doc, found, pairs, says))
        found = self._kinds(doc, found, marked)
        found = self._extents(doc, found, marked)
        found = consistent.agree(doc, found, events, marked.at(marks.CAPITAL))
        if lower:
            tagged = [name for name in tagged if name.start in inside]
            read = captions.read(doc, lower, tagged, found, self.countries, self.gazetteer)
            found = sorted([*found, *read])
        return _apart(found)

    def _edges(
        self, doc: Doc, found: list[Found], marked: Marked, pairs: dict[int, int]
    ) -> list[Found]:
        """Names split, without what stands around them; most have nothing to lose."""
        bits, text = marked.bits, doc.text
        starts, stops = doc.columns["start"], doc.columns["stop"]
        edges = set(marked.at(marks.EDGE))
        for quote in pairs:
            edges.update(range(quote - 1, quote + 4))
        out: list[Found] = []
        for name in found:
            start, stop, kind, _ = name
            touched = not edges.isdisjoint(range(start, stop))
            if start and not touched:
                touched = bool(bits[start - 1] & _BEHIND.get(kind, 0))
            if stop - start > 1 and not touched:
                touched = "\n" in text[starts[start] : stops[stop - 1]]
                touched = touched or (kind == "ORG" and bool(bits[start + 1] & marks.LATIN))
            if touched:
                pieces = repair.unquote(doc, repair.split(doc, [name]), pairs)
                out += repair.trim(doc, pieces, self.vocabulary)
            else:
                out.append(name)
        return out

    def _kinds(self, doc: Doc, found: list[Found], marked: Marked) -> list[Found]:
        """Names of organisations and places that their own words or those around them tell."""
        if hits := marked.at(marks.FUSED):
            found = sorted(fused.organizations(doc, found, set(hits)))
        if hits := marked.at(marks.WORKS):
            found = sorted([*found, *known.works(doc, found, hits)])
        found = list(routes.datelines(doc, found))
        if marked.any & marks.OUTSIDE:
            found = sorted(routes.bare(doc, found, self.vocabulary))
        if hits := marked.at(marks.MINISTRY):
            found = sorted([*found, *complements.ministries(doc, found, self.vocabulary, hits)])
        return found

    def _extents(self, doc: Doc, found: list[Found], marked: Marked) -> list[Found]:
        """Names as far as they go."""
        words = self.vocabulary
        if hits := marked.at(marks.LISTING):
            found = sorted(complements.complements(doc, found, words, set(hits)))
        found = extend.institutions(doc, found, words)
        if hits := marked.at(marks.GEOGRAPHY):
            found = sorted(extend.places(doc, found, words, marked.at(marks.ADJECTIVE), hits))
        adjectives = set(marked.at(marks.COUNTRY))
        if adjectives:
            found = extend.no_adjectives(found, adjectives)
        if hits := marked.at(marks.BRACKET):
            found = sorted([*found, *aliases.bracketed(doc, found, set(hits))])
        found = list(extend.genitives(doc, found, words))
        if marked.any & marks.NAMED:
            found = list(extend.named_after(doc, found))
        if adjectives:
            found = list(extend.joint(doc, found, self.countries, adjectives))
        if hits := marked.at(marks.LOWER):
            found = complements.lowered(doc, found, words, hits)
        if marked.any & marks.WAY:
            found = list(routes.routes(doc, found, words))
        if marked.any & marks.AT:
            found = list(extend.attached(doc, found, words))
        return found


def _apart(found: list[Found]) -> list[Found]:
    """Of names that overlap, the one that begins first and goes furthest."""
    kept: list[Found] = []
    end = 0
    for name in sorted(found, key=lambda n: (n.start, -n.stop)):
        if name.start >= end:
            kept.append(name)
            end = name.stop
    return kept
