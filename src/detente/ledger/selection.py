"""What an export takes: the contacts that fit a filter, in full or as lines, with their documents and counts."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from detente.ledger.coverage import coverage_of
from detente.ledger.judged import load_judged
from detente.ledger.queries import count_contacts, find_contacts, find_documents, show_contact
from detente.model.listing import ContactLine, ContactView, DocumentLine, Filter
from detente.model.selection import Coverage, Matched

_DOCUMENTS_OF = """
SELECT DISTINCT told.document_key AS key FROM contacts JOIN contact_reports ON contact_reports.contact = contacts.number
JOIN told ON told.report = contact_reports.report WHERE contacts.id = ?
"""
_LEARNED = """
SELECT contacts.id, max(documents.learned) AS learned FROM contacts
JOIN contact_reports ON contact_reports.contact = contacts.number
JOIN standing ON standing.report = contact_reports.report JOIN documents ON documents.id = standing.document
GROUP BY contacts.id ORDER BY learned DESC, contacts.id
"""


@contextmanager
def one_state(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is asked inside is answered from one state of the ledger, whoever writes meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


class Selection:
    """The contacts that fit a filter.

    Args:
        connection: to a ledger that is up to date.
        wanted: the filter.
        on: day as of which promises are overdue.
    """

    def __init__(self, connection: sqlite3.Connection, wanted: Filter, on: date) -> None:
        self._connection, self._wanted, self._on = connection, wanted, on

    def coverage(self) -> Coverage:
        """What the whole ledger covers."""
        return coverage_of(self._connection)

    def matched(self) -> Matched:
        """How much fits: contacts by a count of their own, reports by the counts that stand with the contacts."""
        return Matched(
            contacts=count_contacts(self._connection, self._wanted),
            reports=sum(line.reports for line in self.lines()),
            documents=len(self._keys()),
        )

    def lines(self) -> Iterator[ContactLine]:
        """Contacts as in a list, the latest day first."""
        return find_contacts(self._connection, self._wanted)

    def views(self) -> Iterator[ContactView]:
        """Contacts in full, the latest day first."""
        judged = load_judged(self._connection)
        for line in self.lines():
            yield show_contact(self._connection, line.id, self._on, judged=judged)

    def newest(self, most: int) -> Iterator[ContactView]:
        """Contacts in full, those of which something was learned last first.

        Args:
            most: at most so many.
        """
        wanted = {line.id for line in self.lines()}
        ids = [row["id"] for row in self._connection.execute(_LEARNED) if row["id"] in wanted]
        judged = load_judged(self._connection)
        for one in ids[:most]:
            yield show_contact(self._connection, one, self._on, judged=judged)

    def documents(self) -> Iterator[DocumentLine]:
        """Documents that tell of the contacts, the latest day of publication first."""
        keys = self._keys()
        return (line for line in find_documents(self._connection) if line.key in keys)

    def _keys(self) -> frozenset[str]:
        asked = (self._connection.execute(_DOCUMENTS_OF, (line.id,)) for line in self.lines())
        return frozenset(row["key"] for rows in asked for row in rows)
