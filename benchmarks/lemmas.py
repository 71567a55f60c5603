"""Lemmas and parts of speech on Universal Dependencies treebanks, natasha's beside ours.

    python benchmarks/lemmas.py FILE.conllu... [--errors N]

Tokens and sentences are the treebank's own. Words only: tokens with a letter that the treebank
does not call punctuation; case is ignored and ё is е. Needs the ``dev`` extra.
"""

import argparse
import os
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
warnings.filterwarnings("ignore", module="pymorphy2")

import numpy as np

from pipeline.core.doc import parse_tag
from pipeline.core.lexicon import Lexicon, fold
from pipeline.nn.tagger import networks
from pipeline.stages.morph import Morph

Token = tuple[str, str, str]  # form, lemma, part of speech


def treebank(path: Path) -> Iterator[list[Token]]:
    """Sentences of a CoNLL-U file."""
    sentence: list[Token] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) == 10 and cells[0].isdigit():
            sentence.append((cells[1], cells[2], cells[3]))
        elif not line and sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def is_word(token: Token) -> bool:
    return token[2] != "PUNCT" and any(c.isalpha() for c in token[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="print the commonest")
    options = parser.parse_args()
    from natasha import MorphVocab

    nets, morph, vocab = networks(), Morph(), MorphVocab()
    for path in options.files:
        sentences = list(treebank(path))
        lexicon = Lexicon()
        tokens = [token for sentence in sentences for token in sentence]
        words = np.array([lexicon[form] for form, _, _ in tokens], np.int32)
        tags = nets.morph(lexicon, words, np.array([len(s) for s in sentences]))
        lemmas = morph.lemmas(lexicon, words, tags)
        counts, errors = Counter[str](), Counter[tuple[str, ...]]()
        for token, tag, lemma in zip(tokens, tags.tolist(), lemmas.tolist(), strict=True):
            if not is_word(token):
                continue
            form, gold, pos = token
            found, feats = parse_tag(nets.tagset[tag])
            ours, theirs = lexicon.lemmas.words[lemma], vocab.lemmatize(form, found, feats)
            counts["words"] += 1
            counts["pos"] += found == pos
            counts["natasha"] += fold(theirs) == fold(gold)
            right = fold(ours) == fold(gold)
            counts["ours"] += right
            if not right:
                errors[form, gold, pos, ours, nets.tagset[tag]] += 1
        total = counts["words"]
        shares = {key: counts[key] / total for key in ("ours", "natasha", "pos")}
        print(
            f"{path.name}: {total} words; lemmas {shares['ours']:.4f}"
            f" (natasha {shares['natasha']:.4f}); UPOS {shares['pos']:.4f}"
        )
        for error, count in errors.most_common(options.errors):
            print(f"{count:4}  {'  '.join(error)}")


if __name__ == "__main__":
    main()
