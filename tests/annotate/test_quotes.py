"""What stands in quotation marks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.annotate.quotes import find_quotes


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“We met,” he said.", ["We met,"]),
        ('"We met," he said. "We left."', ["We met,", "We left."]),
        ("Он сказал: «Мы встретились».", ["Мы встретились"]),
        ("„Wir trafen uns“, sagte er.", ["Wir trafen uns"]),
        ("彼は「会った」と述べた。", ["会った"]),
        ("A quotation “that nobody closes\nis none.”", []),
        ("Nobody said a word.", []),
    ],
)
def test_a_quotation_is_what_stands_between_its_marks(text: str, quoted: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_quotes(text)] == quoted


@given(st.text(alphabet='ab \n“”«»„"「」『』'))
def test_quotations_are_in_order_inside_one_line_and_apart(text: str) -> None:
    spans = find_quotes(text)
    assert all("\n" not in text[span.start : span.end] for span in spans)
    assert all(one.end < other.start for one, other in pairwise(spans))
