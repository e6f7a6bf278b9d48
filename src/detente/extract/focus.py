"""Who the discourse is about: what "he", "the two leaders" and "the Prime Minister" point back to."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from detente.extract.sighting import Sighting
from detente.model import Party
from detente.model.grounded import Actor, ActorKind

_KEPT = 40
_NEAR = 80  # words; of two who were named before that, "they" are no longer meant
_HEADS = frozenset({"hos", "hog"})
# Who speaks for others is no party.
_SPEAKING = "spokes"
# Marks of whom a sentence speaks, and of somebody who acts.
_ACTING = frozenset({"topic", "subject"})
_FREE = frozenset({"owner", "topic", "subject"})
_PEOPLE = frozenset({ActorKind.PERSON, ActorKind.OFFICE})


class Focus:
    """Memory of the actors read so far in a document.

    Args:
        account: side of the outlet when it is an official one; its president is "the President".
    """

    def __init__(self, account: str | None) -> None:
        self._account = account
        self._waiting: list[tuple[Actor, ...]] = []
        self._people: list[Actor] = []
        self._last: Sighting | None = None
        self._subject: Actor | None = None
        self._states: tuple[Actor, ...] = ()

    def note(self, actors: tuple[Actor, ...]) -> None:
        """Keep the actors of a sentence that has been read; they are remembered when somebody points back."""
        if actors:
            self._waiting.append(actors)

    def _catch_up(self) -> None:
        """Remember the actors of all sentences read since somebody pointed back."""
        waiting, self._waiting = self._waiting, []
        for actors in waiting:
            self._remember(actors)

    def _remember(self, actors: tuple[Actor, ...]) -> None:
        actors = tuple(actor for actor in actors if actor.role != _SPEAKING)
        self._people += [actor for actor in actors if actor.kind is ActorKind.PERSON and actor.sides and actor.party]
        del self._people[:-_KEPT]
        self._note_states(actors)
        for actor in actors:
            if actor.kind is ActorKind.PRONOUN and not actor.marks - _FREE:
                return
            if actor.kind is ActorKind.OFFICE and not actor.marks - _FREE:
                known = self.resolve(actor, ())
                if known and known[0].kind in _PEOPLE:
                    self._subject = known[0]
                    return
            if actor.kind is ActorKind.PERSON and actor.sides and not actor.marks - _FREE:
                self._subject = actor
                return

    def _note_states(self, actors: tuple[Actor, ...]) -> None:
        """Remember two states listed as those of whom a sentence speaks."""
        acting = {actor.group for actor in actors if not actor.marks.isdisjoint(_ACTING)}
        if not acting:
            return
        states = tuple(one for one in actors if one.group in acting and one.kind is ActorKind.STATE)
        if len({side for one in states for side in one.sides}) == 2:  # noqa: PLR2004 a pair
            self._states = states

    def topic(self) -> list[Actor]:
        """Whom the discourse is about, for a clause without a subject; it stands nowhere in it."""
        self._catch_up()
        return [] if self._subject is None else [self._subject]

    def tell(self, sighting: Sighting) -> None:
        """Remember the contact last told of."""
        self._last = sighting

    def resolve(self, actor: Actor, here: tuple[Actor, ...]) -> list[Actor]:
        """The actors that a reference points back to; an actor with a side is itself.

        Args:
            here: actors of the same sentence that stand before it.
        """
        if actor.sides:
            return [] if actor.role == _SPEAKING else [actor]
        self._catch_up()
        if actor.kind in {ActorKind.PAIR, ActorKind.SIDES}:
            return self._pair(actor, here)
        if actor.kind is ActorKind.PRONOUN:
            return self._person(actor, here)
        if actor.kind is ActorKind.OFFICE:
            return self._definite(actor, here)
        own = {ActorKind.DELEGATION, ActorKind.PERSON}
        if actor.kind in own and self._account and actor.party is not None and not actor.marks - {"owner"}:
            return [replace(actor, sides=(self._account,), party=replace(actor.party, side=self._account))]
        return []

    def dropped(self, others: Sequence[Actor]) -> list[Actor]:
        """Who acts where a sentence names no subject: whoever the text went on about, if of another side."""
        self._catch_up()
        meant = self._subject
        if meant is None or any(side in actor.sides for actor in others for side in meant.sides):
            return []
        return [meant]

    def _placed(self, source: Actor, at: Actor) -> Actor:
        """The actor meant, standing where it is mentioned."""
        return replace(source, first=at.first, last=at.last, marks=at.marks, group=at.group)

    def _person(self, actor: Actor, here: tuple[Actor, ...]) -> list[Actor]:
        inside = [one for one in here if one.kind in _PEOPLE and one.sides and not one.marks - {"owner"}]
        meant = inside[0] if inside else self._subject
        return [self._placed(meant, actor)] if meant is not None else []

    def _definite(self, actor: Actor, here: tuple[Actor, ...]) -> list[Actor]:
        title = actor.party.office if actor.party else None
        known = [one for one in reversed((*self._people, *here)) if one.sides and one.party and one.party.office]
        for fits in (_bears(title), _shares(title, actor.role)):
            meant = next((one for one in known if fits(one)), None)
            if meant is not None:
                return [self._placed(meant, actor)]
        if self._account and actor.role in {"hos", "hog"} and actor.party is not None:
            party = replace(actor.party, side=self._account)
            return [replace(actor, sides=(self._account,), party=party)]
        return []

    def _pair(self, actor: Actor, here: tuple[Actor, ...]) -> list[Actor]:
        """The latest two persons of different sides who hold the office that the words say, else the last parties."""
        people = [one for one in (*self._people, *here) if one.party is not None and one.sides]
        beside = _two_beside(actor, here)
        if beside:
            return [self._placed(one, actor) for one in beside]
        if actor.kind is ActorKind.PAIR:
            if actor.role:
                people = [one for one in people if _holds(one, actor.role)]
            else:
                people = [one for one in people if actor.first - one.last <= _NEAR]
            found: list[Actor] = []
            for known in reversed(people):
                if all(known.sides != other.sides for other in found):
                    found.append(known)
                if len(found) == 2:  # noqa: PLR2004 a pair
                    return [self._placed(one, actor) for one in reversed(found)]
            if actor.role and len(found) == 1:
                return self._with_other(found[0], actor)
        return self._both(actor)

    def _with_other(self, known: Actor, at: Actor) -> list[Actor]:
        """The one president named, and the president of the other side of the contact told last."""
        last = self._last
        if last is None or len(last.sides) != 2 or known.sides[0] not in last.sides:  # noqa: PLR2004 two sides
            return self._both(at)
        other = next(side for side in last.sides if side not in known.sides)
        party = Party(name=None, side=other, office=at.role)
        return [self._placed(known, at), replace(at, kind=ActorKind.OFFICE, sides=(other,), party=party)]

    def _both(self, actor: Actor) -> list[Actor]:
        """The sides of the contact told last, else the two states named together."""
        if self._last is not None and len(self._last.sides) >= 2:  # noqa: PLR2004 a contact has two sides
            return _sides_of(self._last, actor)
        kind = ActorKind.OFFICE if actor.kind is ActorKind.PAIR else ActorKind.STATE
        return [replace(actor, sides=one.sides, kind=kind) for one in self._states]


def _two_beside(actor: Actor, here: Sequence[Actor]) -> list[Actor]:
    """The two who are named right before the word that sums them up ("Moscow and Washington both")."""
    if not here or here[-1].last != actor.first:
        return []
    listed = [one for one in here if one.group == here[-1].group and one.sides]
    return listed if len(listed) == 2 and listed[0].sides != listed[1].sides else []  # noqa: PLR2004 a pair


def _bears(title: str | None) -> Callable[[Actor], bool]:
    """Whether an actor has this very title ("the chancellor" before any other head of government)."""
    return lambda one: one.party is not None and title is not None and one.party.office == title


def _shares(title: str | None, role: str) -> Callable[[Actor], bool]:
    """Whether an actor has this role, or a longer title ("minister" of a foreign minister, not of a prime minister)."""

    def fits(one: Actor) -> bool:
        held = (one.party.office if one.party else None) or ""
        if role and one.role == role:
            return True
        longer = held.startswith(title) or held.endswith(title) if title else False
        return longer and one.role not in _HEADS

    return fits


def _holds(actor: Actor, office: str) -> bool:
    return bool(actor.party and actor.party.office and actor.party.office.endswith(office))


def _sides_of(sighting: Sighting, at: Actor) -> list[Actor]:
    """The sides of a contact, and its persons when the words speak of persons."""
    if at.kind is ActorKind.PAIR and sighting.named:
        return [_actor_of(party, at) for party in sighting.parties if party.name]
    return [replace(at, sides=(side,), kind=ActorKind.STATE) for side in sighting.sides]


def _actor_of(party: Party, at: Actor) -> Actor:
    return replace(at, sides=(party.side,), kind=ActorKind.PERSON, party=party)
