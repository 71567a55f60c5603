"""A long run while workers are killed at random: ``make soak FILE=articles.jsonl``.

    python benchmarks/soak.py [FILE.jsonl] [-n 20000] [--workers 2] [--every 5] [--calm]

Makes a JSONL of n articles out of FILE (repeated under new ids where it holds fewer), extracts its
tables, kills a random worker every few seconds with ``kill -9``, and shows that every article came
out. ``--calm`` kills nobody: for speed and memory alone.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import psutil

TEXTS = Path(__file__).parent / "texts.jsonl"


def articles(file: Path) -> Iterator[str]:
    """Lines of JSONL without end, each with an id of its own."""
    for again in count():
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                record = json.loads(line)
                yield json.dumps({**record, "id": f"{again}-{number}"}, ensure_ascii=False) + "\n"


def workers_of(main: psutil.Process) -> list[psutil.Process]:
    """The processes that do the work: grandchildren, started by the server of forks."""
    return [p for p in main.children(recursive=True) if p.ppid() != main.pid]


def watch(command: list[str], every: float) -> tuple[float, int, dict[str, int], dict[str, object]]:
    """Run the command: seconds, workers killed, peak memory in MB, the command's own summary."""
    began, kills, peak = time.perf_counter(), 0, {"main": 0, "worker": 0, "all": 0}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    main = psutil.Process(process.pid)
    due = time.monotonic() + every
    while process.poll() is None:
        try:
            workers = workers_of(main)
            sizes = [p.memory_info().rss >> 20 for p in (main, *workers)]
            now = {"main": sizes[0], "worker": max(sizes[1:], default=0), "all": sum(sizes)}
            peak = {name: max(size, now[name]) for name, size in peak.items()}
            if every and workers and time.monotonic() > due:
                random.choice(workers).kill()
                kills += 1
                due = time.monotonic() + random.uniform(0.5, 1.5) * every
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.1)
    said = process.stdout.read() if process.stdout else ""
    return time.perf_counter() - began, kills, peak, json.loads(said.splitlines()[-1])


def lost(out: Path, source: Path) -> tuple[int, int]:
    """How many articles of the source are not in ``documents``, and how many problems there are."""
    with source.open(encoding="utf-8") as lines:
        wanted = [json.loads(line)["id"] for line in lines]
    with (out / "documents.csv").open(encoding="utf-8", newline="") as file:
        found = [row["doc_id"] for row in csv.DictReader(file)]
    with (out / "problems.csv").open(encoding="utf-8", newline="") as file:
        problems = sum(1 for _ in csv.DictReader(file))
    if found != wanted and set(found) == set(wanted):
        raise SystemExit("the articles came out in another order, or some of them twice")
    return len(set(wanted) - set(found)), problems


def main() -> None:
    """Read the words of the command line, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, default=TEXTS)
    parser.add_argument("-n", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two kills")
    parser.add_argument("--calm", action="store_true", help="kill nobody")
    parser.add_argument("--tables", default="default", help="as for svodka extract")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.jsonl", Path(folder) / "out"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(islice(articles(words.file), words.n))
        command = [sys.executable, "-m", "pipeline", "extract", str(source), "-o", str(out)]
        command += ["--format", "csv", "--workers", str(words.workers), "--json-log"]
        command += ["--tables", words.tables] if words.tables != "default" else []
        seconds, kills, peak, summary = watch(command, 0 if words.calm else words.every)
        missing, problems = lost(out, source)
    print(f"{words.n:,} articles, {words.workers} workers, {seconds:.1f} s")
    print(f"{words.n / seconds:,.1f} documents/s")
    print(f"workers killed: {kills} (noticed by the run: {summary['deaths']})")
    print(f"peak memory: main {peak['main']} MB, worker {peak['worker']} MB, all {peak['all']} MB")
    print(f"problems: {problems}")
    print("nothing was lost" if not missing else f"LOST: {missing} articles")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
