"""The command in processes of its own, and what a ledger file holds."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from typer.testing import CliRunner, Result

from detente.cli import app

SECONDS = 300
_PARTS = {
    "readings": "SELECT version, lang, official, dated, junk FROM readings WHERE document = :id ORDER BY version",
    "reports": "SELECT reports.* FROM reports JOIN readings ON readings.id = reading WHERE document = :id",
    "evidence": 'SELECT handle, field, value, start, "end", sentence IS NULL FROM evidence'
    " JOIN reports ON reports.id = report JOIN readings ON readings.id = reading WHERE document = :id",
    "undertakings": 'SELECT handle, undertakings.kind, by, due_first, due_last, regular, start, "end"'
    " FROM undertakings JOIN reports ON reports.id = report JOIN readings ON readings.id = reading"
    " WHERE document = :id",
    "sentences": 'SELECT start, "end" FROM sentences WHERE document = :id',
    "indexed": "SELECT count(*) FROM sentences JOIN sentence_words ON sentence_words.rowid = sentences.id"
    " WHERE document = :id",
    "shingles": "SELECT number FROM shingles WHERE document = :id",
    "sketch": "SELECT size FROM sketches WHERE document = :id",
}  # fmt: skip
_NUMBERS = 2  # leading columns of `reports` that count rows


def command(*arguments: str | Path) -> list[str]:
    """The words that start the command."""
    return [sys.executable, "-m", "detente", *map(str, arguments)]


def start(*arguments: str | Path) -> "subprocess.Popen[str]":
    """The command in a process of its own, its output to be read."""
    return subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def finish(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """The command in a process of its own, when it has ended."""
    return subprocess.run(
        command(*arguments), check=False, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS
    )


def run(*arguments: str | Path, given: str | None = None) -> Result:
    """The command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=given)


def acknowledged(output: str) -> dict[str, int]:
    """Name -> reports of each document that whole lines of `detente add --json` tell of."""
    whole = output[: output.rfind("\n") + 1]
    lines = map(json.loads, whole.splitlines())
    return {line["source"]: line["reports"] for line in lines if line["refusal"] is None}


def kept(path: Path) -> dict[str, Mapping[str, object]]:
    """Name -> all that a ledger has learned of each document, without internal numbers."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT id, name FROM documents").fetchall()
        return {name: _of_document(connection, number) for number, name in found}


def _of_document(connection: sqlite3.Connection, number: int) -> Mapping[str, object]:
    rows: dict[str, list[tuple[object, ...]]] = {
        part: sorted(connection.execute(query, {"id": number}), key=repr) for part, query in _PARTS.items()
    }
    rows["reports"] = sorted((row[_NUMBERS:] for row in rows["reports"]), key=repr)
    return rows


def count(path: Path, table: str) -> int:
    """How many rows a table has."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  (a test's own name)
