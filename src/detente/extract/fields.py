"""Day, place, asking, topics, outcomes and tellers of a contact, read from its sentence."""

from detente.extract.parties import Parties
from detente.extract.scene import OUTCOMES, Scene
from detente.extract.sighting import Sighting
from detente.extract.topics import day_of_telling, topical_hosts
from detente.model import PRESS, Interval, Span
from detente.model.annotated import CueHit
from detente.model.grounded import Grounded, PlaceHit, Timed
from detente.model.words import Words

# Times that do not say when a contact is.
_NOT_CONTACT_TIME = frozenset({"since", "years", "within"})
_AHEAD = frozenset({"planned", "proposed"})
_OFF = frozenset({"cancelled", "denied"})
_REACH = 25
# Where every character is a word.
_FAR_REACH = 100
_HALF_YEAR = 180
# Marks of somebody who acts, where words after a mention say so.
_ACTING = frozenset({"topic", "subject"})
# Where every character is a word, so far after a topic may stand the words that say that it was spoken of.
_SPOKEN_OF = 24


def read_day(scene: Scene, sighting: Sighting, words: Words) -> tuple[Interval, Span] | None:
    """The days of a contact: the nearest time expression of its clause, else of its sentence."""
    first, last = scene.reach(sighting.cue)
    reach = _FAR_REACH if scene.topical else _REACH
    near = [
        timed
        for timed in scene.times
        if timed.hit.means not in _NOT_CONTACT_TIME and _distance(timed, sighting.cue) <= reach
    ]
    own = [timed for timed in near if first <= timed.hit.first < last and not _other_nearer(scene, timed, sighting.cue)]
    for timed in sorted(own, key=lambda one: (one.hit.means == "until", _distance(one, sighting.cue))):
        ahead = sighting.status in _AHEAD or _nearer_ahead(timed, sighting)
        inner = timed.hit.direction == ("past" if ahead else "future")
        if scene.topical and (inner or day_of_telling(scene, timed, sighting.cue)):
            continue  # it belongs to another clause
        days = timed.future if ahead or (scene.topical and _was_ahead(timed, sighting)) else timed.past
        if days is not None:
            return days, words.span(timed.hit.first, timed.hit.last)
    return _day_before(scene, sighting, near, words) if scene.dense and not scene.topical else None


def _day_before(scene: Scene, sighting: Sighting, near: list[Timed], words: Words) -> tuple[Interval, Span] | None:
    """The last day said earlier in the sentence: "this morning received him, and then the two held talks"."""
    before = [one for one in near if one.hit.last <= sighting.cue.first and not _other_nearer(scene, one, sighting.cue)]
    if not before or sighting.cue.frame == "noun" or sighting.status not in {"held", "planned"}:
        return None
    days = before[-1].future if sighting.status == "planned" else before[-1].past
    return None if days is None else (days, words.span(before[-1].hit.first, before[-1].hit.last))


def _was_ahead(timed: Timed, sighting: Sighting) -> bool:
    """Whether what was called off, or is told by a bare noun, was to be on the coming one of two dates, the nearer."""
    past, future, today = timed.past, timed.future, sighting.published
    open_still = sighting.cue.frame == "noun" and sighting.status_span is None
    if (
        not (open_still or sighting.status in {"cancelled", "denied"})
        or past is None
        or future is None
        or today is None
    ):
        return False
    return abs(future.start - today) < abs(today - past.end)


def _nearer_ahead(timed: Timed, sighting: Sighting) -> bool:
    """Whether a date without a word on status ("the parties meet on 29 November") is weeks ahead, not a year back."""
    if (
        sighting.status in _OFF
        and timed.past is not None
        and timed.future is not None
        and sighting.published is not None
    ):
        # What is called off or refused was to be on the nearer of the two days.
        return (timed.future.start - sighting.published).days < (sighting.published - timed.past.end).days
    if sighting.status_span is not None:
        return False
    if sighting.cue.present and not sighting.scene.sentence.title:
        return timed.hit.direction != "past"
    if timed.hit.means not in {"date", "range"}:
        return False
    past, future = timed.past, timed.future
    return (
        past is not None
        and future is not None
        and (future.start - past.end).days > _HALF_YEAR
        and (
            sighting.published is not None
            and (future.start - sighting.published).days < (sighting.published - past.end).days
        )
    )


def day_of_host(
    scene: Scene, host: PlaceHit, hosts: list[PlaceHit], *, ahead: bool, words: Words
) -> tuple[Interval, Span] | None:
    """For a journey to several hosts the time said right after this host, before the next one."""
    later = [other.first for other in hosts if other.first > host.first]
    stop = min(later, default=scene.sentence.last)
    for timed in scene.times:
        if host.last <= timed.hit.first < stop and timed.hit.means not in _NOT_CONTACT_TIME:
            days = timed.future if ahead else timed.past
            if days is not None:
                return days, words.span(timed.hit.first, timed.hit.last)
    return None


def _distance(timed: Timed, cue: CueHit) -> int:
    hit = timed.hit
    return max(cue.first - hit.last, hit.first - cue.last, 0)


def _other_nearer(scene: Scene, timed: Timed, cue: CueHit) -> bool:
    """Whether another contact verb stands between the time and this cue, or a comma and a new subject do."""
    low, high = sorted((timed.hit.first, cue.first))
    others = [other for other in scene.contacts if other != cue and other.frame != "noun"]
    if any(low < other.first < high for other in others):
        return True
    before = timed.hit.first < cue.first and any(other.first < timed.hit.first for other in others)
    commas = [comma for comma in scene.commas if low < comma < high]
    return before and any(commas[0] < one.first < cue.first and not one.marks for one in scene.actors if commas)


def read_place(scene: Scene, sighting: Sighting, words: Words) -> None:
    """Note where a contact takes place: a place after "in" or the like, the nearest one in the clause."""
    first, last = scene.reach(sighting.cue)
    able = [
        place
        for place in scene.places
        if place.mark == "at"
        and first <= place.first < last
        and not _aside(scene, place, sighting.cue)
        and not _asks(scene, place)
    ]
    if not able and sighting.kind in {"meeting", "talks"}:
        able = [place for place in scene.places if place.mark == "to" and place.last <= sighting.cue.first]
    if able:
        best = min(able, key=lambda place: (place.state, abs(place.first - sighting.cue.first)))
        sighting.place, sighting.state_only = (best.name, words.span(best.first, best.last)), best.state


def _asks(scene: Scene, place: PlaceHit) -> bool:
    """Whether a place stands for who asked ("at the request of Beijing")."""
    return any(mark.first <= place.first <= mark.last + 1 for mark in scene.of("asked"))


def _aside(scene: Scene, place: PlaceHit, cue: CueHit) -> bool:
    """Whether the place belongs to what is talked about ("the war in Sudan")."""
    return place.first > cue.last and scene.stops(cue.last, place.first, frozenset({"about"}))


def destinations(scene: Scene, cue: CueHit, *, sov: bool) -> list[PlaceHit]:
    """Where a travel cue leads: places after it (before it in verb-last languages) up to the next matter."""
    if scene.topical:
        return topical_hosts(scene, cue)
    first, last = scene.segment(cue)
    found: list[PlaceHit] = []
    for place in scene.places:
        if not first <= place.first < last or place.mark == "from":
            continue
        if sov:
            if (
                any(other.mark == "to" for other in scene.places if first <= other.first < cue.first)
                and place.mark == "at"
            ):
                continue
            near = cue.first - place.last <= 1
            if place.last <= cue.first + 1 and cue.first - place.last <= _REACH and (place.mark or near):
                found.append(place)
        elif place.first >= cue.first and not scene.stops(cue.last, place.first):
            spoken = sum(timed.hit.last - timed.hit.first for timed in scene.times if timed.hit.last <= place.first)
            owner = next((one.last for one in scene.actors if 0 <= one.first - cue.last <= 1), cue.last)
            reach = found[-1].last + 3 + spoken if found else max(owner, cue.last) + 6
            if place.first <= reach or place.mark == "to":
                found.append(place)
    return found


def goals_before(scene: Scene, cue: CueHit) -> list[PlaceHit]:
    """Where a travel cue leads when its goal stands first and its traveller last ("To Kyiv came the premier")."""
    first, _ = scene.segment(cue)
    goals = [
        place
        for place in scene.places
        if first <= place.first and place.last <= cue.first and place.mark in {"at", "to"}
    ]
    goals = [place for place in goals if not scene.stops(place.last, cue.first)]
    bare = any(first <= one.first and one.last <= cue.first and not one.marks for one in scene.actors)
    return [] if bare else goals[-1:]


def read_asking(
    scene: Scene, sighting: Sighting, parties: Parties, words: Words, *, sov: bool
) -> tuple[str, Span] | None:
    """At whose request: the side after (or before) a cue of asking, or the subject of an offer."""
    for mark in scene.of("asked"):
        near = [one for one in scene.actors if one.sides and -1 <= one.first - mark.last <= 3]  # noqa: PLR2004 an article and a title
        inside = [one for one in scene.actors if one.sides and mark.first <= one.first < mark.last]
        before = [one for one in scene.actors if one.sides and 0 <= mark.first - one.last <= 1]
        near = [] if inside else near  # "at the invitation of X" around X: who stands after it is somebody else
        for actor in (*inside, *before, *near) if sov else (*inside, *near, *before):
            return actor.sides[0], words.span(mark.first, max(mark.last, actor.last))
    if sighting.status == "proposed":
        for mark in scene.of("asked-by"):
            if mark.first > sighting.cue.first and not sov:
                continue
            if sov and parties.told and not parties.subject:
                return parties.told[0].sides[0], words.span(mark.first, mark.last)
            before = [
                one for one in (*parties.told, *parties.subject) if one.sides and one.last <= mark.first
            ]  # "he said that Kim is ready": of both the subject
            nearest = [one for one in scene.actors if one.sides and one.last <= mark.first and not one.marks & {"with"}]
            able = (*before, *parties.others)
            acting = [one for one in able if one.sides and one.last <= mark.first and one.marks & _ACTING]
            chosen = acting or before or nearest
            if chosen:
                return chosen[-1].sides[0], words.span(min(chosen[-1].first, mark.first), mark.last)
        # Who says that a meeting is possible proposes it, and so does who stands first.
        for actor in (*parties.told, *parties.subject):
            if actor.sides and actor.sides[0] in sighting.sides:
                return actor.sides[0], words.span(actor.first, actor.last)
    return None


def read_matters(scene: Scene, sighting: Sighting, words: Words, cue: CueHit | None = None) -> None:
    """Add the topics and outcomes that this sentence ties to the contact.

    Args:
        cue: the words for the contact in this sentence; None when the whole sentence goes on about it.
    """
    for topic in scene.topics:
        if cue is None or _tied(scene, topic, cue):
            sighting.topics.setdefault(topic.means, []).append(words.span(topic.first, topic.last))
    read_outcomes(scene, sighting, words)


def read_outcomes(scene: Scene, sighting: Sighting, words: Words) -> None:
    """Add the outcomes that this sentence speaks of."""
    for mark in scene.cues:
        if mark.means in OUTCOMES:
            sighting.outcomes.setdefault(mark.means, []).append(words.span(mark.first, mark.last))


def _tied(scene: Scene, topic: CueHit, cue: CueHit) -> bool:
    """Whether a topic belongs to this contact: the last one told before it, in its clause or after "about"."""
    here = _apart(topic, cue)
    before = [other for other in scene.contacts if other.last <= topic.first]
    owner = before[-1] if before and not scene.topical else None
    if owner is not None and owner != cue:
        matter = any(owner.last <= mark.first and mark.last <= topic.first for mark in scene.of("about"))
        if matter or cue.last <= topic.first or _apart(topic, owner) <= here:
            return False
    if owner is None and any(_apart(topic, other) < here for other in scene.contacts if other != cue):
        return False
    first, last = scene.reach(cue)
    later = [mark for mark in scene.of("about") if cue.last <= mark.first]
    about = any(mark.last <= topic.first for mark in later)
    if scene.dense and cue.last <= topic.first:
        # "met, and about the ceasefire exchanged views": the words for it stand behind.
        about = about or any(0 <= mark.first - topic.last <= _SPOKEN_OF for mark in later)
    return first <= topic.first < last or about or scene.sentence.title


def _apart(left: CueHit, right: CueHit) -> int:
    return max(left.first - right.last, right.first - left.last, 0)


def read_tellers(scene: Scene, sighting: Sighting, parties: Parties, grounded: Grounded) -> None:
    """Whose account it is: the sides cited in the sentence, the official outlet, else the press."""
    words = grounded.annotated.words
    for actor in parties.told:
        for side in actor.sides:
            sighting.told_by.setdefault(side, []).append(words.span(actor.first, actor.last))
    if grounded.account is not None:
        sighting.told_by.setdefault(grounded.account, []).append(scene.span)
    if not sighting.told_by:
        sighting.told_by[PRESS] = [scene.span]
