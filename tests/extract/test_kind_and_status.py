"""Every kind of contact in every status, in English, Russian and Telugu (but for messages denied or called off)."""

from collections.abc import Callable
from typing import Any

import pytest

Contacts = Callable[..., list[dict[str, Any]]]

# All published on Wednesday, 15 May 2024.
CLAIMS = [
    # ------------------------------------------------------------ English
    ("en", "call", "held", "FI TR", "2024-05-14",
     "Finnish President Alexander Stubb spoke by phone with Turkish President Recep Tayyip Erdogan on Tuesday."),
    ("en", "call", "planned", "FI TR", "2024-05-17",
     "Finnish President Alexander Stubb will speak by phone with Turkish President Recep Tayyip Erdogan on Friday."),
    ("en", "call", "proposed", "FI TR", None,
     "Finnish President Alexander Stubb has offered to hold a phone call with Turkish President Recep Tayyip Erdogan."),
    ("en", "call", "denied", "FI TR", None,
     "Ankara denied reports of a phone call between Finnish President Alexander Stubb and President Recep Erdogan."),
    ("en", "call", "cancelled", "FI TR", None,
     ("A phone call between Finnish President Alexander Stubb and Turkish President Recep Tayyip Erdogan "
     "has been called off.")),
    ("en", "meeting", "held", "IN JP", "2024-05-13",
     "Japanese Prime Minister Fumio Kishida met Indian Prime Minister Narendra Modi in Tokyo on Monday."),
    ("en", "meeting", "planned", "IN JP", "2024-05-20",
     "Japanese Prime Minister Fumio Kishida will meet Indian Prime Minister Narendra Modi in Tokyo next week."),
    ("en", "meeting", "proposed", "IN JP", None,
     "Japanese Prime Minister Fumio Kishida is ready to meet Indian Prime Minister Narendra Modi."),
    ("en", "meeting", "denied", "CN JP", None,
     "Japanese Prime Minister Fumio Kishida refused to meet Chinese President Xi Jinping."),
    ("en", "meeting", "cancelled", "CN JP", None,
     "A meeting between Japanese Prime Minister Fumio Kishida and Chinese President Xi Jinping has been cancelled."),
    ("en", "visit", "held", "EG TR", "2024-05-14",
     "Egyptian Foreign Minister Sameh Shoukry travelled to Ankara on Tuesday."),
    ("en", "visit", "planned", "EG TR", "2024-05-17",
     "Egyptian Foreign Minister Sameh Shoukry will travel to Ankara on Friday."),
    ("en", "visit", "proposed", "EG TR", "2024-06-01",
     "Egyptian Foreign Minister Sameh Shoukry may visit Ankara in June."),
    ("en", "visit", "denied", "EG TR", None,
     "Cairo denied that Foreign Minister Sameh Shoukry had visited Ankara."),
    ("en", "visit", "cancelled", "EG TR", None,
     "Egyptian Foreign Minister Sameh Shoukry has cancelled his visit to Ankara."),
    ("en", "talks", "held", "AM AZ", "2024-05-10",
     "Delegations of Armenia and Azerbaijan held talks in Almaty on Friday."),
    ("en", "talks", "planned", "AM AZ", "2024-05-20",
     "Delegations of Armenia and Azerbaijan will hold talks in Almaty next week."),
    ("en", "talks", "proposed", "AM AZ", "2024-05-20",
     "Armenia has proposed talks with Azerbaijan in Almaty next week."),
    ("en", "talks", "denied", "AM AZ", None,
     "Armenia denied that its delegation had held talks with Azerbaijan in Almaty."),
    ("en", "talks", "cancelled", "AM AZ", None,
     "Talks between Armenia and Azerbaijan in Almaty have been called off."),
    ("en", "message", "held", "NO PK", "2024-05-13",
     "Norwegian Prime Minister Jonas Gahr Store sent a letter to Pakistani Prime Minister Shehbaz Sharif on Monday."),
    ("en", "message", "planned", "NO PK", "2024-05-20",
     ("Norwegian Prime Minister Jonas Gahr Store will send a letter to Pakistani Prime Minister Shehbaz Sharif "
     "next week.")),
    ("en", "message", "proposed", "NO PK", None,
     ("Norwegian Prime Minister Jonas Gahr Store has offered to send a letter to Pakistani Prime Minister "
     "Shehbaz Sharif.")),
    ("en", "message", "cancelled", "NO PK", None,
     "Norway called off the handover of its letter to Pakistan."),
    # ------------------------------------------------------------ Russian
    ("ru", "call", "held", "FI TR", "2024-05-14",
     ("Президент Финляндии Александр Стубб поговорил по телефону с президентом Турции Реджепом Тайипом Эрдоганом "
     "во вторник.")),
    ("ru", "call", "planned", "FI TR", "2024-05-17",
     ("Президент Финляндии Александр Стубб в пятницу поговорит по телефону с президентом Турции Реджепом Тайипом "
     "Эрдоганом.")),
    ("ru", "call", "proposed", "FI TR", None,
     ("Президент Финляндии Александр Стубб предложил президенту Турции Реджепу Тайипу Эрдогану провести телефонный "
     "разговор.")),
    ("ru", "call", "denied", "FI TR", None,
     ("В Анкаре опровергли телефонный разговор президента Финляндии Александра Стубба с президентом Турции Реджепом "
     "Тайипом Эрдоганом.")),
    ("ru", "call", "cancelled", "FI TR", None,
     ("Телефонный разговор президента Финляндии Александра Стубба с президентом Турции Реджепом Тайипом Эрдоганом "
     "отменён.")),
    ("ru", "meeting", "held", "IN JP", "2024-05-13",
     "Премьер-министр Японии Фумио Кисида в понедельник встретился в Токио с премьер-министром Индии Нарендрой Моди."),
    ("ru", "meeting", "planned", "IN JP", "2024-05-20",
     ("Премьер-министр Японии Фумио Кисида встретится в Токио с премьер-министром Индии Нарендрой Моди на следующей "
     "неделе.")),
    ("ru", "meeting", "proposed", "IN JP", None,
     "Премьер-министр Японии Фумио Кисида готов встретиться с премьер-министром Индии Нарендрой Моди."),
    ("ru", "meeting", "denied", "CN JP", None,
     "Премьер-министр Японии Фумио Кисида отказался встречаться с председателем КНР Си Цзиньпином."),
    ("ru", "meeting", "cancelled", "CN JP", None,
     "Встреча премьер-министра Японии Фумио Кисиды с председателем КНР Си Цзиньпином отменена."),
    ("ru", "visit", "held", "EG TR", "2024-05-14",
     "Министр иностранных дел Египта Самех Шукри во вторник прибыл в Анкару."),
    ("ru", "visit", "planned", "EG TR", "2024-05-17",
     "Министр иностранных дел Египта Самех Шукри в пятницу посетит Анкару."),
    ("ru", "visit", "proposed", "EG TR", "2024-06-01",
     "Министр иностранных дел Египта Самех Шукри может посетить Анкару в июне."),
    ("ru", "visit", "denied", "EG TR", None,
     "Египет опроверг визит министра иностранных дел Самеха Шукри в Анкару."),
    ("ru", "visit", "cancelled", "EG TR", None,
     "Министр иностранных дел Египта Самех Шукри отменил визит в Анкару."),
    ("ru", "talks", "held", "AM AZ", "2024-05-10",
     "Делегации Армении и Азербайджана в пятницу провели переговоры в Алма-Ате."),
    ("ru", "talks", "planned", "AM AZ", "2024-05-20",
     "Делегации Армении и Азербайджана проведут переговоры в Алма-Ате на следующей неделе."),
    ("ru", "talks", "proposed", "AM AZ", "2024-05-20",
     "Армения предложила Азербайджану провести переговоры в Алма-Ате на следующей неделе."),
    ("ru", "talks", "denied", "AM AZ", None,
     "Ереван опроверг переговоры делегаций Армении и Азербайджана в Алма-Ате."),
    ("ru", "talks", "cancelled", "AM AZ", None,
     "Переговоры делегаций Армении и Азербайджана в Алма-Ате отменены."),
    ("ru", "message", "held", "NO PK", "2024-05-13",
     ("Премьер-министр Норвегии Йонас Гар Стёре в понедельник направил письмо премьер-министру Пакистана Шехбазу "
     "Шарифу.")),
    ("ru", "message", "planned", "NO PK", "2024-05-20",
     ("Премьер-министр Норвегии Йонас Гар Стёре на следующей неделе направит послание премьер-министру Пакистана "
     "Шехбазу Шарифу.")),
    ("ru", "message", "proposed", "NO PK", None,
     "Норвегия предложила передать Пакистану письмо."),
    ("ru", "message", "denied", "IR US", None,
     "Тегеран опроверг получение письма от США."),
    # ------------------------------------------------------------ Telugu
    ("te", "call", "held", "FI TR", "2024-05-14",
     "ఫిన్లాండ్ అధ్యక్షుడు అలెగ్జాండర్ స్టబ్ మంగళవారం టర్కీ అధ్యక్షుడు రెసెప్ తయ్యిప్ ఎర్డోగాన్‌తో ఫోన్‌లో మాట్లాడారు."),
    ("te", "call", "planned", "FI TR", "2024-05-17",
     "ఫిన్లాండ్ అధ్యక్షుడు అలెగ్జాండర్ స్టబ్ శుక్రవారం టర్కీ అధ్యక్షుడు రెసెప్ తయ్యిప్ ఎర్డోగాన్‌తో ఫోన్‌లో మాట్లాడనున్నారు."),
    ("te", "call", "proposed", "FI TR", None,
     "ఫిన్లాండ్ అధ్యక్షుడు అలెగ్జాండర్ స్టబ్ టర్కీ అధ్యక్షుడు రెసెప్ తయ్యిప్ ఎర్డోగాన్‌తో ఫోన్‌లో మాట్లాడేందుకు సిద్ధంగా ఉన్నారు."),
    ("te", "call", "denied", "FI TR", None,
     "ఫిన్లాండ్ అధ్యక్షుడు అలెగ్జాండర్ స్టబ్ టర్కీ అధ్యక్షుడు రెసెప్ తయ్యిప్ ఎర్డోగాన్‌తో ఫోన్‌లో మాట్లాడలేదు."),
    ("te", "call", "cancelled", "FI TR", None,
     "ఫిన్లాండ్ అధ్యక్షుడు అలెగ్జాండర్ స్టబ్, టర్కీ అధ్యక్షుడు రెసెప్ తయ్యిప్ ఎర్డోగాన్ మధ్య ఫోన్ సంభాషణ రద్దయింది."),
    ("te", "meeting", "held", "IN JP", "2024-05-13",
     "జపాన్ ప్రధాని ఫుమియో కిషిడా సోమవారం టోక్యోలో భారత ప్రధాని నరేంద్ర మోదీతో సమావేశమయ్యారు."),
    ("te", "meeting", "planned", "IN JP", "2024-05-20",
     "జపాన్ ప్రధాని ఫుమియో కిషిడా వచ్చే వారం టోక్యోలో భారత ప్రధాని నరేంద్ర మోదీతో సమావేశం కానున్నారు."),
    ("te", "meeting", "proposed", "IN JP", None,
     "జపాన్ ప్రధాని ఫుమియో కిషిడా భారత ప్రధాని నరేంద్ర మోదీతో సమావేశమయ్యేందుకు సిద్ధంగా ఉన్నారు."),
    ("te", "meeting", "denied", "CN JP", None,
     "జపాన్ ప్రధాని ఫుమియో కిషిడా చైనా అధ్యక్షుడు షీ జిన్‌పింగ్‌తో సమావేశమయ్యేందుకు నిరాకరించారు."),
    ("te", "meeting", "cancelled", "CN JP", None,
     "జపాన్ ప్రధాని ఫుమియో కిషిడా, చైనా అధ్యక్షుడు షీ జిన్‌పింగ్ మధ్య సమావేశం రద్దయింది."),
    ("te", "visit", "held", "EG TR", "2024-05-14",
     "ఈజిప్టు విదేశాంగ మంత్రి సమేహ్ షౌక్రీ మంగళవారం అంకారాలో పర్యటించారు."),
    ("te", "visit", "planned", "EG TR", "2024-05-17",
     "ఈజిప్టు విదేశాంగ మంత్రి సమేహ్ షౌక్రీ శుక్రవారం అంకారాలో పర్యటించనున్నారు."),
    ("te", "visit", "proposed", "EG TR", "2024-06-01",
     "ఈజిప్టు విదేశాంగ మంత్రి సమేహ్ షౌక్రీ జూన్‌లో అంకారాలో పర్యటించవచ్చు."),
    ("te", "visit", "denied", "EG TR", None,
     "ఈజిప్టు విదేశాంగ మంత్రి సమేహ్ షౌక్రీ అంకారాలో పర్యటించలేదు."),
    ("te", "visit", "cancelled", "EG TR", None,
     "ఈజిప్టు విదేశాంగ మంత్రి సమేహ్ షౌక్రీ అంకారా పర్యటన రద్దయింది."),
    ("te", "talks", "held", "AM AZ", "2024-05-10",
     "ఆర్మేనియా, అజర్‌బైజాన్ ప్రతినిధి బృందాలు శుక్రవారం దుబాయ్‌లో చర్చలు జరిపాయి."),
    ("te", "talks", "planned", "AM AZ", "2024-05-20",
     "ఆర్మేనియా, అజర్‌బైజాన్ ప్రతినిధి బృందాలు వచ్చే వారం దుబాయ్‌లో చర్చలు జరపనున్నాయి."),
    ("te", "talks", "proposed", "AM AZ", None,
     "అజర్‌బైజాన్‌తో చర్చలకు సిద్ధమని ఆర్మేనియా ప్రకటించింది."),
    ("te", "talks", "denied", "AM AZ", None,
     "అజర్‌బైజాన్‌తో చర్చలు జరపలేదని ఆర్మేనియా ప్రకటించింది."),
    ("te", "talks", "cancelled", "AM AZ", None,
     "ఆర్మేనియా, అజర్‌బైజాన్ మధ్య చర్చలు రద్దయ్యాయి."),
    ("te", "message", "held", "NO PK", "2024-05-13",
     "నార్వే ప్రధాని జోనాస్ గార్ స్టోర్ సోమవారం పాకిస్తాన్ ప్రధాని షెహబాజ్ షరీఫ్‌కు లేఖ రాశారు."),
    ("te", "message", "planned", "NO PK", "2024-05-20",
     "నార్వే ప్రధాని జోనాస్ గార్ స్టోర్ వచ్చే వారం పాకిస్తాన్ ప్రధాని షెహబాజ్ షరీఫ్‌కు లేఖ పంపనున్నారు."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "kind", "status", "sides", "start", "sentence"),
    CLAIMS,
    ids=[f"a-{claim[1]}-that-is-{claim[2]}-{claim[0]}" for claim in CLAIMS],
)
def test_every_kind_is_told_apart_in_every_status(  # noqa: PLR0913, PLR0917 one value a column of the table
    contacts_in: Contacts, lang: str, kind: str, status: str, sides: str, start: str | None, sentence: str
) -> None:
    found = contacts_in(sentence, lang)
    assert [(one["kind"], one["status"], one["sides"], one["start"]) for one in found] == [
        (kind, status, sides.split(), start)
    ]
