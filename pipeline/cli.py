"""The command line: each command takes its words apart and calls one function."""

from pipeline.core.blas import pin

pin()  # before numpy is loaded

import gc  # noqa: E402
import sys  # noqa: E402
from collections.abc import Iterable  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Annotated, Any  # noqa: E402

import typer  # noqa: E402
from typer import Argument, Option  # noqa: E402

from pipeline.core.errors import SvodkaError  # noqa: E402

app = typer.Typer(
    help="Russian news on diplomacy and the economy, as tables.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all went well, 1 some inputs had problems (they are in the table "
    "problems), 2 the command cannot be done, 130 interrupted.",
)


def _completed(known: Iterable[str], typed: str) -> list[str]:
    """What a list that is being typed («csv,re») may go on with."""
    done, comma, last = typed.rpartition(",")
    return [done + comma + name for name in known if name.startswith(last)]


def _formats(incomplete: str) -> list[str]:
    from pipeline.sinks import FORMATS

    return _completed(FORMATS, incomplete)


def _tables(incomplete: str) -> list[str]:
    from pipeline.tables import rows  # noqa: F401  (fills TABLES)
    from pipeline.tables.schema import TABLES

    return _completed((*TABLES, "all"), incomplete)


Sources = Annotated[list[str], Argument(help="Files, folders, patterns, URLs; - is stdin.")]
Output = Annotated[str | None, Option("-o", "--output", help="Folder or URL (outputs).")]
Formats = Annotated[
    str | None,
    Option(
        "--format",
        help="csv, json, jsonl, parquet, xlsx, conllu, brat, labelstudio, report (csv,json).",
        autocompletion=_formats,
    ),
]
Tables = Annotated[
    str | None,
    Option(help="Only these, or all (all but texts and tokens).", autocompletion=_tables),
]
Workers = Annotated[int | None, Option(help="Processes (as many as the input is worth).")]
Settings = Annotated[str, Option("--config", help="A TOML file of these settings.")]
Overlay = Annotated[str | None, Option(help="A folder of your own rows over those of svodka.")]
Stages = Annotated[list[str] | None, Option("--stage", help="Your own: module:name@after.")]
Column = Annotated[str | None, Option("--text-column", help="Column that holds the text.")]
WithText = Annotated[bool, Option("--with-text", help="Write the source texts, too.")]
Excel = Annotated[bool | None, Option("--excel", help="CSV that Excel opens as UTF-8.")]
Lang = Annotated[str | None, Option(help="Language of the report: en, ru (en).")]
Drop = Annotated[bool | None, Option("--drop-duplicates", help="Leave reprints out.")]
Timeout = Annotated[float | None, Option(help="Seconds for a document of ≤ 100,000 chars (60).")]
Memory = Annotated[int | None, Option(help="MB that a worker may use.")]
Cluster = Annotated[str | None, Option(help="A Dask scheduler: tcp://host:8786.")]
Fresh = Annotated[bool, Option("--fresh", help="Do not go on with an unfinished run.")]
Quiet = Annotated[bool, Option("-q", "--quiet", help="Say nothing but errors.")]
Verbose = Annotated[bool, Option("-v", "--verbose", help="Say every problem at the end.")]
JsonLog = Annotated[bool, Option("--json-log", help="Progress and summary as JSON lines.")]


@app.command()
def extract(
    sources: Sources,
    output: Output = None,
    formats: Formats = None,
    tables: Tables = None,
    workers: Workers = None,
    config: Settings = "",
    overlay: Overlay = None,
    stages: Stages = None,
    text_column: Column = None,
    with_text: WithText = False,
    excel: Excel = None,
    lang: Lang = None,
    drop_duplicates: Drop = None,
    timeout: Timeout = None,
    memory: Memory = None,
    cluster: Cluster = None,
    fresh: Fresh = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    json_log: JsonLog = False,
) -> None:
    """Write the tables of some texts."""
    _extract(**locals())


def _extract(
    config: str,
    with_text: bool,
    fresh: bool,
    quiet: bool,
    verbose: bool,
    json_log: bool,
    **flags: Any,
) -> None:
    from pipeline import console
    from pipeline.run.config import configure
    from pipeline.run.extract import run

    sys.path.insert(0, str(Path.cwd()))  # where a user's own stages are, as for python -m
    settings = configure(config, with_text=with_text, **flags)
    try:
        with console.progress(quiet, json_log) as listen:
            done = run(settings, fresh, listen)
    except KeyboardInterrupt:
        typer.echo("svodka: stopped; the same command goes on from here", err=True)
        raise typer.Exit(130) from None
    if not quiet:
        console.summary(done, settings.output, json_log)
    if done.problems and not (quiet or json_log):
        console.problems(settings.output, None if verbose else 5)
    raise typer.Exit(1 if done.problems else 0)


@app.command()
def explain(
    text: Annotated[str, Argument(help="A text, or - for standard input.")],
    overlay: Overlay = None,
) -> None:
    """Show what is found in a text, and by which rule."""
    from pipeline import console
    from pipeline.run.library import read

    console.explain(read(sys.stdin.read() if text == "-" else text, overlay))


@app.command()
def tables() -> None:
    """Show the tables and their columns."""
    from pipeline import console

    console.tables()


@app.command()
def check(folder: Annotated[Path, Argument(help="A folder of your own rows.")]) -> None:
    """Check an overlay folder: its rows are read, inflected and tried."""
    from pipeline.run.overlay import check

    said, notes = check(folder)
    for note in notes:
        typer.echo(f"note: {note}")
    typer.echo(said)


@app.command()
def evaluate(
    gold: Annotated[Path, Argument(help="JSONL, a brat folder, a JSON export of Label Studio.")],
    overlay: Overlay = None,
    errors: Annotated[int, Option(help="Show the first N errors of each layer.")] = 0,
    json_log: Annotated[bool, Option("--json", help="A JSON line a layer.")] = False,
) -> None:
    """Score what is found against what people marked, a row a layer."""
    from pipeline import console
    from pipeline.evaluate.score import evaluate

    scores, wrong = evaluate(gold, Path(overlay) if overlay else None)
    console.evaluate(scores, wrong, errors, json_log)


def main() -> None:
    """Run the command line; what goes wrong is said in one line."""
    gc.set_threshold(50_000, 20, 50)  # see limits.collect_less, which costs an import
    try:
        app(prog_name="svodka")
    except SvodkaError as error:
        typer.echo(f"svodka: {error}", err=True)
        sys.exit(2)
