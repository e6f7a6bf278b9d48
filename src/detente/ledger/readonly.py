"""Queries typed by strangers: answered from a ledger that they cannot change, in bounded time and memory."""

from pathlib import Path

from detente.model.views import Table


def ask(path: Path, query: str, *, seconds: float = 1.0, rows: int = 1000) -> Table:
    """What one SELECT gives.

    Args:
        path: file of the ledger.
        query: one SQL statement that only reads.
        seconds: how long it may take.
        rows: how many rows are given at most; `Table.cut` says whether there were more.

    Raises:
        UsageError: it is no such statement, it takes too long or too much, or SQLite does not understand it.
    """
    raise NotImplementedError
