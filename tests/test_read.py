"""Inputs: formats, encodings, metadata, shards, and what is said of bad input."""

import csv
import gzip
import io
import json
import os
import pickle
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.read.encodings import decode
from pipeline.read.files import Article, Options, Trouble
from pipeline.read.meta import front_matter, parse_date, tail
from pipeline.read.shards import cut, read

TEXT = "Товарооборот Узбекистана и Казахстана вырос на 15%\r\nи составил «4,4» млрд долларов."
SEEDS = Path(__file__).parent.parent / "seeds"


def run(*sources: str | Path, **options: object) -> list[Article | Trouble]:
    """All that comes of some sources, each shard pickled on its way as between processes."""
    shards = cut([str(s) for s in sources], Options(**options))  # type: ignore[arg-type]
    return [item for shard in shards for item in read(pickle.loads(pickle.dumps(shard)))]


def articles(*sources: str | Path, **options: object) -> list[Article]:
    found = run(*sources, **options)
    assert all(isinstance(item, Article) for item in found), found
    return found  # type: ignore[return-value]


def problem(*sources: str | Path, **options: object) -> str:
    [found] = run(*sources, **options)
    assert isinstance(found, Trouble), found
    return found.problem


# Encodings


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1251", "cp1251"),
        ("koi8-r", "koi8-r"),
        ("cp866", "cp866"),
    ],
)
@pytest.mark.parametrize("times", [1, 40])
def test_encoding_recognised(codec: str, name: str, times: int) -> None:
    text = (TEXT if codec not in ("koi8-r", "cp866") else TEXT.replace("«4,4»", "4,4")) * times
    assert decode(text.encode(codec)) == (text, name)


@pytest.mark.parametrize("suffix", ["txt", "jsonl", "csv", "html"])
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_encoding_of_every_format(tmp_path: Path, suffix: str, codec: str) -> None:
    line = (
        "Экспорт Узбекистана в Казахстан вырос на 12% и составил 1,4 млрд долларов, сообщили там."
    )
    content = {
        "txt": line,
        "jsonl": json.dumps({"text": line, "id": "1"}, ensure_ascii=False) + "\n",
        "csv": f'id;текст\n1;"{line}"\n',
        "html": f"<html><body><article><h1>Экспорт</h1><p>{line}</p></article></body></html>",
    }[suffix]
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(content.encode(codec))
    [article] = articles(path)
    assert line in article.text
    assert not article.text.startswith("\ufeff")


def test_broken_character_is_kept_and_said(tmp_path: Path) -> None:
    path = tmp_path / "cut.txt"
    path.write_bytes((TEXT * 3).encode() + "я".encode()[:1])
    trouble, article = run(path)
    assert isinstance(trouble, Trouble) and "1 broken character" in trouble.problem
    assert isinstance(article, Article) and article.text == TEXT * 3 + "\ufffd"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    for suffix in ("txt", "jsonl", "csv", "html", "parquet", "jsonl.gz", "json", "mhtml"):
        path = folder / f"x.{suffix}"
        path.write_bytes(data)
        for item in run(path):
            assert isinstance(item, Trouble) or "\x00" not in item.text


# Formats


def test_newlines_and_text_are_kept(tmp_path: Path) -> None:
    text = "\n\nПервая\r\nвторая\rтретья\u00a0строка \n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": text}))
    with (tmp_path / "c.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["text"], [text]])
    assert [a.text for a in articles(tmp_path)] == [text] * 3


def test_seed_formats() -> None:
    found = {a.id: a for a in articles(SEEDS / "formats")}
    assert set(found) == {
        "energy.md",
        "textile.html",
        "wire-1",
        "wire-2",
        "table.csv:2",
        "table.csv:4",
    }
    assert found["energy.md"].meta["date"] == "2024-05-21"
    page = found["textile.html"]
    assert (
        page.meta["date"] == "2024-06-11" and page.meta["url"] == "https://example.org/news/textile"
    )
    assert page.text.startswith("Турция вложит 80 млн долларов")
    assert "9 тыс. тонн пряжи" in page.text
    assert not any(w in page.text for w in ("Главная", "Курс доллара", "рассылку"))
    row = found["table.csv:2"]
    assert row.meta["title"] == "Белорусские тракторы поедут в Пакистан"
    assert row.meta["date"] == "2024-02-12" and row.meta["encoding"] == "cp1251"
    assert "долларов.\nСоглашение" in row.text


def test_parquet_and_text_column(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    rows = [
        {"Body": f"{TEXT} {i}", "note": f"n{i}", "link": f"https://x.org/{i}"} for i in range(40)
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet", row_group_size=7)
    found = articles(tmp_path, shard_bytes=500)
    assert [a.text for a in found] == [row["Body"] for row in rows]
    assert found[3].meta["url"] == "https://x.org/3" and found[3].id == "a.parquet:4"
    assert [a.text for a in articles(tmp_path, text_column="note")] == [f"n{i}" for i in range(40)]
    said = problem(tmp_path, text_column="tekst")
    assert "'tekst'" in said and "Body, note, link" in said


def test_gzip_of_each(tmp_path: Path) -> None:
    line = json.dumps({"id": "g", "text": TEXT})
    for name, data in {"a.txt": TEXT, "b.jsonl": line, "c.csv": 'text\n"один, два"\n'}.items():
        with gzip.open(tmp_path / f"{name}.gz", "wb") as file:
            file.write(data.encode())
    assert [(a.id, a.text) for a in articles(tmp_path)] == [
        ("a.txt.gz", TEXT),
        ("g", TEXT),
        ("c.csv.gz:2", "один, два"),
    ]


def test_saved_page_leaves_its_parts_out(tmp_path: Path) -> None:
    page = (SEEDS / "formats" / "textile.html").read_bytes()
    (tmp_path / "Статья 1.html").write_bytes(page)
    (tmp_path / "Статья 1_files").mkdir()
    (tmp_path / "Статья 1_files" / "ad.html").write_bytes(page)
    assert [a.id for a in articles(tmp_path)] == ["Статья 1.html"]


def test_web_archive(tmp_path: Path) -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://example.org/saved"
    page = (SEEDS / "formats" / "textile.html").read_text()
    message.set_content(page, subtype="html", cte="quoted-printable")
    (tmp_path / "a.mhtml").write_bytes(message.as_bytes())
    [article] = articles(tmp_path)
    assert (
        "текстильный кластер" in article.text and article.meta["url"] == "https://example.org/saved"
    )


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("lines", [False, True])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, packed: bool, lines: bool) -> None:
    text = (
        "\n".join(json.dumps({"id": i, "text": f"{TEXT}{i}"}) for i in range(30)) if lines else TEXT
    )
    data = gzip.compress(text.encode()) if packed else text.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    found = articles("-", shard_bytes=700)
    expected = [(str(i), f"{TEXT}{i}") for i in range(30)] if lines else [("stdin", TEXT)]
    assert [(a.id, a.text) for a in found] == expected


def test_urls(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "u", "text": TEXT}))
    (tmp_path / "b.txt").write_bytes(TEXT.encode())
    assert [a.id for a in articles(f"file://{tmp_path}")] == ["u", "b.txt"]
    assert [a.id for a in articles(f"file://{tmp_path}/*.txt")] == ["b.txt"]
    assert "no such file" in problem(f"file://{tmp_path}/none.txt")
    assert "Protocol not known" in problem("nowhere://a/b.txt")


# Metadata


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("Sun, 31 Dec 2023 21:08:36 +0300", "2023-12-31"),
        ("2024-03-14T23:30:00Z", "2024-03-14"),
        ("14 марта 2024 года, 12:30", "2024-03-14"),
        ("3 мая 2024", "2024-05-03"),
        ("01.02.2024 10:00", "2024-02-01"),
        ("20240214", "2024-02-14"),
        (1700000000000, "2023-11-14"),
        ("31.02.2024", ""),
        ("вчера", ""),
        ("12 процентов 2024", ""),
        (True, ""),
        (None, ""),
    ],
)
def test_dates(given: object, day: str) -> None:
    assert parse_date(given) == day


def test_tail() -> None:
    assert tail("Текст.\n\n[Источник](https://example.org/1)\n14.03.2024") == {
        "date": "2024-03-14",
        "url": "https://example.org/1",
    }
    assert tail("Текст.\nОпубликовано: 14 марта 2024 года, 12:30 МСК") == {"date": "2024-03-14"}
    assert tail("Источник: https://example.org/1.") == {"url": "https://example.org/1"}
    assert tail("[Источник](#)") == {}
    # A date or an address that a sentence speaks of is not the document's own.
    assert tail("Соглашение подписано 14 марта 2024 года.") == {}
    assert tail("Он сослался на сайт https://example.org/other во вторник.") == {}


def test_front_matter() -> None:
    text = "---\ntitle: 'Встреча'\ndate: 2024-01-02\n---\nТекст"
    assert front_matter(text) == ({"title": "Встреча", "date": "2024-01-02"}, len(text) - 5)
    assert front_matter("---\nпросто черта\n---\nТекст") == ({}, 0)


# Shards


def archive(folder: Path) -> None:
    """Files of every kind, records with and without ids, some of them twice."""
    random.seed(8)
    names = ["a/news.txt", "b/news.txt", "c/deep/news.txt", "d/deep/news.txt", "one.md"]
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(TEXT.encode() * random.randint(1, 9))
    records = [{"id": i % 40 or None, "text": f"{TEXT} {i}" * (i % 5 + 1)} for i in range(60)]
    (folder / "r.jsonl").write_text("\n".join(json.dumps(r) for r in records) + "\n{broken\n")
    with (folder / "t.csv").open("w", newline="") as file:
        rows = [[i, f'Строка; "{i}",\nвторая'] for i in range(35, 80)]
        csv.writer(file).writerows([["id", "text"], *rows])


def test_any_cut_and_order_give_the_same(tmp_path: Path) -> None:
    archive(tmp_path)
    sources = [tmp_path / "a", tmp_path / "r.jsonl", tmp_path / "t.csv", tmp_path]
    whole = run(*sources)
    for size in (1, 400, 5000):
        assert run(*reversed(sources), shard_bytes=size) == whole
    ids = [item.id for item in whole if isinstance(item, Article)]
    assert len(set(ids)) == len(ids) == 5 + 60 + 45
    assert {"a/news.txt", "b/news.txt", "c/deep/news.txt", "d/deep/news.txt", "one.md"} <= set(ids)


def test_shards_are_bounded(tmp_path: Path) -> None:
    archive(tmp_path)
    shards = list(cut([str(tmp_path)], Options(shard_bytes=2000)))
    assert all(shard.size < 2 * 2000 for shard in shards) and len(shards) > 5
    assert len({shard.digest() for shard in shards}) == len(shards)
    again = [shard.digest() for shard in cut([str(tmp_path)], Options(shard_bytes=2000))]
    assert again == [shard.digest() for shard in shards]


def test_a_repeated_id_is_renamed_and_said(tmp_path: Path) -> None:
    lines = [json.dumps({"id": i, "text": TEXT}) for i in ("x", "y", "x")]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    first, second, trouble, third = run(tmp_path)
    assert [a.id for a in (first, second, third)] == ["x", "y", "a.jsonl:3"]  # type: ignore[union-attr]
    assert isinstance(trouble, Trouble) and "'x' is taken" in trouble.problem


# Bad input


def test_missing_path_and_what_was_meant(tmp_path: Path) -> None:
    (tmp_path / "новости.jsonl").write_text("{}")
    assert problem(tmp_path / "новсти.jsonl").endswith(f"did you mean {tmp_path}/новости.jsonl?")
    assert problem(tmp_path / "zzz.txt") == "no such file"
    assert problem(tmp_path / "*.zzz") == "nothing matches this pattern"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "empty file"),
        ("a.txt", b" \n ", "empty file"),
        ("a.txt", b"abc\0def", "NUL"),
        ("a.txt", bytes(range(1, 32)) * 9, "not text"),
        ("a.txt", b"%PDF-1.7 ...", "PDF"),
        ("a.docx", b"PK\x03\x04", "save it as plain text"),
        ("a.jsonl", b"", "empty file"),
        ("a.jsonl", b"{broken", "line 1: not JSON"),
        ("a.jsonl", b"[1, 2]", "expected an object"),
        ("a.jsonl", b'{"a": 1, "b": 2}', "there are: a, b"),
        ("a.jsonl", b'{"text": ""}', "text is empty"),
        ("a.jsonl", b'{"text": 5}', "text is no text"),
        ("a.jsonl", b'{"text": "a\\u0000b"}', "NUL"),
        ("a.csv", b"a,b\n1,2\n", "no text column; there are: a, b"),
        ("a.csv", b"id,text\n", "no rows"),
        ("a.csv", b"id,text\n1,too,many\n", "line 2: 3 columns where the header has 2"),
        ("a.parquet", b"PAR1xxxxPAR1", "not a readable Parquet file"),
        ("a.txt.gz", b"no gzip", "gzip"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "x"}' * 99, mtime=0)[:20], "gzip"),
        ("a.html", b"<html><body><p>404</p></body></html>", "no article in this page"),
        ("a.html", b"", "empty file"),
        ("a.mhtml", b"Subject: x\n\ntext", "no page"),
        ("a.json", b"{", "not JSON"),
    ],
)
def test_bad_files_are_said(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert said in problem(tmp_path / name)
    assert said in problem(tmp_path)  # found in a folder, too


def test_folders_without_inputs(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text("x")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert problem(tmp_path).startswith("no inputs in this folder")


def test_links_pipes_and_devices(tmp_path: Path) -> None:
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert problem(tmp_path) == "a link to nothing"
    assert problem("/dev/null") == "neither a file nor a folder"
    reader, writer = os.pipe()
    os.write(writer, TEXT.encode())
    os.close(writer)
    [article] = articles(f"/dev/fd/{reader}")
    os.close(reader)
    assert article.text == TEXT


def test_broken_csv_rows_lose_no_others(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "id,text,note\n"
        '1,"Первая",a\n'
        '2,"Форум "Шёлковый путь" открыт",b\n'
        '3,"не закрыто,c\n'
        '4,"Четвёртая\nв две строки",d\n'
        "5,Пятая,e,лишнее\n"
        '6,"Последняя, «в кавычках»",f\n',
    )
    found = run(path)
    texts = {a.id: a.text for a in found if isinstance(a, Article)}
    assert set(texts) == {"1", "2", "4", "6"}
    assert "Шёлковый путь" in texts["2"] and texts["4"] == "Четвёртая\nв две строки"
    said = [t.problem for t in found if isinstance(t, Trouble)]
    assert [s.split(":")[0] for s in said] == ["line 3", "line 4", "line 7"]
    assert run(path, shard_bytes=1) == found


def test_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    shards = list(cut([str(path)]))
    path.unlink()
    [found] = [item for shard in shards for item in read(shard)]
    assert isinstance(found, Trouble) and found.problem == "No such file or directory"
