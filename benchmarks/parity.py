"""Whether our tags and spans are slovnet's, on every text of the given JSONL files.

    python benchmarks/parity.py FILE.jsonl... [--limit N]

Both sides get razdel's tokens of the whole text: morphology by sentence, names over the document,
as natasha runs them. Needs the ``dev`` extra. The exit status is the number of differing texts.
"""

import argparse
import importlib.util
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import razdel
from navec import Navec
from slovnet import NER, Morph

from pipeline.core.lexicon import Lexicon
from pipeline.nn.tagger import Networks, networks

Sentences = list[list[str]]


class Reference:
    """slovnet as natasha loads it."""

    def __init__(self) -> None:
        spec = importlib.util.find_spec("natasha")
        data = Path(spec.submodule_search_locations[0]) / "data"
        navec = Navec.load(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar")
        self.morph = Morph.load(data / "model" / "slovnet_morph_news_v1.tar", batch_size=8)
        self.ner = NER.load(data / "model" / "slovnet_ner_news_v1.tar", batch_size=8)
        self.morph.navec(navec)
        self.ner.navec(navec)

    def tags(self, sentences: Sentences) -> list[str]:
        return [token.tag for markup in self.morph.map(sentences) for token in markup.tokens]

    def labels(self, words: list[str]) -> list[str]:
        """Labels of the tokens; slovnet's public call gives spans of characters only."""
        inputs = self.ner.infer.encoder([words])
        return list(next(self.ner.infer.decoder(self.ner.infer.process(inputs))))


def ours(nets: Networks, lexicon: Lexicon, sentences: Sentences) -> tuple[list[str], list[str]]:
    """Tags and labels of one document."""
    words = np.array([lexicon[w] for s in sentences for w in s], np.int32)
    lengths = np.array([len(s) for s in sentences])
    tags = nets.morph(lexicon, words, lengths)
    labels = nets.ner(lexicon, words, np.array([len(words)]))
    return [nets.tagset[i] for i in tags], [nets.labels[i] for i in labels]


def sentences(text: str) -> Sentences:
    found = ([t.text for t in razdel.tokenize(s.text)] for s in razdel.sentenize(text))
    return [words for words in found if words]


def texts(paths: list[Path], limit: int | None) -> Iterator[str]:
    for path in paths:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file):
                if number == limit:
                    break
                yield json.loads(line)["text"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    reference, nets, lexicon = Reference(), networks(), Lexicon()
    count = tokens = differing = tag_errors = label_errors = 0
    seconds = [0.0, 0.0]
    for text in texts(options.files, options.limit):
        parts = sentences(text)
        if not parts:
            continue
        began = time.perf_counter()
        theirs = reference.tags(parts), reference.labels([w for s in parts for w in s])
        middle = time.perf_counter()
        tags, labels = ours(nets, lexicon, parts)
        seconds = [seconds[0] + middle - began, seconds[1] + time.perf_counter() - middle]
        wrong_tags = sum(a != b for a, b in zip(theirs[0], tags, strict=True))
        wrong_labels = sum(a != b for a, b in zip(theirs[1], labels, strict=True))
        count, tokens = count + 1, tokens + len(tags)
        tag_errors, label_errors = tag_errors + wrong_tags, label_errors + wrong_labels
        differing += bool(wrong_tags or wrong_labels)
    print(f"{count} texts, {tokens} tokens: {tag_errors} tags and {label_errors} labels differ")
    print(f"networks alone, one document a call: {seconds[0] / seconds[1]:.1f} times slovnet")
    return min(differing, 100)


if __name__ == "__main__":
    sys.exit(main())
