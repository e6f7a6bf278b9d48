import sys
import unicodedata

import pytest
from rich.cells import cell_len

from detente.export.screen import Screen, one_line, visible

BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_a_sentence_turned_round_by_a_bidi_control_shows_the_control() -> None:
    assert visible("Moscow \u202edeined\u202c it") == r"Moscow \u202edeined\u202c it"


def test_an_escape_sequence_in_a_text_is_shown_and_not_obeyed() -> None:
    assert visible("\x1b[31mred\x1b[0m \x9b2J\a") == r"\x1b[31mred\x1b[0m \x9b2J\x07"


@pytest.mark.parametrize("text", ["మంత్రి వచ్చారు", "క్‌ష", "می‌خواهم", "Zürich–Köln", "外相が到着した"])
def test_letters_of_any_script_and_their_joiners_stay_as_they_are(text: str) -> None:
    assert visible(text) == text


def test_no_control_and_no_bidi_control_of_all_unicode_is_let_through() -> None:
    obeyed = [
        letter
        for letter in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} or unicodedata.bidirectional(letter) in BIDI
    ]
    assert len(obeyed) > 2000
    assert [letter for letter in obeyed if visible(letter) == letter] == []


def test_a_quote_over_several_lines_becomes_one_line() -> None:
    assert one_line("They met\r\n\tin  Geneva.\n") == "They met in Geneva."


@pytest.mark.parametrize("width", [1, 40, 80, 500])
@pytest.mark.parametrize(
    "sentence", ["The two ministers met in Geneva. " * 9, "外相は火曜日に到着した。" * 9, "x" * 300]
)
def test_a_long_quote_is_wrapped_and_not_cut(width: int, sentence: str) -> None:
    text = Screen(width=width).wrapped([(sentence, "dim")], first="- ", indent="  ")
    widest = min(max(width, 40), 120)
    assert all(cell_len(line) <= widest for line in text.splitlines())
    assert text.startswith("- ")
    assert "".join(text[2:].split()) == "".join(sentence.split())


def test_a_line_does_not_break_between_a_word_and_its_bracket() -> None:
    pieces = [("aaaa " * 7, ""), ("[", "name"), ("Kyiv", "name"), ("|place]", "name"), (".", "")]
    assert "[Kyiv|place]." in Screen(width=40).wrapped(pieces)


def test_without_colour_there_is_no_escape_code() -> None:
    assert Screen().wrapped([("held", "good"), (" in Kyiv", "")]) == "held in Kyiv\n"


def test_colour_ends_where_its_words_end() -> None:
    screen = Screen(colour=True)
    assert screen.wrapped([("held", "good"), (" in Kyiv", "")]) == "\x1b[32mheld\x1b[0m in Kyiv\n"
