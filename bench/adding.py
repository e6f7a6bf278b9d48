"""Adds made-up documents to a ledger for some seconds, as a `detente watch` on a busy day would; prints how many."""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, sleep

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "ledger"))
from invented import many, records

_EACH, _PAUSE = 20, 1.0  # documents at a time, and seconds between


def main() -> None:
    """Add until the time is over."""
    ledger, seconds = sys.argv[1], float(sys.argv[2])
    until, documents, done = perf_counter() + seconds, many(100_000), 0
    with tempfile.TemporaryDirectory() as folder:
        while perf_counter() < until:
            file = Path(folder) / f"{done}.jsonl"
            file.write_text(records(documents[done : done + _EACH]), encoding="utf-8")
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
