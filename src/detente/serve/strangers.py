"""Queries in SQL as they are typed, and their tables as people and JSON can hold them."""

from math import isfinite

from pydantic import Field

from detente.model.views import Cell, Table
from detente.serve.asked import Given

LONGEST = 10_000  # letters of a query
SECONDS, ROWS = 1.0, 1000  # that a query may take, and give
Shown = None | int | float | str


class Query(Given):
    """A query."""

    q: str = Field(
        min_length=1,
        max_length=LONGEST,
        description="One SELECT over the tables of the ledger (docs/reference/ledger.md), in the words of SQLite.",
    )


def shown(table: Table) -> list[list[Shown]]:
    """Its cells as JSON and people can hold them."""
    return [[_cell(cell) for cell in row] for row in table.rows]


def _cell(cell: Cell) -> Shown:
    if isinstance(cell, bytes):
        return f"x'{cell.hex()}'"
    if isinstance(cell, float) and not isfinite(cell):
        return str(cell)  # JSON has no infinity
    return cell
