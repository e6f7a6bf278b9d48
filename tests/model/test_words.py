"""Words of a text, in any script."""

import unicodedata
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.words import fold_word, split_words


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("The U.S. envoy left.", ("The", "U.S.", "envoy", "left", ".")),
        ("Burns's trip", ("Burns", "'s", "trip")),
        ("Biden’s call", ("Biden", "’s", "call")),
        ("US-Russia talks", ("US", "-", "Russia", "talks")),
        ("26–28 мая", ("26", "–", "28", "мая")),
        ("12మార్చి", ("12", "మార్చి")),
        ("పుతిన్‌తో", ("పుతిన్‌తో",)),
        ("会谈在北京", ("会", "谈", "在", "北", "京")),
        ("“CIA”", ("“", "CIA", "”")),
        ("  \n\t ", ()),
    ],
)
def test_a_text_falls_into_these_words(text: str, forms: tuple[str, ...]) -> None:
    assert split_words(text).forms == forms


def test_a_telugu_word_keeps_its_vowel_signs_and_joiners() -> None:
    word = "జెలెన్‌స్కీతో"
    assert split_words(word).forms == (word,)


def test_a_decomposed_letter_stays_in_its_word() -> None:
    decomposed = unicodedata.normalize("NFD", "Erdoğan Стубб Йонас")
    assert len(split_words(decomposed).forms) == 3


def test_the_span_of_words_is_what_they_were_split_from() -> None:
    text = "Моди прибыл  в Киев."
    words = split_words(text)
    assert text[words.span(0, 4).start : words.span(0, 4).end] == "Моди прибыл  в Киев"


@given(st.text())
def test_words_are_in_order_inside_the_text_and_leave_only_what_shows_nothing(text: str) -> None:
    words = split_words(text)
    assert len(words) == len(words.forms) == len(words.starts) == len(words.ends)
    end = 0
    for start, stop, form in zip(words.starts, words.ends, words.forms, strict=True):
        assert end <= start < stop <= len(text)
        assert all(letter.isspace() or category(letter) == "Cf" for letter in text[end:start])
        assert text[start:stop] == form
        end = stop
    assert all(letter.isspace() or category(letter) == "Cf" for letter in text[end:])


@given(st.text(st.characters(max_codepoint=0xFFFF)))
def test_a_rare_character_at_the_end_changes_no_word_before_it(text: str) -> None:
    assert split_words(f"{text} \U0001f600").forms == (*split_words(text).forms, "\U0001f600")


@given(st.text(max_size=30))
def test_a_word_folded_is_folded_for_good_but_for_rare_letters(word: str) -> None:
    folded = fold_word(word)
    assert fold_word(folded) == folded.casefold()


def test_case_joiners_and_apostrophes_are_folded() -> None:
    assert fold_word("ПУТИН") == "путин"
    assert fold_word("పుతిన్‌తో") == "పుతిన్తో"
    assert fold_word("O’Neill") == fold_word("O'Neill")


def test_letters_that_count_as_another_are_folded() -> None:
    assert fold_word("Королёв", str.maketrans({"ё": "е"})) == "королев"
