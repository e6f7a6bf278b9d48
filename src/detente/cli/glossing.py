"""`--gloss`: who makes the English glosses of a command, and what it did."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.second import second_reader
from detente.export.screen import one_line
from detente.settings import Settings

if TYPE_CHECKING:
    from detente.consult.glossing import Glosses
    from detente.consult.model import Model

Gloss = Annotated[
    bool,
    typer.Option(
        "--gloss", help="Show an English gloss beside each quotation, made by the language model of the settings."
    ),
]


@contextmanager
def glosses_of(model: "Model | None", settings: Settings, *, wanted: bool) -> "Iterator[Glosses | None]":
    """Who makes glosses, None when nobody wants any.

    Args:
        model: the second reader of the same command, whose budget then bounds the glosses too.

    Raises:
        UsageError: nobody said where the model is.
    """
    if not wanted:
        yield None
    elif model is not None:
        yield _made_by(model)
    else:
        with second_reader("both", None, settings, about="quotations", instead="leave --gloss out") as asked:
            yield None if asked is None else _made_by(asked)


def _made_by(model: "Model") -> "Glosses":
    from detente.consult.glossing import Glosses  # noqa: PLC0415  (brings httpx and pydantic)

    return Glosses(model, lambda line: typer.echo(one_line(line), err=True))
