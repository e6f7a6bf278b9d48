"""Where documents were fetched: kept beside them, told, and asked before an address is read again."""

import sqlite3
from collections.abc import Iterable
from datetime import date

from detente.ledger.filing import document_key
from detente.model import Capture, Document, Span, Stamp, Visit

_CAPTURE = """
INSERT INTO captures (record, asked, url, fetched, sha256, archive, learned) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
"""
_CAPTURED = """
INSERT INTO captured SELECT documents.id, captures.id FROM documents, captures
WHERE documents.key = ? AND captures.record = ? ON CONFLICT DO NOTHING
"""
# Only where every document stands: otherwise an unchanged page would never give those that are missing.
_VISIT = """
INSERT INTO visits SELECT id, :etag, :modified, :said FROM captures
WHERE record = :record AND (SELECT count(*) FROM captured WHERE capture = captures.id) = :documents
ON CONFLICT DO NOTHING
"""
_VISITED = """
SELECT captures.id, etag, modified FROM captures JOIN visits ON visits.capture = captures.id
WHERE asked = :asked AND said = :said AND (archive <> '' OR NOT :kept) ORDER BY captures.id DESC LIMIT 1
"""
_DOCUMENTS = """
SELECT documents.*, readings.lang FROM captured JOIN documents ON documents.id = captured.document
JOIN readings ON readings.id = (SELECT max(id) FROM readings WHERE document = documents.id)
WHERE captured.capture = ? ORDER BY documents.id
"""
_OF_DOCUMENT = """
SELECT captures.* FROM captured JOIN captures ON captures.id = captured.capture WHERE captured.document = ?
ORDER BY captures.fetched DESC, captures.id DESC
"""


def file_capture(connection: sqlite3.Connection, document: Document, learned: str) -> None:
    """Keep where a document was fetched, inside a transaction; a document that was refused has only its answer."""
    one = document.capture
    if one is not None:
        row = (one.record, one.asked, one.url, one.fetched, one.sha256, one.archive, learned)
        connection.execute(_CAPTURE, row)
        connection.execute(_CAPTURED, (document_key(document), one.record))


def file_visits(connection: sqlite3.Connection, visits: Iterable[Visit]) -> None:
    """Keep what sites said of the state of answers, inside a transaction, as far as all their documents stand here."""
    for one in visits:
        asked = {
            "etag": one.stamp.etag or "",
            "modified": one.stamp.modified or "",
            "said": one.said,
            "record": one.capture.record,
            "documents": one.documents,
        }
        connection.execute(_VISIT, asked)


def last_visit(
    connection: sqlite3.Connection, address: str, said: str, *, kept: bool
) -> tuple[Stamp, tuple[Document, ...]] | None:
    """What the site of an address said when it was last read with the same words of the caller, and what was read.

    Args:
        kept: whether only an answer counts that stands in an archive.
    """
    row = connection.execute(_VISITED, {"asked": address, "said": said, "kept": kept}).fetchone()
    if row is None:
        return None
    documents = tuple(map(_document, connection.execute(_DOCUMENTS, (row["id"],)).fetchall()))
    return Stamp(etag=row["etag"] or None, modified=row["modified"] or None), documents


def captures_of(connection: sqlite3.Connection, document: int) -> tuple[Capture, ...]:
    """The answers that a document was read from, the latest first.

    Args:
        document: its number.
    """
    return tuple(
        Capture(
            asked=row["asked"],
            url=row["url"],
            fetched=row["fetched"],
            sha256=row["sha256"],
            record=row["record"],
            archive=row["archive"],
        )
        for row in connection.execute(_OF_DOCUMENT, (document,))
    )


def _document(row: sqlite3.Row) -> Document:
    """A document as it was given; whether its source named it is told by its key."""
    title = Span(start=row["title_start"], end=row["title_end"]) if row["title_end"] else None
    found, named = (
        Document(
            id=row["name"],
            text=row["text"],
            title=title,
            published=date.fromisoformat(row["published"]) if row["published"] else None,
            lang=row["lang"],
            outlet=row["outlet"],
            url=row["url"],
            named=named,
        )
        for named in (False, True)
    )
    return named if document_key(named) == row["key"] else found
