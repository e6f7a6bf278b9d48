"""Which documents are copies of one text."""

import sqlite3
from collections.abc import Iterable

from detente.merge import are_copies

_SHARING = """
SELECT sharing.document, sharing.shared, sketches.size
FROM (
    SELECT other.document, count(*) AS shared
    FROM shingles AS mine CROSS JOIN shingles AS other
    ON other.number = mine.number AND other.document <> mine.document
    WHERE mine.document = ? GROUP BY other.document
) AS sharing
CROSS JOIN sketches ON sketches.document = sharing.document
"""


def file_origins(connection: sqlite3.Connection, documents: Iterable[int]) -> set[int]:
    """Give each document that has none its origin; the documents whose origin is another one now.

    An origin is named by the least key among its copies, so that it does not depend on the order of arrival.
    """
    changed: set[int] = set()
    for document in documents:
        if connection.execute("SELECT 1 FROM origins WHERE document = ?", (document,)).fetchone() is None:
            changed |= _file(connection, document)
    return changed


def _file(connection: sqlite3.Connection, document: int) -> set[int]:
    key = connection.execute("SELECT key FROM documents WHERE id = ?", (document,)).fetchone()["key"]
    known = _origins_of(connection, _copies(connection, document))
    origin = min(key, *known) if known else key
    moved: set[int] = set()
    for other in known - {origin}:
        rows = connection.execute("SELECT document FROM origins WHERE origin = ?", (other,)).fetchall()
        moved.update(row["document"] for row in rows)
        connection.execute("UPDATE origins SET origin = ? WHERE origin = ?", (origin, other))
    connection.execute("INSERT INTO origins VALUES (?, ?)", (document, origin))
    return moved


def _origins_of(connection: sqlite3.Connection, documents: Iterable[int]) -> set[str]:
    rows = (
        connection.execute("SELECT origin FROM origins WHERE document = ?", (document,)).fetchone()
        for document in documents
    )
    return {row["origin"] for row in rows if row is not None}


def _copies(connection: sqlite3.Connection, document: int) -> set[int]:
    """Documents with the same text, or with half of the shorter text in common."""
    same = connection.execute(
        "SELECT id FROM documents WHERE text_key = (SELECT text_key FROM documents WHERE id = ?) AND id <> ?",
        (document, document),
    )
    found = {int(row["id"]) for row in same}
    size = _size(connection, document)
    # A copy word for word shares all that the first one shares; only a text that is new need be compared.
    if any(connection.execute("SELECT 1 FROM origins WHERE document = ?", (one,)).fetchone() for one in found):
        return found
    for row in connection.execute(_SHARING, (document,)):
        if are_copies(row["shared"], size, row["size"]):
            found.add(int(row["document"]))
    return found


def _size(connection: sqlite3.Connection, document: int) -> int:
    row = connection.execute("SELECT size FROM sketches WHERE document = ?", (document,)).fetchone()
    return int(row["size"]) if row else 0
