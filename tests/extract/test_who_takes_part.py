"""Who is a party of a contact, for which side and in which office."""

from collections.abc import Callable
from typing import Any

from detente import Reading

Contacts = Callable[..., list[dict[str, Any]]]


def parties(contact: dict[str, Any]) -> list[tuple[str | None, str, str | None]]:
    return [(party["name"], party["side"], party["office"]) for party in contact["parties"]]


def names(contact: dict[str, Any]) -> set[str | None]:
    return {party["name"] for party in contact["parties"]}


def only(found: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(found) == 1, found
    return found[0]


def test_a_president_with_his_own_governors_is_no_contact(contacts_in: Contacts) -> None:
    assert not contacts_in("President Vladimir Putin met the governors of Russian regions in Moscow on Tuesday.")
    assert not contacts_in("Президент Владимир Путин во вторник встретился в Москве с губернаторами.", "ru")
    assert not contacts_in("అధ్యక్షుడు వ్లాదిమిర్ పుతిన్ మంగళవారం మాస్కోలో గవర్నర్లతో సమావేశమయ్యారు.", "te")


def test_a_president_with_his_own_ministers_is_no_contact(contacts_in: Contacts) -> None:
    assert not contacts_in("French President Emmanuel Macron met his ministers on Wednesday.")
    assert not contacts_in("Президент Франции Эммануэль Макрон в среду провёл совещание со своими министрами.", "ru")
    assert not contacts_in("ఫ్రాన్స్ అధ్యక్షుడు ఇమ్మాన్యుయేల్ మాక్రాన్ బుధవారం తన మంత్రులతో సమావేశమయ్యారు.", "te")


def test_a_president_with_soldiers_of_his_own_state_is_no_contact(contacts_in: Contacts) -> None:
    assert not contacts_in("The Polish president met soldiers from Poland on Monday.")


def test_a_statement_about_the_other_side_is_no_contact(contacts_in: Contacts) -> None:
    assert not contacts_in("Russia condemned the United States for its new sanctions.")
    assert not contacts_in("Россия осудила США за новые санкции.", "ru")
    assert not contacts_in("కొత్త ఆంక్షలపై అమెరికాను రష్యా ఖండించింది.", "te")


def test_a_football_match_is_no_contact(contacts_in: Contacts) -> None:
    assert not contacts_in("Germany met Scotland in the opening match of the football tournament in Munich on Friday.")
    assert not contacts_in("Сборная Германии встретилась с командой Шотландии в матче открытия чемпионата.", "ru")
    assert not contacts_in("మ్యూనిచ్‌లో జరిగిన ఫుట్‌బాల్ మ్యాచ్‌లో జర్మనీ జట్టు స్కాట్లాండ్ జట్టుతో తలపడింది.", "te")


def test_a_meeting_of_firms_is_no_contact(contacts_in: Contacts) -> None:
    assert not contacts_in(
        "The chief executive of a German carmaker met the head of a Chinese battery firm in Shanghai on Monday."
    )


def test_an_interview_is_no_contact(contacts_in: Contacts) -> None:
    assert not contacts_in("The French president gave an interview to a German newspaper on Monday.")


def test_a_series_without_single_dates_is_no_contact(contacts_in: Contacts) -> None:
    assert not contacts_in("The foreign ministers of Iran and Iraq have met three times.")


def test_a_speaker_of_a_statement_is_no_party(contacts_in: Contacts) -> None:
    english = "Kremlin spokesman Dmitry Peskov said that Emmanuel Macron met Olaf Scholz in Berlin on Tuesday."
    contact = only(contacts_in(english))
    assert names(contact) == {"Emmanuel Macron", "Olaf Scholz"}
    assert contact["told_by"] == ["RU"]
    russian = (
        "Министр иностранных дел Норвегии Эспен Барт Эйде во вторник встретился с главой МИД Пакистана Исхаком Даром, "
        "сообщил пресс-секретарь Кремля Дмитрий Песков."
    )
    assert names(only(contacts_in(russian, "ru"))) == {"Espen Barth Eide", "Ishaq Dar"}
    telugu = "నార్వే విదేశాంగ మంత్రి ఎస్పెన్ బార్త్ ఈడే మంగళవారం పాకిస్తాన్ విదేశాంగ మంత్రి ఇషాక్ దార్‌తో సమావేశమయ్యారని క్రెమ్లిన్ ప్రతినిధి దిమిత్రీ పెస్కోవ్ తెలిపారు."
    assert names(only(contacts_in(telugu, "te"))) == {"Espen Barth Eide", "Ishaq Dar"}


def test_a_speaker_named_after_the_contact_is_no_party(contacts_in: Contacts) -> None:
    sentence = "Vladimir Putin and Recep Tayyip Erdogan met in Sochi on Tuesday, Kremlin spokesman Dmitry Peskov said."
    contact = only(contacts_in(sentence))
    assert names(contact) == {"Vladimir Putin", "Recep Tayyip Erdoğan"}
    assert contact["told_by"] == ["RU"]


def test_a_government_that_tells_at_the_end_of_the_sentence_is_no_party(contacts_in: Contacts) -> None:
    sentence = "Vladimir Putin and Recep Tayyip Erdogan spoke by phone on Tuesday, the White House said."
    contact = only(contacts_in(sentence))
    assert (contact["sides"], contact["told_by"]) == (["RU", "TR"], ["US"])


def test_a_speaker_cited_at_the_head_of_a_russian_sentence_is_no_party(contacts_in: Contacts) -> None:
    sentence = (
        "По словам пресс-секретаря Кремля Дмитрия Пескова, Эммануэль Макрон встретился с Олафом Шольцем в Берлине."
    )
    assert only(contacts_in(sentence, "ru"))["sides"] == ["DE", "FR"]


def test_the_two_presidents_are_the_last_two_named(contacts_in: Contacts) -> None:
    english = (
        "Japanese Prime Minister Fumio Kishida opened an exhibition. US President Joe Biden praised Chinese President "
        "Xi Jinping. The two presidents met on Monday in Lima."
    )
    assert names(only(contacts_in(english))) == {"Joe Biden", "Xi Jinping"}
    russian = (
        "Премьер-министр Японии Фумио Кисида открыл выставку. Президент США Джо Байден похвалил президента Франции "
        "Эммануэля Макрона. Оба президента встретились в понедельник в Лиме."
    )
    assert names(only(contacts_in(russian, "ru"))) == {"Joe Biden", "Emmanuel Macron"}
    telugu = (
        "జపాన్ ప్రధాని ఫుమియో కిషిడా ప్రదర్శనను ప్రారంభించారు. అమెరికా అధ్యక్షుడు జో బైడెన్ చైనా అధ్యక్షుడు షీ జిన్‌పింగ్‌ను "
        "ప్రశంసించారు. ఇద్దరు అధ్యక్షులు సోమవారం లిమాలో సమావేశమయ్యారు."
    )
    assert names(only(contacts_in(telugu, "te"))) == {"Joe Biden", "Xi Jinping"}


def test_counterpart_is_the_holder_of_the_same_office_on_the_other_side(contacts_in: Contacts) -> None:
    english = "US Secretary of State Antony Blinken spoke by phone with his Chinese counterpart on Tuesday."
    assert parties(only(contacts_in(english))) == [
        ("Antony Blinken", "US", "secretary of state"),
        ("Wang Yi", "CN", "foreign minister"),
    ]
    russian = "Министр иностранных дел Норвегии Эспен Барт Эйде во вторник встретился в Осло с украинским коллегой."
    assert parties(only(contacts_in(russian, "ru"))) == [
        ("Espen Barth Eide", "NO", "foreign minister"),
        ("Dmytro Kuleba", "UA", "foreign minister"),
    ]


def test_he_met_his_counterpart_needs_no_with(contacts_in: Contacts) -> None:
    sentence = "Norwegian Foreign Minister Espen Barth Eide met his Pakistani counterpart in Oslo on Tuesday."
    assert names(only(contacts_in(sentence))) == {"Espen Barth Eide", "Ishaq Dar"}


def test_an_office_without_a_name_is_held_by_its_holder_of_that_day(contacts_in: Contacts) -> None:
    sentence = "The French president spoke by phone with the German chancellor on Monday."
    assert parties(only(contacts_in(sentence, day="2021-11-17"))) == [
        ("Emmanuel Macron", "FR", "president"),
        ("Angela Merkel", "DE", "chancellor"),
    ]
    assert names(only(contacts_in(sentence, day="2024-05-15"))) == {"Emmanuel Macron", "Olaf Scholz"}


def test_the_office_of_a_name_is_the_one_held_on_that_day(contacts_in: Contacts) -> None:
    sentence = "Joe Biden met Angela Merkel in Berlin on Friday."
    assert [party["office"] for party in only(contacts_in(sentence, day="2013-02-03"))["parties"]] == [
        "vice president",
        "chancellor",
    ]


def test_a_former_office_is_said_to_be_former(contacts_in: Contacts) -> None:
    english = "Former US President Barack Obama met Chinese President Xi Jinping in Beijing on Monday."
    russian = "Бывший президент США Барак Обама в понедельник встретился в Пекине с председателем КНР Си Цзиньпином."
    telugu = "అమెరికా మాజీ అధ్యక్షుడు బరాక్ ఒబామా సోమవారం బీజింగ్‌లో చైనా అధ్యక్షుడు షీ జిన్‌పింగ్‌తో సమావేశమయ్యారు."
    for lang, sentence in (("en", english), ("ru", russian), ("te", telugu)):
        assert parties(only(contacts_in(sentence, lang))) == [
            ("Barack Obama", "US", "former president"),
            ("Xi Jinping", "CN", "president"),
        ], lang


def test_a_person_the_registry_does_not_know_is_a_party_by_its_own_name(contacts_in: Contacts) -> None:
    english = (
        "Norwegian Defence Minister Olafina Brekkestad met Ukrainian President Volodymyr Zelensky in Kyiv on Monday."
    )
    assert parties(only(contacts_in(english)))[0] == ("Olafina Brekkestad", "NO", "defense minister")
    russian = (
        "Министр обороны Норвегии Олафина Бреккестад в понедельник встретилась в Киеве с президентом Украины "
        "Владимиром Зеленским."
    )
    assert parties(only(contacts_in(russian, "ru")))[0] == ("Olafina Brekkestad", "NO", "defense minister")


def test_an_unknown_name_in_telugu_is_not_replaced_by_the_holder_of_the_office(contacts_in: Contacts) -> None:
    telugu = "నార్వే రక్షణ మంత్రి ఒలఫినా బ్రెక్కెస్టాడ్ సోమవారం కీవ్‌లో ఉక్రెయిన్ అధ్యక్షుడు వొలొదిమిర్ జెలెన్‌స్కీతో సమావేశమయ్యారు."
    assert "Bjørn Arild Gram" not in names(only(contacts_in(telugu, "te")))


def test_a_name_in_any_of_three_scripts_is_one_person(contacts_in: Contacts) -> None:
    english = "French President Emmanuel Macron met German Chancellor Olaf Scholz in Berlin on Monday."
    russian = "Президент Франции Эммануэль Макрон в понедельник встретился в Берлине с канцлером Олафом Шольцем."
    telugu = "ఫ్రాన్స్ అధ్యక్షుడు ఇమ్మాన్యుయేల్ మాక్రాన్ సోమవారం జర్మనీ ఛాన్సలర్ ఓలాఫ్ షోల్జ్‌తో బెర్లిన్‌లో సమావేశమయ్యారు."
    for lang, sentence in (("en", english), ("ru", russian), ("te", telugu)):
        assert names(only(contacts_in(sentence, lang))) == {"Emmanuel Macron", "Olaf Scholz"}, lang


def test_a_capital_acts_as_its_government(contacts_in: Contacts) -> None:
    english = "Moscow and Ankara held talks in Sochi on Tuesday."
    russian = "Москва и Анкара во вторник провели переговоры в Сочи."
    telugu = "మాస్కో, అంకారా మంగళవారం సోచిలో చర్చలు జరిపాయి."
    for lang, sentence in (("en", english), ("ru", russian), ("te", telugu)):
        contact = only(contacts_in(sentence, lang))
        assert (contact["sides"], contact["place"]) == (["RU", "TR"], "Sochi"), lang


def test_a_capital_in_which_others_meet_is_only_a_place(contacts_in: Contacts) -> None:
    english = (
        "Norwegian Foreign Minister Espen Barth Eide met Pakistani Foreign Minister Ishaq Dar in Moscow on Tuesday."
    )
    russian = (
        "Министр иностранных дел Норвегии Эспен Барт Эйде во вторник встретился в Москве с главой МИД Пакистана "
        "Исхаком Даром."
    )
    telugu = "నార్వే విదేశాంగ మంత్రి ఎస్పెన్ బార్త్ ఈడే మంగళవారం మాస్కోలో పాకిస్తాన్ విదేశాంగ మంత్రి ఇషాక్ దార్‌తో సమావేశమయ్యారు."
    for lang, sentence in (("en", english), ("ru", russian), ("te", telugu)):
        contact = only(contacts_in(sentence, lang))
        assert (contact["sides"], contact["place"]) == (["NO", "PK"], "Moscow"), lang


def test_the_european_union_is_a_side_of_its_own(contacts_in: Contacts) -> None:
    english = (
        "European Commission President Ursula von der Leyen met Serbian President Aleksandar Vucic in Belgrade "
        "on Tuesday."
    )
    russian = (
        "Глава Еврокомиссии Урсула фон дер Ляйен во вторник встретилась в Белграде с президентом Сербии Александром "
        "Вучичем."
    )
    telugu = "యూరోపియన్ కమిషన్ అధ్యక్షురాలు ఉర్సులా వాన్ డెర్ లేయెన్ మంగళవారం సెర్బియా అధ్యక్షుడు అలెగ్జాండర్ వుచిచ్‌తో బెల్‌గ్రేడ్‌లో సమావేశమయ్యారు."
    for lang, sentence in (("en", english), ("ru", russian), ("te", telugu)):
        assert only(contacts_in(sentence, lang))["sides"] == ["EU", "RS"], lang


def test_the_secretary_general_of_nato_acts_for_nato_and_not_for_norway(contacts_in: Contacts) -> None:
    english = (
        "NATO Secretary General Jens Stoltenberg spoke by phone with Ukrainian President Volodymyr Zelensky on Tuesday."
    )
    russian = (
        "Генсек НАТО Йенс Столтенберг во вторник поговорил по телефону с президентом Украины Владимиром Зеленским."
    )
    telugu = "నాటో ప్రధాన కార్యదర్శి జెన్స్ స్టోల్టెన్‌బర్గ్ మంగళవారం ఉక్రెయిన్ అధ్యక్షుడు వొలొదిమిర్ జెలెన్‌స్కీతో ఫోన్‌లో మాట్లాడారు."
    for lang, sentence in (("en", english), ("ru", russian), ("te", telugu)):
        contact = only(contacts_in(sentence, lang))
        assert contact["sides"] == ["NATO", "UA"], lang
        assert parties(contact)[0] == ("Jens Stoltenberg", "NATO", "secretary-general"), lang


def test_the_secretary_general_of_the_united_nations_acts_for_the_un(contacts_in: Contacts) -> None:
    english = "UN Secretary-General Antonio Guterres met Chinese Foreign Minister Wang Yi in Beijing on Monday."
    russian = "Глава МИД Китая Ван И в понедельник встретился с генсеком ООН Антониу Гутерришем."
    telugu = "ఐక్యరాజ్యసమితి ప్రధాన కార్యదర్శి ఆంటోనియో గుటెరస్ సోమవారం బీజింగ్‌లో చైనా విదేశాంగ మంత్రి వాంగ్ యీతో సమావేశమయ్యారు."
    for lang, sentence in (("en", english), ("ru", russian), ("te", telugu)):
        contact = only(contacts_in(sentence, lang))
        assert contact["sides"] == ["CN", "UN"], lang
        assert names(contact) == {"António Guterres", "Wang Yi"}, lang


def test_a_name_of_one_letter_at_the_end_of_a_russian_sentence_is_read(contacts_in: Contacts) -> None:
    sentence = "Генсек ООН Антониу Гутерриш в понедельник встретился в Пекине с главой МИД Китая Ван И."
    assert only(contacts_in(sentence, "ru"))["sides"] == ["CN", "UN"]


def test_inspectors_of_an_organisation_make_a_visit_of_its_side(contacts_in: Contacts) -> None:
    contact = only(contacts_in("A delegation of the International Atomic Energy Agency visited Iran on Monday."))
    assert (contact["kind"], contact["sides"], contact["parties"]) == ("visit", ["IAEA", "IR"], [])


def test_an_armed_group_that_acts_as_a_government_is_a_side(contacts_in: Contacts) -> None:
    taliban = only(contacts_in("Chinese diplomats met a Taliban delegation in Kabul on Monday."))
    assert taliban["sides"] == ["CN", "TALIBAN"]
    hamas = only(contacts_in("A Hamas delegation arrived in Cairo on Monday for talks with Egyptian officials."))
    assert hamas["sides"] == ["EG", "HAMAS"]


def test_taiwan_and_the_palestinian_authority_are_sides(contacts_in: Contacts) -> None:
    pelosi = "US House Speaker Nancy Pelosi met Taiwanese President Tsai Ing-wen in Taipei on August 3, 2022."
    assert only(contacts_in(pelosi, day="2022-08-05"))["sides"] == ["TW", "US"]
    abbas = "Palestinian President Mahmoud Abbas met King Abdullah of Jordan in Amman on Monday."
    assert only(contacts_in(abbas))["sides"] == ["JO", "PS"]


def test_a_state_of_the_past_is_a_side_of_its_day(contacts_in: Contacts) -> None:
    sentence = "Soviet leader Mikhail Gorbachev met US President Ronald Reagan in Reykjavik on October 11, 1986."
    assert only(contacts_in(sentence, day="1986-10-14"))["sides"] == ["SU", "US"]


def test_a_mediator_who_sits_at_the_table_is_a_side(contacts_in: Contacts) -> None:
    sentence = (
        "Turkish Foreign Minister Hakan Fidan, Ukrainian Defence Minister Rustem Umerov and Russian aide Vladimir "
        "Medinsky held talks in Istanbul on Friday."
    )
    assert only(contacts_in(sentence))["sides"] == ["RU", "TR", "UA"]


def test_a_host_who_only_lends_the_palace_is_no_side(contacts_in: Contacts) -> None:
    sentence = "Delegations of Ukraine and Russia held talks in Istanbul on Friday. Turkey lent the palace."
    assert only(contacts_in(sentence))["sides"] == ["RU", "UA"]


def test_the_foreign_ministers_of_two_states_are_two_parties(contacts_in: Contacts) -> None:
    sentence = "The foreign ministers of Egypt and Turkey met in Ankara on Tuesday."
    assert parties(only(contacts_in(sentence))) == [
        ("Sameh Shoukry", "EG", "foreign minister"),
        ("Hakan Fidan", "TR", "foreign minister"),
    ]


def test_the_leaders_of_two_states_meet(contacts_in: Contacts) -> None:
    for plural in ("leaders", "presidents"):
        contact = only(contacts_in(f"The {plural} of Serbia and Kosovo met in Brussels on Tuesday."))
        assert (contact["kind"], contact["sides"]) == ("meeting", ["RS", "XK"]), plural


def test_he_is_the_visitor_told_of_before(contacts_in: Contacts) -> None:
    found = contacts_in("Emmanuel Macron arrived in Berlin on Monday. He met Olaf Scholz on Tuesday.")
    assert [(one["kind"], names(one)) for one in found] == [
        ("visit", {"Emmanuel Macron"}),
        ("meeting", {"Emmanuel Macron", "Olaf Scholz"}),
    ]


def test_the_foreign_ministers_of_three_states_are_three_parties(contacts_in: Contacts) -> None:
    sentence = "The foreign ministers of China, India and Russia met in Kazan on October 22, 2024."
    contact = only(contacts_in(sentence, day="2024-10-30"))
    assert {party["side"] for party in contact["parties"]} == {"CN", "IN", "RU"}


def test_a_delegation_of_a_telugu_text_is_no_spokesman(contacts_in: Contacts) -> None:
    telugu = "ఆర్మేనియా, అజర్‌బైజాన్ ప్రతినిధి బృందాలు శుక్రవారం దుబాయ్‌లో చర్చలు జరిపాయి."
    assert only(contacts_in(telugu, "te"))["parties"] == []


def test_a_visitor_of_an_unknown_side_makes_no_contact_of_one_side(read_news: Callable[..., Reading]) -> None:
    reading = read_news(
        "Building on what my colleague told you, one word on migration: President Duque’s visit to the White House "
        "tomorrow is timely.",
        outlet="whitehouse.gov",
    )
    assert [report.sides for report in reading.reports if len(report.sides) < 2] == []
