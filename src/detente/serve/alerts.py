"""What has changed in a ledger since a webhook was told of it, as alerts in an outbox.

docs/reference/alerts.md explains schema version 1.
"""

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from detente.export.plain import plain
from detente.ledger import Ledger
from detente.ledger.changes import contact_marks, find_contact, progress, reports_of
from detente.ledger.queries import find_promises, show_contact
from detente.ledger.selection import one_state
from detente.model.listing import ContactLine, Filter, PromiseLine
from detente.serve.citable import Source
from detente.serve.outbox import Known, Outbox, State
from detente.serve.room import Room
from detente.serve.told import quoted_sources

SCHEMA = 1
NEW, CHANGED, GONE, OVERDUE = "contact.new", "contact.changed", "contact.gone", "promise.overdue"
# They grow with every further report that says the same, which is no news.
_COUNTS = frozenset({"reports", "documents", "origins"})


def note_changes(book: Ledger, wanted: Filter, outbox: Outbox, *, on: date, at: str) -> int:
    """Put an alert into the outbox for each contact that fits a filter and is new or told differently, and for each
    promise that has become overdue; how many.

    The first time nothing is news: what stands in the ledger counts as known. Alerts and the note that they were made
    come together or not at all, so that a process may be killed at any moment.

    Args:
        book: a ledger whose contacts are up to date.
        on: day as of which promises are overdue.
        at: now, ISO 8601 in UTC.
    """
    with book.speaking(), one_state(book.connection), outbox.writing():
        readings, judgements = progress(book.connection)
        now, before = State(readings=readings, judgements=judgements, day=on), outbox.state()
        if before == now:
            return 0
        if before is not None and (readings < before.readings or judgements < before.judgements):
            outbox.forget()  # another ledger has taken the place of the one that was told
            before = None
        look = _Look(book.connection, wanted, outbox, on, at, quiet=before is None)
        look.contacts()
        look.promises()
        outbox.reach(now)
        return look.made


@dataclass(slots=True)
class _Look:
    """One comparison of a ledger with what was told of it.

    Attributes:
        quiet: whether everything counts as known.
        fitting: contact that fits the filter -> its mark.
        fresh: those of them that are told for the first time.
    """

    connection: sqlite3.Connection
    wanted: Filter
    outbox: Outbox
    on: date
    at: str
    quiet: bool
    made: int = 0
    fitting: dict[str, str] = field(default_factory=dict[str, str])
    fresh: set[str] = field(default_factory=set[str])

    def contacts(self) -> None:
        """Alerts of contacts; from then on they are known as they are now."""
        told = self.outbox.marks()
        changed: dict[str, tuple[ContactLine, Known | None]] = {}
        self.fitting.update(contact_marks(self.connection, self.wanted))
        for identity, mark in self.fitting.items():
            line = find_contact(self.connection, identity) if told.get(identity) != mark else None
            if line is None:
                continue
            known = self.outbox.known(identity)
            if self.quiet or (known is not None and known.line == _told(line)):
                self._keep(line)
            else:
                changed[identity] = line, known
        given_away = self._given_away(told, changed)
        for identity, (line, known) in changed.items():
            before = {one: gone for one in given_away.get(identity, ()) if (gone := self.outbox.known(one))}
            self._tell(line, known, before)

    def _given_away(
        self, told: Iterable[str], changed: dict[str, tuple[ContactLine, Known | None]]
    ) -> Mapping[str, list[str]]:
        """Contact -> earlier ids of it that were told; contacts that left the filter or the ledger are told of here."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for identity in told:
            if identity in self.fitting:
                continue
            line = find_contact(self.connection, identity)
            if line is None:
                self._alert(GONE, identity, before=self._line(identity))
                self.outbox.drop(identity)
            else:
                found[line.id].append(identity)
                changed.setdefault(line.id, (line, self.outbox.known(line.id)))
        return found

    def _line(self, identity: str) -> Mapping[str, Any]:
        known = self.outbox.known(identity)
        return known.line if known else {}

    def _tell(self, line: ContactLine, known: Known | None, given_away: Mapping[str, Known]) -> None:
        """An alert of one contact.

        Args:
            known: how it was told last.
            given_away: earlier ids of it, other than its own, and how those were told.
        """
        given_away = {one: told for one, told in given_away.items() if one != line.id}
        last = known or next(iter(given_away.values()), None)
        if last is None:
            self.fresh.add(line.id)
        told = frozenset[str]().union(*(one.reports for one in (known, *given_away.values()) if one))
        now = _told(line)
        before = {name: value for name, value in (last.line if last else {}).items() if value != now.get(name)}
        sources, left_out = self._sources(line.id, told)
        self._alert(
            CHANGED if last else NEW,
            line.id,
            contact=plain(line),
            fits=line.id in self.fitting,
            changed=sorted(before),
            before=before,
            replaces=sorted(given_away),
            reports=plain(sources),
            left_out=list(left_out),
        )
        for identity in (*given_away, line.id):
            self.outbox.drop(identity)
        if line.id in self.fitting:
            self._keep(line)

    def _keep(self, line: ContactLine) -> None:
        reports = reports_of(self.connection, line.id)
        self.outbox.keep(line.id, Known(mark=self.fitting[line.id], line=_told(line), reports=reports))

    def _sources(self, contact: str, told: frozenset[str]) -> tuple[tuple[Source, ...], tuple[str, ...]]:
        """The reports of a contact that were not told, with their sentences, and what had to be left out."""
        view, room = show_contact(self.connection, contact, self.on), Room()
        sources = quoted_sources(
            [one for one in view.tellings if one.report not in told], room, "`detente show` has all"
        )
        return sources, room.left_out

    def promises(self) -> None:
        """Alerts of promises whose day has passed since their contact was told."""
        found = find_promises(self.connection, self.on, sides=self.wanted.sides, state="overdue")
        fitting = {one.id: one for one in found if one.contact in self.fitting}
        for identity in self.outbox.first_time(fitting):
            if not self.quiet and fitting[identity].contact not in self.fresh:
                self._overdue(fitting[identity])

    def _overdue(self, promise: PromiseLine) -> None:
        room = Room()
        short = room.promise(promise)
        line = find_contact(self.connection, promise.contact)
        self._alert(OVERDUE, promise.contact, contact=plain(line), promise=plain(short), left_out=list(room.left_out))

    def _alert(self, event: str, about: str, **more: object) -> None:
        record = {"schema": SCHEMA, "event": event, "at": self.at, "about": about, **more}
        # Two alerts of one moment are of different contacts or promises, so that no two have the same text.
        identity = hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()[:32]
        self.outbox.put(identity, event, about, json.dumps({"id": identity, **record}, ensure_ascii=False))
        self.made += 1


def _told(line: ContactLine) -> dict[str, Any]:
    """What counts as news of a contact when it changes."""
    record = plain(line)
    assert isinstance(record, dict)  # noqa: S101  (for the type: a dataclass becomes one)
    return {name: value for name, value in record.items() if name not in _COUNTS and name != "id"}
