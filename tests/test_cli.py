"""The command line, as people type it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SENTENCES
from typer.testing import CliRunner, Result

from pipeline.cli import app

ROOT = Path(__file__).parent.parent


def svodka(*words: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words], input=stdin)


def process(*words: object, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "pipeline", *map(str, words)]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, timeout=60)


def test_extract_writes_and_sums_up(corpus: Path, tmp_path: Path) -> None:
    result = svodka("extract", corpus, "-o", tmp_path, "--format", "csv")
    assert result.exit_code == 0, result.output
    assert "26 documents" in result.output and "no problems" in result.output
    assert (tmp_path / "figures.csv").read_text(encoding="utf-8").startswith("doc_id,sentence_id,")
    assert not (tmp_path / "tokens.csv").exists()


def test_only_the_tables_asked_for(corpus: Path, tmp_path: Path) -> None:
    words = ("extract", corpus, "-o", tmp_path, "--format", "csv", "--tables", "figures,tokens")
    assert svodka(*words).exit_code == 0
    names = {p.stem for p in tmp_path.glob("*.csv")}
    assert names == {"documents", "figures", "tokens", "problems"}


def test_problems_are_a_row_and_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "bytes.txt").write_bytes(bytes(range(256)) * 8)
    lines = ['{"text": "Экспорт вырос на 3%."}', "{oops", '{"id": "no text"}', '{"text": 5}']
    (tmp_path / "lines.jsonl").write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "out"
    files = [tmp_path / n for n in ("empty.txt", "bytes.txt", "lines.jsonl", "missing.txt")]
    result = svodka("extract", *files, "-o", out)
    assert result.exit_code == 1, result.output
    assert "line 2: not JSON" in result.output and "1 more in" in result.output
    assert "1 more in" not in svodka("extract", *files, "-o", out, "-v").output
    problems = json.loads((out / "problems.json").read_text(encoding="utf-8"))
    sources = sorted(Path(p["source"]).name for p in problems)
    assert sources == ["bytes.txt", "empty.txt", *["lines.jsonl"] * 3, "missing.txt"]
    assert all(p["problem"] and "\n" not in p["problem"] for p in problems)
    documents = json.loads((out / "documents.json").read_text(encoding="utf-8"))
    assert [d["doc_id"] for d in documents] == ["lines.jsonl:1"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["extract", "x", "--format", "cvs"], "did you mean csv"),
        (["extract", "x", "--tables", "figure"], "did you mean figures"),
        (["extract", "x", "--config", "none.toml"], "none.toml: No such file"),
        (["extract", "x", "--overlay", "none"], "overlay none: no such folder"),
        (["extract", "x", "--stage", "none:x", "-o", "o"], "stage 'none:x'"),
        (["check", "none"], "none: no such folder"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = process(*words, cwd=tmp_path)
    error = done.stderr.decode()
    assert done.returncode == 2
    assert said in error and error.startswith("svodka: ") and error.count("\n") == 1


def test_stdin_without_a_terminal_and_quiet(tmp_path: Path) -> None:
    text = SENTENCES[0].encode()
    done = process("extract", "-", "-o", "out", "--quiet", cwd=tmp_path, stdin=text)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert SENTENCES[0] in (tmp_path / "out" / "sentences.csv").read_text(encoding="utf-8")


def test_json_log(corpus: Path, tmp_path: Path) -> None:
    result = svodka("extract", corpus, "-o", tmp_path, "--json-log")
    last = json.loads(result.stdout.splitlines()[-1])
    assert last["event"] == "summary" and last["documents"] == 26


def test_explain_and_tables() -> None:
    result = svodka("explain", "Узбекско-азербайджанские переговоры.")
    assert result.exit_code == 0 and "UZB" in result.output and "AZE" in result.output
    shown = svodka("tables").output
    assert "figures" in shown and "value_min" in shown


def test_check_names_file_and_row(tmp_path: Path) -> None:
    (tmp_path / "sector_term.toml").write_text("rows = []")
    assert "no such data file" in str(svodka("check", tmp_path).exception)


def test_lists_are_completed() -> None:
    from pipeline.cli import _formats, _tables

    assert _formats("csv,re") == ["csv,report"] and "csv" in _formats("")
    assert _tables("f") == ["figures", "facts"]


def test_help_lists_the_commands() -> None:
    output = svodka("--help").output
    assert all(f" {name} " in output for name in ("extract", "explain", "tables", "check"))


def test_a_bare_make_prints_help() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, timeout=20)
    assert done.returncode == 0
    targets = ["help", "setup", "extract", "report", "test", "check", "bench", "evaluate", "soak"]
    assert all(f"make {target} " in done.stdout for target in targets)


def test_nothing_heavy_is_imported_by_the_package() -> None:
    code = "import sys, pipeline; print(sorted({'numpy', 'pandas', 'rich'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def overlay(folder: Path, **files: str) -> Path:
    for name, rows in files.items():
        (folder / f"{name}.csv").write_text(rows, encoding="utf-8")
    return folder


def test_check_tries_the_examples(tmp_path: Path) -> None:
    folder = overlay(
        tmp_path,
        sectors="sector_id,label_en\nbeekeeping,Beekeeping\n",
        sector_terms="term,sector,example\nпчеловодство,beekeeping,развитие пчеловодства\n"
        "пасека,beekeeping,открыта школа\nулей,beekeeping,ну и ну\n",
    )
    result = svodka("check", folder)
    assert result.exit_code == 0, result.output
    assert "3 examples tried, no errors" in result.output
    assert "row 2: «открыта школа» is read the same without it" in result.output
    assert "row 3: nothing is found in its example «ну и ну»" in result.output
    assert "row 1" not in result.output


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"sectors": "sector_id,labl_en\nx,X\n"}, "sectors.csv, row 1: unknown key 'labl_en'"),
        ({"sector_terms": "term,sector,example\nулей,beekeping,улей\n"}, "'beekeping'"),
        ({"sector_trems": "term,sector\n"}, "did you mean sector_terms?"),
        ({}, "no rows in it"),
    ],
)
def test_check_names_what_is_wrong(tmp_path: Path, files: dict[str, str], said: str) -> None:
    assert said in str(svodka("check", overlay(tmp_path, **files)).exception)


def test_a_broken_row_ends_the_command(tmp_path: Path) -> None:
    folder = overlay(tmp_path, currencies="code,nuon\nXBT,биткоин\n")
    done = process("extract", ROOT / "seeds", "-o", "out", "--overlay", folder, cwd=tmp_path)
    assert done.returncode == 2
    assert "currencies.csv, row 1: unknown key 'nuon'" in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_a_word_that_no_dictionary_has_is_inflected(tmp_path: Path) -> None:
    folder = overlay(tmp_path, currencies="code,noun,default,example\nXBT,биткоин,1,5 биткоинов\n")
    result = svodka("explain", "Купили 5 биткоинов.", "--overlay", folder)
    assert "5 XBT" in result.output


def test_evaluate_shows_layers_and_errors(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    text = "Экспорт вырос на 5%."
    sectors = [{"start": 0, "stop": 7, "sector_id": "trade"}]
    path.write_text(json.dumps({"text": text, "figures": [], "sectors": sectors}), encoding="utf-8")
    result = svodka("evaluate", path, "--errors", 1)
    assert result.exit_code == 0, result.output
    assert "sectors a document" in result.output
    assert "figures  extra  1  «5%»" in result.output
    lines = svodka("evaluate", path, "--json").output.splitlines()
    assert {json.loads(line)["layer"] for line in lines} >= {"sectors", "figures"}
    assert "none.jsonl" in str(svodka("evaluate", tmp_path / "none.jsonl").exception)
