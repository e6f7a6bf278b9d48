"""What a language model says and nobody may believe: values that were dropped, and why."""

from dataclasses import dataclass
from types import MappingProxyType

DROP_REASONS = MappingProxyType({
    "no-quote": "it has no quotation",
    "not-in-text": "its quotation does not stand in the text",
    "invented": "its words do not stand in its quotation",
    "unsupported": "its quotation names no such side",
    "unresolved": "nobody can tell which person, place or day it means",
    "outside-codebook": "the codebook has no such value",
    "wrong-type": "it has another form than the one asked for",
    "too-long": "it is longer than a value or quotation may be",
    "too-many": "its list has more entries than it may",
    "unknown-field": "it was not asked for",
    "repeated": "the same contact was said before",
    "incomplete": "a contact without its kind, status, two sides or words",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A value of a reply that was not taken.

    Attributes:
        field: of the report; `contact` for a whole one, `other` for something that nobody asked for.
        reason: a key of `DROP_REASONS`.
    """

    field: str
    reason: str

    def __post_init__(self) -> None:
        if self.reason not in DROP_REASONS:
            raise ValueError(f"unknown reason for dropping {self.reason!r}")
