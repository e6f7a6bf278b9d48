"""Who takes part: the actors that a contact cue takes from its clause."""

from dataclasses import dataclass, replace

from detente.extract.focus import Focus
from detente.extract.scene import STOPS, Scene
from detente.extract.topics import topical_parties
from detente.model.annotated import CueHit
from detente.model.grounded import Actor, ActorKind

_REACH = 9
_NEAR = 3
_BACK = 30
_REFERENCES = frozenset({ActorKind.PRONOUN, ActorKind.PAIR, ActorKind.SIDES, ActorKind.COUNTERPART})
_PEOPLE = frozenset({ActorKind.PERSON, ActorKind.OFFICE, ActorKind.DELEGATION, ActorKind.PRONOUN, ActorKind.PAIR})
_NAMED = frozenset({ActorKind.PERSON, ActorKind.OFFICE})
_ASIDE = frozenset({"at", "from", "about"})


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


def find_parties(scene: Scene, cue: CueHit, focus: Focus, *, sov: bool) -> Parties:
    """The actors around a contact cue that take part in it, references resolved by the discourse.

    Args:
        sov: whether the language puts the verb last, so that all parties stand before it.
    """
    if scene.topical:
        subject, others, teller = topical_parties(scene, cue, focus)
    elif sov:
        teller = _tellers_last(scene, cue)
        subject, others = _verb_last(scene, cue, teller)
    else:
        teller = _tellers(scene, cue)
        subject, others = _before(scene, cue, teller), _after(scene, cue, teller)
        others += _partners_before(scene, cue, teller, subject)
        if not subject and cue.frame != "noun":
            others += _second_group(scene, cue, teller, others)
    resolved = [_resolve(group, scene, focus) for group in (subject, others)]
    if subject and not resolved[0]:
        # "Armenia denied that its delegation ...": an actor without a side belongs to the one named before it.
        before = [one for one in scene.actors if one.last <= subject[0].first and one.sides and one not in others]
        resolved[0] = before[-1:]
    hosts = _hosts(scene, cue, others, resolved[0])
    resolved[1] += hosts
    told = [one for one in teller if one.sides] or _resolve(list(teller), scene, focus)
    return Parties(tuple(resolved[0]), tuple(resolved[1]), tuple(told))


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
    return [
        replace(actor, sides=(place.side,), party=replace(actor.party, side=place.side))
        for actor in others
        if not actor.sides and actor.party is not None and actor.party.office and actor.kind in _NAMED
    ]


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


def _tellers(scene: Scene, cue: CueHit) -> tuple[Actor, ...]:
    """Actors next to a verb of saying that does not belong to the contact's own clause."""
    found: list[Actor] = []
    for mark in scene.of("told"):
        if mark.last <= cue.first:
            before = [one for one in scene.actors if one.last <= mark.first and mark.first - one.last <= _NEAR]
            found += _group(scene, before[-1]) if before else []
        elif mark.first >= cue.last:
            found += _trailing(scene, mark)
    for mark in scene.of("source"):
        after = [one for one in scene.actors if mark.last <= one.first <= mark.last + 1]
        found += after[:1]
    return tuple(found)


def _trailing(scene: Scene, mark: CueHit) -> list[Actor]:
    """Who told it at the end of a sentence: "..., the Kremlin said", "..., said the Kremlin"."""
    before = [one for one in scene.actors if 0 <= mark.first - one.last <= 1]
    if before:
        first = min(one.first for one in _group(scene, before[-1]))
        return _group(scene, before[-1]) if _comma_before(scene, first) else []
    if not _comma_before(scene, mark.first):
        return []
    after = [one for one in scene.actors if 0 <= one.first - mark.last <= 1]
    if after:
        return after[:1]
    seats = [place for place in scene.places if 0 <= place.first - mark.last <= 2 and place.side]  # noqa: PLR2004 a preposition and an article
    return [Actor(first=one.first, last=one.last, kind=ActorKind.SEAT, sides=(one.side,)) for one in seats[:1]]


def _comma_before(scene: Scene, place: int) -> bool:
    """Whether a comma stands before a word, an article in between at most."""
    return place - 1 in scene.commas or place - 2 in scene.commas


def _tellers_last(scene: Scene, cue: CueHit) -> tuple[Actor, ...]:
    """In a verb-last language the teller stands between what is told and the verb of saying."""
    for mark in scene.of("told"):
        if mark.first >= cue.last:
            between = [
                one for one in scene.actors if cue.last <= one.first and one.last <= mark.first and not one.marks
            ]
            return tuple(between[-1:])
    found: list[Actor] = []
    for mark in scene.of("source"):
        found += [one for one in scene.actors if 0 <= mark.first - one.last <= 2][-1:]  # noqa: PLR2004 a noun between
    return tuple(found)


def _group(scene: Scene, actor: Actor) -> list[Actor]:
    return [one for one in scene.actors if one.group == actor.group]


def _before(scene: Scene, cue: CueHit, teller: tuple[Actor, ...]) -> list[Actor]:
    """The subject: the nearest list of actors before the cue in its clause, else the nearest before the clause."""
    first, _ = scene.segment(cue)
    if cue.first - 1 in scene.commas:
        touching = [one for one in scene.actors if one.last == cue.first - 1 and one.kind in _PEOPLE]
        if touching:
            return touching if cue.frame == "travel" else _group(scene, touching[0])
    inviting = [mark.last for mark in scene.of("asked")]
    inside = [
        one
        for one in scene.actors
        if first <= one.first
        and one.last <= cue.first
        and one not in teller
        and not any(0 <= one.first - mark <= 1 for mark in inviting)
    ]
    free = [one for one in inside if not one.marks & {*_ASIDE, "to"} and not _parted(scene, one, cue)]
    if cue.frame == "noun" or cue.means == "message":
        near = [one for one in inside if cue.first - one.last <= _NEAR and not one.marks & _ASIDE]
        if near:
            return _with_subject(scene, near[-1], free)
    unowned = [one for one in free if "owner" not in one.marks]
    if unowned:
        return [one for one in _group(scene, _subject(unowned)) if one.last <= cue.first]
    if free:
        return [one for one in _group(scene, free[-1]) if one.last <= cue.first]
    earlier = [
        one
        for one in scene.actors
        if one.last <= first and one not in teller and not one.marks & _ASIDE and cue.first - one.last <= _BACK
    ]
    if not earlier:
        return []
    relative = [one for one in earlier if first - one.last <= 2 and one.kind in _PEOPLE]  # noqa: PLR2004 a comma and the relative word
    earlier = [one for one in earlier if one.kind in _PEOPLE] or earlier
    chosen = relative[-1] if relative else _subject(earlier)
    return _group(scene, chosen)


def _with_subject(scene: Scene, near: Actor, free: list[Actor]) -> list[Actor]:
    """Owner or adjective next to a noun ("Burns' trip", "US-Russia talks"), and the clause's subject besides."""
    own = [one for one in _group(scene, near) if one.last <= near.last]
    subject = [one for one in free if one.group != near.group and "owner" not in one.marks]
    return [*own, *([one for one in _group(scene, subject[0]) if one.last <= near.first] if subject else [])]


def _subject(actors: list[Actor]) -> Actor:
    """The likeliest subject: the last one that no preposition marks."""
    bare = [one for one in actors if not one.marks & {"with", "of", "between", "to", "at", "from"}]
    return (bare or actors)[-1]


def _parted(scene: Scene, actor: Actor, cue: CueHit) -> bool:
    """Whether something between the actor and the cue says that the actor belongs elsewhere."""
    return scene.stops(actor.last, cue.first, frozenset({"about", "occasion"}))


def _after(scene: Scene, cue: CueHit, teller: tuple[Actor, ...]) -> list[Actor]:
    """With whom: lists of actors after the cue up to the first word that opens another matter."""
    _, stop = scene.segment(cue)
    inside = [one for one in scene.actors if cue.first < one.first and one.last < cue.last]
    found: list[Actor] = [one for one in inside if not one.marks & _ASIDE]
    reach, groups = cue.last + _REACH, set()
    for actor in scene.actors:
        if actor.first < cue.last or actor.first >= stop:
            continue
        if actor in teller:
            continue
        if _blocked(scene, cue, actor):
            break
        if actor.first == cue.last and "to" in actor.marks:
            found.append(actor)  # "spoke to the minister": the preposition belongs to the cue
            groups.add(actor.group)
            continue
        aside = _ASIDE - {"from"} if cue.means == "message" else _ASIDE
        if (
            actor.marks & aside
            or _kin(scene, actor)
            or ("to" in actor.marks and cue.frame != "travel" and cue.means != "message")
        ):
            continue
        if actor.kind is ActorKind.SEAT and cue.frame == "travel":
            continue
        joined = actor.group in groups
        linked = bool(actor.marks & {"with", "between"})
        if joined or linked or (not found and actor.first <= reach):
            found.append(actor)
            groups.add(actor.group)
    return found


def _partners_before(scene: Scene, cue: CueHit, teller: tuple[Actor, ...], subject: list[Actor]) -> list[Actor]:
    """With whom, where that stands between the subject and the verb ("X with Y in Beijing met")."""
    first, _ = scene.segment(cue)
    marked = [
        one
        for one in scene.actors
        if first <= one.first and one.last <= cue.first and "with" in one.marks and one not in (*teller, *subject)
    ]
    if cue.frame == "noun" or not marked or not subject or marked[-1].first < subject[-1].last:
        return []
    return [one for one in _group(scene, marked[-1]) if one.last <= cue.first]


def _second_group(scene: Scene, cue: CueHit, teller: tuple[Actor, ...], others: list[Actor]) -> list[Actor]:
    """Where the verb stands before its subject, the object is the next list after it."""
    _, stop = scene.segment(cue)
    if not others:
        return []
    taken = {one.group for one in others}
    more = [
        one
        for one in scene.actors
        if others[-1].last <= one.first < min(stop, cue.last + _BACK)
        and one.group not in taken
        and one not in teller
        and not one.marks & {*_ASIDE, "to"}
        and not _blocked(scene, cue, one)
    ]
    return [one for one in more if one.group == more[0].group]


def _kin(scene: Scene, actor: Actor) -> bool:
    """Whether not the actor but family, staff or followers are meant ("the family of Nelson Mandela")."""
    return any(0 <= actor.first - mark.last <= 1 for mark in scene.of("kin"))


def _blocked(scene: Scene, cue: CueHit, actor: Actor) -> bool:
    if scene.stops(cue.last, actor.first, STOPS):
        return True
    return any(cue.last <= other.first < actor.first and other.frame == "verb" for other in scene.contacts)


def _verb_last(scene: Scene, cue: CueHit, teller: tuple[Actor, ...]) -> tuple[list[Actor], list[Actor]]:
    """In a verb-last language every party stands before the cue; the case ending says with whom."""
    first, _ = scene.segment(cue)
    inside = [
        one
        for one in scene.actors
        if first <= one.first and one.last <= cue.first + 1 and one not in teller and not one.marks & {"at", "about"}
    ]
    asked = [mark.first for mark in scene.of("asked")]
    inside = [one for one in inside if not any(0 <= mark - one.last <= 1 for mark in asked)] or inside
    barriers = [other.last for other in scene.contacts if other.last <= cue.first and other.frame != "noun"]
    inside = [one for one in inside if not barriers or one.first >= barriers[-1]] or inside
    others = [one for one in inside if one.marks & {"with", "between"}]
    subject = [one for one in inside if one not in others]
    others = [one for one in others if one.group == others[-1].group]
    people = [one for one in subject if one.kind not in _REFERENCES] or subject
    if others and people:
        # "X with Y spoke": the subject is the nearest list without a case ending, not all that stands before.
        subject = [one for one in subject if one.group == people[-1].group]
    if cue.frame == "noun" and not (subject and others):
        # "The second meeting, X is interested in": the subject may stand between a noun and the verb.
        _, stop = scene.segment(cue)
        after = [one for one in scene.actors if cue.last <= one.first < stop and one not in teller and not one.marks]
        subject = [*subject, *[one for one in after if one.kind not in _REFERENCES][:1]]
    if not subject and first > scene.sentence.first:
        subject = [one for one in scene.actors if one.last <= first and one.kind not in _REFERENCES][:1]
    return subject, others
