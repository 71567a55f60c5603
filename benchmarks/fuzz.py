"""Fuzzing of the whole pipeline: no crash, offsets hold, every table is right.

    python benchmarks/fuzz.py [-n 100000] [--seed 0] [--long]

Inputs are random: characters of all scripts, pieces of news and markup, mutations of the texts of
FILE; a fifth goes through files of every format as raw bytes. ``--long`` gives texts of one piece
repeated, and shows how the time grows from a quarter to the whole (4 is linear).
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from pipeline.core.doc import Doc
from pipeline.core.lexicon import Lexicon
from pipeline.read.files import Article
from pipeline.read.shards import cut, read
from pipeline.run import near
from pipeline.run.library import stages
from pipeline.sinks.files import RENDER
from pipeline.tables.build import Build, check
from pipeline.tables.schema import TABLES

TEXTS = Path(__file__).parent / "texts.jsonl"
BATCH = 64
SUFFIXES = (".txt", ".md", ".html", ".jsonl", ".json", ".csv", ".tsv", ".txt.gz", ".mht")
PIECES = [
    "слово ", "(", "()", "1", "1 ", ".", ". ", "млрд ", "«", "»", '"', "-", "а-", "г. ", "Иван ",
    "\n", "\r\n", "*", "# ", "[а](", "[а](б)", "&", "<a ", "<b>", "|", "5-", "15% ", "$1 ", "ООН",
    "узбекско-", "и ", "лёгкая, ", "_", "`", "!", " ", "\xa0", "\u200b", "\U0001f600", "\u0301",
    "от 5 ", "2023 года ", "в 2 раза ", "• ", "- пункт\n", "1) ", "А. ", "министр ", "СЛОВО ",
    "http://a.b/ ", "5 млн и ", "\x00", "\ufeff", "\ud7ff", "½", "²", "٣", "млн долларов США ",
    "Президент Узбекистана Шавкат Мирзиёев, ", "за январь—июль ", "минус ", "полтора ", "десятки ",
    "первый квартал ", "рост ", "экспорт ", "составил ", "к 2030 году ", "США", "т/г ", "до ",
]  # fmt: skip

MEGABYTE = ("слово ", "(", "1", ".", "млрд ", "«")


def character(rng: random.Random) -> str:
    """A character of any script, no half of a surrogate pair."""
    code = rng.choice((rng.randrange(0x80), rng.randrange(0x400, 0x530), rng.randrange(0x11000)))
    return chr(code) if not 0xD800 <= code < 0xE000 else "?"


def text(rng: random.Random, texts: list[str]) -> str:
    """A random text."""
    kind = rng.random()
    if kind < 0.4:
        return "".join(rng.choice(PIECES) for _ in range(rng.randrange(1, 40)))
    if kind < 0.6:
        return "".join(character(rng) for _ in range(rng.randrange(1, 80)))
    source = rng.choice(texts)
    at = rng.randrange(len(source))
    some = list(source[at : at + rng.randrange(1, 200)])
    for _ in range(rng.randrange(6)):
        some.insert(rng.randrange(len(some) + 1), rng.choice((character(rng), rng.choice(PIECES))))
    return "".join(some)


class Trial:
    """Texts through all stages and tables, with what went wrong."""

    def __init__(self) -> None:
        self.stages, self.build = stages(), Build(TABLES)
        self.lexicon = Lexicon()
        self.wrong: Counter[str] = Counter()
        self.done = 0

    def run(self, texts: list[str]) -> None:
        """One batch, twice: together, and what is suspicious alone."""
        docs = [Doc(str(i), text, self.lexicon) for i, text in enumerate(texts)]
        self.stages(docs)
        for doc in docs:
            self.done += 1
            for complaint in self.complaints(doc):
                if not self.wrong[complaint]:
                    print(f"{complaint}\n  {doc.text!r}", file=sys.stderr)
                self.wrong[complaint] += 1
        if len(self.lexicon) > 200_000:
            self.lexicon = Lexicon()

    def complaints(self, doc: Doc) -> list[str]:
        """What is wrong with a document."""
        rows = self.build(doc)
        near.sketch(doc)
        found = [f"{stage}: {problem}" for stage, problem in doc.problems] + check(rows)
        for name, table in rows.items():
            for row in table:
                if hasattr(row, "stop") and row.text != doc.text[row.start : row.stop]:
                    found.append(f"{name}: offsets")
            for render in RENDER.values():
                render(name, table)
        return found


def from_files(rng: random.Random, texts: list[str], folder: Path) -> list[str]:
    """Texts out of files of raw bytes, in any format."""
    found: list[str] = []
    for suffix in SUFFIXES:
        data = text(rng, texts).encode("utf-8", "replace")
        kind = rng.random()
        if kind < 0.3:
            data = rng.randbytes(rng.randrange(300))
        elif kind < 0.6 and suffix in (".jsonl", ".json"):
            data = json.dumps({"text": text(rng, texts), "date": text(rng, texts)}).encode()
        path = folder / f"any{suffix}"
        path.write_bytes(data)
        found += [
            item.text
            for shard in cut([str(path)])
            for item in read(shard)
            if isinstance(item, Article)
        ]
    return found


def growth() -> bool:
    """How the time of a long text of one piece grows with its length; whether all is linear."""
    fine = True
    trial = Trial()
    trial.run(["Товарооборот вырос на 15%."])
    for piece in PIECES:
        seconds = []
        whole = 1_000_000 if piece in MEGABYTE else 160_000
        for size in (whole // 4, whole):
            began = time.process_time()
            trial.run([piece * (size // len(piece))])
            seconds.append(time.process_time() - began)
        ratio = seconds[1] / seconds[0]
        bad = ratio > 8 and seconds[1] > 1
        fine &= not bad
        print(
            f"{seconds[1]:8.2f} s  x{ratio:4.1f}  {piece!r}{'  NOT LINEAR' if bad else ''}",
            flush=True,
        )
    return fine and not trial.wrong


def main() -> None:
    """Read the words of the command line, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, default=TEXTS)
    parser.add_argument("-n", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--long", action="store_true", help="long texts of one piece")
    words = parser.parse_args()
    if words.long:
        sys.exit(0 if growth() else 1)
    rng, trial, began = random.Random(words.seed), Trial(), time.perf_counter()
    lines = words.file.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        while trial.done < words.n:
            trial.run([text(rng, texts) for _ in range(BATCH)])
            trial.run(from_files(rng, texts, Path(folder)) + from_files(rng, texts, Path(folder)))
    print(f"{trial.done:,} inputs, {time.perf_counter() - began:.0f} s, seed {words.seed}")
    for complaint, times in trial.wrong.most_common():
        print(f"{times:6,}  {complaint}")
    print("no crash, all offsets hold" if not trial.wrong else "something is WRONG")
    sys.exit(1 if trial.wrong else 0)


if __name__ == "__main__":
    main()
