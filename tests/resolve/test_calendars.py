"""Days of the Hijri calendars, solar and lunar, against days known from the press of both sides."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reference.calendars import LUNAR, SOLAR, days_of, year_on

Contacts = Callable[..., list[dict[str, Any]]]


@pytest.mark.parametrize(
    ("lang", "published", "sentence", "first", "last"),
    [
        ("fa", "2025-11-20",
         "وزیران خارجه ایران و ترکیه ۲۵ آبان ۱۴۰۴ در آنکارا دیدار کردند.",
         "2025-11-16", "2025-11-16"),
        ("fa", "2025-11-20", "وزیران خارجه ایران و ترکیه ۲۵ آبان در آنکارا دیدار کردند.", "2025-11-16", "2025-11-16"),
        ("fa", "2025-04-02", "وزیران خارجه ایران و ترکیه ۲۵ اسفند در آنکارا دیدار کردند.", "2025-03-15", "2025-03-15"),
        ("fa", "2025-11-20", "وزیران خارجه ایران و ترکیه مهر ۱۴۰۳ در آنکارا دیدار کردند.", "2024-09-22", "2024-10-21"),
        ("ar", "2024-11-20",
         "التقى وزيرا خارجية مصر وتركيا في أنقرة في 12 جمادى الأولى 1446هـ.",
         "2024-11-14", "2024-11-14"),
    ],
)  # fmt: skip
def test_a_day_of_another_calendar_is_a_gregorian_day(  # noqa: PLR0913, PLR0917 one column of the table each
    contacts_in: Contacts, lang: str, published: str, sentence: str, first: str, last: str
) -> None:
    contacts = contacts_in(sentence, lang, day=published)
    assert [(one["start"], one["end"]) for one in contacts] == [(first, last)]


def test_a_day_that_the_calendar_does_not_have_is_no_day(contacts_in: Contacts) -> None:
    # Mehr has thirty days.
    sentence = "وزیران خارجه ایران و ترکیه ۳۱ مهر ۱۴۰۴ در آنکارا دیدار کردند."
    contacts = contacts_in(sentence, "fa", day="2025-11-20")
    assert [(one["start"], one["end"]) for one in contacts] == [(None, None)]


@pytest.mark.parametrize(
    ("calendar", "year", "month", "day", "known"),
    [
        (SOLAR, 1399, 12, 30, date(2021, 3, 20)),  # the last day of a leap year
        (SOLAR, 1404, 1, 1, date(2025, 3, 21)),
        (LUNAR, 1445, 9, 1, date(2024, 3, 11)),  # Ramadan as Saudi Arabia announced it
    ],
)
def test_days_known_from_both_calendars(calendar: str, year: int, month: int, day: int, known: date) -> None:
    assert days_of(calendar, year, month, day) == (known, known)


@pytest.mark.parametrize(("calendar", "year", "month", "day"), [(SOLAR, 1400, 12, 30), (LUNAR, 1600, 1, 1)])
def test_days_that_a_calendar_does_not_have(calendar: str, year: int, month: int, day: int) -> None:
    assert days_of(calendar, year, month, day) is None


@given(st.sampled_from([SOLAR, LUNAR]), st.integers(1350, 1490), st.integers(1, 11))
def test_months_follow_each_other_without_a_gap(calendar: str, year: int, month: int) -> None:
    here, following = days_of(calendar, year, month), days_of(calendar, year, month + 1)
    assert here is not None
    assert following is not None
    assert here[1] + timedelta(days=1) == following[0]
    assert year_on(calendar, here[1]) == year
