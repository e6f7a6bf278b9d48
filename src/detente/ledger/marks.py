"""Marks: the values that contacts are filtered by, as lists in the order of days and as sets of bits.

A mark is a field with a value, such as (topic, trade). `marked` lists the contacts that have it by their day, which
gives the first page of a list. `mark_bits` holds the same as bits, `_BITS` contacts a row, so that how many contacts
have several marks is known without looking at each: measured on a million contacts, 10 ms in place of half a second.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from detente.ledger.filing import parties_of
from detente.ledger.fulltext import index_words
from detente.model import Party, Status

Mark = tuple[str, str]
WIDE: Mark = ("wide", "more than a month")
UNDATED: Mark = ("undated", "no day of its own")
HELD: Mark = ("held", "on a day known to a month")  # what counts for the rhythm of a channel
SPAN = timedelta(days=31)  # between the first and the last day of what is not wide
PERSONS = ("person", "name")  # fields of persons: ids of the registry, and names that it does not know
_BITS = 63  # contacts in one row of `mark_bits`: a signed integer of SQLite holds no more without a sign
_CONTACT = """
SELECT kind, status, sides, parties, place, topics, coalesce(first, day) AS first, day, first IS NULL AS undated
FROM contacts WHERE number = ?
"""
_TOLD_IN = """
SELECT DISTINCT documents.outlet, readings.lang FROM contact_reports
JOIN reports ON reports.id = contact_reports.report JOIN readings ON readings.id = reports.reading
JOIN documents ON documents.id = readings.document WHERE contact_reports.contact = ?
"""
_NUMBER = "SELECT id FROM marks WHERE field = ? AND value = ?"
_HELD_ENDS = tuple(
    "SELECT day FROM marked AS one WHERE mark = ? AND EXISTS"  # noqa: S608  (our own text)
    f" (SELECT 1 FROM marked WHERE mark = ? AND day = one.day AND contact = one.contact) ORDER BY day {order} LIMIT 1"
    for order in ("ASC", "DESC")
)
# The contacts with a mark, to stand after IN (SELECT contact FROM; its field and value are the question marks.
WITH_MARK = f"marked WHERE mark = ({_NUMBER})"


def folded_name(name: str | None) -> str:
    """A name as it is searched for."""
    return " ".join(index_words(name or "").split())


class Marks:
    """Changes to the marks of contacts, and to what persons take part as.

    They are gathered and then written at once, since many contacts share a row of bits.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._numbers: dict[Mark, int] = {}
        self._added: list[tuple[int, str, int, str]] = []
        self._removed: list[tuple[int, str, int, str]] = []
        self._counts: Counter[int] = Counter()
        self._held: Counter[int] = Counter()
        self._offices: Counter[tuple[str, str, str]] = Counter()

    def add(self, number: int) -> None:
        """Mark a contact that stands with its reports."""
        self._added += self._rows(number, 1)

    def remove(self, number: int) -> None:
        """Unmark a contact that still stands with its reports."""
        self._removed += self._rows(number, -1)

    def write(self) -> None:
        """Write what was removed and added since."""
        self._db.executemany(
            "DELETE FROM marked WHERE mark = ? AND day = ? AND contact = ?", sorted(row[:3] for row in self._removed)
        )
        self._db.executemany("INSERT INTO marked VALUES (?, ?, ?, ?)", sorted(self._added))
        self._db.executemany(
            "UPDATE mark_bits SET bits = bits & ~? WHERE mark = ? AND block = ?",
            [(bits, *place) for place, bits in _by_block(self._removed).items()],
        )
        self._db.executemany(
            "INSERT INTO mark_bits VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET bits = bits | excluded.bits",
            [(*place, bits) for place, bits in _by_block(self._added).items()],
        )
        self._db.executemany(
            "UPDATE marks SET contacts = contacts + ?, held = held + ? WHERE id = ?",
            [(change, self._held[mark], mark) for mark, change in self._counts.items()],
        )
        self._db.executemany(
            "INSERT INTO person_offices VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET contacts = contacts + excluded.contacts",
            [(*held, change) for held, change in self._offices.items()],
        )
        self._added, self._removed = [], []
        self._counts, self._held, self._offices = Counter(), Counter(), Counter()

    def _rows(self, number: int, change: int) -> list[tuple[int, str, int, str]]:
        row: sqlite3.Row = self._db.execute(_CONTACT, (number,)).fetchone()
        told = self._db.execute(_TOLD_IN, (number,)).fetchall()
        day, first = row["day"], row["first"]
        marks = {mark for mark in _marks_of(row, told) if mark[1]}
        numbers = [self._number(mark) for mark in marks]
        for mark in numbers:
            self._counts[mark] += change
            self._held[mark] += change * (HELD in marks)
        for held in {(key, one.side, one.office or "") for one in parties_of(row["parties"]) if (key := key_of(one))}:
            self._offices[held] += change
        return [(mark, day, number, first) for mark in numbers]

    def _number(self, mark: Mark) -> int:
        number = self._numbers.get(mark) or number_of(self._db, mark)
        if number is None:
            done = self._db.execute("INSERT INTO marks (field, value) VALUES (?, ?)", mark)
            number = int(done.lastrowid or 0)
        self._numbers[mark] = number
        return number


def _by_block(rows: list[tuple[int, str, int, str]]) -> dict[tuple[int, int], int]:
    """Mark and block -> bits."""
    found: dict[tuple[int, int], int] = {}
    for mark, _, number, _ in rows:
        block, bit = divmod(number, _BITS)
        found[mark, block] = found.get((mark, block), 0) | 1 << bit
    return found


def _marks_of(row: sqlite3.Row, told: list[sqlite3.Row]) -> Iterator[Mark]:
    yield from ((field, row[field]) for field in ("kind", "status", "place"))
    sides = row["sides"].split()
    yield from (("side", side) for side in sides)
    yield from (("dyad", f"{one} {other}") for place, one in enumerate(sides) for other in sides[place + 1 :])
    yield from (("topic", topic) for topic in row["topics"].split())
    for party in parties_of(row["parties"]):
        yield from (("word", word) for word in folded_name(party.name).split())
        yield "office", party.office or ""
        yield ("person", party.person) if party.person else ("name", party.name or "")
    yield from _marks_of_days(row)
    for one in told:
        yield "outlet", one["outlet"] or ""
        yield "lang", one["lang"]


def _marks_of_days(row: sqlite3.Row) -> Iterator[Mark]:
    if row["undated"]:
        yield UNDATED
        return
    width = date.fromisoformat(row["day"]) - date.fromisoformat(row["first"])
    if width > SPAN:
        yield WIDE
    if width < SPAN and row["status"] == Status.HELD.value:
        yield HELD


def key_of(party: Party) -> str:
    """What a person is known by: the registry's id, else the name; "" of an unnamed delegation."""
    return party.person or party.name or ""


def wrong_bits(connection: sqlite3.Connection) -> list[str]:
    """The marks, as `field value`, whose bits are not those of their lists."""
    listed = _by_block([tuple(row) for row in connection.execute("SELECT mark, day, contact, first FROM marked")])
    rows = connection.execute("SELECT mark, block, bits FROM mark_bits WHERE bits <> 0")
    kept = {(row["mark"], row["block"]): row["bits"] for row in rows}
    wrong = {place[0] for place in listed.keys() | kept.keys() if listed.get(place) != kept.get(place)}
    names = connection.execute("SELECT id, field, value FROM marks ORDER BY field, value")
    return [f"{row['field']} {row['value']}" for row in names if row["id"] in wrong]


def side_marks(sides: Iterable[str]) -> list[Mark]:
    """The marks of contacts in which all these sides take part; two of them share one."""
    codes = sorted(set(sides))
    return [("dyad", " ".join(codes))] if len(codes) == 2 else [("side", side) for side in codes]  # noqa: PLR2004


def number_of(connection: sqlite3.Connection, mark: Mark) -> int | None:
    """The number of a mark, None when no contact has it."""
    row = connection.execute(_NUMBER, mark).fetchone()
    return None if row is None else int(row["id"])


def mark_of_person(connection: sqlite3.Connection, key: str) -> sqlite3.Row | None:
    """The row of `marks` of a person by what `key_of` gives, None of somebody who takes part in nothing."""
    query = "SELECT * FROM marks WHERE field = ? AND value = ? AND contacts > 0"
    found = (connection.execute(query, (field, key)).fetchone() for field in PERSONS)
    return next((row for row in found if row is not None), None)


def held_days(connection: sqlite3.Connection, mark: int) -> tuple[date | None, date | None]:
    """First and last held day of the contacts with a mark, None without any."""
    held = number_of(connection, HELD)
    ends = [connection.execute(query, (mark, held)).fetchone() for query in _HELD_ENDS]
    first, last = (date.fromisoformat(row["day"]) if row else None for row in ends)
    return first, last


class Together:
    """The contacts that have several marks at once.

    Args:
        marks: numbers of at least one mark.
    """

    def __init__(self, connection: sqlite3.Connection, marks: list[int]) -> None:
        sets = sorted((_bits(connection, mark) for mark in marks), key=len)
        self._blocks = sets[0]
        for other in sets[1:]:
            self._blocks = {block: both for block, bits in self._blocks.items() if (both := bits & other.get(block, 0))}

    def __len__(self) -> int:
        return sum(map(int.bit_count, self._blocks.values()))

    def numbers(self) -> Iterator[int]:
        """Their numbers."""
        for block, bits in self._blocks.items():
            yield from (block * _BITS + bit for bit in range(_BITS) if bits >> bit & 1)


def shared_with(connection: sqlite3.Connection, mark: Mark, others: Iterable[Mark]) -> dict[Mark, int]:
    """How many contacts have both a mark and each of the others; those that none has are left out."""
    number = number_of(connection, mark)
    mine = _bits(connection, number) if number is not None else {}
    found = {}
    for other in others:
        theirs = number_of(connection, other)
        if theirs is not None:
            blocks = _bits(connection, theirs).items()
            found[other] = sum((bits & mine.get(block, 0)).bit_count() for block, bits in blocks)
    return {other: contacts for other, contacts in found.items() if contacts}


def _bits(connection: sqlite3.Connection, mark: int) -> dict[int, int]:
    cursor = connection.cursor()
    cursor.row_factory = None  # bare pairs, of which there may be thousands
    return dict(cursor.execute("SELECT block, bits FROM mark_bits WHERE mark = ?", (mark,)))
