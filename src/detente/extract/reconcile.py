"""Two readers of one document: which of their reports are of one contact, and what comes of each field.

Agreement is marked and rests on the words of both. What only one of them says is taken. Where they differ the first
reader's value stands and the second's stays beside it: nobody has shown yet that one of the two is always right.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from detente.model import Compared, Party, Report, Span, Stated

_SINGLE = ("kind", "status", "days", "place", "asked_by")
_LISTS = ("sides", "parties", "topics", "outcomes", "told_by")
_ENOUGH = 2  # points for two reports with common sides to be of one contact
_WORDS, _SAME, _APART = 2, 1, -1


def reconcile(first: Sequence[Report], second: Sequence[Report]) -> tuple[Report, ...]:
    """One report a contact, in text order; a contact that only one reader found is as that reader told it."""
    partner = _pairs(first, second)
    taken = set(partner.values())
    found = [_joined(one, second[partner[at]]) if at in partner else one for at, one in enumerate(first)]
    found += [one for at, one in enumerate(second) if at not in taken]
    return tuple(sorted(found, key=lambda one: min(one.quotes).start)) if second else tuple(first)


def _pairs(first: Sequence[Report], second: Sequence[Report]) -> dict[int, int]:
    """Index of a first report -> index of the second one of the same contact; the likeliest pairs first."""
    scored = sorted(
        (-points, left, right)
        for left, one in enumerate(first)
        for right, other in enumerate(second)
        if (points := _points(one, other)) >= _ENOUGH
    )
    partner: dict[int, int] = {}
    for _, left, right in scored:
        if left not in partner and right not in partner.values():
            partner[left] = right
    return partner


def _points(one: Report, other: Report) -> int:
    """How much speaks for two reports of a document being of one contact; none when half of the sides are others."""
    mine, theirs = ({side.value for side in report.sides} for report in (one, other))
    if 2 * len(mine & theirs) < len(mine | theirs) or len(mine & theirs) < 2:  # noqa: PLR2004 a contact is between two
        return 0
    told = any(left.overlaps(right) for left in one.quotes for right in other.quotes)
    people = bool(_people(one.parties) & _people(other.parties))
    dated = one.days is not None and other.days is not None
    together = dated and one.days.value.meets(other.days.value)  # type: ignore[union-attr]
    return (
        _WORDS * told
        + _SAME * ((one.kind.value == other.kind.value) + (one.status.value == other.status.value) + people)
        + (0 if not dated else _SAME if together else _APART)
    )


def _people(parties: Iterable[Stated[Party]]) -> frozenset[str]:
    return frozenset(found for party in parties if (found := party.value.person or party.value.name))


def _joined(one: Report, other: Report) -> Report:
    """The report of a contact that both found."""
    agreed: list[str] = []
    added: list[str] = []
    differing: list[str] = []
    values: dict[str, Any] = {}
    for name in (*_SINGLE, *_LISTS):
        mine, theirs = _listed(getattr(one, name)), _listed(getattr(other, name))
        if not theirs:
            continue
        if not mine:
            added.append(name)
            values[name] = getattr(other, name)
        elif {_key(each) for each in mine} == {_key(each) for each in theirs}:
            agreed.append(name)
            both = tuple(_with_words(each, theirs) for each in mine)
            values[name] = both if name in _LISTS else both[0]
        else:
            differing.append(name)
    compared = Compared(other=other, agreed=tuple(agreed), added=tuple(added), differing=tuple(differing))
    return replace(one, **values, reader=f"{one.reader}, {other.reader}", compared=compared)


def _listed(value: Stated[Any] | tuple[Stated[Any], ...] | None) -> tuple[Stated[Any], ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _key(stated: Stated[Any]) -> Hashable:
    """What makes two values the same; a party is its person, or else its name, or else its office."""
    value = stated.value
    if isinstance(value, Party):
        return value.side, value.person or value.name or value.office
    found: Hashable = value
    return found


def _with_words(mine: Stated[Any], theirs: Iterable[Stated[Any]]) -> Stated[Any]:
    """A value with the words of both readers, the first one's first."""
    spans: list[Span] = [*mine.evidence]
    spans += [span for each in theirs if _key(each) == _key(mine) for span in each.evidence]
    return Stated(value=mine.value, evidence=tuple(dict.fromkeys(spans)))
