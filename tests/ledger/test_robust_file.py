"""What is wrong with a file is said, what was learned is never changed, and no other file is taken for a ledger."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger.invented import overlapping
from tests.ledger.running import finish, run

from detente.ledger import Extractor, Ledger, book, store
from detente.ledger.check import snapshot
from detente.model import Refusal

LEARNED = ("documents", "readings", "reports", "evidence", "undertakings", "sentences", "shingles", "sketches",
           "offices", "refusals", "judgements")  # fmt: skip
REFUSED = Refusal(source="a.bin", reason="binary", detail="bytes that are not text", remedy="leave it out")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, by_heart: Extractor) -> Path:
    """A ledger with something in every table."""
    path = tmp_path_factory.mktemp("sound") / "a.ledger"
    with Ledger.open(path, create=True) as ledger:
        list(ledger.add([*overlapping(), REFUSED], by_heart, at="2024-01-01T00:00:00Z"))
        ledger.refresh()
        contact = ledger.connection.execute("SELECT id FROM contacts ORDER BY id LIMIT 1").fetchone()["id"]
    assert run("judge", "confirm", contact, "--by", "Ada", "--ledger", path).exit_code == 0
    return path


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    """A copy of the ledger, to be harmed."""
    path = tmp_path / "copy.ledger"
    with closing(sqlite3.connect(sound)) as connection:
        connection.execute("VACUUM INTO ?", (str(path),))
    return path


def harm(path: Path, *statements: str) -> None:
    """Changes a ledger as no program of ours would: without triggers and without regard to what refers to what."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount > 0
        for _, made in triggers:
            connection.execute(made)


FAULTS = {
    "a text that was changed": ("UPDATE documents SET text = replace(text, 'met', 'hit') WHERE name = 'held'",
                                "the text is not the one that was read"),
    "a text that was changed to what cannot be told": (
        "UPDATE documents SET text = text || char(0xFFFD) WHERE name = 'held'",
        "the text is not the one that was read"),
    "evidence moved out of its text": ('UPDATE evidence SET start = 90000, "end" = 90001 WHERE rowid = 3',
                                       "evidence outside its text"),
    "evidence moved out of its sentence": (("UPDATE evidence SET start = 0 WHERE rowid IN (SELECT evidence.rowid"
                                           " FROM evidence JOIN sentences ON sentences.id = evidence.sentence"
                                           " WHERE sentences.start > 0 LIMIT 1)"), "evidence outside its sentence"),
    "a quote moved inside its text": ("UPDATE evidence SET start = start + 2 WHERE field = 'quote'",
                                      "a report that is not named after its words"),
    "sides that the words do not have": ("DELETE FROM evidence WHERE field = 'side' AND value = 'RU'",
                                         "a report with a side without evidence"),
    "a report without evidence": ("DELETE FROM evidence WHERE report = 4", "a report without its evidence"),
    "a document without a reading": ("DELETE FROM readings WHERE id = 5", "a document without a reading"),
    "a report without a reading": ("DELETE FROM readings WHERE id = 6", "refers to a row of readings"),
    "evidence without a report": ("DELETE FROM reports WHERE id = 7", "refers to a row of reports"),
    "a sentence that is not in the index": ("INSERT INTO sentences SELECT 99999, id, 0, 4 FROM documents LIMIT 1",
                                            "a document without its words in the index"),
    "a document without its sketch": ("DELETE FROM sketches WHERE document = 3", "a document without its sketch"),
    "a document without its shingles": (("DELETE FROM shingles WHERE document IN (SELECT document FROM sketches"
                                        " WHERE size > 0)"), "a document without its sketch"),
    "a contact with another status": ("UPDATE contacts SET status = 'denied' WHERE status = 'held'",
                                      "contacts differ from a rebuild"),
    "a contact that is gone": ("DELETE FROM contacts WHERE number = 2", "contacts differ from a rebuild"),
    "a report in another contact": (("UPDATE contact_reports SET contact = (SELECT max(number) FROM contacts)"
                                    " WHERE report = 1"), "reports of contacts differ from a rebuild"),
    "a report in no contact": ("DELETE FROM contact_reports WHERE report = 2", "a report in no contact"),
    "a channel that is gone": ("DELETE FROM channels WHERE a = 'RU'", "channels differ from a rebuild"),
    "a promise that was never kept": ("UPDATE promises SET state = 'withdrawn'", "promises differ from a rebuild"),
    "a side that a list does not find": ((
        "DELETE FROM marked WHERE mark IN (SELECT id FROM marks WHERE field = 'side' AND value = 'RU')"),
        "what contacts are found by differ from a rebuild"),
    "a surname that finds nobody": ("DELETE FROM marked WHERE mark IN (SELECT id FROM marks WHERE field = 'word')",
                                    "what contacts are found by differ from a rebuild"),
    "a count that is not that of the list": ("UPDATE mark_bits SET bits = bits + 1 WHERE bits % 2 = 0",
                                             "contacts are counted otherwise than they are listed"),
    "a sentence that tells of no contact": ("DELETE FROM tellings", "sentences of contacts differ from a rebuild"),
    "a pair of sides that is gone": ("DELETE FROM contact_pairs WHERE a = 'RU'",
                                     "pairs of contacts differ from a rebuild"),
    "a copy that counts as a source of its own": (
        "UPDATE origins SET origin = 'x' WHERE document = (SELECT id FROM documents WHERE name = 'wire-1')",
        "origins differ from a rebuild"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_check_finds(name: str, copy: Path) -> None:
    statement, said = FAULTS[name]
    assert run("check", "--ledger", copy).exit_code == 0
    harm(copy, statement)
    result = run("check", "--ledger", copy)
    assert result.exit_code == 6, result.output
    assert said in " ".join(result.output.split())


def test_a_page_that_was_overwritten_is_found(copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    for page in range(8, len(data) // 4096, 5):
        data[page * 4096 : page * 4096 + 512] = bytes(range(256)) * 2
    copy.write_bytes(data)
    for words in (
        ["check"],
        ["contacts"],
        ["documents", "grain"],
        ["channels"],
        ["rebuild"],
        ["promises"],
        ["refusals"],
    ):
        result = run(*words, "--ledger", copy)
        assert result.exception is None or isinstance(result.exception, SystemExit), words
    assert run("check", "--ledger", copy).exit_code in {5, 6}


@pytest.mark.parametrize("table", LEARNED)
def test_what_was_learned_is_never_changed(table: str, sound: Path) -> None:
    with closing(sqlite3.connect(sound)) as connection:
        column = connection.execute(f"SELECT name FROM pragma_table_info('{table}') LIMIT 1").fetchone()[0]  # noqa: S608
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):  # noqa: S608
            with pytest.raises(sqlite3.IntegrityError, match=f"rows of {table} are never changed"):
                connection.execute(statement)


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {store.APPLICATION}")
        connection.execute(f"PRAGMA user_version = {store.VERSION + 1}")
        connection.execute("CREATE TABLE later (x)")
        connection.commit()


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (soup TEXT)")
        connection.commit()


def foreign_with_marks(path: Path) -> None:
    foreign(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 252006673")
        connection.execute("PRAGMA user_version = 1")


def foreign_at_our_version(path: Path) -> None:
    foreign(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {store.VERSION}")


def foreign_at_a_newer_version(path: Path) -> None:
    foreign(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {store.VERSION + 8}")


def a_text(path: Path) -> None:
    path.write_text("Dear diary, nothing happened today, and nobody met anybody.\n" * 40, encoding="utf-8")


@pytest.mark.parametrize(
    ("made", "code", "said"),
    [
        (newer, 5, "install a newer detente"),
        (foreign, 2, "choose another name"),
        (foreign_with_marks, 2, "choose another name"),
        (foreign_at_our_version, 2, "choose another name"),
        (foreign_at_a_newer_version, 2, "choose another name"),
        (a_text, 2, "choose another name"),
        (Path.mkdir, 2, "a folder"),
    ],
)
def test_a_file_that_is_no_ledger_of_this_version_is_refused_and_not_touched(
    made: Callable[[Path], None], code: int, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "thing"
    made(path)
    before = path.read_bytes() if path.is_file() else b""
    article = tmp_path / "article.txt"
    article.write_text("Nobody met anybody.\n", encoding="utf-8")
    for words in (["add", article], ["contacts"], ["check"], ["rebuild"]):
        ended = finish(*words, "--ledger", path)
        assert (ended.returncode, "Traceback" in ended.stderr) == (code, False), ended.stderr
        assert said in ended.stderr, words
        assert (path.read_bytes() if path.is_file() else b"") == before
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith("thing")) == ["thing"]


@pytest.mark.parametrize(
    "words", [["show"], ["contacts"], ["contacts", "--person"], ["documents", "--outlet"], ["show", "--"]]
)
def test_letters_that_no_encoding_holds_are_no_crash(words: list[str], sound: Path) -> None:
    result = run(*words[:1], "--ledger", sound, *words[1:], "\udcff\0")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in {1, 2}


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger"
    path.touch()
    with Ledger.open(path) as ledger:
        assert ledger.size() == (0, 0, 0, 0)
        assert list(ledger.check()) == []


def test_contacts_are_made_anew_when_a_newer_detente_makes_them_otherwise(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger.open(copy) as ledger:
        before = snapshot(ledger.connection)
        ledger.connection.execute("UPDATE contacts SET place = 'Nowhere'")
    monkeypatch.setattr(book, "derived_version", lambda: 7)
    with Ledger.open(copy) as ledger:
        ledger.refresh()
        assert snapshot(ledger.connection) == before
        assert ledger.connection.execute("SELECT version FROM progress").fetchone()[0] == 7


def test_a_ledger_with_a_text_that_no_encoding_holds_is_sound(tmp_path: Path) -> None:
    archive = tmp_path / "odd.jsonl"
    archive.write_text('{"id": "odd", "lang": "en", "text": "Joe Biden met \\ud800 Vladimir Putin in Geneva."}\n')
    assert run("add", archive, "--ledger", tmp_path / "a.ledger").exit_code == 0
    assert run("check", "--ledger", tmp_path / "a.ledger").exit_code == 0


def test_days_at_the_ends_of_the_calendar_do_no_harm(tmp_path: Path) -> None:
    archive = tmp_path / "odd.jsonl"
    rows = [
        f'{{"id": "{day} {number}", "lang": "en", "published": "{day}", "text": "{text}"}}\n'
        for day in ("0001-01-01", "9999-12-31")
        for number, text in enumerate((
            "U.S. President Joe Biden met Russian President Vladimir Putin.",
            "U.S. President Joe Biden will meet Russian President Vladimir Putin.",
            "U.S. President Joe Biden met Russian President Vladimir Putin on 31 December 9999.",
            "U.S. President Joe Biden met Russian President Vladimir Putin 3000 years ago.",
            "U.S. President Joe Biden met Russian President Vladimir Putin on Friday and will meet him next week.",
        ))
    ]  # fmt: skip
    archive.write_text("".join(rows), encoding="utf-8")
    ledger = tmp_path / "a.ledger"
    for words in (
        ["add", archive],
        ["check"],
        ["contacts"],
        ["channels"],
        ["promises"],
        ["rebuild"],
        ["channel", "RU", "US"],
    ):
        result = run(*words, "--ledger", ledger)
        assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exception)
    assert run("check", "--ledger", ledger).exit_code == 0
