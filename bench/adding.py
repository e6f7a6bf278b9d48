"""Adds made-up documents to a ledger for some seconds, as a `detente watch` on a busy day would; prints how many."""

import json
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, sleep

_EACH, _PAUSE = 20, 1.0  # documents at a time, and seconds between
_PAIRS = (
    ("Turkish President Recep Tayyip Erdogan", "Ukrainian President Volodymyr Zelenskyy"),
    ("French President Emmanuel Macron", "German Chancellor Olaf Scholz"),
    ("Chinese President Xi Jinping", "Indian Prime Minister Narendra Modi"),
)


def record(number: int) -> str:
    """A document as a JSON line."""
    day = date(2022, 8, 10) + timedelta(days=number % 300)
    one, other = _PAIRS[number % len(_PAIRS)]
    text = f"{one} spoke by telephone with {other} on {day.day} {day:%B %Y}. Clerk number {number} noted the hour."
    row = {"id": f"made-up-{number}", "lang": "en", "published": f"{day + timedelta(days=1)}", "text": text}
    return json.dumps(row) + "\n"


def main() -> None:
    """Add until the time is over."""
    ledger, until, done = sys.argv[1], perf_counter() + float(sys.argv[2]), 0
    with tempfile.TemporaryDirectory() as folder:
        while perf_counter() < until:
            file = Path(folder) / f"{done}.jsonl"
            file.write_text("".join(map(record, range(done, done + _EACH))), encoding="utf-8")
            command = [
                sys.executable,
                "-m",
                "detente",
                "add",
                str(file),
                "--learned-when-published",
                "--ledger",
                ledger,
            ]
            subprocess.run(command, check=True, capture_output=True)
            done += _EACH
            sleep(_PAUSE)
    print(done)


if __name__ == "__main__":
    main()
