"""What an export is given: readings, and what could not be read.

Rooms do not know the pipeline, so a reading is known here by its shape.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.model import Document, Refusal, Rejected, Report
from detente.model.grounded import Grounded


class Reading(Protocol):
    """A document read (`detente.Reading`)."""

    @property
    def document(self) -> Document:
        """The document, its junk marked."""

    @property
    def grounded(self) -> Grounded:
        """Its layers, actors and days."""

    @property
    def reports(self) -> Sequence[Report]:
        """The contacts that it reports."""

    @property
    def rejected(self) -> Sequence[Rejected]:
        """Near-contacts that became no report."""

    @property
    def lang(self) -> str:
        """ISO 639-1 code of the language it was read in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that was given to be read.

    Attributes:
        outcome: what came of it.
        document: what was read from its bytes; None when they gave no document.
    """

    outcome: Reading | Refusal
    document: Document | None = None
