from datetime import date

from detente import Reader
from detente.export import Screen
from detente.export.answers import answers, language_list
from detente.reference.languages import load_language
from detente.reference.who import who


def answered(question: str, day: date, reader: Reader) -> str:
    return "".join(answers(who(question, day, reader.registry), day, Screen(width=120)))


def test_the_cia_director_of_november_2021_is_told_with_his_term_and_its_source(reader: Reader) -> None:
    text = answered("CIA director", date(2021, 11, 2), reader)
    assert text.startswith("William Burns\n")
    assert "CIA director, US" in text
    assert "19 Mar 2021 – " in text
    assert "source: " in text


def test_an_open_term_long_after_it_was_checked_may_have_changed(reader: Reader) -> None:
    assert "this may have changed since" in answered("Lavrov", date(2040, 1, 1), reader)


def test_a_person_asked_for_after_the_last_term_is_said_to_be_out_of_office(reader: Reader) -> None:
    assert "Not in this office on 1 Jan 2026" in answered("William Burns", date(2026, 1, 1), reader)


def test_every_language_is_listed_with_its_level() -> None:
    header, row = language_list([load_language("en")])
    assert header.split() == ["code", "language", "level", "cues", "examples"]
    assert row.split()[:2] == ["en", "English"]
    assert all(int(number) > 0 for number in row.split()[3:])
