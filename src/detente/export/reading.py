"""What an export is given: readings, and what could not be read."""

from dataclasses import dataclass

from detente.model import Document, Refusal
from detente.model.reading import Reading

__all__ = ["Item", "Reading"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that was given to be read.

    Attributes:
        outcome: what came of it.
        document: what was read from its bytes; None when they gave no document.
    """

    outcome: Reading | Refusal
    document: Document | None = None
