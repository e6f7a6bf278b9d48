"""The small words between mentions, and the words of a document as they are compared."""

import pytest

from detente.model.words import split_words
from detente.reference.languages import load_language
from detente.resolve.chunk import gap_between, parts
from detente.resolve.glue import Glue


def test_the_words_of_a_document_are_folded_as_they_stand() -> None:
    words = split_words("The Minister OF Foreign Affairs met the MINISTER of Defence")
    folds = Glue(load_language("en")).of_document(words, {}).folds
    assert folds == tuple(form.lower() for form in words.forms)


@pytest.mark.parametrize(
    ("between", "apart"),
    [("and the", False), (", ", False), ("'s", False), ('the "', False), ("", False), ("visited", True), ("who", True)],
)
def test_only_a_word_that_links_nothing_parts_two_mentions(between: str, apart: bool) -> None:  # noqa: FBT001
    words = split_words(f"Norway {between} Sweden")
    english = Glue(load_language("en")).of_document(words, {})
    assert parts(1, len(words) - 1, english) is apart


def test_a_gap_leaves_out_articles_and_keeps_the_joining_word_written_with_the_second_mention() -> None:
    words = split_words("Norway and the Sweden")
    english = Glue(load_language("en"))
    assert gap_between(1, 3, english.of_document(words, {})) == ["and"]
    assert gap_between(1, 3, english.of_document(words, {3: "and"})) == ["and", "and"]
