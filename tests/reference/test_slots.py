"""Calendar words and numbers of a language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reference.languages import load_language
from detente.reference.slots import Slots, number_of

ENGLISH, RUSSIAN, TELUGU = (Slots(load_language(code)) for code in ("en", "ru", "te"))


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("14", 14),
        ("౧౪", 14),
        ("१४", 14),
        ("١٤", 14),
        ("2024", 2024),
        ("0", 0),
        ("", None),
        ("1a", None),
        ("½", None),
        ("²", None),
    ],
)
def test_digits_of_any_script_are_a_number(word: str, number: int | None) -> None:
    assert number_of(word) == number


@given(st.text(max_size=8))
def test_any_word_is_a_number_or_none(word: str) -> None:
    number = number_of(word)
    assert number is None or number >= 0


@pytest.mark.parametrize(
    ("slots", "word", "month"),
    [
        (ENGLISH, "March", 3), (ENGLISH, "MARCH", 3), (RUSSIAN, "марта", 3), (RUSSIAN, "мартовского", 3),
        (RUSSIAN, "Марта", 3),
        (TELUGU, "మార్చి", 3), (TELUGU, "మార్చిలో", 3),
    ],
)  # fmt: skip
def test_a_month_is_known_in_every_case(slots: Slots, word: str, month: int) -> None:
    found = slots.look_up(slots.months, word)
    assert found is not None
    assert found + 1 == month


@pytest.mark.parametrize(
    ("slots", "word", "weekday"),
    [
        (ENGLISH, "Tuesday", 1),
        (RUSSIAN, "вторник", 1),
        (RUSSIAN, "среду", 2),
        (TELUGU, "మంగళవారం", 1),
        (TELUGU, "ఆదివారం", 6),
    ],
)
def test_monday_is_the_first_day_of_the_week(slots: Slots, word: str, weekday: int) -> None:
    assert slots.look_up(slots.weekdays, word) == weekday


def test_may_without_a_capital_is_no_month() -> None:
    assert ENGLISH.look_up(ENGLISH.months, "May") == 4
    assert ENGLISH.look_up(ENGLISH.months, "may") is None


@pytest.mark.parametrize(
    ("word", "slots"),
    [
        ("7", {"{n}", "{day}", "{mm}"}),
        ("14", {"{n}", "{day}"}),
        ("32", {"{n}"}),
        ("0", {"{n}"}),
        ("2024", {"{n}", "{year}"}),
        ("1066", {"{n}"}),
        ("0012", {"{n}"}),
    ],
)
def test_a_number_fills_the_slots_that_its_size_allows(word: str, slots: set[str]) -> None:
    assert set(ENGLISH.names(word)) == slots


@pytest.mark.parametrize(
    ("slots", "word", "count"),
    [(ENGLISH, "three", 3), (ENGLISH, "3", 3), (RUSSIAN, "три", 3), (RUSSIAN, "трёх", 3), (TELUGU, "మూడు", 3)],
)
def test_a_number_word_counts(slots: Slots, word: str, count: int) -> None:
    assert slots.count(word) == count


@pytest.mark.parametrize("slots", [ENGLISH, RUSSIAN, TELUGU])
@pytest.mark.parametrize("word", ["Macron", "Путин", "పుతిన్", ",", "“"])
def test_a_word_that_is_no_time_fills_no_slot(slots: Slots, word: str) -> None:
    assert slots.names(word) == ()
