"""Which days a time expression means, counted from the day of publication."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model import Interval, Precision, one_day
from detente.model.annotated import TimeHit
from detente.resolve.days import time_days

Contacts = Callable[..., list[dict[str, Any]]]
MEANS = (
    "date", "range", "month", "part", "season", "year", "years", "weekday", "weekdays", "relative", "ago", "ahead",
    "until", "since", "within",
)  # fmt: skip
DAYS = st.dates(min_value=date(1945, 1, 1), max_value=date(2090, 12, 31))


def hit(means: str, **values: Any) -> TimeHit:
    given_values: dict[str, Any] = {"direction": "either", "unit": "", "count": 0, **values}
    return TimeHit(first=0, last=1, means=means, **given_values)


def days(contacts: list[dict[str, Any]]) -> tuple[str | None, str | None]:
    assert len(contacts) == 1, contacts
    return contacts[0]["start"], contacts[0]["end"]


# Published on Wednesday, 15 May 2024, unless a claim says otherwise.
@pytest.mark.parametrize(
    ("lang", "published", "sentence", "first", "last"),
    [
        ("en", "2024-05-15", "Emmanuel Macron met Olaf Scholz in Berlin today.", "2024-05-15", "2024-05-15"),
        ("en", "2024-05-15",
         "Emmanuel Macron met Olaf Scholz in Berlin yesterday.",
         "2024-05-14", "2024-05-14"),
        ("en", "2024-05-15",
         "Emmanuel Macron will meet Olaf Scholz in Berlin tomorrow.",
         "2024-05-16", "2024-05-16"),
        ("en", "2024-05-15", "Emmanuel Macron met Olaf Scholz on Tuesday.", "2024-05-14", "2024-05-14"),
        ("en", "2024-05-15", "Emmanuel Macron met Olaf Scholz on Wednesday.", "2024-05-15", "2024-05-15"),
        ("en", "2024-05-15", "Emmanuel Macron met Olaf Scholz on Thursday.", "2024-05-09", "2024-05-09"),
        ("en", "2024-05-15", "Emmanuel Macron will meet Olaf Scholz on Friday.", "2024-05-17", "2024-05-17"),
        ("en", "2024-05-15", "Emmanuel Macron will visit Berlin next week.", "2024-05-20", "2024-05-26"),
        ("en", "2024-01-10", "Emmanuel Macron met Olaf Scholz last month.", "2023-12-01", "2023-12-31"),
        ("en", "2024-05-15", "Emmanuel Macron will visit Berlin next year.", "2025-01-01", "2025-12-31"),
        ("en", "2024-05-15", "Emmanuel Macron met Olaf Scholz in 2022.", "2022-01-01", "2022-12-31"),
        ("en", "2024-05-15", "Emmanuel Macron met Olaf Scholz in June 2023.", "2023-06-01", "2023-06-30"),
        ("en", "2024-05-15", "Emmanuel Macron met Olaf Scholz in February 2024.", "2024-02-01", "2024-02-29"),
        ("en", "2024-01-02", "Emmanuel Macron met Olaf Scholz on December 30.", "2023-12-30", "2023-12-30"),
        ("en", "2023-12-28", "Emmanuel Macron will meet Olaf Scholz on January 3.", "2024-01-03", "2024-01-03"),
        ("en", "2024-05-30",
         "Emmanuel Macron visited Germany from May 26 to 28, 2024.",
         "2024-05-26", "2024-05-28"),
        ("en", "2024-05-10",
         "Emmanuel Macron visited Germany from April 29 to May 2.",
         "2024-04-29", "2024-05-02"),
        ("en", "2024-01-05",
         "Emmanuel Macron visited Germany from December 30 to January 2.",
         "2023-12-30", "2024-01-02"),
        ("en", "2023-12-20",
         "Emmanuel Macron will visit Germany from December 30 to January 2.",
         "2023-12-30", "2024-01-02"),
        ("en", "2025-03-05", "Emmanuel Macron met Olaf Scholz on February 29.", "2024-02-29", "2024-02-29"),
        ("en", "2024-05-15",
         "Emmanuel Macron met Olaf Scholz in the spring of 2023.",
         "2023-03-01", "2023-05-31"),
        ("en", "2024-05-15",
         "Emmanuel Macron met Olaf Scholz in the winter of 2022.",
         "2022-12-01", "2023-02-28"),
        ("en", "2024-05-15", "Emmanuel Macron will meet Olaf Scholz in late June.", "2024-06-20", "2024-06-30"),
        ("en", "2024-05-15", "Emmanuel Macron will visit Berlin in mid-July.", "2024-07-11", "2024-07-20"),
        ("en", "2024-05-15",
         "Iran and Iraq will hold talks by the end of the year.",
         "2024-05-15", "2024-12-31"),
        ("ru", "2024-05-15", "Эммануэль Макрон вчера встретился с Олафом Шольцем.", "2024-05-14", "2024-05-14"),
        ("ru", "2024-05-15",
         "Эммануэль Макрон во вторник встретился с Олафом Шольцем.",
         "2024-05-14", "2024-05-14"),
        ("ru", "2024-05-15",
         "Эммануэль Макрон встретится с Олафом Шольцем в пятницу.",
         "2024-05-17", "2024-05-17"),
        ("ru", "2024-05-15",
         "Эммануэль Макрон встретился с Олафом Шольцем в прошлом месяце.",
         "2024-04-01", "2024-04-30"),
        ("ru", "2024-05-15",
         "Эммануэль Макрон встретился с Олафом Шольцем в марте 2023 года.",
         "2023-03-01", "2023-03-31"),
        ("ru", "2024-05-15",
         "Эммануэль Макрон встретился с Олафом Шольцем весной 2023 года.",
         "2023-03-01", "2023-05-31"),
        ("ru", "2024-05-15",
         "Эммануэль Макрон встретится с Олафом Шольцем в конце июня.",
         "2024-06-20", "2024-06-30"),
        ("ru", "2025-03-05",
         "Эммануэль Макрон встретился с Олафом Шольцем 29 февраля.",
         "2024-02-29", "2024-02-29"),
        ("ru", "2024-05-15", "Эммануэль Макрон посетил Германию 26–28 апреля.", "2024-04-26", "2024-04-28"),
        ("ru", "2024-05-15",
         "Эммануэль Макрон находился в Германии с визитом с 29 апреля по 2 мая.",
         "2024-04-29", "2024-05-02"),
        ("ru", "2023-12-20",
         "Эммануэль Макрон посетит Германию с 30 декабря по 2 января.",
         "2023-12-30", "2024-01-02"),
        ("te", "2024-05-15",
         "ఇమ్మాన్యుయేల్ మాక్రాన్ నిన్న జర్మనీ ఛాన్సలర్ ఓలాఫ్ షోల్జ్‌తో సమావేశమయ్యారు.",
         "2024-05-14", "2024-05-14"),
        ("te", "2024-05-15",
         "ఇమ్మాన్యుయేల్ మాక్రాన్ గత నెలలో జర్మనీ ఛాన్సలర్ ఓలాఫ్ షోల్జ్‌తో సమావేశమయ్యారు.",
         "2024-04-01", "2024-04-30"),
        ("te", "2024-05-15",
         "ఇమ్మాన్యుయేల్ మాక్రాన్ 2023 మార్చిలో జర్మనీ ఛాన్సలర్ ఓలాఫ్ షోల్జ్‌తో సమావేశమయ్యారు.",
         "2023-03-01", "2023-03-31"),
        ("te", "2024-05-15",
         "ఇమ్మాన్యుయేల్ మాక్రాన్ 2023 వేసవిలో జర్మనీ ఛాన్సలర్ ఓలాఫ్ షోల్జ్‌తో సమావేశమయ్యారు.",
         "2023-06-01", "2023-08-31"),
        ("te", "2024-05-15",
         "ఇమ్మాన్యుయేల్ మాక్రాన్ జూన్ చివరిలో జర్మనీ ఛాన్సలర్ ఓలాఫ్ షోల్జ్‌తో సమావేశం కానున్నారు.",
         "2024-06-20", "2024-06-30"),
        ("te", "2025-03-05",
         "ఇమ్మాన్యుయేల్ మాక్రాన్ ఫిబ్రవరి 29న జర్మనీ ఛాన్సలర్ ఓలాఫ్ షోల్జ్‌తో సమావేశమయ్యారు.",
         "2024-02-29", "2024-02-29"),
        ("te", "2024-05-15",
         "ఇమ్మాన్యుయేల్ మాక్రాన్ ఏప్రిల్ 26 నుంచి 28 వరకు జర్మనీలో పర్యటించారు.",
         "2024-04-26", "2024-04-28"),
        ("te", "2024-05-15",
         "ఇమ్మాన్యుయేల్ మాక్రాన్ ఏప్రిల్ 29 నుంచి మే 2 వరకు జర్మనీలో పర్యటించారు.",
         "2024-04-29", "2024-05-02"),
    ],
)  # fmt: skip
def test_a_time_is_counted_from_the_day_of_publication(  # noqa: PLR0913, PLR0917 one value a column of the table
    contacts_in: Contacts, lang: str, published: str, sentence: str, first: str, last: str
) -> None:
    assert days(contacts_in(sentence, lang, day=published)) == (first, last)


def test_a_planned_friday_lies_ahead_and_a_held_one_behind(contacts_in: Contacts) -> None:
    assert days(contacts_in("Emmanuel Macron will meet Olaf Scholz on Friday.")) == ("2024-05-17", "2024-05-17")
    assert days(contacts_in("Emmanuel Macron met Olaf Scholz on Friday.")) == ("2024-05-10", "2024-05-10")


def test_two_weeks_ago_is_more_than_one_day(contacts_in: Contacts) -> None:
    first, last = days(contacts_in("Emmanuel Macron and Olaf Scholz met two weeks ago in Berlin."))
    assert first is not None
    assert last is not None
    assert first < "2024-05-01" < last


def test_a_day_that_no_calendar_has_is_no_day(contacts_in: Contacts) -> None:
    assert days(contacts_in("Emmanuel Macron met Olaf Scholz in Berlin on February 30.")) == (None, None)


def test_a_day_without_a_year_in_a_text_without_a_date_is_no_day(contacts_in: Contacts) -> None:
    assert days(contacts_in("Emmanuel Macron met Olaf Scholz in Berlin on March 14.", day=None)) == (None, None)


def test_a_range_with_both_years_runs_to_the_second(contacts_in: Contacts) -> None:
    sentence = "Emmanuel Macron visited Germany from December 30, 2023 to January 2, 2024."
    assert days(contacts_in(sentence, day="2024-01-05")) == ("2023-12-30", "2024-01-02")


def test_the_year_of_a_day_may_stand_elsewhere_in_the_text() -> None:
    timed = time_days(hit("date", months=(6,), days=(16,)), one_day(date(2023, 1, 1)), {(6, 16): 2021})
    assert timed.past == timed.future == one_day(date(2021, 6, 16))


def test_a_past_month_is_not_the_month_we_are_in() -> None:
    timed = time_days(hit("month", months=(5,), direction="past"), one_day(date(2024, 5, 15)), {})
    assert timed.past is not None
    assert (timed.past.start, timed.past.end) == (date(2023, 5, 1), date(2023, 5, 31))


def test_a_weekday_of_a_text_whose_day_is_not_known_is_no_day() -> None:
    wide = Interval(start=date(2021, 6, 1), end=date(2021, 12, 31), precision=Precision.SPAN)
    for anchor in (None, wide):
        timed = time_days(hit("weekday", weekdays=(1,)), anchor, {})
        assert (timed.past, timed.future) == (None, None)


def test_a_month_counts_from_an_interval_when_both_its_ends_agree() -> None:
    autumn = Interval(start=date(2021, 9, 1), end=date(2021, 11, 30), precision=Precision.SPAN)
    timed = time_days(hit("month", months=(6,)), autumn, {})
    assert timed.past is not None
    assert (timed.past.start, timed.past.end) == (date(2021, 6, 1), date(2021, 6, 30))


HITS = st.builds(
    hit,
    st.sampled_from(MEANS),
    direction=st.sampled_from(("past", "future", "either", "now")),
    unit=st.sampled_from(("day", "week", "month", "season", "year", "")),
    count=st.integers(-3, 400),
    days=st.lists(st.integers(0, 99), max_size=2).map(tuple),
    months=st.lists(st.integers(1, 12), max_size=2).map(tuple),
    years=st.lists(st.integers(1900, 2100), max_size=2).map(tuple),
    weekdays=st.lists(st.integers(0, 6), max_size=2).map(tuple),
    season=st.none() | st.integers(0, 3),
)
ANCHORS = st.none() | st.builds(
    lambda start, length: Interval(
        start=start,
        end=start + timedelta(days=length),
        precision=Precision.SPAN if length else Precision.DAY,
    ),
    DAYS,
    st.sampled_from((0, 0, 1, 40, 400)),
)


@given(HITS, ANCHORS)
def test_no_time_ends_before_it_starts(found: TimeHit, anchor: Interval | None) -> None:
    timed = time_days(found, anchor, {})
    for days_of in (timed.past, timed.future):
        assert days_of is None or days_of.start <= days_of.end
    assert timed.hit is found


@given(st.integers(0, 6), DAYS)
def test_a_past_weekday_lies_within_the_week_before_and_a_future_one_within_the_week_after(
    weekday: int, published: date
) -> None:
    timed = time_days(hit("weekday", weekdays=(weekday,)), one_day(published), {})
    assert timed.past is not None
    assert timed.future is not None
    assert timed.past.start.weekday() == timed.future.start.weekday() == weekday
    assert timedelta(0) <= published - timed.past.start < timedelta(days=7)
    assert timedelta(0) <= timed.future.start - published < timedelta(days=7)
