"""Promises as rows: what was undertaken, offered, demanded or announced, and the later report that settled it."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.ledger.filing import short_id

ANNOUNCED = "contact"
# What a later report between the same sides, on the same matter, must tell to settle a promise.
_KEPT = {
    "proposal": frozenset({"acceptance", "agreement"}),
    "demand": frozenset({"acceptance", "agreement", "commitment"}),
    "agreement": frozenset({"handover"}),
    "commitment": frozenset({"handover"}),
    "handover": frozenset({"handover"}),
}
_WITHDRAWN = frozenset({"rejection"})
_OFF = frozenset({"cancelled", "denied"})

_TOLD_OF_PAIR = """
SELECT contact_pairs.contact, contact_pairs.day AS held, told.handle, told.published, told.status, told.outcomes,
       told.topics
FROM contact_pairs
JOIN contact_reports ON contact_reports.contact = contact_pairs.contact
JOIN told ON told.report = contact_reports.report
WHERE contact_pairs.a = ? AND contact_pairs.b = ?
ORDER BY told.published, told.handle
"""
_UNDERTAKEN = """
SELECT undertakings.*, told.handle, told.published, told.status, told.topics
FROM contact_reports
JOIN undertakings ON undertakings.report = contact_reports.report
JOIN told ON told.report = contact_reports.report
WHERE contact_reports.contact = ?
ORDER BY told.published, told.handle, undertakings.start
"""
_ANNOUNCED = """
SELECT told.handle, told.published, told.topics, told.first, told.last, evidence.start, evidence."end"
FROM contact_reports
JOIN told ON told.report = contact_reports.report
JOIN evidence ON evidence.report = told.report AND evidence.field = 'quote'
WHERE contact_reports.contact = ? AND told.status = 'planned'
ORDER BY told.published, told.handle, evidence.start LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one report tells that may settle a promise; `held` is "" for a contact that was not held."""

    contact: int
    handle: str
    published: str
    status: str
    held: str
    outcomes: frozenset[str]
    topics: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A promise before anything settled it."""

    kind: str
    by: str
    topics: str
    said: str
    due: tuple[str | None, str | None]
    regular: bool
    proposed: bool
    report: str
    start: int
    end: int


def file_promises(connection: sqlite3.Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Make the promises of all contacts between these sides anew, since any of them may settle another's."""
    told: dict[tuple[str, str], list[Told]] = {}
    contacts: set[int] = set()
    for pair in pairs:
        if ":" not in pair[0]:
            told[pair] = _told(connection, pair)
            contacts.update(one.contact for one in told[pair])
    for number in sorted(contacts):
        row = connection.execute("SELECT id, status, sides FROM contacts WHERE number = ?", (number,)).fetchone()
        promised = list(_promised(connection, number, row["sides"]))
        connection.execute("DELETE FROM promises WHERE contact = ?", (number,))
        if promised:
            heard = _heard(connection, number, told)
            for one in promised:
                _insert(connection, number, row, one, settle(one, number, row["status"], heard))


def _told(connection: sqlite3.Connection, pair: tuple[str, str]) -> list[Told]:
    return [
        Told(
            contact=row["contact"],
            handle=row["handle"],
            published=row["published"] or "",
            status=row["status"],
            held=row["held"],
            outcomes=frozenset(row["outcomes"].split()),
            topics=frozenset(row["topics"].split()),
        )
        for row in connection.execute(_TOLD_OF_PAIR, pair)
    ]


def _heard(connection: sqlite3.Connection, number: int, told: Mapping[tuple[str, str], list[Told]]) -> list[Told]:
    """All reports of contacts between any two sides of this one, in order of publication."""
    heard: dict[str, Told] = {}
    for row in connection.execute("SELECT a, b FROM contact_pairs WHERE contact = ?", (number,)).fetchall():
        pair = row["a"], row["b"]
        if ":" not in row["a"]:
            found = told[pair] if pair in told else _told(connection, pair)
            heard.update((one.handle, one) for one in found)
    return sorted(heard.values(), key=lambda one: (one.published, one.handle))


def _promised(connection: sqlite3.Connection, number: int, sides: str) -> Iterator[Promised]:
    for row in connection.execute(_ANNOUNCED, (number,)):
        yield Promised(
            kind=ANNOUNCED,
            by=sides,
            topics=row["topics"],
            said=row["published"] or "",
            due=_ahead(row),
            regular=False,
            proposed=True,
            report=row["handle"],
            start=row["start"],
            end=row["end"],
        )
    same: defaultdict[tuple[str, str, int], list[sqlite3.Row]] = defaultdict(list)
    for row in connection.execute(_UNDERTAKEN, (number,)):
        same[row["kind"], row["by"], row["regular"]].append(row)
    for (kind, by, regular), rows in same.items():
        first = rows[0]
        due = next(((row["due_first"], row["due_last"]) for row in reversed(rows) if row["due_last"]), (None, None))
        yield Promised(
            kind=kind,
            by=by,
            topics=" ".join(sorted({topic for row in rows for topic in row["topics"].split()})),
            said=first["published"] or "",
            due=due,
            regular=bool(regular),
            proposed=all(row["status"] == "proposed" for row in rows),
            report=first["handle"],
            start=first["start"],
            end=first["end"],
        )


def _ahead(row: sqlite3.Row) -> tuple[str | None, str | None]:
    """The days of an announced contact, unless they lie before the announcement: then the text was misread."""
    if row["last"] is None or row["last"] < (row["published"] or ""):
        return None, None
    return row["first"], row["last"]


def settle(promise: Promised, contact: int, status: str, heard: Sequence[Told]) -> tuple[str, str, str]:
    """State of a promise, and the handle and day of the report that settled it, "" while it is open.

    Args:
        contact, status: of the contact at which it was made.
        heard: reports between its sides, in order of publication.
    """
    later = [one for one in heard if one.published >= promise.said]
    if promise.proposed and promise.kind in {ANNOUNCED, "proposal"}:
        return _settled_by_itself(contact, status, later)
    after = [one for one in later if promise.said and one.published > promise.said]
    if promise.regular:
        kept = next((one for one in after if one.contact != contact and one.held > promise.said), None)
        return ("kept", kept.handle, kept.published) if kept else ("open", "", "")
    matter = frozenset(promise.topics.split())
    for one in after:
        if not matter & one.topics or one.handle == promise.report:
            continue
        if one.outcomes & _KEPT.get(promise.kind, frozenset()):
            return "kept", one.handle, one.published
        if one.outcomes & _WITHDRAWN:
            return "withdrawn", one.handle, one.published
    return "open", "", ""


def _settled_by_itself(contact: int, status: str, later: Sequence[Told]) -> tuple[str, str, str]:
    """What was announced is kept when it was held, and withdrawn when it was called off."""
    mine = [one for one in later if one.contact == contact]
    wanted, state = (frozenset({"held"}), "kept") if status == "held" else (_OFF, "withdrawn")
    if status in {"planned", "proposed"}:
        return "open", "", ""
    found = next((one for one in mine if one.status in wanted), None)
    return (state, found.handle, found.published) if found else ("open", "", "")


def _insert(
    connection: sqlite3.Connection, number: int, contact: sqlite3.Row, promise: Promised, settled: tuple[str, str, str]
) -> None:
    state, by, on = settled
    connection.execute(
        "INSERT INTO promises VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            short_id("promise", contact["id"], promise.kind, promise.by, str(int(promise.regular))),
            number,
            promise.kind,
            promise.by,
            contact["sides"],
            promise.topics,
            promise.said,
            *promise.due,
            int(promise.regular),
            state,
            by,
            on,
            promise.report,
            promise.start,
            promise.end,
        ),
    )
