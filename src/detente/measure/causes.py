"""Why contacts were missed or made up: the mistakes of a run, grouped so that one sees what to mend first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.measure.labels import Contact, Labelled
from detente.measure.pairing import clash, folded, overlap, pair
from detente.model import Document, Kind, Refusal, Rejected, Span
from detente.model.grounded import Grounded

_KINDS = frozenset(kind.value for kind in Kind)


class _Reading(Protocol):
    @property
    def document(self) -> Document: ...

    @property
    def grounded(self) -> Grounded: ...

    @property
    def rejected(self) -> Sequence[Rejected]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A labelled document as it was read: what came of it, and its contacts in the codebook's form."""

    outcome: _Reading | Refusal
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One mistake.

    Attributes:
        group: missed, made up, or the name of a field that is wrong on a contact that was found.
        reason: why, the same words for the same cause.
        document: its id.
        contact: the labelled contact that was missed, else the one that was read.
        words: the passage, or the two values that differ.
    """

    group: str
    reason: str
    document: str
    contact: Contact
    words: str


def find_causes(labels: Iterable[Labelled], read: Mapping[str, Read]) -> Iterator[Cause]:
    """Every mistake, in the order of the documents; of a document that was not read at all only the misses."""
    for labelled in labels:
        found = read.get(labelled.id)
        contacts = found.contacts if found is not None else ()
        pairs = pair(labelled.contacts, contacts)
        paired, used = {i for i, _ in pairs}, {j for _, j in pairs}
        for number, due in enumerate(labelled.contacts):
            if number not in paired and not due.optional:
                reason = "no such document was read" if found is None else _why_missed(due, found)
                yield Cause(
                    group="missed", reason=reason, document=labelled.id, contact=due, words=" … ".join(due.quotes)
                )
        for number, other in enumerate(contacts):
            if number not in used:
                reason = _why_made_up(other, labelled.contacts, paired)
                words = " … ".join(other.quotes[:1])
                yield Cause(group="made up", reason=reason, document=labelled.id, contact=other, words=words)
        for i, j in pairs:
            if not labelled.contacts[i].optional:
                yield from _wrong_fields(labelled.id, labelled.contacts[i], contacts[j])


def _why_missed(due: Contact, found: Read) -> str:
    outcome = found.outcome
    if isinstance(outcome, Refusal):
        return f"refused: {outcome.reason}"
    near = [other for other in found.contacts if _same_passage(due, other)]
    for other in sorted(near, key=lambda one: -overlap(due.sides, one.sides)):
        against = clash(due, other)
        return f"read with other {against}" if against else "read as one with another contact"
    spans = [span for quote in due.quotes if (span := _find(outcome.document.text, quote)) is not None]
    reasons = [one.reason for one in outcome.rejected if any(one.span.overlaps(span) for span in spans)]
    if reasons:
        return f"seen and rejected: {reasons[0].partition(',')[0]}"
    annotated = outcome.grounded.annotated
    cues = [cue for cue in annotated.cues if cue.means in _KINDS]
    if any(annotated.words.span(cue.first, cue.last).overlaps(span) for cue in cues for span in spans):
        return "a cue was seen and added to another contact"
    return "no cue of a contact in the passage" if spans else "the passage is not in the text"


def _why_made_up(other: Contact, labelled: Sequence[Contact], paired: set[int]) -> str:
    if not labelled:
        return "nothing is reported in this document"
    here = [number for number, due in enumerate(labelled) if _same_passage(due, other)]
    if not here:
        return "nothing is reported in this passage"
    free = [number for number in here if number not in paired]
    if not free:
        return "one contact read twice"
    return f"read with other {clash(labelled[free[0]], other) or 'fields'}"


def _wrong_fields(document: str, due: Contact, other: Contact) -> Iterator[Cause]:
    for name in ("kind", "status", "place", "asked_by"):
        was, got = getattr(due, name), getattr(other, name)
        if (was or name in {"kind", "status"}) and folded(was) != folded(got):
            reason = f"{got} for {was}" if name in {"kind", "status"} else "another one" if got else "none read"
            yield Cause(group=name, reason=reason, document=document, contact=other, words=f"{was} / {got}")
    if {*due.sides} != {*other.sides}:
        reason = (
            "too few" if {*other.sides} < {*due.sides} else "too many" if {*due.sides} < {*other.sides} else "others"
        )
        words = f"{','.join(due.sides)} / {','.join(other.sides)}"
        yield Cause(group="sides", reason=reason, document=document, contact=other, words=words)
    if due.span and due.span != other.span:
        reason = "none read" if other.span is None else "others"
        yield Cause(
            group="days", reason=reason, document=document, contact=other, words=f"{_days(due)} / {_days(other)}"
        )


def _days(contact: Contact) -> str:
    span = contact.span
    return "unknown" if span is None else str(span[0]) if span[0] == span[1] else f"{span[0]}..{span[1]}"


def _same_passage(due: Contact, other: Contact) -> bool:
    said = [folded(quote) for quote in other.quotes]
    return any(one in two or two in one for one in map(folded, due.quotes) for two in said if one and two)


def _find(text: str, quote: str) -> Span | None:
    at = text.find(quote)
    return None if at < 0 else Span(start=at, end=at + len(quote))
