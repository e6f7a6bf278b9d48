"""How a filter is asked of a ledger: the shortest way to the first contacts that fit, and to how many they are.

The latest contacts come out of a list that is kept in the order of days: that of the rarest mark, or of all contacts.
Where few contacts fit, walking such a list would be long, and they are fetched and sorted instead. The ways differ in
time only.
"""

import json
import sqlite3

from detente.errors import UsageError
from detente.ledger.fulltext import match_query
from detente.ledger.marks import Mark, Together, folded_name, number_of
from detente.ledger.where import Where
from detente.model.listing import Filter

_FEW = 2_000  # contacts that are fetched and sorted sooner than a list is walked for them
_FEW_HITS, _MANY_HITS = 10_000, 100_000  # sentences, likewise; more than many are looked up contact by contact
_LATEST = "ORDER BY {day} DESC, contacts.id DESC LIMIT ?"
_HITS = (
    "SELECT tellings.contact FROM sentence_words CROSS JOIN tellings ON tellings.sentence = sentence_words.rowid"
    " WHERE sentence_words MATCH ?"
)
_MARKED = "EXISTS (SELECT 1 FROM marked WHERE mark = ? AND day = {table}.day AND contact = {number})"
_TOLD_SO = (
    "EXISTS (SELECT 1 FROM tellings CROSS JOIN sentence_words ON sentence_words.rowid = tellings.sentence"
    " WHERE tellings.contact = {number} AND sentence_words MATCH ?)"
)


class Search:
    """One filter and the ledger that it is asked of.

    Its queries are put together from the texts above and below; what the user gave is always a bound value.

    Raises:
        UsageError: the text has no word.
    """

    def __init__(self, connection: sqlite3.Connection, wanted: Filter) -> None:
        self._db, self._wanted = connection, wanted
        self._match = text_query(wanted.text) if wanted.text else ""
        marks = {number_of(connection, mark) for mark in _marks_of(connection, wanted)}
        self._possible = None not in marks  # else no contact has one of the marks
        self._marks = sorted((mark for mark in marks if mark is not None), key=self._blocks)
        self._lead = self._marks[0] if self._marks else None

    def rows(self, limit: int | None, after: tuple[str, str] | None) -> sqlite3.Cursor:
        """Rows of `contacts`, the latest day first.

        Args:
            limit: at most so many; None for all.
            after: day and id of the contact after which to go on.
        """
        where = Where()
        if not self._possible:
            return self._db.execute("SELECT * FROM contacts WHERE false")
        if self._match and self._hits(_FEW_HITS) <= _FEW_HITS:
            head = self._fetch(where, f"({_HITS})", self._match)
        elif len(self._marks) > 1 and len(fitting := Together(self._db, self._marks)) <= _FEW:
            head = self._fetch(where, "(SELECT value FROM json_each(?))", json.dumps(list(fitting.numbers())))
        else:
            head = self._walk(where, after)
        day = "lead.day" if "lead" in head else "contacts.day"
        if after is not None:
            where.add(f"({day}, contacts.id) < (?, ?)", *after)
        query = where.query(f"SELECT contacts.* FROM {head}", _LATEST.format(day=day))  # noqa: S608
        return self._db.execute(query, [*where.values, -1 if limit is None else limit])

    def __len__(self) -> int:
        if not self._possible:
            return 0
        if self._marks and not (self._match or self._wanted.first or self._wanted.last):
            return len(Together(self._db, self._marks))
        where = Where()
        if self._match:
            head = f"(SELECT DISTINCT contact FROM ({_HITS})) AS hits"  # noqa: S608
            where.values.append(self._match)
            if self._marks or self._wanted.first or self._wanted.last:
                head += " CROSS JOIN contacts ON contacts.number = hits.contact"
                self._narrow(where, "contacts", "contacts.number", self._marks)
        else:
            head = self._lists(where)
        query = where.query(f"SELECT count(*) FROM {head}")  # noqa: S608
        return int(self._db.execute(query, where.values).fetchone()[0])

    def _fetch(self, where: Where, numbers: str, value: str) -> str:
        """Fetch the contacts with these numbers."""
        where.add(f"contacts.number IN {numbers}", value)
        self._narrow(where, "contacts", "contacts.number", self._marks)
        return "contacts NOT INDEXED"

    def _walk(self, where: Where, after: tuple[str, str] | None) -> str:
        """Walk the list of the rarest mark, or of all contacts, from its end."""
        head = self._lists(where)
        number = "contacts.number"
        if self._lead is not None:
            head += " CROSS JOIN contacts ON contacts.number = lead.contact"
            number = "lead.contact"
            if after is not None:
                where.add("lead.day <= ?", after[0])
        if self._match and self._hits(_MANY_HITS) <= _MANY_HITS:
            where.add(f"{number} IN ({_HITS})", self._match)
        elif self._match:
            where.add(_TOLD_SO.format(number=number), self._match)
        return head

    def _lists(self, where: Where) -> str:
        if self._lead is None:
            self._narrow(where, "contacts", "contacts.number", [])
            return "contacts INDEXED BY contacts_by_day"
        where.add("lead.mark = ?", self._lead)
        self._narrow(where, "lead", "lead.contact", self._marks[1:])
        return "marked AS lead"

    def _narrow(self, where: Where, table: str, number: str, marks: list[int]) -> None:
        """Only what lies in the period and has the marks."""
        if self._wanted.first:
            where.add(f"{table}.day >= ?", self._wanted.first.isoformat())
        if self._wanted.last:
            where.add(f"{table}.day <> '' AND coalesce({table}.first, {table}.day) <= ?", self._wanted.last.isoformat())
        for mark in marks:
            where.add(_MARKED.format(table=table, number=number), mark)

    def _blocks(self, mark: int) -> int:
        """How widely a mark is spread, by which the rarest is told well enough."""
        return int(self._db.execute("SELECT count(*) FROM mark_bits WHERE mark = ?", (mark,)).fetchone()[0])

    def _hits(self, most: int) -> int:
        """How many sentences fit the text, or one more than the most that matter."""
        query = "SELECT count(*) FROM (SELECT 1 FROM sentence_words WHERE sentence_words MATCH ? LIMIT ?)"
        return int(self._db.execute(query, (self._match, most + 1)).fetchone()[0])


def _marks_of(connection: sqlite3.Connection, wanted: Filter) -> list[Mark]:
    sides = sorted(set(wanted.sides))
    marks = [("dyad", " ".join(sides))] if len(sides) == 2 else [("side", side) for side in sides]  # noqa: PLR2004
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
