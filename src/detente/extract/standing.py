"""Who stands where around a contact cue: subject and others by the word order of the language."""

from dataclasses import replace

from detente.extract.scene import STOPS, Scene
from detente.extract.tellers import group_of
from detente.model.annotated import CueHit
from detente.model.grounded import Actor, ActorKind

NAMED = frozenset({ActorKind.PERSON, ActorKind.OFFICE})
MET = frozenset({*NAMED, ActorKind.DELEGATION, ActorKind.COUNTERPART, ActorKind.PRONOUN})
# Marks of an actor who stands beside the contact: where it was, where somebody came from, what it was about.
ASIDE = frozenset({"at", "from", "about"})
_REACH = 9
# An apostrophe and an adjective may stand between the owner and his contact.
_OWNED = 2
_NEAR = 3
_ARTICLES = 2
_BACK = 30
_REFERENCES = frozenset({ActorKind.PRONOUN, ActorKind.PAIR, ActorKind.SIDES, ActorKind.COUNTERPART})
_PEOPLE = frozenset({*NAMED, ActorKind.DELEGATION, ActorKind.PRONOUN, ActorKind.PAIR})


def around(scene: Scene, cue: CueHit, teller: tuple[Actor, ...], order: str) -> tuple[list[Actor], list[Actor]]:
    """Subject and others of a cue, references among them not yet resolved.

    Args:
        teller: who only tells of it.
        order: of words in the language: svo, sov, v2 or vso.
    """
    if order == "sov":
        return _verb_last(scene, cue, teller)
    first = _verb_first(scene, cue, teller) if order == "vso" and cue.frame != "noun" else None
    if first is not None:
        return first
    subject, others = _before(scene, cue, teller, order), _after(scene, cue, teller)
    others += _partners_before(scene, cue, teller, subject)
    if order == "v2" and cue.frame == "verb" and not others:
        subject, others = _bracketed(scene, cue, teller) or (subject, others)
    if not subject and cue.frame != "noun":
        others += _second_group(scene, cue, teller, others)
    return subject, others


def _verb_first(scene: Scene, cue: CueHit, teller: tuple[Actor, ...]) -> tuple[list[Actor], list[Actor]] | None:
    """The subject right after the verb and the object after it, None where no verb stands before its subject."""
    _, stop = scene.segment(cue)
    near = _REACH if cue.frame == "travel" else _NEAR  # "arrives in Beirut tomorrow the minister ..."
    able = [one for one in scene.actors if cue.last <= one.first < stop and one.first - cue.last <= near]
    able = [one for one in able if one.kind is not ActorKind.COUNTERPART]
    if cue.frame == "travel":
        able = [one for one in able if one.kind in _PEOPLE] or able
    beside = [one for one in scene.actors if 0 <= cue.first - one.last <= 1 and one.last not in scene.commas]
    if any(not one.marks & {*ASIDE, "with"} for one in beside) or not able:
        return None
    opening = able[0]
    if opening.marks & {*ASIDE, "with", "to"} or opening in teller or _blocked(scene, cue, opening):
        return None
    subject = [one for one in group_of(scene, opening) if one.first >= opening.first]
    others = [one for one in _after(scene, cue, teller) if one not in subject]
    behind = replace(cue, last=max(one.last for one in subject))
    others = others or [one for one in _after(scene, behind, teller) if one not in subject]
    others = others or _second_group(scene, cue, teller, subject)
    sides = {side for one in subject for side in one.sides}
    return (subject, others) if others or len(sides) > 1 or cue.frame == "travel" else None


def _holds(scene: Scene, mark: CueHit) -> bool:
    """Whether somebody stands inside a cue, in its gap."""
    return any(mark.first <= one.first and one.last <= mark.last for one in scene.actors)


def _before(scene: Scene, cue: CueHit, teller: tuple[Actor, ...], order: str) -> list[Actor]:
    """The subject: the nearest list of actors before the cue in its clause, else the nearest before the clause."""
    first, _ = scene.segment(cue)
    if cue.first - 1 in scene.commas:
        touching = [one for one in scene.actors if one.last == cue.first - 1 and one.kind in _PEOPLE]
        if touching:
            return touching if cue.frame == "travel" else group_of(scene, touching[0])
    inviting = [mark.last for mark in scene.of("asked") if not _holds(scene, mark)]
    events = [mark.last for mark in scene.of("occasion")] if cue.frame != "noun" else []
    inside = [
        one
        for one in scene.actors
        if first <= one.first
        and one.last <= cue.first
        and one not in teller
        and not any(0 <= one.first - mark <= 1 for mark in inviting)
        and not any(mark.first <= one.first and one.last <= mark.last for mark in scene.of("asked"))
        and not (one.kind is ActorKind.BODY and any(0 <= one.first - mark <= _ARTICLES for mark in events))
    ]
    free = [one for one in inside if not one.marks & {*ASIDE, "to"} and not _parted(scene, one, cue, order)]
    if cue.frame == "noun" or cue.means == "message":
        # "a statement on Sullivan's call with ...": whose call it is takes part, whatever stands before him.
        near = [
            one
            for one in inside
            if cue.first - one.last <= _NEAR
            and (not one.marks & ASIDE or ("owner" in one.marks and cue.first - one.last <= _OWNED))
        ]
        if near:
            return _with_subject(scene, near[-1], free)
    unowned = [one for one in free if "owner" not in one.marks and not _led_to(scene, one, cue)]
    if unowned:
        return [one for one in group_of(scene, _subject(unowned)) if one.last <= cue.first]
    if free:
        return [one for one in group_of(scene, free[-1]) if one.last <= cue.first]
    earlier = [
        one
        for one in scene.actors
        if one.last <= first and one not in teller and not one.marks & ASIDE and cue.first - one.last <= _BACK
    ]
    if not earlier:
        return []
    relative = [one for one in earlier if first - one.last <= 2 and one.kind in _PEOPLE]  # noqa: PLR2004 a comma and the relative word
    earlier = [one for one in earlier if one.kind in _PEOPLE] or earlier
    chosen = relative[-1] if relative else _subject(earlier)
    return group_of(scene, chosen)


def _led_to(scene: Scene, actor: Actor, cue: CueHit) -> bool:
    """Whether a state or body is where an earlier verb of travel leads ("visits France and with its premier meets")."""
    travels = [one.last for one in scene.contacts if one.frame == "travel" and one.last <= actor.first < cue.first]
    return scene.dense and actor.kind not in _PEOPLE and any(actor.first - last <= _ARTICLES for last in travels)


def _with_subject(scene: Scene, near: Actor, free: list[Actor]) -> list[Actor]:
    """Owner or adjective next to a noun ("Burns' trip", "US-Russia talks"), and the clause's subject besides."""
    own = [one for one in group_of(scene, near) if one.last <= near.last]
    subject = [one for one in free if one.group != near.group and "owner" not in one.marks]
    return [*own, *([one for one in group_of(scene, subject[0]) if one.last <= near.first] if subject else [])]


def _subject(actors: list[Actor]) -> Actor:
    """The likeliest subject: the last one that no preposition marks."""
    bare = [one for one in actors if not one.marks & {"with", "of", "between", "to", "at", "from"}]
    return (bare or actors)[-1]


def _parted(scene: Scene, actor: Actor, cue: CueHit, order: str) -> bool:
    """Whether something between the actor and the cue says that the actor belongs elsewhere.

    Before a verb at the end of its clause all else stands between the two ("X on the margins of Y with Z met"), so
    there only what follows right after such words belongs to them.
    """
    if order == "v2" and cue.frame != "noun":
        return any(0 <= actor.first - mark.last <= _NEAR for mark in scene.of("about", "occasion"))
    return scene.stops(actor.last, cue.first, frozenset({"about", "occasion"}))


def _after(scene: Scene, cue: CueHit, teller: tuple[Actor, ...]) -> list[Actor]:
    """With whom: lists of actors after the cue up to the first word that opens another matter."""
    _, stop = scene.segment(cue)
    cut = cue.last if cue.frame == "noun" else scene.sentence.last
    inside = [one for one in scene.actors if cue.first < one.first < cue.last and one.last <= cut]
    if scene.dense and cue.frame == "verb":  # "met the China-visiting president": the abbreviation is of the visit
        inside = [one for one in inside if one.last - one.first > 1 or one.kind is not ActorKind.STATE]
    found: list[Actor] = [one for one in inside if not one.marks & ASIDE or _governed(cue, one)]
    reach, groups = cue.last + _REACH, set()
    for actor in scene.actors:
        if actor.first < cue.last or actor.first >= stop:
            continue
        if actor in teller:
            continue
        if _blocked(scene, cue, actor):
            break
        if actor.first == cue.last and actor.marks & {"to", "about", "from"}:
            found.append(actor)  # "spoke to the minister", "called on the premier": the preposition belongs to the cue
            groups.add(actor.group)
            continue
        if _leads_aside(actor, cue) or _kin(scene, actor):
            continue
        if actor.kind is ActorKind.SEAT and cue.frame == "travel":
            continue
        joined = actor.group in groups
        linked = bool(actor.marks & {"with", "between"})
        if joined or linked or (not found and actor.first <= reach):
            found.append(actor)
            groups.add(actor.group)
    return found


def _governed(cue: CueHit, actor: Actor) -> bool:
    """Whether the cue itself begins with the "from" before an actor inside it ("az ... esteqbal kard", received)."""
    return actor.first == cue.first + 1 and not actor.marks & (ASIDE - {"from"})


def _leads_aside(actor: Actor, cue: CueHit) -> bool:
    """Whether the preposition before an actor says that it is no party ("in", "from", "about", "to" a place)."""
    marks = actor.marks - {"to"} if actor.kind in MET else actor.marks
    if cue.means == "message":
        marks -= {"from"}
    return bool(marks & ASIDE) or ("to" in marks and cue.frame != "travel" and cue.means != "message")


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
    return [one for one in group_of(scene, marked[-1]) if one.last <= cue.first]


def _bracketed(scene: Scene, cue: CueHit, teller: tuple[Actor, ...]) -> tuple[list[Actor], list[Actor]] | None:
    """Both parties before a verb at the end of its clause ("hat der Kanzler den Gast am Montag empfangen")."""
    first, _ = scene.segment(cue)
    inside = [
        one
        for one in scene.actors
        if first <= one.first and one.last <= cue.first and one not in teller and not one.marks & {*ASIDE, "to", "of"}
    ]
    free = [one for one in inside if not one.marks & {"with", "owner"}]
    if not free:
        return None
    rest = [one for one in inside if one.group != free[0].group]
    return ([one for one in inside if one.group == free[0].group], rest) if rest else None


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
        and not one.marks & {*ASIDE, "to"}
        and not _blocked(scene, cue, one)
    ]
    return [one for one in more if one.group == more[0].group]


def _kin(scene: Scene, actor: Actor) -> bool:
    """Whether not the actor but family, staff or followers are meant ("the family of Nelson Mandela")."""
    marks = scene.of("kin")
    owner = actor.kind is ActorKind.PRONOUN and any(0 <= mark.first - actor.last <= 1 for mark in marks)
    return owner or any(0 <= actor.first - mark.last <= 1 for mark in marks)


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
    whole = inside
    inside = [one for one in inside if not barriers or one.first >= barriers[-1]] or inside
    if all(one.marks & {"with", "between", "to", "about"} for one in inside):
        # "reached Tehran and held talks with officials": the subject of the verb before.
        inside = [*[one for one in whole if not one.marks][:1], *inside]
    others = [one for one in inside if one.marks & {"with", "between"}]
    subject = [one for one in inside if one not in others]
    others = [one for one in others if one.group == others[-1].group]
    people = [one for one in subject if one.kind not in _REFERENCES] or subject
    if others and people:
        # "X with Y spoke": the subject is the nearest list without a case ending, not all that stands before.
        subject = [one for one in subject if one.group == people[-1].group]
    if cue.frame == "verb" and others and not subject and scene.sentence.title:
        subject = [one for one in scene.actors if one.first == cue.last]  # headlines put the subject last
    if cue.frame == "noun" and not (subject and others):
        # "The second meeting, X is interested in": the subject may stand between a noun and the verb.
        _, stop = scene.segment(cue)
        after = [one for one in scene.actors if cue.last <= one.first < stop and one not in teller and not one.marks]
        subject = [*subject, *[one for one in after if one.kind not in _REFERENCES][:1]]
    if not subject and first > scene.sentence.first and len({side for one in others for side in one.sides}) < 2:  # noqa: PLR2004 two sides
        earlier = [one for one in scene.actors if one.last <= first and one not in teller]
        subject = [one for one in earlier if one.kind not in _REFERENCES][:1]
    return subject, others
