"""Every language file proves itself: its examples hold its words, its nevers do not."""

from collections.abc import Iterator

import pytest

from detente.model.words import split_words
from detente.reference.languages import Cue, Language, OfficeWords, TimeWords, TopicWords, languages, load_language
from detente.reference.lexicon import Lexicon
from detente.reference.slots import slot_names

Row = Cue | OfficeWords | TopicWords | TimeWords


def rows(language: Language) -> Iterator[tuple[str, Row]]:
    for table in ("cue", "office", "topic", "time"):
        for index, row in enumerate(getattr(language, table)):
            yield f"{language.code}-{table}-{index}-{row.means}", row


def lexicon_of(language: Language, row: Row) -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon(language.words, capitals=language.capitals, slots=slot_names(language))
    for form in row.any:
        lexicon.add(form, row.means)
    return lexicon


CASES = [(one, name, row) for one in map(load_language, languages()) for name, row in rows(one)]
TELLING = [case for case in CASES if case[2].examples or case[2].never]


@pytest.mark.parametrize(("language", "row"), [(case[0], case[2]) for case in TELLING], ids=[c[1] for c in TELLING])
def test_a_row_is_found_in_its_examples_and_never_in_its_nevers(language: Language, row: Row) -> None:
    lexicon = lexicon_of(language, row)
    for sentence in row.examples:
        assert lexicon.find(split_words(sentence)), f"{row.means}: not found in {sentence!r}"
    for sentence in row.never:
        hits = lexicon.find(split_words(sentence))
        assert not hits, f"{row.means}: {hits} found in {sentence!r}"


@pytest.mark.parametrize("code", languages())
def test_every_cue_of_a_language_has_an_example(code: str) -> None:
    bare = [cue.means for cue in load_language(code).cue if not cue.examples]
    assert not bare
