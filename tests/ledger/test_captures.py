"""Where documents were fetched: kept once, never changed, and known again."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.ledger.invented import overlapping

from detente import Document
from detente.ledger import Extractor, Ledger
from detente.ledger.document import show_document
from detente.ledger.queries import find_documents, show_contact
from detente.ledger.store import APPLICATION, run_script
from detente.model import Capture, Stamp, Visit

ON = date(2024, 6, 1)
PLACE = "https://valley.example/news"
CAPTURE = Capture(
    asked=PLACE, url=PLACE, fetched="2024-01-01T00:00:00.5Z", sha256="0" * 64, record="<urn:uuid:1>", archive="a.gz"
)
LATER = replace(CAPTURE, fetched="2024-02-01T00:00:00.5Z", record="<urn:uuid:2>", archive="")
STAMP = Stamp(etag='"one"')


def fetched(*names: str, capture: Capture = CAPTURE) -> Sequence[Document]:
    return [replace(one, capture=capture) for one in overlapping() if one.id in names]


def add(book: Ledger, documents: Sequence[Document], by_heart: Extractor, at: str) -> set[str]:
    outcomes = {one.outcome for one in book.add(documents, by_heart, at=at)}
    book.refresh()
    return outcomes


def visit(documents: int, capture: Capture = CAPTURE, said: str = "") -> Visit:
    return Visit(capture=capture, stamp=STAMP, documents=documents, said=said)


def test_a_document_tells_every_answer_that_it_was_read_from(empty: Ledger, by_heart: Extractor) -> None:
    assert add(empty, fetched("burns-2"), by_heart, "2024-01-01T00:00:00Z") == {"new"}
    assert add(empty, fetched("burns-2", capture=LATER), by_heart, "2024-02-01T00:00:00Z") == {"known"}
    assert add(empty, fetched("burns-2", capture=LATER), by_heart, "2024-02-01T00:00:00Z") == {"known"}
    (line,) = find_documents(empty.connection)
    assert show_document(empty.connection, line.key).captures == (LATER, CAPTURE)
    (contact,) = empty.connection.execute("SELECT id FROM contacts").fetchone()
    assert {telling.capture for telling in show_contact(empty.connection, contact, ON).tellings} == {LATER}
    with empty.as_of(date(2024, 1, 31)) as then:
        assert show_document(then.connection, line.key).captures == (CAPTURE,)
    assert list(empty.check()) == []


def test_what_came_from_a_file_has_no_answer(forty: Ledger) -> None:
    keys = [line.key for line in find_documents(forty.connection)]
    assert {show_document(forty.connection, key).captures for key in keys} == {()}


def test_an_address_is_known_with_all_that_was_read_from_it(empty: Ledger, by_heart: Extractor) -> None:
    documents = fetched("burns-2", "visit-3", "wire-1")
    assert len(documents) == 3
    assert empty.last_visit(PLACE, "") is None
    add(empty, documents, by_heart, "2024-01-01T00:00:00Z")
    empty.note_visits([visit(3)])
    known = empty.last_visit(PLACE, "")
    assert known is not None
    stamp, again = known
    assert stamp == STAMP
    assert {one.capture for one in again} == {None}
    assert add(empty, again, by_heart, "2024-02-01T00:00:00Z") == {"known"}
    assert empty.last_visit(PLACE, "with other words") is None
    assert empty.last_visit(f"{PLACE}/", "") is None


def test_documents_that_are_known_again_are_read_anew_by_a_newer_version(empty: Ledger, by_heart: Extractor) -> None:
    add(empty, fetched("burns-2", "wire-1"), by_heart, "2024-01-01T00:00:00Z")
    empty.note_visits([visit(2)])
    known = empty.last_visit(PLACE, "")
    assert known is not None
    newer = replace(by_heart, version=lambda _: "heart 2")
    assert add(empty, known[1], newer, "2024-02-01T00:00:00Z") == {"reread"}


def test_an_answer_whose_documents_do_not_all_stand_here_is_asked_for_whole(empty: Ledger, by_heart: Extractor) -> None:
    add(empty, fetched("burns-2"), by_heart, "2024-01-01T00:00:00Z")
    empty.note_visits([visit(2), visit(1, LATER)])
    assert empty.last_visit(PLACE, "") is None


@pytest.mark.parametrize("table", ["captures", "captured", "visits"])
def test_what_was_learned_of_answers_is_never_changed(empty: Ledger, by_heart: Extractor, table: str) -> None:
    add(empty, fetched("burns-2"), by_heart, "2024-01-01T00:00:00Z")
    empty.note_visits([visit(1)])
    column = empty.connection.execute(f"SELECT name FROM pragma_table_info('{table}') LIMIT 1").fetchone()[0]  # noqa: S608
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(sqlite3.IntegrityError, match=f"rows of {table} are never changed"):
            empty.connection.execute(statement)


def test_a_ledger_of_the_second_version_is_brought_forward(tmp_path: Path, by_heart: Extractor) -> None:
    path = tmp_path / "older.ledger"
    connection = sqlite3.connect(path, isolation_level=None)
    run_script(connection, "001.sql")
    run_script(connection, "002.sql")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    with Ledger.open(path) as book:
        assert add(book, fetched("burns-2"), by_heart, "2024-01-01T00:00:00Z") == {"new"}
        assert list(book.check()) == []
