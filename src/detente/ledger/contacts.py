"""Contacts as rows: what lists, filters and channels ask for."""

import json
import sqlite3
from collections.abc import Iterable, Sequence

from detente.ledger.filing import parties_text
from detente.ledger.marks import SPAN, Marks
from detente.model import Status
from detente.model.contact import Contact

Pair = tuple[str, str]


def drop_contacts(connection: sqlite3.Connection, marks: Marks, reports: Iterable[int]) -> set[Pair]:
    """Remove the contacts of these reports; the ends of channels that they stood in.

    Args:
        marks: where their marks are gathered, to be written by the caller.
    """
    numbers = set()
    for report in reports:
        row = connection.execute("SELECT contact FROM contact_reports WHERE report = ?", (report,)).fetchone()
        if row is not None:
            numbers.add(row["contact"])
    pairs: set[Pair] = set()
    for number in numbers:
        rows = connection.execute("SELECT a, b FROM contact_pairs WHERE contact = ?", (number,))
        pairs.update((row["a"], row["b"]) for row in rows.fetchall())
        _drop(connection, marks, number)
    return pairs


def _drop(connection: sqlite3.Connection, marks: Marks, number: int) -> None:
    marks.remove(number)
    for table in ("contact_pairs", "promises", "tellings", "contact_reports"):
        connection.execute(f"DELETE FROM {table} WHERE contact = ?", (number,))  # noqa: S608  (our own text)
    connection.execute("DELETE FROM contacts WHERE number = ?", (number,))


def file_contact(connection: sqlite3.Connection, marks: Marks, contact: Contact, reports: Sequence[int]) -> set[Pair]:
    """Write a contact with its children; the ends of channels that it stands in.

    Args:
        marks: where its marks are gathered, to be written by the caller.
        reports: numbers of its reports.
    """
    row = contact_row(contact)
    inserted = connection.execute(_INSERT, row)
    number = int(inserted.lastrowid or 0)
    connection.executemany("INSERT INTO contact_reports VALUES (?, ?)", [(report, number) for report in reports])
    connection.execute(_TELLINGS, (row[-1], number))
    marks.add(number)
    pairs = _pairs(connection, contact)
    held = held_day(contact)
    connection.executemany(
        "INSERT INTO contact_pairs VALUES (?, ?, ?, ?)", [(*pair, held, number) for pair in sorted(pairs)]
    )
    return pairs


_INSERT = """
INSERT INTO contacts (id, kind, status, sides, parties, first, last, precision, place, asked_by, topics, outcomes,
                      told_by, reports, documents, origins, accounts, confirmed_by, day)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


_TELLINGS = """
INSERT INTO tellings SELECT DISTINCT contact_reports.contact, evidence.sentence, ?
FROM contact_reports JOIN evidence ON evidence.report = contact_reports.report
WHERE contact_reports.contact = ? AND evidence.sentence IS NOT NULL
"""


def contact_row(contact: Contact) -> tuple[object, ...]:
    """The columns of `contacts` from `id` on."""
    days = contact.days.value if contact.days else None
    fields = contact.kind, contact.status, contact.days, contact.place, contact.asked_by
    said = min((step.said.isoformat() for step in contact.history if step.said), default="")
    return (
        contact.id,
        contact.kind.value.value,
        contact.status.value.value,
        " ".join(contact.codes),
        parties_text([one.value for one in contact.parties]),
        days.start.isoformat() if days else None,
        days.end.isoformat() if days else None,
        days.precision.value if days else None,
        contact.place.value if contact.place else "",
        contact.asked_by.value if contact.asked_by else "",
        *(" ".join(one.value for one in many) for many in (contact.topics, contact.outcomes, contact.told_by)),
        len(contact.reports),
        contact.documents,
        contact.origins,
        sum(1 for field in fields if field is not None and len(field.accounts) > 1),
        json.dumps(contact.confirmed_by),
        days.end.isoformat() if days else said,
    )


def held_day(contact: Contact) -> str:
    """The day by which a contact counts for a cadence; "" when it was not held or its day is vaguer than a month."""
    days = contact.days.value if contact.days else None
    if contact.status.value is not Status.HELD or days is None or days.end - days.start >= SPAN:
        return ""
    return days.end.isoformat()


def _pairs(connection: sqlite3.Connection, contact: Contact) -> set[Pair]:
    """Ends of one level on different sides: state and state, office and office, body and body."""
    levels: list[set[Pair]] = [{(side, side) for side in contact.codes}, set(), set()]
    for one in contact.parties:
        party = one.value
        if party.side in contact.codes and party.office:
            levels[1].add((f"{party.side}: {party.office}", party.side))
            row = connection.execute(
                "SELECT body FROM offices WHERE side = ? AND office = ? ORDER BY learned, body LIMIT 1",
                (party.side, party.office),
            ).fetchone()
            if row is not None:
                levels[2].add((f"{party.side}: {row['body']}", party.side))
    return {(min(a, b), max(a, b)) for ends in levels for a, side in ends for b, other in ends if side < other}
