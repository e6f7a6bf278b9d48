"""The layers that annotation lays over a text."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import Document, Reader, Reading
from detente.annotate import annotate, detect_language
from detente.model.annotated import Annotated, CueHit, Mention, MentionKind, TimeHit

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The foreign ministers of the two countries met in Vienna on Monday to discuss the truce.", "en"),
        ("Министры иностранных дел двух стран встретились в понедельник в Вене и обсудили перемирие.", "ru"),
        ("ఇరు దేశాల విదేశాంగ మంత్రులు సోమవారం వియన్నాలో సమావేశమై కాల్పుల విరమణపై చర్చించారు.", "te"),
        ("Les ministres des affaires étrangères des deux pays se sont rencontrés lundi à Vienne.", "fr"),
    ],
)
def test_a_text_is_in_its_language(text: str, lang: str) -> None:
    assert detect_language(text) == lang


@pytest.mark.parametrize("text", ["", "OK", "12.05.2024", "\n\n\n"])
def test_the_language_of_a_few_letters_cannot_be_told(text: str) -> None:
    assert detect_language(text) is None


def test_most_of_the_letters_decide_and_not_the_headline() -> None:
    russian = "Министры иностранных дел двух стран встретились в понедельник в Вене и обсудили перемирие."
    assert (
        detect_language(f"Breaking news from our correspondents in the city of Vienna\n\n{russian}\n{russian}") == "ru"
    )


def annotated(reader: Reader, text: str, lang: str = "en") -> Annotated:
    return annotate(Document(id="news", text=text, lang=lang), reader.vocabulary(lang))


def written(layers: Annotated, items: Iterable[Mention | CueHit | TimeHit]) -> list[str]:
    words = layers.words
    return [words.text[words.starts[item.first] : words.ends[item.last - 1]] for item in items]


def test_a_person_an_office_a_state_and_a_place_are_told_apart(reader: Reader) -> None:
    layers = annotated(reader, "Finnish President Alexander Stubb arrived in Ankara.")
    kinds = [(one.kind, text) for one, text in zip(layers.mentions, written(layers, layers.mentions), strict=True)]
    assert kinds == [
        (MentionKind.STATE, "Finnish"),
        (MentionKind.OFFICE, "President"),
        (MentionKind.PERSON, "Alexander Stubb"),
        (MentionKind.PLACE, "Ankara"),
    ]


def test_a_name_that_the_registry_does_not_know_is_a_name(reader: Reader) -> None:
    layers = annotated(reader, "The envoy Olafina Brekkestad met the prime minister.")
    names = [one for one in layers.mentions if one.kind is MentionKind.NAME]
    assert written(layers, names) == ["Olafina Brekkestad"]


def test_a_case_ending_belongs_to_the_name(reader: Reader) -> None:
    russian = annotated(reader, "Премьер встретился с Владимиром Путиным.", "ru")
    telugu = annotated(reader, "ప్రధాని వ్లాదిమిర్ పుతిన్‌తో సమావేశమయ్యారు.", "te")
    for layers in (russian, telugu):
        persons = [one for one in layers.mentions if one.kind is MentionKind.PERSON]
        assert [one.persons for one in persons] == [("ru.vladimir-putin",)]


def test_may_is_a_month_only_with_a_capital(reader: Reader) -> None:
    assert not annotated(reader, "They may meet.").times
    assert [one.months for one in annotated(reader, "They met in May 2023.").times] == [(5,)]


def test_page_furniture_has_no_layers(read_news: Read) -> None:
    reading = read_news("The harvest was good.\n\nRelated articles\nMacron met Scholz in Berlin on Monday")
    layers = reading.grounded.annotated
    assert not [one for one in layers.mentions if "Macron" in one.value]


def test_composed_and_decomposed_letters_name_the_same_person(reader: Reader) -> None:
    for text in ("President Recep Tayyip Erdo\u011fan arrived.", "President Recep Tayyip Erdog\u0306an arrived."):
        persons = [one.persons for one in annotated(reader, text).mentions if one.kind is MentionKind.PERSON]
        assert persons == [("tr.recep-tayyip-erdogan",)]


def test_telugu_with_and_without_joiners_is_the_same(reader: Reader) -> None:
    text = "చైనా అధ్యక్షుడు షీ జిన్‌పింగ్‌తో ఫోన్‌లో మాట్లాడారు."
    with_joiners, without = annotated(reader, text, "te"), annotated(reader, text.replace("\u200c", ""), "te")
    assert [(one.first, one.last, one.kind) for one in with_joiners.mentions] == [
        (one.first, one.last, one.kind) for one in without.mentions
    ]
    assert [cue.means for cue in with_joiners.cues] == [cue.means for cue in without.cues]


NEWS = st.lists(
    st.sampled_from([
        "Finnish", "President", "Alexander Stubb", "met", "will meet", "in", "Ankara", "on Tuesday", ",", ".", "said",
        "the Kremlin", "and", "his", "counterpart", "denied", "26", "May", "2024", "\n\n", "“", "”", "EU", "\u202e",
    ]),
    max_size=25,
).map(" ".join)  # fmt: skip


def ordered(items: Iterable[Mention | CueHit | TimeHit]) -> Iterator[int]:
    for item in items:
        assert item.first < item.last
        yield item.first


@settings(deadline=None)
@given(NEWS)
def test_every_layer_is_in_the_order_of_the_text_and_mentions_do_not_overlap(reader: Reader, text: str) -> None:
    layers = annotated(reader, text)
    for items in (layers.mentions, layers.cues, layers.times, layers.topics):
        places = list(ordered(items))
        assert places == sorted(places)
        assert all(item.last <= len(layers.words) for item in items)
    for items in (layers.mentions, layers.times):
        taken = [place for item in items for place in range(item.first, item.last)]
        assert len(taken) == len(set(taken))
