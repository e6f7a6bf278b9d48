"""At whose request, about what, with what result, told by whom."""

from collections.abc import Callable
from typing import Any

Contacts = Callable[..., list[dict[str, Any]]]


def only(found: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(found) == 1, found
    return found[0]


def test_at_the_request_of_names_the_asking_side(contacts_in: Contacts) -> None:
    english = (
        "French President Emmanuel Macron spoke by phone with Egyptian President Abdel Fattah al-Sisi on Tuesday "
        "at the request of the Egyptian side."
    )
    russian = (
        "Президент Франции Эммануэль Макрон во вторник поговорил по телефону с президентом Египта Абдель Фаттахом "
        "ас-Сиси по инициативе египетской стороны."
    )
    for lang, text in (("en", english), ("ru", russian)):
        assert only(contacts_in(text, lang))["asked_by"] == "EG", lang


def test_who_invites_is_the_asking_side(contacts_in: Contacts) -> None:
    contact = only(
        contacts_in("Chinese President Xi Jinping has invited French President Emmanuel Macron to visit Beijing.")
    )
    assert (contact["kind"], contact["status"], contact["asked_by"]) == ("visit", "proposed", "CN")


def test_who_says_to_be_ready_is_the_asking_side(contacts_in: Contacts) -> None:
    english = "Japanese Prime Minister Fumio Kishida is ready to meet Indian Prime Minister Narendra Modi."
    russian = "Премьер-министр Японии Фумио Кисида готов встретиться с премьер-министром Индии Нарендрой Моди."
    telugu = "అజర్‌బైజాన్‌తో చర్చలకు సిద్ధమని ఆర్మేనియా ప్రకటించింది."
    assert only(contacts_in(english))["asked_by"] == "JP"
    assert only(contacts_in(russian, "ru"))["asked_by"] == "JP"
    assert only(contacts_in(telugu, "te"))["asked_by"] == "AM"


def test_a_third_state_that_urges_two_to_talk_asks_and_is_no_side(contacts_in: Contacts) -> None:
    contact = only(contacts_in("Pakistan urged India and China to hold talks."))
    assert (contact["status"], contact["sides"], contact["asked_by"]) == ("proposed", ["CN", "IN"], "PK")


def test_topics_are_those_tied_to_the_contact(contacts_in: Contacts) -> None:
    text = (
        "Emmanuel Macron and Olaf Scholz met in Berlin on Monday to discuss sanctions and energy. "
        "In other news, the harvest suffered from a changing climate."
    )
    assert sorted(only(contacts_in(text))["topics"]) == ["energy", "sanctions"]


def test_the_nationality_and_title_of_a_party_are_no_topic(contacts_in: Contacts) -> None:
    sentence = "Ukrainian Defence Minister Rustem Umerov met French Foreign Minister Stephane Sejourne on Monday."
    assert not only(contacts_in(sentence))["topics"]


def test_agreed_on_is_an_agreement(contacts_in: Contacts) -> None:
    contact = only(contacts_in("Emmanuel Macron and Olaf Scholz met in Berlin on Monday and agreed on a joint fund."))
    assert contact["outcomes"] == ["agreement"]


def test_talks_that_end_without_result_say_so(contacts_in: Contacts) -> None:
    contact = only(contacts_in("Delegations of Iran and Iraq held talks in Muscat on Monday without result."))
    assert contact["outcomes"] == ["no-result"]


def test_the_outlet_tells_what_nobody_is_cited_for(contacts_in: Contacts) -> None:
    assert only(contacts_in("Emmanuel Macron met Olaf Scholz in Berlin on Monday."))["told_by"] == ["press"]


def test_the_ministry_that_said_so_tells(contacts_in: Contacts) -> None:
    sentence = "The French foreign ministry said that Emmanuel Macron had met Olaf Scholz in Berlin on Monday."
    assert only(contacts_in(sentence))["told_by"] == ["FR"]
    telugu = "అజర్‌బైజాన్‌తో చర్చలు జరపలేదని ఆర్మేనియా ప్రకటించింది."
    assert only(contacts_in(telugu, "te"))["told_by"] == ["AM"]


def test_an_official_outlet_tells_for_its_side(contacts_in: Contacts) -> None:
    sentence = "Vladimir Putin spoke by phone with President of Turkiye Recep Tayyip Erdogan on Monday."
    assert only(contacts_in(sentence, url="http://en.kremlin.ru/events/president/news/1"))["told_by"] == ["RU"]
    assert only(contacts_in(sentence, outlet="A Daily"))["told_by"] == ["press"]


def test_the_president_of_an_official_readout_is_its_own(contacts_in: Contacts) -> None:
    contact = only(
        contacts_in(
            "The President spoke by phone with President Alexander Stubb of Finland. They discussed trade.",
            title="Readout of President Biden’s Call with President Stubb of Finland",
            url="https://www.whitehouse.gov/a",
        )
    )
    assert [party["name"] for party in contact["parties"]] == ["Joe Biden", "Alexander Stubb"]
    assert (contact["kind"], contact["told_by"], contact["topics"]) == ("call", ["US"], ["trade"])


def test_a_readout_is_of_the_last_two_days_or_of_today(contacts_in: Contacts) -> None:
    contact = only(
        contacts_in(
            "President Joe Biden met with Prime Minister Jonas Gahr Store of Norway.",
            title="Readout of President Biden’s Meeting with Norway’s Prime Minister Store",
            url="https://www.whitehouse.gov/a",
        )
    )
    assert (contact["start"], contact["end"]) == ("2024-05-13", "2024-05-15")


def test_a_readout_in_the_press_says_no_day(contacts_in: Contacts) -> None:
    contact = only(
        contacts_in(
            "President Joe Biden met with Prime Minister Jonas Gahr Store of Norway.",
            title="Readout of President Biden’s Meeting with Norway’s Prime Minister Store",
        )
    )
    assert contact["start"] is None


def test_a_readout_that_says_today_is_of_that_day(contacts_in: Contacts) -> None:
    contact = only(
        contacts_in(
            "President Biden spoke today with President Alexander Stubb of Finland.",
            title="Readout of President Biden’s Call with Finland’s President Stubb",
            url="https://www.whitehouse.gov/x",
        )
    )
    assert (contact["start"], contact["end"]) == ("2024-05-15", "2024-05-15")


def test_a_transcript_of_an_official_outlet_is_of_its_own_day(contacts_in: Contacts) -> None:
    contact = only(
        contacts_in(
            "The meeting took place in the Kremlin.\n\nPresident of Russia Vladimir Putin: Good afternoon.",
            title="Vladimir Putin’s meeting with President of Belarus Alexander Lukashenko",
            url="http://en.kremlin.ru/events/president/transcripts/1",
        )
    )
    assert contact["sides"] == ["BY", "RU"]


def test_who_is_cited_at_the_end_of_the_sentence_tells(contacts_in: Contacts) -> None:
    english = (
        "French President Emmanuel Macron met Egyptian President Abdel Fattah al-Sisi on Tuesday, the Kremlin said."
    )
    russian = "Во вторник Эммануэль Макрон встретился с Олафом Шольцем в Берлине, сообщили в Кремле."
    telugu = "ఇమ్మాన్యుయేల్ మాక్రాన్ సోమవారం ఓలాఫ్ షోల్జ్‌తో సమావేశమయ్యారని క్రెమ్లిన్ తెలిపింది."
    for lang, text in (("en", english), ("ru", russian), ("te", telugu)):
        contact = only(contacts_in(text, lang))
        assert (contact["told_by"], len(contact["sides"])) == (["RU"], 2), lang


def test_the_name_of_an_organisation_is_no_topic(contacts_in: Contacts) -> None:
    contact = only(contacts_in("A delegation of the International Atomic Energy Agency visited Iran on Monday."))
    assert not contact["topics"]


def test_who_offers_in_russian_is_the_asking_side(contacts_in: Contacts) -> None:
    sentence = "Армения предложила Азербайджану провести переговоры в Алма-Ате на следующей неделе."
    contact = only(contacts_in(sentence, "ru"))
    assert (contact["status"], contact["asked_by"], contact["place"]) == ("proposed", "AM", "Almaty")
