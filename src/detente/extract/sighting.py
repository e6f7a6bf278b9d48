"""A sighting: what one clause says of a contact, before the document's clauses are joined."""

from dataclasses import dataclass, field
from datetime import date

from detente.extract.scene import Scene
from detente.model import Interval, Party, Span
from detente.model.annotated import CueHit


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A time that may be the day by which a promise is due: as days ahead, as days gone, and where it stands."""

    days: Interval
    past: Interval | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """What one sentence promises, before the sides and days of its contact are whole.

    Attributes:
        kind: of outcome.
        marks: the words that say it.
        by: sides that promise; None for all sides of the contact.
        ahead: times by which it may be due, the likeliest first.
        open: whether the words say that it is still to be done.
    """

    sentence: Span
    kind: str
    marks: tuple[Span, ...]
    by: frozenset[str] | None
    ahead: tuple[Ahead, ...]
    regular: bool = False
    open: bool = True


@dataclass(slots=True)
class Sighting:
    """One clause's view of one contact, filled field by field.

    Attributes:
        sides: side code -> where the text says so.
        parties: who takes part -> where.
        published: day of the document, when it is stated.
        firm: whether the clause itself names its parties, not only the discourse before it.
        sure_status: whether a cue says the status; without one `held` is assumed.
        issued: the days before an official readout, used when nothing says the day.
        latest: number of the last sentence that spoke of it.
        state_only: whether the place is a whole state.
        pledges: number of a sentence -> what it promises.
        other: how the words set it apart from other contacts: "again" ("a second meeting"), "earlier" ("their first
            meeting"), "" when they do not.
    """

    scene: Scene
    cue: CueHit
    kind: str
    sides: dict[str, list[Span]] = field(default_factory=dict)
    parties: dict[Party, list[Span]] = field(default_factory=dict)
    status: str = "held"
    status_span: Span | None = None
    sure_status: bool = False
    days: tuple[Interval, Span] | None = None
    issued: tuple[Interval, Span] | None = None
    place: tuple[str, Span] | None = None
    asked_by: tuple[str, Span] | None = None
    topics: dict[str, list[Span]] = field(default_factory=dict)
    outcomes: dict[str, list[Span]] = field(default_factory=dict)
    told_by: dict[str, list[Span]] = field(default_factory=dict)
    quotes: list[Span] = field(default_factory=list)
    pledges: dict[int, tuple[Pledge, ...]] = field(default_factory=dict)
    published: date | None = None
    firm: bool = True
    other: str = ""
    state_only: bool = False
    roles: frozenset[str] = frozenset()
    pattern: str = ""
    latest: int = 0

    def __post_init__(self) -> None:
        self.latest = self.scene.number

    def add_side(self, side: str, span: Span) -> None:
        """Note that a side takes part and where the text says so."""
        self.sides.setdefault(side, []).append(span)

    def add_party(self, party: Party, span: Span) -> None:
        """Note a party, as fully as any mention of the same person has it."""
        for known in list(self.parties):
            if _same(known, party):
                spans = self.parties.pop(known)
                best = known if known.name and (known.office or not party.office or not party.name) else party
                self.parties[best] = [*spans, span]
                return
        self.parties[party] = [span]

    @property
    def named(self) -> frozenset[str]:
        """Names of the parties that have one."""
        return frozenset(party.name for party in self.parties if party.name)


def _same(left: Party, right: Party) -> bool:
    if left.person and right.person:
        return left.person == right.person
    if left.name and right.name:
        return left.name == right.name or left.name.split()[-1] == right.name.split()[-1]
    if left.side != right.side or not (left.office and right.office):
        return False
    return left.office in right.office or right.office in left.office
