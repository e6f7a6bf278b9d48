"""What can be wrong with a ledger, looked for."""

import sqlite3
from collections import Counter
from collections.abc import Iterator

from detente.ledger.filing import short_id, text_key
from detente.ledger.marks import wrong_bits
from detente.model.listing import Fault

# What refers to a row that there is not, or to none where there should be one; a name, and a query for where.
_ORPHANS = {
    "a document without a reading": "SELECT key FROM documents WHERE id NOT IN (SELECT document FROM readings)",
    "a document without its words in the index": (
        "SELECT key FROM documents WHERE id IN (SELECT document FROM sentences"
        " WHERE id NOT IN (SELECT rowid FROM sentence_words))"
    ),
    "a report without its evidence": "SELECT handle FROM reports WHERE id NOT IN (SELECT report FROM evidence)",
    "a report with a side without evidence": (
        "SELECT handle FROM reports WHERE length(sides) - length(replace(sides, ' ', '')) + 1 <>"
        " (SELECT count(DISTINCT value) FROM evidence WHERE report = reports.id AND field = 'side')"
    ),
    "a document without its sketch": (
        "SELECT key FROM documents LEFT JOIN sketches ON sketches.document = documents.id"
        " WHERE size IS NOT (SELECT count(*) FROM shingles WHERE shingles.document = documents.id)"
    ),
    "a contact without a report": "SELECT id FROM contacts WHERE number NOT IN (SELECT contact FROM contact_reports)",
    "a report in no contact": ("SELECT handle FROM standing WHERE report NOT IN (SELECT report FROM contact_reports)"),
    "a promise without its contact": "SELECT id FROM promises WHERE contact NOT IN (SELECT number FROM contacts)",
    "evidence outside its text": (
        "SELECT reports.handle FROM evidence JOIN reports ON reports.id = evidence.report"
        " JOIN readings ON readings.id = reports.reading JOIN documents ON documents.id = readings.document"
        """ WHERE evidence.start < 0 OR evidence."end" > length(documents.text) OR evidence.start >= evidence."end" """
    ),
    "evidence outside its sentence": (
        "SELECT reports.handle FROM evidence JOIN reports ON reports.id = evidence.report"
        " JOIN readings ON readings.id = reports.reading JOIN sentences ON sentences.id = evidence.sentence"
        """ WHERE sentences.document <> readings.document OR evidence.start < sentences.start
               OR evidence.start >= sentences."end" """
    ),
}
# What must be the same after a rebuild; internal numbers are left out.
_SAME = {
    "contacts": (
        "SELECT id, kind, status, sides, parties, first, last, precision, place, asked_by, topics, outcomes, told_by,"
        " reports, documents, origins, accounts, confirmed_by, day FROM contacts ORDER BY id"
    ),
    "reports of contacts": (
        "SELECT contacts.id, standing.handle FROM contact_reports JOIN standing USING (report)"
        " JOIN contacts ON contacts.number = contact_reports.contact ORDER BY 1, 2"
    ),
    "channels": "SELECT * FROM channels ORDER BY a, b",
    "promises": (
        "SELECT id, kind, by, sides, topics, said, due_first, due_last, regular, state, settled_by, settled_on, report,"
        """ start, "end" FROM promises ORDER BY id"""
    ),
    "forwards": "SELECT id, contact FROM forwards ORDER BY id",
    "origins": "SELECT key, origin FROM origins JOIN documents ON documents.id = origins.document ORDER BY key",
    "what contacts are found by": (
        "SELECT contacts.id, field, value, marked.day, marked.first FROM marked JOIN marks ON marks.id = marked.mark"
        " JOIN contacts ON contacts.number = marked.contact ORDER BY 1, 2, 3"
    ),
    "numbers of contacts": (
        "SELECT field, value, contacts, held FROM marks WHERE contacts <> 0 OR held <> 0 ORDER BY 1, 2"
    ),
    "offices of persons": "SELECT * FROM person_offices WHERE contacts <> 0 ORDER BY 1, 2, 3",
    "sentences of contacts": (
        "SELECT contacts.id, documents.key, sentences.start FROM tellings"
        " JOIN contacts ON contacts.number = tellings.contact JOIN sentences ON sentences.id = tellings.sentence"
        " JOIN documents ON documents.id = sentences.document ORDER BY 1, 2, 3"
    ),
    "pairs of contacts": (
        "SELECT contacts.id, a, b, contact_pairs.day FROM contact_pairs"
        " JOIN contacts ON contacts.number = contact_pairs.contact ORDER BY 1, 2, 3, 4"
    ),
}
_NAMED = """
SELECT documents.key, reports.reading, reports.handle, reports.sides,
       (SELECT min(start) FROM evidence WHERE report = reports.id AND field = 'quote') AS start
FROM reports JOIN readings ON readings.id = reports.reading JOIN documents ON documents.id = readings.document
ORDER BY reports.reading, reports.id
"""


def find_faults(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Faults of the file, of what refers to what, and of evidence."""
    for row in connection.execute("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield Fault(what=str(row[0]), where="file")
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield Fault(what=f"row {row[1]} refers to a row of {row[2]} that is not there", where=str(row[0]))
    for what, query in _ORPHANS.items():
        for row in connection.execute(query):
            yield Fault(what=what, where=str(row[0]))
    for row in connection.execute("SELECT key, text, text_key FROM documents"):
        if text_key(row["text"]) != row["text_key"]:
            yield Fault(what="the text is not the one that was read", where=row["key"])
    yield from _misnamed(connection)
    for mark in wrong_bits(connection):
        yield Fault(what="contacts are counted otherwise than they are listed; run `detente rebuild`", where=mark)


def _misnamed(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Reports whose quotes or sides are not those that they were named after."""
    met: Counter[tuple[object, ...]] = Counter()
    for row in connection.execute(_NAMED):
        told = row["reading"], str(row["start"]), row["sides"]
        if short_id(row["key"], *told[1:], str(met[told])) != row["handle"]:
            yield Fault(what="a report that is not named after its words", where=row["handle"])
        met[told] += 1


def find_differences(connection: sqlite3.Connection, anew: sqlite3.Connection) -> Iterator[Fault]:
    """Where what is derived differs from what a rebuild gives.

    Args:
        anew: a connection to the same ledger, rebuilt.
    """
    for what, query in _SAME.items():
        kept, made = ({tuple(row) for row in one.execute(query)} for one in (connection, anew))
        for row in sorted(kept ^ made, key=str):
            yield Fault(what=f"{what} differ from a rebuild; run `detente rebuild`", where=str(row[0]))


def snapshot(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """All that is derived, in a fixed order and without internal numbers: equal for equal ledgers, byte for byte."""
    return {what: [tuple(row) for row in connection.execute(query)] for what, query in _SAME.items()}
