"""What a webhook has been told of, and what it has still to be told: a file beside the ledger, so that neither a crash
nor a receiver that is down loses an alert.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from detente.errors import LedgerError, UsageError
from detente.ledger.store import speaking_of

SUFFIX = ".outbox"
# Marks the file as an outbox of detente ("dtob").
_APPLICATION = 0x64746F62
_VERSION = 1
_PATIENCE = 120.0  # seconds that a writer waits for another one
_SCHEMA = """
CREATE TABLE looked (         -- for each webhook and filter: the state of the ledger that it has been told of
    audience TEXT PRIMARY KEY, readings INTEGER NOT NULL, judgements INTEGER NOT NULL, day TEXT NOT NULL
) STRICT;
CREATE TABLE announced (      -- each contact as it was told last: its mark, its line as JSON, the ids of its reports
    audience TEXT NOT NULL, contact TEXT NOT NULL, mark TEXT NOT NULL, line TEXT NOT NULL, reports TEXT NOT NULL,
    PRIMARY KEY (audience, contact)
) STRICT, WITHOUT ROWID;
CREATE TABLE overdue (        -- promises that were told to be overdue
    audience TEXT NOT NULL, promise TEXT NOT NULL, PRIMARY KEY (audience, promise)
) STRICT, WITHOUT ROWID;
CREATE TABLE waiting (        -- alerts that were not delivered; `refused` says why they will not be tried again
    number INTEGER PRIMARY KEY AUTOINCREMENT, audience TEXT NOT NULL, id TEXT NOT NULL UNIQUE, event TEXT NOT NULL,
    about TEXT NOT NULL, body TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, refused TEXT NOT NULL DEFAULT ''
) STRICT;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far a ledger had come when a webhook was told of it last.

    Attributes:
        readings, judgements: the last of each that had been taken in.
        day: as of which promises were overdue.
    """

    readings: int
    judgements: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A contact as it was told last: its mark, by which a change is seen, its line, and the ids of its reports."""

    mark: str
    line: Mapping[str, Any]
    reports: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An alert that is to be delivered.

    Attributes:
        id: the same at every try.
        event, about: what it is, and id of the contact, for messages.
        body: what is posted, JSON.
        tries: how often it was posted in vain.
    """

    number: int
    id: str
    event: str
    about: str
    body: str
    tries: int


class Outbox:
    """The alerts of one webhook with one filter; a file holds those of several.

    Args:
        path: the file, made when it is absent.
        audience: a name for webhook and filter together; another filter begins anew.

    Raises:
        UsageError: some other file stands there, or it cannot be opened.
        LedgerError: it is damaged, or of a newer version.
    """

    def __init__(self, path: Path, audience: str) -> None:
        self.path, self._audience = path, audience
        try:
            self._db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise UsageError(f"{path}: cannot be opened ({error})") from error
        self._db.row_factory = sqlite3.Row
        with ExitStack() as undoing:
            undoing.callback(self._db.close)
            self._run("PRAGMA synchronous = FULL")
            self._make()
            undoing.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def _make(self) -> None:
        with self.writing():
            application, version, tables = (
                self._run(query).fetchone()[0]
                for query in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
            )
            if application == _APPLICATION and version > _VERSION:
                raise LedgerError(f"{self.path}: of a newer version of detente; install that")
            if application != _APPLICATION and (tables or application or version):
                raise UsageError(f"{self.path}: not an outbox of detente; move it away")
            if not tables:
                for statement in _SCHEMA.split(";\n"):
                    self._run(statement)
                self._run(f"PRAGMA application_id = {_APPLICATION}")
                self._run(f"PRAGMA user_version = {_VERSION}")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All that is noted in the block stands after it, or nothing."""
        self._run("BEGIN IMMEDIATE")
        try:
            yield
            self._run("COMMIT")
        finally:
            if self._db.in_transaction:  # after any error, also of a COMMIT that found the disk full
                self._db.execute("ROLLBACK")

    def _run(self, query: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        with speaking_of(self.path):
            return self._db.execute(query, values)

    def state(self) -> State | None:
        """How far the ledger was told, None when nothing has been."""
        row = self._run("SELECT * FROM looked WHERE audience = ?", (self._audience,)).fetchone()
        if row is None:
            return None
        return State(readings=row["readings"], judgements=row["judgements"], day=date.fromisoformat(row["day"]))

    def reach(self, state: State) -> None:
        """Note how far the ledger has been told."""
        values = self._audience, state.readings, state.judgements, state.day.isoformat()
        self._run("INSERT OR REPLACE INTO looked VALUES (?, ?, ?, ?)", values)

    def forget(self) -> None:
        """Forget what has been told, for another ledger under the same name; what waits still waits."""
        for table in ("looked", "announced", "overdue"):
            self._run(f"DELETE FROM {table} WHERE audience = ?", (self._audience,))  # noqa: S608  (our own text)

    def known(self, contact: str) -> Known | None:
        """A contact as it was told last, None when it was not."""
        row = self._run(
            "SELECT mark, line, reports FROM announced WHERE audience = ? AND contact = ?", (self._audience, contact)
        ).fetchone()
        if row is None:
            return None
        return Known(mark=row["mark"], line=json.loads(row["line"]), reports=frozenset(row["reports"].split()))

    def marks(self) -> dict[str, str]:
        """Contact -> its mark, of all that were told."""
        rows = self._run("SELECT contact, mark FROM announced WHERE audience = ?", (self._audience,))
        return {row["contact"]: row["mark"] for row in rows.fetchall()}

    def keep(self, contact: str, known: Known) -> None:
        """Note how a contact is told now."""
        line = json.dumps(known.line, ensure_ascii=False)
        values = self._audience, contact, known.mark, line, " ".join(sorted(known.reports))
        self._run("INSERT OR REPLACE INTO announced VALUES (?, ?, ?, ?, ?)", values)

    def drop(self, contact: str) -> None:
        """Note that a contact is not told any more."""
        self._run("DELETE FROM announced WHERE audience = ? AND contact = ?", (self._audience, contact))

    def first_time(self, promises: Iterable[str]) -> list[str]:
        """Those of the promises that were not told to be overdue; from now on they were."""
        return [
            one
            for one in promises
            if self._run("INSERT OR IGNORE INTO overdue VALUES (?, ?)", (self._audience, one)).rowcount
        ]

    def put(self, identity: str, event: str, about: str, body: str) -> None:
        """Add an alert to those that wait."""
        self._run(
            "INSERT INTO waiting (audience, id, event, about, body) VALUES (?, ?, ?, ?, ?)",
            (self._audience, identity, event, about, body),
        )

    def waiting(self) -> Iterator[Waiting]:
        """The alerts that wait, the oldest first; those that were refused do not."""
        rows = self._run(
            "SELECT number FROM waiting WHERE audience = ? AND refused = '' ORDER BY number", (self._audience,)
        )
        for (number,) in rows.fetchall():
            row = self._run("SELECT * FROM waiting WHERE number = ? AND refused = ''", (number,)).fetchone()
            if row is not None:  # else another process has delivered it meanwhile
                names = ("number", "id", "event", "about", "body", "tries")
                yield Waiting(**{name: row[name] for name in names})

    def delivered(self, alert: Waiting) -> None:
        """Remove an alert that has arrived."""
        self._run("DELETE FROM waiting WHERE number = ?", (alert.number,))

    def failed(self, alert: Waiting) -> None:
        """Count a try in vain."""
        self._run("UPDATE waiting SET tries = tries + 1 WHERE number = ?", (alert.number,))

    def refuse(self, alert: Waiting, why: str) -> None:
        """Keep an alert that will not be tried again."""
        self._run("UPDATE waiting SET tries = tries + 1, refused = ? WHERE number = ?", (why, alert.number))

    def left(self) -> int:
        """How many alerts wait."""
        query = "SELECT count(*) FROM waiting WHERE audience = ? AND refused = ''"
        return int(self._run(query, (self._audience,)).fetchone()[0])
