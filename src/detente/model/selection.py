"""What an export takes from a ledger, and what the ledger says of itself beside it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a whole ledger covers, whatever a filter leaves of it.

    Attributes:
        contacts, reports, documents, origins: counts that are never added up; an origin is a text with all its copies.
        first, last: first and last day of publication, None without a dated document.
        languages: ISO 639-1 codes of its documents, sorted.
        learned: when the latest document was learned, ISO 8601 in UTC, "" for an empty ledger.
    """

    contacts: int
    reports: int
    documents: int
    origins: int
    first: date | None
    last: date | None
    languages: tuple[str, ...]
    learned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """How much of a ledger fits a filter, counted by the ledger and not by what writes it."""

    contacts: int
    reports: int
    documents: int
