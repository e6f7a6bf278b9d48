"""Counts of one document, which add up to those of many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

from detente.measure.labels import Contact
from detente.measure.pairing import days_agree, folded, pair, shared_names

PLAIN = ("sides", "kind", "status")
SETS = ("topics", "outcomes", "told_by")


@dataclass(slots=True)
class Tally:
    """What was labelled, read and right.

    Attributes:
        labelled, read, right, strict: contacts; optional ones count neither as labelled nor, when found, as read.
        found: of the read ones those that are right; it differs from `right` only in a group by kind or status.
        quiet, alarms: documents without a labelled contact, and those of them with a contact read.
        fields: field -> right and comparable values on paired contacts.
        sets: field of several values -> shared, read and labelled values on paired contacts.
    """

    documents: int = 0
    labelled: int = 0
    read: int = 0
    right: int = 0
    found: int = 0
    strict: int = 0
    quiet: int = 0
    alarms: int = 0
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)
    sets: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def __iadd__(self, other: Self) -> Self:
        for name in ("documents", "labelled", "read", "right", "found", "strict", "quiet", "alarms"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for key, (right, known) in other.fields.items():
            held = self.fields.get(key, (0, 0))
            self.fields[key] = held[0] + right, held[1] + known
        for key, (shared, read, labelled) in other.sets.items():
            kept = self.sets.get(key, (0, 0, 0))
            self.sets[key] = kept[0] + shared, kept[1] + read, kept[2] + labelled
        return self

    def compare(self, labelled: Contact, read: Contact) -> None:
        """Count a pair of required contacts, field by field."""
        self.right += 1
        self.found += 1
        self.strict += is_strict(labelled, read)
        for name, right in _field_by_field(labelled, read):
            held = self.fields.get(name, (0, 0))
            self.fields[name] = held[0] + right, held[1] + 1
        for name, one, two in _set_by_set(labelled, read):
            kept = self.sets.get(name, (0, 0, 0))
            shared = shared_names(one, two) if name == "parties" else len({*one} & {*two})
            self.sets[name] = kept[0] + shared, kept[1] + len(two), kept[2] + len(one)


def is_strict(labelled: Contact, read: Contact) -> bool:
    """Whether sides, kind and status are equal and the days do not contradict each other."""
    same = labelled.kind == read.kind and labelled.status == read.status and {*labelled.sides} == {*read.sides}
    return same and days_agree(labelled, read) != 0.0


def tally_document(labelled: Sequence[Contact], read: Sequence[Contact]) -> Tally:
    """The counts of one document."""
    pairs = pair(labelled, read)
    due = [(i, j) for i, j in pairs if not labelled[i].optional]
    found = Tally(
        documents=1,
        labelled=sum(not one.optional for one in labelled),
        read=len(read) - (len(pairs) - len(due)),
        quiet=int(not labelled),
        alarms=int(not labelled and bool(read)),
    )
    for i, j in due:
        found.compare(labelled[i], read[j])
    return found


def tally_groups(labelled: Sequence[Contact], read: Sequence[Contact], field_name: str) -> dict[str, Tally]:
    """Counts of one document by the `kind` or `status` of its contacts.

    Of a pair whose values differ the labelled contact counts as found under its own value, and the one read as
    right under its own.
    """
    pairs = pair(labelled, read)
    optional = {j for i, j in pairs if labelled[i].optional}
    groups: dict[str, Tally] = {}

    def group(value: str) -> Tally:
        return groups.setdefault(value, Tally())

    for one in labelled:
        group(getattr(one, field_name)).labelled += not one.optional
    for number, other in enumerate(read):
        group(getattr(other, field_name)).read += number not in optional
    for i, j in pairs:
        if j not in optional:
            mine = group(getattr(labelled[i], field_name))
            mine.compare(labelled[i], read[j])
            mine.found -= 1
            group(getattr(read[j], field_name)).found += 1
    return groups


def _field_by_field(labelled: Contact, read: Contact) -> Iterator[tuple[str, bool]]:
    yield "sides", {*labelled.sides} == {*read.sides}
    yield "kind", labelled.kind == read.kind
    yield "status", labelled.status == read.status
    if labelled.span:
        yield "date known", read.span is not None
        yield "date exact", labelled.span == read.span
    for name in ("place", "asked_by"):
        value = getattr(labelled, name)
        if value:
            yield name, folded(value) == folded(getattr(read, name))
    if labelled.quotes:
        said = [folded(quote) for quote in read.quotes]
        due = [folded(quote) for quote in labelled.quotes]
        yield "evidence", any(one in other or other in one for one in due for other in said if other)


def _set_by_set(labelled: Contact, read: Contact) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    yield "parties", labelled.names, read.names
    for name in SETS:
        yield name, tuple({*getattr(labelled, name)}), tuple({*getattr(read, name)})
