"""Chinese: characters without spaces, titles on either side of names, partners between "with" and the verb."""

from collections.abc import Callable
from typing import Any

import pytest

Contacts = Callable[..., list[dict[str, Any]]]


def only(found: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(found) == 1, found
    return found[0]


def people(contact: dict[str, Any]) -> set[tuple[str | None, str]]:
    return {(party["name"], party["side"]) for party in contact["parties"]}


@pytest.mark.parametrize(
    "text",
    [
        "韩国总统尹锡悦13日在首尔与日本首相岸田文雄举行会谈。",
        "南韓總統尹錫悅13日在首爾與日本首相岸田文雄舉行會談。",
    ],
)
def test_traditional_characters_count_as_simplified_ones(contacts_in: Contacts, text: str) -> None:
    contact = only(contacts_in(text, "zh"))
    assert people(contact) == {("Yoon Suk Yeol", "KR"), ("Fumio Kishida", "JP")}
    assert (contact["kind"], contact["status"], contact["place"]) == ("meeting", "held", "Seoul")


def test_who_stands_after_an_invitation_is_the_guest(contacts_in: Contacts) -> None:
    contact = only(contacts_in("应国家主席习近平邀请，法国总统马克龙将于5月24日至26日对中国进行国事访问。", "zh"))
    assert (contact["sides"], contact["asked_by"], contact["status"]) == (["CN", "FR"], "CN", "planned")
    assert people(contact) == {("Emmanuel Macron", "FR")}


def test_a_clause_without_a_subject_is_told_as_the_verb_before(contacts_in: Contacts) -> None:
    contact = only(contacts_in("岸田文雄首相将于5月20日访问韩国，并与尹锡悦总统举行会谈。", "zh"))
    assert (contact["status"], contact["sides"]) == ("planned", ["JP", "KR"])


def test_a_name_in_characters_is_heard_among_those_in_office(contacts_in: Contacts) -> None:
    contact = only(contacts_in("巴拉圭總統貝尼亞13日在台北與蔡英文總統會談。", "zh"))
    assert ("Santiago Peña", "PY") in people(contact)


def test_two_abbreviations_and_both_states_are_one_list(contacts_in: Contacts) -> None:
    assert only(contacts_in("俄美两国代表团13日在利雅得举行会谈。", "zh"))["sides"] == ["RU", "US"]


def test_topics_stand_before_the_words_that_they_were_spoken_of(contacts_in: Contacts) -> None:
    contact = only(contacts_in("王毅13日在北京与美国国务卿布林肯会谈，双方就贸易和台湾海峡局势交换意见。", "zh"))
    assert "trade" in contact["topics"]


@pytest.mark.parametrize(
    "text", ["国家主席习近平会见全国劳动模范代表。", "俄罗斯总统普京会见圣彼得堡市长，听取工作汇报。"]
)
def test_a_president_with_his_own_people_is_no_contact(contacts_in: Contacts, text: str) -> None:
    assert not contacts_in(text, "zh")
