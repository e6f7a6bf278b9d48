"""How likely two reports speak of one contact: points for what agrees, None for what cannot be one."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from unicodedata import normalize

from detente.model import Kind, Party, Status
from detente.model.contact import Claim

# Two reports with at least so many points are one contact, if nothing else speaks against it.
THRESHOLD = 1.0

_START = -3.0
# Days: by their distance when both are days, else by the width of the wider of two intervals that meet.
_SAME_DAY, _NEXT_DAY = 4.0, 1.2
_WIDTHS = ((3, 2.5), (8, 2.0), (31, 1.2), (100, 0.5), (366, 0.0))
_WIDER = -0.5
_ONE_UNKNOWN, _ONE_UNKNOWN_FAR = 0.0, -1.0
_UNKNOWN = ((1, -0.3), (3, -0.6))
_UNKNOWN_FAR, _BOTH_UNDATED = -1.5, -0.5
# Who, how, where, on what.
_PERSON, _MORE_PERSONS, _OFFICE, _BARE_OFFICE = 1.5, 0.5, 0.5, -1.0
_SAME_KIND, _NEAR_KIND = 1.0, 0.3
_SAME_PLACE, _SAME_STATE, _OTHER_PLACE = 1.0, 0.3, -2.5
_ABROAD = 1.0  # a city in neither state tells more than a capital where everybody meets
_TOPICS, _FEWER_SIDES, _MANY_SIDES = 0.3, -0.7, 0.5
# Without days: what is held and what lies ahead are seldom one. The same sentence in two documents is a copied one.
_OTHER_STATUS, _SAME_WORDS = -0.7, 2.5

_MANY = 3
_FEW = 3  # days
_SHARED_SIDES = 0.5
_SLACK = timedelta(days=1)  # the same evening is the next day further east
# An undated report lies near its document: what was held shortly before, what is planned after.
_BEFORE, _AFTER = timedelta(days=10), timedelta(days=45)
_PUT_OFF = timedelta(days=180)  # a later one is another contact that makes up for it
_AHEAD = frozenset({Status.PLANNED, Status.PROPOSED})
_OFF = frozenset({Status.CANCELLED, Status.DENIED})
_IN_PERSON = frozenset({Kind.MEETING, Kind.VISIT, Kind.TALKS})
_FROM_AFAR = frozenset({Kind.CALL, Kind.TALKS})

Window = tuple[date, date]
Content = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What reports are compared by; copies of one text share it.

    Attributes:
        window: first and last day on which the contact may be; None without day and date.
        wording: the sentences that tell of it, as `Claim.wording`.
        readout: side and day of publication, where an official text tells in its title of what was held.
        exact: whether the window is what the text says, not only its day of publication.
        said: the day of publication twice, where the window follows from it; None otherwise.
        ends: side -> the persons and offices that act for it.
    """

    kind: Kind
    status: Status
    sides: frozenset[str]
    ends: dict[str, frozenset[tuple[str, str]]]
    window: Window | None
    exact: bool
    said: Window | None
    place: str
    place_side: str
    place_whole: bool
    topics: frozenset[str]
    wording: frozenset[str]
    readout: tuple[str, date] | None


def subject_of(claim: Claim) -> Subject:
    """The part of a claim that tells contacts apart."""
    ends: dict[str, set[tuple[str, str]]] = {}
    for party in claim.parties:
        ends.setdefault(party.side, set()).add((_name_of(party), party.office or ""))
    return Subject(
        kind=claim.kind,
        status=claim.status,
        sides=frozenset(claim.sides),
        ends={side: frozenset(found) for side, found in ends.items()},
        window=window_of(claim),
        exact=claim.days is not None,
        said=(claim.published, claim.published) if claim.days is None and claim.published else None,
        place=claim.place,
        place_side=claim.place_side,
        place_whole=claim.place_whole,
        topics=frozenset(claim.topics),
        wording=frozenset(claim.wording),
        readout=_readout_of(claim),
    )


def _readout_of(claim: Claim) -> tuple[str, date] | None:
    if not claim.headline or not claim.official or claim.published is None or claim.status is not Status.HELD:
        return None
    return claim.official, claim.published


def _name_of(party: Party) -> str:
    """What identifies a person: the letters of the name, so that hyphens, accents and case make no other person."""
    plain = normalize("NFKD", party.name or party.person or "").casefold()
    return "".join(letter for letter in plain if letter.isalpha())


def window_of(claim: Claim) -> Window | None:
    """First and last day on which a contact may be, from what is said or from the day of publication."""
    if claim.days is not None:
        return claim.days.start, claim.days.end
    if claim.published is None:
        return None
    if claim.status in _AHEAD:
        return claim.published - _SLACK, claim.published + _AFTER
    after = _AFTER if claim.status in _OFF else _SLACK
    return claim.published - _BEFORE, claim.published + after


def pairs_of(sides: frozenset[str]) -> list[tuple[str, str]]:
    """Every two sides, in alphabetical order."""
    return list(combinations(sorted(sides), 2))


def near(left: Window | None, right: Window | None) -> bool:
    """Whether two windows meet, give or take a day; two that are unknown do, for all that is known."""
    if left is None or right is None:
        return left is right
    return left[0] <= right[1] + _SLACK and right[0] <= left[1] + _SLACK


def likeness(left: Subject, right: Subject) -> float | None:
    """Points for two reports being of one contact; None when they cannot be."""
    points = _START
    for part in (_of_sides(left, right), _of_kinds(left, right), _of_days(left, right), _of_people(left, right),
                 _of_places(left, right)):  # fmt: skip
        if part is None:
            return None
        points += part
    points += _TOPICS if left.topics & right.topics else 0.0
    return points + (_SAME_WORDS if left.wording & right.wording and not _long_apart(left, right) else 0.0)


def agree_but_for_day(left: Subject, right: Subject) -> bool:
    """Whether nothing but perhaps the day speaks against two reports being of one contact."""
    parts = _of_sides(left, right), _of_kinds(left, right), _of_people(left, right), _of_places(left, right)
    return None not in parts


def _of_sides(left: Subject, right: Subject) -> float | None:
    if left.sides == right.sides:
        return _MANY_SIDES if len(left.sides) >= _MANY else 0.0
    smaller, larger = sorted((left, right), key=lambda one: len(one.sides))
    if len(smaller.sides & larger.sides) < 2:  # noqa: PLR2004 a contact is between two
        return None
    more = larger.sides - smaller.sides
    if len(smaller.sides) == 2:  # noqa: PLR2004 two who met beside a meeting of more have a contact of their own
        return None if len(more) > 1 or any(larger.ends.get(side) for side in more) else _FEWER_SIDES
    shared = len(left.sides & right.sides)
    close = smaller.sides < larger.sides or shared >= _SHARED_SIDES * len(left.sides | right.sides)
    return _FEWER_SIDES * len(left.sides ^ right.sides) if close else None


def _of_kinds(left: Subject, right: Subject) -> float | None:
    kinds = {left.kind, right.kind}
    if len(kinds) == 1:
        return _SAME_KIND
    return _NEAR_KIND if kinds <= _IN_PERSON or kinds <= _FROM_AFAR else None


def _of_days(left: Subject, right: Subject) -> float | None:
    if not near(left.window, right.window) or _two_readouts(left, right):
        return None
    if left.exact and right.exact:
        return _of_exact_days(left, right)
    points = _of_guessed_days(left, right)
    if points is None:
        return None
    return points + (_OTHER_STATUS if (left.status in _AHEAD) != (right.status in _AHEAD) else 0.0)


def _two_readouts(left: Subject, right: Subject) -> bool:
    """Whether one government published two readouts on two days, which do not both name the same day.

    A government publishes one readout of a call, so two of them are of two calls.
    """
    if left.readout is None or right.readout is None or left.kind is not right.kind:
        return False
    if left.readout[0] != right.readout[0] or left.readout[1] == right.readout[1]:
        return False
    return not (left.window == right.window and left.window is not None and _width(left.window) == 1)


def _of_guessed_days(left: Subject, right: Subject) -> float | None:
    """Points where one of two days at least is only that of publication, or not even that."""
    if left.exact or right.exact:
        return _of_one_guess(*((left, right) if left.exact else (right, left)))
    if left.window is None or right.window is None:
        return _BOTH_UNDATED
    apart = abs((left.window[0] - right.window[0]).days)
    return next((points for most, points in _UNKNOWN if apart <= most), _UNKNOWN_FAR)


def _of_one_guess(exact: Subject, guessed: Subject) -> float | None:
    """Points where one report says the day and the other was only published near it."""
    if exact.window is None or guessed.said is None:
        return _ONE_UNKNOWN_FAR
    if guessed.status is Status.HELD and exact.window[0] > guessed.said[0]:
        return None  # nobody tells as held what is still to come
    close = near(exact.window, guessed.said) and _width(exact.window) <= _FEW
    return _ONE_UNKNOWN if close else _ONE_UNKNOWN_FAR


def _long_apart(left: Subject, right: Subject) -> bool:
    """Whether two reports without days were published at different times: then the same words are a stock phrase."""
    if left.said is None or right.said is None:
        return False
    return abs((left.said[0] - right.said[0]).days) > _UNKNOWN[-1][0]


def _of_exact_days(left: Subject, right: Subject) -> float:
    if left.window is None or right.window is None:
        raise ValueError("an exact day without a day")
    meets = left.window[0] <= right.window[1] and right.window[0] <= left.window[1]
    width = max(_width(left.window), _width(right.window))
    if width == 1:
        return _SAME_DAY if meets else _NEXT_DAY
    points = next((points for most, points in _WIDTHS if width <= most), _WIDER)
    if not meets:
        return min(points, _NEXT_DAY)
    common = min(left.window[1], right.window[1]), max(left.window[0], right.window[0])
    # Days that only overlap agree less than days of which the one lies in the other.
    return points * _width((common[1], common[0])) / min(_width(left.window), _width(right.window))


def _width(window: Window) -> int:
    return (window[1] - window[0]).days + 1


def _of_people(left: Subject, right: Subject) -> float | None:
    points = 0.0
    for side in left.sides & right.sides:
        mine, others = left.ends.get(side), right.ends.get(side)
        if not mine or not others:
            continue
        part = _of_two_ends(mine, others)
        if part is None:
            return None
        points += part
    return points


def _of_two_ends(mine: frozenset[tuple[str, str]], others: frozenset[tuple[str, str]]) -> float | None:
    """Points for who acts for one side in two reports."""
    names, other_names = {name for name, _ in mine if name}, {name for name, _ in others if name}
    if names & other_names:
        return _PERSON + _MORE_PERSONS * (len(names & other_names) - 1)
    if names and other_names:
        return None
    offices, other_offices = {office for _, office in mine if office}, {office for _, office in others if office}
    if not offices or not other_offices:
        return 0.0
    return _OFFICE if offices & other_offices else _BARE_OFFICE


def _of_places(left: Subject, right: Subject) -> float | None:
    if not left.place or not right.place or left.kind is Kind.CALL:
        return 0.0
    if left.place == right.place:
        return _SAME_PLACE + (_ABROAD if left.place_side not in left.sides | right.sides else 0.0)
    same_state = bool(left.place_side) and left.place_side == right.place_side
    if same_state and (left.place_whole or right.place_whole):
        return _SAME_STATE
    return _OTHER_PLACE


def postponed(left: Claim, right: Claim) -> bool:
    """Whether one document tells of two days of one contact: put off from the one to the other."""
    off, new = (left, right) if left.status is Status.CANCELLED else (right, left)
    if left.document != right.document or off.status is not Status.CANCELLED or set(left.sides) != set(right.sides):
        return False
    # A mere wish to meet some day is no new day of the old meeting, and another city is another meeting.
    if new.status is not Status.PLANNED and not (new.status is Status.PROPOSED and new.days is not None):
        return False
    one, other = subject_of(off), subject_of(new)
    if one.window is not None and other.window is not None and other.window[0] - one.window[1] > _PUT_OFF:
        return False
    return agree_but_for_day(one, other) and (_of_places(one, other) or 0.0) > _OTHER_PLACE
