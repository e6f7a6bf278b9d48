"""Ledgers of an earlier schema, and since when it is known whose an office is."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.ledger.invented import overlapping

from detente import Document, Reading
from detente.ledger import Extractor, Ledger
from detente.ledger.channels import find_channels
from detente.ledger.check import snapshot
from detente.ledger.store import APPLICATION, VERSION, run_script

NOW = "2024-01-01T00:00:00Z"
# Columns of the tables that version 1 had otherwise.
OLDER = {
    "readings": "id, document, version, lang, official, dated, junk, learned",
    "offices": "DISTINCT side, office, body",
}
TABLES = ("documents", "readings", "reports", "evidence", "undertakings", "sentences", "shingles", "sketches",
          "offices", "refusals", "judgements")  # fmt: skip
SPIES = "burns-2"  # the directors of the CIA and the SVR


@pytest.fixture
def older(forty: Ledger, tmp_path: Path) -> Path:
    """What `forty` has learned, in a ledger of version 1 with nothing derived."""
    path = tmp_path / "older.ledger"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        run_script(connection, "001.sql")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("ATTACH ? AS newer", (str(forty.path),))
        for table in TABLES:
            columns = OLDER.get(table, "*")
            connection.execute(f"INSERT INTO {table} SELECT {columns} FROM newer.{table}")  # noqa: S608
    return path


def test_a_ledger_of_the_first_version_is_brought_forward_with_all_it_holds(older: Path, forty: Ledger) -> None:
    with Ledger.open(older) as book:
        book.refresh()
        assert book.connection.execute("PRAGMA user_version").fetchone()[0] == VERSION == 3
        assert snapshot(book.connection) == snapshot(forty.connection)
        assert {row["rejected"] for row in book.connection.execute("SELECT rejected FROM readings")} == {"[]"}
        rows = book.connection.execute("SELECT side, office, body, learned FROM offices").fetchall()
        assert ("US", "CIA director", "CIA", "") in {tuple(row) for row in rows}
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            book.connection.execute("UPDATE offices SET body = ''")
        wrong = {fault.what for fault in book.check()}
        assert wrong == {"a document without its words in the index"}  # which were not copied into it
    with Ledger.open(older) as again:
        assert again.behind() == 0


def test_offices_of_the_first_version_count_as_always_known(older: Path) -> None:
    with Ledger.open(older) as book:
        book.refresh()
        with book.as_of(date(2021, 11, 30)) as then:
            assert bodies_in_contact(then) == [("RU: SVR", "US: CIA")]


def bodies_in_contact(book: Ledger) -> list[tuple[str, str]]:
    found = find_channels(book.connection, date(2024, 6, 1), level="body")
    return [(line.a, line.b) for line in found]


def documents(*names: str) -> Sequence[Document]:
    return [one for one in overlapping() if one.id in names]


def test_whose_an_office_is_was_not_known_before_it_was_learned(empty: Ledger, by_heart: Extractor) -> None:
    ignorant = replace(by_heart, bodies={})
    list(empty.add(documents(SPIES), ignorant, at="2021-11-04T00:00:00Z"))
    empty.refresh()
    assert bodies_in_contact(empty) == []
    list(empty.add(documents(SPIES), replace(by_heart, version=lambda _: "heart 2"), at="2022-05-01T00:00:00Z"))
    empty.refresh()
    assert bodies_in_contact(empty) == [("RU: SVR", "US: CIA")]
    for day, known in ((date(2022, 4, 30), []), (date(2022, 5, 1), [("RU: SVR", "US: CIA")])):
        with empty.as_of(day) as then:
            assert bodies_in_contact(then) == known
    assert list(empty.check()) == []


def test_an_archive_that_is_loaded_afterwards_says_it_for_its_own_day(
    empty: Ledger, by_heart: Extractor, prepared: Mapping[str, Reading]
) -> None:
    list(empty.add(documents(SPIES), by_heart, at="2022-05-01T00:00:00Z"))
    empty.refresh()
    (early,) = (replace(one, url="https://example.org/archive") for one in documents(SPIES))
    reading = replace(prepared[SPIES], document=early)
    list(empty.add([early], replace(by_heart, read=lambda _: reading), at="2022-06-01T00:00:00Z", as_published=True))
    empty.refresh()
    with empty.as_of(date(2021, 11, 30)) as then:
        assert bodies_in_contact(then) == [("RU: SVR", "US: CIA")]
    assert list(empty.check()) == []


def test_of_two_bodies_of_an_office_the_one_that_was_learned_first_holds(
    empty: Ledger, by_heart: Extractor, prepared: Mapping[str, Reading]
) -> None:
    def says(council: str, version: str) -> Extractor:
        return replace(by_heart, bodies={"US": ("CIA",), "RU": (council,)}, version=lambda _: version)

    list(empty.add(documents("burns"), says("security council", "1"), at="2022-05-01T00:00:00Z"))
    empty.refresh()
    assert bodies_in_contact(empty) == [("RU: security council", "US: CIA")]
    list(empty.add(documents("burns"), says("security", "2"), at="2022-06-01T00:00:00Z"))
    empty.refresh()
    assert bodies_in_contact(empty) == [("RU: security council", "US: CIA")]
    (early,) = (replace(one, url="https://example.org/archive") for one in documents("burns"))
    reading = replace(prepared["burns"], document=early)
    archive = replace(says("security", "1"), read=lambda _: reading)
    list(empty.add([early], archive, at="2022-07-01T00:00:00Z", as_published=True))
    empty.refresh()
    assert bodies_in_contact(empty) == [("RU: security", "US: CIA")]
    assert list(empty.check()) == []


def test_marks_that_are_counted_wrongly_are_found(by_heart: Extractor, empty: Ledger) -> None:
    list(empty.add(documents(SPIES), by_heart, at=NOW))
    empty.refresh()
    assert list(empty.check()) == []
    empty.connection.execute("UPDATE marks SET contacts = contacts + 1 WHERE field = 'side' AND value = 'RU'")
    empty.connection.execute("UPDATE person_offices SET contacts = 5 WHERE side = 'US'")
    assert {fault.what for fault in empty.check()} == {
        "numbers of contacts differ from a rebuild; run `detente rebuild`",
        "offices of persons differ from a rebuild; run `detente rebuild`",
    }
    empty.rebuild()
    assert list(empty.check()) == []
