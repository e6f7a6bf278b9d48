"""The default extractor: cue by cue, clause by clause, offline."""

from collections.abc import Sequence
from dataclasses import replace

from detente.errors import UnreadableError
from detente.extract.building import PEOPLE, Builder, told_apart
from detente.extract.discourse import Discourse
from detente.extract.fields import day_of_host, destinations, goals_before
from detente.extract.fitness import OFFICIAL, speaks_of_other_things, unfit, veto
from detente.extract.focus import Focus
from detente.extract.join import join_sightings
from detente.extract.parties import Parties, find_parties
from detente.extract.promises import PromiseReader
from detente.extract.scene import Scene, Stage
from detente.extract.sighting import Sighting
from detente.extract.topics import each_counterpart, without_told_visits
from detente.extract.transcripts import Transcript
from detente.model import Rejected, Report
from detente.model.annotated import CueHit
from detente.model.grounded import Actor, ActorKind, Grounded, PlaceHit
from detente.reference.languages import Language

_NOBODY = Parties((), ())
_BESIDE = 2
# Joining compares each mention with those before it; a document with more of them is a collection, not an article.
MOST_SIGHTINGS = 3000


class Rules:
    """Reads one document; keeps what was seen and what was rejected, with reasons."""

    def __init__(self, grounded: Grounded, language: Language) -> None:
        self._grounded = grounded
        self._words = grounded.annotated.words
        self._language = language
        self._sov = language.order == "sov"
        self._focus = Focus(grounded.account)
        promises = PromiseReader(grounded, self._focus, language)
        self._build = Builder(grounded, promises, sov=self._sov)
        self._discourse = Discourse(grounded, self._build, sov=self._sov)
        self._transcript = Transcript(grounded)
        self._elsewhere = speaks_of_other_things(grounded)
        self.rejected: list[Rejected] = []

    def read(self) -> tuple[tuple[Report, ...], tuple[Rejected, ...]]:
        """Reports in text order, and the near-contacts that became none."""
        stage = Stage(self._grounded, self._language)
        for number, sentence in enumerate(self._grounded.annotated.sentences):
            if sentence.junk:
                continue
            contacts = stage.contacts(number, sentence)
            if contacts:
                self._tell(stage.scene(number, sentence, contacts))
            elif self._discourse.may_go_on(number, sentence):
                self._discourse.follow_up(stage.scene(number, sentence, ()))
            self._focus.note(stage.actors(sentence))
        return join_sightings(self._discourse.sightings, self._grounded), tuple(self.rejected)

    def _tell(self, scene: Scene) -> None:
        """Read a sentence that speaks of contacts."""
        found = [one for cue in scene.contacts for one in self._sight(scene, cue)]
        found += self._earlier_ones(scene, found)
        _share_journeys_status(found)
        found = self._transcript.take(scene, without_told_visits(_without_travel_to_talks(found)))
        if not found:
            self._discourse.follow_up(scene)
        for sighting in found:
            self._discourse.take_waiting(sighting)
            self._focus.tell(sighting)
        found += [later for one in found for later in self._put_off(scene, one)]
        self._discourse.sightings += found
        if len(self._discourse.sightings) > MOST_SIGHTINGS:
            raise UnreadableError(
                "too-large", f"more than {MOST_SIGHTINGS:,} mentions of contacts", "split it into its articles"
            )

    def _put_off(self, scene: Scene, sighting: Sighting) -> list[Sighting]:
        """Put off to a named time: cancelled for the old day, planned for the new one (codebook)."""
        mark = sighting.status_span
        if sighting.status != "cancelled" or mark is None:
            return []
        for timed in scene.times:
            span = self._words.span(timed.hit.first, timed.hit.last)
            planned = [self._words.span(one.first, one.last) for one in scene.of("planned")]
            if any(mark.end <= one.start < span.start for one in planned):
                continue  # "called off the summit planned for 12 June"
            leads = scene.goal_after(timed.hit.last) if self._sov else scene.leads_to(timed.hit.first)
            if (span.start < mark.end and not self._sov) or not leads or timed.future is None:
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
        parties = find_parties(scene, cue, self._focus, order=self._language.order)
        if cue.frame == "travel" or cue.means == "visit":
            hosts = destinations(scene, cue, sov=self._sov)
            if hosts or cue.frame == "travel":
                return self._journey(scene, cue, parties, hosts)
        together = any(one.kind is ActorKind.SIDES and one.last == cue.first for one in scene.actors)
        if scene.topical and not together:
            met = each_counterpart(cue, parties.subject, parties.others)
            if len(met) > 1:
                pairs = [replace(parties, others=one) for one in met]
                return [self._build.finish(scene, self._build.fill(scene, cue, one, one.all), one) for one in pairs]
        sighting = self._completed(scene, cue, parties)
        reason = unfit(sighting, parties, self._words)
        if not reason and self._elsewhere and not any(one.kind in OFFICIAL for one in parties.all):
            reason = "only bare states, in an article on sport, firms, courts or art"
        if reason and self._discourse.refers_back(scene, cue, sighting):
            return []
        if reason and (sibling := self._discourse.sibling(scene, cue, sighting)):
            return [sibling]
        if reason and cue.frame == "noun" and len(sighting.sides) < 2 and not sighting.parties:  # noqa: PLR2004 two sides
            self._discourse.put_aside(scene, cue)
        return self._reject(scene, cue, reason) if reason else [self._build.finish(scene, sighting, parties)]

    def _completed(self, scene: Scene, cue: CueHit, parties: Parties) -> Sighting:
        """The sighting of a cue that is no journey, its second side looked for beyond the clause when need be."""
        sighting = self._build.fill(scene, cue, parties, parties.all)
        if sighting.status == "proposed" and cue.frame == "noun" and len(parties.linked) > 1:
            # "France offered to host talks between Armenia and Azerbaijan": who offers is no party.
            sighting = self._build.fill(scene, cue, parties, parties.linked)
        if cue.means == "message" and len(sighting.sides) == 1:
            self._complete_message(sighting, parties)
        if len(sighting.sides) < 2 and parties.told and not scene.topical and self._told_of(scene, cue):  # noqa: PLR2004 a contact has two sides
            with_teller = self._build.fill(scene, cue, parties, (*parties.told[:1], *parties.all))
            sighting = with_teller if len(with_teller.sides) > 1 else sighting
        if len(sighting.sides) < 2 and cue.frame == "noun":  # noqa: PLR2004 two sides
            sighting = self._of_main_clause(scene, cue, parties) or self._in_it(scene, cue, parties) or sighting
        self._complete_with_account(sighting, parties, cue)
        return sighting

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

    def _in_it(self, scene: Scene, cue: CueHit, parties: Parties) -> Sighting | None:
        """A call in which one congratulates, thanks or informs the other is a call of both."""
        if cue.means not in {"call", "message"} or not scene.opens_at(cue):
            return None
        first, last = scene.segment(cue)
        people = [
            one
            for one in scene.actors
            if first <= one.first < last
            and one.kind in PEOPLE
            and one.sides
            and not one.marks & {"about", "of", "owner"}
        ]
        if len({side for actor in people for side in actor.sides}) < 2:  # noqa: PLR2004 two sides
            return None
        apart = [one for one in people if one.sides != people[0].sides]
        return self._build.fill(scene, cue, parties, [people[0], apart[0]])

    def _told_of(self, scene: Scene, cue: CueHit) -> bool:
        """Whether this is the contact that the teller speaks of first, so that the teller may well take part."""
        first, last = (cue.last, scene.sentence.last) if self._sov else (scene.sentence.first, cue.first)
        return not any(first <= other.first < last for other in scene.contacts)

    def _complete_message(self, sighting: Sighting, parties: Parties) -> None:
        """A message goes to the capital right after it ("a letter to Tehran"), else to the other side told of."""
        scene, cue = sighting.scene, sighting.cue
        for place in scene.places:
            if place.side and place.mark in {"at", "to"} and 0 <= place.first - cue.last <= _BESIDE:
                sighting.add_side(place.side, self._words.span(place.first, place.last))
                return
        known = self._discourse.last
        if not any(one in sighting.scene.actors for one in parties.subject):
            return  # only a pronoun sends it
        if known is not None and len(known.sides) == 2 and set(sighting.sides) < set(known.sides):  # noqa: PLR2004 two sides
            for side, spans in known.sides.items():
                sighting.add_side(side, spans[0])

    def _journey(self, scene: Scene, cue: CueHit, parties: Parties, hosts: Sequence[PlaceHit]) -> list[Sighting]:
        """A visit to each host whose side is not the traveller's own."""
        if not hosts and cue.frame == "travel" and not self._sov:
            hosts = goals_before(scene, cue)
            parties = _traveller_last(cue, parties) if hosts else parties
        owners = [one for one in parties.others if one.kind in OFFICIAL and _owns(scene, one, cue)]
        travellers = [
            actor for actor in (owners or parties.subject) if actor.sides and actor.kind in {*OFFICIAL, ActorKind.STATE}
        ]
        guests_only = [one for one in travellers if all(one.first != host.first for host in hosts)]
        travellers = guests_only or travellers
        if not travellers:
            travellers = self._after_comma(scene, cue)
        if not travellers:
            travellers = [actor for actor in parties.told[:1] if actor.sides]
        if not travellers:
            return self._back_or_reject(scene, cue, parties, "nobody official travels")
        travellers = self._invited(scene, cue, travellers, hosts) or travellers
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
                sighting = self._build.fill(scene, cue, parties, (*travellers, *parties.others))
                return [self._build.finish(scene, sighting, parties)]
            return self._back_or_reject(scene, cue, parties, "no host of another side")
        return found

    def _invited(self, scene: Scene, cue: CueHit, hosts: Sequence[Actor], places: Sequence[PlaceHit]) -> list[Actor]:
        """Who travels where the subject invites somebody to its own state ("the king invited Y to visit Riyadh")."""
        own, to = {side for one in hosts for side in one.sides}, {place.side for place in places}
        first, last = scene.segment(cue)
        asks = any(first <= mark.first < last for mark in scene.of("asked-by"))
        if not asks or not to or not to <= own:
            return []
        guests = [one for one in hosts if to.isdisjoint(one.sides)]
        if guests:
            return guests
        able = [one for one in scene.actors if one.kind in OFFICIAL and one.sides and to.isdisjoint(one.sides)]
        able = [one for one in able if first <= one.first < last]
        before = [one for one in able if one.last <= cue.first]
        return before[-1:] or able[:1]

    def _after_comma(self, scene: Scene, cue: CueHit) -> list[Actor]:
        """Who travels where a participle stands first: "On a visit to Paris, the premier ..."."""
        commas = [comma for comma in scene.commas if comma >= cue.last]
        if not commas or any(one.last <= cue.first and not one.marks for one in scene.actors):
            return []
        after = [one for one in scene.actors if one.first > min(commas)]
        return [one for one in after[:1] if one.sides and one.kind in OFFICIAL and not one.marks]

    def _back_or_reject(self, scene: Scene, cue: CueHit, parties: Parties, reason: str) -> list[Sighting]:
        probe = self._build.fill(scene, cue, parties, parties.subject)
        probe.kind = "visit"
        return [] if self._discourse.refers_back(scene, cue, probe) else self._reject(scene, cue, reason)


def _traveller_last(cue: CueHit, parties: Parties) -> Parties:
    """Whoever stands right after a verb of travel is who travels, when nobody stands before it."""
    after = [one for one in parties.others if 0 <= one.first - cue.last <= _BESIDE + 1 and not one.marks]
    if any(one.sides for one in parties.subject) or not after or after[0].kind not in OFFICIAL:
        return parties
    group = tuple(one for one in parties.others if one.group == after[0].group)
    return replace(parties, subject=group, others=tuple(one for one in parties.others if one not in group))


def _share_journeys_status(found: Sequence[Sighting]) -> None:
    """What one travels for lies ahead as the journey does ("flies to Warsaw on Friday to meet Tusk")."""
    for visit in found:
        if visit.kind != "visit" or visit.status == "held" or visit.status_span is None:
            continue
        for one in found:
            together = one.scene.segment(one.cue) == one.scene.segment(visit.cue)
            after = one.kind != "visit" and one.cue.first > visit.cue.first
            if after and together and one.status_span is None and set(one.sides) & set(visit.sides):
                one.status, one.status_span, one.days = visit.status, visit.status_span, visit.days or one.days


def _owns(scene: Scene, actor: Actor, cue: CueHit) -> bool:
    """Whether an actor right after a noun is whose visit it is: "of" him, or in the bare genitive.

    A goal may stand between ("the visit to China of the secretary").
    """
    if actor.marks & {"of", "between"}:
        goals = [place for place in scene.places if cue.last <= place.first and place.last <= actor.first]
        first = max([cue.last, *(place.last for place in goals if place.mark)])
        return actor.first - first <= 2  # noqa: PLR2004 a preposition and an article
    return cue.frame == "noun" and actor.first == cue.last and not actor.marks


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
