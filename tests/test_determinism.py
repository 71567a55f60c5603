"""The same input gives the same bytes, whoever does the work and however it is cut."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import contents

from pipeline.core.errors import ConfigError
from pipeline.read.shards import cut
from pipeline.run.config import Config
from pipeline.run.extract import run
from pipeline.run.store import Store
from pipeline.run.work import Task, work

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def expected(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("expected")
    run(Config((str(corpus),), str(out), ("csv", "json", "jsonl"), ALL))
    return contents(out)


ALL = (*Config().tables, "tokens", "texts")


@pytest.mark.parametrize("settings", [{"workers": 2, "shard_bytes": 3000}, {"shard_bytes": 1}])
def test_workers_and_cuts_change_nothing(
    settings: dict[str, int], corpus: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    run(Config((str(corpus),), str(tmp_path), ("csv", "json", "jsonl"), ALL, **settings))
    assert contents(tmp_path) == expected


def test_order_of_sources_changes_nothing(
    corpus: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    files = sorted((str(p) for p in corpus.iterdir()), key=lambda p: p[::-1])
    run(Config((*files, *files[::-1]), str(tmp_path), ("csv", "json", "jsonl"), ALL))
    assert contents(tmp_path) == expected


def test_outputs_are_those_of_todays_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in outputs/ is what ``make extract`` writes."""
    monkeypatch.chdir(ROOT)
    run(Config(("seeds",), str(tmp_path)))
    fresh, committed = contents(tmp_path), contents(ROOT / "outputs")
    assert sorted(fresh) == sorted(committed)
    assert [name for name in fresh if fresh[name] != committed[name]] == []


# A cluster: two workers, shared storage by URL, a worker killed on the way.


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    folder = Path(__file__).parent
    os.environ["PYTHONPATH"] = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as made:
        yield made


def test_a_cluster_loses_nothing(
    cluster: Any,
    corpus: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = tmp_path / "in"
    shutil.copytree(corpus, source)
    sources, out = (source.as_uri(),), (tmp_path / "out").as_uri()
    config = Config(
        sources, out, ("csv", "json", "jsonl"), ALL, shard_bytes=3000,
        cluster=cluster.scheduler_address,
    )  # fmt: skip
    killed: list[int] = []
    monkeypatch.setattr("pipeline.run.rescue.code_digest", str)  # the code may be edited meanwhile

    def kill(progress: object) -> None:
        if not killed:
            worker = next(iter(cluster.workers.values()))
            killed.append(worker.pid)
            os.kill(worker.pid, 9)

    summary = run(config, listen=kill)
    assert killed and summary.documents == 26
    made, plain = contents(tmp_path / "out"), tmp_path / "plain"
    run(Config(sources, str(plain), ("csv", "json", "jsonl"), ALL))
    assert made == contents(plain)
    assert made["figures.csv"] == expected["figures.csv"]


def test_a_worker_of_another_version_does_nothing(corpus: Path, tmp_path: Path) -> None:
    config = Config((str(corpus),), str(tmp_path))
    task = Task(0, next(cut(config.sources)))
    with pytest.raises(ConfigError, match="another version of svodka"):
        work(config, "0" * 64, Store(str(tmp_path)), "parts", task)


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    server = pytest.importorskip("moto.server")
    s3fs = pytest.importorskip("s3fs")
    made = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    made.start()
    host, port = made.get_host_and_port()
    settings = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    before = dict(os.environ)
    os.environ.update(settings)
    s3fs.S3FileSystem().mkdir("articles")
    yield "articles"
    os.environ.clear()
    os.environ.update(before)
    made.stop()


def test_s3_in_and_out(
    bucket: str, corpus: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    import s3fs

    system = s3fs.S3FileSystem()
    system.put(f"{corpus}/", f"{bucket}/in/", recursive=True)
    out = f"s3://{bucket}/out"
    config = Config((f"s3://{bucket}/in",), out, ("csv", "json", "jsonl"), ALL, shard_bytes=9000)

    def stop(progress: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(config, listen=stop)
    assert run(config).resumed == 1
    names = {path.removeprefix(f"{bucket}/out/") for path in system.find(f"{bucket}/out")}
    assert names == set(expected)
    assert system.cat(f"{bucket}/out/figures.csv") == expected["figures.csv"]
    described = json.loads(system.cat(f"{bucket}/out/datapackage.json"))
    assert [r["rows"] for r in described["resources"] if r["name"] == "documents"] == [26]
