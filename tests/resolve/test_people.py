"""Names by sound, and in Latin letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.resolve.people import skeleton
from detente.resolve.romanise import romanise


@pytest.mark.parametrize(
    ("written", "elsewhere"),
    [
        ("Putin", "Путин"),
        ("Putin", "పుతిన్"),
        ("Macron", "Макрон"),
        ("Macron", "మాక్రాన్"),
        ("Stubb", "Стубб"),
        ("Modi", "మోదీ"),
    ],
)
def test_a_name_sounds_the_same_in_every_script(written: str, elsewhere: str) -> None:
    assert skeleton(written) == skeleton(elsewhere)


@pytest.mark.parametrize(("one", "other"), [("Putin", "Peskov"), ("Biden", "Burns"), ("Lavrov", "Lukashenko")])
def test_two_different_names_do_not_sound_the_same(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_accents_and_case_do_not_change_the_sound() -> None:
    assert skeleton("Støre") == skeleton("STORE")
    assert skeleton("Erdoğan") == skeleton("Erdogan")


@given(st.text(max_size=40))
def test_any_name_has_a_skeleton_without_vowels_inside(name: str) -> None:
    for word in skeleton(name).split():
        assert not set(word[1:]) & set("aeiouy")


def test_a_russian_name_is_written_in_latin_letters_with_capitals() -> None:
    assert romanise("Олафина Бреккестад") == "Olafina Brekkestad"


def test_a_telugu_name_is_written_in_latin_letters_with_capitals() -> None:
    name = romanise("ఒలఫినా బ్రెక్కెస్టాడ్")
    assert name.isascii()
    assert all(word[0].isupper() for word in name.split())


def test_a_name_in_latin_letters_keeps_its_accents() -> None:
    assert romanise("Jonas  Gahr Støre") == "Jonas Gahr Støre"
    assert romanise("Radosław Sikorski") == "Radosław Sikorski"


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Mn", "Zs"]), max_size=30))
def test_a_romanised_name_has_single_blanks_only(name: str) -> None:
    assert romanise(name) == " ".join(romanise(name).split())


@given(st.text(alphabet="АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯабвгдежзиклмнопрстуфхцчшщыэюя ", max_size=30))
def test_russian_letters_leave_nothing_but_ascii(name: str) -> None:
    assert romanise(unicodedata.normalize("NFC", name)).isascii()
