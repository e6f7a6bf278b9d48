"""Channels as rows: two counterparts and the rhythm of what they held."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from itertools import pairwise


def file_channels(connection: sqlite3.Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Make the rows of these channels anew; one without a contact has none."""
    for a, b in sorted(pairs):
        days = [
            row["day"]
            for row in connection.execute("SELECT day FROM contact_pairs WHERE a = ? AND b = ? ORDER BY day", (a, b))
        ]
        connection.execute("DELETE FROM channels WHERE a = ? AND b = ?", (a, b))
        if days:
            connection.execute(
                "INSERT INTO channels VALUES (?, ?, ?, ?, ?, ?, ?, ?)", channel_row(connection, a, b, days)
            )


def channel_row(connection: sqlite3.Connection, a: str, b: str, days: list[str]) -> tuple[object, ...]:
    """The columns of `channels` from the held days of a channel, "" for a contact that was not held."""
    held = [day for day in days if day]
    return (
        a,
        b,
        _level(connection, a),
        len(days),
        len(held),
        held[0] if held else "",
        held[-1] if held else "",
        gaps(held),
    )


def gaps(held: Iterable[str]) -> str:
    """Days from one held day to the next as a JSON list, the shortest first; contacts of one day are one."""
    known = sorted({date.fromisoformat(day) for day in held})
    return json.dumps(sorted((later - earlier).days for earlier, later in pairwise(known)))


def _level(connection: sqlite3.Connection, end: str) -> str:
    side, colon, name = end.partition(": ")
    if not colon:
        return "state"
    found = connection.execute("SELECT 1 FROM offices WHERE side = ? AND body = ?", (side, name)).fetchone()
    return "body" if found else "office"
