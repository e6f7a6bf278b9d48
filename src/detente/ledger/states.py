"""Sides as answers: states and bodies, with whom they are in contact, and who acts for them."""

import sqlite3
from collections.abc import Iterator
from datetime import date

from detente.model.views import StateLine, StateView
from detente.reference.registry import Registry


def find_states(connection: sqlite3.Connection, registry: Registry, on: date) -> Iterator[StateLine]:
    """Sides that take part in contacts, the one with the most first.

    Args:
        on: day asked for; silences of `show_state` are counted up to it.
    """
    raise NotImplementedError


def show_state(connection: sqlite3.Connection, registry: Registry, code: str, on: date) -> StateView:
    """A side in full.

    Args:
        on: day up to which silence is counted.

    Raises:
        UsageError: no side of this code takes part in a contact.
    """
    raise NotImplementedError
