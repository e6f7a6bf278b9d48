"""The ledger that a command means, opened: as it is, or as it was on a day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.book import ledger_path
from detente.cli.given import parse_day
from detente.ledger import Ledger
from detente.reference.registry import Registry, load_registry
from detente.settings import load_settings

AsOf = Annotated[
    date | None,
    typer.Option("--as-of", parser=parse_day, metavar="DAY", help="Answer with what had been learned by that day."),
]


@contextmanager
def opened(ledger: Path | None, as_of: date | None = None) -> Iterator[Ledger]:
    """The ledger, its contacts up to date, as it is or as it was; what SQLite reports inside is said in our words."""
    with Ledger.open(ledger_path(ledger, load_settings())) as book, book.speaking():
        book.refresh()
        if as_of is None:
            yield book
            return
        with book.as_of(as_of) as then, then.speaking():
            yield then


def registry() -> Registry:
    """The registry with the caller's settings."""
    settings = load_settings()
    return load_registry(settings.overlay, settings.cache)
