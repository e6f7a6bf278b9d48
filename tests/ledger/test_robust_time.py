"""What a ledger knew on a day, and what reading again changes."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.ledger.invented import overlapping

from detente import Document, Reading
from detente.errors import UsageError
from detente.ledger import Extractor, Ledger, judging, queries
from detente.ledger.check import snapshot

FIRST, DAYS, ASKED = date(2024, 1, 1), 60, 50
ON = date(2024, 6, 1)
LEARNED = ("documents", "readings", "reports", "evidence", "undertakings", "sentences", "shingles", "sketches",
           "offices", "refusals", "judgements")  # fmt: skip
Rows = Mapping[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def newer(prepared: Mapping[str, Reading], by_rules: Extractor) -> Extractor:
    """A later version: it no longer finds some reports, and finds others in other words."""

    def read(document: Document) -> Reading:
        reading = prepared[document.id]
        if document.id in {"visit-3", "burns-3", "wire-1"}:
            return replace(reading, reports=())
        if document.id in {"held", "call", "plan"}:
            changed = (replace(one, quotes=(replace(one.quotes[0], start=one.quotes[0].start + 1),)) for one in
                       reading.reports)  # fmt: skip
            return replace(reading, reports=tuple(changed))
        return reading

    return replace(by_rules, read=read, version=lambda _: "heart 2")


@dataclass(frozen=True, kw_only=True)
class Past:
    """A ledger that grew over time, and what it came to at the end of each day."""

    book: Ledger
    days: Mapping[date, Rows]


def judge_something(book: Ledger, day: date, chance: random.Random) -> None:
    ids = [row["id"] for row in book.connection.execute("SELECT id FROM contacts ORDER BY id")]
    coder = judging.Coder(by=chance.choice(("Ada", "Bo")), at=f"{day}T09:00:00Z")
    one, other = chance.sample(ids, 2)
    what = chance.choice(("merge", "correct", "reject", "confirm"))
    if what == "merge":
        made = judging.merging(book.connection, [one, other], coder)
    elif what == "correct":
        made = judging.correcting(book.connection, one, "place", '"Ankara"', coder)
    else:
        made = judging.standing_for(book.connection, one, what, coder)
    book.judge([made], at=f"{day}T09:00:00Z")


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory, by_heart: Extractor, newer: Extractor) -> Past:
    """Documents and judgements of sixty days; a newer version reads from the thirtieth on, and reads the old anew."""
    chance = random.Random(11)  # noqa: S311  (days, not secrets)
    book = Ledger.open(tmp_path_factory.mktemp("past") / "a.ledger", create=True)
    waiting, given = overlapping(), list[Document]()
    chance.shuffle(waiting)
    days = {}
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        fresh = [waiting.pop() for _ in range(chance.choice((0, 1, 1, 2))) if waiting]
        given += fresh
        extractor = by_heart if number < DAYS // 2 else newer
        again = chance.sample(given, min(len(given), 4)) if number >= DAYS // 2 else []
        list(book.add([*fresh, *again], extractor, at=f"{day}T08:00:00Z"))
        book.refresh()
        if number % 6 == 5:
            judge_something(book, day, chance)
        days[day] = snapshot(book.connection)
    return Past(book=book, days=days)


def test_a_ledger_as_of_a_day_is_the_ledger_that_there_was(past: Past) -> None:
    chance = random.Random(3)  # noqa: S311  (days, not secrets)
    for day in chance.sample(sorted(past.days), ASKED):
        with past.book.as_of(day) as then:
            assert snapshot(then.connection) == past.days[day], day
    assert len({repr(rows) for rows in past.days.values()}) > DAYS // 2


def test_as_of_today_and_the_last_day_there_is_are_the_whole_ledger(past: Past) -> None:
    for day in (None, date.max, FIRST + timedelta(days=DAYS)):
        with past.book.as_of(day) as then:
            assert snapshot(then.connection) == snapshot(past.book.connection)


def test_as_of_a_day_before_everything_nothing_was_known(past: Past) -> None:
    for day in (date.min, FIRST - timedelta(days=1)):
        with past.book.as_of(day) as then:
            assert then.size() == (0, 0, 0, 0)


def test_a_ledger_that_grew_over_time_is_sound(past: Past) -> None:
    assert list(past.book.check()) == []


def test_a_document_learned_later_than_its_second_reading_says_is_not_known_before(
    tmp_path: Path, by_heart: Extractor, newer: Extractor
) -> None:
    documents = overlapping()
    with Ledger.open(tmp_path / "a.ledger", create=True) as book:
        list(book.add(documents, by_heart, at="2025-01-01T00:00:00Z"))
        list(book.add(documents, newer, at="2025-01-02T00:00:00Z", as_published=True))
        book.refresh()
        with book.as_of(date(2024, 1, 1)) as then:
            assert then.size() == (0, 0, 0, 0)
        assert list(book.check()) == []


def test_an_office_whose_body_is_learned_later_changes_the_channels_that_there_are(
    tmp_path: Path, by_rules: Extractor
) -> None:
    told = "CIA Director William Burns met SVR Director Sergei Naryshkin in {place} on {day}."
    first, second = (
        Document(id=place, text=told.format(place=place, day=f"{day:%d %B %Y}"), published=day, lang="en", named=True)
        for place, day in (("Moscow", date(2021, 11, 3)), ("Ankara", date(2022, 11, 14)))
    )
    count = "SELECT contacts FROM channels WHERE a = 'RU: SVR' AND b = 'US: CIA'"
    with Ledger.open(tmp_path / "a.ledger", create=True) as book:
        list(book.add([first], replace(by_rules, bodies={}), at="2024-01-01T00:00:00Z"))
        book.refresh()
        assert book.connection.execute(count).fetchone() is None
        list(book.add([second], by_rules, at="2024-01-02T00:00:00Z"))
        book.refresh()
        assert book.connection.execute(count).fetchone()["contacts"] == 2
        assert list(book.check()) == []


def all_rows(book: Ledger) -> Rows:
    names = [row["name"] for row in book.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: sorted((tuple(row) for row in book.connection.execute(f"SELECT * FROM {name}")), key=repr)  # noqa: S608
        for name in names
    }


def test_adding_everything_again_changes_no_row_of_any_table(tmp_path: Path, by_heart: Extractor) -> None:
    documents = overlapping()
    with Ledger.open(tmp_path / "a.ledger", create=True) as book:
        list(book.add(documents, by_heart, at="2024-01-01T00:00:00Z"))
        book.refresh()
        before = all_rows(book)
        again = list(book.add([*documents, *documents], by_heart, at="2025-01-01T00:00:00Z"))
        book.refresh()
        assert {one.outcome for one in again} == {"known"}
        assert all_rows(book) == before


def test_a_newer_version_reads_again_and_what_it_supersedes_stays_as_history(
    tmp_path: Path, by_heart: Extractor, newer: Extractor
) -> None:
    documents = overlapping()
    with Ledger.open(tmp_path / "a.ledger", create=True) as book:
        list(book.add(documents, by_heart, at="2024-01-01T00:00:00Z"))
        book.refresh()
        old = {name: all_rows(book)[name] for name in LEARNED}
        ids = [row["id"] for row in book.connection.execute("SELECT id FROM contacts")]
        assert {one.outcome for one in book.add(documents, newer, at="2024-02-01T00:00:00Z")} == {"reread"}
        book.refresh()
        new = all_rows(book)
        assert all(set(old[name]) <= set(new[name]) for name in LEARNED)
        assert len(new["readings"]) == 2 * len(documents) == 2 * len(new["documents"])
        assert len(new["reports"]) > len(old["reports"])
        standing = book.connection.execute(
            "SELECT DISTINCT version FROM standing JOIN reports ON reports.id = report"
            " JOIN readings ON readings.id = reading"
        )
        assert [row["version"] for row in standing] == ["heart 2"]
        for one in ids:
            assert queries.show_contact(book.connection, one, ON).contact.reports
        assert list(book.check()) == []


def test_a_rejected_contact_is_confirmed_under_its_old_id(tmp_path: Path, by_heart: Extractor) -> None:
    with Ledger.open(tmp_path / "a.ledger", create=True) as book:
        list(book.add(overlapping(), by_heart, at="2024-01-01T00:00:00Z"))
        book.refresh()
        before = [row for row in snapshot(book.connection)["contacts"] if row[-2] == "[]"]
        for row in book.connection.execute("SELECT id FROM contacts ORDER BY id").fetchall():
            for verdict, second in (("reject", 1), ("confirm", 2)):
                coder = judging.Coder(by="Ada", at=f"2024-01-02T00:00:0{second}Z")
                made = judging.standing_for(book.connection, row["id"], verdict, coder)
                book.judge([made], at=coder.at)
                if verdict == "reject":
                    with pytest.raises(UsageError, match="judge confirm"):
                        queries.show_contact(book.connection, row["id"], ON)
        after = snapshot(book.connection)["contacts"]
        assert [row[:-2] for row in after] == [row[:-2] for row in before]
        assert {row[-2] for row in after} == {'["Ada"]'}


def test_a_report_whose_companion_is_rejected_finds_its_contact_again(tmp_path: Path, by_heart: Extractor) -> None:
    with Ledger.open(tmp_path / "a.ledger", create=True) as book:
        list(book.add(overlapping(), by_heart, at="2024-01-01T00:00:00Z"))
        book.refresh()
        ids = [row["id"] for row in book.connection.execute("SELECT id FROM contacts WHERE reports = 1 LIMIT 2")]
        coder = judging.Coder(by="Ada", at="2024-01-02T00:00:00Z")
        whole = judging.merging(book.connection, ids, coder)
        book.judge([whole], at="2024-01-02T00:00:00Z")
        alone = replace(whole, verdict="reject", reports=whole.reports[:1], at="2024-01-03T00:00:00Z")
        book.judge([judging.keyed(alone)], at="2024-01-03T00:00:00Z")
        assert list(book.check()) == []
        assert queries.show_contact(book.connection, whole.reports[1], ON).contact.reports == whole.reports[1:]
