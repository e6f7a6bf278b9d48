"""Who: an office as of a day, a person as of a day, in the languages of the registry."""

from datetime import date

import pytest

from detente.reference.folding import fold
from detente.reference.offices import office_label
from detente.reference.registry import Registry
from detente.reference.who import who


@pytest.mark.parametrize(
    ("question", "day", "names"),
    [
        ("CIA director", "2021-11-02", ["William Burns"]),
        ("director of the Central Intelligence Agency", "2021-11-02", ["William Burns"]),
        ("директор ЦРУ", "2021-11-02", ["William Burns"]),
        ("SVR director", "2025-03-11", ["Sergey Naryshkin"]),
        ("Russian foreign minister", "2022-01-01", ["Sergey Lavrov"]),
        ("министр иностранных дел России", "2022-01-01", ["Sergey Lavrov"]),
        ("президент США", "2022-01-01", ["Joe Biden"]),
        ("US president", "2022-01-01", ["Joe Biden"]),
        ("US president", "2025-01-20", ["Donald Trump", "Joe Biden"]),
        ("president of Ukraine", "2023-01-01", ["Volodymyr Zelenskyy"]),
        ("రష్యా అధ్యక్షుడు", "2023-01-01", ["Vladimir Putin"]),
        ("美国总统", "2018-01-01", ["Donald Trump"]),
        ("German chancellor", "2022-01-01", ["Olaf Scholz"]),
        ("secretary of state", "2023-01-01", ["Antony Blinken"]),
        ("NATO secretary general", "2023-01-01", ["Jens Stoltenberg"]),
        ("president of the European Council", "2023-01-01", ["Charles Michel"]),
        ("European Commission president", "2023-01-01", ["Ursula von der Leyen"]),
        ("Mossad", "2022-01-01", ["David Barnea"]),
        ("king of Jordan", "2022-01-01", ["Abdullah II"]),
        ("Iranian president", "2023-01-01", ["Ebrahim Raisi"]),
        ("supreme leader of Iran", "2023-01-01", ["Ali Khamenei"]),
        ("North Korean leader", "2019-01-01", ["Kim Jong Un"]),
        ("South Korean president", "2019-01-01", ["Moon Jae-in"]),
        ("Security Council secretary of Russia", "2023-01-01", ["Nikolai Patrushev"]),
        ("China’s foreign minister", "2023-09-01", ["Wang Yi"]),
    ],
)
def test_an_office_gives_its_holder_on_that_day(registry: Registry, question: str, day: str, names: list[str]) -> None:
    answers = who(question, date.fromisoformat(day), registry)
    assert [(answer.name, answer.current, answer.match) for answer in answers] == [
        (name, True, "office") for name in names
    ]


@pytest.mark.parametrize(
    ("question", "match"),
    [
        ("Sergey Naryshkin", "name"),
        ("Sergei Naryshkin", "name"),
        ("Сергей Нарышкин", "name"),
        ("సెర్గీ నారిష్కిన్", "name"),
        ("Naryshkin", "surname"),
        ("Нарышкин", "surname"),
        ("Narishkyn", "fuzzy"),
    ],
)
def test_naryshkin_is_the_svr_director_however_he_is_written(registry: Registry, question: str, match: str) -> None:
    (answer,) = who(question, date(2021, 11, 2), registry)
    assert (answer.name, answer.side, answer.label) == ("Sergey Naryshkin", "RU", "SVR director")
    assert (answer.match, answer.score == 100) == (match, match != "fuzzy")


def test_a_person_out_of_office_is_answered_with_the_latest_office_before(registry: Registry) -> None:
    (answer,) = who("Angela Merkel", date(2024, 1, 1), registry)
    assert (answer.label, answer.current, answer.end) == ("chancellor", False, date(2021, 12, 8))


def test_an_answer_known_too_long_ago_says_so(registry: Registry) -> None:
    (answer,) = who("French foreign minister", date(2026, 11, 22), registry)
    assert answer.current
    assert answer.stale
    assert answer.as_of is not None
    assert answer.as_of < date(2026, 5, 1)
    assert answer.source


def test_a_surname_means_the_one_in_office_that_day(registry: Registry) -> None:
    assert next(answer.name for answer in who("Kim", date(2019, 1, 1), registry)) == "Kim Jong Un"
    assert [answer.name for answer in who("Bush", date(1990, 1, 1), registry)] == ["George H. W. Bush"]
    assert [answer.name for answer in who("Bush", date(2005, 1, 1), registry)] == ["George W. Bush"]


@pytest.mark.parametrize("question", ["", "   ", "?!", "foreign minister", "xyzzy", "the weather in May", "\u202e"])
def test_what_names_nobody_gets_no_answer(registry: Registry, question: str) -> None:
    assert who(question, date(2023, 1, 1), registry) == ()


@pytest.mark.parametrize(
    ("person", "day", "label"),
    [
        ("us.william-joseph-burns", "2021-11-02", "CIA director"),
        ("ru.sergey-naryshkin", "2021-11-02", "SVR director"),
        ("us.joe-biden", "2022-01-01", "president"),
        ("us.antony-blinken", "2022-01-01", "secretary of state"),
        ("us.wendy-sherman", "2022-01-10", "deputy secretary of state"),
        ("us.lloyd-austin", "2022-01-01", "defense secretary"),
        ("us.jake-sullivan", "2022-01-01", "national security adviser"),
        ("us.kamala-harris", "2022-01-01", "vice president"),
        ("ru.sergey-lavrov", "2022-01-01", "foreign minister"),
        ("ru.nikolai-patrushev", "2022-01-01", "security council secretary"),
        ("ru.yuri-ushakov", "2025-02-18", "presidential aide"),
        ("gb.david-cameron", "2023-12-01", "foreign secretary"),
        ("de.olaf-scholz", "2022-01-01", "chancellor"),
        ("kp.kim-jong-un", "2018-06-12", "leader"),
        ("ir.ali-khamenei", "2022-01-01", "supreme leader"),
        ("jo.abdullah-ii-of-jordan", "2022-01-01", "king"),
        ("qa.tamim-bin-hamad-al-thani", "2022-01-01", "emir"),
        ("om.haitham-bin-tarik-al-said", "2022-01-01", "sultan"),
        ("nato.jens-stoltenberg", "2022-01-01", "secretary-general"),
        ("cn.li-keqiang", "2022-01-01", "premier"),
    ],
)
def test_an_office_is_named_as_a_codebook_names_it(registry: Registry, person: str, day: str, label: str) -> None:
    labels = {office_label(term, registry) for term in registry.terms_on(person, date.fromisoformat(day))}
    assert label in labels


def test_no_title_goes_without_a_rule(registry: Registry) -> None:
    known = {rule.label for rule in registry.offices}
    assert {office_label(term, registry) for term in registry.terms} <= known


def test_every_office_that_can_be_asked_for_by_name_has_a_holder(registry: Registry) -> None:
    held = {(term.role, office_label(term, registry)) for term in registry.terms}
    asked = {(row.role, row.label) for row in registry.roles if row.label}
    assert asked <= held


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Recep Tayyip Erdoğan", "recep tayyip  ERDOGAN"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("Пёрышкин", "Перышкин"),
        ("కిమ్ జాంగ్\u200cఉన్", "కిమ్ జాంగ్ఉన్"),
    ],
)
def test_accents_case_and_joiners_do_not_part_two_spellings(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_vowel_signs_are_letters_so_that_two_telugu_names_stay_two() -> None:
    assert fold("రామ") != fold("రమ")
