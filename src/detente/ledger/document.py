"""One document as an answer: its text, what was read in it, and what became of that."""

import sqlite3

from detente.model.views import DocumentView


def show_document(connection: sqlite3.Connection, asked: str) -> DocumentView:
    """A document in full, as its latest reading has it.

    Args:
        asked: its key, or the first letters of it.

    Raises:
        UsageError: there is none, or several begin so.
    """
    raise NotImplementedError
