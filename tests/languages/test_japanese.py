"""Japanese: characters without spaces, titles after names, verbs last, particles after every mention."""

from collections.abc import Callable
from typing import Any

import pytest

Contacts = Callable[..., list[dict[str, Any]]]


def only(found: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(found) == 1, found
    return found[0]


def people(contact: dict[str, Any]) -> set[tuple[str | None, str]]:
    return {(party["name"], party["side"]) for party in contact["parties"]}


def test_a_title_stands_after_the_name(contacts_in: Contacts) -> None:
    contact = only(contacts_in("岸田文雄首相は14日、東京で韓国の尹錫悦大統領と会談した。", "ja"))
    assert people(contact) == {("Fumio Kishida", "JP"), ("Yoon Suk Yeol", "KR")}
    assert (contact["kind"], contact["status"], contact["place"]) == ("meeting", "held", "Tokyo")
    assert (contact["start"], contact["end"]) == ("2024-05-14", "2024-05-14")


@pytest.mark.parametrize(
    "named", ["ブリンケン米国務長官は", "米国務長官のブリンケン氏は", "米国のブリンケン国務長官は"]
)
def test_a_state_and_a_title_stand_on_either_side_of_a_name(contacts_in: Contacts, named: str) -> None:
    contact = only(contacts_in(f"{named}14日、王毅外相と北京で会談した。", "ja"))
    assert people(contact) == {("Antony Blinken", "US"), ("Wang Yi", "CN")}


def test_a_surname_of_one_character_counts_before_a_title_only(contacts_in: Contacts) -> None:
    contact = only(contacts_in("岸田首相は14日、ソウルで尹大統領と会談した。", "ja"))
    assert people(contact) == {("Fumio Kishida", "JP"), ("Yoon Suk Yeol", "KR")}


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("日米韓の首脳は13日、ローマで会談した。", ["JP", "KR", "US"]),
        ("日朝首脳会談が13日、平壌で開かれた。", ["JP", "KP"]),
        ("米ロ両政府は13日、ウィーンで高官協議を開いた。", ["RU", "US"]),
    ],
)
def test_abbreviations_of_states_count_beside_each_other(contacts_in: Contacts, text: str, sides: list[str]) -> None:
    assert only(contacts_in(text, "ja"))["sides"] == sides


@pytest.mark.parametrize("text", ["首相は南米を訪問中だと述べた。", "朝日新聞は11日、会談を報じた。"])
def test_a_character_inside_another_word_is_no_state(contacts_in: Contacts, text: str) -> None:
    assert not contacts_in(text, "ja")


def test_a_name_that_nobody_knows_ends_where_the_script_changes(contacts_in: Contacts) -> None:
    contact = only(contacts_in("ペルーのロベルト・サンチョ外相は13日、リマでチリのモレノ外相と会談した。", "ja"))
    assert contact["sides"] == ["CL", "PE"]
    assert "Robert Sancho" in {party["name"] for party in contact["parties"]}


def test_a_name_in_characters_without_a_known_reading_is_left_out(contacts_in: Contacts) -> None:
    contact = only(contacts_in("北朝鮮の金永日外務次官は14日、ヤンゴンでタイの外相と会談した。", "ja"))
    assert {(party["name"], party["office"]) for party in contact["parties"] if party["side"] == "KP"} == {
        (None, "deputy foreign minister")
    }


def test_who_announces_a_contact_of_others_takes_no_part(contacts_in: Contacts) -> None:
    contact = only(contacts_in("中国外務省は14日、ロシアのプーチン大統領が来月、モンゴルを訪問すると発表した。", "ja"))
    assert (contact["sides"], contact["status"]) == (["MN", "RU"], "planned")
    assert "CN" in contact["told_by"]


def test_the_day_of_an_announcement_is_not_that_of_the_contact(contacts_in: Contacts) -> None:
    contact = only(contacts_in("中国外務省は14日、プーチン大統領が近く北京を訪問すると発表した。", "ja"))
    assert contact["start"] is None


def test_a_clause_before_a_noun_tells_only_where_the_guest_is(contacts_in: Contacts) -> None:
    contact = only(contacts_in("岸田首相は14日、訪日中のドイツのショルツ首相と会談した。", "ja"))
    assert (contact["kind"], contact["sides"]) == ("meeting", ["DE", "JP"])


def test_a_verb_before_a_comma_is_told_as_the_next_verb_is(contacts_in: Contacts) -> None:
    found = contacts_in("岸田首相は22日にソウルを訪れ、尹大統領と会談する予定だ。", "ja")
    assert {contact["status"] for contact in found} == {"planned"}
    assert found[0]["start"] == "2024-05-22"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("岸田首相は尹大統領と会談する方向で調整している。", "planned"),
        ("イランは米国との直接交渉を拒否した。", "denied"),
        ("岸田首相の訪韓は延期された。", "cancelled"),
        ("バイデン大統領は「プーチン大統領と会う用意がある」と語った。", "proposed"),
    ],
)
def test_the_status_follows_the_verb(contacts_in: Contacts, text: str, status: str) -> None:
    assert only(contacts_in(text, "ja"))["status"] == status


def test_years_of_an_era_and_numbers_in_characters_are_days(contacts_in: Contacts) -> None:
    era = only(contacts_in("令和3年4月16日、菅義偉首相はワシントンでバイデン大統領と会談した。", "ja"))
    assert era["start"] == "2021-04-16"
    characters = only(contacts_in("岸田首相は十二日、ソウルで尹大統領と会談した。", "ja"))
    assert characters["start"] == "2024-05-12"


def test_officials_met_one_after_the_other_are_contacts_of_their_own(contacts_in: Contacts) -> None:
    text = "岸田首相は14日、パリでフランスのマクロン大統領、ドイツのショルツ首相と会談した。"
    assert sorted(contact["sides"] for contact in contacts_in(text, "ja")) == [["DE", "JP"], ["FR", "JP"]]


def test_another_round_has_the_sides_of_the_one_told_before(contacts_in: Contacts) -> None:
    found = contacts_in("北朝鮮と米国は13日、北京で実務協議を開いた。次回の協議は20日に開かれる予定だ。", "ja")
    assert [(one["sides"], one["status"], one["start"]) for one in found] == [
        (["KP", "US"], "held", "2024-05-13"),
        (["KP", "US"], "planned", "2024-05-20"),
    ]


def test_the_title_of_a_source_tells_nothing(contacts_in: Contacts) -> None:
    assert not contacts_in("『岸田首相、14日に尹大統領と会談』。東都新聞、2024年5月14日。", "ja")


@pytest.mark.parametrize(
    "text",
    [
        "岸田首相は14日、首相官邸で知事らと会談した。",
        "自民党の幹事長は14日、公明党の幹事長と国会内で会談した。",
        "サッカー日本代表は14日、韓国代表と対戦する。",
    ],
)
def test_what_stays_at_home_is_no_contact(contacts_in: Contacts, text: str) -> None:
    assert not contacts_in(text, "ja")


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("日中国交正常化交渉が13日、北京で始まった。", ["CN", "JP"]),
        ("米ウクライナ首脳会談が13日、ワシントンで行われた。", ["UA", "US"]),
        ("米イランの第5回間接協議は13日、ローマで開催された。", ["IR", "US"]),
        ("イラン外務省報道官は13日、米国と協議する予定はないと述べた。", ["IR", "US"]),
    ],
)
def test_states_stand_together_or_speak_through_somebody(contacts_in: Contacts, text: str, sides: list[str]) -> None:
    assert only(contacts_in(text, "ja"))["sides"] == sides


def test_who_is_asked_to_come_travels(contacts_in: Contacts) -> None:
    contact = only(contacts_in("韓国の尹錫悦大統領は習近平国家主席に訪韓を要請した。", "ja"))
    assert (contact["kind"], contact["status"], contact["asked_by"]) == ("visit", "proposed", "KR")
    assert ("Xi Jinping", "CN") in people(contact)


def test_a_state_before_the_word_for_a_visit_is_the_host(contacts_in: Contacts) -> None:
    contact = only(contacts_in("バイデン大統領は、ハリケーンの影響でドイツ訪問を延期した。", "ja"))
    assert (contact["sides"], contact["status"]) == (["DE", "US"], "cancelled")
