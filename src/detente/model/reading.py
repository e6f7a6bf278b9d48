"""A document read, by its shape: rooms do not know the pipeline, which makes it."""

from collections.abc import Sequence
from typing import Protocol

from detente.model.grounded import Grounded
from detente.model.report import Rejected, Report
from detente.model.text import Document


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
