"""How a filter is asked of a ledger: the shortest way to the first contacts that fit, and to how many they are.

The latest contacts come out of a list that is kept in the order of days: that of the rarest mark, or of all contacts.
Where few contacts fit, walking such a list would be long, and they are sorted instead. The ways differ in time only.
"""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from heapq import nlargest

from detente.errors import UsageError
from detente.ledger.fulltext import match_query
from detente.ledger.marks import SPAN, WIDE, Mark, Together, folded_name, number_of, side_marks
from detente.ledger.where import Where
from detente.model.listing import Filter

_FEW = 2_000  # contacts that are fetched and sorted sooner than a list is walked for them
_FEW_HITS = 50_000  # sentences whose contacts are sorted sooner than a list is walked for them
_HITS = (
    "SELECT tellings.contact, tellings.day FROM sentence_words"
    " CROSS JOIN tellings ON tellings.sentence = sentence_words.rowid"
)
_MATCH = "sentence_words MATCH ?"
_PERIOD = " CROSS JOIN contacts ON contacts.number = tellings.contact"
# The plus keeps SQLite from looking for each of the sentences in turn: there may be a million, and a contact has few.
_TOLD_SO = (
    "EXISTS (SELECT 1 FROM tellings WHERE tellings.contact = {number}"
    " AND +tellings.sentence IN (SELECT rowid FROM sentence_words WHERE sentence_words MATCH ?))"
)
_MARKED = "EXISTS (SELECT 1 FROM marked WHERE mark = ? AND day = {table}.day AND contact = {number})"


class Search:
    """One filter and the ledger that it is asked of.

    Args:
        also: marks that the contacts must have besides.

    Its queries are put together from the texts above and below; what the user gave is always a bound value.

    Raises:
        UsageError: the text has no word.
    """

    def __init__(self, connection: sqlite3.Connection, wanted: Filter, *, also: Iterable[Mark] = ()) -> None:
        self._db, self._first, self._last = connection, wanted.first, wanted.last
        self._match = text_query(wanted.text) if wanted.text else ""
        marks = {number_of(connection, mark) for mark in (*_marks_of(connection, wanted), *also)}
        self._possible = None not in marks  # else no contact has one of the marks
        self._marks = sorted((mark for mark in marks if mark is not None), key=self._contacts)

    def rows(self, limit: int | None, after: tuple[str, str] | None) -> sqlite3.Cursor:
        """Rows of `contacts`, the latest day first.

        Args:
            limit: at most so many; None for all.
            after: day and id of the contact after which to go on.
        """
        if not self._possible:
            return self._db.execute("SELECT * FROM contacts WHERE false")
        where = Where()
        if self._match and self._hits() <= _FEW_HITS:
            head, day, _ = _fetched(where, self._latest_told(limit, after))
        elif len(self._marks) > 1 and len(fitting := Together(self._db, self._marks)) <= _FEW:
            head, day, number = _fetched(where, fitting.numbers())
            self._narrow(where, "contacts", number, [])
            self._tell(where, number)
        else:
            head, day, number = self._list(where)
            self._tell(where, number)
        if after is not None:
            where.add(f"{day} <= ?", after[0])
            where.add(f"({day}, contacts.id) < (?, ?)", *after)
        if head.startswith("marked"):
            head += " CROSS JOIN contacts ON contacts.number = lead.contact"
        query = where.query(f"SELECT contacts.* FROM {head}", f"ORDER BY {day} DESC, contacts.id DESC LIMIT ?")  # noqa: S608
        return self._db.execute(query, [*where.values, -1 if limit is None else limit])

    def __len__(self) -> int:
        if not self._possible:
            return 0
        if self._marks and not (self._match or self._first or self._last):
            return self._contacts(self._marks[0]) if len(self._marks) == 1 else len(Together(self._db, self._marks))
        where = Where()
        query = f"SELECT count(DISTINCT contact) FROM ({self._told(where)})" if self._match else self._counted(where)  # noqa: S608
        return int(self._db.execute(query, where.values).fetchone()[0])

    def by_period(self, length: int) -> dict[str, int]:
        """Periods, each with how many of the contacts that fit lists have under a day of it.

        Args:
            length: how much of a day names its period: 4 letters a year, 7 a month.
        """
        if not self._possible:
            return {}
        where, cursor = Where(), self._db.cursor()
        cursor.row_factory = None  # bare pairs
        if self._match:
            days = f"SELECT day, 1 AS contacts FROM (SELECT DISTINCT contact, day FROM ({self._told(where)}))"  # noqa: S608
        else:
            head, day, _ = self._list(where)
            # Counted by day first, in the order of an index, since sorting a million rows by a part of it is slow.
            days = where.query(f"SELECT {day} AS day, count(*) AS contacts FROM {head}", f"GROUP BY {day}")  # noqa: S608
        query = f"SELECT substr(day, 1, ?), sum(contacts) FROM ({days}) GROUP BY 1"  # noqa: S608
        return dict(cursor.execute(query, [length, *where.values]))

    def _latest_told(self, limit: int | None, after: tuple[str, str] | None) -> list[int]:
        """The contacts that a sentence with the text tells of: those of the latest days, as many as may be shown."""
        where, cursor = Where(), self._db.cursor()
        cursor.row_factory = None  # bare pairs, of which there may be thousands
        days: dict[int, str] = dict(cursor.execute(self._told(where), where.values))
        begin = after[0] if after else "~"  # after every day
        earliest = ""
        if limit is not None:
            shown = nlargest(limit, (day for day in days.values() if day < begin))
            earliest = shown[-1] if len(shown) == limit and shown else ""
        return [number for number, day in days.items() if earliest <= day <= begin]

    def _tell(self, where: Where, number: str) -> None:
        """Only what a sentence with the text tells of."""
        if self._match:
            where.add(_TOLD_SO.format(number=number), self._match)

    def _told(self, where: Where) -> str:
        """Query for number and day of the contacts that a sentence with the text tells of, once a sentence."""
        where.add(_MATCH, self._match)
        if self._first or self._last:
            self._narrow(where, "contacts", "contacts.number", self._marks)
            return where.query(_HITS + _PERIOD)
        self._narrow(where, "tellings", "tellings.contact", self._marks)
        return where.query(_HITS)

    def _counted(self, where: Where) -> str:
        head, _, _ = self._list(where)
        return where.query(f"SELECT count(*) FROM {head}")  # noqa: S608

    def _list(self, where: Where) -> tuple[str, str, str]:
        """The list to walk: that of the rarest mark, or of all contacts; and its columns for the day and the number."""
        if not self._marks:
            self._narrow(where, "contacts", "contacts.number", [])
            return "contacts INDEXED BY contacts_by_day", "contacts.day", "contacts.number"
        where.add("lead.mark = ?", self._marks[0])
        self._narrow(where, "lead", "lead.contact", self._marks[1:])
        return "marked AS lead", "lead.day", "lead.contact"

    def _narrow(self, where: Where, table: str, number: str, marks: list[int]) -> None:
        """Only what lies in the period and has the marks."""
        if self._first:
            where.add(f"{table}.day >= ?", self._first.isoformat())
        if self._last:
            where.add(f"{table}.day > '' AND {table}.day <= ?", self._latest(self._last))
            where.add(f"coalesce({table}.first, {table}.day) <= ?", self._last.isoformat())
        for mark in marks:
            where.add(_MARKED.format(table=table, number=number), mark)

    def _latest(self, last: date) -> str:
        """The latest day of a contact that may have begun by the last day: a month later, unless it is wide."""
        usual = (last + min(SPAN, date.max - last)).isoformat()
        wide = self._db.execute(
            "SELECT max(day) FROM marked WHERE mark = (SELECT id FROM marks WHERE field = ? AND value = ?)"
            " AND day > ? AND first <= ?",
            (*WIDE, usual, last.isoformat()),
        ).fetchone()[0]
        return wide or usual

    def _contacts(self, mark: int) -> int:
        """How many contacts have a mark, whatever else is asked."""
        return int(self._db.execute("SELECT contacts FROM marks WHERE id = ?", (mark,)).fetchone()[0])

    def _hits(self) -> int:
        """How many sentences fit the text, or more than a few."""
        query = f"SELECT count(*) FROM (SELECT 1 FROM sentence_words WHERE {_MATCH} LIMIT ?)"  # noqa: S608
        return int(self._db.execute(query, (self._match, _FEW_HITS + 1)).fetchone()[0])


def _fetched(where: Where, numbers: Iterable[int]) -> tuple[str, str, str]:
    """The contacts with these numbers, fetched one by one; and the columns for the day and the number."""
    where.add("contacts.number IN (SELECT value FROM json_each(?))", json.dumps(list(numbers)))
    return "contacts NOT INDEXED", "contacts.day", "contacts.number"


def _marks_of(connection: sqlite3.Connection, wanted: Filter) -> list[Mark]:
    marks = side_marks(wanted.sides)
    if wanted.person:
        known = ("person", wanted.person)
        words = [("word", word) for word in folded_name(wanted.person).split()]
        marks += words if number_of(connection, known) is None else [known]
    fields = ("office", "topic", "kind", "status", "place", "outlet", "lang")
    return [*marks, *((field, value) for field in fields if (value := getattr(wanted, field)))]


def text_query(asked: str) -> str:
    """What a user typed as a query of the full-text index.

    Raises:
        UsageError: there is no word in it.
    """
    query = match_query(asked)
    if not query:
        raise UsageError(f"there is no word to search for in {asked!r}; write letters or numbers")
    return query
