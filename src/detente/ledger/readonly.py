"""Queries typed by strangers: answered from a ledger that they cannot change, in bounded time and memory.

Each runs in a process of its own that may be killed: a single call of instr() on two long texts can run for hours
before SQLite asks whether to go on, and what a query gathers has no bound inside SQLite that would not bind everybody.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from detente.errors import LedgerError, UsageError
from detente.model.views import Table

_CHILD = Path(__file__).with_name("query_child.py")
_STARTING = 5.0  # seconds that a process may take to start on a busy machine, besides those of the query
_STOPPED = (-9, -24)  # by the limit of processor time: SIGKILL, SIGXCPU
_ONE_SELECT = "only one SELECT is answered here, which reads what is there and changes nothing"


def ask(path: Path, query: str, *, seconds: float = 1.0, rows: int = 1000) -> Table:
    """What one SELECT gives.

    Args:
        path: file of the ledger.
        query: one SQL statement that only reads.
        seconds: how long it may take.
        rows: how many rows are given at most; `Table.cut` says whether there were more.

    Raises:
        UsageError: it is no such statement, it takes too long or too much, or SQLite does not understand it.
        LedgerError: the ledger cannot be read.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no ledger here")
    question = json.dumps({"path": str(path.resolve()), "query": query, "seconds": seconds, "rows": rows})
    answer = _asked(question, seconds)
    if answer is None:
        raise UsageError("the query needs more memory than one may have here; ask for less at once")
    if "wrong" in answer:
        raise _told(answer, seconds)
    return Table(
        columns=tuple(answer["columns"]),
        rows=tuple(tuple(row) for row in answer["rows"]),
        cut=answer["cut"],
        elapsed=answer["elapsed"],
    )


def _asked(question: str, seconds: float) -> dict[str, Any] | None:
    """What the child answers, None when it ended for want of memory.

    Raises:
        UsageError: it took too long.
    """
    # -I -S: nothing but Python's own library is found, which is quick, and none of the places that users can write to.
    command = [sys.executable, "-I", "-S", str(_CHILD)]
    try:
        done = subprocess.run(  # noqa: S603  (our own)
            command, input=question.encode(), capture_output=True, timeout=seconds + _STARTING, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _late(seconds) from error
    if done.returncode in _STOPPED:
        raise _late(seconds)
    if done.returncode:
        return None
    return json.loads(done.stdout)  # type: ignore[no-any-return]  # what `query_child` writes


def _late(seconds: float) -> UsageError:
    return UsageError(f"the query took longer than {seconds:g} s; ask for less, or use the file with sqlite3 itself")


def _told(answer: dict[str, Any], seconds: float) -> UsageError | LedgerError:
    if answer["wrong"] == "late":
        return _late(seconds)
    if answer["wrong"] == "much":
        return UsageError("the query needs more memory than one may have here; ask for less at once")
    if answer["wrong"] == "forbidden":
        return UsageError(_ONE_SELECT)
    said = str(answer["said"])
    if "one statement" in said:
        return UsageError(_ONE_SELECT)
    if "unable to open" in said or "malformed" in said or "not a database" in said:
        return LedgerError(f"the ledger cannot be read ({said}); run `detente check`")
    return UsageError(f"the query is not understood ({said}); the tables stand in docs/reference/ledger.md")
