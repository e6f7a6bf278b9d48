"""When an undated document was written, from what it says: an interval with its reasons, never a silent guess.

Every clue keeps those days on which the text could have been written; the document's days are what all clues leave.
A clue that would leave nothing is set aside and said so.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from detente.model import Interval, Precision, Span, Term, month_of
from detente.model.annotated import Annotated, MentionKind, TimeHit
from detente.model.grounded import Dated
from detente.reference.offices import office_label
from detente.reference.registry import Registry
from detente.reference.rows import Milestone
from detente.resolve.chunk import Chunk
from detente.resolve.people import open_days

_EARLIEST = date(1945, 1, 1)
_DAY = timedelta(days=1)
_YEAR_DAYS, _WIDEST_YEARS = 366, 8
_HEAD_WORDS = 60
_CONTACT_CUES = frozenset({"call", "meeting", "visit", "talks", "message"})
_BODY_TITLE = "director"
Days = list[tuple[date, date]]


@dataclass(slots=True)
class _Clues:
    """The days left, as disjoint closed pairs in order, and what took the others away."""

    days: Days
    reasons: list[tuple[str, Span | None]] = field(default_factory=list)

    def keep(self, days: Days, reason: str, span: Span | None) -> bool:
        """Keep only these days; whether the clue narrowed anything."""
        left = _intersect(self.days, days)
        if not left:
            self.reasons.append((f"set aside, it agrees with no other clue: {reason}", span))
            return False
        if left != self.days:
            self.days = left
            self.reasons.append((reason, span))
            return True
        return False


def date_document(annotated: Annotated, chunks: Sequence[Chunk], registry: Registry, latest: date) -> Dated:
    """The days on which an undated document can have been written.

    Args:
        latest: no document is younger.

    Returns:
        days None when the clues leave more than eight years.
    """
    clues = _Clues([(_EARLIEST, latest)])
    if _from_dateline(annotated, clues):
        return _result(clues)
    _from_terms(annotated, chunks, registry, latest, clues)
    _from_dates(annotated, clues)
    _from_milestones(annotated, registry, clues)
    _from_weekdays(annotated, clues)
    _from_bare_months(annotated, clues)
    _from_year_end(annotated, clues)
    _from_short_time(annotated, clues)
    return _result(clues)


def _result(clues: _Clues) -> Dated:
    first, last = clues.days[0][0], clues.days[-1][1]
    precision = Precision.DAY if first == last else Precision.SPAN
    left = Interval(start=first, end=last, precision=precision)
    days = left if left.days <= _WIDEST_YEARS * _YEAR_DAYS else None
    return Dated(days=days, stated=False, possible=left, reasons=tuple(clues.reasons))


def stated_years(annotated: Annotated) -> Mapping[tuple[int, int], int]:
    """(month, day) -> year, for the days that the text gives with one year only."""
    found: dict[tuple[int, int], set[int]] = {}
    for hit in annotated.times:
        if hit.means == "date" and hit.years and hit.months and hit.days:
            found.setdefault((hit.months[0], hit.days[0]), set()).add(hit.years[0])
    return {day: next(iter(years)) for day, years in found.items() if len(years) == 1}


def _full_day(hit: TimeHit) -> date | None:
    if hit.means != "date" or not (hit.years and hit.months and hit.days):
        return None
    if hit.days[0] > month_of(hit.years[0], hit.months[0]).end.day:
        return None
    return date(hit.years[0], hit.months[0], hit.days[0])


def _from_dateline(annotated: Annotated, clues: _Clues) -> bool:
    """A full date alone on one of the first lines is the day of publication."""
    for hit in annotated.times:
        day = _full_day(hit)
        if day is None or hit.first > _HEAD_WORDS:
            continue
        span = annotated.words.span(hit.first, hit.last)
        begins = annotated.document.text.rfind("\n", 0, span.start) + 1
        ends = annotated.document.text.find("\n", span.end)
        line = annotated.document.text[begins : ends if ends >= 0 else None]
        if sum(map(str.isalnum, line)) <= sum(map(str.isalnum, annotated.document.quote(span))) + 16:
            return clues.keep([(day, day)], f"dateline {day.isoformat()}", span)
    return False


def _from_terms(annotated: Annotated, chunks: Iterable[Chunk], registry: Registry, latest: date, clues: _Clues) -> None:
    """A person named with an office held it when the text was written, unless the text says "then" or "former"."""
    seen: set[tuple[str, str]] = set()
    for chunk in chunks:
        if not chunk.names or chunk.former or chunk.names[0].kind is not MentionKind.PERSON:
            continue
        role = next((one.role for one in chunk.offices if one.role), "")
        if not role and not chunk.bodies:
            continue
        side = next((one.side for one in (*chunk.states, *chunk.offices, *chunk.bodies) if one.side), "")
        for person in _sure_person(chunk):
            terms = [term for term in registry.terms_of(person) if _fits(term, role, side, chunk, registry)]
            if terms and (person, role) not in seen:
                seen.add((person, role))
                name, office = registry.persons[person].name, terms[0].office
                span = annotated.words.span(chunk.first, chunk.last)
                clues.keep(_merge(open_days(terms, latest)), f"{name} is {office}", span)


def _sure_person(chunk: Chunk) -> tuple[str, ...]:
    return chunk.names[0].persons if len(chunk.names[0].persons) == 1 else ()


def _fits(term: Term, role: str, side: str, chunk: Chunk, registry: Registry) -> bool:
    if side and term.side != side:
        return False
    if chunk.bodies and role in {"", "intel"}:
        short = registry.bodies[chunk.bodies[0].value].short
        return bool(short) and short in office_label(term, registry)
    return term.role == role


def _from_dates(annotated: Annotated, clues: _Clues) -> None:
    """The text was written after the latest day or year that it tells of as past."""
    latest = clues.days[-1][1]
    known = [
        (start, hit)
        for hit in annotated.times
        if hit.years and hit.means in {"date", "month", "year", "range", "season"} and hit.direction != "future"
        if (start := _start_of(hit)) is not None and start <= latest
    ]
    for start, hit in sorted(known, key=lambda pair: pair[0], reverse=True):
        span = annotated.words.span(hit.first, hit.last)
        if clues.keep([(start, latest)], f"it tells of {annotated.document.quote(span)!r} as past", span):
            return


def _start_of(hit: TimeHit) -> date | None:
    full = _full_day(hit)
    if full is not None:
        return full
    return date(hit.years[0], hit.months[0] if hit.months else 1, 1)


def _contact_sentences(annotated: Annotated) -> frozenset[int]:
    """Numbers of the sentences in which a contact is spoken of."""
    firsts = [sentence.first for sentence in annotated.sentences]
    return frozenset(bisect_right(firsts, cue.first) - 1 for cue in annotated.cues if cue.means in _CONTACT_CUES)


def _sentence(annotated: Annotated, place: int) -> int:
    """Number of the sentence that holds a word."""
    return bisect_right(annotated.sentences, place, key=lambda one: one.first) - 1


def _from_milestones(annotated: Annotated, registry: Registry, clues: _Clues) -> None:
    """A well-known contact told with its month or day, but without its year, fixes the year."""
    named = {one for mention in annotated.mentions for one in mention.persons if mention.form == "full"}
    values = {mention.value for mention in annotated.mentions}
    spoken = _contact_sentences(annotated)
    known_here = [
        one
        for one in registry.milestones
        if (set(one.persons) <= named if one.persons else set(one.sides) <= values and one.place in values)
    ]
    for hit in annotated.times:
        if hit.years or not hit.months or hit.means not in {"date", "month"}:
            continue
        if not known_here or _sentence(annotated, hit.first) not in spoken:
            continue
        fitting = [one for one in known_here if _told(one, hit, clues.days)]
        if len({one.start.year for one in fitting}) == 1:
            known = fitting[0]
            after = known.end + _DAY
            clues.keep(
                [(after, known.start + timedelta(days=_YEAR_DAYS - 31))],
                f"it tells of {known.note or known.kind} of {known.start.isoformat()} by its month alone",
                annotated.words.span(hit.first, hit.last),
            )


def _told(known: Milestone, hit: TimeHit, days: Days) -> bool:
    """Whether the time can be that of the contact."""
    if known.start.month != hit.months[0] or known.start > days[-1][1] or known.end < days[0][0] - timedelta(days=365):
        return False
    return not hit.days or hit.days[0] == known.start.day


def weekday_years(annotated: Annotated, days: Interval | None) -> Mapping[tuple[int, int], int]:
    """(month, day) -> year, for days told with a weekday ("Sunday, June 18") that fits one year around the document.

    Args:
        days: when the document was written; None gives nothing.
    """
    found: dict[tuple[int, int], int] = {}
    for _, day, fitting in _weekday_dates(annotated, days):
        if len(fitting) == 1:
            found[day.months[0], day.days[0]] = fitting[0].year
    return found


def _weekday_dates(annotated: Annotated, days: Interval | None) -> Iterator[tuple[Span, TimeHit, list[date]]]:
    """Days told with their weekday and without their year, and the dates within a year of the document that fit."""
    for hit, following in pairwise(annotated.times):
        pair = {hit.means: hit, following.means: following}
        if days is None or pair.keys() != {"weekday", "date"} or following.first - hit.last > 1:
            continue
        weekday, day = pair["weekday"], pair["date"]
        if day.years or not (day.months and day.days and weekday.weekdays):
            continue
        able = [
            date(year, day.months[0], day.days[0])
            for year in range(days.start.year - 1, days.end.year + 2)
            if day.days[0] <= month_of(year, day.months[0]).end.day
        ]
        near = timedelta(days=_YEAR_DAYS)
        fitting = [
            one for one in able if one.weekday() == weekday.weekdays[0] and days.start - near <= one <= days.end + near
        ]
        yield annotated.words.span(hit.first, following.last), day, fitting


def _from_weekdays(annotated: Annotated, clues: _Clues) -> None:
    """A day with its weekday and without its year fits few years only, and lies within a year of the text."""
    left = Interval(start=clues.days[0][0], end=clues.days[-1][1], precision=Precision.SPAN)
    near = timedelta(days=_YEAR_DAYS - 31)
    for span, _, fitting in _weekday_dates(annotated, left):
        years = ", ".join(str(one.year) for one in fitting[:3])
        days = _merge((one - near, one + near) for one in fitting)
        clues.keep(days, f"{annotated.document.quote(span)!r} fits {years}", span)


def _from_bare_months(annotated: Annotated, clues: _Clues) -> None:
    """A past month or day without a year lies within the year before the document."""
    for hit in annotated.times:
        if hit.years or not hit.months or hit.direction == "future" or hit.means not in {"date", "month", "since"}:
            continue
        if hit.means != "since" and hit.direction != "past" and not hit.days:
            continue
        days: Days = []
        for year in range(clues.days[0][0].year - 1, clues.days[-1][1].year + 1):
            month = month_of(year, hit.months[0])
            start = month.start.replace(day=min(hit.days[0], month.end.day)) if hit.days else month.end + _DAY
            days.append((start, start + timedelta(days=_YEAR_DAYS - 31)))
        if hit.direction == "past":
            span = annotated.words.span(hit.first, hit.last)
            clues.keep(_merge(days), f"{annotated.document.quote(span)!r} lies within the year before", span)


def _from_year_end(annotated: Annotated, clues: _Clues) -> None:
    """The end of the year is spoken of as near in its second half."""
    for hit in annotated.times:
        if hit.means == "until" and hit.unit == "year" and not hit.years:
            years = range(clues.days[0][0].year, clues.days[-1][1].year + 1)
            span = annotated.words.span(hit.first, hit.last)
            quote = annotated.document.quote(span)
            days = [(date(year, 7, 1), date(year, 12, 31)) for year in years]
            clues.keep(days, f"{quote!r} is said in the second half of a year", span)


def _from_short_time(annotated: Annotated, clues: _Clues) -> None:
    """Said of "their second call in just a month": at most a month and a half after the dated one near it."""
    for hit in annotated.times:
        if hit.means != "within":
            continue
        earlier = _nearest_dated(annotated, hit, clues.days)
        if earlier is not None:
            length = {"week": 10, "month": 45, "year": 548}.get(hit.unit, 0) * max(hit.count, 1)
            span = annotated.words.span(hit.first, hit.last)
            quote = annotated.document.quote(span)
            clues.keep(
                [(earlier, earlier + timedelta(days=length - 1))],
                f"{quote!r} counts from {earlier.isoformat()}",
                span,
            )


def _nearest_dated(annotated: Annotated, hit: TimeHit, days: Days) -> date | None:
    """The nearest day of the same paragraph whose year the clues allow only once."""
    paragraph = _paragraph(annotated, hit.first)
    found: list[tuple[int, date]] = []
    for other in annotated.times:
        if (
            other.means != "date"
            or not (other.months and other.days)
            or _paragraph(annotated, other.first) != paragraph
        ):
            continue
        years = other.years or tuple(range(days[0][0].year - 1, days[-1][1].year + 1))
        able = [
            day
            for year in years
            if other.days[0] <= month_of(year, other.months[0]).end.day
            for day in [date(year, other.months[0], other.days[0])]
            if day <= days[-1][1] and day + timedelta(days=_YEAR_DAYS) >= days[0][0]
        ]
        inside = [day for day in able if day >= days[0][0] - _DAY] or able
        if len(inside) == 1:
            found.append((abs(other.first - hit.first), inside[0]))
    return min(found)[1] if found else None


def _paragraph(annotated: Annotated, place: int) -> int:
    return annotated.sentences[_sentence(annotated, place)].paragraph


def _intersect(left: Days, right: Days) -> Days:
    found = [(max(a, c), min(b, d)) for a, b in left for c, d in right if max(a, c) <= min(b, d)]
    return _merge(found)


def _merge(days: Iterable[tuple[date, date]]) -> Days:
    """Disjoint pairs in order."""
    merged: Days = []
    for start, end in sorted(days):
        if merged and start <= merged[-1][1] + _DAY:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
