"""A language file is checked before it is used, and a mistake is told with its line."""

import pytest

from detente.errors import DataError
from detente.reference.languages import languages, load_language, parse_language

HEAD = """code = "xx"
name = "Example"
level = "draft"

[calendar]
weekdays = [["Mon"], ["Tue"], ["Wed"], ["Thu"], ["Fri"], ["Sat"], ["Sun"]]
months = [["Jan"], ["Feb"], ["Mar"], ["Apr"], ["May"], ["Jun"], ["Jul"], ["Aug"], ["Sep"], ["Oct"], ["Nov"], ["Dec"]]
"""
CUE = """
[[cue]]
means = "meeting"
any = ["met"]
"""


def test_the_smallest_language_file_is_read() -> None:
    language = parse_language(HEAD + CUE, "xx.toml")
    assert (language.code, language.order, language.capitals) == ("xx", "svo", True)
    assert [cue.means for cue in language.cue] == ["meeting"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + CUE + "typo = 1\n", r"xx\.toml:9: .*typo"),
        (HEAD + CUE.replace("meeting", "rendezvous"), r"xx\.toml:9: cue means 'rendezvous'"),
        (HEAD + CUE + 'status = "maybe"\n', r"xx\.toml:9: status 'maybe'"),
        (HEAD + CUE.replace('["met"]', "[]"), r"xx\.toml:9: "),
        (HEAD + CUE.replace('["met"]', '["met", " ~"]'), r"xx\.toml:9: an empty form"),
        (HEAD + CUE + CUE.replace("meeting", "call"), r"xx\.toml:13: 'met' already means 'meeting'"),
        (HEAD + CUE + '\n[[topic]]\nmeans = "gossip"\nany = ["gossip"]\n', r"xx\.toml:13: topic 'gossip'"),
        (HEAD.replace('["Sun"]', "") + CUE, r"xx\.toml:5: "),
        (HEAD.replace('"draft"', '"perfect"') + CUE, r"xx\.toml:\d+: .*perfect"),
        (HEAD + CUE.replace('["met"]', '["met {weekday|month}"]'), r"xx\.toml:11: \{weekday\|month\} is no slot"),
        (HEAD, r"xx\.toml:\d+: .*cue"),
        ("code = ", r"xx\.toml: not TOML"),
    ],
    ids=[
        "an-unknown-key", "a-meaning-that-no-codebook-has", "a-status-that-no-codebook-has", "a-cue-without-forms",
        "an-empty-form", "a-form-with-two-meanings", "a-topic-that-no-codebook-has", "a-week-of-six-days",
        "an-unknown-level", "a-choice-in-braces", "no-cues", "no-toml",
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_file_and_line(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        parse_language(text, "xx.toml")


def test_a_form_may_say_a_status_and_an_outcome_at_once() -> None:
    rejected = '\n[[cue]]\nmeans = "denied"\nany = ["refused"]\n\n[[cue]]\nmeans = "rejection"\nany = ["refused"]\n'
    assert len(parse_language(HEAD + CUE + rejected, "xx.toml").cue) == 3


def test_a_language_without_a_file_says_how_to_begin_one() -> None:
    with pytest.raises(DataError, match="make language CODE=qq"):
        load_language("qq")


def test_english_russian_and_telugu_are_read() -> None:
    assert {"en", "ru", "te"} <= set(languages())


@pytest.mark.parametrize("code", languages())
def test_the_code_of_a_language_is_the_name_of_its_file(code: str) -> None:
    assert load_language(code).code == code
