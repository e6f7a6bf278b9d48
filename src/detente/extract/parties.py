"""Who takes part: the actors that a contact cue takes from its clause."""

from dataclasses import dataclass, replace

from detente.extract.focus import Focus
from detente.extract.scene import Scene
from detente.extract.standing import ASIDE, MET, NAMED, around
from detente.extract.tellers import tellers, tellers_last
from detente.extract.topics import topical_parties
from detente.model.annotated import CueHit
from detente.model.grounded import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class Parties:
    """Actors of a contact by how they stand to its cue.

    Attributes:
        subject: who acts; before the verb or owner of the noun.
        others: with whom.
        told: somebody who only tells of it, used when nobody else is left.
    """

    subject: tuple[Actor, ...]
    others: tuple[Actor, ...]
    told: tuple[Actor, ...] = ()

    @property
    def all(self) -> tuple[Actor, ...]:
        """Subject and others."""
        return (*self.subject, *self.others)

    @property
    def linked(self) -> tuple[Actor, ...]:
        """Those of the others whom a word such as "between" names together, when they are of several sides."""
        groups = {one.group for one in self.others if "between" in one.marks}
        found = tuple(one for one in self.others if one.group in groups)
        return found if len({side for one in found for side in one.sides}) > 1 else ()


def find_parties(scene: Scene, cue: CueHit, focus: Focus, *, order: str) -> Parties:
    """The actors around a contact cue that take part in it, references resolved by the discourse.

    Args:
        order: of words in the language: svo, sov, v2 or vso, as its file says.
    """
    scene = _without_events(scene, cue)
    if scene.topical:
        subject, others, teller = topical_parties(scene, cue, focus)
    else:
        teller = (tellers_last if order == "sov" else tellers)(scene, cue)
        subject, others = around(scene, cue, teller, order)
    resolved = [_resolve(group, scene, focus) for group in (subject, others)]
    pronouns = {one.first for one in others if one.kind is ActorKind.PRONOUN}
    resolved[1] = [_another(one, resolved[0], focus) if one.first in pronouns else one for one in resolved[1]]
    if subject and not resolved[0]:
        # "Armenia denied that its delegation ...": an actor without a side belongs to the one named before it.
        before = [one for one in scene.actors if one.last <= subject[0].first and one.sides and one not in others]
        resolved[0] = [_lent(subject[0], one) for one in before[-1:]]
    if not resolved[0] and _drops_subject(scene, cue, resolved[1]):
        resolved[0] = focus.dropped(resolved[1])
    resolved[1] += _hosts(scene, cue, others, resolved[0])
    if not resolved[0] and scene.dense:
        resolved[0] = _hosts(scene, cue, subject, resolved[1])
    if (
        cue.frame == "verb"
        and cue.means == "meeting"
        and len({side for group in resolved for one in group for side in one.sides}) == 1
    ):
        resolved[1] += _house(scene, cue, resolved[0] + resolved[1])
    told = [one for one in teller if one.sides] or _resolve(list(teller), scene, focus)
    return Parties(tuple(resolved[0]), tuple(resolved[1]), tuple(told))


def _another(actor: Actor, subject: list[Actor], focus: Focus) -> Actor:
    """Nobody meets himself: a pronoun that seems to mean the subject means whom the text went on about before."""
    himself = actor.party is not None and any(actor.party == one.party for one in subject)
    meant = focus.dropped(subject) if himself else []
    return replace(meant[0], first=actor.first, last=actor.last, marks=actor.marks) if meant else actor


def _lent(actor: Actor, owner: Actor) -> Actor:
    """Somebody in office without a state acts for the side named before; anybody else is that side."""
    if actor.kind is not ActorKind.OFFICE or actor.party is None:
        return owner
    return replace(actor, sides=owner.sides, party=replace(actor.party, side=owner.sides[0]))


def _without_events(scene: Scene, cue: CueHit) -> Scene:
    """The scene without bodies that only name another event ("met him on the margins of the UNGA meeting")."""
    events = [other.first for other in scene.contacts if other.frame == "noun" and other != cue]
    alone = [one for one in scene.actors if one.kind is ActorKind.BODY and one.last in events]
    alone = [one for one in alone if sum(other.group == one.group for other in scene.actors) == 1]
    return replace(scene, actors=tuple(one for one in scene.actors if one not in alone)) if alone else scene


def _drops_subject(scene: Scene, cue: CueHit, others: list[Actor]) -> bool:
    """Whether a sentence says whom somebody met and nowhere who ("Met later with the premier")."""
    met = any(actor.kind in MET for actor in others)
    first, last = scene.segment(cue)
    able = [one for one in scene.actors if first <= one.first < last and one not in others]
    return met and cue.frame == "verb" and all(one.marks & {*ASIDE, "of"} for one in able)


def _hosts(scene: Scene, cue: CueHit, others: list[Actor], subject: list[Actor]) -> list[Actor]:
    """Somebody in office whom no word gives a side is of the place where he is met ("in Oman she met the minister")."""
    own = {side for actor in subject for side in actor.sides}
    first, last = scene.segment(cue)
    near = [
        one
        for one in scene.places
        if first <= one.first < last and one.mark in {"at", "to"} and one.side and not _parts(scene, one.first, cue)
    ]
    place = next((one for one in near if one.side not in own), None)
    if place is None or not own:
        return []
    named = [
        replace(actor, sides=(place.side,), party=replace(actor.party, side=place.side))
        for actor in others
        if not actor.sides and actor.party is not None and actor.party.office and actor.kind in NAMED
    ]
    return named or [
        replace(actor, sides=(place.side,))
        for actor in others
        if not actor.sides and actor.kind is ActorKind.COUNTERPART
    ]


def _house(scene: Scene, cue: CueHit, guests: list[Actor]) -> list[Actor]:
    """The host whom only his house names ("was received at the Kremlin")."""
    first, last = scene.segment(cue)
    own = {side for actor in guests for side in actor.sides}
    return [
        Actor(first=place.first, last=place.last, kind=ActorKind.SEAT, sides=(place.side,))
        for place in scene.places
        if place.seat and first <= place.first < last and place.mark in {"at", "to"} and place.side not in own
    ][:1]


def _parts(scene: Scene, place: int, cue: CueHit) -> bool:
    """Whether a comma stands between a place and a contact cue, so that they belong to different clauses."""
    low, high = sorted((place, cue.first))
    return any(low < comma < high for comma in scene.commas)


def _resolve(actors: list[Actor], scene: Scene, focus: Focus) -> list[Actor]:
    found: list[Actor] = []
    for actor in actors:
        here = tuple(one for one in scene.actors if one.last <= actor.first)
        # A counterpart whom nothing names keeps its place: somebody official is met there.
        found += focus.resolve(actor, here) or ([actor] if actor.kind is ActorKind.COUNTERPART else [])
    return found
