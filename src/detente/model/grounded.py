"""Mentions grounded: who acts for which side, on which days, and when the document was written."""

from dataclasses import dataclass
from enum import StrEnum

from detente.model.actors import Party
from detente.model.annotated import Annotated, TimeHit
from detente.model.text import Span
from detente.model.time import Interval


class ActorKind(StrEnum):
    """In what shape an actor stands in the text."""

    PERSON = "person"
    OFFICE = "office"
    DELEGATION = "delegation"
    STATE = "state"
    BODY = "body"
    SEAT = "seat"
    COUNTERPART = "counterpart"
    PRONOUN = "pronoun"
    PAIR = "pair"
    SIDES = "sides"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A stretch of mentions that names one actor, at words [first, last).

    Attributes:
        sides: codes it acts for; empty while only the discourse can tell (a pronoun, "the two leaders").
        party: the person or delegation; None for a bare state, body or seat.
        role: registry role of its office, "" without one.
        marks: how it is joined to the sentence: with, at, to, from, of, between, about, owner, former.
        group: number of the list it stands in; actors of one list share it.
        adjective: whether it is only an adjective of a state ("Russian").
    """

    first: int
    last: int
    kind: ActorKind
    sides: tuple[str, ...]
    party: Party | None = None
    role: str = ""
    marks: frozenset[str] = frozenset()
    group: int = -1
    adjective: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHit:
    """Where something takes place or is headed, at words [first, last); `mark` is at, to, from or "".

    Attributes:
        state: whether it is a whole state.
        seat: whether the text names a building of government in it ("at the Kremlin").
    """

    first: int
    last: int
    name: str
    side: str
    mark: str
    state: bool = False
    seat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """When the document was written.

    Attributes:
        days: a single day when it is stated; an interval when the text allows one; None otherwise.
        possible: the days that the clues leave, however wide; for finding out who held an office.
        stated: whether the source or the caller states it.
        reasons: why the interval is what it is, each with the place in the text that says so.
    """

    days: Interval | None
    stated: bool
    possible: Interval | None = None
    reasons: tuple[tuple[str, Span | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A time expression with the days it means, looking back and looking ahead; None where it cannot be told."""

    hit: TimeHit
    past: Interval | None
    future: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded:
    """An annotated document whose actors, places and times are grounded, each in text order.

    Attributes:
        account: side whose official outlet published the document, None for the press.
    """

    annotated: Annotated
    dated: Dated
    actors: tuple[Actor, ...]
    places: tuple[PlaceHit, ...]
    times: tuple[Timed, ...]
    account: str | None
