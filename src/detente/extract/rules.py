"""The default extractor: cue by cue, clause by clause, offline."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from detente.extract.fields import day_of_host, destinations, read_asking, read_day, read_matters, read_place, read_tellers
from detente.extract.focus import Focus
from detente.extract.join import join_sightings, wider_visit
from detente.extract.parties import Parties, find_parties
from detente.extract.scene import Scene, scenes
from detente.extract.sighting import Sighting
from detente.extract.status import status_of
from detente.model import Interval, Precision, Rejected, Report
from detente.model.annotated import CueHit
from detente.model.grounded import Actor, ActorKind, Grounded, PlaceHit
from detente.reference.languages import Language

_PEOPLE = frozenset({ActorKind.PERSON, ActorKind.OFFICE})
_OFFICIAL = frozenset({ActorKind.PERSON, ActorKind.OFFICE, ActorKind.DELEGATION, ActorKind.BODY})
# Leaders and ministers who "hold talks" have a meeting; talks are those of delegations and envoys (codebook).
_MEETING_ROLES = frozenset({"hos", "hog", "vp", "foreign", "defence", "nsa", "intel", "igo_head"})
_NEAR = 3
# An official readout is given out on the day of the contact or within two days.
_READOUT_DAYS = 2
_HEAD_LINES, _HEAD_WORDS = 8, 8


class Rules:
    """Reads one document; keeps what was seen and what was rejected, with reasons."""

    def __init__(self, grounded: Grounded, language: Language) -> None:
        self._grounded = grounded
        self._words = grounded.annotated.words
        self._language = language
        self._sov = language.order == "sov"
        self._focus = Focus(grounded.account)
        self._main: Sighting | None = None
        self.sightings: list[Sighting] = []
        self.rejected: list[Rejected] = []

    def read(self) -> tuple[tuple[Report, ...], tuple[Rejected, ...]]:
        """Reports in text order, and the near-contacts that became none."""
        for scene in scenes(self._grounded, self._language):
            found = [one for cue in scene.contacts for one in self._sight(scene, cue)]
            found += self._earlier_ones(scene, found)
            found = self._of_transcript(scene, _without_travel_to_talks(found))
            if not found:
                self._follow_up(scene)
            for sighting in found:
                self._focus.tell(sighting)
            found += [later for one in found for later in self._put_off(scene, one)]
            self.sightings += found
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
            later = self._fill(scene, sighting.cue, Parties((), ()), ())
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
        """ "A second meeting, after the first in Singapore": what is told apart by number has the same parties."""
        whole = next((one for one in found if one.kind == "meeting" and one.named), None)
        if whole is None:
            return []
        siblings = []
        for cue in scene.contacts:
            if cue.frame != "noun" or cue.means != "meeting" or any(one.cue is cue for one in found):
                continue
            if cue.first == whole.cue.first or not _told_apart(scene, cue) or scene.segment(cue) == scene.segment(whole.cue):
                continue
            sibling = self._fill(scene, cue, Parties((), ()), ())
            sibling.sides = {side: list(spans) for side, spans in whole.sides.items()}
            sibling.parties = {party: list(spans) for party, spans in whole.parties.items()}
            siblings.append(self._finish(scene, sibling, Parties((), ())))
        return siblings

    def _of_transcript(self, scene: Scene, found: list[Sighting]) -> list[Sighting]:
        """A transcript or readout is of the contact in its title: that day, that place, whatever it calls it later."""
        if self._main is not None:
            return [one for one in found if not self._is_main(one)]
        published = self._grounded.dated
        if not found or not published.stated or published.days is None or self._grounded.account is None:
            return found
        if not scene.sentence.title or found[0].days is not None:
            return found
        days = published.days
        if not scene.of("transcript"):
            start = days.start - timedelta(days=_READOUT_DAYS)
            found[0].issued = Interval(start=start, end=days.end, precision=Precision.SPAN), scene.span
        else:
            found[0].days = days, scene.span
            self._main, found[0].sure_status = found[0], True
            self._place_from_head(found[0])
        return found

    def _place_from_head(self, sighting: Sighting) -> None:
        """The place on a short line of its own above a transcript."""
        for sentence in self._grounded.annotated.sentences[: _HEAD_LINES + 1]:
            for place in self._grounded.places:
                inside = sentence.first <= place.first and place.last <= sentence.last
                if inside and not sentence.title and sentence.last - sentence.first <= _HEAD_WORDS and not place.state:
                    sighting.place = place.name, self._words.span(place.first, place.last)
                    return

    def _is_main(self, sighting: Sighting) -> bool:
        """Whether a sighting in a transcript is of the contact transcribed; if so its matters are added to it."""
        main = self._main
        if main is None or main.days is None or not set(sighting.sides) <= set(main.sides) or sighting.other:
            return False
        if sighting.days is not None and not sighting.days[0].meets(main.days[0]):
            return False
        read_matters(sighting.scene, main, self._words)
        main.quotes.append(sighting.scene.span)
        return True

    def _sight(self, scene: Scene, cue: CueHit) -> list[Sighting]:
        """What one contact cue says: nothing, one contact, or for a journey one a host."""
        veto = self._veto(scene, cue)
        if veto:
            return self._reject(scene, cue, veto)
        parties = find_parties(scene, cue, self._focus, sov=self._sov)
        if cue.frame == "travel" or cue.means == "visit":
            hosts = destinations(scene, cue, sov=self._sov)
            if hosts or cue.frame == "travel":
                return self._journey(scene, cue, parties, hosts)
        sighting = self._fill(scene, cue, parties, parties.all)
        if cue.means == "message" and len(sighting.sides) == 1:
            self._complete_message(sighting, parties)
        if len(sighting.sides) < 2 and parties.told and self._told_of(scene, cue):  # noqa: PLR2004 a contact has two sides
            sighting = self._fill(scene, cue, parties, (*parties.told[:1], *parties.all))
        self._complete_with_account(sighting, parties, cue)
        reason = self._unfit(sighting, parties, cue)
        if reason and self._refers_back(scene, cue, sighting):
            return []
        return self._reject(scene, cue, reason) if reason else [self._finish(scene, sighting, parties)]

    def _veto(self, scene: Scene, cue: CueHit) -> str:
        if cue.frame == "noun" and _names_an_event(scene, cue):
            return "the name of an event, told only as an occasion"
        if scene.of("not-contact"):
            return "the sentence speaks of sport, firms, courts or art"
        for mark in scene.of("series"):
            before = 0 <= cue.first - mark.last < _NEAR
            after = 0 <= mark.first - cue.last < _NEAR and not self._sov
            if (before or after) and not scene.times:
                return "a series without single dates"
        return ""

    def _reject(self, scene: Scene, cue: CueHit, reason: str) -> list[Sighting]:
        words = self._words.text[self._words.starts[cue.first] : self._words.ends[cue.last - 1]]
        self.rejected.append(Rejected(span=scene.span, cue=words, reason=reason))
        return []

    def _fill(self, scene: Scene, cue: CueHit, parties: Parties, actors: Iterable[Actor]) -> Sighting:
        """A sighting with its sides, parties and status."""
        published = self._grounded.annotated.document.published
        sighting = Sighting(scene=scene, cue=cue, kind=cue.means, published=published)
        roles = set()
        for actor in actors:
            span = self._words.span(actor.first, actor.last)
            for side in actor.sides:
                sighting.add_side(side, span)
            if actor.party is not None and actor.sides and actor.kind in _PEOPLE:
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

    def _complete_with_account(self, sighting: Sighting, parties: Parties, cue: CueHit) -> None:
        """ "Meeting with the President of Belarus" on a government's own page: the other side is its own."""
        account = self._grounded.account
        linked = any("with" in actor.marks for actor in parties.others)
        if account is not None and linked and cue.frame == "noun" and set(sighting.sides) and not parties.subject:
            sighting.add_side(account, self._words.span(cue.first, cue.last))

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

    def _unfit(self, sighting: Sighting, parties: Parties, cue: CueHit) -> str:
        """Why a sighting is no contact, "" when it is one."""
        if not sighting.sides:
            return "no side is named"
        if len(sighting.sides) == 1:
            return f"only one side, {next(iter(sighting.sides))}"
        official = any(actor.kind in _OFFICIAL for actor in parties.all) or bool(sighting.parties)
        if cue.frame == "noun" and cue.means in {"meeting", "call"} and not official:
            read_place(sighting.scene, sighting, self._words)
            if sighting.place is None and read_day(sighting.scene, sighting, self._words) is None:
                return "only bare states, and neither day nor place"
        if cue.frame == "verb" and cue.means in {"meeting", "call"}:
            several = len({side for actor in parties.subject for side in actor.sides}) > 1
            met = (*parties.others, *parties.subject) if several else parties.others or parties.subject
            if not any(actor.kind in {*_PEOPLE, ActorKind.DELEGATION, ActorKind.COUNTERPART} for actor in met):
                return "nobody is met who could meet"
            if not parties.others and len({side for actor in parties.subject for side in actor.sides}) < 2:  # noqa: PLR2004 two sides
                return "nobody is met"
        return ""

    def _journey(self, scene: Scene, cue: CueHit, parties: Parties, hosts: Sequence[PlaceHit]) -> list[Sighting]:
        """A visit to each host whose side is not the traveller's own."""
        owners = [
            one
            for one in parties.others
            if one.kind in _OFFICIAL and _owns(one, cue)
        ]
        travellers = [
            actor
            for actor in (owners or parties.subject)
            if actor.sides and actor.kind in {*_OFFICIAL, ActorKind.STATE}
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
            sighting = self._fill(scene, cue, parties, (*travellers, *guests))
            sighting.add_side(host.side, self._words.span(host.first, host.last))
            sighting.kind = "visit"
            sighting.place = host.name, self._words.span(host.first, host.last)
            sighting.state_only = host.state
            ahead = sighting.status in {"planned", "proposed"}
            if len(hosts) > 1:
                sighting.days = day_of_host(scene, host, list(hosts), ahead=ahead, words=self._words)
            found.append(self._finish(scene, sighting, parties))
        if not found:
            sides = {side for actor in parties.others for side in actor.sides}
            if cue.means == "visit" and sides - {side for actor in travellers for side in actor.sides}:
                return [self._finish(scene, self._fill(scene, cue, parties, (*travellers, *parties.others)), parties)]
            return self._back_or_reject(scene, cue, parties, "no host of another side")
        return found

    def _back_or_reject(self, scene: Scene, cue: CueHit, parties: Parties, reason: str) -> list[Sighting]:
        probe = self._fill(scene, cue, parties, parties.subject)
        probe.kind = "visit"
        return [] if self._refers_back(scene, cue, probe) else self._reject(scene, cue, reason)

    def _finish(self, scene: Scene, sighting: Sighting, parties: Parties) -> Sighting:
        """Read the other fields of a sighting that is a contact."""
        if sighting.kind == "meeting" and not sighting.parties and _delegations(parties):
            sighting.kind = "talks"
        if sighting.kind == "talks" and sighting.roles & _MEETING_ROLES and len(_ranking(sighting)) > 1:
            sighting.kind = "meeting"
        sighting.days = sighting.days or read_day(scene, sighting, self._words)
        if sighting.place is None:
            read_place(scene, sighting, self._words)
        sighting.asked_by = read_asking(scene, sighting, parties, self._words, sov=self._sov)
        read_matters(scene, sighting, self._words)
        read_tellers(scene, sighting, parties, self._grounded)
        sighting.quotes.append(scene.span)
        sighting.other = _told_apart(scene, sighting.cue)
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
        known.asked_by = known.asked_by or read_asking(
            scene, probe, Parties((), ()), self._words, sov=self._sov
        )
        read_place(scene, probe, self._words)
        if known.place is None or (known.state_only and probe.place is not None):
            known.place, known.state_only = probe.place, probe.state_only
        read_matters(scene, known, self._words)
        known.quotes.append(scene.span)

    def _follow_up(self, scene: Scene) -> None:
        """A sentence that goes on about the contact just told ("The leaders discussed ...") adds topics and outcomes."""
        if not self.sightings or scene.contacts:
            return
        known = self.sightings[-1]
        goes_on = scene.of("pair", "sides", "pronoun", "about") or any(actor.sides for actor in scene.actors)
        if goes_on and scene.sentence.paragraph - known.scene.sentence.paragraph <= 1:
            read_matters(scene, known, self._words)


def _told_apart(scene: Scene, cue: CueHit) -> bool:
    """Whether a word such as "second" or "earlier" stands before the cue, at most an adjective away."""
    return any(0 <= cue.first - mark.last <= 2 for mark in scene.of("again"))  # noqa: PLR2004 an adjective between


def _names_an_event(scene: Scene, cue: CueHit) -> bool:
    """ "the NATO Summit": a body directly before the noun and nobody with it."""
    before = [
        one
        for one in scene.actors
        if one.kind is ActorKind.BODY and (one.last == cue.first or (one.first == cue.last and not one.marks))
    ]
    return bool(before) and not any(one.group == before[0].group and one != before[0] for one in scene.actors)


def _owns(actor: Actor, cue: CueHit) -> bool:
    """Whether an actor right after a noun is whose visit it is: "of" him, or in the bare genitive."""
    if actor.marks & {"of", "between"}:
        return actor.first - cue.last <= 2  # noqa: PLR2004 a preposition and an article
    return cue.frame == "noun" and actor.first == cue.last and not actor.marks


def _delegations(parties: Parties) -> bool:
    """Whether those who meet are delegations, envoys or teams without a name (codebook: talks)."""
    return any(actor.kind is ActorKind.DELEGATION for actor in parties.all)


def _ranking(sighting: Sighting) -> set[str]:
    return {party.side for party in sighting.parties if party.office or party.name}


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
                if not set(sighting.sides) <= set(one.sides) and set(sighting.sides) & set(one.sides)
                and one.cue.first > sighting.cue.first and _only_host(sighting, one)
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
