"""How fast a ledger is filled and kept, through the command line: loading, a little more, a rebuild, an earlier day."""

import gzip
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench import COMMAND, CORPUS, LAUNCHER, MEGABYTE, Stopwatch

MORE = 10
Figures = dict[str, object]
Record = dict[str, str]


def run(*arguments: str | Path) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak megabytes of the command in a process of its own."""
    command = [sys.executable, "-c", LAUNCHER, str(COMMAND), *map(str, arguments)]
    began = time.perf_counter()
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    wall = time.perf_counter() - began
    peak, cpu = map(float, answer.splitlines()[-1].split())
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux kibibytes
    return wall, cpu, peak * unit / MEGABYTE


def write_records(path: Path, records: Sequence[Record]) -> Path:
    """The records as a JSON Lines file."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def size_of(ledger: Path) -> int:
    """Bytes of a ledger with what stands beside it."""
    return sum(path.stat().st_size for path in ledger.parent.glob(f"{ledger.name}*"))


def measure_insert(path: Path, records: Sequence[Record]) -> float:
    """Wall seconds to put the same texts in SQLite and do nothing with them, committed as often as a ledger does."""
    stopwatch = Stopwatch()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE documents (id TEXT PRIMARY KEY, published TEXT, text TEXT)")
    for first in range(0, len(records), 32):
        connection.execute("BEGIN")
        rows = [(one["id"], one.get("published"), one["text"]) for one in records[first : first + 32]]
        connection.executemany("INSERT INTO documents VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")
    connection.close()
    return stopwatch.read().wall


def measure_loading(most: int | None) -> Figures:
    """All figures on the first records of the corpus of releases; why not, when it is absent.

    Args:
        most: how many documents; None for all.
    """
    if not CORPUS.is_file():
        return {"skipped": f"the corpus of releases is not beside this clone: {CORPUS.name}"}
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        records: list[Record] = [json.loads(line) for line in lines][:most]
    with tempfile.TemporaryDirectory() as folder:
        return _measure(Path(folder), records)


def _measure(folder: Path, records: Sequence[Record]) -> Figures:
    step = max(len(records) // MORE, 1)
    more = records[::step][:MORE]
    first = [record for record in records if record not in more]
    text = sum(len(record["text"].encode()) for record in first)
    ledger = folder / "releases.ledger"
    book = ("--ledger", ledger)
    loading = run("add", write_records(folder / "first.jsonl", first), "--learned-when-published", *book)
    size = size_of(ledger)
    adding = run("add", write_records(folder / "more.jsonl", more), "--learned-when-published", *book)
    rebuilding = run("rebuild", *book)
    days = sorted(record["published"] for record in records if record.get("published"))
    middle = days[len(days) // 2]
    then = run("contacts", "--as-of", middle, "--limit", "1", *book)
    now = run("contacts", "--limit", "1", *book)
    insert = measure_insert(folder / "plain.db", first)
    return {
        "documents": len(first),
        "text_megabytes": round(text / MEGABYTE, 2),
        "wall_seconds": round(loading[0], 2),
        "cpu_seconds": round(loading[1], 2),
        "documents_a_second": round(len(first) / loading[0], 1),
        "documents_a_cpu_second": round(len(first) / loading[1], 1),
        "peak_megabytes": round(loading[2], 1),
        "ledger_megabytes": round(size / MEGABYTE, 1),
        "ledger_over_text": round(size / text, 2),
        "add_ten_seconds": round(adding[0], 2),
        "add_ten_cpu_seconds": round(adding[1], 2),
        "rebuild_seconds": round(rebuilding[0], 2),
        "rebuild_cpu_seconds": round(rebuilding[1], 2),
        "as_of_day": middle,
        "as_of_seconds": round(then[0], 2),
        "as_of_cpu_seconds": round(then[1], 2),
        "list_seconds": round(now[0], 2),
        "baseline": {
            "insert_seconds": round(insert, 3),
            "times_slower_than_insert": round(loading[0] / insert, 1),
        },
    }
