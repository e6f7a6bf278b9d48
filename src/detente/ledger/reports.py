"""Reports as answers: what single documents say of single contacts."""

import sqlite3
from collections.abc import Iterator
from datetime import date

from detente.model.views import ReportLine, ReportView


def find_reports(
    connection: sqlite3.Connection, *, document: str = "", contact: str = "", limit: int | None = None, after: str = ""
) -> Iterator[ReportLine]:
    """Reports that hold, in the order of their handles, which stays while others come.

    Args:
        document: key of their document.
        contact: id of their contact.
        limit: at most so many; None for all.
        after: handle of the report after which to go on.
    """
    raise NotImplementedError


def count_reports(connection: sqlite3.Connection, *, document: str = "", contact: str = "") -> int:
    """How many reports fit."""
    raise NotImplementedError


def show_report(connection: sqlite3.Connection, handle: str, on: date) -> ReportView:
    """A report in full, also one of an earlier reading or one that was rejected.

    Args:
        on: day as of which promises are overdue.

    Raises:
        UsageError: there is none.
    """
    raise NotImplementedError
