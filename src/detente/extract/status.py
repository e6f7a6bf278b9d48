"""Whether a contact took place, is planned, proposed, denied or off, by the cues bound to its clause."""

from dataclasses import replace

from detente.extract.scene import STATUSES, Scene
from detente.model.annotated import CueHit

# Of several cues in one clause the earlier here decides: what is off was once planned.
_ORDER = ("cancelled", "denied", "proposed", "planned", "held")
_AFTER = 14
_BEFORE = 12
# Times as far where every character is a word.
_WIDER = 2
_SAME_CLAUSE = 3
_ADJACENT = 1
# A verb's own auxiliary may stand right behind it.
_TAIL = 2
# In characters: two abbreviations of states, and the rest of a clause.
_BEFORE_NOUN, _AFTER_NOUN = 4, 45
_GOVERNING = frozenset({"denied", "proposed", "planned"})


def status_of(scene: Scene, cue: CueHit, *, sov: bool) -> tuple[str, CueHit | None]:
    """The status that the clause gives to a contact, and the cue that says so; held without a cue."""
    bound = [mark for mark in scene.statuses if _binds(scene, mark, cue, sov=sov)]
    if cue.status:
        bound.append(cue)
    if cue.frame != "noun" and cue.first in scene.negated:
        bound.append(replace(cue, means="denied", first=cue.first - 1))
    if scene.sentence.title and not bound:
        bound += [mark for mark in scene.of("headline") if mark.last <= cue.last]
    if scene.opens_at(cue):
        # "In a phone call he invited ...": the call took place; what was proposed in it is another matter.
        # Not so where the preposition is part of what says it ("expressed his wish for a meeting").
        bound = [mark for mark in bound if _status(mark) in {"planned", "held"} or mark.first < cue.first <= mark.last]
    if not bound and scene.topical:
        bound = _of_next_verb(scene, cue)
    if not bound and scene.dense and not sov:
        bound = _of_verb_before(scene, cue)
    if not bound:
        return "held", None
    if any(_status(mark) == "held" and _distance(mark, cue) <= _ADJACENT for mark in bound):
        # "at the talks held on Friday they agreed to meet in May": what is planned there is another contact.
        bound = [mark for mark in bound if _status(mark) != "planned" or _distance(mark, cue) <= _ADJACENT]
    best = min(bound, key=lambda mark: (_ORDER.index(_status(mark)), _distance(mark, cue)))
    return _status(best), best


def _status(mark: CueHit) -> str:
    """A headline's bare infinitive ("Kerry to visit Moscow") announces."""
    if mark.means == "headline":
        return "planned"
    return mark.means if mark.means in STATUSES else mark.status


def _distance(mark: CueHit, cue: CueHit) -> int:
    return cue.first - mark.last if mark.last <= cue.first else mark.first - cue.last


def _binds(scene: Scene, mark: CueHit, cue: CueHit, *, sov: bool) -> bool:
    """A status cue speaks of the contact that is nearest to it and in the same clause."""
    if mark.first < cue.last and cue.first < mark.last:
        return True
    before = mark.last <= cue.first
    if scene.topical:
        return _binds_last(scene, mark, cue, before=before)
    between = (mark.last, cue.first) if before else (cue.last, mark.first)
    reach = (_BEFORE if before else _AFTER) * (_WIDER if scene.dense else 1)
    if _distance(mark, cue) - _named(scene, *between) > reach:
        return False
    if not before and scene.dense and cue.frame == "verb" and _comma_between(scene, cue, mark):
        return False
    if not before and cue.frame != "noun" and (_new_clause if sov else _new_predicate)(scene, mark, cue):
        return False
    events = {mark.last for mark in scene.of("occasion")}
    others = [
        other
        for other in scene.contacts
        if other != cue and between[0] <= other.first < between[1] and events.isdisjoint({other.first, other.first - 1})
    ]
    if others and not (before and all(other.means == "visit" for other in others)):
        return False
    parts = frozenset({"clause", "about"} if before else {"about", "told"})
    first, last = scene.segment(cue)
    if before and mark.means in _GOVERNING:
        # "denied that he had met": the clause belongs to the verb right before it.
        opens = [one for one in scene.of("clause") if 0 <= one.first - mark.last <= 1]
        # "interested in a second meeting after their first" speaks of the one that it holds.
        holds = any(mark.first < other.last and other.first < mark.last for other in scene.contacts)
        if opens and first == opens[0].last and not holds:
            return True
    inside = first <= mark.first < last
    if sov and not before:
        # "in a meeting interested": the postposition right after the noun is the noun's own.
        own = [one.last for one in scene.of("about") if one.first == cue.last]
        between = max([cue.last, *own]), mark.first
    return not scene.stops(*between, parts) and (inside or not before)


def _named(scene: Scene, first: int, last: int) -> int:
    """How many words between two places are only the rest of a name: a name counts as one word."""
    inside = [one for one in scene.actors if first <= one.first and one.last <= last]
    return sum(one.last - one.first - 1 for one in inside)


def _comma_between(scene: Scene, cue: CueHit, mark: CueHit) -> bool:
    return any(cue.last <= comma < mark.first for comma in scene.commas)


def _of_next_verb(scene: Scene, cue: CueHit) -> list[CueHit]:
    """Where the verb comes last one before a comma has no tense of its own: it is told as the next one is."""
    if cue.frame == "noun" or cue.means == "message" or cue.last not in scene.commas:
        return []
    later = [other for other in scene.contacts if other.first >= cue.last]
    if later and later[0].frame != "noun":
        return [later[0]] if later[0].status == "planned" else []
    return []


def _of_verb_before(scene: Scene, cue: CueHit) -> list[CueHit]:
    """Where a clause begins without a subject, it is told as the verb before is: "will visit X, and with Y meet"."""
    before = [other for other in scene.contacts if other.last <= cue.first and other.frame != "noun"]
    if not before or cue.frame == "noun":
        return []
    last = before[-1]
    own = [one for one in scene.actors if last.last <= one.first and one.last <= cue.first and not one.marks]
    commas = [place for place in scene.commas if last.last <= place < cue.first]
    if not commas or any(one.first > commas[0] for one in own):
        return []
    bound = [mark for mark in scene.statuses if _binds(scene, mark, last, sov=False)]
    return [mark for mark in bound if _status(mark) == "planned"]


def _binds_last(scene: Scene, mark: CueHit, cue: CueHit, *, before: bool) -> bool:
    """Where the verb comes last its status follows it in the same clause, or stands right before a noun."""
    first, last = scene.segment(cue)
    if not first <= mark.first < last or _distance(mark, cue) > (_BEFORE_NOUN if before else _AFTER_NOUN):
        return False
    if before:
        return True
    parted = [one.first for one in scene.actors if one.marks & {"topic", "subject"}]
    parted += [other.first for other in scene.contacts if mark.means != "held"]
    return not any(cue.last <= place < mark.first for place in parted)


def _new_clause(scene: Scene, mark: CueHit, cue: CueHit) -> bool:
    """Where verbs come last, whether words after a verb begin another clause: many of them, or another actor."""
    far = mark.first - cue.last > _SAME_CLAUSE
    return far or any(cue.last <= actor.first < mark.first for actor in scene.actors)


def _new_predicate(scene: Scene, mark: CueHit, cue: CueHit) -> bool:
    """Whether an offer after a verb is what somebody did next ("called the premier and urged restraint")."""
    offers = any(one.first < mark.last and mark.first < one.last for one in scene.of("asked-by"))
    parted = mark.means == "planned" and any(cue.last <= comma < mark.first for comma in scene.commas)
    return (offers and _distance(mark, cue) > _TAIL) or parted
