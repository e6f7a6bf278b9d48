"""Persons as answers: who takes part in contacts, for whom, with whom."""

import sqlite3
from collections.abc import Iterator
from datetime import date

from detente.model.views import PersonLine, PersonView
from detente.reference.registry import Registry


def find_persons(
    connection: sqlite3.Connection,
    registry: Registry,
    *,
    text: str = "",
    side: str = "",
    limit: int | None = None,
    after: str = "",
) -> Iterator[PersonLine]:
    """Persons who take part in contacts, the one with the most contacts first.

    Args:
        text: words of a name in any script that the registry has, each from its beginning: `lavr` finds Lavrov.
        side: code for which they act.
        limit: at most so many; None for all.
        after: key of the person after whom to go on.

    Raises:
        UsageError: `after` is nobody.
    """
    raise NotImplementedError


def count_persons(connection: sqlite3.Connection, registry: Registry, *, text: str = "", side: str = "") -> int:
    """How many persons fit."""
    raise NotImplementedError


def show_person(connection: sqlite3.Connection, registry: Registry, key: str, on: date) -> PersonView:
    """A person in full.

    Args:
        key: as of `PersonLine`.
        on: day as of which terms are current.

    Raises:
        UsageError: nobody of this key takes part in a contact.
    """
    raise NotImplementedError
