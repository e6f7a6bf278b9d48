"""Patterns over words, as language files write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.words import split_words
from detente.reference.languages import WordRules, load_language
from detente.reference.lexicon import Lexicon
from detente.reference.patterns import expand_pattern
from detente.reference.slots import slot_names


def found(pattern: str, text: str, rules: WordRules | None = None) -> list[str]:
    lexicon: Lexicon[str] = Lexicon(rules or WordRules(), capitals=True)
    lexicon.add(pattern, "cue")
    return said(lexicon, text)


def said(lexicon: Lexicon[str], text: str) -> list[str]:
    words = split_words(text)
    return [text[words.starts[hit.first] : words.ends[hit.last - 1]] for hit in lexicon.find(words)]


@pytest.mark.parametrize(
    ("pattern", "sequences"),
    [
        ("met", ["met"]),
        ("met with", ["met with"]),
        ("met|saw him", ["met him", "saw him"]),
        ("met (briefly) with", ["met briefly with", "met with"]),
        ("US-led talks", ["US - led talks"]),
        ("talk~", ["talk~"]),
        ("on {day} {month}", ["on {day} {month}"]),
        ("told … that", ["told … that"]),
        ("(a) (b)", ["a b", "a", "b"]),
        ("", []),
    ],
)
def test_a_pattern_stands_for_these_words(pattern: str, sequences: list[str]) -> None:
    assert sorted(" ".join(words) for words in expand_pattern(pattern)) == sorted(sequences)


@given(st.lists(st.sampled_from(["met", "a|b", "(of)", "(x|y)", "talk~", "…", "{day}"]), max_size=6))
def test_a_choice_multiplies_and_an_optional_part_adds_one(parts: list[str]) -> None:
    pattern = " ".join(parts)
    size = 1
    for part in parts:
        size *= len(part.strip("()").split("|")) + part.startswith("(")
    assert len(expand_pattern(pattern)) in {size, size - 1}
    assert all(expand_pattern(pattern))


def test_a_word_is_found_whatever_its_case() -> None:
    assert found("held talks", "Held TALKS again.") == ["Held TALKS"]


def test_a_word_with_an_ending_mark_takes_any_ending() -> None:
    assert found("negotiat~", "Negotiators negotiated; the negator slept.") == ["Negotiators", "negotiated"]


def test_a_whole_word_is_not_found_inside_another() -> None:
    assert found("met", "The metal was meted out.") == []


def test_the_longest_reading_at_a_place_is_taken() -> None:
    assert found("spoke (by) (phone)", "They spoke by phone.") == ["spoke by phone"]


def test_a_gap_is_at_most_six_words_long() -> None:
    assert found("told … that", "He told a b c d e f that") == ["told a b c d e f that"]
    assert found("told … that", "He told a b c d e f g that") == []


def test_a_language_of_characters_has_longer_gaps() -> None:
    lexicon: Lexicon[str] = Lexicon(WordRules(gap=8), capitals=False)
    lexicon.add("电话 … 会谈", "call")
    assert said(lexicon, "他们在电话中就局势举行会谈。") == ["电话中就局势举行会谈"]


def test_a_slot_is_filled_by_the_calendar_of_the_language() -> None:
    language = load_language("en")
    lexicon: Lexicon[str] = Lexicon(language.words, capitals=True, slots=slot_names(language))
    lexicon.add("{month} {day}", "date")
    assert said(lexicon, "They met on March 14 and on Monday 14.") == ["March 14"]


def test_a_name_takes_the_endings_of_its_language() -> None:
    rules = WordRules(endings=("а", "ом", "у"), drop=("а",))
    lexicon: Lexicon[str] = Lexicon(rules, capitals=True)
    lexicon.add_name("Макрон", "fr.emmanuel-macron")
    assert said(lexicon, "Встреча с Макроном и письмо Макрону.") == ["Макроном", "Макрону"]


def test_a_name_is_not_a_common_word_written_small() -> None:
    lexicon: Lexicon[str] = Lexicon(WordRules(), capitals=True)
    lexicon.add_name("Turkey", "TR")
    assert said(lexicon, "Turkey ate turkey.") == ["Turkey"]


def test_a_name_is_found_without_capitals_where_a_script_has_none() -> None:
    lexicon: Lexicon[str] = Lexicon(WordRules(endings=("తో",)), capitals=False)
    lexicon.add_name("పుతిన్", "ru.vladimir-putin")
    assert said(lexicon, "పుతిన్‌తో మాట్లాడారు") == ["పుతిన్‌తో"]


def test_a_particle_written_together_with_a_word_is_taken_off() -> None:
    assert found("الوزير", "والوزير وصل", WordRules(proclitics=("و",))) == ["والوزير"]


def test_letters_that_count_as_another_are_one_letter() -> None:
    assert found("проведет", "Он проведёт встречу.", WordRules(fold={"ё": "е"})) == ["проведёт"]


def test_only_the_words_between_two_places_are_searched() -> None:
    lexicon: Lexicon[str] = Lexicon(WordRules(), capitals=True)
    lexicon.add("met", "cue")
    words = split_words("They met . They met .")
    assert [hit.first for hit in lexicon.find(words, 3)] == [4]
    assert [hit.first for hit in lexicon.find(words, 0, 3)] == [1]
    assert [hit.first for hit in lexicon.find(words, 2, 4)] == []


@given(st.text(max_size=60), st.lists(st.sampled_from(["a~", "met", "held (the) talks", "x … y"]), max_size=4))
def test_every_hit_lies_inside_the_text_in_order(text: str, patterns: list[str]) -> None:
    lexicon: Lexicon[str] = Lexicon(WordRules(), capitals=True)
    for pattern in patterns:
        lexicon.add(pattern, pattern)
    words = split_words(text)
    hits = lexicon.find(words)
    assert [hit.first for hit in hits] == sorted(hit.first for hit in hits)
    assert all(0 <= hit.first < hit.last <= len(words) for hit in hits)
