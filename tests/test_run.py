"""Runs: any number of workers, resumed, killed, poisoned; nothing lost, the same bytes."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import article, contents, write_jsonl

from pipeline.core.errors import ConfigError, OutputError
from pipeline.run.config import Config, configure
from pipeline.run.extract import run
from pipeline.run.store import WORK, Store

SMALL = 2048  # bytes a shard: several shards even of small inputs


@pytest.fixture(scope="session")
def expected(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an undisturbed run of one process writes."""
    out = tmp_path_factory.mktemp("expected")
    run(Config((str(corpus),), str(out)))
    return contents(out)


def poisoned(folder: Path) -> Path:
    records = [{"id": f"p{i}", "text": article(i)} for i in range(8)]
    records[5]["text"] += " Это отрава."
    return write_jsonl(folder / "poisoned.jsonl", records)


def rows(out: Path, table: str) -> list[dict[str, object]]:
    return json.loads((out / f"{table}.json").read_text(encoding="utf-8"))


def test_nothing_is_left_behind(expected: dict[str, bytes]) -> None:
    assert "documents.csv" in expected and "datapackage.json" in expected
    assert not [name for name in expected if name.startswith(".")]


def test_resumes_with_the_same_bytes(
    corpus: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    config = Config((str(corpus),), str(tmp_path), shard_bytes=SMALL)

    def stop(progress: object, seen: list[object] = []) -> None:  # noqa: B006
        seen.append(progress)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(config, listen=stop)
    assert not (tmp_path / "documents.csv").exists()
    summary = run(config)
    assert 0 < summary.resumed < summary.shards
    assert contents(tmp_path) == expected


def test_a_changed_input_is_read_again(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", [{"text": article(i)} for i in range(9)])
    config = Config((str(source),), str(tmp_path / "out"), shard_bytes=SMALL)
    interrupt_after(config, 2)
    changed = source.read_text(encoding="utf-8").replace("Сообщение 0", "Сообщение нулевое")
    source.write_text(changed, encoding="utf-8")
    run(config)
    assert "Сообщение нулевое" in (tmp_path / "out" / "sentences.csv").read_text(encoding="utf-8")


def interrupt_after(config: Config, shards: int) -> None:
    seen: list[object] = []

    def stop(progress: object) -> None:
        seen.append(progress)
        if len(seen) == shards:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(config, listen=stop)


def test_configurations_do_not_mix(corpus: Path, tmp_path: Path) -> None:
    config = Config((str(corpus),), str(tmp_path), ("csv",), ("figures",), shard_bytes=SMALL)
    interrupt_after(config, 2)
    other = Config((str(corpus),), str(tmp_path), ("csv",), ("sectors",), shard_bytes=SMALL)
    summary = run(other)
    assert summary.resumed == 0 and "begun anew" in summary.notes[0]
    assert {p.name for p in tmp_path.glob("*.csv")} == {
        "documents.csv",
        "problems.csv",
        "sectors.csv",
    }


def test_fresh_starts_over(corpus: Path, tmp_path: Path) -> None:
    config = Config((str(corpus),), str(tmp_path), shard_bytes=SMALL)
    interrupt_after(config, 2)
    assert run(config, fresh=True).resumed == 0


def test_files_of_a_wider_run_go(corpus: Path, tmp_path: Path) -> None:
    run(Config((str(corpus),), str(tmp_path), ("csv", "json")))
    (tmp_path / "mine.txt").write_text("stays")
    run(Config((str(corpus),), str(tmp_path), ("csv",)))
    assert not list(tmp_path.glob("*e*s.json")) and (tmp_path / "mine.txt").exists()


def test_killed_at_any_moment(corpus: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    """Killed as soon as the 1st, 2nd, … part is there, and while the parts are put together."""
    settings = tmp_path / "svodka.toml"
    settings.write_text(f"shard_bytes = {SMALL}")
    command = [sys.executable, "-m", "pipeline", "extract", str(corpus), "--config", str(settings)]
    out = tmp_path / "out"
    signs = ("part-000001", "part-000004", "out/documents.csv")
    for sign in signs:
        process = subprocess.Popen([*command, "-o", str(out), "-q"])
        while process.poll() is None and not list(out.glob(f"{WORK}/*/{sign}*")):
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run([*command, "-o", str(out), "-q"], check=True, timeout=60)
    assert contents(out) == expected


def test_a_dead_worker_costs_nothing(tmp_path: Path) -> None:
    source, plain = poisoned(tmp_path), tmp_path / "plain"
    made = {"sources": (str(source),), "shard_bytes": SMALL, "workers": 2}
    summary = run(Config(output=str(tmp_path / "out"), stages=("own_stages:DiesOnce",), **made))
    run(Config(output=str(plain), **made))
    assert summary.deaths == 1 and summary.problems == 0
    assert contents(tmp_path / "out") == contents(plain)


@pytest.mark.parametrize(
    ("stage", "settings", "said"),
    [
        ("Dies", {"workers": 2}, "ended the process"),
        ("Sleeps", {"timeout": 0.5}, "took longer than 0.5 s"),
        ("Hangs", {"timeout": 0.3, "workers": 2}, "ended the process"),
        ("Eats", {"memory": 1500, "workers": 1}, "MemoryError"),
    ],
)
def test_only_the_poisonous_document_suffers(
    stage: str,
    settings: dict[str, object],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipeline.run.rescue.TRIES", 1)  # three in earnest
    source, out = poisoned(tmp_path), tmp_path / "out"
    config = configure(
        sources=(str(source),), output=str(out), stages=(f"own_stages:{stage}",), **settings
    )
    run(config)
    assert [row["doc_id"] for row in rows(out, "documents")] == [f"p{i}" for i in range(8)]
    troubles = rows(out, "problems")
    assert [row["doc_id"] for row in troubles] == ["p5"]
    assert said in str(troubles[0]["problem"])
    kept = {f"p{i}" for i in range(8)} - ({"p5"} if stage != "Eats" else set())
    assert {row["doc_id"] for row in rows(out, "sentences")} == kept


def test_two_runs_in_one_folder(corpus: Path, tmp_path: Path) -> None:
    config = Config((str(corpus),), str(tmp_path))
    with Store(str(tmp_path)).locked(), pytest.raises(OutputError, match="a run is going on here"):
        run(config)
    assert run(config).documents == 26


def test_a_full_disk_is_said_and_survived(
    corpus: Path, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = Config((str(corpus),), str(tmp_path), shard_bytes=SMALL)
    write, seen = Store.write, []

    def full(self: Store, name: str, data: bytes) -> None:
        seen.append(name)
        if len(seen) == 4:
            raise OutputError(f"{name}: No space left on device")
        write(self, name, data)

    monkeypatch.setattr(Store, "write", full)
    with pytest.raises(OutputError, match="No space left"):
        run(config)
    monkeypatch.undo()
    assert run(config).resumed == 2
    assert contents(tmp_path) == expected


def test_reprints_are_found_and_left_out(tmp_path: Path) -> None:
    long = " ".join(article(i) for i in range(4))
    texts = [long, article(9), long.replace("пресс-службы", "службы", 1), article(10), "Да.", "Да."]
    source = write_jsonl(
        tmp_path / "in.jsonl", [{"id": str(i), "text": t} for i, t in enumerate(texts)]
    )
    out = tmp_path / "out"
    summary = run(Config((str(source),), str(out)))
    assert [r["duplicate_of"] for r in rows(out, "documents")] == [None, None, "0", None, None, "4"]
    assert summary.duplicates == 2
    run(Config((str(source),), str(out), drop_duplicates=True))
    assert {r["doc_id"] for r in rows(out, "sentences")} == {"0", "1", "3", "4"}
    assert len(rows(out, "documents")) == 6


def test_a_bulletin_with_other_numbers_is_no_reprint(tmp_path: Path) -> None:
    words = " ".join(article(i) for i in range(9))
    bulletin = (
        "".join(c for c in words if not c.isdigit())
        + " Курс доллара {} рубля, евро {} рубля, юаня {} рубля, тенге {} рубля."
    )
    texts = [bulletin.format(*numbers) for numbers in ((92, 99, 12, 5), (93, 98, 13, 6))]
    source = write_jsonl(tmp_path / "in.jsonl", [{"text": text} for text in texts])
    assert run(Config((str(source),), str(tmp_path / "out"))).duplicates == 0


def test_ctrl_c_says_how_to_go_on(corpus: Path, tmp_path: Path) -> None:
    source = write_jsonl(
        tmp_path / "in.jsonl", [{"id": str(i), "text": article(i) * 20} for i in range(400)]
    )
    command = [sys.executable, "-m", "pipeline", "extract", str(source), "-o", str(tmp_path / "o")]
    process = subprocess.Popen([*command, "--workers", "2"], stderr=subprocess.PIPE, text=True)
    folder = tmp_path / "o" / WORK
    for _ in range(1200):
        if any(folder.glob("*/part-*")):
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130 and "the same command goes on" in said
    assert "Traceback" not in said
    assert not list((tmp_path / "o").glob("*.csv")) and list(folder.glob("*/part-*"))


def test_settings_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "svodka.toml"
    file.write_text('formats = ["csv"]\ntimeout = 5\ndrop-duplicates = true\n')
    config = configure(str(file), formats="json")
    assert (config.formats, config.timeout, config.drop_duplicates) == (("json",), 5.0, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("formatz = ['csv']", "did you mean formats"),
        ("formats = 3", "expected names"),
        ("formats = ['cvs']", "did you mean csv"),
        ("timeout = 0", "above 0"),
        ("overlay = 'nowhere'", "no such folder"),
        ("nonsense", "svodka.toml"),
    ],
)
def test_wrong_settings_are_said(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "svodka.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=said):
        configure(str(file))
