"""Values that cannot be built wrongly."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import Refusal, Span, Stated
from detente.model import Interval, Precision, month_of, one_day, year_of


def test_a_value_without_evidence_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="has no evidence"):
        Stated(value="FR", evidence=())


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_an_empty_or_reversed_span_cannot_be_built(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="a span needs"):
        Span(start=start, end=end)


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert not Span(start=0, end=4).overlaps(Span(start=4, end=8))
    assert Span(start=0, end=5).overlaps(Span(start=4, end=8))
    assert Span(start=0, end=8).covers(Span(start=4, end=8))


def test_an_interval_that_ends_before_it_starts_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Interval(start=date(2024, 5, 15), end=date(2024, 5, 14), precision=Precision.SPAN)


def test_february_of_a_leap_year_has_29_days() -> None:
    assert month_of(2024, 2).days == 29
    assert month_of(2023, 2).days == 28
    assert month_of(1900, 2).days == 28


def test_june_2021_is_thirty_days_and_2024_is_366() -> None:
    assert month_of(2021, 6).days == 30
    assert year_of(2024).days == 366


@given(st.dates(), st.dates())
def test_two_intervals_meet_when_they_share_a_day(one: date, other: date) -> None:
    first, second = one_day(one), one_day(other)
    assert first.meets(second) == second.meets(first) == (one == other)
    assert one in first


@given(st.dates(max_value=date(9998, 12, 31)), st.integers(0, 300))
def test_the_days_of_an_interval_count_both_ends(start: date, length: int) -> None:
    interval = Interval(start=start, end=start + timedelta(days=length), precision=Precision.SPAN)
    assert interval.days == length + 1
    assert start in interval
    assert interval.end in interval
    assert interval.end + timedelta(days=1) not in interval


def test_a_refusal_has_a_reason_that_is_known() -> None:
    with pytest.raises(ValueError, match="unknown refusal reason"):
        Refusal(source="a.txt", reason="whim", detail="", remedy="")
