"""Derived rows follow the learned ones: only what new rows touch is made anew, and the result is as if all had been.

Each item stands for claims that say the same. What a new report can change is what its item is linked to, over as many
links as there are; that much is grouped anew.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from detente.ledger.cadence import file_channels
from detente.ledger.contacts import drop_contacts, file_contact
from detente.ledger.filing import claim_of
from detente.ledger.judged import load_judged
from detente.ledger.marks import Marks
from detente.ledger.origins import file_origins
from detente.ledger.promises import file_promises
from detente.merge import (
    THRESHOLD,
    Subject,
    contact_of,
    content_key,
    group,
    items_of,
    likeness,
    pairs_of,
    postponed,
    reach_of,
    subject_of,
)
from detente.model import Status
from detente.model.contact import Claim, Decisions, Parting

_STANDING = "SELECT told.* FROM standing JOIN told ON told.report = standing.report WHERE standing.item = ?"
# Reports of the same document and sides of which one is called off and the other is not.
_BESIDE = """
SELECT told.*, standing.item FROM standing JOIN told ON told.report = standing.report
WHERE standing.document = (SELECT document FROM standing WHERE report = ?) AND standing.report <> ?
  AND told.sides = ? AND (told.status = 'cancelled') <> ?
"""
_JUDGED = """
SELECT told.* FROM told WHERE handle = ? AND reading <= (SELECT readings FROM progress)
  AND reading = (SELECT max(id) FROM readings WHERE document = told.document)
"""
# Whose body an office is: the row that was learned first holds.
_NEW_OFFICES = """
SELECT side, office, body FROM offices WHERE (learned, body) = (
    SELECT learned, body FROM offices AS first WHERE first.side = offices.side AND first.office = offices.office
    ORDER BY learned, body LIMIT 1
) EXCEPT SELECT side, office, body FROM offices_taken_in
"""
Told = tuple[int, Claim]


class Refresh:
    """One step of bringing the derived rows up to date, inside a transaction.

    Args:
        connection: of a ledger, or of a view of one as of a day.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._touched: set[int] = set()
        self._gone: set[int] = set()  # reports that no longer stand
        self._subjects: dict[int, Subject] = {}
        self._decisions = Decisions()

    def step(self, most: int) -> None:
        """Take in at most so many readings, and all judgements."""
        readings, judgements = self._db.execute("SELECT readings, judgements FROM progress").fetchone()
        self._decisions = load_judged(self._db).decisions
        new = self._db.execute(
            "SELECT id, document FROM readings WHERE id > ? ORDER BY id LIMIT ?", (readings, most)
        ).fetchall()
        documents = list(dict.fromkeys(row["document"] for row in new))
        recounted = file_origins(self._db, documents)
        self._touch_documents(recounted)
        self._take_in_offices()
        for number, claim in dict([*self._current(documents), *self._judged_since(judgements)]).items():
            self._file(number, claim)
        self._touch_left_behind()
        self._group_anew()
        last = self._db.execute("SELECT coalesce(max(id), 0) FROM judgements").fetchone()[0]
        self._db.execute("UPDATE progress SET readings = ?, judgements = ?", (new[-1]["id"] if new else readings, last))

    def _touch_documents(self, documents: Iterable[int]) -> None:
        for document in documents:
            found = self._db.execute("SELECT item FROM standing WHERE document = ?", (document,))
            self._touched.update(row["item"] for row in found)

    def _take_in_offices(self) -> None:
        """Touch the contacts with an office of which new rows say whose body it is, or was first known to be."""
        new = self._db.execute(_NEW_OFFICES).fetchall()
        for row in new:
            found = self._db.execute(
                "SELECT DISTINCT standing.item FROM marks JOIN marked ON marked.mark = marks.id"
                " JOIN contact_reports USING (contact) JOIN standing USING (report)"
                " WHERE marks.field = 'office' AND marks.value = ?",
                (row["office"],),
            )
            self._touched.update(one["item"] for one in found)
            self._db.execute(
                "INSERT INTO offices_taken_in VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
                tuple(row),
            )

    def _current(self, documents: Iterable[int]) -> Iterator[Told]:
        """The reports of each document's latest reading; those of earlier ones no longer stand."""
        for document in documents:
            latest = self._db.execute("SELECT max(id) FROM readings WHERE document = ?", (document,)).fetchone()[0]
            superseded = self._db.execute(
                "SELECT standing.report FROM standing JOIN reports ON reports.id = standing.report"
                " WHERE standing.document = ? AND reports.reading <> ?",
                (document, latest),
            )
            for row in superseded.fetchall():
                self._withdraw(row["report"])
            yield from self._claims("SELECT * FROM told WHERE reading = ?", latest)

    def _judged_since(self, judgements: int) -> Iterator[Told]:
        """Reports that a judgement not yet taken in speaks of."""
        spoken = self._db.execute("SELECT reports, others FROM judgements WHERE id > ?", (judgements,)).fetchall()
        for handle in sorted({handle for row in spoken for handle in f"{row['reports']} {row['others']}".split()}):
            yield from self._claims(_JUDGED, handle)

    def _claims(self, query: str, *values: object) -> list[Told]:
        return [(row["report"], claim_of(row)) for row in self._db.execute(query, values)]

    def _withdraw(self, report: int) -> None:
        row = self._db.execute("SELECT item FROM standing WHERE report = ?", (report,)).fetchone()
        if row is not None:
            self._db.execute("DELETE FROM standing WHERE report = ?", (report,))
            self._gone.add(report)
            self._leave(row["item"])

    def _leave(self, item: int) -> None:
        """A report has left an item; one that no report stands under goes, and its links are grouped anew.

        At once, since a report that comes to it later has to be compared with what came in between.
        """
        self._touched.add(item)
        if self._db.execute("SELECT 1 FROM standing WHERE item = ? LIMIT 1", (item,)).fetchone():
            return
        self._touched.discard(item)
        self._touched |= self._neighbours(item)
        self._subjects.pop(item, None)
        self._db.execute("DELETE FROM links WHERE item = ? OR other = ?", (item, item))
        self._db.execute("DELETE FROM item_pairs WHERE item = ?", (item,))
        self._db.execute("DELETE FROM items WHERE id = ?", (item,))

    def _file(self, number: int, claim: Claim) -> None:
        """Put a report under its item; a rejected one under none."""
        if claim.report in self._decisions.rejected:
            self._withdraw(number)
            return
        item = self._item(claim)
        known = self._db.execute("SELECT item FROM standing WHERE report = ?", (number,)).fetchone()
        self._touched.add(item)
        self._gone.discard(number)
        self._db.execute(
            "INSERT INTO standing SELECT ?, ?, document, ? FROM reports JOIN readings ON readings.id = reading"
            " WHERE reports.id = ? ON CONFLICT (report) DO UPDATE SET item = excluded.item",
            (number, claim.report, item, number),
        )
        if known is not None and known["item"] != item:
            self._leave(known["item"])

    def _item(self, claim: Claim) -> int:
        key = content_key(claim, judged=claim.report in self._decisions.parted)
        found = self._db.execute("SELECT id FROM items WHERE key = ?", (key,)).fetchone()
        if found is not None:
            return int(found["id"])
        item = int(self._db.execute("INSERT INTO items (key) VALUES (?)", (key,)).lastrowid or 0)
        subject = subject_of(claim)
        first, last = (day.isoformat() for day in subject.window) if subject.window else ("", "")
        candidates: set[int] = set()
        reach = tuple(day.isoformat() for day in reach_of(subject.window)) if subject.window else ("", "")
        for pair in map(" ".join, pairs_of(subject.sides)):
            candidates.update(self._in_block(pair, *reach))
            self._db.execute("INSERT INTO item_pairs VALUES (?, ?, ?, ?)", (pair, first, last, item))
        for other in candidates:
            points = likeness(subject, self._subject(other))
            if points is not None and points >= THRESHOLD:
                self._db.executemany(
                    "INSERT INTO links VALUES (?, ?, ?)", [(item, other, points), (other, item, points)]
                )
        self._subjects[item] = subject
        return item

    def _subject(self, item: int) -> Subject:
        """What an item is compared by; any of its claims has it, for they agree in it."""
        if item not in self._subjects:
            _, claim = self._claims(_STANDING + " LIMIT 1", item)[0]
            self._subjects[item] = subject_of(claim)
        return self._subjects[item]

    def _in_block(self, pair: str, first: str, last: str) -> Iterator[int]:
        if not first:
            found = self._db.execute("SELECT item FROM item_pairs WHERE pair = ? AND first = ''", (pair,))
        else:
            found = self._db.execute(
                "SELECT item FROM item_pairs WHERE pair = ? AND first <> '' AND first <= ? AND last >= ?",
                (pair, last, first),
            )
        return (row["item"] for row in found.fetchall())

    def _touch_left_behind(self) -> None:
        """What stood in one contact with a report that is gone has to find a contact anew, however it got there."""
        contacts = {
            row["contact"]
            for report in self._gone
            for row in self._db.execute("SELECT contact FROM contact_reports WHERE report = ?", (report,))
        }
        for contact in contacts:
            rows = self._db.execute(
                "SELECT DISTINCT standing.item FROM contact_reports JOIN standing USING (report)"
                " WHERE contact_reports.contact = ?",
                (contact,),
            )
            self._touched.update(row["item"] for row in rows)

    def _group_anew(self) -> None:
        claims = self._connected()
        items = items_of((claim for _, claim in claims.values()), self._decisions)
        numbers = {claim.report: number for number, (_, claim) in claims.items()}
        links = self._links({item for item, _ in claims.values()})
        marks = Marks(self._db)
        pairs = drop_contacts(self._db, marks, {*claims, *self._gone})
        for members in group(list(items.values()), links, self._decisions):
            told = [claim for item in members for claim in item.claims]
            contact = contact_of(told, self._decisions)
            pairs |= file_contact(self._db, marks, contact, [numbers[handle] for handle in contact.reports])
        marks.write()
        file_channels(self._db, pairs)
        file_promises(self._db, pairs)

    def _connected(self) -> dict[int, Told]:
        """Report number -> its item and claim, for all that touched items are linked to, however far."""
        claims: dict[int, Told] = {}
        waiting, seen = sorted(self._touched), set(self._touched)
        partings = list(self._decisions.partings)
        while waiting:
            item = waiting.pop()
            mine = self._claims(_STANDING, item)
            claims.update({number: (item, claim) for number, claim in mine})
            following = self._neighbours(item) | self._decided_with(mine, partings) | self._postponed_with(mine)
            waiting += following - seen
            seen |= following
        return claims

    def _neighbours(self, item: int) -> set[int]:
        return {row["other"] for row in self._db.execute("SELECT other FROM links WHERE item = ?", (item,))}

    def _decided_with(self, claims: Sequence[Told], partings: list[Parting]) -> set[int]:
        """Items of the reports that a merge or split names together with these; each parting is looked at once."""
        mine = {claim.report for _, claim in claims} & self._decisions.parted
        found = [one for one in partings if mine and not mine.isdisjoint(one.together | one.others)]
        for one in found:
            partings.remove(one)
        handles = {handle for one in found for handle in one.together | one.others}
        return {
            row["item"]
            for handle in handles
            for row in self._db.execute("SELECT item FROM standing WHERE handle = ?", (handle,))
        }

    def _postponed_with(self, claims: Sequence[Told]) -> set[int]:
        """Items of other reports of the same documents that tell of another day of the same contact."""
        found: set[int] = set()
        for number, claim in claims:
            off = claim.status is Status.CANCELLED
            rows = self._db.execute(_BESIDE, (number, number, " ".join(claim.sides), off))
            found.update(int(row["item"]) for row in rows if postponed(claim, claim_of(row)))
        return found

    def _links(self, numbers: Iterable[int]) -> dict[tuple[str, str], float]:
        keys = {
            number: str(self._db.execute("SELECT key FROM items WHERE id = ?", (number,)).fetchone()["key"])
            for number in numbers
        }
        links = {}
        for number, key in keys.items():
            for row in self._db.execute("SELECT other, points FROM links WHERE item = ?", (number,)):
                other = keys[row["other"]]
                links[min(key, other), max(key, other)] = float(row["points"])
        return links
