"""Sentences of a text in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import Document, Span
from detente.annotate.sentences import split_sentences
from detente.model import Junk
from detente.model.words import split_words


def sentences(text: str, *abbreviations: str) -> list[str]:
    words = split_words(text)
    found = split_sentences(Document(id="news", text=text), words, abbreviations)
    return [text[words.starts[one.first] : words.ends[one.last - 1]] for one in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They met. They left.", ["They met.", "They left."]),
        ("Did they meet? They did!", ["Did they meet?", "They did!"]),
        ("“They met.” The aide left.", ["“They met.”", "The aide left."]),
        ("“They met,” the aide said.", ["“They met,” the aide said."]),
        ("He met J. Smith in Oslo.", ["He met J. Smith in Oslo."]),
        ("The price is 3.5 dollars.", ["The price is 3.5 dollars."]),
        ("The U.S. envoy left.", ["The U.S. envoy left."]),
        ("Они встретились. Потом уехали.", ["Они встретились.", "Потом уехали."]),
        ("వారు కలిశారు. తర్వాత వెళ్లారు.", ["వారు కలిశారు.", "తర్వాత వెళ్లారు."]),
        ("वे मिले। वे चले गए।", ["वे मिले।", "वे चले गए।"]),
        ("双方会谈。会谈结束。", ["双方会谈。", "会谈结束。"]),
        ("هل التقيا؟ نعم.", ["هل التقيا؟", "نعم."]),
        ("A headline\nThe text begins.", ["A headline", "The text begins."]),
        ("The talks ended; no one spoke.", ["The talks ended; no one spoke."]),
    ],
)
def test_a_text_falls_into_these_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


def test_an_abbreviation_ends_no_sentence() -> None:
    assert sentences("Gen. Miller met him.", "gen") == ["Gen. Miller met him."]
    assert sentences("В 2024 г. Моди прибыл в Киев.", "г") == ["В 2024 г. Моди прибыл в Киев."]


def test_a_wrapped_line_goes_on() -> None:
    wrapped = (
        "The two presidents met in the old town hall of the city that has been\nthe seat of the council since 1950."
    )
    assert len(sentences(wrapped)) == 1


def test_a_sentence_of_the_title_and_one_of_junk_say_so() -> None:
    text = "Macron in Berlin\n\nThey met.\n\nLeave a Reply"
    junk = Junk(span=Span(start=text.index("Leave"), end=len(text)), rule="lines")
    document = Document(id="news", text=text, title=Span(start=0, end=16), junk=(junk,))
    found = split_sentences(document, split_words(text), ())
    assert [(one.title, one.junk) for one in found] == [(True, False), (False, False), (False, True)]


@given(st.text(alphabet=st.sampled_from('ab A.!?…。।\n"”»; 1క్‌я\t(')) | st.text())
def test_sentences_partition_the_words(text: str) -> None:
    words = split_words(text)
    found = split_sentences(Document(id="news", text=text), words, {"a"})
    assert [place for one in found for place in range(one.first, one.last)] == list(range(len(words)))
    assert all(one.first < one.last for one in found)
    assert [one.paragraph for one in found] == sorted(one.paragraph for one in found)
