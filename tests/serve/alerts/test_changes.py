"""What of a ledger is news to those who follow it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.serve.alerts.receiving import CALL, OFF, PLAN, PROMISE, Follower

from detente import Reader
from detente.ledger import Ledger
from detente.ledger.queries import find_contacts
from detente.model.contact import Judgement
from detente.model.listing import Filter
from detente.serve.outbox import Outbox


def test_a_new_contact_is_told_with_its_sentence_and_where_it_stands(follower: Follower) -> None:
    follower.add(PLAN, "plan", "2024-05-14")
    (alert,) = follower.look()
    assert (alert["schema"], alert["event"], alert["contact"]["status"]) == (1, "contact.new", "planned")
    assert alert["about"] == alert["contact"]["id"]
    (report,) = alert["reports"]
    assert (report["outlet"], report["published"]) == ("Post", "2024-05-14")
    assert [one["words"] for one in report["quotations"]] == [PLAN]
    assert follower.look() == []


def test_a_planned_meeting_that_is_called_off_is_told_as_a_change_of_status(follower: Follower) -> None:
    follower.add(PLAN, "plan", "2024-05-14")
    follower.look()
    follower.add(OFF, "off", "2024-05-17")
    (alert,) = follower.look()
    assert (alert["event"], alert["before"]["status"], alert["contact"]["status"]) == (
        "contact.changed", "planned", "cancelled",
    )  # fmt: skip
    assert "status" in alert["changed"]
    assert [one["document"] for one in alert["reports"]] == ["off"]


def test_a_further_report_that_says_the_same_is_no_news(follower: Follower) -> None:
    follower.add(CALL, "call", "2024-05-14")
    follower.look()
    follower.add(f"{CALL} They spoke for an hour, a spokesman said.", "again", "2024-05-14", "Courier")
    assert [line.reports for line in find_contacts(follower.book.connection, Filter())] == [2]
    assert follower.look() == []


def test_what_stood_in_the_ledger_before_is_no_news(tmp_path: Path, follower: Follower) -> None:
    follower.add(CALL, "call", "2024-05-14")
    with Outbox(tmp_path / "other.outbox", "hook") as outbox:
        late = Follower(follower.book, follower.reader, outbox)
        assert late.look() == []
        late.add(PLAN, "plan", "2024-05-14")
        assert [alert["contact"]["sides"] for alert in late.look()] == [["GR", "TR"]]


def test_an_earlier_report_that_comes_later_gives_the_contact_another_id_and_is_no_new_contact(
    follower: Follower,
) -> None:
    follower.add(CALL, "call", "2024-05-15")
    (first,) = follower.look()
    follower.add(f"{CALL} They discussed grain.", "early", "2024-05-14", "Courier")
    (line,) = find_contacts(follower.book.connection, Filter())
    assert line.id != first["about"]
    (alert,) = follower.look()
    assert (alert["event"], alert["about"], alert["replaces"]) == ("contact.changed", line.id, [first["about"]])
    assert [one["document"] for one in alert["reports"]] == ["early"]
    assert follower.look() == []


def test_two_contacts_that_a_person_merges_are_told_as_one_that_replaces_the_other(follower: Follower) -> None:
    follower.add(CALL, "call", "2024-05-14")
    follower.add(CALL.replace("13 May", "10 May"), "other", "2024-05-11", "Courier")
    ids = {alert["about"] for alert in follower.look()}
    assert len(ids) == 2
    reports = tuple(sorted(ids))
    judgement = Judgement(id="", verdict="merge", reports=reports, by="ana", why="one call", at="2024-05-20T00:00:00Z")
    follower.book.judge([judgement], at="2024-05-20T00:00:00Z")
    (alert,) = follower.look()
    assert alert["event"] == "contact.changed"
    assert {alert["about"], *alert["replaces"]} == ids


def test_a_rejected_contact_is_told_to_be_gone(follower: Follower) -> None:
    follower.add(CALL, "call", "2024-05-14")
    (first,) = follower.look()
    judgement = Judgement(
        id="", verdict="reject", reports=(first["about"],), by="ana", why="", at="2024-05-20T00:00:00Z"
    )
    follower.book.judge([judgement], at="2024-05-20T00:00:00Z")
    (alert,) = follower.look()
    assert (alert["event"], alert["about"], alert["before"]["sides"]) == ("contact.gone", first["about"], ["RU", "TR"])


def test_the_filter_chooses_and_tells_once_more_when_a_contact_leaves_it(follower: Follower) -> None:
    follower.wanted = Filter(sides=("TR",), status="planned")
    follower.add(CALL, "call", "2024-05-14")
    follower.add(PLAN, "plan", "2024-05-14")
    assert [(one["contact"]["sides"], one["fits"]) for one in follower.look()] == [(["GR", "TR"], True)]
    follower.add(OFF, "off", "2024-05-17")
    assert [(one["event"], one["fits"], one["contact"]["status"]) for one in follower.look()] == [
        ("contact.changed", False, "cancelled")
    ]
    follower.add(OFF.replace("cancelled", "called off"), "again", "2024-05-18", "Courier")
    assert follower.look() == []


def test_a_promise_is_told_once_when_its_day_has_passed(follower: Follower) -> None:
    follower.add(PROMISE, "promise", "2024-05-14")
    assert [alert["event"] for alert in follower.look("2024-05-30")] == ["contact.new"]
    (alert,) = follower.look("2024-05-31")
    assert (alert["event"], alert["promise"]["by"], alert["promise"]["due"]) == (
        "promise.overdue", ["NO"], ["2024-05-30", "2024-05-30"],
    )  # fmt: skip
    assert follower.look("2024-06-01") == []


def test_a_promise_that_was_overdue_when_it_was_first_read_is_no_alert_of_its_own(follower: Follower) -> None:
    follower.add(PROMISE, "promise", "2024-05-14")
    assert [alert["event"] for alert in follower.look("2024-06-15")] == ["contact.new"]
    assert follower.look("2024-06-16") == []


def test_another_ledger_under_the_same_name_begins_anew(tmp_path: Path, follower: Follower, reader: Reader) -> None:
    follower.add(CALL, "call", "2024-05-14")
    assert len(follower.look()) == 1
    with Ledger.open(tmp_path / "other.ledger", create=True) as book:
        other = Follower(book, reader, follower.outbox)
        assert other.look() == []
        other.add(PLAN, "plan", "2024-05-14")
        assert [alert["event"] for alert in other.look()] == ["contact.new"]


def test_every_field_of_an_alert_and_table_of_an_outbox_stands_in_their_reference(follower: Follower) -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "alerts.md").read_text(encoding="utf-8")
    follower.add(CALL, "call", "2024-05-14")
    follower.add(PROMISE, "promise", "2024-05-14")
    alerts = follower.look()
    (call,) = (alert["about"] for alert in alerts if alert["contact"]["sides"] == ["RU", "TR"])
    judgement = Judgement(id="", verdict="reject", reports=(call,), by="ana", why="", at="2024-05-20T00:00:00Z")
    follower.book.judge([judgement], at="2024-05-20T00:00:00Z")
    alerts += follower.look("2024-05-31")
    assert {alert["event"] for alert in alerts} == {"contact.new", "contact.gone", "promise.overdue"}
    (report,) = alerts[0]["reports"]
    names = {name for each in (*alerts, report, *report["quotations"]) for name in each}
    with closing(sqlite3.connect(follower.outbox.path)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        names |= {row[1] for row in connection.execute("PRAGMA table_info(waiting)")} - {"number"}
    assert sorted(name for name in names | tables - {"sqlite_sequence"} if f"`{name}`" not in page) == []
