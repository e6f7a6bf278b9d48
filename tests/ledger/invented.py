"""Invented documents for the tests of the ledger: many short ones from templates, and a few that really overlap."""

import json
from collections.abc import Iterable
from datetime import date, timedelta

from detente import Document

_LEADERS = (
    ("U.S. President Joe Biden", "Russian President Vladimir Putin"),
    ("Turkish President Recep Tayyip Erdogan", "Ukrainian President Volodymyr Zelenskyy"),
    ("French President Emmanuel Macron", "German Chancellor Olaf Scholz"),
    ("Chinese President Xi Jinping", "Indian Prime Minister Narendra Modi"),
)
_WAYS = ("met {b} in {place} on {day}.", "spoke by telephone with {b} on {day}.", "will meet {b} in {place} on {day}.")
_PLACES = ("Geneva", "Ankara", "Vienna", "Samarkand")
_PAIRS = {
    "ru": "Президент США Джо Байден встретился с президентом России Владимиром Путиным в Женеве {day} июня 2021 года.",
    "te": "అమెరికా అధ్యక్షుడు జో బైడెన్ రష్యా అధ్యక్షుడు వ్లాదిమిర్ పుతిన్‌తో 2021 జూన్ {day}న జెనీవాలో సమావేశమయ్యారు.",
    "es": "El presidente de Francia, Emmanuel Macron, se reunió con el presidente de Ucrania, Volodímir Zelenski, en "
    "París el {day} de mayo de 2023.",
}
_PUBLISHED = {"ru": date(2021, 6, 1), "te": date(2021, 6, 1), "es": date(2023, 5, 1)}


def many(count: int) -> list[Document]:
    """So many short documents in four languages, each with a name of its own."""
    return [_english(number) if number % 4 == 0 else _translated(number) for number in range(count)]


def _english(number: int) -> Document:
    day = date(2022, 1, 10) + timedelta(days=number % 300)
    a, b = _LEADERS[number % 7 % len(_LEADERS)]
    told = _WAYS[number % len(_WAYS)].format(
        b=b, place=_PLACES[number % 5 % len(_PLACES)], day=f"{day:%-d %B} {day.year}"
    )
    text = f"{a} {told} Clerk number {number} noted the hour."
    published = day - timedelta(days=2) if "will" in told else day + timedelta(days=1)
    return Document(
        id=f"d{number}", text=text, published=published, lang="en", outlet=f"Outlet {number % 9}", named=True
    )


def _translated(number: int) -> Document:
    lang = tuple(_PAIRS)[number % 4 - 1]
    day = 1 + number % 27
    text = f"{_PAIRS[lang].format(day=day)} {number}."
    published = _PUBLISHED[lang] + timedelta(days=day)
    return Document(
        id=f"d{number}", text=text, published=published, lang=lang, outlet=f"Outlet {number % 9}", named=True
    )


def records(documents: Iterable[Document]) -> str:
    """Documents as JSON Lines."""
    rows = (
        {
            "id": one.id,
            "lang": one.lang,
            "published": one.published.isoformat() if one.published else None,
            "outlet": one.outlet,
            "text": one.text,
        }
        for one in documents
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


_WIRE = (
    "Russian Foreign Minister Sergei Lavrov met Turkish Foreign Minister Mevlut Cavusoglu in Antalya on 12 March 2022. "
    "The two sat for three hours in a hotel by the sea while gulls fought over the terrace. "
    "They agreed to let ships with grain leave the ports within a fortnight. "
    "A clerk carried the maps in a green folder and forgot it in the lift. "
    "Lavrov flew home the same night, and the hotel sent the folder after him by train."
)
_VISIT = (
    "French President Emmanuel Macron travelled to Kyiv on 3 May 2023 and met Ukrainian President Volodymyr Zelenskyy."
)
# (name, day of publication or "", outlet, text)
_ENGLISH = (
    # Planned, put off, held and denied: one meeting of ministers.
    ("plan", "2022-03-01", "Harbour Post", (
         "Turkish Foreign Minister Mevlut Cavusoglu will meet Russian Foreign Minister Sergei Lavrov in "
         "Antalya on 10 March 2022.")),
    ("plan-too", "2022-03-02", "Hill Echo", (
         "Russian Foreign Minister Sergei Lavrov is to meet Turkish Foreign Minister Mevlut Cavusoglu in "
         "Antalya on 10 March 2022.")),
    ("put-off", "2022-03-08", "Hill Echo", (
         "The meeting of Russian Foreign Minister Sergei Lavrov and Turkish Foreign Minister Mevlut Cavusoglu "
         "in Antalya on 10 March 2022 was cancelled. Lavrov and Cavusoglu will meet in Antalya on 12 March "
         "2022 instead.")),
    ("held", "2022-03-13", "Harbour Post", (
         "Russian Foreign Minister Sergei Lavrov and Turkish Foreign Minister Mevlut Cavusoglu met in Antalya "
         "on 12 March 2022 and agreed to exchange prisoners.")),
    ("denied", "2022-03-14", "Lamp", (
         "Russia denied that Foreign Minister Sergei Lavrov met Turkish Foreign Minister Mevlut Cavusoglu in "
         "Antalya on 12 March 2022.")),
    ("vague", "2022-03-30", "Lamp", (
         "Russian Foreign Minister Sergei Lavrov met Turkish Foreign Minister Mevlut Cavusoglu in March 2022.")),
    ("undated", "", "Old Box", (
         "Russian Foreign Minister Sergei Lavrov met Turkish Foreign Minister Mevlut Cavusoglu in Antalya.")),
    ("undated-too", "", "Old Box", (
         "Russian Foreign Minister Sergei Lavrov will speak by telephone with Turkish Foreign Minister Mevlut "
         "Cavusoglu.")),
    # Copies of one text, whole and changed.
    ("wire", "2022-03-12", "Wire", _WIRE),
    ("wire-1", "2022-03-12", "Evening Bell", _WIRE),
    ("wire-2", "2022-03-13", "Morning Bell", _WIRE.replace("green", "brown")),
    ("wire-3", "2022-03-13", "Noon Bell", f"{_WIRE} Readers may write to the desk."),
    ("wire-4", "2022-03-14", "Night Bell", _WIRE.partition("A clerk")[0] + "The gulls won in the end."),
    # A visit with a meeting in it.
    ("visit", "2023-05-04", "Plain Paper", f"{_VISIT} They discussed air defence."),
    ("visit-2", "2023-05-04", "Lamp", (
         "French President Emmanuel Macron visited Ukraine from 3 May to 4 May 2023 for talks with Ukrainian "
         "President Volodymyr Zelenskyy.")),
    ("visit-3", "2023-04-30", "Lamp", (
         "French President Emmanuel Macron will visit Kyiv on 3 May 2023 to meet Ukrainian President "
         "Volodymyr Zelenskyy.")),
    ("visit-4", "2023-05-05", "Hill Echo", (
         "Macron and Zelenskyy met in Kyiv on Wednesday, 3 May 2023. French President Emmanuel Macron "
         "promised Ukrainian President Volodymyr Zelenskyy to deliver radars by 1 June 2023.")),
    ("radars", "2023-06-02", "Hill Echo", (
         "French President Emmanuel Macron met Ukrainian President Volodymyr Zelenskyy in Paris on 1 June "
         "2023 and handed over the promised radars.")),
    # A summit of more than two, and two of them beside it.
    ("summit", "2022-03-25", "Plain Paper", (
         "U.S. President Joe Biden, French President Emmanuel Macron and German Chancellor Olaf Scholz held "
         "talks in Brussels on 24 March 2022.")),
    ("summit-2", "2022-03-25", "Lamp", (
         "U.S. President Joe Biden met French President Emmanuel Macron, German Chancellor Olaf Scholz and "
         "Canadian Prime Minister Justin Trudeau in Brussels on 24 March 2022.")),
    ("beside", "2022-03-26", "Lamp", (
         "U.S. President Joe Biden met German Chancellor Olaf Scholz in Brussels on 24 March 2022.")),
    ("beside-2", "2022-03-24", "Hill Echo", (
         "Biden and Scholz met on Thursday. U.S. President Joe Biden and German Chancellor Olaf Scholz spoke "
         "about sanctions.")),
    # Calls on neighbouring days, one of them denied, one that came to nothing.
    ("call", "2022-03-05", "Lamp", (
         "Turkish President Recep Tayyip Erdogan spoke by telephone with Ukrainian President Volodymyr "
         "Zelenskyy on 4 March 2022 about grain exports.")),
    ("call-2", "2022-03-06", "Wire", (
         "Turkish President Recep Tayyip Erdogan spoke by telephone with Ukrainian President Volodymyr "
         "Zelenskyy on 5 March 2022 at Kyiv's request.")),
    ("call-3", "2022-03-05", "Wire", (
         "Turkish President Recep Tayyip Erdogan called Ukrainian President Volodymyr Zelenskyy on Friday.")),
    ("call-4", "2022-03-05", "Plain Paper", (
         "The Kremlin denied that Vladimir Putin spoke by telephone with Turkish President Recep Tayyip "
         "Erdogan on 4 March 2022.")),
    ("call-5", "2022-03-06", "Lamp", (
         "Russian President Vladimir Putin spoke by telephone with Turkish President Recep Tayyip Erdogan on "
         "4 March 2022.")),
    ("burns", "2021-11-03", "Wire", (
         "CIA Director William Burns travelled to Moscow on 2 November 2021 and met Security Council "
         "Secretary Nikolai Patrushev.")),
    ("burns-2", "2021-11-04", "Lamp", (
         "CIA Director William Burns met SVR Director Sergei Naryshkin in Moscow on 3 November 2021.")),
    ("burns-3", "2021-11-04", "Lamp", "U.S. officials met Russian officials in Moscow this week."),
)  # fmt: skip
_OTHERS = (
    ("ru-held", "ru", "2022-03-13", (
         "Министр иностранных дел России Сергей Лавров встретился с министром иностранных дел Турции Мевлютом "
         "Чавушоглу в Анталье 12 марта 2022 года.")),
    ("ru-call", "ru", "2022-03-05", (
         "Президент Турции Реджеп Тайип Эрдоган провел телефонный разговор с президентом Украины Владимиром "
         "Зеленским 4 марта 2022 года.")),
    ("ru-met", "ru", "2021-06-17", (
         "Президент США Джо Байден встретился с президентом России Владимиром Путиным в Женеве 16 июня 2021 "
         "года.")),
    ("te-met", "te", "2021-06-17", (
         "అమెరికా అధ్యక్షుడు జో బైడెన్ రష్యా అధ్యక్షుడు వ్లాదిమిర్ పుతిన్‌తో 2021 జూన్ 16న జెనీవాలో "
         "సమావేశమయ్యారు.")),
    ("ar-met", "ar", "2021-06-17",
     "التقى الرئيس الأمريكي جو بايدن الرئيس الروسي فلاديمير بوتين في جنيف يوم 16 يونيو 2021."),
    ("zh-met", "zh", "2021-06-17", "2021年6月16日，美国总统拜登在日内瓦会见俄罗斯总统普京。"),
    ("hi-met", "hi", "",
     "अमेरिकी राष्ट्रपति जो बाइडेन ने 16 जून 2021 को जिनेवा में रूसी राष्ट्रपति व्लादिमीर पुतिन से मुलाकात की।"),
    ("es-visit", "es", "2023-05-04", (
         "El presidente de Francia, Emmanuel Macron, se reunió con el presidente de Ucrania, Volodímir "
         "Zelenski, en Kiev el 3 de mayo de 2023.")),
    ("de-call", "de", "2022-03-05", (
         "Bundeskanzler Olaf Scholz telefonierte am 4. März 2022 mit dem russischen Präsidenten Wladimir "
         "Putin.")),
    ("fr-visit", "fr", "2023-05-04", (
         "Le président français Emmanuel Macron a rencontré le président ukrainien Volodymyr Zelensky à Kiev "
         "le 3 mai 2023.")),
)  # fmt: skip


def overlapping() -> list[Document]:
    """Forty documents that tell of a dozen contacts: planned, put off, held, denied, copied, undated, of many sides."""
    english = (_document(name, "en", day, text, outlet=outlet) for name, day, outlet, text in _ENGLISH)
    others = (_document(name, lang, day, text, outlet="Abroad") for name, lang, day, text in _OTHERS)
    return [*english, *others]


def _document(name: str, lang: str, day: str, text: str, *, outlet: str) -> Document:
    published = date.fromisoformat(day) if day else None
    return Document(id=name, text=text, published=published, lang=lang, outlet=outlet, named=True)
