"""The commands. What they print is made in `export`; the clock is read here and nowhere else."""

import io
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TextIO

import typer
from typer.core import TyperGroup

from detente import __version__
from detente.errors import DetenteError
from detente.export import FORMATS, Item, Screen
from detente.export.file import written_whole
from detente.export.screen import one_line
from detente.export.table import counted
from detente.model import Refusal
from detente.pipeline import Reader
from detente.read import read as read_documents
from detente.reference.languages import languages as language_codes
from detente.settings import Settings, load_settings, wants_colour

if TYPE_CHECKING:
    from rich.progress import Progress

OK, NOTHING_FOUND, SOME_REFUSED = 0, 1, 3
_SYMBOLS = "●○◌✕⊘–·↔“”"
_PATIENCE = 1.0  # seconds before progress is shown
_EXITS = """Exit codes: 0 done; 1 nobody found, or the output was closed; 2 wrong use; 3 something could not be
read, the rest was; 4 a language file or registry table is wrong."""


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
            raise typer.Exit(NOTHING_FOUND) from error


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

Format = Literal["table", "json", "gold"]


def _examples(*commands: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {command}" for command in commands)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2021-11-03") from error


def _language(code: str) -> str:
    if code not in language_codes():
        raise typer.BadParameter(f"no language file for {code!r}; there are {', '.join(language_codes())}")
    return code


def _columns(pairs: Iterable[str]) -> dict[str, str]:
    columns = {}
    for pair in ",".join(pairs).split(","):
        ours, equals, theirs = pair.strip().partition("=")
        if pair.strip() and not (ours and equals and theirs):
            raise typer.BadParameter(f"{pair!r} is no mapping; write text=body", param_hint="--columns")
        if pair.strip():
            columns[ours] = theirs
    return columns


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATHS", help="Files (.txt .md .html .json .jsonl, also .gz), folders, or - for standard input."
    ),
]
File = Annotated[str, typer.Argument(metavar="FILE", help="A file as for `detente read`, or - for standard input.")]
Published = Annotated[
    date | None,
    typer.Option(parser=_day, metavar="DAY", help="Day of publication (2021-11-03) of documents that state none."),
]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Publisher of documents that state none.")]
Lang = Annotated[
    str | None, typer.Option(parser=_language, metavar="XX", help="Language (ISO 639-1) of documents that state none.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option(metavar="OURS=THEIRS", help="Names of JSON fields, such as text=body,id=key. May be repeated."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What the caller says of the documents."""

    paths: Sequence[str]
    published: date | None
    outlet: str | None
    lang: str | None
    columns: dict[str, str]


@app.command(
    epilog=_examples(
        "detente read article.txt",
        "detente read page.html --published 2021-11-03",
        "detente read news/ --format json --output contacts.jsonl",
        "zcat dump.jsonl.gz | detente read - --columns text=body,id=key --format gold",
    ),
)
def read(  # noqa: PLR0913  (each is an option of the command)
    paths: Paths,
    *,
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    form: Annotated[
        Format,
        typer.Option("--format", metavar="|".join(FORMATS), help="Table for people; JSON or gold lines for programs."),
    ] = "table",
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write here, whole or not at all, instead of standard output.")
    ] = None,
    columns: Columns = None,
) -> None:
    """Read documents to the contacts they report.

    A contact is a call, meeting, visit, talks or message between states: held, planned, proposed, denied or cancelled.
    What cannot be read is reported on standard error and counted; the rest goes on.
    """
    given = _Given(paths=paths, published=published, outlet=outlet, lang=lang, columns=_columns(columns or []))
    settings = load_settings()
    reader = _reader(settings)
    with _Watched(quiet=output is None and sys.stdout.isatty()) as watched:
        items = watched.counting(_items(given, settings, reader))
        target: AbstractContextManager[TextIO] = nullcontext(sys.stdout) if output is None else written_whole(output)
        with target as stream:
            screen = _screen(stream) if output is None else Screen()
            _write(FORMATS[form](items, screen), stream)
    if watched.refused and form != "table":
        typer.echo(f"{counted(watched.read, 'document')} read, {watched.refused} refused", err=True)
    raise typer.Exit(watched.exit_code)


@app.command(
    name="explain",
    epilog=_examples(
        "detente explain article.txt",
        "detente explain page.html --published 2021-11-03 | less",
    ),
)
def explain_(
    file: File,
    *,
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    columns: Columns = None,
) -> None:
    """Show how a document was read.

    Prints the text with every name, cue, time and junk line marked; for each contact the pattern that found it and the
    words behind each field; the near-contacts that were rejected, with the reason; and how an undated text was dated.
    """
    from detente.export.explain import explain  # noqa: PLC0415  (`read` should not wait for it)

    given = _Given(paths=[file], published=published, outlet=outlet, lang=lang, columns=_columns(columns or []))
    settings = load_settings()
    watched = _Watched(quiet=True)
    items = watched.counting(_items(given, settings, _reader(settings)))
    _write(explain(items, _screen(sys.stdout)), sys.stdout)
    raise typer.Exit(watched.exit_code)


@app.command(
    epilog=_examples(
        'detente who "CIA director" --on 2021-11-02',
        'detente who "Russian foreign minister"',
        "detente who Naryshkin",
    ),
)
def who(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="An office with its state, or a name.")],
    *,
    on: Annotated[
        date | None, typer.Option("--on", parser=_day, metavar="DAY", help="The day asked for; today by default.")
    ] = None,
) -> None:
    """Say who held an office on a day, or which offices a person held.

    The answer names its source, and says so when it may be out of date.
    """
    from detente.export.answers import answers  # noqa: PLC0415  (`read` should not wait for it)
    from detente.reference.registry import load_registry  # noqa: PLC0415
    from detente.reference.who import who as answers_to  # noqa: PLC0415

    settings, day, asked = load_settings(), on or _today(), " ".join(question)
    found = answers_to(asked, day, load_registry(settings.overlay, settings.cache))
    if not found:
        typer.echo(
            f"detente: nobody found for {one_line(asked)!r}; ask for an office with its state "
            '("Russian foreign minister"), a body ("Mossad") or a name ("Lavrov")',
            err=True,
        )
        raise typer.Exit(NOTHING_FOUND)
    _write(answers(found, day, _screen(sys.stdout)), sys.stdout)


@app.command(
    epilog=_examples(
        "detente languages",
    ),
)
def languages() -> None:
    """List the languages that documents can be read in.

    A draft passes its own examples; a measured language stands above its floor on labelled articles.
    """
    from detente.export.answers import language_list  # noqa: PLC0415  (`read` should not wait for it)
    from detente.reference.languages import load_language  # noqa: PLC0415

    _write(language_list(map(load_language, language_codes())), sys.stdout)


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


def _today() -> date:
    return date.today()  # noqa: DTZ011, TID251  (the clock, read here only: the day of whoever types the command)


def _reader(settings: Settings) -> Reader:
    return Reader(latest=_today(), overlay=settings.overlay, cache=settings.cache)


def _items(given: _Given, settings: Settings, reader: Reader) -> Iterator[Item]:
    """What came of each thing given, in order."""
    for found in read_documents(
        given.paths,
        columns=given.columns,
        published=given.published,
        outlet=given.outlet,
        lang=given.lang,
        stdin=sys.stdin.buffer,
        limits=settings.limits,
    ):
        if isinstance(found, Refusal):
            yield Item(outcome=found)
        else:
            yield Item(outcome=reader.read(found), document=found)


def _screen(stream: TextIO) -> Screen:
    try:
        _SYMBOLS.encode(stream.encoding or "ascii")
        symbols = True
    except UnicodeEncodeError:
        symbols = False
    width = shutil.get_terminal_size().columns
    return Screen(width=width, colour=wants_colour(terminal=stream.isatty()), symbols=symbols)


def _write(chunks: Iterable[str], stream: TextIO) -> None:
    for chunk in chunks:
        stream.write(chunk)
        stream.flush()  # so that the first contact is seen while the others are read


class _Watched:
    """Counts what is read, says on standard error what is refused, and shows progress when it takes long.

    Args:
        quiet: show no progress, since the output itself is seen to grow.
    """

    def __init__(self, *, quiet: bool) -> None:
        self.read = self.refused = self._unreadable = 0
        self._quiet = quiet or not sys.stderr.isatty()
        self._began = time.monotonic()
        self._progress: Progress | None = None
        self._update: Callable[[str], None] = lambda _: None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    @property
    def exit_code(self) -> int:
        """A mixed archive holds languages that nobody has written a file for; that alone is no failure of the run."""
        failed = self._unreadable or (self.refused and not self.read)
        return SOME_REFUSED if failed else OK

    def counting(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, unchanged."""
        for item in items:
            if isinstance(item.outcome, Refusal):
                self.refused += 1
                self._unreadable += item.outcome.reason != "unknown-language"
                self._tell(item.outcome)
            else:
                self.read += 1
            self._show()
            yield item

    def _tell(self, refusal: Refusal) -> None:
        line = one_line(f"refused {refusal.source}: {refusal.detail}; {refusal.remedy}")
        if self._progress is not None:
            self._progress.console.out(line, highlight=False)
        else:
            typer.echo(line, err=True)

    def _show(self) -> None:
        if self._quiet or time.monotonic() - self._began < _PATIENCE:
            return
        if self._progress is None:
            self._start()
        self._update(f"{counted(self.read, 'document')} read, {self.refused} refused")

    def _start(self) -> None:
        # Half of a tenth of a second to import, for long work only.
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
        progress = Progress(*columns, console=Console(stderr=True), transient=True)
        task = progress.add_task("", total=None)
        self._update = lambda text: progress.update(task, description=text)
        self._progress = progress
        progress.start()
