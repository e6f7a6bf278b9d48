"""Names written without spaces, and numbers written in characters."""

import pytest

from detente.model.words import split_words
from detente.reference.languages import Calendar, Language
from detente.reference.slots import Slots
from detente.reference.unspaced import unspaced_surnames, without_dots

CHARACTERS = {"〇": 0, "一": 1, "二": 2, "三": 3, "八": 8, "九": 9, "十": 10}
CALENDAR = Calendar(weekdays=((),) * 7, months=((),) * 12, numerals=CHARACTERS)
SLOTS = Slots(Language(code="xx", name="Test", level="draft", calendar=CALENDAR, cue=()))


@pytest.mark.parametrize(
    ("name", "length", "surnames"),
    [
        ("鈴木善幸", 2, ["鈴木"]),
        ("森喜朗", 2, ["森喜", "森"]),
        ("小泉純一郎", 2, ["小泉", "小泉純"]),
        ("胡耀邦", 1, ["胡"]),
        ("ヘルムート・シュミット", 0, ["シュミット"]),
        ("鈴木善幸", 0, []),
        ("Helmut Schmidt", 2, []),
        ("李鵬", 1, ["李"]),
    ],
)
def test_news_calls_a_person_by_the_family_name(name: str, length: int, surnames: list[str]) -> None:
    assert list(unspaced_surnames(name, length)) == surnames


def test_a_foreign_name_is_known_without_its_dots() -> None:
    assert without_dots("ヘルムート・シュミット") == "ヘルムートシュミット"


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十三", 23),
        ("三十", 30),
        ("一九九八", 1998),
        ("二〇二三", 2023),
        ("23", 23),
        ("二人", None),
    ],
)
def test_a_number_in_characters_has_its_value(word: str, value: int | None) -> None:
    assert SLOTS.number(word) == value


def test_a_number_in_characters_is_one_word() -> None:
    assert split_words("昨年十二月二十三日").forms == ("昨", "年", "十二", "月", "二十三", "日")
