"""When an undated text was written, by what it says."""

from collections.abc import Callable
from datetime import date

from detente import Reading
from detente.model import Interval, one_day
from detente.model.grounded import Dated

Read = Callable[..., Reading]


def dated(read_news: Read, text: str, lang: str = "en") -> Dated:
    reading = read_news(text, lang, day=None)
    assert not reading.grounded.dated.stated
    return reading.grounded.dated


def bounds(found: Dated) -> tuple[date, date] | None:
    return (found.days.start, found.days.end) if found.days is not None else None


def test_an_undated_text_is_dated_by_terms_of_office(read_news: Read) -> None:
    english = "British Prime Minister Liz Truss met Irish Prime Minister Micheal Martin."
    russian = "Премьер-министр Великобритании Лиз Трасс встретилась с президентом Франции Эммануэлем Макроном."
    for lang, text in (("en", english), ("ru", russian)):
        found = dated(read_news, text, lang)
        assert bounds(found) == (date(2022, 9, 6), date(2022, 10, 25)), lang
        assert found.reasons[0][0] == "Liz Truss is Prime Minister", lang


def test_two_terms_leave_the_days_that_both_share(read_news: Read) -> None:
    found = dated(read_news, "Japanese Prime Minister Shinzo Abe met US President Donald Trump in Tokyo.")
    assert bounds(found) == (date(2017, 1, 20), date(2020, 9, 16))
    assert len(found.reasons) == 2


def test_a_former_president_dates_nothing_by_his_term(read_news: Read) -> None:
    found = dated(read_news, "Japanese Prime Minister Shinzo Abe met former US President Barack Obama in Tokyo.")
    assert [reason for reason, _ in found.reasons] == ["Shinzo Abe is Prime Minister"]


def test_a_clue_that_contradicts_the_others_is_set_aside_and_said_so(read_news: Read) -> None:
    found = dated(read_news, "British Prime Minister Liz Truss met US President Barack Obama in London.")
    assert bounds(found) == (date(2022, 9, 6), date(2022, 10, 25))
    assert found.reasons[1][0].startswith("set aside")


def test_a_date_alone_on_a_line_is_the_day_of_publication(read_news: Read) -> None:
    english = "A meeting in Berlin\n\n14 March 2023\n\nEmmanuel Macron met Olaf Scholz in Berlin on Monday."
    russian = "Встреча в Берлине\n\n14 марта 2023 года\n\nЭммануэль Макрон встретился с Олафом Шольцем в понедельник."
    telugu = "బెర్లిన్‌లో భేటీ\n\n14 మార్చి 2023\n\nఇమ్మాన్యుయేల్ మాక్రాన్ సోమవారం జర్మనీ ఛాన్సలర్ ఓలాఫ్ షోల్జ్‌తో సమావేశమయ్యారు."
    for lang, text in (("en", english), ("ru", russian), ("te", telugu)):
        reading = read_news(text, lang, day=None)
        assert reading.grounded.dated.days == one_day(date(2023, 3, 14)), lang
        (report,) = reading.reports
        assert report.days is not None, lang
        assert report.days.value == one_day(date(2023, 3, 13)), lang


def test_a_date_inside_a_sentence_is_no_dateline(read_news: Read) -> None:
    text = "Emmanuel Macron met Olaf Scholz in the old town hall of Berlin on 14 March 2023 and flew home."
    found = dated(read_news, text)
    assert found.possible is not None
    assert found.possible.start == date(2023, 3, 14)
    assert found.possible.end > date(2024, 1, 1)


def test_a_well_known_summit_told_by_its_month_gives_the_year(read_news: Read) -> None:
    text = (
        "US President Joe Biden met Russian President Vladimir Putin in Geneva in June. On Tuesday, US envoys "
        "travelled to Moscow."
    )
    reading = read_news(text, day=None)
    found = reading.grounded.dated
    assert found.days is not None
    assert found.days.start == date(2021, 6, 17)
    assert found.days.end < date(2022, 6, 16)
    assert any("Geneva summit" in reason for reason, _ in found.reasons)
    summit = next(report for report in reading.reports if report.kind.value == "meeting")
    assert summit.days is not None
    assert summit.days.value.start == date(2021, 6, 1)


def test_within_a_month_counts_from_the_dated_call(read_news: Read) -> None:
    text = (
        "British Prime Minister Boris Johnson and French President Emmanuel Macron spoke by phone on Tuesday. It was "
        "their second call in just a month, after one on February 3, 2022."
    )
    found = dated(read_news, text)
    assert found.days is not None
    assert date(2022, 2, 3) <= found.days.start <= found.days.end <= date(2022, 3, 31)


def test_a_text_is_not_older_than_what_it_tells_as_past(read_news: Read) -> None:
    found = dated(read_news, "Emmanuel Macron met Olaf Scholz in Berlin on March 14, 2023 in the old town hall.")
    assert found.days is not None
    assert found.days.start == date(2023, 3, 14)


def test_no_text_is_younger_than_the_latest_day(read_news: Read) -> None:
    found = dated(read_news, "Emmanuel Macron met Olaf Scholz in Berlin in May 2023.")
    assert found.possible is not None
    assert found.possible.end == date(2026, 11, 22)


def test_a_text_that_says_nothing_of_its_time_has_no_day(read_news: Read) -> None:
    found = dated(read_news, "The delegations of Iran and Iraq met in Muscat on Tuesday.")
    assert (found.days, found.reasons) == (None, ())


def test_every_reason_but_the_stated_day_points_into_the_text(read_news: Read) -> None:
    text = "Japanese Prime Minister Shinzo Abe met US President Donald Trump in Tokyo in November 2017."
    for reason, span in dated(read_news, text).reasons:
        assert span is not None, reason
        assert text[span.start : span.end], reason


def test_a_stated_day_is_not_guessed_at(read_news: Read) -> None:
    found = read_news("British Prime Minister Liz Truss met Micheal Martin.", day="2024-05-15").grounded.dated
    assert (found.stated, found.days) == (True, one_day(date(2024, 5, 15)))
    assert isinstance(found.days, Interval)
