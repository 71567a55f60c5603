"""Speed of svodka against natasha's chain, in one run: ``make bench FILE=texts.jsonl N=400``.

    python benchmarks/bench.py [FILE.jsonl] [-n 400]

Chunks of texts go through both in turn, one thread each, caches cold at the start. natasha's
chain is segmentation, morphology, lemmas, names, normal forms of names, and MoneyExtractor; ours
is every stage and the rows of every table that is written by default. Times are of the processor
(other work on the machine counts for neither); start-up and memory are of fresh processes. Needs
the ``dev`` extra.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import gc
import json
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

warnings.filterwarnings("ignore")
TEXTS = Path(__file__).parent / "texts.jsonl"
CORE = ("clean", "segment", "morph", "names")


def load_natasha() -> tuple[Callable[[str], None], Callable[[str], None]]:
    """natasha's chain of one text without money, and its money."""
    import natasha

    segmenter, vocab = natasha.Segmenter(), natasha.MorphVocab()
    embedding = natasha.NewsEmbedding()
    morph, ner = natasha.NewsMorphTagger(embedding), natasha.NewsNERTagger(embedding)
    extractor = natasha.MoneyExtractor(vocab)

    def chain(text: str) -> None:
        doc = natasha.Doc(text)
        doc.segment(segmenter)
        doc.tag_morph(morph)
        for token in doc.tokens:
            token.lemmatize(vocab)
        doc.tag_ner(ner)
        for span in doc.spans:
            span.normalize(vocab)

    def money(text: str) -> None:
        list(extractor(text))

    return chain, money


class Ours:
    """All stages and rows; the seconds of each part."""

    def __init__(self) -> None:
        from pipeline.core.doc import Doc
        from pipeline.core.lexicon import Lexicon
        from pipeline.stages import standard
        from pipeline.tables.build import DEFAULT, Build

        self.doc, self.lexicon = Doc, Lexicon()
        self.pipeline, self.build = standard(), Build(DEFAULT)
        self.seconds = {stage.name: 0.0 for stage in self.pipeline} | {"rows": 0.0}
        self.tokens = 0
        gc.set_threshold(50_000, 20, 50)  # as the command line and its workers do
        gc.freeze()

    def __call__(self, texts: Sequence[str]) -> None:
        docs = [self.doc(str(i), text, self.lexicon) for i, text in enumerate(texts)]
        for stage in self.pipeline:
            began = time.process_time()
            stage(docs)
            self.seconds[stage.name] += time.process_time() - began
        began = time.process_time()
        for doc in docs:
            self.build(doc)
        self.seconds["rows"] += time.process_time() - began
        self.tokens += sum(map(len, docs))


def read(path: Path, count: int | None) -> list[str]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in islice(file, count)]


def batches(texts: list[str]) -> Iterator[list[str]]:
    """As many texts at once as a worker takes."""
    from pipeline.run.work import BATCH

    some, size = list[str](), 0
    for text in texts:
        some.append(text)
        size += len(text)
        if size >= BATCH:
            yield some
            some, size = [], 0
    if some:
        yield some


def timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def child(which: str, texts: list[str]) -> None:
    """In a fresh process: seconds to load, seconds to the first answer, memory after all texts."""
    began = time.perf_counter()
    run: Callable[[list[str]], object]
    if which == "ours":
        run = Ours()
    else:
        chain, money = load_natasha()
        run = lambda some: [(chain(text), money(text)) for text in some]  # noqa: E731
    loaded = time.perf_counter() - began
    run(texts[:1])
    first = time.perf_counter() - began
    for some in batches(texts[1:]):
        run(some)
    print(json.dumps([loaded, first, peak()]))


def peak() -> float:
    """The greatest memory of this process in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss is also that of the process which started this one
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def fresh(which: str, path: Path, count: int | None) -> list[float]:
    command = [sys.executable, __file__, str(path), "--child", which]
    command += ["-n", str(count)] if count else []
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found


def floor(tokens: int, words: int) -> tuple[float, float]:
    """Seconds that the products alone of both networks take at numpy's measured speed."""
    import numpy as np

    from pipeline.nn.tagger import networks

    nets = networks()
    work = 0
    for buffer in nets.buffers:
        products = sum(w.size for w in buffer.net.weights) + buffer.net.head.size
        work += 2 * products * tokens
    work += 2 * sum(table.first.size for table in nets.tables) * words
    a, b = np.ones((1024, 256), np.float32), np.ones((256, 128), np.float32)
    out = np.empty((1024, 128), np.float32)
    best = min(timed(lambda: [np.matmul(a, b, out=out) for _ in range(200)]) for _ in range(5))
    speed = 200 * 2 * 1024 * 256 * 128 / best
    return work / speed, speed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=TEXTS)
    parser.add_argument("-n", type=int, help="only the first so many texts")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    texts = read(options.file, options.n)
    if options.child:
        child(options.child, texts)
        return
    ours = Ours()
    chain, money = load_natasha()
    theirs = [0.0, 0.0]
    for some in batches(texts):
        theirs[0] += timed(lambda some=some: [chain(text) for text in some])
        theirs[1] += timed(lambda some=some: [money(text) for text in some])
        ours(some)
    report(ours, theirs, len(texts))
    for which in ("natasha", "ours"):
        loaded, first, most = fresh(which, options.file, options.n)
        print(
            f"{which:8} loads in {loaded:.2f} s, first text after {first:.2f} s,"
            f" peak memory {most:.0f} MB"
        )


def report(ours: Ours, theirs: list[float], count: int) -> None:
    from pipeline.nn.tagger import networks

    whole = sum(ours.seconds.values())
    core = sum(ours.seconds.get(name, 0.0) for name in CORE)
    tokens = ours.tokens
    print(f"{count} texts, {tokens} tokens; processor seconds, one thread each")
    for name, seconds in (("natasha", sum(theirs)), ("ours", whole)):
        speeds = f"{count / seconds:8.1f} texts/s {tokens / seconds:9.0f} tokens/s"
        print(f"{name:8} {seconds:8.2f} s {speeds}  {seconds / tokens * 1e6:6.1f} µs/token")
    print(f"everything, to rows:             {sum(theirs) / whole:5.1f} times natasha's chain")
    print(
        f"segments, tags, lemmas, names:   {theirs[0] / core:5.1f} times natasha's, without money"
    )
    for name, seconds in ours.seconds.items():
        print(f"  {name:10} {seconds / tokens * 1e6:6.2f} µs/token {seconds / whole:5.0%}")
    least, speed = floor(tokens, len(networks().kinds.keys))
    print(
        f"products of the networks: {least / tokens * 1e6:.2f} µs/token"
        f" at {speed / 1e9:.0f} GFLOP/s, {least / whole:.0%} of our time"
    )


if __name__ == "__main__":
    main()
