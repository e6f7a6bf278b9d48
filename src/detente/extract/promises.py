"""What a sentence promises: by whom, by when, and whether it is to keep in contact."""

from collections.abc import Iterable
from datetime import date

from detente.extract.focus import Focus
from detente.extract.promisers import Promisers
from detente.extract.scene import Scene
from detente.extract.sighting import Ahead, Pledge, Sighting
from detente.model import Interval, Outcome, Promise, Stated
from detente.model.annotated import CueHit
from detente.model.grounded import Grounded, Timed
from detente.reference.languages import Language

PROMISED = ("agreement", "proposal", "commitment", "handover", "demand")
# What a contact of these statuses leaves open: nobody promised anything at a meeting that was called off.
_LEFT = {"cancelled": frozenset[str](), "denied": frozenset({"demand"})}
# Times that are no day by which something is due.
_NO_DAY = frozenset({"since", "years", "within", "ago"})
_AHEAD = frozenset({"until", "ahead"})
# So near behind a verb of promising or saying a time says when that was.
_TOLD = 2
_BESIDE = 1


class PromiseReader:
    """Reads the promises of one document's sentences.

    Args:
        focus: whom the discourse is about.
    """

    def __init__(self, grounded: Grounded, focus: Focus, language: Language) -> None:
        self._words = grounded.annotated.words
        self._capitals = language.capitals
        dated = grounded.dated
        self._today = dated.days.end if dated.stated and dated.days is not None else None
        self._promisers = Promisers(focus, self._words, language, account=grounded.account)
        self._last = language.order in {"sov", "v2"}

    def read(self, scene: Scene, sighting: Sighting, *, only_regular: bool = False) -> None:
        """Note what a sentence on a contact promises, once.

        Args:
            only_regular: whether nothing but keeping in contact counts, since the sentence may be on something else.
        """
        if scene.number in sighting.pledges:
            return
        regular = scene.of("regular")
        said: dict[str, list[CueHit]] = {}
        for mark in scene.cues:
            if mark.means in PROMISED and not _unsaid(scene, mark):
                said.setdefault(mark.means, []).append(mark)
        kept = "agreement" if "agreement" in said else "commitment"
        kinds = [kept] if regular and only_regular else [] if only_regular else list(said)
        if regular and kept not in kinds:
            kinds.append(kept)
        pledges = [self._pledge(scene, kind, said.get(kind, []), regular if kind == kept else []) for kind in kinds]
        if pledges:
            sighting.pledges[scene.number] = tuple(pledges)

    def _pledge(self, scene: Scene, kind: str, marks: list[CueHit], regular: list[CueHit]) -> Pledge:
        """One promise: all marks of a kind in one sentence."""
        said = marks or regular
        by = self._promisers.all_of(scene, said)
        return Pledge(
            sentence=scene.span,
            kind=kind,
            marks=tuple(self._words.span(mark.first, mark.last) for mark in (*marks, *regular)),
            by=None if by == frozenset() and not marks else by,
            ahead=tuple(self._times(scene, said)),
            regular=bool(regular),
            open=kind != "handover" or any(_planned(scene, mark) for mark in marks),
        )

    def _times(self, scene: Scene, marks: list[CueHit]) -> Iterable[Ahead]:
        """Times of the clause that lie ahead, those after the words before those around them."""
        behind: list[Timed] = []
        around: list[Timed] = []
        for mark in marks:
            first, _ = scene.segment(mark)
            stop = min(
                (other.first for other in scene.cues if other.first >= mark.last and _other_matter(mark, other)),
                default=scene.sentence.last,
            )
            for timed in scene.times:
                after = mark.last <= timed.hit.first < stop
                before = first <= timed.hit.first and timed.hit.last <= mark.first
                within = mark.first <= timed.hit.first < mark.last
                if (after or within or before) and self._is_ahead(scene, timed, mark, after=after or within):
                    (around if before else behind).append(timed)
        for timed in dict.fromkeys((*behind, *around)):
            if timed.future is not None:
                span = self._words.span(timed.hit.first, timed.hit.last)
                yield Ahead(days=timed.future, past=timed.past, span=span)

    def _is_ahead(self, scene: Scene, timed: Timed, mark: CueHit, *, after: bool) -> bool:
        """Whether a time in the clause of a promise lies ahead, and is not when it was given or told of."""
        hit, days = timed.hit, timed.future
        if days is None or hit.means in _NO_DAY or hit.direction == "past" or self._tells(scene, timed):
            return False
        if self._today is None or self._in_name(scene, timed):
            return bool(hit.years)
        if hit.direction == "future" or hit.means in _AHEAD:
            return days.end > self._today
        # "Promised on Tuesday": a day that may be gone, right behind the words.
        later = after and hit.first - mark.last >= _BESIDE
        if hit.direction == "now":
            return later and days.start <= self._today < days.end
        if hit.weekdays and not hit.days:
            return later and days.start > self._today and not _in_setting(scene, timed, mark)
        if not after and (not self._last or _parted(scene, timed, mark)):
            return False
        return days.start > self._today and (bool(hit.years) or _nearer_ahead(timed, self._today))

    def _in_name(self, scene: Scene, timed: Timed) -> bool:
        """Whether a day is a word of a name ("the Good Friday Agreement")."""
        before, after = timed.hit.first - 1, timed.hit.last
        if (
            not self._capitals
            or after - before > _TOLD
            or before < scene.sentence.first
            or after >= scene.sentence.last
        ):
            return False
        named = any(one.last == before + 1 or one.first == after for one in scene.actors)
        return not named and self._words.forms[before][0].isupper() and self._words.forms[after][0].isupper()

    def _tells(self, scene: Scene, timed: Timed) -> bool:
        """Whether a time stands right behind a verb of saying ("..., the ministry said on Friday")."""
        own = scene.of(*PROMISED)
        verbs = [
            told
            for told in scene.of("told")
            if not any(told.first < mark.last and mark.first < told.last for mark in own)
        ]
        return any(0 <= timed.hit.first - told.last < _TOLD for told in verbs)


def promises_of(one: Sighting) -> tuple[Stated[Promise], ...]:
    """The promises of a contact whose sides and days are whole, in text order."""
    left = _LEFT.get(one.status)
    stated = []
    for pledge in (pledge for number in sorted(one.pledges) for pledge in one.pledges[number]):
        if left is not None and pledge.kind not in left:
            continue
        by = frozenset(one.sides) if pledge.by is None else pledge.by & set(one.sides)
        if pledge.regular and pledge.by and not by:
            continue  # others keep in contact with each other
        due = next((time for time in pledge.ahead if not _own_day(time, one)), None)
        if due is None and not pledge.open and one.status not in {"planned", "proposed"}:
            continue  # a handover that is told as done
        promise = Promise(
            kind=Outcome(pledge.kind),
            by=tuple(sorted(by)),
            due=None if due is None else due.days,
            regular=pledge.regular,
        )
        spans = (pledge.sentence, *pledge.marks, *(() if due is None else (due.span,)))
        stated.append(Stated(value=promise, evidence=tuple(dict.fromkeys(spans))))
    return tuple(stated)


def _own_day(time: Ahead, one: Sighting) -> bool:
    """Whether a time is the day of the contact itself, or no later than that as far as anybody can tell."""
    if one.days is None:
        return one.published is None
    days, span = one.days
    return span == time.span or days in (time.days, time.past) or time.days.end <= days.start


def _unsaid(scene: Scene, mark: CueHit) -> bool:
    """Whether words right before a promise deny it ("would not commit to", "no agreement")."""
    return any(
        other.first <= mark.first and mark.first - other.last < _BESIDE for other in scene.of("denied", "no-result")
    )


def _planned(scene: Scene, mark: CueHit) -> bool:
    """Whether the clause of a handover says that it is to come."""
    first, last = scene.segment(mark)
    return any(first <= one.first < last for one in scene.statuses if one.means == "planned")


def _other_matter(mark: CueHit, other: CueHit) -> bool:
    """Whether other words open another promise; a handover is what is promised, not another matter."""
    return other.means in PROMISED and other.means not in {mark.means, "handover"}


def _in_setting(scene: Scene, timed: Timed, mark: CueHit) -> bool:
    """Whether the time is that of a contact at which the promise was given ("promised at the talks on Friday")."""
    between = [cue for cue in scene.contacts if mark.last <= cue.first and cue.last <= timed.hit.first]
    return bool(between) and scene.opens_at(between[-1])


def _parted(scene: Scene, timed: Timed, mark: CueHit) -> bool:
    """Whether somebody stands between a time and the words behind it, so that it may be of a clause of his.

    Not he who stands right before the words: he promises.
    """
    return any(timed.hit.last <= one.first and one.last < mark.first - _BESIDE for one in scene.actors)


def _nearer_ahead(timed: Timed, today: date) -> bool:
    """Whether a day or month without a year is nearer ahead than back."""
    past, future = timed.past, timed.future
    if past is None or future is None or past == future:
        return True
    return _days(today, future) < _days(today, past)


def _days(today: date, days: Interval) -> int:
    """How many days an interval lies away from a day."""
    return max((days.start - today).days, (today - days.end).days, 0)
