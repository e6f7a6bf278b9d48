"""How much there is of what: timelines, facets and coverage."""

from collections import Counter
from datetime import date
from typing import Literal

import msgspec
import pytest

from detente import Reader
from detente.errors import UsageError
from detente.ledger import Ledger, queries
from detente.ledger.coverage import show_coverage
from detente.ledger.facets import facets
from detente.ledger.timeline import bins
from detente.model import Refusal
from detente.model.listing import Filter
from detente.model.views import Facet

FILTERS = (
    Filter(),
    Filter(sides=("RU", "TR")),
    Filter(sides=("UA",), status="held"),
    Filter(text="Antalya"),
    Filter(text="met", kind="meeting"),
    Filter(first=date(2022, 3, 5), last=date(2022, 3, 24)),
    Filter(text="Biden", first=date(2022, 1, 1)),
    Filter(person="Lavrov"),
    Filter(place="nowhere"),
)


@pytest.mark.parametrize("by", ["month", "year"])
@pytest.mark.parametrize("wanted", FILTERS)
def test_a_timeline_counts_each_contact_of_the_list_once(
    wanted: Filter, by: Literal["month", "year"], forty: Ledger
) -> None:
    length = len("2022-03") if by == "month" else len("2022")
    listed = Counter(
        (line.days.end.isoformat()[:length] if line.days else "", line.status.value)
        for line in queries.find_contacts(forty.connection, wanted)
    )
    found = bins(forty.connection, wanted, by=by)
    assert {(one.period, one.status): one.contacts for one in found} == listed
    assert [one.period for one in found] == sorted(one.period for one in found)


def test_a_call_of_which_nobody_says_the_day_stands_under_no_period(forty: Ledger) -> None:
    assert "" in {one.period for one in bins(forty.connection, Filter(sides=("RU", "TR")))}


def test_a_timeline_of_words_without_a_letter_is_refused(forty: Ledger) -> None:
    with pytest.raises(UsageError, match="no word"):
        bins(forty.connection, Filter(text="!?"))


def test_each_facet_has_as_many_contacts_as_its_filter_finds(forty: Ledger, reader: Reader) -> None:
    found = facets(forty.connection, reader.registry)
    for name in ("kind", "status", "topic", "place", "outlet", "lang", "office"):
        facet: Facet = getattr(found, f"{name}es" if name == "status" else f"{name}s")
        assert facet.total == len(facet.values) > 0
        for one in facet.values:
            wanted = msgspec.convert({name: one.value}, Filter)
            assert one.contacts == queries.count_contacts(forty.connection, wanted)
            assert one.name == one.value
    for one in found.sides.values:
        assert one.contacts == queries.count_contacts(forty.connection, Filter(sides=(one.value,)))
    for one in found.persons.values:
        assert one.contacts == queries.count_contacts(forty.connection, Filter(person=one.value))
    assert ("RU", "Russia") in {(one.value, one.name) for one in found.sides.values}
    assert ("us.joe-biden", "Joe Biden") in {(one.value, one.name) for one in found.persons.values}


def test_the_first_of_a_facet_come_with_how_many_there_are(forty: Ledger, reader: Reader) -> None:
    whole, some = facets(forty.connection, reader.registry), facets(forty.connection, reader.registry, most=2)
    for name in whole.__slots__:
        assert getattr(some, name).values == getattr(whole, name).values[:2]
        assert getattr(some, name).total == getattr(whole, name).total


def test_coverage_says_what_there_is_and_on_which_days_there_is_nothing(forty: Ledger) -> None:
    view = show_coverage(forty.connection)
    documents = list(queries.find_documents(forty.connection))
    days = Counter(line.published.isoformat() for line in documents if line.published)
    assert view.coverage.documents == len(documents) == 40
    assert view.coverage.origins == 36  # four of the five tellers of the wire copied it
    assert (view.coverage.first, view.coverage.last) == (date(2021, 6, 17), date(2023, 6, 2))
    assert view.days == days
    assert sum(view.months.values()) == sum(days.values())
    assert view.months["2022-03"] == sum(number for day, number in days.items() if day.startswith("2022-03"))
    assert view.undated == 40 - sum(days.values()) == 3
    assert view.languages == Counter(line.lang for line in documents)
    assert next(iter(view.languages)) == "en"
    assert view.outlets == Counter(line.outlet for line in documents)
    assert view.versions == {"heart 1": 40}
    assert view.refusals == {}


def test_the_longest_run_of_days_without_a_document_comes_first(forty: Ledger) -> None:
    view = show_coverage(forty.connection)
    longest = view.gaps[0]
    assert (longest.first, longest.last) == (date(2022, 3, 31), date(2023, 4, 29))
    assert longest.days == (longest.last - longest.first).days + 1
    assert [gap.days for gap in view.gaps] == sorted((gap.days for gap in view.gaps), reverse=True)
    covered = {date.fromisoformat(day).toordinal() for day in view.days}
    empty = {day for gap in view.gaps for day in range(gap.first.toordinal(), gap.last.toordinal() + 1)}
    assert covered | empty == set(range(min(covered), max(covered) + 1))
    assert not covered & empty


def test_coverage_of_a_day_holds_what_had_been_learned_by_then(forty: Ledger) -> None:
    with forty.as_of(date(2021, 6, 30)) as then:
        view = show_coverage(then.connection)
        assert view.days == {"2021-06-17": 4}
        assert view.gaps == ()
        assert view.coverage.documents == 4


def test_an_empty_ledger_covers_nothing(empty: Ledger) -> None:
    view = show_coverage(empty.connection)
    assert (view.coverage.contacts, view.coverage.origins, view.undated) == (0, 0, 0)
    assert (view.days, view.gaps, view.languages) == ({}, (), {})
    assert bins(empty.connection, Filter()) == ()


def test_what_was_refused_is_counted_by_reason(empty: Ledger, by_heart: object) -> None:
    refused = [Refusal(source=f"{n}.bin", reason=reason, detail="x", remedy="y") for n, reason in
               enumerate(("binary", "empty", "binary"))]  # fmt: skip
    list(empty.add(refused, by_heart, at="2024-01-01T00:00:00Z"))  # type: ignore[arg-type]
    assert show_coverage(empty.connection).refusals == {"binary": 2, "empty": 1}
