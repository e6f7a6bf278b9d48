"""Who and which sides a ledger knows: persons and states in lists and in full."""

from collections import Counter
from datetime import date

import pytest

from detente import Reader
from detente.errors import UsageError
from detente.ledger import Ledger, queries
from detente.ledger.persons import count_persons, find_persons, show_person
from detente.ledger.states import find_states, show_state
from detente.model.listing import ContactLine, Filter
from detente.model.time import Precision

ON = date(2024, 6, 1)
LAVROV, BIDEN = "ru.sergey-lavrov", "us.joe-biden"


def contacts_of(book: Ledger, **wanted: object) -> list[ContactLine]:
    return list(queries.find_contacts(book.connection, Filter(**wanted)))  # type: ignore[arg-type]


def test_each_person_has_as_many_contacts_as_name_him_or_her(forty: Ledger, reader: Reader) -> None:
    named = Counter(key for line in contacts_of(forty) for key in {one.person or one.name for one in line.parties})
    found = {line.key: line.contacts for line in find_persons(forty.connection, reader.registry)}
    assert found
    assert found == {key: contacts for key, contacts in named.items() if key}


def test_the_persons_with_the_most_contacts_come_first_and_their_list_goes_on_after_any(
    forty: Ledger, reader: Reader
) -> None:
    whole = list(find_persons(forty.connection, reader.registry))
    assert [line.contacts for line in whole] == sorted((line.contacts for line in whole), reverse=True)
    assert len(whole) == count_persons(forty.connection, reader.registry) > 8
    pages, after = [], ""
    while page := list(find_persons(forty.connection, reader.registry, limit=3, after=after)):
        pages += page
        after = page[-1].key
    assert pages == whole


@pytest.mark.parametrize("typed", ["lavr", "Sergey Lavrov", "Лавров", "ЛАВР", "lavrov ser", "拉夫罗夫"])
def test_a_person_is_found_by_the_beginning_of_a_name_in_any_script(typed: str, forty: Ledger, reader: Reader) -> None:
    assert [line.key for line in find_persons(forty.connection, reader.registry, text=typed)] == [LAVROV]
    assert count_persons(forty.connection, reader.registry, text=typed) == 1


def test_the_middle_of_a_name_finds_nobody(forty: Ledger, reader: Reader) -> None:
    assert list(find_persons(forty.connection, reader.registry, text="avrov")) == []


def test_persons_are_listed_for_the_side_that_they_act_for(forty: Ledger, reader: Reader) -> None:
    found = list(find_persons(forty.connection, reader.registry, side="UA"))
    assert [line.key for line in found] == ["ua.volodymyr-zelenskyy"]
    assert found[0].sides == ("UA",)
    assert found[0].offices == ("president",)
    assert count_persons(forty.connection, reader.registry, side="UA") == 1
    assert count_persons(forty.connection, reader.registry, side="SE") == 0


def test_a_person_in_full_has_names_terms_contacts_and_counterparts(forty: Ledger, reader: Reader) -> None:
    view = show_person(forty.connection, reader.registry, LAVROV, ON)
    assert {"Sergey Lavrov", "Сергей Лавров"} <= {name.form for name in view.names}
    assert view.names[0].lang == "en"
    (minister,) = [term for term in view.terms if term.office == "foreign minister"]
    assert (minister.start, minister.start_precision, minister.current) == (date(2004, 3, 9), Precision.DAY, True)
    assert minister.source
    assert [line.id for line in view.contacts] == [line.id for line in contacts_of(forty, person=LAVROV)]
    assert [one.key for one in view.counterparts] == ["tr.mevlut-cavusoglu"]
    (other,) = view.counterparts
    assert other.name == "Mevlüt Çavuşoğlu"
    assert other.contacts == view.line.contacts == len(view.contacts) > 2
    assert (other.held, other.last) == (view.line.held, view.line.last)


def test_a_person_who_held_no_office_yet_is_not_current(forty: Ledger, reader: Reader) -> None:
    view = show_person(forty.connection, reader.registry, BIDEN, date(1999, 1, 1))
    assert [term.current for term in view.terms] == [False] * len(view.terms) != []


def test_nobody_is_said_so(forty: Ledger, reader: Reader) -> None:
    with pytest.raises(UsageError, match=r"nobody of the key 'us\.nobody'"):
        show_person(forty.connection, reader.registry, "us.nobody", ON)
    with pytest.raises(UsageError, match="nobody of the key"):
        find_persons(forty.connection, reader.registry, after="us.nobody")


def test_each_side_has_the_contacts_held_days_and_counterparts_of_its_list(forty: Ledger, reader: Reader) -> None:
    lines = {line.code: line for line in find_states(forty.connection, reader.registry, ON)}
    assert {"RU", "US", "TR", "UA", "FR", "DE", "CA"} == set(lines)
    for code, line in lines.items():
        mine = contacts_of(forty, sides=(code,))
        days = [
            one.days.end
            for one in mine
            if one.status == "held" and one.days and (one.days.end - one.days.start).days < 31
        ]
        assert line.contacts == len(mine)
        assert line.counterparts == len({side for one in mine for side in one.sides} - {code})
        assert (line.held, line.first, line.last) == (len(days), min(days, default=None), max(days, default=None))
        assert line.silence_days == ((ON - line.last).days if line.last else None)
        assert not line.body
    assert lines["RU"].name == "Russia"


def test_a_side_in_full_adds_up_to_its_contacts(forty: Ledger, reader: Reader) -> None:
    view = show_state(forty.connection, reader.registry, "TR", ON)
    mine = contacts_of(forty, sides=("TR",))
    assert view.latest == tuple(mine)
    assert view.kinds == Counter(line.kind.value for line in mine)
    assert view.statuses == Counter(line.status.value for line in mine)
    assert {one.code: one.contacts for one in view.counterparts} == Counter(
        side for line in mine for side in line.sides if side != "TR"
    )
    for one in view.counterparts:
        shared = contacts_of(forty, sides=("TR", one.code))
        assert one.planned == sum(line.status == "planned" for line in shared)
    assert view.persons_total == len(view.persons) == 2
    assert [line.key for line in view.persons] == [
        line.key for line in find_persons(forty.connection, reader.registry, side="TR")
    ]


def test_the_network_of_a_side_holds_the_links_between_its_counterparts(forty: Ledger, reader: Reader) -> None:
    view = show_state(forty.connection, reader.registry, "US", ON)
    links = {(a, b): contacts for a, b, contacts in view.network}
    assert ("DE", "FR") in links
    assert ("RU", "US") in links
    assert not any("TR" in pair for pair in links)
    for (a, b), contacts in links.items():
        assert contacts == len(contacts_of(forty, sides=(a, b)))


def test_a_side_without_contacts_is_said_so(forty: Ledger, reader: Reader) -> None:
    for code in ("SE", "", "nonsense"):
        with pytest.raises(UsageError, match="no side"):
            show_state(forty.connection, reader.registry, code, ON)


def test_before_the_war_the_ledger_knew_nothing_of_the_ministers(forty: Ledger, reader: Reader) -> None:
    with forty.as_of(date(2021, 12, 31)) as then:
        assert [line.code for line in find_states(then.connection, reader.registry, ON)] == ["RU", "US"]
        assert {LAVROV, BIDEN} & {line.key for line in find_persons(then.connection, reader.registry)} == {BIDEN}
        with pytest.raises(UsageError):
            show_person(then.connection, reader.registry, LAVROV, ON)
