"""What Arabic and Persian write otherwise: "and" in one word with the next, the verb first, titles after names."""

from collections.abc import Callable
from typing import Any

import pytest

Contacts = Callable[..., list[dict[str, Any]]]


def only(found: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "sides"),
    [
        ("عُقدت في جنيف يوم الاثنين جولة جديدة من المفاوضات بين إسرائيل وحماس.", ["HAMAS", "IL"]),
        ("اجتمع وزراء خارجية تركيا وسوريا في أنقرة يوم الاثنين.", ["SY", "TR"]),
    ],
)
def test_and_written_together_with_the_next_word_joins_two_actors(
    contacts_in: Contacts, sentence: str, sides: list[str]
) -> None:
    assert only(contacts_in(sentence, "ar"))["sides"] == sides


def test_a_name_that_begins_with_the_letter_of_and_stays_whole(contacts_in: Contacts) -> None:
    sentence = "التقى وزير الخارجية الصيني وانغ يي نظيره الروسي سيرغي لافروف في بكين يوم الاثنين."
    found = only(contacts_in(sentence, "ar"))
    assert {party["name"] for party in found["parties"]} == {"Wang Yi", "Sergey Lavrov"}


def test_the_subject_stands_after_the_verb_and_the_object_after_the_subject(contacts_in: Contacts) -> None:
    sentence = "بعد أعوام من الخلاف مع قطر، استقبل وزير الخارجية المصري سامح شكري نظيره التركي هاكان فيدان."
    assert only(contacts_in(sentence, "ar"))["sides"] == ["EG", "TR"]


@pytest.mark.parametrize("dateline", ["مدريد - وكالات: ", "مدريد في 15 مايو /قنا/ "])
def test_the_city_of_a_dateline_takes_no_part(contacts_in: Contacts, dateline: str) -> None:
    sentence = "التقى وزير الخارجية المصري سامح شكري نظيره التركي هاكان فيدان."
    assert only(contacts_in(dateline + sentence, "ar"))["sides"] == ["EG", "TR"]


def test_a_city_that_speaks_is_no_dateline(contacts_in: Contacts) -> None:
    assert only(contacts_in("Moscow - Beijing talks were held on Monday.", "en"))["sides"] == ["CN", "RU"]


def test_a_surname_that_is_a_word_of_the_language_names_nobody(contacts_in: Contacts) -> None:
    sentence = "دور سوم مذاکرات ایران و عراق روز شنبه در بغداد برگزار شد."
    assert only(contacts_in(sentence, "fa"))["sides"] == ["IQ", "IR"]


def test_an_office_without_a_comma_belongs_to_the_name_before_it(contacts_in: Contacts) -> None:
    sentence = "نیکول پاشینیان نخست‌وزیر ارمنستان و الهام علی‌اف رئیس‌جمهور آذربایجان روز شنبه دیدار کردند."
    found = only(contacts_in(sentence, "fa"))
    assert [(party["name"], party["side"]) for party in found["parties"]] == [
        ("Nikol Pashinyan", "AM"),
        ("Ilham Aliyev", "AZ"),
    ]


def test_two_offices_after_one_name_are_one_person(contacts_in: Contacts) -> None:
    sentence = "استقبل الأمير محمد بن سلمان ولي العهد رئيس مجلس الوزراء في جدة الرئيس الفرنسي إيمانويل ماكرون."
    found = only(contacts_in(sentence, "ar"))
    assert [party["name"] for party in found["parties"]] == ["Mohammed bin Salman", "Emmanuel Macron"]


def test_an_office_with_a_holder_of_its_own_belongs_to_him(contacts_in: Contacts) -> None:
    found = only(contacts_in("التقى السيسي الرئيس الفرنسي إيمانويل ماكرون في القاهرة.", "ar"))
    assert {party["name"] for party in found["parties"]} == {"Abdel Fattah el-Sisi", "Emmanuel Macron"}


def test_monday_is_no_city_but_after_a_preposition(contacts_in: Contacts) -> None:
    monday = only(contacts_in("وزیر خارجه عمان شامگاه دوشنبه وارد تهران شد.", "fa"))
    assert (monday["sides"], monday["place"]) == (["IR", "OM"], "Tehran")
    city = only(contacts_in("وزیر خارجه ایران وارد دوشنبه شد.", "fa"))
    assert (city["sides"], city["place"]) == (["IR", "TJ"], "Dushanbe")


def test_from_that_belongs_to_the_verb_names_the_guest(contacts_in: Contacts) -> None:
    assert only(contacts_in("نخست‌وزیر عراق از همتای ایرانی خود استقبال کرد.", "fa"))["sides"] == ["IQ", "IR"]


@pytest.mark.parametrize(
    ("sentence", "sides"),
    [
        ("وجه ملك البحرين دعوة إلى الرئيس التونسي قيس سعيد لزيارة المنامة.", ["BH", "TN"]),
        ("پادشاه بحرین از رئیس‌جمهور تونس برای سفر به منامه دعوت کرد.", ["BH", "TN"]),
    ],
)
def test_the_guest_whom_a_host_invites_to_his_own_state_is_the_traveller(
    contacts_in: Contacts, sentence: str, sides: list[str]
) -> None:
    contact = only(contacts_in(sentence, "ar" if "ملك" in sentence else "fa"))
    assert (contact["status"], contact["sides"], contact["place"]) == ("proposed", sides, "Manama")


def test_a_preposition_written_together_with_a_name_marks_it(contacts_in: Contacts) -> None:
    contact = only(contacts_in("جاء ذلك خلال لقاء وزير الخارجية المصري بنظيره الهندي في نيودلهي.", "ar"))
    assert contact["sides"] == ["EG", "IN"]


def test_whoever_stands_before_an_occasion_is_the_subject_of_a_verb_at_the_end(contacts_in: Contacts) -> None:
    contact = only(contacts_in("وزیر دفاع ایران در حاشیه رزمایش با همتای هندی خود دیدار کرد.", "fa"))
    assert contact["sides"] == ["IN", "IR"]


def test_a_wish_that_holds_the_preposition_is_no_setting(contacts_in: Contacts) -> None:
    contact = only(contacts_in("أعرب الرئيس التركي عن رغبته في لقاء نظيره المصري في أنقرة.", "ar"))
    assert contact["status"] == "proposed"
