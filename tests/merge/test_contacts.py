"""Which reports are one contact, and what its fields then say."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from detente.merge import corrected_value, merge
from detente.model import Interval, Kind, Party, Precision, Status, one_day
from detente.model.contact import Claim, Contact, Judgement

LAVROV = Party(name="Sergey Lavrov", side="RU", office="foreign minister", person="ru.sergey-lavrov")
BLINKEN = Party(name="Antony Blinken", side="US", office="secretary of state", person="us.antony-blinken")
SHERMAN = Party(name="Wendy Sherman", side="US", office="deputy secretary of state", person="us.wendy-sherman")
PUTIN = Party(name="Vladimir Putin", side="RU", office="president", person="ru.vladimir-putin")
BIDEN = Party(name="Joe Biden", side="US", office="president", person="us.joe-biden")
Make = Callable[..., Claim]


@pytest.fixture
def told() -> Make:
    """Makes claims, each of a document of its own unless it is said otherwise."""
    count = iter(range(1000))

    def make(**values: Any) -> Claim:
        number = next(count)
        name = f"{number:03}"
        usual: dict[str, Any] = {
            "report": f"r{name}", "document": f"d{name}", "origin": f"d{name}", "published": date(2021, 5, 20),
            "outlet": "", "official": "", "kind": Kind.MEETING, "status": Status.HELD, "sides": ("RU", "US"),
            "parties": (LAVROV, BLINKEN), "days": one_day(date(2021, 5, 19)), "place": "", "place_side": "",
            "place_whole": False, "asked_by": "", "topics": (), "outcomes": (), "told_by": ("press",),
        }  # fmt: skip
        return Claim(**{**usual, **values})

    return make


def span(first: date, last: date) -> Interval:
    return Interval(start=first, end=last, precision=Precision.SPAN)


def only(contacts: tuple[Contact, ...]) -> Contact:
    assert len(contacts) == 1, [contact.reports for contact in contacts]
    return contacts[0]


def test_two_papers_on_one_meeting_are_one_contact_with_two_reports(told: Make) -> None:
    contact = only(merge([told(place="Reykjavik", place_side="IS"), told()]))
    assert (len(contact.reports), contact.documents, contact.origins) == (2, 2, 2)
    assert contact.place is not None
    assert contact.place.value == "Reykjavik"


def test_copies_of_one_text_are_one_origin_and_many_reports(told: Make) -> None:
    contact = only(merge([told(origin="wire"), told(origin="wire"), told()]))
    assert (len(contact.reports), contact.documents, contact.origins) == (3, 3, 2)


def test_other_persons_of_the_same_sides_on_the_same_day_are_another_contact(told: Make) -> None:
    assert len(merge([told(), told(parties=(PUTIN, BIDEN))])) == 2
    assert len(merge([told(), told(parties=(LAVROV, SHERMAN))])) == 2


def test_a_call_and_a_meeting_of_one_day_are_two_contacts(told: Make) -> None:
    assert len(merge([told(kind=Kind.CALL), told()])) == 2


def test_the_evening_in_washington_is_the_next_day_in_moscow(told: Make) -> None:
    evening, night = one_day(date(2021, 5, 19)), one_day(date(2021, 5, 20))
    contact = only(merge([told(kind=Kind.CALL, days=evening), told(kind=Kind.CALL, days=night)]))
    assert contact.days is not None
    assert {account.value for account in contact.days.accounts} == {evening, night}


def test_three_days_apart_is_another_meeting(told: Make) -> None:
    assert len(merge([told(), told(days=one_day(date(2021, 5, 22)))])) == 2


def test_two_who_met_beside_a_meeting_of_three_have_a_contact_of_their_own(told: Make) -> None:
    kim = Party(name="Chung Eui-yong", side="KR", office="foreign minister")
    three = told(sides=("KR", "RU", "US"), parties=(LAVROV, BLINKEN, kim))
    assert len(merge([told(), three])) == 2


def test_announced_held_and_read_out_is_one_contact_with_its_history(told: Make) -> None:
    announced = told(status=Status.PLANNED, published=date(2021, 5, 10), days=one_day(date(2021, 5, 19)))
    held = told(published=date(2021, 5, 19))
    readout = told(published=date(2021, 5, 20), official="US", told_by=("US",))
    contact = only(merge([held, readout, announced]))
    assert [(step.said, step.status) for step in contact.history] == [
        (date(2021, 5, 10), Status.PLANNED),
        (date(2021, 5, 19), Status.HELD),
    ]
    assert (contact.status.value, contact.status.rule) == (Status.HELD, "held")
    assert contact.id == announced.report


def test_a_plan_told_late_does_not_undo_what_was_held(told: Make) -> None:
    late = told(status=Status.PLANNED, published=date(2021, 6, 1))
    assert only(merge([told(published=date(2021, 5, 19)), late])).status.value is Status.HELD


def test_a_postponed_meeting_is_one_contact_from_the_first_plan_to_the_new_day(told: Make) -> None:
    old, new = one_day(date(2021, 5, 19)), one_day(date(2021, 6, 30))
    plan = told(status=Status.PLANNED, days=old, published=date(2021, 5, 1))
    off = told(status=Status.CANCELLED, days=old, published=date(2021, 5, 12))
    put = told(status=Status.PLANNED, days=new, published=date(2021, 5, 12), document=off.document)
    held = told(days=new, published=date(2021, 7, 1))
    contact = only(merge([held, put, off, plan]))
    steps = [step.status for step in contact.history]
    assert steps == [Status.PLANNED, Status.CANCELLED, Status.PLANNED, Status.HELD]
    assert contact.status.value is Status.HELD
    assert contact.days is not None
    assert contact.days.value == new


def test_another_city_in_the_place_of_a_cancelled_meeting_is_another_meeting(told: Make) -> None:
    off = told(status=Status.CANCELLED, place="Paris", place_side="FR")
    other = told(
        status=Status.PLANNED, place="Vienna", place_side="AT", days=one_day(date(2021, 6, 30)), document=off.document
    )
    assert len(merge([off, other])) == 2


def test_a_visit_and_its_meeting_told_apart_by_one_paper_stay_two(told: Make) -> None:
    days = span(date(2021, 5, 18), date(2021, 5, 20))
    visit = told(kind=Kind.VISIT, parties=(BLINKEN,), days=days, place="Moscow", place_side="RU")
    meeting = told(place="Moscow", place_side="RU", document=visit.document)
    other = told(kind=Kind.VISIT, parties=(BLINKEN,), days=days)
    contacts = merge([visit, meeting, other])
    assert sorted(len(contact.reports) for contact in contacts) == [1, 2]


def test_a_visit_alone_and_a_meeting_alone_are_the_more_specific_one(told: Make) -> None:
    visit = told(kind=Kind.VISIT, parties=(BLINKEN,), place="Moscow", place_side="RU")
    contact = only(merge([visit, told(place="Moscow", place_side="RU")]))
    assert contact.kind.value is Kind.MEETING


def test_accounts_that_differ_stand_side_by_side(told: Make) -> None:
    moscow = told(official="RU", told_by=("RU",), asked_by="US")
    washington = told(official="US", told_by=("US",), asked_by="RU")
    contact = only(merge([moscow, washington]))
    assert contact.asked_by is not None
    assert {(one.value, one.tellers) for one in contact.asked_by.accounts} == {("US", ("RU",)), ("RU", ("US",))}


def test_a_call_denied_by_one_side_stays_with_both_accounts(told: Make) -> None:
    call = told(kind=Kind.CALL)
    denial = told(kind=Kind.CALL, status=Status.DENIED, official="US", told_by=("US",))
    contact = only(merge([call, denial]))
    assert {one.value for one in contact.status.accounts} == {Status.HELD, Status.DENIED}


def test_a_month_that_two_meetings_fit_equally_well_is_neither(told: Make) -> None:
    first, second = told(days=one_day(date(2021, 5, 3))), told(days=one_day(date(2021, 5, 27)))
    month = told(days=Interval(start=date(2021, 5, 1), end=date(2021, 5, 31), precision=Precision.MONTH))
    contacts = merge([first, second, month])
    assert sorted(contact.reports for contact in contacts) == [("r000",), ("r001",), ("r002",)]


def test_a_month_that_one_meeting_fits_is_that_meeting(told: Make) -> None:
    month = told(days=Interval(start=date(2021, 5, 1), end=date(2021, 5, 31), precision=Precision.MONTH))
    day = told()
    contact = only(merge([day, month]))
    assert contact.days is not None
    assert contact.days.value == day.days


def test_two_readouts_of_one_government_on_two_days_are_two_calls(told: Make) -> None:
    def readout(day: int) -> Claim:
        days = span(date(2021, 5, day - 2), date(2021, 5, day))
        return told(
            kind=Kind.CALL, days=days, published=date(2021, 5, day), official="US", told_by=("US",), headline=True
        )

    assert len(merge([readout(19), readout(20)])) == 2


def test_what_was_told_as_held_before_the_day_is_another_contact(told: Make) -> None:
    early = told(days=None, published=date(2021, 5, 18))
    assert len(merge([told(), early])) == 2


def test_a_merge_by_hand_outranks_every_doubt_and_a_later_split_outranks_the_merge(told: Make) -> None:
    one, other = told(), told(days=one_day(date(2021, 9, 1)))
    merged = judgement("merge", [one.report, other.report], at="2026-01-01T00:00:00Z")
    assert len(only(merge([one, other], [merged])).reports) == 2
    parted = replace(judgement("split", [one.report], at="2026-01-02T00:00:00Z"), others=(other.report,))
    assert len(merge([one, other], [merged, parted])) == 2
    assert len(merge([one, other], [parted, merged])) == 2


def test_a_rejected_report_is_no_contact_until_it_is_confirmed(told: Make) -> None:
    one = told()
    no, yes = judgement("reject", [one.report]), judgement("confirm", [one.report], at="2026-02-01T00:00:00Z")
    assert merge([one], [no]) == ()
    assert only(merge([one], [no, yes])).confirmed_by == ("anna",)


def test_a_correction_holds_and_the_accounts_stay(told: Make) -> None:
    one = told(place="Geneva", place_side="CH")
    fixed = replace(judgement("correct", [one.report]), about="place", value='"Vienna"')
    place = only(merge([one], [fixed])).place
    assert place is not None
    assert (place.value, place.rule, place.by) == ("Vienna", "corrected", "anna")
    assert [account.value for account in place.accounts] == ["Geneva"]


def test_a_corrected_list_keeps_who_told_what_stays(told: Make) -> None:
    one = told(topics=("cyber", "trade"))
    fixed = replace(judgement("correct", [one.report]), about="topics", value='["cyber", "arms-control"]')
    contact = only(merge([one], [fixed]))
    assert [(topic.value, topic.origins) for topic in contact.topics] == [("arms-control", 0), ("cyber", 1)]
    assert contact.corrected_by == {"topics": "anna"}


@pytest.mark.parametrize(
    ("about", "value"),
    [("kind", "null"), ("kind", '"chat"'), ("sides", '["RU"]'), ("topics", '["football"]'), ("days", '"soon"'),
     ("days", "[1, 2]"), ("days", "7"), ("topics", '{"cyber": 1}'), ("parties", '["Lavrov"]'), ("place", "7"),
     ("reports", "[]")],
)  # fmt: skip
def test_a_value_that_a_field_cannot_have_is_refused(about: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        corrected_value(about, value)


def judgement(verdict: str, reports: list[str], at: str = "2026-01-01T00:00:00Z") -> Judgement:
    return Judgement(id=verdict + at, verdict=verdict, reports=tuple(sorted(reports)), by="anna", why="", at=at)
