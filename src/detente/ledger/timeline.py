"""A timeline as an answer: contacts counted by period and status."""

import sqlite3
from typing import Literal

from detente.model.listing import Filter
from detente.model.views import Bin


def bins(connection: sqlite3.Connection, wanted: Filter, *, by: Literal["month", "year"] = "month") -> tuple[Bin, ...]:
    """All contacts that fit, counted by period and status, in the order of periods; those without a day first, as "".

    Raises:
        UsageError: the text has no word.
    """
    raise NotImplementedError
