"""A document read, by its shape: rooms do not know the pipeline, which makes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.model.dropping import Dropped
from detente.model.grounded import Grounded
from detente.model.report import Rejected, Report
from detente.model.text import Document, Span
from detente.model.time import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """What one of two readers made of a document by itself.

    Attributes:
        version: name of the version that made it.
    """

    version: str
    reports: tuple[Report, ...]


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

    @property
    def version(self) -> str:
        """Name of the version that made it, "" for the one that reads now; the rules' own where a model failed."""

    @property
    def apart(self) -> Sequence[Apart]:
        """What each of two readers made of it alone, where they are not of one mind."""

    @property
    def dropped(self) -> Sequence[Dropped]:
        """What a model said of it and nobody may believe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What a ledger keeps of a document read; it can be stored, and filed later without the layers it came from.

    Attributes:
        document: its junk marked.
        version: what read it (`Reader.version`, or the rules' own where a model failed).
        official: side whose official outlet published it, "" for the press.
        dated: when it was written, None when that could not be told.
        sentences: those that are no page furniture, in text order.
        sketch: of its text, as `detente.merge.sketch` makes it.
        apart: what each of two readers made of it alone, where they are not of one mind.
    """

    document: Document
    version: str
    lang: str
    official: str
    dated: Interval | None
    sentences: tuple[Span, ...]
    sketch: tuple[int, ...]
    reports: tuple[Report, ...]
    rejected: tuple[Rejected, ...]
    apart: tuple[Apart, ...] = ()
