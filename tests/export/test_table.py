from collections.abc import Callable
from datetime import date

import pytest
from rich.cells import cell_len

from detente import Refusal
from detente.export import Item, Screen
from detente.export.table import table
from detente.export.wording import days_in_words, status_in_words
from detente.model import Interval, Precision, Status, month_of, one_day, year_of

Read = Callable[..., Item]
SENTENCE = "U.S. President Joe Biden met Russian President Vladimir Putin in Geneva on Wednesday."
DAY = date(2021, 6, 17)


def shown(*items: Item, symbols: bool = True) -> str:
    return "".join(table(items, Screen(symbols=symbols)))


def test_a_meeting_is_shown_with_day_kind_status_place_parties_and_its_sentence(reading: Read) -> None:
    text = shown(reading(SENTENCE, title="Summit in Geneva", published=DAY))
    assert text.startswith("Summit in Geneva\narticle.txt · published 17 Jun 2021\n")
    for part in ("16 Jun 2021", "meeting", "● held", "Geneva", "Joe Biden, president (US)", "(RU)", "“U.S. President"):
        assert part in text
    assert text.endswith("1 document, 1 contact\n")


def test_whoever_the_sentence_names_first_is_shown_first(reading: Read) -> None:
    text = shown(reading(SENTENCE, published=DAY))
    assert text.index("Joe Biden, president (US)") < text.index("Vladimir Putin, president (RU)")


def test_a_document_without_a_contact_says_so(reading: Read) -> None:
    text = shown(reading("The mayor opened a library on Tuesday and thanked the builders.", published=DAY))
    assert "No contact found." in text
    assert text.endswith("1 document, no contacts\n")


def test_an_undated_document_lists_why_it_is_dated_as_it_is(reading: Read) -> None:
    item = reading("U.S. Secretary of State Antony Blinken met Chinese Foreign Minister Qin Gang in Beijing.")
    text = shown(item)
    assert "from what it says" in text
    assert "Qin Gang is Minister of Foreign Affairs: “Chinese Foreign Minister Qin Gang”" in " ".join(text.split())


def test_a_refused_file_is_counted_in_the_last_line() -> None:
    refusal = Refusal(source="a.bin", reason="binary", detail="bytes that are not text", remedy="give its text")
    assert shown(Item(outcome=refusal)) == "no documents, no contacts, 1 refused\n"


def test_a_quote_cannot_turn_the_line_round(reading: Read) -> None:
    text = shown(reading(SENTENCE.replace("in Geneva", "in Geneva\u202e"), published=DAY))
    assert "\u202e" not in text
    assert r"\u202e" in text


def test_the_table_fits_eighty_columns(reading: Read) -> None:
    item = reading(f"{SENTENCE} They spoke of arms control and of cyber attacks.", title="Long " * 40, published=DAY)
    assert max(map(cell_len, shown(item).splitlines())) <= 80


def test_a_terminal_without_symbols_gets_ascii(reading: Read) -> None:
    text = shown(reading(SENTENCE, title="Summit", published=DAY), symbols=False)
    assert "* held" in text
    assert text.isascii()


def test_statuses_differ_by_word_and_by_symbol_with_and_without_colour() -> None:
    for screen in (Screen(), Screen(symbols=False)):
        symbols = {status_in_words(status, screen)[0].split()[0] for status in Status}
        assert len(symbols) == len(Status)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (one_day(date(2021, 11, 2)), "2 Nov 2021"),
        (month_of(2021, 6), "Jun 2021"),
        (year_of(2019), "2019"),
        (Interval(start=date(2024, 7, 8), end=date(2024, 7, 9), precision=Precision.SPAN), "8–9 Jul 2024"),
        (Interval(start=date(2025, 2, 12), end=date(2025, 3, 28), precision=Precision.SPAN), "12 Feb – 28 Mar 2025"),
        (
            Interval(start=date(2024, 12, 30), end=date(2025, 1, 2), precision=Precision.WEEK),
            "30 Dec 2024 – 2 Jan 2025",
        ),
    ],
)
def test_days_are_told_with_no_more_words_than_they_need(days: Interval, words: str) -> None:
    assert days_in_words(days, Screen()) == words
