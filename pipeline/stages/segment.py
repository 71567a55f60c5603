"""Tokens and sentences, identical to razdel's; the only door to razdel."""

from collections.abc import Sequence

import numpy as np
import razdel

from pipeline.core.doc import Doc
from pipeline.core.records import Block
from pipeline.core.stage import Need


class Segment:
    """Fill ``word``, ``start``, ``stop``, ``sentence``, ``block``, block by block."""

    name = "segment"
    needs: frozenset[Need] = frozenset({Block})
    gives: frozenset[Need] = frozenset({"word", "start", "stop", "sentence", "block"})

    def __call__(self, docs: Sequence[Doc]) -> None:
        for doc in docs:
            _segment(doc)


def _segment(doc: Doc) -> None:
    rows: list[tuple[int, int, int, int, int]] = []
    sentence = -1
    for number, block in enumerate(doc.all(Block)):
        if block.kind == "boilerplate":
            continue
        for sent in razdel.sentenize(doc.clean[block.start : block.stop]):
            at = block.start + sent.start
            tokens = list(razdel.tokenize(sent.text))
            sentence += bool(tokens)
            for token in tokens:
                word = doc.lexicon[token.text]
                rows.append((word, at + token.start, at + token.stop, sentence, number))
    table = np.array(rows, np.int32).reshape(-1, 5)
    doc.columns |= {
        n: table[:, i] for i, n in enumerate(("word", "start", "stop", "sentence", "block"))
    }
    if doc.origin is not None:
        doc.columns["start"] = doc.origin[0, doc.columns["start"]]
        doc.columns["stop"] = doc.origin[1, doc.columns["stop"] - 1]
