"""Reads the files of a folder and says what that cost: python -m tests.read.measured FOLDER.

It prints a line of JSON: for each file what it gave, in how many seconds, and in how many megabytes, the peak memory of
the reader and of its child together. Each is read in a process of its own, so that none is charged with what the ones
before it left.
"""

import json
import os
import sys
import time
from pathlib import Path

from detente.read import Limits, read


def peak() -> float:
    """The most memory that this process and its child had, in megabytes."""
    import resource  # noqa: PLC0415  (not on Windows)

    kilobytes = 1024 if sys.platform == "darwin" else 1
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / kilobytes
    status = Path("/proc/self/status")
    if status.exists():  # where ru_maxrss begins with what the process had that started this one
        (own,) = (line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return (int(own) + child) / 1024
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / kilobytes + child) / 1024


def cost(path: Path) -> tuple[list[str], float, float]:
    """What reading a file gave, and its seconds and megabytes."""
    started = time.monotonic()
    given = [getattr(item, "reason", "read") for item in read([str(path)], limits=Limits(seconds=3))]
    return given, time.monotonic() - started, peak()


def cost_alone(path: Path) -> object:
    """The same, in a copy of this process."""
    out, into = os.pipe()
    if os.fork() == 0:
        os.close(out)
        with os.fdopen(into, "w", encoding="utf-8") as stream:
            json.dump(cost(path), stream)
        os._exit(0)
    os.close(into)
    with os.fdopen(out, encoding="utf-8") as stream:
        told = json.load(stream)
    os.wait()
    return told


def main() -> None:
    """Read every file of a folder."""
    json.dump({path.name: cost_alone(path) for path in sorted(Path(sys.argv[1]).iterdir())}, sys.stdout)


if __name__ == "__main__":
    main()
