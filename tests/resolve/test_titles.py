"""Names in scripts without spaces: what follows them, and how they are spelled."""

from datetime import date

import pytest

from detente.model import Interval, Precision
from detente.model.annotated import TimeHit
from detente.model.words import split_words
from detente.resolve.days import time_days
from detente.resolve.kana import is_kana, romanise_kana
from detente.resolve.titles import marks_after

PHRASES = {
    "に": [(("に",), "to"), (("に", "つ", "い", "て"), "about")],
    "と": [(("と",), "with"), (("と", "の", "間", "で"), "with")],
}


@pytest.mark.parametrize(
    ("text", "marks"),
    [("について", {"about"}), ("に", {"to"}), ("との間で", {"with"}), ("氏らと", {"with"}), ("は", set())],
)
def test_the_longest_words_after_a_mention_say_what_it_does(text: str, marks: set[str]) -> None:
    words = split_words(text)
    assert marks_after(words, 0, len(words), PHRASES, {"氏", "ら"}) == marks


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("ブリンケン", "Brinken"),
        ("クリスティアン", "Kristian"),
        ("チョー・トゥ", "Cho Tu"),
        ("ジョコ・ウィドド", "Joko Widod"),
    ],
)
def test_a_foreign_name_in_katakana_loses_the_vowels_that_japanese_added(name: str, spelling: str) -> None:
    assert is_kana(name)
    assert romanise_kana(name) == spelling


def test_a_bare_day_is_the_nearest_in_its_direction() -> None:
    hit = TimeHit(first=0, last=2, means="date", direction="either", unit="", count=0, days=(26,))
    day = date(2018, 7, 13)
    times = time_days(hit, Interval(start=day, end=day, precision=Precision.DAY), {})
    assert times.past is not None
    assert times.future is not None
    assert (times.past.start, times.future.start) == (date(2018, 6, 26), date(2018, 7, 26))


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_bare_day_at_the_ends_of_the_calendar_is_no_error(day: date) -> None:
    hit = TimeHit(first=0, last=2, means="date", direction="either", unit="", count=0, days=(31,))
    assert time_days(hit, Interval(start=day, end=day, precision=Precision.DAY), {}).hit is hit
