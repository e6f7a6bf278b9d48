"""Which documents are copies of one text."""

import sqlite3
from collections.abc import Iterable

from detente.merge import are_copies

_SAME = """
SELECT origins.origin FROM documents JOIN origins ON origins.document = documents.id
JOIN sketches ON sketches.document = documents.id
WHERE documents.text_key = (SELECT text_key FROM documents WHERE id = :id) AND documents.id <> :id
"""
# A copy word for word shares all that the first one shares, unless other parts of it are page furniture.
_AS_LONG = " AND sketches.size = (SELECT size FROM sketches WHERE document = :id) LIMIT 1"
_SHARING = """
SELECT origins.origin, sketches.size, shared FROM (
    SELECT other.document, count(*) AS shared
    FROM shingles AS mine CROSS JOIN shingles AS other ON other.number = mine.number AND other.document <> mine.document
    WHERE mine.document = :id GROUP BY other.document
) AS other
JOIN sketches ON sketches.document = other.document JOIN origins ON origins.document = other.document
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
    known = _origins_of_copies(connection, document)
    origin = min(key, *known) if known else key
    moved: set[int] = set()
    for other in known - {origin}:
        rows = connection.execute("SELECT document FROM origins WHERE origin = ?", (other,)).fetchall()
        moved.update(row["document"] for row in rows)
        connection.execute("UPDATE origins SET origin = ? WHERE origin = ?", (origin, other))
    connection.execute("INSERT INTO origins VALUES (?, ?)", (document, origin))
    return moved


def _origins_of_copies(connection: sqlite3.Connection, document: int) -> set[str]:
    """Origins of documents with the same text, or with half of the shorter text in common."""
    asked = {"id": document}
    same = connection.execute(_SAME + _AS_LONG, asked).fetchone()
    if same is not None:
        return {same["origin"]}
    found = {row["origin"] for row in connection.execute(_SAME, asked)}
    sketch = connection.execute("SELECT size FROM sketches WHERE document = ?", (document,)).fetchone()
    size = sketch["size"] if sketch else 0  # none in a damaged ledger only, of which `check` tells
    return found | {
        row["origin"] for row in connection.execute(_SHARING, asked) if are_copies(row["shared"], size, row["size"])
    }
