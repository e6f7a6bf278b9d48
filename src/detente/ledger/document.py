"""One document as an answer: its text, what was read in it, and what became of that."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import date

from detente.errors import NotFoundError, UsageError
from detente.ledger.captures import captures_of
from detente.ledger.judged import load_judged
from detente.ledger.lines import document_line
from detente.ledger.queries import find_documents
from detente.ledger.tellings import telling_of, tellings_of_reading
from detente.model import Span
from detente.model.contact import Judgement
from detente.model.listing import Telling
from detente.model.report import Rejected
from detente.model.text import Junk
from detente.model.views import DocumentPassage, DocumentTelling, DocumentView, ReadingLine

_KEY = 64  # letters of a key in full
_DOCUMENT = """
SELECT documents.*, substr(text, title_start + 1, title_end - title_start) AS title, readings.id AS reading,
       readings.lang, readings.official, readings.dated, readings.junk, readings.rejected, origins.origin,
       (SELECT count(*) FROM reports WHERE reports.reading = readings.id) AS reports,
       (SELECT count(*) FROM origins AS other WHERE other.origin = origins.origin) AS copies
FROM documents JOIN readings ON readings.id = (SELECT max(id) FROM readings WHERE document = documents.id)
LEFT JOIN origins ON origins.document = documents.id WHERE documents.key = ?
"""
_READINGS = """
SELECT id, version, lang, learned, (SELECT count(*) FROM reports WHERE reading = readings.id) AS reports
FROM readings WHERE document = ? ORDER BY id DESC
"""
_CONTACTS = """
SELECT standing.handle, contacts.id FROM standing JOIN contact_reports USING (report)
JOIN contacts ON contacts.number = contact_reports.contact WHERE standing.document = ?
"""


def document_key_of(connection: sqlite3.Connection, asked: str) -> str:
    """The key of the document that is asked for by its key or the first letters of it.

    Raises:
        UsageError: there is none, or several begin so.
    """
    rows = []
    if asked.isalnum() and asked.isascii() and len(asked) <= _KEY:
        query = "SELECT key FROM documents WHERE key >= ? AND key < ? || '~' LIMIT 2"
        rows = connection.execute(query, (asked, asked)).fetchall()
    if len(rows) > 1:
        raise UsageError(f"several documents begin with {asked}; write more letters of the key")
    if not rows:
        raise NotFoundError(f"no document {asked!r}; `detente documents --json` lists the keys of those that there are")
    return str(rows[0]["key"])


def show_document(connection: sqlite3.Connection, asked: str) -> DocumentView:
    """A document in full, as its latest reading has it.

    Args:
        asked: its key, or the first letters of it.

    Raises:
        UsageError: there is none, or several begin so.
    """
    key = document_key_of(connection, asked)
    row = connection.execute(_DOCUMENT, (key,)).fetchone()
    contacts = {one["handle"]: one["id"] for one in connection.execute(_CONTACTS, (row["id"],))}
    found = [telling_of(connection, one) for one in tellings_of_reading(connection, row["reading"])]
    tellings = sorted(found, key=lambda telling: (telling.passages[0].span, telling.report))
    rejected = load_judged(connection).rejections()
    days = [date.fromisoformat(day) for day in json.loads(row["dated"])]
    copies = find_documents(connection, origin=row["origin"]) if row["origin"] else ()
    near = [
        Rejected(span=Span(start=start, end=end), cue=cue, reason=reason)
        for start, end, cue, reason in json.loads(row["rejected"])
    ]
    return DocumentView(
        line=document_line(row),
        text=row["text"],
        title=Span(start=row["title_start"], end=row["title_end"]) if row["title_end"] else None,
        official=row["official"],
        dated=(days[0], days[-1]) if days else None,
        junk=tuple(Junk(span=Span(start=start, end=end), rule=rule) for start, end, rule in json.loads(row["junk"])),
        passages=tuple(
            sorted(
                (passage for telling in tellings for passage in _passages(telling, contacts)),
                key=lambda passage: (passage.span.start, -passage.span.end, passage.field, passage.report),
            )
        ),
        tellings=tuple(_told(telling, contacts, rejected) for telling in tellings),
        rejected=tuple(sorted(near, key=lambda one: one.span)),
        readings=_readings(connection, row["id"]),
        copies=tuple(line for line in copies if line.key != key),
        captures=captures_of(connection, row["id"]),
    )


def _passages(telling: Telling, contacts: Mapping[str, str]) -> list[DocumentPassage]:
    contact = contacts.get(telling.report, "")
    return [
        DocumentPassage(span=one.span, field=one.field, value=one.value, report=telling.report, contact=contact)
        for one in telling.passages
    ]


def _told(telling: Telling, contacts: Mapping[str, str], rejected: Mapping[str, Judgement]) -> DocumentTelling:
    contact = contacts.get(telling.report, "")
    return DocumentTelling(telling=telling, contact=contact, rejected=None if contact else rejected.get(telling.report))


def _readings(connection: sqlite3.Connection, document: int) -> tuple[ReadingLine, ...]:
    return tuple(
        ReadingLine(
            version=row["version"],
            lang=row["lang"],
            learned=row["learned"],
            reports=row["reports"],
            latest=number == 0,
        )
        for number, row in enumerate(connection.execute(_READINGS, (document,)))
    )
