"""Who only tells of a contact, and takes no part in it."""

from detente.extract.scene import Scene
from detente.model.annotated import CueHit
from detente.model.grounded import Actor, ActorKind

_NEAR = 3
_PARTIES = 2
# Where every character is a word ("on the 17th in the morning said").
_NEAR_DENSE = 7
_NAMED = frozenset({ActorKind.PERSON, ActorKind.OFFICE})
_BOTH = frozenset({ActorKind.PAIR, ActorKind.SIDES})


def tellers(scene: Scene, cue: CueHit) -> tuple[Actor, ...]:
    """Actors next to a verb of saying that does not belong to the contact's own clause."""
    found: list[Actor] = []
    for mark in scene.of("told"):
        if mark.last <= cue.first:
            near = _NEAR_DENSE if scene.dense else _NEAR
            before = [one for one in scene.actors if one.last <= mark.first and mark.first - one.last <= near]
            found += group_of(scene, before[-1]) if before else []
        elif mark.first >= cue.last:
            found += _trailing(scene, mark)
    for mark in scene.of("source"):
        inside = [one for one in scene.actors if mark.first <= one.first and one.last <= mark.last]
        after = [one for one in scene.actors if mark.last <= one.first <= mark.last + 1]
        found += inside or after[:1]
    return tuple(found)


def _trailing(scene: Scene, mark: CueHit) -> list[Actor]:
    """Who told it at the end of a sentence: "..., the Kremlin said", "..., said the Kremlin"."""
    before = [one for one in scene.actors if 0 <= mark.first - one.last <= 1 and one.last not in scene.commas]
    if before:
        first = min(one.first for one in group_of(scene, before[-1]))
        return group_of(scene, before[-1]) if _comma_before(scene, first) else []
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


def tellers_last(scene: Scene, cue: CueHit) -> tuple[Actor, ...]:
    """In a verb-last language the teller stands between what is told and the verb of saying."""
    front = _front_teller(scene)
    for mark in scene.of("told"):
        if mark.first >= cue.last:
            if front:
                return front
            between = [
                one for one in scene.actors if cue.last <= one.first and one.last <= mark.first and not one.marks
            ]
            return tuple(between[-1:])
    found: list[Actor] = list(front)
    for mark in scene.of("source"):
        found += [one for one in scene.actors if mark.first <= one.first and one.last <= mark.last]
        found += [one for one in scene.actors if 0 <= mark.first - one.last <= 2][-1:]  # noqa: PLR2004 a noun between
    return tuple(found)


def _front_teller(scene: Scene) -> tuple[Actor, ...]:
    """Who tells, where verbs come last but he stands first: "X said that ...", "X, that Y would come, said"."""
    for mark in scene.of("told"):
        opens = any(0 <= clause.first - mark.last <= 1 for clause in scene.of("clause"))
        before = [one for one in scene.actors if 0 <= mark.first - one.last <= 1]
        if opens and before:
            return tuple(before[-1:])
    first = scene.actors[:1]
    ends = [mark for mark in scene.of("told") if scene.sentence.last - mark.last <= 1]
    listed = bool(first) and len(group_of(scene, first[0])) > 1
    if (
        ends
        and first
        and not listed
        and first[0].last in scene.commas
        and len(scene.actors) > _PARTIES
        and first[0].kind in _NAMED
    ):
        return tuple(one for one in first if not one.marks)
    return ()


def group_of(scene: Scene, actor: Actor) -> list[Actor]:
    """The list that an actor stands in; "A B the two states" are A and B, where no blank parts words."""
    if scene.dense and actor.kind in _BOTH:
        before = [one for one in scene.actors if one.last == actor.first and one.sides]
        listed = [one for one in scene.actors if before and one.group == before[-1].group and one is not actor]
        if len({side for one in listed for side in one.sides}) > 1:
            return listed
    return [one for one in scene.actors if one.group == actor.group]
