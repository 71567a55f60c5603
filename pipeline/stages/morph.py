"""Tags and lemmas."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.core.doc import Doc, parse_tag
from pipeline.core.lexicon import Lexicon
from pipeline.core.stage import Need
from pipeline.nn.tagger import networks
from pipeline.rules.inflect import analyzer


class Morph:
    """Fill ``tag`` and ``lemma``."""

    name = "morph"
    needs: frozenset[Need] = frozenset({"word", "sentence"})
    gives: frozenset[Need] = frozenset({"tag", "lemma"})

    def __init__(self) -> None:
        self.parses: dict[tuple[str, str], str] = {}

    def lemma(self, word: str, tag: str) -> str:
        """The dictionary form of a word with a tag."""
        pos, _ = parse_tag(tag)
        key = (word, pos)
        if key not in self.parses:
            kinds = {
                "NOUN": ("NOUN",),
                "ADJ": ("ADJF", "ADJS", "PRTF"),
                "VERB": ("VERB", "INFN", "PRTF", "PRTS", "GRND"),
            }.get(pos, ())
            parses = analyzer().parse(word)
            best = next((p for p in parses if p.tag.POS in kinds), parses[0])
            self.parses[key] = best.normal_form
        return self.parses[key]

    def _lemmas(
        self, lexicon: Lexicon, words: npt.NDArray[np.int32], tags: npt.NDArray[np.int16]
    ) -> npt.NDArray[np.int32]:
        tagset = networks().tagset
        keys, places = np.unique(words.astype(np.int64) * 1024 + tags, return_inverse=True)
        found = np.array(
            [lexicon[self.lemma(lexicon.words[k >> 10], tagset[k & 1023])] for k in keys.tolist()],
            np.int32,
        )
        return found[places]

    def __call__(self, docs: Sequence[Doc]) -> None:
        nets = networks()
        for doc in docs:
            words = doc.columns["word"]
            lengths = np.bincount(doc.columns["sentence"]) if len(words) else np.zeros(0, np.int64)
            doc.tagset = nets.tagset
            doc.columns["tag"] = nets.morph(doc.lexicon, words, lengths)
            doc.columns["lemma"] = self._lemmas(doc.lexicon, words, doc.columns["tag"])
