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
    quotes,
    repair,
    routes,
    scripts,
)
from pipeline.naming.countries import countries
from pipeline.naming.gazetteer import gazetteer
from pipeline.naming.words import words as vocabulary
from pipeline.nn.tagger import networks


class Names:
    """Find names: «Министерство энергетики Узбекистана» ORG, «Шавката Мирзиёева» PER."""

    name = "names"
    needs: frozenset[Need] = frozenset({"word", "start", "stop", "sentence", "block", "tag", Block})
    gives: frozenset[Need] = frozenset({Name})

    def __init__(self, overlay: Path | None = None) -> None:
        self.countries = countries(overlay)
        self.gazetteer = gazetteer(overlay)
        self.fused = fused.fused(overlay)
        self.vocabulary = vocabulary(overlay)

    def __call__(self, docs: Sequence[Doc]) -> None:
        labels = networks().labels
        for doc, tagged in zip(docs, self.label(docs), strict=True):
            found = repair.decode(tagged, labels, doc.columns["block"])
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

    def mend(self, doc: Doc, tagged: list[repair.Found]) -> list[repair.Found]:
        """The network's names put right, in text order, without overlaps."""
        pairs = quotes.quoted(doc)
        says = known.carriers(doc, pairs, self.vocabulary)
        events = frozenset(consistent.stem(doc.words[i]) for i, t in says.items() if t == "none")
        lower = captions.lower_captions(doc)
        inside = {i for span in lower for i in range(*span)}
        found = [name for name in tagged if name.start not in inside]
        found = list(repair.split(doc, found))
        found = list(repair.unquote(doc, found, pairs))
        found = list(repair.trim(doc, found, self.vocabulary))
        found = known.merge(doc, found, self.countries, self.gazetteer)
        found = sorted(known.carried(doc, found, pairs, says))
        found = sorted(fused.organizations(doc, found, self.fused))
        found = sorted([*found, *known.works(doc, found, self.vocabulary)])
        found = list(routes.datelines(doc, found))
        found = list(routes.bare(doc, found, self.vocabulary))
        found = sorted([*found, *complements.ministries(doc, found, self.vocabulary)])
        found = sorted(complements.complements(doc, found, self.vocabulary))
        found = sorted(extend.places(doc, found, self.vocabulary))
        found = list(extend.no_adjectives(found, doc, self.countries))
        found = sorted([*found, *aliases.bracketed(doc, found)])
        found = list(extend.genitives(doc, found, self.vocabulary))
        found = list(extend.named_after(doc, found))
        found = list(extend.joint(doc, found, self.countries))
        found = complements.lowered(doc, found, self.vocabulary)
        found = list(routes.routes(doc, found, self.vocabulary))
        found = list(extend.attached(doc, found, self.vocabulary))
        found = consistent.agree(doc, found, events)
        if lower:
            tagged = [name for name in tagged if name.start in inside]
            found = sorted(
                [
                    *found,
                    *captions.read(doc, lower, tagged, found, self.countries, self.gazetteer),
                ]
            )
        return _apart(found)


def _apart(found: list[repair.Found]) -> list[repair.Found]:
    """Of names that overlap, the one that begins first and goes furthest."""
    kept: list[repair.Found] = []
    for name in sorted(found, key=lambda n: (n.start, -n.stop)):
        if not kept or name.start >= kept[-1].stop:
            kept.append(name)
    return kept
