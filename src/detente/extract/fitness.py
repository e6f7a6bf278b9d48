"""Why something that sounds like a contact is none."""

from detente.extract.building import PEOPLE
from detente.extract.fields import read_day, read_place
from detente.extract.parties import Parties
from detente.extract.scene import Scene
from detente.extract.sighting import Sighting
from detente.model.annotated import CueHit
from detente.model.grounded import ActorKind
from detente.model.words import Words

OFFICIAL = frozenset({*PEOPLE, ActorKind.DELEGATION, ActorKind.BODY})
_NEAR = 3


def veto(scene: Scene, cue: CueHit, *, sov: bool) -> str:
    """Why a cue speaks of no contact whoever stands around it, "" when it may."""
    if cue.frame == "noun" and _names_an_event(scene, cue):
        return "the name of an event, told only as an occasion"
    if scene.of("not-contact"):
        return "the sentence speaks of sport, firms, courts or art"
    for mark in scene.of("series"):
        before = 0 <= cue.first - mark.last < _NEAR
        after = 0 <= mark.first - cue.last < _NEAR and not sov
        if (before or after) and not scene.times:
            return "a series without single dates"
    return ""


def unfit(sighting: Sighting, parties: Parties, words: Words) -> str:
    """Why a sighting is no contact, "" when it is one."""
    cue = sighting.cue
    if not sighting.sides:
        return "no side is named"
    if len(sighting.sides) == 1:
        return f"only one side, {next(iter(sighting.sides))}"
    official = any(actor.kind in OFFICIAL for actor in parties.all) or bool(sighting.parties)
    if cue.frame == "noun" and cue.means in {"meeting", "call"} and not official:
        read_place(sighting.scene, sighting, words)
        if sighting.place is None and read_day(sighting.scene, sighting, words) is None:
            return "only bare states, and neither day nor place"
    if cue.frame == "verb" and cue.means in {"meeting", "call"}:
        several = len({side for actor in parties.subject for side in actor.sides}) > 1
        met = (*parties.others, *parties.subject) if several else parties.others or parties.subject
        someone = any(actor.kind in {*PEOPLE, ActorKind.DELEGATION, ActorKind.COUNTERPART} for actor in met)
        if not someone and not _states_meet(sighting, words):
            return "nobody is met who could meet"
        if not parties.others and len({side for actor in parties.subject for side in actor.sides}) < 2:  # noqa: PLR2004 two sides
            return "nobody is met"
    return ""


def _states_meet(sighting: Sighting, words: Words) -> bool:
    """Whether a language that says "the two states met" for their officials also says the day and the place."""
    if not sighting.scene.topical:
        return False
    read_place(sighting.scene, sighting, words)
    return sighting.place is not None and read_day(sighting.scene, sighting, words) is not None


def _names_an_event(scene: Scene, cue: CueHit) -> bool:
    """A body directly before the noun and nobody with it, as in "the NATO Summit"."""
    before = [
        one
        for one in scene.actors
        if one.kind is ActorKind.BODY and (one.last == cue.first or (one.first == cue.last and not one.marks))
    ]
    return bool(before) and not any(one.group == before[0].group and one != before[0] for one in scene.actors)
