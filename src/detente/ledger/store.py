"""The file of a ledger: opened, brought up to date in its schema, and locked for one writer at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote
from zlib import crc32

from detente.errors import LedgerError, UsageError

# Marks the file as a ledger of detente ("dtnt").
APPLICATION = 0x64746E74
VERSION = 3
_PATIENCE = 120.0  # seconds that a writer waits for another one
_CACHE = 262_144  # kibibytes of pages kept at most; a large ledger is searched a tenth sooner than with a quarter of it
_SQL = files("detente.ledger") / "sql"
# Raised by hand whenever what is written into the derived tables changes.
_CONTENTS = 1


def derived_version() -> int:
    """A number for the derived tables and what is written into them; when it is another one they are made anew."""
    return crc32(f"{_CONTENTS}\n{(_SQL / 'derived.sql').read_text(encoding='utf-8')}".encode())


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """A connection to the ledger at `path`, its schema up to date.

    Raises:
        UsageError: no such ledger, or a file that is none.
        LedgerError: a ledger of a newer version, a damaged one, or a full disk.
    """
    if not create and not path.exists():
        raise UsageError(f"{path}: no ledger here; make one with `detente add FILES --ledger {path}`")
    if path.is_dir():
        raise UsageError(f"{path}: a folder, not a ledger; choose another name")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}; make it first")
    try:
        connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise UsageError(f"{path}: cannot be opened ({error})") from error
    connection.row_factory = sqlite3.Row
    with ExitStack() as undoing, speaking_of(path):
        undoing.callback(connection.close)
        _look(connection, path)
        _settle(connection)
        migrate(connection, path)
        undoing.pop_all()
    return connection


def _settle(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Take the schema forward to `VERSION`, one file of `sql/` a step.

    Raises:
        UsageError: the file holds something else.
        LedgerError: the ledger is of a newer version.
    """
    if _look(connection, path) == VERSION:
        return
    with writing(connection):
        # Looked at again, since another process may have been faster.
        run_steps(connection, _look(connection, path))
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _look(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the schema, 0 of an empty file; changes nothing, so that a foreign file stays as it is."""
    application, version = _marks(connection)
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION and (application or version or tables):
        raise UsageError(f"{path}: an SQLite file, but no ledger of detente; choose another name")
    if version > VERSION:
        raise LedgerError(
            f"{path}: a ledger of schema version {version}, this detente knows {VERSION}; install a newer detente"
        )
    return version


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    return int(application), int(connection.execute("PRAGMA user_version").fetchone()[0])


def run_steps(connection: sqlite3.Connection, version: int = 0) -> None:
    """Take the tables of what is learned from a version of the schema to the present one, inside a transaction."""
    for number in range(version + 1, VERSION + 1):
        run_script(connection, f"{number:03}.sql")


def run_script(connection: sqlite3.Connection, name: str) -> None:
    """Execute the statements of a file in `sql/` inside the present transaction."""
    statement = ""
    for line in (_SQL / name).read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        # A trigger holds a semicolon of its own, which is why lines are not simply split there.
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


# What had been learned by a day. The rows of `_WITHIN` belong to rows of these, and are found in the whole ledger.
_COPIES = {
    "documents": "SELECT * FROM whole.documents WHERE learned < ?",
    "readings": "SELECT * FROM whole.readings WHERE learned < ? AND document IN (SELECT id FROM main.documents)",
    "reports": "SELECT * FROM whole.reports WHERE reading IN (SELECT id FROM main.readings)",
    "sketches": "SELECT * FROM whole.sketches WHERE document IN (SELECT id FROM main.documents)",
    "refusals": "SELECT * FROM whole.refusals WHERE learned < ?",
    "judgements": "SELECT * FROM whole.judgements WHERE learned < ?",
    "offices": "SELECT * FROM whole.offices WHERE learned < ?",
    "captures": "SELECT * FROM whole.captures WHERE learned < ?",
    "captured": (
        "SELECT * FROM whole.captured WHERE document IN (SELECT id FROM main.documents)"
        " AND capture IN (SELECT id FROM main.captures)"
    ),
}
_WITHIN = ("evidence", "undertakings", "sentences", "shingles", "sentence_words")


def copy_until(path: Path, day: date | None) -> sqlite3.Connection:
    """A temporary ledger with the rows that had been learned by the end of a day, None for all; nothing is derived yet.

    The whole ledger is attached to it as `whole`, and its full-text index and the tables of `_WITHIN` are found under
    their usual names: most of a ledger, and nothing in them is reached but through a row that was copied.
    """
    connection = sqlite3.connect("file:", timeout=_PATIENCE, isolation_level=None, uri=True, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    run_steps(connection)
    for table in _WITHIN:
        connection.execute(f"DROP TABLE {table}")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    connection.execute("ATTACH ? AS whole", (f"file:{quote(str(path.resolve()))}?mode=ro",))
    following = (day + timedelta(days=1)).isoformat() if day and day < date.max else "~"  # after every day
    with writing(connection):
        for table, query in _COPIES.items():
            values = (following,) if "?" in query else ()
            connection.execute(f"INSERT INTO main.{table} {query}", values)
    return connection


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction of one writer; all of it stands after the block, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:  # after any error, also of a COMMIT that found the disk full
            connection.execute("ROLLBACK")


@contextmanager
def speaking_of(path: Path) -> Iterator[None]:
    """Says in our words what SQLite reports of the file.

    Raises:
        UsageError: the file is no ledger or may not be written.
        LedgerError: it is damaged, the disk is full, or another process holds it too long.
    """
    try:
        yield
    except UnicodeEncodeError as error:
        raise UsageError(f"{error.object!r} is no text: it holds bytes that are not UTF-8; write it anew") from error
    except sqlite3.DatabaseError as error:
        said = str(error)
        if "not a database" in said:
            raise UsageError(f"{path}: no ledger, but some other file; choose another name") from error
        if "readonly" in said or "unable to open" in said:
            raise UsageError(f"{path}: cannot be written ({said}); change its permissions or its folder's") from error
        if "full" in said or "disk I/O" in said:
            raise LedgerError(
                f"{path}: the disk is full ({said}); what was acknowledged is kept, make room and run it again"
            ) from error
        if "locked" in said:
            raise LedgerError(f"{path}: another process has been writing for {_PATIENCE:.0f} s; try again") from error
        if type(error) is sqlite3.DatabaseError or "malformed" in said:  # Python keeps the class itself for damage
            raise LedgerError(
                f"{path}: damaged ({said}); restore a copy, or recover it with sqlite3 .recover"
            ) from error
        raise
