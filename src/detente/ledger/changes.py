"""How far a ledger has come, and where its contacts have gone: what is asked by those who follow it over time."""

import sqlite3

from detente.ledger.lines import contact_line
from detente.model.listing import ContactLine

_FORWARDED = "SELECT contacts.* FROM forwards JOIN contacts ON contacts.id = forwards.contact WHERE forwards.id = ?"
_REPORTS = """
SELECT standing.handle FROM contacts JOIN contact_reports ON contact_reports.contact = contacts.number
JOIN standing ON standing.report = contact_reports.report WHERE contacts.id = ?
"""


def progress(connection: sqlite3.Connection) -> tuple[int, int]:
    """The last reading and the last judgement that the contacts follow from."""
    row = connection.execute("SELECT readings, judgements FROM progress").fetchone()
    return int(row["readings"]), int(row["judgements"])


def find_contact(connection: sqlite3.Connection, identity: str) -> ContactLine | None:
    """The contact with an id, or the one that it was given away to; None when its reports count no more."""
    for query in ("SELECT * FROM contacts WHERE id = ?", _FORWARDED):
        row = connection.execute(query, (identity,)).fetchone()
        if row is not None:
            return contact_line(row)
    return None


def reports_of(connection: sqlite3.Connection, contact: str) -> frozenset[str]:
    """Ids of the reports of a contact."""
    return frozenset(row["handle"] for row in connection.execute(_REPORTS, (contact,)))
