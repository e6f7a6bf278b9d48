"""Coverage as an answer: what a ledger holds, day by day, and where it has nothing."""

import sqlite3

from detente.model.selection import Coverage
from detente.model.views import CoverageView


def coverage_of(connection: sqlite3.Connection) -> Coverage:
    """What the whole ledger covers, in short."""
    raise NotImplementedError


def show_coverage(connection: sqlite3.Connection) -> CoverageView:
    """What the whole ledger covers, in full."""
    raise NotImplementedError
