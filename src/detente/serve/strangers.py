"""Queries in SQL as they are typed, and their tables as people and JSON can hold them."""

from math import isfinite
from pathlib import Path
from threading import BoundedSemaphore

from pydantic import Field
from starlette.exceptions import HTTPException

from detente.ledger.readonly import ask
from detente.model.views import Cell, Table
from detente.serve.asked import Given

LONGEST = 10_000  # letters of a query
SECONDS, ROWS = 1.0, 1000  # that a query may take, and give
# Queries answered at once: each is a process that may take a core, and one of the readers stays for the pages.
_AT_ONCE = BoundedSemaphore(1)
Shown = None | int | float | str


class Query(Given):
    """A query."""

    q: str = Field(
        min_length=1,
        max_length=LONGEST,
        description="One SELECT over the tables of the ledger (docs/reference/ledger.md), in the words of SQLite.",
    )


def asked_of(path: Path, query: str) -> Table:
    """What a query gives.

    Raises:
        UsageError: it is no query that only reads, or takes too long.
        HTTPException: 429, other queries are being answered.
    """
    if not _AT_ONCE.acquire(blocking=False):
        raise HTTPException(429, "other queries are being answered; try again in a second", {"Retry-After": "1"})
    try:
        return ask(path, query, seconds=SECONDS, rows=ROWS)
    finally:
        _AT_ONCE.release()


def shown(table: Table) -> list[list[Shown]]:
    """Its cells as JSON and people can hold them."""
    return [[_cell(cell) for cell in row] for row in table.rows]


def _cell(cell: Cell) -> Shown:
    if isinstance(cell, bytes):
        return f"x'{cell.hex()}'"
    if isinstance(cell, float) and not isfinite(cell):
        return str(cell)  # JSON has no infinity
    return cell
