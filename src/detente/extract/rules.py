"""The default extractor: cue by cue, clause by clause, offline."""

from collections.abc import Sequence
from dataclasses import replace

from detente.errors import UnreadableError
from detente.extract.building import PEOPLE, Builder, told_apart
from detente.extract.fields import day_of_host, destinations, read_asking, read_day, read_matters, read_place
from detente.extract.fitness import OFFICIAL, unfit, veto
from detente.extract.focus import Focus
from detente.extract.join import join_sightings, wider_visit
from detente.extract.parties import Parties, find_parties
from detente.extract.scene import Scene, scenes
from detente.extract.sighting import Sighting
from detente.extract.status import status_of
from detente.extract.topics import each_counterpart, without_told_visits
from detente.extract.transcripts import Transcript
from detente.model import Rejected, Report
from detente.model.annotated import CueHit
from detente.model.grounded import Actor, ActorKind, Grounded, PlaceHit
from detente.reference.languages import Language

_NOBODY = Parties((), ())
# What goes on in rounds, each with a day within a month.
_ROUNDS, _MONTH = frozenset({"meeting", "talks"}), 31
# Joining compares each mention with those before it; a document with more of them is a collection, not an article.
MOST_SIGHTINGS = 3000


class Rules:
    """Reads one document; keeps what was seen and what was rejected, with reasons."""

    def __init__(self, grounded: Grounded, language: Language) -> None:
        self._grounded = grounded
        self._words = grounded.annotated.words
        self._language = language
        self._sov = language.order == "sov"
        self._build = Builder(grounded, sov=self._sov)
        self._focus = Focus(grounded.account)
        self._transcript = Transcript(grounded)
        self.sightings: list[Sighting] = []
        self.rejected: list[Rejected] = []

    def read(self) -> tuple[tuple[Report, ...], tuple[Rejected, ...]]:
        """Reports in text order, and the near-contacts that became none."""
        for scene in scenes(self._grounded, self._language):
            found = [one for cue in scene.contacts for one in self._sight(scene, cue)]
            found += self._earlier_ones(scene, found)
            found = self._transcript.take(scene, without_told_visits(_without_travel_to_talks(found)))
            if not found:
                self._follow_up(scene)
            for sighting in found:
                self._focus.tell(sighting)
            found += [later for one in found for later in self._put_off(scene, one)]
            self.sightings += found
            if len(self.sightings) > MOST_SIGHTINGS:
                raise UnreadableError(
                    "too-large", f"more than {MOST_SIGHTINGS:,} mentions of contacts", "split it into its articles"
                )
            self._focus.note(scene.actors)
        return join_sightings(self.sightings, self._grounded), tuple(self.rejected)

    def _put_off(self, scene: Scene, sighting: Sighting) -> list[Sighting]:
        """Put off to a named time: cancelled for the old day, planned for the new one (codebook)."""
        mark = sighting.status_span
        if sighting.status != "cancelled" or mark is None:
            return []
        for timed in scene.times:
            span = self._words.span(timed.hit.first, timed.hit.last)
            if span.start < mark.end or not scene.leads_to(timed.hit.first) or timed.future is None:
                continue
            later = self._build.fill(scene, sighting.cue, _NOBODY, ())
            later.sides = {side: list(spans) for side, spans in sighting.sides.items()}
            later.parties = {party: list(spans) for party, spans in sighting.parties.items()}
            later.kind, later.status, later.status_span, later.sure_status = sighting.kind, "planned", span, True
            later.days, later.quotes, later.pattern = (timed.future, span), [scene.span], sighting.pattern
            later.place, later.told_by = sighting.place, dict(sighting.told_by)
            if sighting.days is not None and sighting.days[1] == span:
                sighting.days = None
            return [later]
        return []

    def _earlier_ones(self, scene: Scene, found: list[Sighting]) -> list[Sighting]:
        """What is told apart by number has the same parties: "a second meeting, after the first in Singapore"."""
        whole = next((one for one in found if one.kind == "meeting" and one.named), None)
        if whole is None:
            return []
        siblings = []
        for cue in scene.contacts:
            if cue.frame != "noun" or cue.means != "meeting" or any(one.cue is cue for one in found):
                continue
            if (
                cue.first == whole.cue.first
                or not told_apart(scene, cue)
                or scene.segment(cue) == scene.segment(whole.cue)
            ):
                continue
            sibling = self._build.fill(scene, cue, _NOBODY, ())
            sibling.sides = {side: list(spans) for side, spans in whole.sides.items()}
            sibling.parties = {party: list(spans) for party, spans in whole.parties.items()}
            siblings.append(self._build.finish(scene, sibling, _NOBODY))
        return siblings

    def _sight(self, scene: Scene, cue: CueHit) -> list[Sighting]:
        """What one contact cue says: nothing, one contact, or for a journey one a host."""
        vetoed = veto(scene, cue, sov=self._sov)
        if vetoed:
            return self._reject(scene, cue, vetoed)
        parties = find_parties(scene, cue, self._focus, sov=self._sov)
        if cue.frame == "travel" or cue.means == "visit":
            hosts = destinations(scene, cue, sov=self._sov)
            if hosts or cue.frame == "travel":
                return self._journey(scene, cue, parties, hosts)
        if scene.topical:
            met = each_counterpart(cue, parties.subject, parties.others)
            if len(met) > 1:
                pairs = [replace(parties, others=one) for one in met]
                return [self._build.finish(scene, self._build.fill(scene, cue, one, one.all), one) for one in pairs]
        sighting = self._build.fill(scene, cue, parties, parties.all)
        if cue.means == "message" and len(sighting.sides) == 1:
            self._complete_message(sighting, parties)
        if len(sighting.sides) < 2 and parties.told and not scene.topical and self._told_of(scene, cue):  # noqa: PLR2004 a contact has two sides
            sighting = self._build.fill(scene, cue, parties, (*parties.told[:1], *parties.all))
        if len(sighting.sides) < 2 and cue.frame == "noun":  # noqa: PLR2004 two sides
            sighting = self._of_main_clause(scene, cue, parties) or sighting
        self._complete_with_account(sighting, parties, cue)
        reason = unfit(sighting, parties, self._words)
        again = self._again(scene, sighting) if reason and scene.topical and not sighting.sides else []
        if reason and (again or self._refers_back(scene, cue, sighting)):
            return again
        return self._reject(scene, cue, reason) if reason else [self._build.finish(scene, sighting, parties)]

    def _again(self, scene: Scene, sighting: Sighting) -> list[Sighting]:
        """A round on another day of the contact told last, where a language need not say again whose it is."""
        known = self.sightings[-1] if self.sightings else None
        days = read_day(scene, sighting, self._words)
        if known is None or sighting.kind not in _ROUNDS or known.kind not in _ROUNDS or days is None:
            return []
        if known.days is None or known.days[0].meets(days[0]) or days[0].days > _MONTH:
            return []
        for side, spans in known.sides.items():
            sighting.add_side(side, spans[0])
        sighting.kind = known.kind
        return [self._build.finish(scene, sighting, _NOBODY)]

    def _reject(self, scene: Scene, cue: CueHit, reason: str) -> list[Sighting]:
        words = self._words.text[self._words.starts[cue.first] : self._words.ends[cue.last - 1]]
        self.rejected.append(Rejected(span=scene.span, cue=words, reason=reason))
        return []

    def _complete_with_account(self, sighting: Sighting, parties: Parties, cue: CueHit) -> None:
        """On a government's own page "Meeting with the President of Belarus" is its own meeting."""
        account = self._grounded.account
        linked = any("with" in actor.marks for actor in parties.others)
        if account is not None and linked and cue.frame == "noun" and set(sighting.sides) and not parties.subject:
            sighting.add_side(account, self._words.span(cue.first, cue.last))

    def _of_main_clause(self, scene: Scene, cue: CueHit, parties: Parties) -> Sighting | None:
        """The contact of those in the clause before: 'Zelensky thanked Scholz after a phone call'."""
        first, _ = scene.segment(cue)
        people = [
            actor
            for actor in scene.actors
            if actor.last <= first <= cue.first and actor.kind in PEOPLE and actor not in parties.told
        ]
        sides = {side for actor in people for side in actor.sides}
        if first == scene.sentence.first or len(sides) < 2:  # noqa: PLR2004 two sides
            return None
        return self._build.fill(scene, cue, parties, people)

    def _told_of(self, scene: Scene, cue: CueHit) -> bool:
        """Whether this is the contact that the teller speaks of first, so that the teller may well take part."""
        first, last = (cue.last, scene.sentence.last) if self._sov else (scene.sentence.first, cue.first)
        return not any(first <= other.first < last for other in scene.contacts)

    def _complete_message(self, sighting: Sighting, parties: Parties) -> None:
        """A message without a named receiver goes to the other side of the contact told before."""
        known = self.sightings[-1] if self.sightings else None
        if not any(one in sighting.scene.actors for one in parties.subject):
            return  # only a pronoun sends it
        if known is not None and len(known.sides) == 2 and set(sighting.sides) < set(known.sides):  # noqa: PLR2004 two sides
            for side, spans in known.sides.items():
                sighting.add_side(side, spans[0])

    def _journey(self, scene: Scene, cue: CueHit, parties: Parties, hosts: Sequence[PlaceHit]) -> list[Sighting]:
        """A visit to each host whose side is not the traveller's own."""
        owners = [one for one in parties.others if one.kind in OFFICIAL and _owns(one, cue)]
        travellers = [
            actor for actor in (owners or parties.subject) if actor.sides and actor.kind in {*OFFICIAL, ActorKind.STATE}
        ]
        if not travellers and parties.told:
            travellers = list(parties.told[:1])
        if not travellers:
            return self._back_or_reject(scene, cue, parties, "nobody official travels")
        found = []
        for host in hosts:
            if not host.side or any(host.side in actor.sides for actor in travellers):
                continue
            guests = [actor for actor in parties.others if host.side in actor.sides and actor not in travellers]
            sighting = self._build.fill(scene, cue, parties, (*travellers, *guests))
            sighting.add_side(host.side, self._words.span(host.first, host.last))
            sighting.kind = "visit"
            sighting.place = host.name, self._words.span(host.first, host.last)
            sighting.state_only = host.state
            ahead = sighting.status in {"planned", "proposed"}
            if len(hosts) > 1:
                sighting.days = day_of_host(scene, host, list(hosts), ahead=ahead, words=self._words)
            found.append(self._build.finish(scene, sighting, parties))
        if not found:
            sides = {side for actor in parties.others for side in actor.sides}
            if cue.means == "visit" and sides - {side for actor in travellers for side in actor.sides}:
                return [
                    self._build.finish(
                        scene, self._build.fill(scene, cue, parties, (*travellers, *parties.others)), parties
                    )
                ]
            return self._back_or_reject(scene, cue, parties, "no host of another side")
        return found

    def _back_or_reject(self, scene: Scene, cue: CueHit, parties: Parties, reason: str) -> list[Sighting]:
        probe = self._build.fill(scene, cue, parties, parties.subject)
        probe.kind = "visit"
        return [] if self._refers_back(scene, cue, probe) else self._reject(scene, cue, reason)

    def _refers_back(self, scene: Scene, cue: CueHit, sighting: Sighting) -> bool:
        """A mention without parties of its own ("the talks") adds to the contact told last that fits it."""
        if cue.frame == "verb":
            return False
        for known in reversed(self.sightings[-8:]):
            if not set(sighting.sides) <= set(known.sides) or not sighting.named <= known.named:
                continue
            if not _kinds_agree(known.kind, cue.means):
                continue
            status, mark = status_of(scene, cue, sov=self._sov)
            if mark is not None and known.sure_status and status != known.status:
                continue
            for one in self.sightings:
                if one.scene is known.scene and one.cue is known.cue:
                    self._add(scene, one, cue)
            return True
        return False

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
        read_matters(scene, known, self._words)
        known.quotes.append(scene.span)

    def _follow_up(self, scene: Scene) -> None:
        """A sentence that goes on about the contact just told ("The leaders discussed ...") adds its matters."""
        if not self.sightings or scene.contacts:
            return
        known = self.sightings[-1]
        goes_on = scene.of("pair", "sides", "pronoun", "about") or any(actor.sides for actor in scene.actors)
        if goes_on and scene.sentence.paragraph - known.scene.sentence.paragraph <= 1:
            read_matters(scene, known, self._words)


def _owns(actor: Actor, cue: CueHit) -> bool:
    """Whether an actor right after a noun is whose visit it is: "of" him, or in the bare genitive."""
    if actor.marks & {"of", "between"}:
        return actor.first - cue.last <= 2  # noqa: PLR2004 a preposition and an article
    return cue.frame == "noun" and actor.first == cue.last and not actor.marks


def _kinds_agree(left: str, right: str) -> bool:
    spoken = {"call"}
    return left == right or (left not in spoken and right not in spoken) or (left in spoken and right == "talks")


def _without_travel_to_talks(found: list[Sighting]) -> list[Sighting]:
    """A journey to a third place for talks is the talks there, not a visit to the place's state."""
    talks = [one for one in found if one.kind != "visit"]
    kept = []
    for sighting in found:
        host = sighting.place
        if sighting.kind == "visit" and host is not None:
            elsewhere = [
                one
                for one in talks
                if not set(sighting.sides) <= set(one.sides)
                and set(sighting.sides) & set(one.sides)
                and one.cue.first > sighting.cue.first
                and _only_host(sighting, one)
            ]
            for one in elsewhere:
                one.place = one.place or host
            if elsewhere:
                continue
        kept.append(sighting)
    return kept


def _only_host(visit: Sighting, talks: Sighting) -> bool:
    """Whether nobody of the host's side is named in the journey."""
    hosts = set(visit.sides) - set(talks.sides)
    return not any(party.side in hosts for party in visit.parties)
