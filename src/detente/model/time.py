"""Days as inclusive intervals with their precision."""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a source states a time."""

    DAY = "day"
    SPAN = "span"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """First and last possible day, both included."""

    start: date
    end: date
    precision: Precision

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"an interval cannot end ({self.end}) before it starts ({self.start})")

    @property
    def days(self) -> int:
        """Number of days in it, at least 1."""
        return (self.end - self.start).days + 1

    def meets(self, other: "Interval") -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def one_day(day: date) -> Interval:
    """The interval of a single day."""
    return Interval(start=day, end=day, precision=Precision.DAY)


def month_of(year: int, month: int) -> Interval:
    """A whole calendar month (month 1 to 12)."""
    last = calendar.monthrange(year, month)[1]
    return Interval(start=date(year, month, 1), end=date(year, month, last), precision=Precision.MONTH)


def year_of(year: int) -> Interval:
    """A whole calendar year."""
    return Interval(start=date(year, 1, 1), end=date(year, 12, 31), precision=Precision.YEAR)
