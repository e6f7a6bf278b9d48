"""The commands: what each is given, and in which order rooms do its work; what they print is made in `export`."""

import io
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from detente import __version__
from detente.cli import (
    annotating,
    asking,
    book,
    corpus,
    exporting,
    judging,
    listing,
    measuring,
    passwords,
    reading,
    serving,
    serving_tools,
    watching,
)
from detente.cli.given import examples
from detente.errors import DetenteError
from detente.export.screen import one_line

_EXITS = """Exit codes: 0 done; 1 nobody found, or the output was closed; 2 wrong use; 3 something could not be
read, the rest was; 4 a language file or registry table is wrong; 5 a ledger cannot be used; 6 a check found faults;
7 a language model gave no usable answer, the rules' result stands."""


class _Commands(TyperGroup):
    """The commands; an error of ours becomes one line on standard error and its exit code."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  (typer's own click has private types)
        """Run the command that `ctx` names."""
        try:
            return super().invoke(ctx)
        except DetenteError as error:
            typer.echo(f"detente: {one_line(str(error))}", err=True)
            raise typer.Exit(error.exit_code) from error
        except BrokenPipeError as error:
            # Whoever read our output has left. What Python still holds for the stream would raise again at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(asking.NOTHING_FOUND) from error


app = typer.Typer(
    name="detente",
    cls=_Commands,
    help="Reads news in any language to the contacts between states that it reports, every value with its words.",
    epilog=_EXITS,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)


app.command(
    epilog=examples(
        "detente read article.txt",
        "detente read page.html --published 2021-11-03",
        "detente read https://example.org/news/call.html",
        "detente read news/ --format json --output contacts.jsonl",
        "zcat dump.jsonl.gz | detente read - --columns text=body,id=key --format gold",
    )
)(reading.read)
app.command(epilog=examples("detente explain article.txt", "detente explain page.html --published 2021-11-03 | less"))(
    reading.explain
)
app.command(
    epilog=examples(
        'detente who "CIA director" --on 2021-11-02',
        'detente who "Russian foreign minister"',
        "detente who Naryshkin",
    )
)(asking.who)
app.command(epilog=examples("detente languages"))(asking.languages)
app.command(
    name="eval",
    epilog=examples(
        "detente eval ../shared/gold/dev.jsonl --by language",
        "detente eval my-labels.jsonl --causes 5",
        "detente eval my-labels.jsonl --compare",
        "detente eval my-labels.jsonl --by status --json",
    ),
)(measuring.evaluate)
app.command(
    epilog=examples(
        "detente annotate news/ --out mine.jsonl",
        "detente annotate news/ --out mine.jsonl --extractor both",
        "detente eval mine.jsonl",
    )
)(annotating.annotate)

app.command(
    epilog=examples(
        "detente add news/",
        "detente add https://example.org/news/feed.xml",
        "detente add dump.jsonl --ledger ukraine.ledger --learned-when-published",
    )
)(book.add)
app.command(
    epilog=examples(
        "detente corpus news-2026-10/ --out october",
        "detente corpus news-2026-10/ --out october --dask tcp://10.0.0.1:8786",
        "detente corpus --stats october",
        "detente add october",
    )
)(corpus.corpus)
app.command(
    epilog=examples(
        "detente contacts --side RU --side US --since 2025-01-01",
        "detente contacts grain --kind call --json",
        "detente contacts --person Lavrov --as-of 2022-03-01",
    )
)(listing.contacts)
app.command(epilog=examples("detente show k7f2", "detente show k7f2 --json"))(listing.show)
app.command(
    epilog=examples(
        "detente channel RU US", "detente channel 'Russian president' 'US president'", "detente channel SVR CIA"
    )
)(listing.channel)
app.command(epilog=examples("detente channels", "detente channels --silent --level state --on 2022-07-31"))(
    listing.channels
)
app.command(epilog=examples("detente promises --overdue", "detente promises --side TR --state open"))(listing.promises)
app.command(epilog=examples("detente documents ceasefire --lang uk"))(listing.documents)
app.command(epilog=examples("detente refusals --reason no-main-text"))(listing.refusals)
app.command(
    epilog=examples(
        "detente export csv --side RU --side US --out contacts.csv",
        "detente export ical --side TR --out calendar.ics",
        "detente export dyad-month --directed --since 2022-01-01 --out panel.csv",
    )
)(exporting.export)
app.command(epilog=examples("detente rebuild"))(book.rebuild)
app.command(epilog=examples("detente check"))(book.check)
app.command(
    epilog=examples(
        "detente watch inbox/",
        "detente watch https://example.org/feed.xml --every 600",
        "detente watch inbox/ --webhook https://example.org/hook --webhook-secret-file secret --side RU --side US",
    )
)(watching.watch)
app.command(epilog=examples("detente mcp --ledger news.ledger"))(serving_tools.mcp)
app.command(
    epilog=examples("detente serve", "detente serve --port 8080 --ledger ukraine.ledger"),
)(serving.serve)
app.add_typer(judging.judge)
app.command(
    epilog=examples(
        "detente password ana --role coder",
        "detente password ben --file /srv/news/detente.passwords",
        "detente password ben --remove",
    )
)(passwords.password)
app.command(epilog=examples("detente token newsroom-bot --role reader", "detente token newsroom-bot --remove"))(
    passwords.token
)


def _show_version(wanted: bool) -> None:  # noqa: FBT001  (typer hands it over so)
    if wanted:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version and exit.")
    ] = False,
) -> None:
    del version  # its callback has answered


def main() -> None:
    """Run the command line: the entry point of the package."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show a letter shows its number
    app(prog_name="detente")
