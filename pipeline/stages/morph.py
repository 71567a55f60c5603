"""Tags and lemmas. (First version, on the slovnet package.)"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.core.doc import Doc
from pipeline.core.stage import Need
from pipeline.rules.inflect import analyzer


class Morph:
    """Fill ``tag`` and ``lemma``."""

    name = "morph"
    needs: frozenset[Need] = frozenset({"word", "sentence"})
    gives: frozenset[Need] = frozenset({"tag", "lemma"})

    def __init__(self) -> None:
        import importlib.util

        from navec import Navec
        from slovnet import Morph as Slovnet

        data = Path(importlib.util.find_spec("natasha").submodule_search_locations[0]) / "data"
        self.tagger = Slovnet.load(data / "model" / "slovnet_morph_news_v1.tar")
        self.tagger.navec(Navec.load(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))
        self.tagset: dict[str, int] = {}
        self.parses: dict[tuple[str, str], str] = {}

    def lemma(self, word: str, pos: str) -> str:
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

    def __call__(self, docs: Sequence[Doc]) -> None:
        for doc in docs:
            tags, lemmas = [], []
            sents = [doc.words[a:b] for a, b in doc.bounds("sentence")]
            for markup in self.tagger.map(sents):
                for token in markup.tokens:
                    tag = "|".join(
                        [token.pos, *(f"{k}={v}" for k, v in sorted((token.feats or {}).items()))]
                    )
                    tags.append(self.tagset.setdefault(tag, len(self.tagset)))
                    lemmas.append(doc.lexicon[self.lemma(token.text, token.pos)])
            doc.columns["tag"] = np.array(tags, np.int16)
            doc.columns["lemma"] = np.array(lemmas, np.int32)
        for doc in docs:
            doc.tagset = tuple(self.tagset)
