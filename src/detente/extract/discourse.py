"""What has been told so far: mentions that point back, wait for their parties, or set another contact beside."""

from detente.extract.building import Builder, told_apart
from detente.extract.fields import read_asking, read_day, read_matters, read_outcomes, read_place
from detente.extract.join import wider_visit
from detente.extract.parties import Parties
from detente.extract.scene import Scene
from detente.extract.sighting import Sighting
from detente.extract.status import status_of
from detente.model import PRESS
from detente.model.annotated import CueHit, Sentence
from detente.model.grounded import Grounded

_NOBODY = Parties((), ())
# So many sentences may speak of "the talks" before one says whose they are.
_LEAD = 3
# So many sentences later what is said of "the meeting" may be said of another one.
_MEMORY = 3
# A sentence that only says who told of it has no more words.
_SHORT = 16
# Whom somebody met stands so many words behind the verb at most.
_OWN = 4
# So many sightings back a mention without parties may point.
_RECENT = 8
# Contacts that come in rows: a second call after the first, a meeting after a summit.
_ALIKE = frozenset({"meeting", "talks", "call"})


class Discourse:
    """The contacts of one document in the order of telling."""

    def __init__(self, grounded: Grounded, build: Builder, *, sov: bool) -> None:
        self._grounded, self._build, self._sov = grounded, build, sov
        self._words = grounded.annotated.words
        self._waiting: list[tuple[Scene, CueHit]] = []
        self.sightings: list[Sighting] = []
        self._followed = 0

    @property
    def last(self) -> Sighting | None:
        """The contact told of last."""
        return self.sightings[-1] if self.sightings else None

    def put_aside(self, scene: Scene, cue: CueHit) -> None:
        """Keep a mention of a contact ("the talks") until somebody says whose it is."""
        self._waiting.append((scene, cue))

    def take_waiting(self, sighting: Sighting) -> None:
        """Add what was said of "the talks" before anything said whose they are: their day, place and who asked."""
        here = sighting.scene.number
        for scene, cue in self._waiting:
            near = 0 <= here - scene.number <= _LEAD and _kinds_agree(sighting.kind, cue.means)
            status, mark = status_of(scene, cue, sov=self._sov)
            if near and (mark is None or status == sighting.status):
                self._add(scene, sighting, cue)
        self._waiting.clear()

    def refers_back(self, scene: Scene, cue: CueHit, sighting: Sighting) -> bool:
        """A mention without parties of its own ("the talks") adds to the contact told last that fits it."""
        if cue.frame == "verb" and (sighting.sides or scene.sentence.title):
            return False
        for known in reversed(self.sightings[-_RECENT:]):
            if not set(sighting.sides) <= set(known.sides) or not sighting.named <= known.named:
                continue
            if not _kinds_agree(known.kind, cue.means):
                continue
            status, mark = status_of(scene, cue, sov=self._sov)
            if mark is not None and known.sure_status and status != known.status:
                continue
            days = read_day(scene, sighting, self._words)
            if days is not None and known.days is not None and not days[0].meets(known.days[0]):
                continue
            for one in self.sightings:
                if one.scene is known.scene and one.cue is known.cue and scene.number - one.latest <= _MEMORY:
                    self._add(scene, one, cue)
                elif one.scene is known.scene and one.cue is known.cue:
                    one.quotes.append(scene.span)
            return True
        return False

    def sibling(self, scene: Scene, cue: CueHit, sighting: Sighting) -> Sighting | None:
        """Another contact of those told of last: "they met in June", "Kim is interested in a second meeting"."""
        known = self.last
        if known is None or len(known.sides) < 2 or cue.means not in _ALIKE or known.kind not in _ALIKE:  # noqa: PLR2004 two sides
            return None
        if not set(sighting.sides) <= set(known.sides) or not sighting.named <= known.named:
            return None
        if any(not one.sides and cue.last <= one.first <= cue.last + _OWN for one in scene.actors):
            return None  # "met the presidents of the Unasur": somebody else, whom nobody knows
        days = read_day(scene, sighting, self._words)
        alone = len(scene.contacts) == 1 or scene.topical
        apart = alone and days is not None and known.days is not None and not days[0].meets(known.days[0])
        which = told_apart(scene, cue)
        if not apart and (not which or (which == "again" and status_of(scene, cue, sov=self._sov)[1] is None)):
            return None
        sibling = self._build.fill(scene, cue, _NOBODY, ())
        sibling.sides = {side: list(spans) for side, spans in known.sides.items()}
        sibling.parties = {party: list(spans) for party, spans in known.parties.items()}
        return self._build.finish(scene, sibling, _NOBODY)

    def _add(self, scene: Scene, known: Sighting, cue: CueHit) -> None:
        status, mark = status_of(scene, cue, sov=self._sov)
        if mark is not None and not known.sure_status:
            known.status, known.sure_status = status, True
            known.status_span = self._words.span(mark.first, mark.last)
        probe = Sighting(scene=scene, cue=cue, kind=known.kind, status=known.status)
        known.days = wider_visit(known, read_day(scene, probe, self._words))
        known.asked_by = known.asked_by or read_asking(scene, probe, _NOBODY, self._words, sov=self._sov)
        read_place(scene, probe, self._words)
        if known.place is None or (known.state_only and probe.place is not None):
            known.place, known.state_only = probe.place, probe.state_only
        read_matters(scene, known, self._words, cue)
        self._build.promises.read(scene, known)
        known.quotes.append(scene.span)
        known.latest = max(known.latest, scene.number)

    def may_go_on(self, number: int, sentence: Sentence) -> bool:
        """Whether a sentence without a contact of its own stands near enough to add to the one told last.

        Args:
            number: of the sentence in the document.
        """
        known = self.last
        if known is None:
            return False
        return number - known.scene.number <= 1 or self._is_near(sentence, known)

    def _is_near(self, sentence: Sentence, known: Sighting) -> bool:
        """Whether a sentence stands in the paragraph of a contact or the next one, in a readout a little further."""
        since = max(known.scene.sentence.paragraph, self._followed if known.scene.dense else 0)
        apart = sentence.paragraph - since
        return apart <= 1 or (apart <= _LEAD and self._is_readout())

    def _is_readout(self) -> bool:
        """Whether an official outlet tells of a few contacts only."""
        return self._grounded.account is not None and len({id(one.scene) for one in self.sightings}) <= _LEAD

    def follow_up(self, scene: Scene) -> None:
        """A sentence that goes on about the contact just told ("The leaders discussed ...") adds its matters."""
        known = self.last
        if known is None:
            return
        if scene.contacts:
            if scene.sentence.paragraph - known.scene.sentence.paragraph <= 1:
                self._build.promises.read(scene, known, only_regular=True)
            return
        readout = self._is_readout()
        self._told_after(scene, known)
        near = self._is_near(scene.sentence, known)
        if near and (readout or scene.of("pair", "sides", "about") or (scene.dense and _speaks(scene, known))):
            self._followed = scene.sentence.paragraph
            read_matters(scene, known, self._words)
            self._build.promises.read(scene, known)
        elif near and (scene.of("pronoun") or any(actor.sides for actor in scene.actors)):
            read_outcomes(scene, known, self._words)
            self._build.promises.read(scene, known)
        elif near:
            self._build.promises.read(scene, known, only_regular=True)

    def _told_after(self, scene: Scene, known: Sighting) -> None:
        """Who told it may stand in a short sentence of its own after it ("The Kremlin announced this.")."""
        marks = scene.of("told")
        short = scene.sentence.last - scene.sentence.first <= _SHORT
        if not marks or not short or scene.number - known.scene.number > 1 or set(known.told_by) != {PRESS}:
            return
        near = [one for one in scene.actors if one.sides and abs(one.first - marks[0].last) <= _OWN]
        for actor in near[:1]:
            known.told_by = {side: [self._words.span(actor.first, actor.last)] for side in actor.sides[:1]}


def _speaks(scene: Scene, known: Sighting) -> bool:
    """Whether one of those who met is the only one told of, and says something."""
    names = {actor.party.name for actor in scene.actors if actor.party is not None and actor.party.name}
    parties = {party.name for party in known.parties if party.name}
    return bool(names) and names <= parties and bool(scene.of("told"))


def _kinds_agree(left: str, right: str) -> bool:
    spoken = {"call"}
    return left == right or (left not in spoken and right not in spoken) or (left in spoken and right == "talks")
