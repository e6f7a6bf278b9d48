"""Days of calendars that news uses beside the Gregorian one.

`solar-hijri` is the calendar of Iran and Afghanistan, `hijri` the lunar one as Saudi Arabia publishes it (Umm al-Qura,
1343 to 1500, which is 1924 to 2077).
"""

from datetime import date, timedelta

from hijridate import Gregorian, Hijri
from persiantools.jdatetime import JalaliDate

SOLAR, LUNAR = "solar-hijri", "hijri"
_MONTHS = 12


def days_of(calendar: str, year: int, month: int = 0, day: int = 0) -> tuple[date, date] | None:
    """First and last day of a year, month or day of a calendar, None when it has no such day.

    Args:
        month: 1 to 12, 0 for the whole year.
        day: 0 for the whole month.
    """
    try:
        first = _day(calendar, year, month or 1, day or 1)
        if day:
            return first, first
        following = (year, month + 1) if 0 < month < _MONTHS else (year + 1, 1)
        return first, _day(calendar, *following, 1) - timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def year_on(calendar: str, day: date) -> int:
    """The year of a calendar in which a day lies."""
    if calendar == SOLAR:
        return int(JalaliDate(day).year)
    return int(Gregorian.fromdate(day).to_hijri().year)


def _day(calendar: str, year: int, month: int, day: int) -> date:
    if calendar == SOLAR:
        found: date = JalaliDate(year, month, day).to_gregorian()
        return found
    return date.fromisoformat(Hijri(year, month, day).to_gregorian().isoformat())
