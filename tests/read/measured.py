"""Reads the files of a folder and says what that cost: python -m tests.read.measured FOLDER.

It prints a line of JSON: `said`, for each file what it gave and in how many seconds; `megabytes`, the peak memory of
the reader and of its child together.
"""

import json
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


def main() -> None:
    """Read every file of a folder."""
    said = {}
    for path in sorted(Path(sys.argv[1]).iterdir()):
        started = time.monotonic()
        given = [getattr(item, "reason", "read") for item in read([str(path)], limits=Limits(seconds=3))]
        said[path.name] = (given, time.monotonic() - started)
    json.dump({"said": said, "megabytes": peak()}, sys.stdout)


if __name__ == "__main__":
    main()
