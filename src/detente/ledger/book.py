"""A ledger: what is learned goes in, contacts are kept up to date."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from detente.ledger.captures import file_capture, file_visits, last_visit
from detente.ledger.check import find_differences, find_faults
from detente.ledger.filing import document_key, judgement_key
from detente.ledger.refresh import Refresh
from detente.ledger.store import connect, copy_until, derived_version, run_script, speaking_of, writing
from detente.ledger.writer import Writer
from detente.model import Document, Refusal, Stamp, Visit
from detente.model.contact import Judgement
from detente.model.listing import Fault
from detente.model.reading import Reading

# Documents in one transaction of adding, and readings in one of bringing up to date: more would keep others waiting.
_BATCH, _STEP = 32, 400


_SIZE = """
SELECT (SELECT count(*) FROM contacts), (SELECT count(*) FROM standing), (SELECT count(*) FROM documents),
       (SELECT count(DISTINCT origin) FROM origins)
"""
_BEHIND = """
SELECT (SELECT count(*) FROM readings WHERE id > progress.readings)
       + (SELECT count(*) FROM judgements WHERE id > progress.judgements) FROM progress
"""
_SETTLED = "SELECT (SELECT max(id) FROM judgements), readings, judgements, version FROM progress"
_LEARNED = "SELECT (SELECT max(id) FROM readings), (SELECT max(id) FROM refusals)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of one thing given.

    Attributes:
        source: id of the document, or the source of the refusal.
        outcome: new, known, reread or refused.
        reports: how many reports this reading gave.
        refusal: why it could not be read.
    """

    source: str
    outcome: str
    reports: int = 0
    refusal: Refusal | None = None


class Size(NamedTuple):
    """How much a ledger holds; counts that are never added up.

    Attributes:
        reports: those that stand.
        origins: texts, each with all its copies.
    """

    contacts: int
    reports: int
    documents: int
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extractor:
    """Who reads, for `Ledger.add`.

    Attributes:
        read: reads a document or refuses it.
        version: language code -> name of the version that would read it now.
        places: usual English name of a place -> code of its state, and whether it is a whole state.
        bodies: side -> short names of its bodies.
    """

    read: Callable[[Document], Reading | Refusal]
    version: Callable[[str], str]
    places: Mapping[str, tuple[str, bool]]
    bodies: Mapping[str, tuple[str, ...]]


class Ledger:
    """A ledger file; one process writes at a time, any number read.

    It may be used in another thread than the one that opened it, by one thread at a time.

    Args:
        connection: to a ledger whose schema is up to date.
        path: its file, for messages.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection, self.path = connection, path
        with self.speaking():
            if self._derived_version() != derived_version():
                with writing(connection):
                    if self._derived_version() != derived_version():
                        self._make_derived()

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """The ledger at `path`.

        Args:
            create: whether to make it when it is absent.

        Raises:
            UsageError: no such ledger, or a file that is none.
            LedgerError: a newer version, a damaged file, a full disk.
        """
        return cls(connect(path, create=create), path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def speaking(self) -> AbstractContextManager[None]:
        """Says in our words what SQLite reports."""
        return speaking_of(self.path)

    def add(
        self, items: Iterable[Document | Refusal], extractor: Extractor, *, at: str, as_published: bool = False
    ) -> Iterator[Added]:
        """Read what is not known yet and keep it; each is told after it stands on the disk.

        Args:
            at: now, ISO 8601 in seconds and UTC.
            as_published: whether a document counts as learned on its day of publication, where it states one; for
                archives that are loaded long after.

        Raises:
            LedgerError: a full disk; all that was told of is kept.
        """
        waiting: list[tuple[Document | Refusal, Reading | Refusal | None]] = []
        for item in items:
            known = isinstance(item, Document) and self.knows(item, extractor.version)
            outcome = None if known else item if isinstance(item, Refusal) else extractor.read(item)
            waiting.append((item, outcome))
            if len(waiting) == _BATCH:
                yield from self._write(waiting, extractor, at, as_published=as_published)
                waiting = []
        yield from self._write(waiting, extractor, at, as_published=as_published)

    def knows(self, document: Document, version: Callable[[str], str]) -> bool:
        """Whether the document stands in the ledger, read by the present version."""
        row = self.connection.execute(
            "SELECT readings.version, readings.lang FROM documents JOIN readings ON readings.document = documents.id"
            " WHERE documents.key = ? ORDER BY readings.id DESC LIMIT 1",
            (document_key(document),),
        ).fetchone()
        return row is not None and row["version"] == version(row["lang"])

    def _write(
        self,
        waiting: Iterable[tuple[Document | Refusal, Reading | Refusal | None]],
        extractor: Extractor,
        at: str,
        *,
        as_published: bool,
    ) -> list[Added]:
        added = []
        with self.speaking(), writing(self.connection):
            writer = Writer(self.connection, extractor.version, extractor.places, extractor.bodies)
            for item, outcome in waiting:
                source = item.source if isinstance(item, Refusal) else item.id
                if outcome is None:
                    added.append(Added(source=source, outcome="known"))
                elif isinstance(outcome, Refusal):
                    writer.refuse(outcome, at)
                    added.append(Added(source=source, outcome="refused", refusal=outcome))
                else:
                    published = outcome.document.published
                    learned = f"{published}T00:00:00Z" if as_published and published else at
                    what = writer.file(outcome, learned)
                    added.append(Added(source=source, outcome=what, reports=len(outcome.reports)))
                if isinstance(item, Document):
                    file_capture(self.connection, item, at)
        return added

    def note_visits(self, visits: Iterable[Visit]) -> None:
        """Keep what sites said of answers whose documents have all been added, for `last_visit`."""
        with self.speaking(), writing(self.connection):
            file_visits(self.connection, visits)

    def last_visit(self, address: str, said: str, *, kept: bool = False) -> tuple[Stamp, tuple[Document, ...]] | None:
        """What the site of an address said when it was last read, and everything that was read from it; None when it
        never was, or not wholly, or when the caller `said` something else of the documents.

        Args:
            kept: whether only an answer counts that stands in an archive.
        """
        with self.speaking():
            return last_visit(self.connection, address, said, kept=kept)

    def judge(self, judgements: Iterable[Judgement], *, at: str) -> int:
        """Keep judgements; how many of them are new.

        Args:
            at: when the ledger learns them, as for `add`.
        """
        new = 0
        with self.speaking(), writing(self.connection):
            for one in judgements:
                row = (
                    judgement_key(one), one.verdict, " ".join(one.reports), " ".join(one.others), one.about, one.value,
                    one.by, one.why, one.at, at,
                )  # fmt: skip
                done = self.connection.execute(
                    "INSERT INTO judgements (key, verdict, reports, others, about, value, by, why, at, learned)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    row,
                )
                new += done.rowcount
        self.refresh()
        return new

    def refresh(self) -> None:
        """Bring the contacts up to date with all that has been learned; quick when nothing is new."""
        with self.speaking():
            while self.behind():
                with writing(self.connection):
                    Refresh(self.connection).step(_STEP)

    def rebuild(self) -> None:
        """Make all contacts anew from what has been learned."""
        with self.speaking(), writing(self.connection):
            self._make_derived()
        self.refresh()

    def as_of(self, day: date | None) -> "Ledger":
        """The ledger as it was at the end of a day, None for now: made from nothing but what had been learned by then.

        It lives in a file of its own that goes away with it; full-text search is that of this ledger.
        """
        with self.speaking():
            then = Ledger(copy_until(self.path, day), self.path)
            then.refresh()
        return then

    def check(self) -> Iterator[Fault]:
        """What is wrong with the ledger; nothing when it is sound."""
        with self.speaking():
            yield from find_faults(self.connection)
            with self.as_of(None) as anew:
                yield from find_differences(self.connection, anew.connection)

    def size(self) -> Size:
        """How much there is of everything."""
        return Size(*self.connection.execute(_SIZE).fetchone())

    def behind(self) -> int:
        """How many readings and judgements the contacts do not show yet; `refresh` takes them in."""
        return int(self.connection.execute(_BEHIND).fetchone()[0])

    def state(self) -> str:
        """A short text that is another one whenever anything has changed that is asked of the ledger."""
        return f"{self.settled()}-{'-'.join(map(str, self.connection.execute(_LEARNED).fetchone()))}"

    def settled(self) -> str:
        """The same for contacts and what is made of them, which stay while documents wait to be taken in."""
        return "-".join(map(str, self.connection.execute(_SETTLED).fetchone()))

    def _derived_version(self) -> int:
        known = self.connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'progress'").fetchone()
        return int(self.connection.execute("SELECT version FROM progress").fetchone()[0]) if known else 0

    def _make_derived(self) -> None:
        run_script(self.connection, "derived.sql")
        self.connection.execute("INSERT INTO progress VALUES (?, 0, 0)", (derived_version(),))
