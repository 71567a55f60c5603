"""The README is true: its commands run, its code runs, its tables are those of the schema."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.tables.schema import TABLES, markdown

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w*)\n(.*?)^```", README, re.M | re.S)
CONSOLE = "".join(body for _, body in FENCES if body.startswith("$ "))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader has it: the seeds, and the files that the README shows."""
    place = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "seeds", place / "seeds")
    for _, body in FENCES:
        if re.match(r"# [\w./-]+\.(?:py|toml|csv)\n", body):
            for name, text in re.findall(r"^# ([\w./-]+\.\w+)\n(.*?)(?=^# |\Z)", body, re.M | re.S):
                target = place / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
    return place


def run(command: str, folder: Path) -> str:
    """What a terminal would show; «svodka» is the program of this environment."""
    program = Path(sys.executable).parent
    env = os.environ | {"PATH": f"{program}:{os.environ['PATH']}", "COLUMNS": "100"}
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(
        command, shell=True, cwd=folder, env=env, timeout=120, check=False, **both
    )
    return done.stdout.decode()


def pattern(shown: str) -> str:
    """The output as shown; a line «…» stands for any lines, seconds and rates for any numbers."""
    lines = [line.rstrip() for line in shown.strip("\n").splitlines()]
    parts = [
        r"(?:.*\n)*?" if x == "…" else re.escape(x).replace("…", ".*") + r"\s*?\n" for x in lines
    ]
    return "".join(parts)


def test_console_blocks_show_what_comes_out(folder: Path) -> None:
    examples = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", CONSOLE, re.M)
    assert len(examples) >= 5
    wrong = []
    for command, shown in examples:
        said = run(command, folder)
        if shown.strip() and not re.fullmatch(pattern(shown), said.strip("\n") + "\n"):
            wrong.append(f"$ {command}\n{said}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("code", [body for kind, body in FENCES if kind == "python"])
def test_python_blocks_run(code: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_table_reference_is_the_schema() -> None:
    for table in TABLES.values():
        assert markdown(table).strip() in README, f"README: the table {table.name} is out of date"


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+)\b", README)):
        assert re.search(rf"^{target}:", makefile, re.M), f"README names make {target}"


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?://|#)([^)]+)\)", README):
        assert (ROOT / target).exists(), target


def test_named_data_files_exist() -> None:
    for name in set(re.findall(r"`(\w+\.(?:toml|csv))`", README)):
        known = [*ROOT.glob(f"pipeline/data/{name}"), *ROOT.glob(f"outputs/{name}")]
        assert known or name in {"news.csv"}, f"README names {name}"
