"""Sides as answers: states and bodies, with whom they are in contact, and who acts for them."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date

from detente.errors import NotFoundError
from detente.ledger.lines import channel_line
from detente.ledger.marks import held_days, shared_with
from detente.ledger.persons import count_persons, find_persons
from detente.ledger.queries import find_contacts
from detente.model import Kind, Status
from detente.model.listing import ChannelLine, Filter
from detente.model.views import DyadLine, StateLine, StateView
from detente.reference.registry import Registry
from detente.reference.sides import is_body, side_name

_SHOWN = 50  # persons and latest contacts of a side; their totals stand beside them
_SIDES = "SELECT * FROM marks WHERE field = 'side' AND contacts > 0 AND ? IN ('', value) ORDER BY contacts DESC, value"
_COUNTERPARTS = """
SELECT side, count(*) AS counterparts FROM (
    SELECT a AS side FROM channels WHERE level = 'state' UNION ALL SELECT b FROM channels WHERE level = 'state'
) GROUP BY side
"""
_LINKS = "SELECT a, b, contacts FROM channels WHERE level = 'state' ORDER BY contacts DESC, a, b"
_CHANNELS_OF = """
SELECT * FROM channels WHERE level = 'state' AND (a = :code OR b = :code) ORDER BY contacts DESC, a, b
"""


def find_states(connection: sqlite3.Connection, registry: Registry, on: date) -> Iterator[StateLine]:
    """Sides that take part in contacts, the one with the most first.

    Args:
        on: day up to which silence is counted.
    """
    return _lines(connection, registry, on, "")


def _lines(connection: sqlite3.Connection, registry: Registry, on: date, code: str) -> Iterator[StateLine]:
    """All sides, or the one of a code."""
    counterparts = {row["side"]: row["counterparts"] for row in connection.execute(_COUNTERPARTS)}
    for row in connection.execute(_SIDES, (code,)).fetchall():
        first, last = held_days(connection, row["id"]) if row["held"] else (None, None)
        yield StateLine(
            code=row["value"],
            name=side_name(row["value"], registry),
            body=is_body(row["value"], registry),
            contacts=row["contacts"],
            held=row["held"],
            counterparts=counterparts.get(row["value"], 0),
            first=first,
            last=last,
            silence_days=max((on - last).days, 0) if last else None,
        )


def show_state(connection: sqlite3.Connection, registry: Registry, code: str, on: date) -> StateView:
    """A side in full.

    Args:
        on: day up to which silence is counted.

    Raises:
        UsageError: no side of this code takes part in a contact.
    """
    line = next(_lines(connection, registry, on, code), None) if code else None
    if line is None:
        raise NotFoundError(f"no side {code!r} takes part in a contact; give a code such as RU, or UN for a body")
    own: dict[str, ChannelLine] = {}
    for row in connection.execute(_CHANNELS_OF, {"code": code}):
        channel = channel_line(row, on)
        own[channel.b if channel.a == code else channel.a] = channel
    shown = {code, *own}
    links = (tuple(row) for row in connection.execute(_LINKS))
    return StateView(
        line=line,
        counterparts=_dyads(connection, registry, code, own.items()),
        network=tuple((a, b, contacts) for a, b, contacts in links if a in shown and b in shown),
        persons=tuple(find_persons(connection, registry, side=code, limit=_SHOWN)),
        persons_total=count_persons(connection, registry, side=code),
        kinds=_counts(connection, code, "kind", Kind),
        statuses=_counts(connection, code, "status", Status),
        latest=tuple(find_contacts(connection, Filter(sides=(code,)), limit=_SHOWN)),
    )


def _dyads(
    connection: sqlite3.Connection, registry: Registry, code: str, channels: Iterable[tuple[str, ChannelLine]]
) -> tuple[DyadLine, ...]:
    marks = {other: ("dyad", " ".join(sorted((code, other)))) for other, _ in channels}
    planned = shared_with(connection, ("status", Status.PLANNED.value), marks.values())
    return tuple(
        DyadLine(
            code=other,
            name=side_name(other, registry),
            contacts=channel.contacts,
            held=channel.held,
            planned=planned.get(marks[other], 0),
            first=channel.first,
            last=channel.last,
            silence_days=channel.silence,
        )
        for other, channel in channels
    )


def _counts(connection: sqlite3.Connection, code: str, field: str, values: Iterable[str]) -> dict[str, int]:
    """Value -> contacts of a side, the most frequent first."""
    found = shared_with(connection, ("side", code), [(field, str(value)) for value in values])
    return {value: contacts for (_, value), contacts in sorted(found.items(), key=lambda one: -one[1])}
