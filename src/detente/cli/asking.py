"""`detente who` and `detente languages`: what detente knows before it reads anything."""

import sys
from datetime import date
from typing import Annotated

import typer

from detente.cli.given import parse_day, screen_of, today, write
from detente.export.screen import one_line
from detente.reference.languages import languages as language_codes
from detente.settings import load_settings

NOTHING_FOUND = 1


def who(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="An office with its state, or a name.")],
    *,
    on: Annotated[
        date | None, typer.Option("--on", parser=parse_day, metavar="DAY", help="The day asked for; today by default.")
    ] = None,
) -> None:
    """Say who held an office on a day, or which offices a person held.

    The answer names its source, and says so when it may be out of date.
    """
    from detente.export.answers import answers  # noqa: PLC0415  (`read` should not wait for it)
    from detente.reference.registry import load_registry  # noqa: PLC0415
    from detente.reference.who import who as answers_to  # noqa: PLC0415

    settings, day, asked = load_settings(), on or today(), " ".join(question)
    found = answers_to(asked, day, load_registry(settings.overlay, settings.cache))
    if not found:
        typer.echo(
            f"detente: nobody found for {one_line(asked)!r}; ask for an office with its state "
            '("Russian foreign minister"), a body ("Mossad") or a name ("Lavrov")',
            err=True,
        )
        raise typer.Exit(NOTHING_FOUND)
    write(answers(found, day, screen_of(sys.stdout)), sys.stdout)


def languages() -> None:
    """List the languages that documents can be read in.

    A draft passes its own examples; a measured language stands above its floor on labelled articles.
    """
    from detente.export.answers import language_list  # noqa: PLC0415  (`read` should not wait for it)
    from detente.reference.languages import load_language  # noqa: PLC0415

    write(language_list(map(load_language, language_codes())), sys.stdout)
