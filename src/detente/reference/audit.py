"""Overlaps and gaps between the holders of offices that one person holds at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from detente.model.actors import Term
from detente.model.time import Precision
from detente.reference.registry import Registry

SINGLE_HOLDER = frozenset({"hos", "hog", "foreign", "defence", "nsa", "intel"})
LONGEST_OVERLAP = 45
LONGEST_GAP = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Two holders of one office who overlap too long, or too long a time without a holder.

    Attributes:
        kind: `overlap` or `gap`.
        before, after: ids of the persons.
        first, last: days of the overlap or gap, both included.
    """

    kind: str
    side: str
    office: str
    before: str
    after: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """Length, at least 1."""
        return (self.last - self.first).days + 1


def audit(registry: Registry, *, waived: bool = False) -> list[Finding]:
    """Overlaps of more than 45 days and gaps of more than 90, by side, office and day.

    An overlap counts only where both the start and the end are known to the day. An open term that has a successor
    overlaps until the successor's end.

    Args:
        registry: with the waivers to apply.
        waived: also those that waivers.csv accepts.
    """
    offices: defaultdict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in registry.terms:
        if term.role in SINGLE_HOLDER:
            offices[term.side, term.office].append(term)
    found = [finding for key in sorted(offices) for finding in _findings(offices[key])]
    return found if waived else [finding for finding in found if not _is_waived(finding, registry)]


def _findings(terms: Iterable[Term]) -> Iterator[Finding]:
    ordered = sorted(terms, key=lambda term: (term.start, term.person))
    for number, after in enumerate(ordered):
        earlier = ordered[:number]
        for before in earlier:
            if before.person != after.person and _to_the_day(before, after):
                last = min(_end(before), after.end or after.as_of or date.max)
                if (last - after.start).days + 1 > LONGEST_OVERLAP:
                    yield _finding("overlap", before, after, after.start, last)
        if earlier:
            before = max(earlier, key=lambda term: (_end(term), term.person))
            if (after.start - _end(before)).days - 1 > LONGEST_GAP:
                one = timedelta(days=1)
                yield _finding("gap", before, after, _end(before) + one, after.start - one)


def _to_the_day(before: Term, after: Term) -> bool:
    return after.start_precision is Precision.DAY and before.end_precision in {None, Precision.DAY}


def _end(term: Term) -> date:
    # An open term runs on until a row ends it, so that one with a successor is found.
    return term.end or date.max


def _finding(kind: str, before: Term, after: Term, first: date, last: date) -> Finding:
    return Finding(
        kind=kind,
        side=after.side,
        office=after.office,
        before=before.person,
        after=after.person,
        first=first,
        last=last,
    )


def _is_waived(finding: Finding, registry: Registry) -> bool:
    return any(
        (waiver.kind, waiver.side, waiver.office) == (finding.kind, finding.side, finding.office)
        and waiver.first <= finding.first
        and finding.last <= waiver.last
        for waiver in registry.waivers
    )
