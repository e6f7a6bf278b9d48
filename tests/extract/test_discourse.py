"""What a text says of a contact in more than one place, and whom it means without naming him again."""

from collections.abc import Callable
from typing import Any

import pytest

Contacts = Callable[..., list[dict[str, Any]]]


def names(contact: dict[str, Any]) -> list[str]:
    return [party["name"] for party in contact["parties"]]


def test_another_meeting_has_the_parties_of_the_one_told_before(contacts_in: Contacts) -> None:
    first, second = contacts_in(
        "Donald Trump met Kim Jong Un in Hanoi in February 2019. "
        "The White House said Kim was interested in a second meeting."
    )
    assert (first["status"], second["status"]) == ("held", "proposed")
    assert second["sides"] == ["KP", "US"]


def test_first_and_second_meetings_told_in_one_breath_stay_two(contacts_in: Contacts) -> None:
    found = contacts_in(
        "Donald Trump told reporters that Kim Jong Un was interested in a second meeting after their first summit "
        "in Singapore in June 2018.",
        day="2018-10-01",
    )
    assert [(one["status"], one["place"]) for one in found] == [("proposed", None), ("held", "Singapore")]
    assert found[0]["asked_by"] == "KP"


def test_what_was_said_of_the_talks_before_anybody_said_whose_they_are_is_theirs(contacts_in: Contacts) -> None:
    (contact,) = contacts_in(
        "The talks in Doha ended at dawn on Tuesday. "
        "Delegations of Egypt and Israel held the talks behind closed doors."
    )
    assert (contact["place"], contact["start"]) == ("Doha", "2024-05-14")


def test_a_mention_many_sentences_later_gives_a_contact_neither_day_nor_topic(contacts_in: Contacts) -> None:
    filler = "Prices rose. The harvest was good. Rain fell in the north. Schools reopened. "
    (contact,) = contacts_in(
        f"Joe Biden met Emmanuel Macron. {filler}In March the meeting of the miners' union had dealt with energy."
    )
    assert (contact["start"], contact["topics"]) == (None, [])


def test_who_told_it_may_stand_in_the_next_sentence(contacts_in: Contacts) -> None:
    (contact,) = contacts_in(
        "Emmanuel Macron spoke by phone with Narendra Modi on Tuesday. The Kremlin announced this in the evening."
    )
    assert contact["told_by"] == ["RU"]


def test_a_minister_whom_only_the_text_introduces_is_known_by_his_surname_later(contacts_in: Contacts) -> None:
    found = contacts_in(
        "Bolivia's foreign minister Ernesto Quispe met his Chilean counterpart in Arica on Monday. "
        "Quispe later spoke by phone with Antony Blinken."
    )
    assert [one["sides"] for one in found] == [["BO", "CL"], ["BO", "US"]]
    assert names(found[1]) == ["Ernesto Quispe", "Antony Blinken"]


def test_a_surname_of_many_means_the_one_whose_state_the_article_names(contacts_in: Contacts) -> None:
    (contact,) = contacts_in("North Korea fired two rockets. Vladimir Putin met Kim in Vladivostok.", day="2023-09-20")
    assert names(contact) == ["Vladimir Putin", "Kim Jong Un"]


def test_two_presidents_after_each_other_are_two_meetings(contacts_in: Contacts) -> None:
    found = contacts_in(
        "Antony Blinken met Turkish President Recep Tayyip Erdogan in Ankara on Monday. "
        "Blinken met Turkish Foreign Minister Hakan Fidan in Ankara on Monday."
    )
    assert [names(one)[1] for one in found] == ["Recep Tayyip Erdoğan", "Hakan Fidan"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Olaf Scholz flew to Ankara on Monday. On Tuesday the chancellor met Recep Tayyip Erdogan."),
        ("es", "Gabriel Boric llegó el lunes a Brasilia. Después se reunió con Lula da Silva."),
    ],
)
def test_the_guest_told_of_before_is_who_meets_the_host(contacts_in: Contacts, lang: str, text: str) -> None:
    assert [one["kind"] for one in contacts_in(text, lang)] == ["visit", "meeting"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Joe Biden called Volodymyr Zelenskyy on Monday.", ["call"]),
        ("Joe Biden called Vladimir Putin, the White House said.", ["call"]),
        ("Joe Biden called Vladimir Putin a killer.", []),
        ('Joe Biden called Vladimir Putin "a killer".', []),
    ],
)
def test_to_call_somebody_something_is_no_call(contacts_in: Contacts, text: str, kinds: list[str]) -> None:
    assert [one["kind"] for one in contacts_in(text)] == kinds


def test_bare_states_meet_where_a_place_or_day_is_said_but_not_on_the_pitch(contacts_in: Contacts) -> None:
    (contact,) = contacts_in("Iran and the United States will meet in Oman on Saturday.")
    assert (contact["sides"], contact["status"], contact["start"]) == (["IR", "US"], "planned", "2024-05-18")
    sport = "The goalkeeper trained alone. The striker limped. The coach frowned."
    assert contacts_in(f"{sport} France and Spain meet in Munich on Tuesday.") == []


def test_the_house_in_which_somebody_is_received_names_the_host(contacts_in: Contacts) -> None:
    (contact,) = contacts_in("Sergei Lavrov was received at the White House on Monday.")
    assert (contact["sides"], contact["place"]) == (["RU", "US"], "Washington")


def test_what_is_called_off_was_to_be_on_the_nearer_day_and_is_planned_for_no_other(contacts_in: Contacts) -> None:
    (contact,) = contacts_in("Antony Blinken called off a trip to Beijing planned for 20 May.")
    assert (contact["status"], contact["start"]) == ("cancelled", "2024-05-20")


def test_who_proposes_talks_between_others_asks_and_is_no_party(contacts_in: Contacts) -> None:
    (contact,) = contacts_in("France proposed talks between Armenia and Azerbaijan on Monday.")
    assert (contact["sides"], contact["status"], contact["asked_by"]) == (["AM", "AZ"], "proposed", "FR")


def test_what_is_proposed_came_to_a_proposal_and_what_is_planned_to_nothing_yet(contacts_in: Contacts) -> None:
    (proposed,) = contacts_in("Emmanuel Macron said he was ready to meet Vladimir Putin.")
    assert (proposed["asked_by"], proposed["outcomes"]) == ("FR", ["proposal"])
    (planned,) = contacts_in("Emmanuel Macron will meet Narendra Modi in Paris on Friday to sign an agreement.")
    assert planned["outcomes"] == []


def test_one_call_in_which_one_congratulates_the_other_is_a_call_of_both(contacts_in: Contacts) -> None:
    (contact,) = contacts_in("In a phone call on Monday Emmanuel Macron congratulated Narendra Modi on the result.")
    assert (contact["kind"], contact["sides"]) == ("call", ["FR", "IN"])


def test_topics_belong_to_the_nearest_contact(contacts_in: Contacts) -> None:
    found = contacts_in(
        "Joe Biden met Emmanuel Macron to discuss trade before he spoke by phone with Xi Jinping about climate."
    )
    assert {one["kind"]: one["topics"] for one in found} == {"meeting": ["trade"], "call": ["climate"]}


NAMED = "Emmanuel Macron praised a speech by Olaf Scholz on Monday. "
ELSEWHERE = "Fishermen in the north mended their nets, and the harbour opened a new hall for the autumn market. "


def test_they_are_the_two_who_were_named_shortly_before(contacts_in: Contacts) -> None:
    (contact,) = contacts_in(f"{NAMED}{ELSEWHERE}They met in Brussels on Tuesday.")
    assert sorted(names(contact)) == ["Emmanuel Macron", "Olaf Scholz"]


def test_they_are_nobody_who_was_named_long_before(contacts_in: Contacts) -> None:
    assert contacts_in(f"{NAMED}{ELSEWHERE * 5}They met in Brussels on Tuesday.") == []
