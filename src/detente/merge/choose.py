"""A group of claims -> the contact: one value a field by a stated rule, every other account beside it."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from detente.merge.corrected import corrected
from detente.model import Interval, Kind, Party, Precision, Status
from detente.model.contact import Account, Chosen, Claim, Contact, Decisions, Step

Value = TypeVar("Value", bound=Hashable)

RULES: Mapping[str, str] = MappingProxyType({
    "only": "every report that says it says this",
    "held": "told as held, and not called off later; a plan does not undo what took place",
    "latest": "the latest word by day of publication",
    "origins": "told by the most independent texts",
    "official": "told by as many texts as another value, but by an official one",
    "exact": "the most exact of the values that most texts agree with",
    "first": "told by as many texts as another value, but earlier",
    "corrected": "a person corrected it",
})  # fmt: skip
# Of kinds told equally often the more specific one; of statuses told on one day the one that goes further.
_KINDS = (Kind.MEETING, Kind.CALL, Kind.TALKS, Kind.MESSAGE, Kind.VISIT)
_STATUSES = (Status.PROPOSED, Status.PLANNED, Status.DENIED, Status.CANCELLED, Status.HELD)
_LONG = frozenset({Kind.VISIT, Kind.TALKS})


def contact_of(claims: Iterable[Claim], decisions: Decisions) -> Contact:
    """What the claims of one group come to.

    Args:
        claims: at least one.
        decisions: whose corrections and confirmations concern reports of the group.
    """
    ordered = sorted(claims, key=_by_publication)
    handles = tuple(claim.report for claim in ordered)
    kind = _chosen(ordered, lambda claim: claim.kind, lambda claim: _KINDS.index(claim.kind))
    status = _status(ordered)
    contact = Contact(
        id=handles[0],
        reports=handles,
        documents=len({claim.document for claim in ordered}),
        origins=_origins(ordered),
        kind=_certain(kind),
        status=status,
        sides=_listed(ordered, lambda claim: claim.sides),
        parties=_parties(ordered),
        days=_days(ordered, status.value, _certain(kind).value),
        place=_chosen([one for one in ordered if one.place], lambda one: one.place, lambda one: one.place_whole),
        asked_by=_chosen([one for one in ordered if one.asked_by], lambda one: one.asked_by, lambda _: 0),
        topics=_listed(ordered, lambda claim: claim.topics),
        outcomes=_listed(ordered, lambda claim: claim.outcomes),
        told_by=_listed(ordered, lambda claim: claim.told_by),
        history=_history(ordered),
        confirmed_by=tuple(sorted({one for handle in handles for one in decisions.confirmed.get(handle, ())})),
    )
    return corrected(contact, decisions)


def _by_publication(claim: Claim) -> tuple[date, str]:
    return claim.published or date.max, claim.report


def _origins(claims: Iterable[Claim]) -> int:
    return len({claim.origin for claim in claims})


def _account(value: Value, claims: Sequence[Claim]) -> Account[Value]:
    return Account(
        value=value,
        tellers=tuple(sorted({teller for claim in claims for teller in claim.told_by})),
        reports=tuple(sorted({claim.report for claim in claims})),
        origins=_origins(claims),
    )


def _grouped(claims: Iterable[Claim], value_of: Callable[[Claim], Value]) -> dict[Value, list[Claim]]:
    groups: defaultdict[Value, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[value_of(claim)].append(claim)
    return groups


def _certain(chosen: Chosen[Value] | None) -> Chosen[Value]:
    if chosen is None:
        raise ValueError("a contact needs at least one claim")
    return chosen


def _chosen(
    claims: Sequence[Claim], value_of: Callable[[Claim], Value], coarseness: Callable[[Claim], int]
) -> Chosen[Value] | None:
    """The value of the most independent texts; of two that are equal the official, the finer, then the earlier one."""
    groups = _grouped(claims, value_of)
    if not groups:
        return None

    def rank(value: Value) -> tuple[object, ...]:
        told = groups[value]
        official = any(claim.official for claim in told)
        return -_origins(told), not official, coarseness(told[0]), min(map(_by_publication, told))

    order = sorted(groups, key=rank)
    accounts = tuple(_account(value, groups[value]) for value in order)
    return Chosen(value=order[0], rule=_rule([rank(value) for value in order]), accounts=accounts)


def _rule(ranks: Sequence[tuple[object, ...]]) -> str:
    """The part of the rank by which the first value stands before the second."""
    if len(ranks) == 1:
        return "only"
    names = ("origins", "official", "exact", "first")
    return next(name for name, mine, other in zip(names, ranks[0], ranks[1], strict=True) if mine != other)


def _listed(claims: Sequence[Claim], values_of: Callable[[Claim], Sequence[Value]]) -> tuple[Account[Value], ...]:
    """Every value that any report has, sorted, with who tells it."""
    told: defaultdict[Value, list[Claim]] = defaultdict(list)
    for claim in claims:
        for value in values_of(claim):
            told[value].append(claim)
    return tuple(_account(value, told[value]) for value in sorted(told, key=str))


def _ranks(claims: Iterable[Claim]) -> dict[str, tuple[date, float]]:
    """Handle -> when a status was told, and its rank among those of one day: the further one later.

    Where a document tells that a contact was put off, the new day comes after the old one was given up.
    """
    off = {claim.document for claim in claims if claim.status is Status.CANCELLED}
    after_off = _STATUSES.index(Status.CANCELLED) + 0.5
    return {
        claim.report: (
            _said(claim),
            after_off
            if claim.document in off and claim.status in {Status.PLANNED, Status.PROPOSED}
            else _STATUSES.index(claim.status),
        )
        for claim in claims
    }


def _status(claims: Sequence[Claim]) -> Chosen[Status]:
    """Held, once told so and not called off later; else the latest word."""
    ranks = _ranks(claims)
    groups = _grouped(claims, lambda claim: claim.status)
    last = {status: max(ranks[claim.report] for claim in told) for status, told in groups.items()}
    latest = max(groups, key=lambda status: last[status])
    value, rule = latest, "latest"
    if Status.HELD in groups and not (latest is Status.CANCELLED and last[latest][0] > last[Status.HELD][0]):
        denied = groups.get(Status.DENIED, ())
        outnumbered = _origins(denied) > _origins(groups[Status.HELD])
        value, rule = (Status.DENIED, "origins") if outnumbered else (Status.HELD, "held")
    order = sorted(groups, key=lambda status: (status is not value, _STATUSES.index(status)))
    accounts = tuple(_account(status, groups[status]) for status in order)
    return Chosen(value=value, rule="only" if len(accounts) == 1 else rule, accounts=accounts)


def _said(claim: Claim) -> date:
    return claim.published or date.min


def _history(claims: Sequence[Claim]) -> tuple[Step, ...]:
    """Statuses in the order in which they were published; a status that only goes on is no new step."""
    ranks = _ranks(claims)
    steps: list[Step] = []
    groups = _grouped(claims, lambda claim: (ranks[claim.report], claim.status))
    for when, status in sorted(groups):
        said = when[0]
        reports = tuple(sorted(claim.report for claim in groups[when, status]))
        if steps and steps[-1].status is status:
            steps[-1] = replace(steps[-1], reports=(*steps[-1].reports, *reports))
        else:
            steps.append(Step(said=None if said == date.min else said, status=status, reports=reports))
    return tuple(steps)


def _days(claims: Sequence[Claim], status: Status, kind: Kind) -> Chosen[Interval] | None:
    """The most exact days among reports of the status that holds; of a journey its whole span."""
    dated = [claim for claim in claims if claim.days is not None]
    told = [claim for claim in dated if claim.status is status] or dated
    if not told:
        return None
    latest = max(map(_said, told))
    # Of what is planned the last word counts: a new day takes the place of the old one.
    current = told if status is Status.HELD else [claim for claim in told if _said(claim) == latest]
    groups = _grouped(current, _interval)
    supported = {days: _origins([one for one in told if _interval(one).meets(days)]) for days in groups}

    def rank(days: Interval) -> tuple[object, ...]:
        spans = kind in _LONG and days.precision is Precision.SPAN
        official = any(claim.official for claim in groups[days])
        return not spans, days.days, -supported[days], -_origins(groups[days]), not official, days.start

    value = min(groups, key=rank)
    everything = _grouped(dated, _interval)
    order = sorted(everything, key=lambda days: (days != value, -_origins(everything[days]), days.start, days.end))
    accounts = tuple(_account(days, everything[days]) for days in order)
    rule = "only" if len(accounts) == 1 else "exact" if status is Status.HELD else "latest"
    return Chosen(value=value, rule=rule, accounts=accounts)


def _interval(claim: Claim) -> Interval:
    if claim.days is None:
        raise ValueError(f"{claim.report} has no days")
    return claim.days


def _parties(claims: Sequence[Claim]) -> tuple[Account[Party], ...]:
    """Every person once, with the office that most texts give; an office without a name only where nobody has it."""
    told: defaultdict[tuple[str, str], list[tuple[Party, Claim]]] = defaultdict(list)
    for claim in claims:
        for party in claim.parties:
            who = party.person or (party.name or "").casefold() or f"({party.office or ''})"
            told[party.side, who].append((party, claim))
    named = {(side, party.office) for (side, _), found in told.items() for party, _ in found if party.name}
    sides_named = {side for side, _ in named}
    accounts = []
    for side, who in sorted(told):
        found = told[side, who]
        nameless = found[0][0].name is None
        if nameless and ((side, found[0][0].office) in named or (not found[0][0].office and side in sides_named)):
            continue
        accounts.append(_account(_fullest(found), [claim for _, claim in found]))
    return tuple(accounts)


def _fullest(found: Sequence[tuple[Party, Claim]]) -> Party:
    groups: defaultdict[Party, set[str]] = defaultdict(set)
    for party, claim in found:
        groups[party].add(claim.origin)
    return min(groups, key=lambda party: (not party.office, -len(groups[party]), party.office or "", party.name or ""))
