"""Sightings of one document -> its reports: mentions of the same contact become one."""

from collections.abc import Sequence

from detente.extract.promises import promises_of
from detente.extract.sighting import Sighting
from detente.model import Interval, Kind, Outcome, Precision, Report, Span, Stated, Status
from detente.model.grounded import Grounded

_IN_PERSON = frozenset({"meeting", "visit", "talks"})
_MANY_SIDES = 3
_OUTCOMES = {
    "planned": frozenset({"acceptance"}),
    "cancelled": frozenset({"rejection"}),
    "denied": frozenset({"rejection", "demand"}),
}


def join_sightings(sightings: Sequence[Sighting], grounded: Grounded) -> tuple[Report, ...]:
    """One report a contact, in text order.

    Two sightings are one contact when nothing that the text says of them tells them apart: sides, persons, days,
    status, kind, or a word such as "second".
    """
    groups: list[Sighting] = []
    for sighting in sightings:
        _set_within(sighting, groups)
        known = next((one for one in groups if _same_contact(one, sighting)), None)
        if known is None:
            groups.append(sighting)
        else:
            _merge(known, sighting)
    if len({frozenset(one.sides) for one in groups}) == 1:
        for one in groups:
            _take_whole(one, grounded)
    return tuple(_report(one, grounded) for one in groups)


def _take_whole(only: Sighting, grounded: Grounded) -> None:
    """In an official text on contacts of the same sides every topic is one of theirs."""
    if grounded.account is None:
        return
    words = grounded.annotated.words
    for topic in grounded.annotated.topics:
        only.topics.setdefault(topic.means, []).append(words.span(topic.first, topic.last))


def _set_within(sighting: Sighting, groups: Sequence[Sighting]) -> None:
    """A meeting told after another of the same persons' sides is where that was, and on its day, unless it says more.

    "On Monday the guest was received by the king in Amman. He also saw the premier."
    """
    if sighting.kind != "meeting" or sighting.other or sighting.status not in {"held", "planned"}:
        return
    for known in reversed(groups):
        together = known.days is None or sighting.days is None or known.days[0].meets(sighting.days[0])
        if (
            known.kind in {"visit", "meeting"}
            and set(known.sides) == set(sighting.sides)
            and known.named & sighting.named
            and together
            and known.status == sighting.status
        ):
            if sighting.place is None:
                sighting.place, sighting.state_only = known.place, known.state_only
            if sighting.days is None and known.days is not None and known.days[0].days == 1 and not known.other:
                sighting.days = known.days
            return


def _same_contact(known: Sighting, new: Sighting) -> bool:
    if not _sides_agree(known, new) or not _statuses_agree(known, new) or not _kinds_agree(known, new):
        return False
    if known.other and new.other and known.other != new.other:
        return False  # "a second meeting" and "their first"
    if bool(known.other) != bool(new.other) and (known.sure_status or new.sure_status) and known.status != new.status:
        return False
    if known.named and new.named and not known.named & new.named:
        return False
    if known.days is not None and new.days is not None and not known.days[0].meets(new.days[0]):
        return False
    if known.kind == new.kind == "meeting" and _other_counterpart(known, new):
        return False
    return _places_agree(known, new)


def _other_counterpart(known: Sighting, new: Sighting) -> bool:
    """Whether somebody met two others of one side one after the other: the president first, then the premier."""
    if len(known.named) != 2 or len(new.named) != 2 or len(known.named & new.named) != 1:  # noqa: PLR2004 he and the other
        return False
    sides = [{party.side for party in one.parties if party.name} for one in (known, new)]
    return sides[0] == sides[1] and len(sides[0]) > 1


def _places_agree(known: Sighting, new: Sighting) -> bool:
    """Two cities of one state are two stops of a journey; a state and a city in it are one."""
    if known.place is None or new.place is None or known.place[0] == new.place[0]:
        return True
    if known.days is not None and new.days is not None:
        return True  # the same day: two names of one place, or a slip
    return known.state_only or new.state_only


def _sides_agree(known: Sighting, new: Sighting) -> bool:
    left, right = set(known.sides), set(new.sides)
    if left == right:
        return True
    smaller, larger = sorted((left, right), key=len)
    return (
        smaller < larger
        and len(smaller) >= _MANY_SIDES - 1
        and bool(known.named & new.named)
        and len(known.named | new.named) == max(len(known.named), len(new.named))
    )


def _statuses_agree(known: Sighting, new: Sighting) -> bool:
    if known.status == new.status:
        return True
    return not (known.sure_status and new.sure_status)


def _kinds_agree(known: Sighting, new: Sighting) -> bool:
    if known.kind == new.kind:
        return True
    if not {known.kind, new.kind} <= _IN_PERSON:
        return False
    if "visit" not in {known.kind, new.kind}:
        return True
    # A visit and a meeting in it are told apart when the meeting has a day or a counterpart of its own.
    if known.scene.number == new.scene.number:
        return True
    visit, meeting = (known, new) if known.kind == "visit" else (new, known)
    if visit.status == "planned" and meeting.status == "planned":
        return meeting.days is None or visit.days is None or meeting.days[0] == visit.days[0]
    on_its_own = len({party.side for party in meeting.parties if party.name}) > 1
    return not on_its_own and not meeting.named - visit.named


def _merge(known: Sighting, new: Sighting) -> None:
    for side, spans in new.sides.items():
        known.sides.setdefault(side, []).extend(spans)
    for party, party_spans in new.parties.items():
        for span in party_spans:
            known.add_party(party, span)
    if new.sure_status and not known.sure_status:
        known.status, known.status_span, known.sure_status = new.status, new.status_span, True
        known.days = new.days or known.days
    known.days = wider_visit(known, new.days) if known.kind == "visit" else _more_exact(known.days, new.days)
    if known.place is None or (known.state_only and new.place is not None):
        known.place, known.state_only = new.place, new.state_only
    known.asked_by = known.asked_by or new.asked_by
    if known.kind == "talks" or (known.kind == "visit" and _whom_he_met(new) and known.scene is new.scene):
        known.kind = new.kind
    for mine, other in ((known.topics, new.topics), (known.outcomes, new.outcomes), (known.told_by, new.told_by)):
        for key, spans in other.items():
            mine.setdefault(key, []).extend(spans)
    known.pledges = {**new.pledges, **known.pledges}
    known.issued = known.issued or new.issued
    known.quotes += [span for span in new.quotes if span not in known.quotes]


def _whom_he_met(new: Sighting) -> bool:
    """Whether a clause says of a traveller whom he met there: of the two the meeting is the more specific."""
    named = {party.side for party in new.parties if party.name}
    return new.kind == "meeting" and new.cue.frame == "verb" and len(named) > 1


def wider_visit(known: Sighting, days: tuple[Interval, Span] | None) -> tuple[Interval, Span] | None:
    """The days of a contact after another mention; a visit lasts as long as any of them says."""
    if known.days is None or days is None or known.kind != "visit":
        return known.days or days
    held, new = known.days[0], days[0]
    wider = new.precision is Precision.SPAN and new.start <= held.start and held.end <= new.end
    return days if wider else known.days


def _more_exact(
    left: tuple[Interval, Span] | None, right: tuple[Interval, Span] | None
) -> tuple[Interval, Span] | None:
    if left is None or right is None:
        return left or right
    return right if right[0].days < left[0].days else left


def _came_of(one: Sighting, cue: Span) -> dict[str, list[Span]]:
    """The outcomes that a contact of this status can have (codebook: what came of it).

    What is only proposed is a proposal; what lies ahead or is off has come to nothing yet but an answer.
    """
    if one.status == "proposed":
        return {"proposal": one.outcomes.get("proposal", [one.status_span or cue])}
    possible = _OUTCOMES.get(one.status)
    return {key: spans for key, spans in one.outcomes.items() if possible is None or key in possible}


def _report(one: Sighting, grounded: Grounded) -> Report:
    words = grounded.annotated.words
    cue = words.span(one.cue.first, one.cue.last)
    days = one.days or (one.issued if one.status == "held" else None)
    return Report(
        document=grounded.annotated.document.id,
        reader="rules",
        kind=Stated(value=Kind(one.kind), evidence=(cue,)),
        status=Stated(value=Status(one.status), evidence=(one.status_span or cue,)),
        sides=tuple(
            Stated(value=side, evidence=tuple(dict.fromkeys(spans))) for side, spans in sorted(one.sides.items())
        ),
        parties=tuple(
            Stated(value=party, evidence=tuple(dict.fromkeys(spans))) for party, spans in one.parties.items()
        ),
        days=None if days is None else Stated(value=days[0], evidence=(days[1],)),
        place=None if one.place is None else Stated(value=one.place[0], evidence=(one.place[1],)),
        asked_by=None if one.asked_by is None else Stated(value=one.asked_by[0], evidence=(one.asked_by[1],)),
        topics=tuple(Stated(value=key, evidence=tuple(dict.fromkeys(spans))) for key, spans in one.topics.items()),
        outcomes=tuple(
            Stated(value=Outcome(key), evidence=tuple(dict.fromkeys(spans)))
            for key, spans in _came_of(one, cue).items()
        ),
        told_by=tuple(Stated(value=key, evidence=tuple(dict.fromkeys(spans))) for key, spans in one.told_by.items()),
        quotes=tuple(dict.fromkeys(one.quotes)),
        pattern=one.pattern,
        promises=promises_of(one),
    )
