"""`detente read` and `detente explain`: documents to their contacts."""

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Literal, TextIO

import typer

from detente.cli.fetching import plain_web
from detente.cli.given import (
    Columns,
    File,
    Given,
    Lang,
    Outlet,
    Paths,
    Published,
    documents_of,
    make_reader,
    parse_columns,
    read_items,
    screen_of,
    write,
)
from detente.cli.glossing import Gloss, glosses_of
from detente.cli.second import MODEL_FAILED, AskWhen, Extractor, announced, exit_code, second_reader
from detente.cli.watched import Watched
from detente.export import FORMATS, Screen
from detente.export.file import written_whole
from detente.export.table import counted
from detente.settings import load_settings

Format = Literal["table", "json", "gold"]


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
    extractor: Extractor = "rules",
    when: AskWhen = None,
) -> None:
    """Read documents to the contacts they report.

    A contact is a call, meeting, visit, talks or message between states: held, planned, proposed, denied or cancelled.
    What cannot be read is reported on standard error and counted; the rest goes on. With --extractor both or llm a
    language model that the settings name reads too; how many calls that takes is told first, what they cost at the end.
    """
    given = Given(paths=paths, published=published, outlet=outlet, lang=lang, columns=parse_columns(columns or []))
    settings = load_settings()
    with (
        Watched(quiet=output is None and sys.stdout.isatty()) as watched,
        second_reader(extractor, when, settings) as model,
    ):
        reader = make_reader(settings, model)
        documents = documents_of(given, settings, plain_web(settings, given), reader)
        items = watched.counting(read_items(announced(documents, reader, model), reader))
        target: AbstractContextManager[TextIO] = nullcontext(sys.stdout) if output is None else written_whole(output)
        with target as stream:
            screen = screen_of(stream) if output is None else Screen()
            write(FORMATS[form](items, screen), stream)
    if watched.refused and form != "table":
        typer.echo(f"{counted(watched.read, 'document')} read, {watched.refused} refused", err=True)
    raise typer.Exit(exit_code(watched, model))


def explain(  # noqa: PLR0913  (each is an option of the command)
    file: File,
    *,
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    columns: Columns = None,
    extractor: Extractor = "rules",
    when: AskWhen = None,
    gloss: Gloss = False,
) -> None:
    """Show how a document was read.

    Prints the text with every name, cue, time and junk line marked; for each contact the pattern that found it and the
    words behind each field; the near-contacts that were rejected, with the reason; and how an undated text was dated.
    With --extractor both, where the rules and the model agree and where they differ. With --gloss, an English gloss of
    the quotations of each contact, marked as machine-made.
    """
    from detente.export.explain import explain as explained  # noqa: PLC0415  (`read` should not wait for it)

    given = Given(paths=[file], published=published, outlet=outlet, lang=lang, columns=parse_columns(columns or []))
    settings = load_settings()
    watched = Watched(quiet=True)
    with (
        second_reader(extractor, when, settings, about="questions" if gloss else "documents") as model,
        glosses_of(model, settings, wanted=gloss) as glosses,
    ):
        reader = make_reader(settings, model)
        documents = documents_of(given, settings, plain_web(settings, given), reader)
        items = watched.counting(read_items(announced(documents, reader, model), reader))
        write(explained(items, screen_of(sys.stdout), glosses.of if glosses is not None else None), sys.stdout)
        unglossed = glosses is not None and glosses.failed
    raise typer.Exit(exit_code(watched, model) or (MODEL_FAILED if unglossed else 0))
