"""Reports with the words that they rest on."""

import sqlite3

from detente.ledger.captures import captures_of
from detente.ledger.lines import day_of
from detente.model import Span
from detente.model.listing import Passage, Telling

_TELLING = """
SELECT told.*, documents.name, documents.url, documents.text, readings.version, documents.learned AS document_learned
FROM {source} JOIN documents ON documents.id = told.document JOIN readings ON readings.id = told.reading
WHERE {condition} = ? ORDER BY coalesce(told.published, '9999'), told.handle
"""
_OF_CONTACT = _TELLING.format(
    source="contact_reports JOIN told ON told.report = contact_reports.report", condition="contact_reports.contact"
)
_OF_READING = _TELLING.format(source="told", condition="told.reading")
_OF_REPORT = _TELLING.format(source="told", condition="told.report")
_EVIDENCE = """
SELECT field, value, start, "end" FROM evidence WHERE report = ?
ORDER BY field <> 'quote', field, value, start, "end"
"""


def tellings_of_contact(connection: sqlite3.Connection, number: int) -> list[sqlite3.Row]:
    """The reports of a contact in order of publication, for `telling_of`."""
    return connection.execute(_OF_CONTACT, (number,)).fetchall()


def tellings_of_reading(connection: sqlite3.Connection, number: int) -> list[sqlite3.Row]:
    """The reports of a reading, for `telling_of`."""
    return connection.execute(_OF_READING, (number,)).fetchall()


def telling_of_report(connection: sqlite3.Connection, number: int) -> sqlite3.Row:
    """A report that there is, for `telling_of`."""
    return connection.execute(_OF_REPORT, (number,)).fetchone()  # type: ignore[no-any-return]  # sqlite3.Row


def telling_of(connection: sqlite3.Connection, row: sqlite3.Row) -> Telling:
    """A report with its document and its words."""
    evidence = connection.execute(_EVIDENCE, (row["report"],))
    captures = captures_of(connection, row["document"])
    return Telling(
        report=row["handle"],
        document=row["document_key"],
        name=row["name"],
        outlet=row["outlet"] or "",
        url=row["url"] or "",
        lang=row["lang"],
        published=day_of(row["published"]),
        learned=row["document_learned"],
        origin=row["origin"] or row["document_key"],
        version=row["version"],
        kind=row["kind"],
        status=row["status"],
        told_by=tuple(row["told_by"].split()),
        passages=tuple(
            Passage(
                field=one["field"],
                value=one["value"],
                span=Span(start=one["start"], end=one["end"]),
                words=row["text"][one["start"] : one["end"]],
            )
            for one in evidence
        ),
        capture=captures[0] if captures else None,
    )
