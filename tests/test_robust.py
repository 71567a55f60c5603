"""Whatever comes in: no crash, offsets hold, time grows linearly, nothing gets out."""

import json
import os
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import SENTENCES, contents, write_jsonl
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.doc import Doc
from pipeline.read.files import Article
from pipeline.read.shards import cut, read
from pipeline.run import near
from pipeline.run.config import Config
from pipeline.run.extract import run
from pipeline.run.library import stages
from pipeline.sinks.files import RENDER
from pipeline.tables.build import Build, check
from pipeline.tables.schema import TABLES

BUILD = Build(TABLES)
PIECES = [
    *SENTENCES, *"0123456789.,:;!?()[]«»\"'%$€₽№—–-+*/\\|#_`<>&=~^@½²٣", "\n", "\r\n", "\t", " ",
    "\xa0", "\u200b", "\ufeff", "\x00", "\u0301", "\U0001f600", "\x1b[31m", "\u202e", "]]>",
    "&nbsp;", "{", "}", '{"text": "', "- ", "1) ", "[а](б)", "**", "<b>", "</p>", "млрд", "от 5 до",
    "в 2 раза", "2023 года", "к 2030 г.", "ООН", "Иван", "И.", "узбекско-", "лёгкая, пищевая и ",
    "минус ",
]  # fmt: skip


def sound(text: str) -> None:
    """Everything that must hold of any text."""
    doc = Doc("d", text)
    stages()([doc])
    rows = BUILD(doc)
    assert doc.problems == []
    assert check(rows) == []
    for name, found in rows.items():
        for row in found:
            if name != "texts" and hasattr(row, "stop"):
                assert row.text == text[row.start : row.stop]
        for render in RENDER.values():
            render(name, found)
    near.sketch(doc)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join))
def test_any_text(text: str) -> None:
    sound(text.encode("utf-8", "replace").decode())


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=200) | st.lists(st.sampled_from(PIECES)).map(lambda x: "".join(x).encode()),
    st.sampled_from([".txt", ".md", ".html", ".jsonl", ".json", ".csv", ".tsv", ".txt.gz", ".pq"]),
)
def test_any_bytes_in_any_format(tmp_path_factory: Any, data: bytes, suffix: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(data)
    for shard in cut([str(path)]):
        for item in read(shard):
            if isinstance(item, Article):
                sound(item.text)
            else:
                assert item.problem and "\n" not in item.problem


@pytest.mark.parametrize(
    "word", ["слово ", "(", "1", ".", "млрд ", "«", "5-", "от 5 ", "А. ", "* ", "и ", "[", "х"]
)
def test_time_grows_no_worse_than_linearly(word: str) -> None:
    sound(word * 50)

    def seconds(size: int) -> float:
        began = time.process_time()
        sound(word * (size // len(word)))
        return time.process_time() - began

    size = 40_000 if word in ("1", ".", "х") else 3_000  # one token however long
    short = max(min(seconds(size) for _ in range(2)), 0.01)
    assert min(seconds(4 * size) for _ in range(2)) < 8 * short  # 4 is linear, 16 quadratic


NAMES = ["имя с пробелами.txt", "длинное" * 17 + ".txt", "-o.txt", "a;b&c$(d).txt", "два\nряда.txt"]


def test_names_of_files(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text(SENTENCES[0], encoding="utf-8")
    out = tmp_path / "out"
    assert run(Config((str(folder),), str(out))).problems == 0
    documents = json.loads((out / "documents.json").read_text(encoding="utf-8"))
    assert sorted(d["doc_id"] for d in documents) == sorted(NAMES)


def test_links_and_devices(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text(SENTENCES[0], encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone")
    sources = [*map(str, sorted(tmp_path.glob("*.txt"))), "/dev/zero", "/dev/null"]
    summary = run(Config(tuple(sources), str(tmp_path / "out")))
    assert summary.documents == 1  # a link is the file that it leads to
    problems = json.loads((tmp_path / "out" / "problems.json").read_text(encoding="utf-8"))
    assert {p["source"].rsplit("/", 1)[-1] for p in problems} == {
        "loop.txt", "nowhere.txt", "null", "zero",
    }  # fmt: skip


def test_a_full_disk_fails_cleanly(corpus: Path, tmp_path: Path) -> None:
    """The system refuses to write more than 8 KB into a file: one line; the run goes on later."""
    command = [sys.executable, "-m", "pipeline", "extract", str(corpus), "-q", "-o"]
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))  # noqa: E731
    done = subprocess.run(
        [*command, str(tmp_path / "out")], preexec_fn=limit, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith("svodka: ") and done.stderr.count("\n") == 1
    assert not list((tmp_path / "out").glob("*.csv"))
    subprocess.run([*command, str(tmp_path / "out")], check=True)
    run(Config((str(corpus),), str(tmp_path / "plain")))
    assert contents(tmp_path / "out") == contents(tmp_path / "plain")


NASTY = [
    "<script>alert(1)</script> Товарооборот вырос на 15%.",
    '=HYPERLINK("http://x.example","Товарооборот") вырос на 15%.',
    "@SUM(1+1)*cmd|' /C calc'!A0 экспорт 5 млн долларов.",
    '"><img src=x onerror=alert(1)> Министр энергетики Иван Петров.',
]


def test_markup_and_formulas_stay_text(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    records = [{"id": text[:12], "title": text, "url": "javascript:alert(1)", "text": text}
               for text in NASTY]  # fmt: skip
    source = write_jsonl(tmp_path / "in.jsonl", records)
    out = tmp_path / "out"
    run(Config((str(source),), str(out), ("xlsx", "report")))
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page and "<img src=x" not in page
    assert 'href="javascript:' not in page
    (book,) = out.glob("*.xlsx")
    cells = [c for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for c in row]
    assert any(c.value == NASTY[1] for c in cells)
    assert [c.value for c in cells if c.data_type == "f"] == []


def test_no_network_is_used(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: object) -> None:
        raise AssertionError(f"a connection to {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: refuse(None, a))
    formats = ("csv", "json", "parquet", "xlsx", "report")
    assert run(Config((str(corpus),), str(tmp_path), formats)).problems == 0


def test_half_a_surrogate_pair(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "Рост на 5% \\ud83d и ещё."}\n{"text": "\\udc00"}')
    run(Config((str(source),), str(tmp_path / "out")))
    json.loads((tmp_path / "out" / "sentences.json").read_text(encoding="utf-8"))
    assert os.path.getsize(tmp_path / "out" / "problems.csv") > 60  # noqa: PTH202
