"""Time expressions -> days, counted from the day of the document."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date, timedelta

from detente.model import Interval, Precision, month_of, one_day, year_of
from detente.model.annotated import TimeHit
from detente.model.grounded import Timed
from detente.reference.calendars import days_of, year_on

_WEEK = 7
_MONTHS = 12
_PARTS = {1: (1, 10), 2: (11, 20), 3: (20, 31)}
# A bare month or day is looked for within this many days back before next year's is meant, and the other way round.
_NEAR_AHEAD = 45


def time_days(hit: TimeHit, anchor: Interval | None, years: Mapping[tuple[int, int], int]) -> Timed:
    """The days that a time expression means, read as past and as future.

    Args:
        anchor: when the document was written; None when that is unknown.
        years: (month, day) -> year, for days whose year the text gives elsewhere.
    """
    try:
        return _timed(hit, anchor, years)
    except (OverflowError, ValueError):  # "3000 years ago" lies before the first day that a date can hold
        return Timed(hit=hit, past=None, future=None)


def _timed(hit: TimeHit, anchor: Interval | None, years: Mapping[tuple[int, int], int]) -> Timed:
    if hit.years or (hit.months and hit.days and (hit.months[0], hit.days[0]) in years):
        year = hit.years[0] if hit.years else years[hit.months[0], hit.days[0]]
        whole = _in_year(hit, year)
        return Timed(hit=hit, past=whole, future=whole)
    if anchor is None or (hit.calendar and not hit.hijri):  # a day that its calendar does not have
        return Timed(hit=hit, past=None, future=None)
    if anchor.days > 1:
        return _from_interval(hit, anchor)
    past = None if hit.direction == "future" else _counted(hit, anchor.start, ahead=False)
    future = None if hit.direction == "past" else _counted(hit, anchor.start, ahead=True)
    return Timed(hit=hit, past=past or future, future=future or past)


def _from_interval(hit: TimeHit, anchor: Interval) -> Timed:
    """Months and dates counted from both ends of an interval, kept when both give the same days."""
    if hit.means not in {"date", "range", "month", "part", "season"}:
        return Timed(hit=hit, past=None, future=None)
    found = []
    for ahead in (False, True):
        first, last = _counted(hit, anchor.start, ahead=ahead), _counted(hit, anchor.end, ahead=ahead)
        found.append(first if first == last else None)
    return Timed(hit=hit, past=found[0], future=found[1])


def _in_year(hit: TimeHit, year: int) -> Interval | None:
    """The days of an expression whose year is known."""
    if hit.means in {"year", "years", "since", "until"} and not hit.months:
        return year_of(year)
    if hit.season is not None:
        return _season(year, hit.season)
    if not hit.months:
        return None
    if hit.means == "part":
        return _part(year, hit.months[0], hit.count)
    if not hit.days:
        return month_of(year, hit.months[0])
    first = _safe_day(year, hit.months[0], hit.days[0])
    last = _safe_day(hit.years[-1] if hit.years else year, hit.months[-1], hit.days[-1])
    if first is None or last is None:
        return None
    if last < first:
        if len(hit.months) < 2:  # noqa: PLR2004 a range over the turn of the year has two months
            return one_day(first)
        last = last.replace(year=year + 1)
    return one_day(first) if first == last else Interval(start=first, end=last, precision=Precision.SPAN)


def _safe_day(year: int, month: int, day: int) -> date | None:
    if 1 <= month <= _MONTHS and 1 <= day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def _season(year: int, season: int) -> Interval:
    """Meteorological seasons of the northern half; winter belongs to the year in which it begins."""
    month = (12, 3, 6, 9)[season]
    end_year, end_month = (year + 1, 2) if season == 0 else (year, month + 2)
    end = month_of(end_year, end_month).end
    return Interval(start=date(year, month, 1), end=end, precision=Precision.SEASON)


def _part(year: int, month: int, part: int) -> Interval:
    whole = month_of(year, month)
    first, last = _PARTS.get(part, (1, 31))
    end = min(last, whole.end.day)
    return Interval(start=date(year, month, min(first, end)), end=date(year, month, end), precision=Precision.SPAN)


def _counted(hit: TimeHit, day: date, *, ahead: bool) -> Interval | None:
    """The days of an expression without a year, from the document's day."""
    if hit.means in {"weekday", "weekdays"}:
        return _weekdays(hit, day, ahead=ahead)
    if hit.hijri is not None:
        return _nearest(_hijri_around(hit, day), hit, day, ahead=ahead)
    if hit.means == "relative":
        # In Hindi one word means the day before and the day after, as the tense says.
        turned = hit.direction == "either" and hit.count > 0 and not ahead
        return _relative(replace(hit, count=-hit.count) if turned else hit, day)
    if hit.means in {"ago", "ahead"}:
        return _distance(hit, day)
    if hit.means == "until":
        end = date(day.year, 12, 31) if hit.unit == "year" else month_of(day.year, day.month).end
        return Interval(start=day, end=end, precision=Precision.SPAN)
    if hit.means in {"date", "range"} and not hit.months and hit.unit == "month":
        year, month = _shift(day, hit.count)
        return _in_year(replace(hit, months=(month,)), year)
    if hit.means in {"date", "range"} and not hit.months:
        return _nearest_month(hit, day, ahead=ahead)
    if hit.means in {"date", "range", "month", "part", "season"}:
        return _nearest_year(hit, day, ahead=ahead)
    return None


def _nearest_year(hit: TimeHit, day: date, *, ahead: bool) -> Interval | None:
    """The occurrence nearest to the document's day in the direction that the words or the tense give."""
    around = [found for year in (day.year - 1, day.year, day.year + 1) if (found := _in_year(hit, year))]
    return _nearest(around, hit, day, ahead=ahead)


def _hijri_around(hit: TimeHit, day: date) -> list[Interval]:
    """A day or month of another calendar in the year of the document, the one before and the one after."""
    month, number = hit.hijri or (0, 0)
    here = year_on(hit.calendar, day)
    around = [days_of(hit.calendar, year, month, number) for year in (here - 1, here, here + 1)]
    precision = Precision.DAY if number else Precision.SPAN
    return [Interval(start=found[0], end=found[1], precision=precision) for found in around if found]


def _nearest(around: Sequence[Interval], hit: TimeHit, day: date, *, ahead: bool) -> Interval | None:
    if hit.direction == "past":
        ahead = False
    elif hit.direction == "future":
        ahead = True
    if ahead:
        coming = [found for found in around if found.end >= day]
        return coming[0] if coming else None
    gone = [found for found in around if found.start <= day]
    if not gone:
        return None
    if hit.direction == "past" and len(gone) > 1 and day in gone[-1]:
        return gone[-2]
    return gone[-1]


def _nearest_month(hit: TimeHit, day: date, *, ahead: bool) -> Interval | None:
    """The nearest such day of a month in the direction that the tense gives ("the 26th")."""
    shifted = [_shift(day, months) for months in (-2, -1, 0, 1, 2)]
    dated = [(year, replace(hit, months=(month,))) for year, month in shifted if MINYEAR <= year <= MAXYEAR]
    around = [found for year, one in dated if (found := _in_year(one, year))]
    if ahead:
        return next((found for found in around if found.end >= day), None)
    return next((found for found in reversed(around) if found.start <= day), None)


def _weekdays(hit: TimeHit, day: date, *, ahead: bool) -> Interval | None:
    """The last such weekday up to today, or the next from today; a range runs on from its first day."""
    if not hit.weekdays:
        return None
    first = _weekday(day, hit.weekdays[0], ahead=ahead, same=hit.direction == "either")
    if len(hit.weekdays) == 1:
        return one_day(first)
    last = first + timedelta(days=(hit.weekdays[-1] - first.weekday()) % _WEEK)
    return Interval(start=first, end=last, precision=Precision.SPAN)


def _weekday(day: date, weekday: int, *, ahead: bool, same: bool) -> date:
    if ahead:
        distance = (weekday - day.weekday()) % _WEEK
        return day + timedelta(days=distance if distance or same else _WEEK)
    distance = (day.weekday() - weekday) % _WEEK
    return day - timedelta(days=distance if distance or same else _WEEK)


def _relative(hit: TimeHit, day: date) -> Interval:
    if hit.unit == "day":
        return one_day(day + timedelta(days=hit.count))
    if hit.unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=hit.count)
        return Interval(start=monday, end=monday + timedelta(days=_WEEK - 1), precision=Precision.WEEK)
    if hit.unit == "month":
        return month_of(*_shift(day, hit.count))
    return year_of(day.year + hit.count)


def _shift(day: date, months: int) -> tuple[int, int]:
    """Year and month so many months from a day."""
    total = day.year * _MONTHS + day.month - 1 + months
    return total // _MONTHS, total % _MONTHS + 1


def _distance(hit: TimeHit, day: date) -> Interval | None:
    """So many units ago or ahead; with a slack of a quarter, since news rounds ("two weeks ago")."""
    sign = -1 if hit.means == "ago" else 1
    length = {"day": 1, "week": _WEEK, "month": 30, "year": 365}.get(hit.unit)
    if length is None or hit.count <= 0:
        return None
    if hit.unit == "month":
        return month_of(*_shift(day, sign * hit.count))
    if hit.unit == "year":
        return year_of(day.year + sign * hit.count)
    middle = day + timedelta(days=sign * length * hit.count)
    slack = timedelta(days=length * hit.count // 4)
    if not slack:
        return one_day(middle)
    return Interval(start=middle - slack, end=middle + slack, precision=Precision.SPAN)
