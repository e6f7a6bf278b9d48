"""Where the parties stand in languages that order their words in other ways than English does."""

from collections.abc import Callable
from typing import Any

import pytest

Contacts = Callable[..., list[dict[str, Any]]]


MET = {
    "de": (
        "Am Montag hat Bundeskanzler Olaf Scholz den polnischen Ministerpräsidenten Donald Tusk empfangen.",
        "DE PL",
    ),
    "ru": ("В понедельник в Киев прибыл госсекретарь США Энтони Блинкен.", "UA US"),
    "fr": ("Emmanuel Macron a téléphoné lundi à Narendra Modi.", "FR IN"),
    "es": ("Los presidentes de Chile, Gabriel Boric, y de Brasil, Lula da Silva, se reunieron el lunes.", "BR CL"),
    "tr": (
        "Cumhurbaşkanı Recep Tayyip Erdoğan, Kahire'de Mısır Cumhurbaşkanı Abdülfettah es-Sisi ile görüştü.",
        "EG TR",
    ),
    "hi": ("फ्रांस के राष्ट्रपति इमैनुएल मैक्रों ने यूक्रेन के राष्ट्रपति वोलोदिमीर ज़ेलेंस्की के साथ बैठक की।", "FR UA"),
    "pt": ("O primeiro-ministro Luís Montenegro telefonou ao presidente ucraniano, Volodymyr Zelensky.", "PT UA"),
}


@pytest.mark.parametrize("lang", MET)
def test_both_parties_are_found_wherever_the_verb_stands(contacts_in: Contacts, lang: str) -> None:
    text, sides = MET[lang]
    (contact,) = contacts_in(text, lang)
    assert contact["sides"] == sides.split()


def test_an_adjective_between_the_halves_of_a_title_says_whose_minister_it_is(contacts_in: Contacts) -> None:
    (contact,) = contacts_in("Le ministre russe de la Défense a reçu lundi à Moscou son homologue indien.", "fr")
    assert (contact["sides"], contact["place"]) == (["IN", "RU"], "Moscow")


def test_the_day_after_and_the_day_before_are_one_word_in_hindi(contacts_in: Contacts) -> None:
    held = contacts_in("नरेंद्र मोदी ने कल व्लादिमीर पुतिन से फोन पर बात की।", "hi")
    planned = contacts_in("नरेंद्र मोदी कल व्लादिमीर पुतिन से फोन पर बात करेंगे।", "hi")
    assert [one["start"] for one in (*held, *planned)] == ["2024-05-14", "2024-05-16"]


def test_moscow_in_1989_is_the_capital_of_the_soviet_union(contacts_in: Contacts) -> None:
    (contact,) = contacts_in("Foreign Minister Qian Qichen flew to Moscow on Monday.", day="1989-05-16")
    assert contact["sides"] == ["CN", "SU"]
