"""How far a ledger has come, and where its contacts have gone: what is asked by those who follow it over time."""

import sqlite3
from collections.abc import Iterator
from hashlib import blake2b

from detente.ledger.lines import contact_line
from detente.ledger.search import Search
from detente.model.listing import ContactLine, Filter

# They grow with every further report that says the same; the number is another one whenever a contact is made anew.
_NO_NEWS = frozenset({"number", "reports", "documents", "origins"})

_FORWARDED = "SELECT contacts.* FROM forwards JOIN contacts ON contacts.id = forwards.contact WHERE forwards.id = ?"
_REPORTS = """
SELECT standing.handle FROM contacts JOIN contact_reports ON contact_reports.contact = contacts.number
JOIN standing ON standing.report = contact_reports.report WHERE contacts.id = ?
"""


def progress(connection: sqlite3.Connection) -> tuple[int, int]:
    """The last reading and the last judgement that the contacts follow from."""
    row = connection.execute("SELECT readings, judgements FROM progress").fetchone()
    return int(row["readings"]), int(row["judgements"])


def contact_marks(connection: sqlite3.Connection, wanted: Filter) -> Iterator[tuple[str, str]]:
    """Id and mark of each contact that fits: a mark is another one when more than the counts of the contact changes.

    Ten times faster than to compare the contacts themselves, of which hardly any has changed between two looks.
    """
    rows = Search(connection, wanted).rows(None, None)
    names = [column[0] for column in rows.description]
    told = [place for place, name in enumerate(names) if name not in _NO_NEWS]
    identity = names.index("id")
    for row in rows:
        yield row[identity], blake2b(repr([row[place] for place in told]).encode(), digest_size=12).hexdigest()


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
