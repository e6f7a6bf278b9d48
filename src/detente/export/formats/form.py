"""What an export is made from, and what each format says of itself."""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO, TextIO

from detente.model.listing import ContactLine, ContactView, DocumentLine
from detente.model.selection import Coverage, Matched
from detente.reference.registry import Registry

# Raised when a field of a format goes, changes its meaning or its place; new fields at the end do not raise it.
SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a format, as the codebook tells it.

    Attributes:
        form: text, number, day (ISO 8601), list, or what stands there.
    """

    name: str
    form: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What an export states of itself.

    Attributes:
        version: of detente.
        filters: name of an option -> what it was given; empty when all contacts were asked for.
        as_of: day up to which the ledger was asked, None for all that it knows.
        accessed: day of the export.
        matched: what fits the filters.
    """

    version: str
    filters: Mapping[str, str]
    as_of: date | None
    accessed: date
    coverage: Coverage
    matched: Matched


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What formats are made from; each stream may be asked for more than once.

    Attributes:
        sides: codes that the filter asks for, all of which take part in every contact.
        first, last: days that the filter asks for, None for no bound.
        lines: contacts as in a list; views: in full; documents: those that tell of them.
        newest: at most so many contacts in full, those of which something was learned last first.
        site: address of the site on which contacts have pages, such as http://127.0.0.1:8000; "" for none.
        address: under which the export itself is found again, "" for none.
    """

    header: Header
    registry: Registry
    sides: tuple[str, ...]
    first: date | None
    last: date | None
    lines: Callable[[], Iterator[ContactLine]]
    views: Callable[[], Iterator[ContactView]]
    newest: Callable[[int], Iterator[ContactView]]
    documents: Callable[[], Iterator[DocumentLine]]
    site: str = ""
    address: str = ""

    def page_of(self, contact: str) -> str:
        """Address of the page of a contact, "" where it has none."""
        return f"{self.site}/contacts/{contact}" if self.site else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a format is wanted, where it leaves a choice.

    Attributes:
        spreadsheet: whether a CSV file must be safe to open in a spreadsheet.
        directed: whether a panel has a row for each direction of a dyad.
        nodes: of a network: sides or persons.
    """

    spreadsheet: bool = False
    directed: bool = False
    nodes: str = "sides"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of the contacts.

    Attributes:
        written: rows that were written.
        matched: rows that should have been, counted another way.
        unit: what a row is.
        left_out: reason -> contacts that the format cannot hold.
    """

    written: int
    matched: int
    unit: str
    left_out: Mapping[str, int] = field(default_factory=dict[str, int])


Write = Callable[[Material, Options, BinaryIO], Tally]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format.

    Attributes:
        says: what it is, for a person who chooses.
        media: media type (RFC 6838).
        suffix: usual end of a file name.
        fields: rows of its codebook.
        binary: whether it needs a file.
        inside: whether it holds its header itself; otherwise a codebook stands beside the file.
        needs: modules of the extra `export` that write it.
        chooses: options of its own.
        sources: where its form is laid down.
    """

    says: str
    media: str
    suffix: str
    fields: tuple[Field, ...]
    write: Write
    binary: bool = False
    inside: bool = False
    needs: tuple[str, ...] = ()
    chooses: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@contextmanager
def text_of(sink: BinaryIO) -> Iterator[TextIO]:
    """A stream whose text goes to `sink` as UTF-8, line ends as they are given."""
    stream = io.TextIOWrapper(sink, encoding="utf-8", errors="backslashreplace", newline="")
    try:
        yield stream
        stream.flush()
    finally:
        stream.detach()
