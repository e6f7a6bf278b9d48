"""A timeline as an answer: contacts counted by period and status."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from detente.ledger.marks import UNDATED
from detente.ledger.search import Search
from detente.model import Status
from detente.model.listing import Filter
from detente.model.views import Bin

_LENGTHS = {"month": len("2022-03"), "year": len("2022")}


def bins(connection: sqlite3.Connection, wanted: Filter, *, by: Literal["month", "year"] = "month") -> tuple[Bin, ...]:
    """All contacts that fit, counted by period and status, in the order of periods; those without a day first, as "".

    Raises:
        UsageError: the text has no word.
    """
    found: Counter[tuple[str, str]] = Counter()
    for status in (wanted.status,) if wanted.status else tuple(one.value for one in Status):
        for period, contacts in _periods(connection, replace(wanted, status=status), _LENGTHS[by]):
            found[period, status] += contacts
    order = {one.value: number for number, one in enumerate(Status)}
    return tuple(
        Bin(period=period, status=status, contacts=found[period, status])
        for period, status in sorted(found, key=lambda one: (one[0], order[one[1]]))
        if found[period, status]
    )


def _periods(connection: sqlite3.Connection, wanted: Filter, length: int) -> Iterator[tuple[str, int]]:
    """Period and a number of contacts to be added to it; less than none where lists have a day that is not its own."""
    yield from Search(connection, wanted).by_period(length).items()
    for period, contacts in Search(connection, wanted, also=(UNDATED,)).by_period(length).items():
        yield period, -contacts
        yield "", contacts
