"""Why something that sounds like a contact is none."""

from detente.extract.building import PEOPLE
from detente.extract.fields import read_day, read_place
from detente.extract.parties import Parties
from detente.extract.scene import Scene
from detente.extract.sighting import Sighting
from detente.model.annotated import CueHit
from detente.model.grounded import ActorKind, Grounded
from detente.model.words import Words

OFFICIAL = frozenset({*PEOPLE, ActorKind.DELEGATION, ActorKind.BODY})
_NEAR = 3
_SEVERAL = 3
_PAUSES = frozenset(",.;:،。、؛)-–—")


def veto(scene: Scene, cue: CueHit, *, sov: bool) -> str:
    """Why a cue speaks of no contact whoever stands around it, "" when it may."""
    if cue.frame == "noun" and _names_an_event(scene, cue, sov=sov):
        return "the name of an event, told only as an occasion"
    if scene.of("not-contact"):
        return "the sentence speaks of sport, firms, courts or art"
    for mark in scene.of("series"):
        before = 0 <= cue.first - mark.last < _NEAR
        after = 0 <= mark.first - cue.last < _NEAR and not sov
        if (before or after) and not scene.times:
            return "a series without single dates"
    return ""


def speaks_of_other_things(grounded: Grounded) -> bool:
    """Whether so many sentences speak of sport, firms, courts or art that bare states in it are teams or markets."""
    marks = [cue.first for cue in grounded.annotated.cues if cue.means == "not-contact"]
    if not marks:
        return False
    sentences = [one for one in grounded.annotated.sentences if not one.junk]
    marked = sum(any(one.first <= mark < one.last for mark in marks) for one in sentences)
    return marked >= _SEVERAL or marked > len(sentences) / 4


def unfit(sighting: Sighting, parties: Parties, words: Words) -> str:
    """Why a sighting is no contact, "" when it is one."""
    cue = sighting.cue
    if not sighting.sides:
        return "no side is named"
    if len(sighting.sides) == 1:
        return f"only one side, {next(iter(sighting.sides))}"
    official = any(actor.kind in OFFICIAL for actor in parties.all) or bool(sighting.parties)
    bare = cue.frame == "noun" and cue.means in {"meeting", "call"} and not official
    loose = sighting.status_span is None or sighting.status == "held"  # "dialogue has resumed" names no single one
    if bare and loose and not _is_set(sighting, words):
        return "only bare states, and neither day nor place"
    if cue.frame == "direct" and not _said_of_nobody_else(sighting, parties, words):
        return "a word of many senses without a person right after it"
    if cue.frame == "verb" and cue.means in {"meeting", "call"}:
        several = len({side for actor in parties.subject for side in actor.sides}) > 1
        met = (*parties.others, *parties.subject) if several else parties.others or parties.subject
        housed = any(one.kind is ActorKind.SEAT and not one.place for one in parties.others)
        if housed and any(one.kind in OFFICIAL for one in parties.subject):
            return ""  # "was received at the Kremlin"
        someone = any(actor.kind in {*PEOPLE, ActorKind.DELEGATION, ActorKind.COUNTERPART} for actor in met)
        # "Iran and the United States will meet in Oman."
        together = several and not parties.others and _is_set(sighting, words)
        if not someone and not together and not _states_meet(sighting, words):
            return "nobody is met who could meet"
        if not parties.others and len({side for actor in parties.subject for side in actor.sides}) < 2:  # noqa: PLR2004 two sides
            return "nobody is met"
    return ""


def _is_set(sighting: Sighting, words: Words) -> bool:
    """Whether the clause says where or when."""
    read_place(sighting.scene, sighting, words)
    return sighting.place is not None or read_day(sighting.scene, sighting, words) is not None


def _states_meet(sighting: Sighting, words: Words) -> bool:
    """Whether a language that says "the two states met" for their officials also says the day and the place."""
    if not sighting.scene.topical:
        return False
    if sighting.status in {"denied", "cancelled"} and len(sighting.sides) > 1:
        return True  # "refused the talks of the two defence ministers": the noun says who
    read_place(sighting.scene, sighting, words)
    return sighting.place is not None and read_day(sighting.scene, sighting, words) is not None


def _said_of_nobody_else(sighting: Sighting, parties: Parties, words: Words) -> bool:
    """Whether a person stands right after the verb, and after him nothing that the verb could call him."""
    scene, cue = sighting.scene, sighting.cue
    whom = next((one for one in parties.others if one.kind in PEOPLE and 0 <= one.first - cue.last <= 1), None)
    if whom is None:
        return False
    after = max(one.last for one in parties.others if one.group == whom.group)
    if after >= scene.sentence.last or words.forms[after] in _PAUSES:
        return True
    starts = {cue.first for cue in (*scene.cues, *scene.contacts)} | {one.hit.first for one in scene.times}
    starts |= {one.first for one in scene.actors} | {one.first for one in scene.places}
    return not starts.isdisjoint({after, after + 1})


def _names_an_event(scene: Scene, cue: CueHit, *, sov: bool) -> bool:
    """A body directly before the noun and nobody with it, as in "the NATO Summit"."""
    before = [
        one
        for one in scene.actors
        if one.kind is ActorKind.BODY
        and (one.last == cue.first or (one.first == cue.last and not one.marks and not sov))
    ]
    return bool(before) and not any(one.group == before[0].group and one != before[0] for one in scene.actors)
