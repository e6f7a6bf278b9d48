"""The child of `ask`: one query comes in by standard input, what it gives goes out by standard output.

It imports nothing of detente, since it is started for every query. What a stranger's SQL may do is bounded thrice: by
what the authorizer allows, by the limits of SQLite, and by those of the process, for a single function of SQLite may
run or grow for as long as it likes before anybody is asked.
"""

import json
import sqlite3
import sys
import time
from collections.abc import Callable
from urllib.parse import quote

_MEMORY, _FILE, _MORE_SECONDS = 400 << 20, 64 << 20, 1  # bytes in all, bytes of one temporary file, of processor time
_LETTERS_SHOWN, _LETTERS_OF_CELL = 4_000_000, 200_000  # of all cells together, and of one
_INSTRUCTIONS = 10_000  # of SQLite between two looks at the clock
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 16 << 20,  # longer than any document that is read
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 20_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 100_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 32,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_NOT_READING = ("not authorized", "authorization denied", "prohibited", "readonly")
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
_FORBIDDEN = {"load_extension", "fts3_tokenizer"}
_VIRTUAL = ("sentence_words", "json_each('[]')", "json_tree('[]')")
_TOO_MUCH = ("too big", "out of memory", "full", "disk I/O")


def main() -> None:
    """Answer the one question."""
    question = json.load(sys.stdin)
    _bound(question["seconds"])
    json.dump(_answer(question), sys.stdout, ensure_ascii=False)


def _bound(seconds: float) -> None:
    try:
        import resource  # noqa: PLC0415  (Unix alone has it; elsewhere the limits of SQLite and the clock remain)
    except ImportError:
        return
    processor = int(seconds) + _MORE_SECONDS
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE, _FILE))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))


def _answer(question: dict[str, object]) -> dict[str, object]:
    """Columns, rows, whether they are cut, and seconds; or what went wrong: forbidden, late, much or a message."""
    began = time.monotonic()
    late: list[bool] = []

    def ends() -> bool:
        if time.monotonic() - began > float(str(question["seconds"])):
            late.append(True)
        return bool(late)

    try:
        connection = _open(str(question["path"]), ends)
        cursor = connection.execute(str(question["query"]))
        columns = [one[0] for one in cursor.description or ()]
        rows, cut = _rows(cursor, int(str(question["rows"])))
    except (sqlite3.Error, sqlite3.Warning, MemoryError, ValueError, UnicodeError) as error:
        return {"wrong": "late"} if late else _wrong(error)
    if not columns:
        return {"wrong": "forbidden"}
    return {"columns": columns, "rows": rows, "cut": cut, "elapsed": time.monotonic() - began}


def _open(path: str, ends: Callable[[], bool]) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA cache_size = -16384")
    for table in _VIRTUAL:  # made ready here, since the authorizer would take it for the making of a table
        connection.execute(f"SELECT 1 FROM {table} LIMIT 0").fetchone()  # noqa: S608  (our own text)
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    connection.set_authorizer(_allows)
    connection.set_progress_handler(ends, _INSTRUCTIONS)
    return connection


def _allows(action: int, one: str | None, other: str | None, _database: str | None, _within: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if (other or "").lower() in _FORBIDDEN else sqlite3.SQLITE_OK
    # The full-text index asks whether the file has changed.
    asked = action in _READING or (action == sqlite3.SQLITE_PRAGMA and one == "data_version" and other is None)
    return sqlite3.SQLITE_OK if asked else sqlite3.SQLITE_DENY


def _rows(cursor: sqlite3.Cursor, most: int) -> tuple[list[list[object]], bool]:
    """At most so many rows, and as many letters as may be shown; whether there was more."""
    rows: list[list[object]] = []
    left, cut = _LETTERS_SHOWN, False
    for row in cursor:
        if len(rows) == most or left < 0:
            return rows, True
        cells = [f"x'{cell[:_LETTERS_OF_CELL].hex()}'" if isinstance(cell, bytes) else cell for cell in row]
        longer = [isinstance(cell, str) and len(cell) > _LETTERS_OF_CELL for cell in cells]
        cut = cut or any(longer)
        cells = [cell[:_LETTERS_OF_CELL] if long else cell for cell, long in zip(cells, longer, strict=True)]
        left -= sum(len(str(cell)) for cell in cells)
        rows.append(cells)
    return rows, cut


def _wrong(error: Exception) -> dict[str, object]:
    said = str(error)
    if isinstance(error, MemoryError) or any(words in said for words in _TOO_MUCH):
        return {"wrong": "much"}
    if any(words in said for words in _NOT_READING):
        return {"wrong": "forbidden"}
    return {"wrong": "message", "said": "half a letter, a lone surrogate" if isinstance(error, UnicodeError) else said}


if __name__ == "__main__":
    main()
