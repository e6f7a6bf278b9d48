"""What is one contact and what are two."""

from collections.abc import Callable
from typing import Any

Contacts = Callable[..., list[dict[str, Any]]]


def told(found: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
    return [(one["kind"], one["status"], one["start"]) for one in found]


def test_a_second_meeting_is_not_the_first(contacts_in: Contacts) -> None:
    found = contacts_in(
        "US President Joe Biden and Chinese President Xi Jinping met in Lima on Monday. It was their second meeting, "
        "after a first meeting in Bali in November 2022."
    )
    assert [(one["kind"], one["place"], one["start"], one["end"]) for one in found] == [
        ("meeting", "Lima", "2024-05-13", "2024-05-13"),
        ("meeting", "Bali", "2022-11-01", "2022-11-30"),
    ]


def test_a_visit_and_a_meeting_with_its_own_counterpart_are_two_records(contacts_in: Contacts) -> None:
    english = (
        "Egyptian Foreign Minister Sameh Shoukry travelled to Ankara on Monday. "
        "On Tuesday he met Turkish Foreign Minister Hakan Fidan."
    )
    russian = (
        "Министр иностранных дел Египта Самех Шукри в понедельник прибыл в Анкару. "
        "Во вторник он встретился с главой МИД Турции Хаканом Фиданом."
    )
    for lang, text in (("en", english), ("ru", russian)):
        assert told(contacts_in(text, lang)) == [
            ("visit", "held", "2024-05-13"),
            ("meeting", "held", "2024-05-14"),
        ], lang


def test_the_conversation_and_the_two_leaders_are_the_call_told_before(contacts_in: Contacts) -> None:
    english = (
        "Emmanuel Macron spoke by phone with Olaf Scholz on Monday. The conversation lasted an hour. "
        "The two leaders discussed energy."
    )
    russian = (
        "Эммануэль Макрон в понедельник поговорил по телефону с Олафом Шольцем. Разговор длился час. "
        "Лидеры обсудили энергетику."
    )
    for lang, text in (("en", english), ("ru", russian)):
        (contact,) = contacts_in(text, lang)
        assert (contact["kind"], contact["start"], contact["topics"]) == ("call", "2024-05-13", ["energy"]), lang


def test_a_headline_and_its_first_sentence_are_one_contact(contacts_in: Contacts) -> None:
    found = contacts_in("Emmanuel Macron met Olaf Scholz in Berlin on Monday.", title="Macron meets Scholz in Berlin")
    assert told(found) == [("meeting", "held", "2024-05-13")]


def test_the_same_journey_told_twice_is_one_visit_to_the_city(contacts_in: Contacts) -> None:
    found = contacts_in(
        "Emmanuel Macron will visit Berlin on Friday. The French president will travel to Germany on May 17."
    )
    assert told(found) == [("visit", "planned", "2024-05-17")]
    assert found[0]["place"] == "Berlin"


def test_a_meeting_held_and_the_next_one_planned_are_two_records(contacts_in: Contacts) -> None:
    found = contacts_in("Emmanuel Macron met Olaf Scholz in Berlin on Monday. They will meet again in Paris next week.")
    assert [(one["status"], one["place"], one["start"]) for one in found] == [
        ("held", "Berlin", "2024-05-13"),
        ("planned", "Paris", "2024-05-20"),
    ]


def test_a_journey_to_several_hosts_is_one_visit_a_host_with_its_own_day(contacts_in: Contacts) -> None:
    found = contacts_in(
        "The minister of foreign affairs of Norway, Espen Barth Eide, flew to Jordan on Sunday, to Egypt on Monday "
        "and to Israel on Tuesday."
    )
    assert [(one["kind"], one["sides"], one["start"], one["end"]) for one in found] == [
        ("visit", ["JO", "NO"], "2024-05-12", "2024-05-12"),
        ("visit", ["EG", "NO"], "2024-05-13", "2024-05-13"),
        ("visit", ["IL", "NO"], "2024-05-14", "2024-05-14"),
    ]


def test_each_stop_of_a_list_of_cities_is_a_visit(contacts_in: Contacts) -> None:
    english = (
        "US Secretary of State Antony Blinken will visit Riyadh on Monday, Cairo on Tuesday and Amman on Wednesday."
    )
    russian = "Госсекретарь США Энтони Блинкен посетит Эр-Рияд в понедельник, Каир во вторник и Амман в среду."
    for lang, text in (("en", english), ("ru", russian)):
        found = contacts_in(text, lang, day="2024-05-17")
        assert [(one["place"], one["start"]) for one in found] == [
            ("Riyadh", "2024-05-20"),
            ("Cairo", "2024-05-21"),
            ("Amman", "2024-05-22"),
        ], lang


def test_talks_put_off_to_a_named_day_are_cancelled_and_planned(contacts_in: Contacts) -> None:
    found = contacts_in("The talks between Iran and Iraq planned for Monday have been put off until Thursday.")
    assert sorted(one["status"] for one in found) == ["cancelled", "planned"]


def test_talks_put_off_without_a_new_day_are_one_cancelled_contact(contacts_in: Contacts) -> None:
    found = contacts_in("The talks between Iran and Iraq have been put off.")
    assert told(found) == [("talks", "cancelled", None)]


def test_leaders_who_hold_talks_have_a_meeting(contacts_in: Contacts) -> None:
    english = "French President Emmanuel Macron held talks with German Chancellor Olaf Scholz in Berlin on Monday."
    russian = "Президент Франции Эммануэль Макрон провёл переговоры с канцлером ФРГ Олафом Шольцем в понедельник."
    for lang, text in (("en", english), ("ru", russian)):
        assert told(contacts_in(text, lang)) == [("meeting", "held", "2024-05-13")], lang


def test_spoke_with_without_a_medium_is_a_call(contacts_in: Contacts) -> None:
    found = contacts_in("French President Emmanuel Macron spoke with German Chancellor Olaf Scholz on Monday.")
    assert told(found) == [("call", "held", "2024-05-13")]


def test_a_video_conference_is_a_call(contacts_in: Contacts) -> None:
    found = contacts_in(
        "French President Emmanuel Macron held a video call with German Chancellor Olaf Scholz on Monday."
    )
    assert told(found) == [("call", "held", "2024-05-13")]


def test_a_telephone_conversation_is_a_call_and_no_meeting(contacts_in: Contacts) -> None:
    for verb in ("held", "had"):
        found = contacts_in(
            f"Vladimir Putin {verb} a telephone conversation with Turkish President Recep Erdogan on Monday."
        )
        assert told(found) == [("call", "held", "2024-05-13")], verb


def test_talks_that_go_on_are_held(contacts_in: Contacts) -> None:
    assert told(contacts_in("Delegations of Iran and Iraq are holding talks in Muscat.")) == [("talks", "held", None)]


def test_to_host_and_to_be_received_are_meetings(contacts_in: Contacts) -> None:
    hosted = "French President Emmanuel Macron hosted German Chancellor Olaf Scholz in Paris on Monday."
    received = "German Chancellor Olaf Scholz was received by French President Emmanuel Macron in Paris on Monday."
    for sentence in (hosted, received):
        (contact,) = contacts_in(sentence)
        assert (contact["kind"], contact["sides"], contact["place"]) == ("meeting", ["DE", "FR"], "Paris")


def test_a_message_from_one_capital_to_another_is_a_contact(contacts_in: Contacts) -> None:
    assert told(contacts_in("Washington and Beijing exchanged notes on Monday.")) == [("message", "held", "2024-05-13")]


def test_what_is_not_confirmed_or_not_ruled_out_is_proposed(contacts_in: Contacts) -> None:
    english = "The Kremlin has not confirmed a meeting between Vladimir Putin and Donald Trump."
    russian = "Кремль не подтвердил встречу Владимира Путина с Дональдом Трампом."
    excluded = "Кремль не исключил встречи Владимира Путина с Дональдом Трампом."
    for lang, text in (("en", english), ("ru", russian), ("ru", excluded)):
        assert told(contacts_in(text, lang, day="2025-07-20")) == [("meeting", "proposed", None)], text


def test_a_meeting_that_cannot_be_ruled_out_is_not_denied(contacts_in: Contacts) -> None:
    found = contacts_in("A meeting between Emmanuel Macron and Olaf Scholz cannot be ruled out.")
    assert told(found) == [("meeting", "proposed", None)]


def test_did_not_meet_is_a_denial(contacts_in: Contacts) -> None:
    found = contacts_in("Emmanuel Macron did not meet Olaf Scholz in Berlin, the Elysee said.")
    assert [one["status"] for one in found] == ["denied"]


def test_a_bare_infinitive_of_a_headline_announces(contacts_in: Contacts) -> None:
    found = contacts_in("The visit was announced on Tuesday.", title="Macron to visit Berlin on Friday")
    assert told(found) == [("visit", "planned", "2024-05-17")]


def test_a_headline_of_a_related_article_is_no_contact(contacts_in: Contacts) -> None:
    harvest = "The harvest in Normandy was good this year and prices fell."
    assert not contacts_in(f"{harvest}\n\nRelated articles\nMacron met Scholz in Berlin on Monday")
    assert not contacts_in(f"Read also: Emmanuel Macron met Olaf Scholz in Berlin on Monday.\n\n{harvest}")


def test_a_comment_of_a_reader_is_no_contact(contacts_in: Contacts) -> None:
    text = "The harvest in Normandy was good this year.\n\nLeave a Reply\nEmmanuel Macron met Olaf Scholz on Monday."
    assert not contacts_in(text)


def test_junk_of_russian_and_telugu_pages_is_no_contact(contacts_in: Contacts) -> None:
    russian = "Урожай в этом году был хорошим.\n\nЧитайте также: Макрон встретился с Олафом Шольцем в понедельник"
    telugu = "ఈ ఏడాది పంట బాగుంది.\n\nఇవి కూడా చదవండి: ఫ్రాన్స్ అధ్యక్షుడు ఇమ్మాన్యుయేల్ మాక్రాన్ జర్మనీ ఛాన్సలర్ ఓలాఫ్ షోల్జ్‌తో సమావేశమయ్యారు"
    assert not contacts_in(russian, "ru")
    assert not contacts_in(telugu, "te")


def test_a_meeting_that_one_side_does_not_rule_out_is_proposed(contacts_in: Contacts) -> None:
    for sentence in (
        "A meeting between Emmanuel Macron and Olaf Scholz is not ruled out.",
        "Berlin did not rule out a meeting between Emmanuel Macron and Olaf Scholz.",
    ):
        assert told(contacts_in(sentence)) == [("meeting", "proposed", None)], sentence


def test_a_letter_received_is_a_message_from_its_sender(contacts_in: Contacts) -> None:
    (contact,) = contacts_in("Iran received a letter from the United States on Monday.")
    assert (contact["kind"], contact["status"], contact["sides"]) == ("message", "held", ["IR", "US"])


def test_russian_talks_put_off_to_a_named_day_are_cancelled_and_planned(contacts_in: Contacts) -> None:
    found = contacts_in("Переговоры Ирана и Ирака, намеченные на понедельник, перенесены на четверг.", "ru")
    assert sorted(one["status"] for one in found) == ["cancelled", "planned"]


def test_an_arrival_without_a_case_ending_is_a_visit_in_telugu(contacts_in: Contacts) -> None:
    found = contacts_in("ఫ్రాన్స్ అధ్యక్షుడు ఇమ్మాన్యుయేల్ మాక్రాన్ సోమవారం బెర్లిన్ చేరుకున్నారు.", "te")
    assert told(found) == [("visit", "held", "2024-05-13")]
