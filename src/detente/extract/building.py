"""Sightings filled field by field from the sentence that they stand in."""

from collections.abc import Iterable

from detente.extract.fields import read_asking, read_day, read_matters, read_place, read_tellers
from detente.extract.parties import Parties
from detente.extract.promises import PromiseReader
from detente.extract.scene import Scene
from detente.extract.sighting import Sighting
from detente.extract.status import status_of
from detente.model.annotated import CueHit
from detente.model.grounded import Actor, ActorKind, Grounded

# Who speaks for others takes no part.
SPEAKING = "spokes"
PEOPLE = frozenset({ActorKind.PERSON, ActorKind.OFFICE})
# Leaders and ministers who "hold talks" have a meeting; talks are those of delegations and envoys (codebook).
_MEETING_ROLES = frozenset({"hos", "hog", "vp", "foreign", "defence", "nsa", "intel", "igo_head"})


class Builder:
    """Makes the sightings of one document.

    Args:
        sov: whether the language puts the verb last.
    """

    def __init__(self, grounded: Grounded, promises: PromiseReader, *, sov: bool) -> None:
        self._grounded, self._sov = grounded, sov
        self.promises = promises
        self._words = grounded.annotated.words

    def fill(self, scene: Scene, cue: CueHit, parties: Parties, actors: Iterable[Actor]) -> Sighting:
        """A sighting with its sides, parties and status."""
        published = self._grounded.annotated.document.published
        sighting = Sighting(scene=scene, cue=cue, kind=cue.means, published=published)
        roles = set()
        for actor in actors:
            span = self._words.span(actor.first, actor.last)
            for side in actor.sides:
                sighting.add_side(side, span)
            if actor.party is not None and actor.sides and actor.kind in PEOPLE and actor.role != SPEAKING:
                sighting.add_party(actor.party, span)
                roles.add(actor.role)
        sighting.roles = frozenset(roles)
        sighting.status, status_cue = status_of(scene, cue, sov=self._sov)
        if status_cue is not None:
            sighting.sure_status = True
            sighting.status_span = self._words.span(status_cue.first, status_cue.last)
        # A verb in the sentence's own clause tells what happened; a noun alone leaves it open.
        sighting.sure_status = sighting.sure_status or (cue.frame != "noun" and not scene.sentence.title)
        own = [one for one in parties.all if one in scene.actors]
        sighting.firm = bool(own)
        return sighting

    def finish(self, scene: Scene, sighting: Sighting, parties: Parties) -> Sighting:
        """Read the other fields of a sighting that is a contact."""
        if sighting.kind == "meeting" and not sighting.parties and _delegations(parties):
            sighting.kind = "talks"
        if sighting.kind == "talks" and sighting.roles & _MEETING_ROLES and len(_ranking(sighting)) > 1:
            sighting.kind = "meeting"
        sighting.days = sighting.days or read_day(scene, sighting, self._words)
        if sighting.place is None:
            read_place(scene, sighting, self._words)
        sighting.asked_by = read_asking(scene, sighting, parties, self._words, sov=self._sov)
        read_matters(scene, sighting, self._words, sighting.cue)
        self.promises.read(scene, sighting)
        read_tellers(scene, sighting, parties, self._grounded)
        sighting.quotes.append(scene.span)
        sighting.other = told_apart(scene, sighting.cue)
        self._settle_by_day(sighting)
        words = self._words.text[self._words.starts[sighting.cue.first] : self._words.ends[sighting.cue.last - 1]]
        sighting.pattern = f"{sighting.cue.means}/{sighting.cue.frame} {words!r}"
        return sighting

    def _settle_by_day(self, sighting: Sighting) -> None:
        """A contact without a word on its status lies ahead when its day does."""
        published = self._grounded.dated
        if sighting.days is None or sighting.status_span is not None or not published.stated or published.days is None:
            return
        if sighting.days[0].start > published.days.end:
            sighting.status, sighting.status_span = "planned", sighting.days[1]


def told_apart(scene: Scene, cue: CueHit) -> str:
    """Which of several contacts it is: "earlier" ("the first meeting"), "again" ("a second one"), "" when unsaid.

    The word stands before the cue, at most an adjective away, or right after it.
    """
    marks = [
        mark
        for mark in scene.of("again", "earlier")
        if 0 <= cue.first - mark.last <= 2 or mark.first == cue.last  # noqa: PLR2004 an adjective between
    ]
    return marks[-1].means if marks else ""


def _delegations(parties: Parties) -> bool:
    """Whether those who meet are delegations, envoys or teams without a name (codebook: talks)."""
    return any(actor.kind is ActorKind.DELEGATION for actor in parties.all)


def _ranking(sighting: Sighting) -> set[str]:
    return {party.side for party in sighting.parties if party.office or party.name}
