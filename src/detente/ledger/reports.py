"""Reports as answers: what single documents say of single contacts."""

import sqlite3
from collections.abc import Iterator
from datetime import date

from detente.errors import NotFoundError
from detente.ledger.document import document_key_of
from detente.ledger.filing import interval_of, parties_of
from detente.ledger.judged import load_judged
from detente.ledger.lines import day_of
from detente.ledger.queries import contact_id, find_promises
from detente.ledger.tellings import telling_of, telling_of_report
from detente.ledger.where import Where
from detente.model import Kind, Status
from detente.model.views import ReportLine, ReportView

_LINES = """
SELECT told.*, contacts.id AS contact
FROM standing CROSS JOIN told ON told.report = standing.report
CROSS JOIN contact_reports ON contact_reports.report = standing.report
CROSS JOIN contacts ON contacts.number = contact_reports.contact
"""
_COUNT = "SELECT count(*) FROM standing"
_OF_DOCUMENT = "standing.document = (SELECT id FROM documents WHERE key = ?)"
_OF_CONTACT = """
standing.report IN (SELECT report FROM contact_reports WHERE contact = (SELECT number FROM contacts WHERE id = ?))
"""
# The latest reading that gave the report.
_REPORT = """
SELECT reports.*, contacts.id AS contact,
       substr(documents.text, documents.title_start + 1, documents.title_end - documents.title_start) AS title
FROM reports JOIN readings ON readings.id = reports.reading JOIN documents ON documents.id = readings.document
LEFT JOIN contact_reports ON contact_reports.report = reports.id
LEFT JOIN contacts ON contacts.number = contact_reports.contact
WHERE reports.handle = ? ORDER BY reports.reading DESC LIMIT 1
"""


def find_reports(
    connection: sqlite3.Connection, *, document: str = "", contact: str = "", limit: int | None = None, after: str = ""
) -> Iterator[ReportLine]:
    """Reports that hold, in the order of their handles, which stays while others come.

    Args:
        document: key of their document, or its first letters.
        contact: id of their contact, as `show_contact` understands it.
        limit: at most so many; None for all.
        after: handle of the report after which to go on.

    Raises:
        UsageError: there is no such document or contact.
    """
    where = _told(connection, document, contact)
    if after:
        where.add("standing.handle > ?", after)
    query = where.query(_LINES, "ORDER BY standing.handle LIMIT ?")
    rows = connection.execute(query, [*where.values, -1 if limit is None else limit])
    return (_line(row, row["contact"]) for row in rows)


def count_reports(connection: sqlite3.Connection, *, document: str = "", contact: str = "") -> int:
    """How many reports fit; the arguments are those of `find_reports`."""
    where = _told(connection, document, contact)
    return int(connection.execute(where.query(_COUNT), where.values).fetchone()[0])


def _told(connection: sqlite3.Connection, document: str, contact: str) -> Where:
    where = Where()
    if document:
        where.add(_OF_DOCUMENT, document_key_of(connection, document))
    if contact:
        where.add(_OF_CONTACT, contact_id(connection, contact))
    return where


def _line(row: sqlite3.Row, contact: str) -> ReportLine:
    return ReportLine(
        handle=row["handle"],
        contact=contact,
        document=row["document_key"],
        outlet=row["outlet"] or "",
        lang=row["lang"],
        published=day_of(row["published"]),
        kind=Kind(row["kind"]),
        status=Status(row["status"]),
        sides=tuple(row["sides"].split()),
        parties=parties_of(row["parties"]),
        days=interval_of(row["first"], row["last"], row["precision"]),
        place=row["place"],
        asked_by=row["asked_by"],
        topics=tuple(row["topics"].split()),
        outcomes=tuple(row["outcomes"].split()),
        told_by=tuple(row["told_by"].split()),
    )


def show_report(connection: sqlite3.Connection, handle: str, on: date) -> ReportView:
    """A report in full, also one of an earlier reading or one that was rejected.

    Args:
        on: day as of which promises are overdue.

    Raises:
        UsageError: there is none.
    """
    row = connection.execute(_REPORT, (handle,)).fetchone()
    if row is None:
        raise NotFoundError(f"no report {handle!r}; `detente show` names the reports of a contact")
    told = telling_of_report(connection, row["id"])
    telling = telling_of(connection, told)
    promises = find_promises(connection, on, contact=row["contact"]) if row["contact"] else ()
    return ReportView(
        line=_line(told, row["contact"] or ""),
        holds=row["contact"] is not None,
        rejected=None if row["contact"] else load_judged(connection).rejections().get(handle),
        reader=row["reader"],
        pattern=row["pattern"],
        version=telling.version,
        learned=told["learned"],
        name=telling.name,
        url=telling.url,
        title=row["title"] or "",
        origin=telling.origin,
        official=told["official"],
        place_side=row["place_side"],
        place_whole=bool(row["place_whole"]),
        headline=bool(row["headline"]),
        passages=telling.passages,
        promises=tuple(one for one in promises if one.report == handle),
    )
