"""Facets as an answer: what contacts can be filtered by, and how many there are of each."""

import sqlite3

from detente.model.views import Facets
from detente.reference.registry import Registry


def facets(connection: sqlite3.Connection, registry: Registry, *, most: int | None = None) -> Facets:
    """The values of every field, the most frequent first.

    Args:
        most: of each field at most so many, None for all; `Facet.total` says how many there are.
    """
    raise NotImplementedError
