"""What holds of every text that a Reader reads."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import Document, Reader, Reading, Refusal, Report, Span, Stated, read
from detente.export.gold import gold_row
from detente.model import PRESS, TOPICS
from detente.reference.languages import languages

Read = Callable[..., Reading]
Contacts = Callable[..., list[dict[str, Any]]]
EXAMPLES = sorted(
    Path(str(entry))
    for entry in (resources.files("detente.data") / "examples").iterdir()
    if not entry.name.startswith(".")
)


def documents(path: Path) -> list[Document]:
    return [item for item in read([str(path)]) if isinstance(item, Document)]


def stated(report: Report) -> Iterator[Stated[Any]]:
    yield report.kind
    yield report.status
    yield from report.sides
    yield from report.parties
    yield from report.topics
    yield from report.outcomes
    yield from report.told_by
    yield from (value for value in (report.days, report.place, report.asked_by) if value is not None)


def check(reading: Reading, known_sides: frozenset[str]) -> None:
    """What holds of whatever was read."""
    text = reading.document.text
    spans = [span for report in reading.reports for value in stated(report) for span in value.evidence]
    spans += [span for report in reading.reports for span in report.quotes]
    spans += [rejected.span for rejected in reading.rejected]
    assert all(span.end <= len(text) and text[span.start : span.end].strip() for span in spans)
    for report in reading.reports:
        codes = [side.value for side in report.sides]
        assert len(codes) >= 2
        assert codes == sorted(set(codes))
        assert set(codes) <= known_sides
        assert {party.value.side for party in report.parties} <= set(codes)
        assert {topic.value for topic in report.topics} <= set(TOPICS)
        assert {teller.value for teller in report.told_by} <= known_sides | {PRESS}
        assert report.told_by
        assert report.quotes
        assert report.document == reading.document.id


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.name for path in EXAMPLES])
def test_every_value_has_evidence_inside_the_text(reader: Reader, path: Path) -> None:
    found = documents(path)
    assert found
    for document in found:
        reading = reader.read(document)
        assert isinstance(reading, Reading)
        check(reading, reader.registry.sides)


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.name for path in EXAMPLES])
def test_the_text_of_a_document_is_never_changed(reader: Reader, path: Path) -> None:
    for document in documents(path):
        reading = reader.read(document)
        assert isinstance(reading, Reading)
        assert replace(reading.document, junk=()) == replace(document, junk=())


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.name for path in EXAMPLES])
def test_reading_the_same_document_twice_gives_the_same_result(reader: Reader, path: Path) -> None:
    for document in documents(path):
        assert reader.read(document) == reader.read(document)


def test_a_text_in_a_language_without_a_file_is_refused_with_a_remedy(reader: Reader) -> None:
    outcome = reader.read(Document(id="news", text="Gwleidyddiaeth", lang="cy"))
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "unknown-language"
    assert "make language CODE=cy" in outcome.remedy


def test_an_empty_text_is_refused(reader: Reader) -> None:
    assert isinstance(reader.read(Document(id="news", text="")), Refusal)


def test_a_text_that_says_its_language_is_read_in_it_however_short(reader: Reader) -> None:
    for lang in ("en", "ru", "te"):
        outcome = reader.read(Document(id="news", text="OK.", lang=lang))
        assert isinstance(outcome, Reading)
        assert (outcome.lang, outcome.reports) == (lang, ())


def test_a_russian_text_is_known_to_be_russian(reader: Reader) -> None:
    text = "Президент Финляндии Александр Стубб во вторник встретился в Анкаре с президентом Турции Реджепом Эрдоганом."
    outcome = reader.read(Document(id="news", text=text))
    assert isinstance(outcome, Reading)
    assert outcome.lang == "ru"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_composed_and_decomposed_text_tells_the_same_contact(contacts_in: Contacts, form: Any) -> None:
    english = (
        "Turkish President Recep Tayyip Erdoğan met Polish Foreign Minister Radosław Sikorski in Ankara on Monday."
    )
    russian = (
        "Премьер-министр Японии Фумио Кисида в понедельник встретился в Токио с главой МИД России Сергеем Лавровым."
    )
    telugu = "ఫ్రాన్స్ అధ్యక్షుడు ఇమ్మాన్యుయేల్ మాక్రాన్ సోమవారం చైనా అధ్యక్షుడు షీ జిన్‌పింగ్‌తో ఫోన్‌లో మాట్లాడారు."
    for lang, text in (("en", english), ("ru", russian), ("te", telugu)):
        plain, other = contacts_in(text, lang), contacts_in(unicodedata.normalize(form, text), lang)
        assert [{**one, "quotes": 0} for one in plain] == [{**one, "quotes": 0} for one in other], lang
        assert len(plain) == 1


def test_marks_of_direction_and_hard_blanks_do_not_hide_a_contact(contacts_in: Contacts) -> None:
    plain = "Emmanuel Macron met Olaf Scholz in Berlin on Monday."
    marked = "\u202bEmmanuel\u00a0Macron\u202c met \u200eOlaf Scholz\u200f in\u00a0Berlin on\u202fMonday."
    assert [(one["sides"], one["start"], one["place"]) for one in contacts_in(marked)] == [
        (one["sides"], one["start"], one["place"]) for one in contacts_in(plain)
    ]


def test_a_quote_is_verbatim_with_its_joiners(contacts_in: Contacts) -> None:
    text = "ఫ్రాన్స్ అధ్యక్షుడు ఇమ్మాన్యుయేల్ మాక్రాన్ సోమవారం చైనా అధ్యక్షుడు షీ జిన్‌పింగ్‌తో ఫోన్‌లో మాట్లాడారు."
    (contact,) = contacts_in(text, "te")
    assert contact["quotes"] == [text]


def test_a_text_tells_the_same_wherever_it_stands(read_news: Read) -> None:
    sentence = "Emmanuel Macron met Olaf Scholz in Berlin on Monday."
    alone = read_news(sentence)
    later = read_news(f"The harvest was good.\n\n{sentence}")
    assert [report.days and report.days.value for report in alone.reports] == [
        report.days and report.days.value for report in later.reports
    ]


PIECES = {
    "en": [
        "French President Emmanuel Macron", "Olaf Scholz", "the two leaders", "his Chinese counterpart", "Moscow",
        "met", "will travel to", "spoke by phone with", "in Berlin", "on Tuesday", "denied that", "cannot be ruled out",
        "said", "the Kremlin", "talks between", "and", "after", "at the request of", "a second meeting", "the EU",
        ".", ",",
    ],
    "ru": [
        "президент Франции Эммануэль Макрон", "с Олафом Шольцем", "оба президента", "со своим коллегой", "Москва",
        "встретился", "посетит", "поговорил по телефону", "в Берлине", "во вторник", "опроверг", "не исключил",
        "сообщил", "Кремль", "переговоры", "и", "после", "по инициативе", "вторая встреча", "ЕС", ".", ",",
    ],
    "te": [
        "ఫ్రాన్స్ అధ్యక్షుడు ఇమ్మాన్యుయేల్ మాక్రాన్", "ఓలాఫ్ షోల్జ్‌తో", "ఇద్దరు నేతలు", "రష్యా", "సమావేశమయ్యారు", "పర్యటించనున్నారు",
        "ఫోన్‌లో మాట్లాడారు", "బెర్లిన్‌లో", "మంగళవారం", "ఖండించారు", "తెలిపారు", "క్రెమ్లిన్", "చర్చలు", "మరియు", "తర్వాత", "కోరిక మేరకు", ".", ",",
    ],
}  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    *(st.lists(st.sampled_from(pieces), max_size=30).map(" ".join) for pieces in PIECES.values()),
    st.lists(
        st.sampled_from([piece for pieces in PIECES.values() for piece in (*pieces, "\n\n", "\u202e")]), max_size=30
    ).map(" ".join),
)


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.sampled_from([*languages(), "xx", None]), st.none() | st.dates(), st.integers(0, 40))
def test_any_text_gives_a_reading_or_a_refusal(
    reader: Reader, text: str, lang: str | None, published: Any, title_ends: int
) -> None:
    title = Span(start=0, end=min(title_ends, len(text))) if title_ends and text else None
    document = Document(id="news", text=text, title=title, published=published, lang=lang)
    outcome = reader.read(document)
    assert outcome == reader.read(document)
    if isinstance(outcome, Refusal):
        assert lang is None or lang not in languages()
        return
    check(outcome, reader.registry.sides)
    assert gold_row(outcome.document, outcome.reports, outcome.lang)["id"] == "news"


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_any_news_in_three_languages_is_read_without_a_slip(reader: Reader, data: st.DataObject) -> None:
    lang = data.draw(st.sampled_from(sorted(PIECES)))
    text = " ".join(data.draw(st.lists(st.sampled_from(PIECES[lang]), min_size=3, max_size=30)))
    published = data.draw(st.none() | st.dates())
    outcome = reader.read(Document(id="news", text=text, published=published, lang=lang))
    assert isinstance(outcome, Reading)
    check(outcome, reader.registry.sides)
