"""Reports: what one document says of one contact, every value with its evidence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from detente.model.actors import Party
from detente.model.text import Span
from detente.model.time import Interval

Value = TypeVar("Value")


class Kind(StrEnum):
    """How the sides were in contact (shared codebook)."""

    CALL = "call"
    MEETING = "meeting"
    VISIT = "visit"
    TALKS = "talks"
    MESSAGE = "message"


class Status(StrEnum):
    """Whether it took place (shared codebook)."""

    HELD = "held"
    PLANNED = "planned"
    PROPOSED = "proposed"
    DENIED = "denied"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What came of a contact (shared codebook)."""

    AGREEMENT = "agreement"
    PROPOSAL = "proposal"
    ACCEPTANCE = "acceptance"
    REJECTION = "rejection"
    COMMITMENT = "commitment"
    HANDOVER = "handover"
    DEMAND = "demand"
    NO_RESULT = "no-result"


TOPICS = (
    "relations", "arms-control", "nuclear", "missiles", "cyber", "ceasefire", "peace", "security", "military",
    "terrorism", "intelligence", "sanctions", "trade", "energy", "economy", "aid", "climate", "health",
    "migration", "border", "prisoners", "human-rights", "elections", "regional-conflict", "space", "culture",
    "consular", "crisis",
)  # fmt: skip
PRESS = "press"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated(Generic[Value]):
    """A value and the spans of the document that it rests on.

    Raises:
        ValueError: without evidence; such a value must not exist.
    """

    value: Value
    evidence: tuple[Span, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"{self.value!r} has no evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Something a side undertook, offered, demanded or announced when a contact was told.

    Attributes:
        kind: agreement, proposal, commitment, handover or demand.
        by: codes of the sides that undertook, offered or demanded it, sorted; empty when the text leaves it open.
        due: by when, None when no day is said; it ends after the day of the document's publication, or of the contact.
        regular: whether what is promised is to keep in regular contact.
    """

    kind: Outcome
    by: tuple[str, ...] = ()
    due: Interval | None = None
    regular: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one document says of one contact.

    Attributes:
        reader: who made it: `rules`, `llm` and the name of its model, or both with a comma between.
        sides: at least two, sorted by code.
        days: None when the text gives no time that can be resolved.
        place: city or state, usual English name.
        told_by: side codes, or `PRESS` for the outlet's own account.
        quotes: the sentences or clauses that carry the contact, most telling first.
        promises: one a sentence and kind; the evidence begins with the sentence.
        pattern: the cue and rule that found it, for `detente explain`.
        compared: what a second reader says of the same contact; None when only one read it.
    """

    document: str
    reader: str
    kind: Stated[Kind]
    status: Stated[Status]
    sides: tuple[Stated[str], ...]
    parties: tuple[Stated[Party], ...]
    days: Stated[Interval] | None
    place: Stated[str] | None
    asked_by: Stated[str] | None
    topics: tuple[Stated[str], ...]
    outcomes: tuple[Stated[Outcome], ...]
    told_by: tuple[Stated[str], ...]
    quotes: tuple[Span, ...]
    pattern: str
    promises: tuple[Stated[Promise], ...] = ()
    compared: "Compared | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How a second reader tells the same contact; fields are named as in `Report`.

    Attributes:
        other: its own report, as it made it.
        agreed: fields in which both say the same; their evidence is that of both.
        added: fields that only the second says, taken from it.
        differing: fields in which they differ; the first one's value stands, the other's is in `other`.
    """

    other: Report
    agreed: tuple[str, ...]
    added: tuple[str, ...]
    differing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A near-contact that an extractor saw and did not report, with the reason."""

    span: Span
    cue: str
    reason: str
