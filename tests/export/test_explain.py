from collections.abc import Callable
from datetime import date

from detente.export import Item, Screen
from detente.export.explain import explain

Read = Callable[..., Item]
DAY = date(2021, 6, 17)


def explained(item: Item, width: int = 120) -> str:
    return "".join(explain([item], Screen(width=width)))


def test_names_cues_and_days_stand_in_brackets_of_their_own(reading: Read) -> None:
    text = explained(reading("Russian President Vladimir Putin met Joe Biden in Geneva on Wednesday.", published=DAY))
    assert "[Russian|state RU]" in text
    assert "[Vladimir Putin|person ru.vladimir-putin]" in text
    assert "{met|meeting}" in text
    assert "<on Wednesday|16 Jun 2021" in text


def test_each_contact_names_its_pattern_and_the_words_of_each_field(reading: Read) -> None:
    text = explained(reading("Russian President Vladimir Putin met Joe Biden in Geneva on Wednesday.", published=DAY))
    assert "Contact 1: meeting, ● held" in text
    for name in ("pattern", "kind", "status", "side", "party", "days", "place", "told by", "quote"):
        assert f"\n  {name:<10}" in text, name
    assert "Geneva  from “Geneva”" in text


def test_a_near_contact_is_listed_with_its_sentence_and_the_reason(reading: Read) -> None:
    text = explained(reading("Russian President Vladimir Putin met the governors on Wednesday.", published=DAY))
    assert "no contacts, 1 near-contact rejected" in text
    assert "met: only one side, RU" in text


def test_junk_is_marked_in_the_margin_with_its_rule(reading: Read) -> None:
    article = "Russian President Vladimir Putin met Joe Biden in Geneva on Wednesday.\n\nLeave a Reply\n\nYour name"
    item = reading(article, title="Summit", published=DAY)
    text = explained(item)
    assert "\n~ Leave a Reply" in text


def test_every_word_of_the_text_is_shown(reading: Read) -> None:
    sentence = "Russian President Vladimir Putin met Joe Biden in Geneva on Wednesday, aides said, and left."
    text = explained(reading(sentence, published=DAY), width=60)
    for word in sentence.rstrip(".").replace(",", "").split():
        assert word in text


def test_controls_in_the_text_are_shown(reading: Read) -> None:
    text = explained(reading("Vladimir Putin met Joe\u202e Biden\x1b[2J in Geneva.", published=DAY))
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert r"\u202e" in text


def test_every_line_of_a_long_text_has_its_marks(reading: Read) -> None:
    sentence = "Russian President Vladimir Putin met Joe Biden in Geneva on Wednesday.\n"
    text = explained(reading(sentence * 300, published=DAY))
    assert text.count("{met|meeting}") == 300


def test_a_promise_has_a_line_with_who_promised_and_by_when(reading: Read) -> None:
    sentence = (
        "Russian President Vladimir Putin met Joe Biden in Geneva on Wednesday and promised to visit Ohio next year."
    )
    text = explained(reading(sentence, published=DAY))
    assert "\n  promise   commitment by RU, due 2022  from “promised”, “next year”" in text
