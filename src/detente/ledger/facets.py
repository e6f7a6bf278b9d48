"""Facets as an answer: what contacts can be filtered by, and how many there are of each."""

import sqlite3
from collections.abc import Callable, Sequence

from detente.ledger.marks import PERSONS
from detente.model.views import Facet, Facets, FacetValue
from detente.reference.registry import Registry
from detente.reference.sides import side_name


def facets(connection: sqlite3.Connection, registry: Registry, *, most: int | None = None) -> Facets:
    """The values of every field, the most frequent first.

    Args:
        most: of each field at most so many, None for all; `Facet.total` says how many there are.
    """

    def facet(*fields: str, name: Callable[[str], str] = str) -> Facet:
        return _facet(connection, fields, most, name)

    return Facets(
        sides=facet("side", name=lambda code: side_name(code, registry)),
        persons=facet(*PERSONS, name=lambda key: registry.persons[key].name if key in registry.persons else key),
        offices=facet("office"),
        kinds=facet("kind"),
        statuses=facet("status"),
        topics=facet("topic"),
        places=facet("place"),
        outlets=facet("outlet"),
        langs=facet("lang"),
    )


def _facet(
    connection: sqlite3.Connection, fields: Sequence[str], most: int | None, name: Callable[[str], str]
) -> Facet:
    wanted = f"FROM marks WHERE field IN ({', '.join('?' * len(fields))}) AND contacts > 0"
    total = connection.execute(f"SELECT count(*) {wanted}", fields).fetchone()[0]
    rows = connection.execute(
        f"SELECT value, contacts {wanted} ORDER BY contacts DESC, value LIMIT ?",
        (*fields, -1 if most is None else most),
    )
    values = (FacetValue(value=row["value"], name=name(row["value"]), contacts=row["contacts"]) for row in rows)
    return Facet(values=tuple(values), total=total)
