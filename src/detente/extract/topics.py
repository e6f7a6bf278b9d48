"""Who takes part, where the verb stands last and words after a mention say who acts and of whom the sentence speaks.

"X-topic Y-subject Z-with met announced" has the teller X and the parties Y and Z; in "X-topic Z-with met announced"
X is both.
"""

from collections.abc import Sequence
from dataclasses import replace

from detente.extract.focus import Focus
from detente.extract.scene import Scene
from detente.extract.sighting import Sighting
from detente.model.annotated import CueHit
from detente.model.grounded import Actor, ActorKind, PlaceHit, Timed

_BOTH = frozenset({ActorKind.PAIR, ActorKind.SIDES})
_PEOPLE = frozenset({ActorKind.PERSON, ActorKind.OFFICE})
_THINGS = frozenset({ActorKind.STATE, ActorKind.BODY, ActorKind.SEAT})
_ASIDE = frozenset({"at", "about", "from"})
_SPEAKS = "spokes"
_TWO = 2
# A host may stand so many characters before "visited", and the next host so many after the one before.
_FAR, _LISTED = 40, 3
# So long may be what two states talk about, between their abbreviations and the word for the talks.
_COMPOUND = 18
# So far after the head of a delegation the delegation may stand.
_TEAM = 8


def topical_parties(scene: Scene, cue: CueHit, focus: Focus) -> tuple[list[Actor], list[Actor], tuple[Actor, ...]]:
    """Subject, counterparts and tellers of a contact."""
    sources = _sources(scene)
    first, _ = scene.segment(cue)
    usable = [one for one in scene.actors if one not in sources and not _is_aside(one, cue, _past_number(scene, cue))]
    inside = [one for one in usable if first <= one.first < cue.first and one.last <= cue.last]
    verbs = [other.last for other in scene.contacts if other.last <= cue.first and other.frame != "noun"]
    near = [one for one in inside if not verbs or one.first >= verbs[-1]]
    own = _adjacent(scene, near, cue)
    if own and cue.means == "visit":
        return own, [], tuple(sources)
    others = own or _counterparts(scene, near, cue)
    head = [one for one in usable if one.first == cue.last]
    subject = _subject(scene, usable, near, cue, head)
    subject = [one for one in subject if one not in others]
    met = any("with" in one.marks for one in own)
    if len(_sides(own)) >= _TWO and cue.frame != "travel" and not met:
        return [], own, (*sources, *subject)
    subject = _sent(near, subject) or subject if cue.frame == "travel" else subject
    asked = _invited(near, subject) if cue.frame == "travel" and cue.status == "proposed" else []
    if asked:
        subject, others = asked, [*others, *subject]
    if not subject and others and cue.frame != "travel":
        subject = _speaking(sources, others)
    if not subject and (others or cue.frame == "travel"):
        subject = focus.topic()
    sources += _announcing(scene, usable, cue)
    return subject, others, tuple(sources)


def _invited(near: Sequence[Actor], subject: Sequence[Actor]) -> list[Actor]:
    """Who is asked to come: "X-topic Y-to the visit asked for" has Y travel, to X."""
    asked = [one for one in near if "to" in one.marks and one.kind in _PEOPLE and not set(one.sides) & _sides(subject)]
    return asked[-1:] if subject else []


def _sent(near: Sequence[Actor], subject: Sequence[Actor]) -> list[Actor]:
    """Who leads a delegation that the subject sends: "X-topic Y-as its head a delegation sent"."""
    for one in near:
        team = any(one.last <= other.first <= one.last + _TEAM and other.kind is ActorKind.DELEGATION for other in near)
        if one.kind in _PEOPLE and "to" in one.marks and team and one.party is not None and subject:
            side = one.sides or subject[0].sides
            return [replace(one, sides=side, party=replace(one.party, side=side[0]))] if side else []
    return []


def _speaking(sources: Sequence[Actor], others: Sequence[Actor]) -> list[Actor]:
    """The state whose spokesman speaks, where nobody else acts: "the spokesman: no talks with X are planned"."""
    able = [one for one in sources if one.sides and not set(one.sides) & _sides(others)]
    return [replace(one, kind=ActorKind.STATE, party=None, role="", marks=frozenset()) for one in able[-1:]]


def _is_aside(actor: Actor, cue: CueHit, start: int) -> bool:
    """Whether an actor is only where something happens, what is spoken of, or whose thing something else is."""
    if actor.marks & _ASIDE and not (cue.means == "message" and "from" in actor.marks):
        return True
    owner = "owner" in actor.marks and actor.kind in _THINGS
    return owner and not 0 <= start - actor.last <= 1


def _sources(scene: Scene) -> list[Actor]:
    """Who is cited: the last actor before "according to", and spokespersons."""
    found = [one for one in scene.actors if one.role == _SPEAKS]
    for mark in scene.of("source"):
        found += [one for one in scene.actors if 0 <= mark.first - one.last <= 2][-1:]  # noqa: PLR2004 a noun between
    return found


def _sides(actors: Sequence[Actor]) -> set[str]:
    return {side for one in actors for side in one.sides}


def _group(scene: Scene, actor: Actor, usable: Sequence[Actor]) -> list[Actor]:
    """The list that an actor ends; "A and B, the two states" are A and B."""
    members = [one for one in usable if one.group == actor.group and one.last <= actor.last]
    if actor.kind in _BOTH:
        before = [one for one in scene.actors if 0 <= actor.first - one.last <= 1 and one is not actor]
        if before and "with" in before[-1].marks:
            return [one for one in usable if one.group == before[-1].group]
        listed = [one for one in scene.actors if before and one.group == before[-1].group and one is not actor]
        if len(_sides(listed)) >= _TWO:
            return listed
    return members or [actor]


def _adjacent(scene: Scene, near: Sequence[Actor], cue: CueHit) -> list[Actor]:
    """Whose contact it is: the list right before the noun, at most "of" between ("Japan-US summit")."""
    inside = [one for one in scene.actors if cue.first <= one.first and one.last <= cue.last and not one.marks]
    if len(_sides(inside)) >= _TWO:
        return inside
    compound = _compound(scene, near, cue)
    if compound:
        return compound
    start = _past_number(scene, cue)
    touching = [one for one in near if start - one.last <= _LISTED and not one.marks - {"owner", "between"}]
    if not touching:
        return []
    apart = start - touching[-1].last
    if apart > 0 and not ("between" in touching[-1].marks or (apart == 1 and "owner" in touching[-1].marks)):
        return []
    group = _group(scene, touching[-1], near)
    # One state right before the word for a meeting is where it is ("the Hong Kong conference").
    # and one right before the word for a visit is where it leads ("postponed the Germany visit").
    thing = touching[-1].kind in _THINGS and len(_sides(group)) == 1
    venue = apart <= 0 and cue.means in {"meeting", "visit"} and thing
    return [] if venue else group


def _past_number(scene: Scene, cue: CueHit) -> int:
    """Where a noun begins together with its number ("the fifth round of talks")."""
    return min([mark.first for mark in scene.of("again", "earlier") if mark.last == cue.first], default=cue.first)


def _compound(scene: Scene, near: Sequence[Actor], cue: CueHit) -> list[Actor]:
    """States named by one character each before a longer noun ("Japan-Korea normalisation talks")."""
    states = [
        one for one in near if one.kind is ActorKind.STATE and one.last - one.first == 1 and one.last <= cue.first
    ]
    if cue.frame != "noun" or not states or cue.first - states[-1].last > _COMPOUND:
        return []
    last = states[-1]
    group = [one for one in states if one.group == last.group]
    between = [one for one in scene.actors if last.last <= one.first < cue.first]
    parted = any(last.last <= comma < cue.first for comma in scene.commas)
    plain = not last.marks - {"owner", "at"}
    return group if len(_sides(group)) >= _TWO and plain and not between and not parted else []


def _counterparts(scene: Scene, near: Sequence[Actor], cue: CueHit) -> list[Actor]:
    """With whom: the last list marked so; else to whom, where the contact leads to a person."""
    marked = [one for one in near if one.marks & {"with", "between"}]
    if not marked and cue.frame != "travel":
        marked = [one for one in near if one.marks & {"to", "from"}]
    if not marked:
        return []
    return _group(scene, marked[-1], near)


def _subject(
    scene: Scene, usable: Sequence[Actor], near: Sequence[Actor], cue: CueHit, head: Sequence[Actor]
) -> list[Actor]:
    """Who acts: the last one marked so before the verb, the noun that the verb stands before, the topic."""
    acting = [one for one in near if "subject" in one.marks]
    if acting:
        return _group(scene, acting[-1], near)
    if head:
        return list(head[:1])
    topic = _topic(scene, usable, cue)
    earlier = [one for one in usable if one.last <= cue.first and "subject" in one.marks]
    if earlier and (not topic or topic[-1].last <= earlier[-1].first):
        return _group(scene, earlier[-1], usable)
    return topic


def _topic(scene: Scene, usable: Sequence[Actor], cue: CueHit) -> list[Actor]:
    """Of whom the sentence speaks: the last topic before the cue; in a headline, whoever stands before its comma."""
    before = [one for one in usable if one.last <= cue.first]
    topics = [one for one in before if "topic" in one.marks]
    if not topics:
        topics = [one for one in before if not one.marks - {"owner"} and one.last in scene.commas][:1]
    return _group(scene, topics[-1], usable) if topics else []


def _announcing(scene: Scene, usable: Sequence[Actor], cue: CueHit) -> list[Actor]:
    """Who is the subject of a verb of saying after the contact: somebody between the two, else the topic."""
    for mark in scene.of("told"):
        if mark.last > cue.last:
            between = [one for one in usable if cue.last <= one.first and one.last <= mark.first]
            acting = [one for one in between if one.marks & {"topic", "subject"}]
            return acting[-1:] or _topic(scene, usable, cue)
    return []


def day_of_telling(scene: Scene, day: Timed, cue: CueHit) -> bool:
    """Whether a day is that of the announcement: "the ministry-topic on Monday Y-subject will come announced"."""
    if not any(mark.last > cue.last for mark in scene.of("told")):
        return False
    topics = [one for one in scene.actors if "topic" in one.marks and one.last <= day.hit.first]
    subjects = [one for one in scene.actors if "subject" in one.marks and one.last <= cue.first]
    return bool(topics) and any(day.hit.last <= one.first for one in subjects)


def topical_hosts(scene: Scene, cue: CueHit) -> list[PlaceHit]:
    """Where a journey leads: the place inside the cue, right before the noun, or the last list marked as its goal."""
    inside = [one for one in scene.places if cue.first <= one.first and one.last <= cue.last]
    if inside:
        return inside
    first, _ = scene.segment(cue)
    before = [one for one in scene.places if first <= one.first and one.last <= cue.first and one.mark != "from"]
    near = [one for one in before if cue.first - one.last <= 1 and (not one.mark or one.last == cue.first)]
    goals = near or [one for one in before if one.mark == "to" and cue.first - one.last <= _FAR]
    if not goals:
        return []
    hosts = [goals[-1]]
    for one in reversed([place for place in before if place.last <= goals[-1].first]):
        if hosts[0].first - one.last > _LISTED or one.mark not in {"", "to"}:
            break
        hosts.insert(0, one)
    return hosts


def each_counterpart(cue: CueHit, subject: Sequence[Actor], others: Sequence[Actor]) -> list[tuple[Actor, ...]]:
    """The counterparts of each contact: officials of several states whom somebody meets are met one by one."""
    people = [one for one in others if one.party is not None and one.party.name and one.sides]
    sides = [one.sides for one in people]
    apart = len(people) == len(others) > 1 and len(set(sides)) == len(sides)
    if (
        not apart
        or cue.frame != "verb"
        or cue.means != "meeting"
        or not _sides(subject)
        or _sides(subject) & _sides(people)
    ):
        return [tuple(others)]
    return [(one,) for one in people]


def without_told_visits(found: Sequence[Sighting]) -> list[Sighting]:
    """Without the visits that a clause before a noun only mentions: "met the visiting president"."""
    kept = []
    for one in found:
        head = any(actor.first == one.cue.last for actor in one.scene.actors)
        met = [other for other in found if other.kind == "meeting" and set(one.sides) <= set(other.sides)]
        if one.kind == "visit" and one.scene.topical and head and met:
            met[0].place, met[0].days = met[0].place or one.place, met[0].days or one.days
        else:
            kept.append(one)
    return kept
