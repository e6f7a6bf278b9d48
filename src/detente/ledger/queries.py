"""Questions to a ledger and their answers: lists that stream, and one contact in full."""

import sqlite3
from collections.abc import Iterator
from datetime import date

from detente.errors import NotFoundError, UsageError
from detente.ledger.filing import HANDLE, claim_of
from detente.ledger.judged import Judged, load_judged
from detente.ledger.lines import contact_line, document_line, promise_line
from detente.ledger.marks import WITH_MARK, side_marks
from detente.ledger.search import Search, text_query
from detente.ledger.tellings import telling_of, tellings_of_contact
from detente.ledger.where import Where
from detente.merge import contact_of
from detente.model import Kind
from detente.model.contact import Judgement
from detente.model.listing import (
    ContactLine,
    ContactView,
    DocumentLine,
    Filter,
    PromiseLine,
    RefusalLine,
)

_PROMISES = """
SELECT promises.*, contacts.id AS contact_id,
       substr(documents.text, promises.start + 1, promises."end" - promises.start) AS words,
       (SELECT substr(other.text, sentences.start + 1, sentences."end" - sentences.start)
        FROM standing AS settling JOIN documents AS other ON other.id = settling.document
        JOIN evidence ON evidence.report = settling.report JOIN sentences ON sentences.id = evidence.sentence
        WHERE settling.handle = promises.settled_by AND evidence.field
              = CASE WHEN promises.kind = 'contact' OR promises.regular THEN 'status' ELSE 'outcome' END
        ORDER BY evidence.start LIMIT 1) AS settled_words
FROM promises JOIN contacts ON contacts.number = promises.contact
JOIN standing ON standing.handle = promises.report JOIN documents ON documents.id = standing.document
"""
_DUE = "coalesce(promises.due_last, '9999')"  # the expression of an index
_DOCUMENTS = """
SELECT documents.key, documents.name, documents.outlet, documents.url, documents.published, documents.learned,
       substr(documents.text, documents.title_start + 1, documents.title_end - documents.title_start) AS title,
       readings.lang, (SELECT count(*) FROM reports WHERE reports.reading = readings.id) AS reports,
       (SELECT count(*) FROM origins AS mine JOIN origins AS other ON other.origin = mine.origin
        WHERE mine.document = documents.id) AS copies
"""
_READ = "CROSS JOIN readings ON readings.id = (SELECT max(id) FROM readings WHERE document = documents.id)"
_LATEST_READ = f"FROM documents {_READ}"
_IN_ORDER = "coalesce(documents.published, '')"  # the expression of an index


def find_contacts(
    connection: sqlite3.Connection, wanted: Filter, *, limit: int | None = None, after: str = ""
) -> Iterator[ContactLine]:
    """Contacts that fit, the latest day first.

    Args:
        limit: at most so many; None for all.
        after: id of the contact after which to go on.

    Raises:
        UsageError: `after` is no contact, or the text has no word.
    """
    row = _by_id(connection, after) if after else None
    return map(contact_line, Search(connection, wanted).rows(limit, (row["day"], row["id"]) if row else None))


def count_contacts(connection: sqlite3.Connection, wanted: Filter) -> int:
    """How many contacts fit."""
    return len(Search(connection, wanted))


def _by_id(connection: sqlite3.Connection, asked: str) -> sqlite3.Row:
    """The contact with an id, one that was given away, or the only one that begins so.

    Raises:
        UsageError: there is none, or several begin so.
    """
    contact = "SELECT contacts.* FROM contacts WHERE id = ?"
    row = connection.execute(contact, (asked,)).fetchone()
    if row is None:
        row = connection.execute(
            "SELECT contacts.* FROM forwards JOIN contacts ON contacts.id = forwards.contact WHERE forwards.id = ?",
            (asked,),
        ).fetchone()
    if row is None:
        row = _superseded(connection, asked)
    if row is None and asked.isalnum() and len(asked) < HANDLE:
        rows = connection.execute(
            "SELECT * FROM contacts WHERE id >= ? AND id < ? || '~' LIMIT 2", (asked, asked)
        ).fetchall()
        if len(rows) > 1:
            raise UsageError(f"several contacts begin with {asked}; write more letters of the id")
        row = rows[0] if rows else None
    if row is None and (judgement := rejection_of(connection, asked)) is not None:
        raise UsageError(
            f"{asked} was rejected by {judgement.by} at {judgement.at}; `detente judge confirm {asked}` takes that back"
        )
    if row is None:
        raise NotFoundError(f"no contact {asked!r}; `detente contacts` lists those that there are")
    return row  # type: ignore[no-any-return]  # sqlite3.Row


def contact_id(connection: sqlite3.Connection, asked: str) -> str:
    """The id of the contact that is asked for, as `show_contact` understands it.

    Raises:
        UsageError: there is none.
    """
    return str(_by_id(connection, asked)["id"])


def rejection_of(connection: sqlite3.Connection, handle: str) -> Judgement | None:
    """The judgement by which a report counts as no contact, None when it counts."""
    return load_judged(connection).rejections().get(handle)


# A report of an earlier reading that the latest reading of its document does not find again.
_OLD = """
SELECT old.*, readings.document FROM reports AS old JOIN readings ON readings.id = old.reading
WHERE old.handle = :asked AND NOT EXISTS (
    SELECT 1 FROM reports WHERE handle = old.handle
    AND reading = (SELECT max(id) FROM readings AS latest WHERE latest.document = readings.document)
)
"""
_NEAREST = (
    # What its document tells now most nearly,
    f"""
    SELECT contacts.* FROM ({_OLD}) AS old
    JOIN standing ON standing.document = old.document JOIN reports AS new ON new.id = standing.report
    JOIN contact_reports ON contact_reports.report = new.id
    JOIN contacts ON contacts.number = contact_reports.contact
    ORDER BY old.sides <> new.sides, old.kind <> new.kind,
    abs((SELECT min(start) FROM evidence WHERE report = old.id AND field = 'quote')
        - (SELECT min(start) FROM evidence WHERE report = new.id AND field = 'quote')), new.handle LIMIT 1
    """,  # noqa: S608  (our own text)
    # and where it tells of no contact any more, what other documents tell of the same sides and days.
    f"""
    SELECT contacts.* FROM ({_OLD}) AS old
    JOIN contacts ON contacts.sides = old.sides AND contacts.first <= old.last AND contacts.last >= old.first
    ORDER BY contacts.kind <> old.kind, contacts.place <> old.place, contacts.id LIMIT 1
    """,  # noqa: S608  (our own text)
)


def _superseded(connection: sqlite3.Connection, asked: str) -> sqlite3.Row | None:
    """The contact that comes nearest to what a report of an earlier reading told."""
    for query in _NEAREST:
        row = connection.execute(query, {"asked": asked}).fetchone()
        if isinstance(row, sqlite3.Row):
            return row
    return None


def show_contact(connection: sqlite3.Connection, asked: str, on: date, *, judged: Judged | None = None) -> ContactView:
    """A contact in full: every account of every field with its words.

    Args:
        on: day as of which promises are overdue.
        judged: what people judged; loaded when it is not given, which whoever asks for many contacts should do once.

    Raises:
        UsageError: there is no such contact.
    """
    row = _by_id(connection, asked)
    told = tellings_of_contact(connection, row["number"])
    handles = {one["handle"] for one in told}
    wholes, parts = _wholes_and_parts(connection, row)
    judged = judged or load_judged(connection)
    learned = sorted(one["document_learned"] for one in told)
    return ContactView(
        asked=asked,
        contact=contact_of([claim_of(one) for one in told], judged.decisions),
        tellings=tuple(telling_of(connection, one) for one in told),
        wholes=wholes,
        parts=parts,
        promises=tuple(find_promises(connection, on, contact=row["id"])),
        judgements=tuple(one for one in judged.judgements if handles.intersection((*one.reports, *one.others))),
        first_learned=learned[0],
        last_learned=learned[-1],
    )


def _wholes_and_parts(
    connection: sqlite3.Connection, row: sqlite3.Row
) -> tuple[tuple[ContactLine, ...], tuple[ContactLine, ...]]:
    """The visits around a contact and the contacts inside a visit: same sides, days inside, somebody in common."""
    if row["first"] is None:
        return (), ()
    mine = contact_line(row)
    inside = row["kind"] == Kind.VISIT.value
    where = Where()
    where.add("contacts.sides = ? AND contacts.number <> ?", row["sides"], row["number"])
    borders = (
        "first >= ? AND last <= ? AND kind <> 'visit'" if inside else "first <= ? AND last >= ? AND kind = 'visit'"
    )
    where.add(borders, row["first"], row["last"])
    pair = row["sides"].split()[:2]
    if len(pair) > 1:  # the shorter way; a reading may have found one side only
        where.contact_in("contact_pairs WHERE a = ? AND b = ?", *pair)
    found = connection.execute(where.query("SELECT contacts.* FROM contacts", "ORDER BY day, id"), where.values)
    lines = tuple(line for line in map(contact_line, found) if _persons(mine) & _persons(line))
    return ((), lines) if inside else (lines, ())


def _persons(line: ContactLine) -> set[str]:
    return {name for party in line.parties if (name := party.person or party.name)}


def find_promises(  # noqa: PLR0913  (each narrows the list)
    connection: sqlite3.Connection,
    on: date,
    *,
    contact: str = "",
    sides: tuple[str, ...] = (),
    state: str = "",
    limit: int | None = None,
    after: str = "",
) -> Iterator[PromiseLine]:
    """Promises that fit, the one that is due first at the beginning and those without a day last.

    Args:
        on: day as of which promises are overdue.
        contact: id of the contact at which they were made.
        sides: codes that must all take part.
        state: open, kept, overdue or withdrawn.
        limit: at most so many; None for all.
        after: id of the promise after which to go on.

    Raises:
        UsageError: `after` is no promise.
    """
    where = _promised(on, contact, sides, state)
    if after:
        place = f"SELECT {_DUE}, said, id FROM promises WHERE id = ?"  # noqa: S608  (our own text)
        where.add(f"({_DUE}, promises.said, promises.id) > (?, ?, ?)", *_place(connection, place, after, "promise"))
    query = where.query(_PROMISES, f"ORDER BY {_DUE}, promises.said, promises.id LIMIT ?")
    rows = connection.execute(query, [*where.values, -1 if limit is None else limit])
    return (promise_line(row, on) for row in rows)


def count_promises(
    connection: sqlite3.Connection, on: date, *, contact: str = "", sides: tuple[str, ...] = (), state: str = ""
) -> int:
    """How many promises fit; the arguments are those of `find_promises`."""
    where = _promised(on, contact, sides, state)
    query = where.query("SELECT count(*) FROM promises JOIN contacts ON contacts.number = promises.contact")
    return int(connection.execute(query, where.values).fetchone()[0])


def _promised(on: date, contact: str, sides: tuple[str, ...], state: str) -> Where:
    where = Where()
    if contact:
        where.add("contacts.id = ?", contact)
    for mark in side_marks(sides):
        where.contact_in(WITH_MARK, *mark)
    if state:
        where.add("promises.state = ?", "open" if state == "overdue" else state)
    if state == "overdue":
        where.add("promises.due_last < ?", on.isoformat())
    if state == "open":
        where.add(f"{_DUE} >= ?", on.isoformat())
    return where


def _place(connection: sqlite3.Connection, query: str, after: str, what: str) -> tuple[object, ...]:
    """Where in a list something stands.

    Raises:
        UsageError: there is no such thing.
    """
    row = connection.execute(query, (after,)).fetchone()
    if row is None:
        raise UsageError(f"no {what} {after!r} to go on after; begin the list anew")
    return tuple(row)


def find_documents(  # noqa: PLR0913  (each narrows the list)
    connection: sqlite3.Connection,
    *,
    outlet: str = "",
    lang: str = "",
    text: str = "",
    origin: str = "",
    limit: int | None = None,
    after: str = "",
) -> Iterator[DocumentLine]:
    """Documents that fit, the latest day of publication first.

    Args:
        text: words of one sentence.
        origin: name of the text that they are copies of.
        limit: at most so many; None for all.
        after: key of the document after which to go on.

    Raises:
        UsageError: `after` is no document, or the text has no word.
    """
    where = _read(outlet, lang, text)
    if origin:
        where.add("documents.id IN (SELECT document FROM origins WHERE origin = ?)", origin)
    if after:
        place = f"SELECT {_IN_ORDER}, key FROM documents WHERE key = ?"  # noqa: S608  (our own text)
        day, key = _place(connection, place, after, "document")
        where.add(f"{_IN_ORDER} <= ? AND ({_IN_ORDER} < ? OR documents.key > ?)", day, day, key)
    # What is shown of a document is gathered after the list is cut, since sorting would gather it of all.
    chosen = where.query(
        "SELECT documents.id AS chosen " + (_LATEST_READ if lang else "FROM documents"),
        f"ORDER BY {_IN_ORDER} DESC, documents.key LIMIT ?",
    )
    shown = f"FROM ({chosen}) CROSS JOIN documents ON documents.id = chosen {_READ}"
    query = f"{_DOCUMENTS} {shown} ORDER BY {_IN_ORDER} DESC, documents.key"
    return map(document_line, connection.execute(query, [*where.values, -1 if limit is None else limit]))


def count_documents(connection: sqlite3.Connection, *, outlet: str = "", lang: str = "", text: str = "") -> int:
    """How many documents fit; the arguments are those of `find_documents`."""
    where = _read(outlet, lang, text)
    query = where.query("SELECT count(*) " + (_LATEST_READ if lang else "FROM documents"))
    return int(connection.execute(query, where.values).fetchone()[0])


def _read(outlet: str, lang: str, text: str) -> Where:
    where = Where()
    if outlet:
        where.add("documents.outlet = ?", outlet)
    if lang:
        where.add("readings.lang = ?", lang)
    if text:
        where.add(
            "documents.id IN (SELECT document FROM sentence_words JOIN sentences"
            " ON sentences.id = sentence_words.rowid WHERE sentence_words MATCH ?)",
            text_query(text),
        )
    return where


def find_refusals(
    connection: sqlite3.Connection,
    *,
    reason: str = "",
    limit: int | None = None,
    after: tuple[str, str, str] | None = None,
) -> Iterator[RefusalLine]:
    """What could not be read, in the order of their sources.

    Args:
        limit: at most so many; None for all.
        after: source, reason and detail of the refusal after which to go on.
    """
    where = Where()
    if reason:
        where.add("reason = ?", reason)
    if after is not None:
        where.add("(source, reason, detail) > (?, ?, ?)", *after)
    query = where.query("SELECT * FROM refusals", "ORDER BY source, reason, detail LIMIT ?")
    for row in connection.execute(query, [*where.values, -1 if limit is None else limit]):
        names = ("source", "reason", "detail", "remedy", "learned")
        yield RefusalLine(**{name: row[name] for name in names})


def count_refusals(connection: sqlite3.Connection, *, reason: str = "") -> int:
    """How much could not be read, all or for one reason."""
    query = "SELECT count(*) FROM refusals WHERE ? IN ('', reason)"
    return int(connection.execute(query, (reason,)).fetchone()[0])
