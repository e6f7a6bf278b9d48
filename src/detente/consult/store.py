"""Answers that were paid for once, in an SQLite file in the cache folder; it may be deleted at any time."""

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    document TEXT NOT NULL,        -- SHA-256 of what the question takes from the document
    prompt TEXT NOT NULL,          -- which question, and its version
    model TEXT NOT NULL,
    options TEXT NOT NULL,         -- those that change an answer; the endpoint is none
    answer BLOB NOT NULL,          -- UTF-8
    PRIMARY KEY (document, prompt, model, options)
) STRICT
"""
_FILE = "answers-1.sqlite"
_PATIENCE = 10.0  # seconds for another process that writes

Key = tuple[str, str, str, str]


class Store:
    """Answers by document, version of the question, model and options.

    A store that cannot be opened, read or written stores nothing: it saves money, and nothing depends on it.

    Args:
        folder: of the cache; None where there is none.
    """

    def __init__(self, folder: Path | None) -> None:
        self._db = _opened(folder) if folder is not None else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()

    def get(self, key: Key) -> str | None:
        """The answer to a question, None when there is none."""
        if self._db is None:
            return None
        query = "SELECT answer FROM answers WHERE document = ? AND prompt = ? AND model = ? AND options = ?"
        try:
            row = self._db.execute(query, key).fetchone()
            return None if row is None else bytes(row[0]).decode("utf-8", "surrogatepass")
        except (sqlite3.Error, UnicodeDecodeError, TypeError):
            return None

    def put(self, key: Key, answer: str) -> None:
        """Keep an answer, instead of one that is there."""
        if self._db is None:
            return
        try:
            with self._db:
                row = (*key, answer.encode("utf-8", "surrogatepass"))
                self._db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", row)
        except sqlite3.Error:
            return  # a full disk, or another process that holds the file: the question is asked again next time


def _opened(folder: Path) -> sqlite3.Connection | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(folder / _FILE, timeout=_PATIENCE)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(_SCHEMA)
    except (OSError, sqlite3.Error):
        return None
    return connection
