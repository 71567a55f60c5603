"""Tags and lemmas: natasha's network, and the dictionary reading that is most like its tag."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.core.doc import Doc
from pipeline.core.lexicon import Lexicon, distinct
from pipeline.core.stage import Need
from pipeline.nn.tagger import networks
from pipeline.rules.lemmas import Lemmas


class Morph:
    """Fill ``tag`` and ``lemma``, sentence by sentence.

    «Экспорт вырос» → экспорт NOUN|…|Case=Nom|…, вырасти VERB|…|Tense=Past|…
    """

    name = "morph"
    needs: frozenset[Need] = frozenset({"word", "sentence"})
    gives: frozenset[Need] = frozenset({"tag", "lemma"})

    def __init__(self, overlay: Path | None = None) -> None:
        self._lemma = Lemmas(overlay)

    def lemmas(
        self, lexicon: Lexicon, words: npt.NDArray[np.int32], tags: npt.NDArray[np.int16]
    ) -> npt.NDArray[np.int32]:
        """Lemmas by number; each word with each of its tags is looked up once."""
        tagset = networks().tagset
        known: dict[int, int] = lexicon.memo.setdefault(self, {})
        keys, places = distinct(words.astype(np.int64) * 1024 + tags)
        found = np.empty(len(keys), np.int32)
        for i, key in enumerate(keys.tolist()):
            number = known.get(key)
            if number is None:
                lemma = self._lemma(lexicon.words[key >> 10], tagset[key & 1023])
                number = known[key] = lexicon.lemmas[lemma]
            found[i] = number
        return found[places]

    def __call__(self, docs: Sequence[Doc]) -> None:
        nets = networks()
        for _, group in groupby(docs, key=lambda doc: id(doc.lexicon)):
            some = list(group)
            lexicon = some[0].lexicon
            words = np.concatenate([doc.columns["word"] for doc in some])
            lengths = np.concatenate([_lengths(doc.columns["sentence"]) for doc in some])
            tags = nets.morph(lexicon, words, lengths)
            lemmas = self.lemmas(lexicon, words, tags)
            ends = np.cumsum([len(doc) for doc in some])
            for doc, end in zip(some, ends.tolist(), strict=True):
                doc.tagset = nets.tagset
                doc.columns["tag"] = tags[end - len(doc) : end]
                doc.columns["lemma"] = lemmas[end - len(doc) : end]


def _lengths(sentence: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """Lengths of runs of equal numbers."""
    edges = np.flatnonzero(np.diff(sentence, prepend=-1, append=-1))
    return np.diff(edges)
