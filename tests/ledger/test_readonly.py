"""SQL of strangers: it reads what is there, in bounded time and memory, and can do nothing else."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.errors import LedgerError, UsageError
from detente.ledger import Ledger
from detente.ledger.readonly import ask

MEGABYTE = 1 << (20 if sys.platform == "darwin" else 10)  # in what getrusage counts: bytes on macOS, else kibibytes
# A small process of its own: a child begins with the memory of who starts it, and the tests have much.
ASKING = """\
import json, resource, sys
from pathlib import Path
from detente.errors import UsageError
from detente.ledger.readonly import ask
said = []
for query in json.load(sys.stdin):
    try:
        said.append(f"answered: {ask(Path(sys.argv[1]), query, seconds=2.0)}")
    except UsageError as error:
        said.append(str(error))
json.dump({"said": said, "peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}, sys.stdout)
"""


def counting(rest: str) -> str:
    """A query of a table `t` that has no end."""
    return f"WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) {rest}"  # noqa: S608  (a test's own text)


WRITING = (
    "INSERT INTO refusals VALUES (1, 'a', 'b', 'c', 'd', 'e')",
    "UPDATE contacts SET id = 'x'",
    "UPDATE contacts SET id = 'x' RETURNING id",
    "DELETE FROM contacts",
    "WITH x AS (SELECT 1) DELETE FROM contacts",
    "DROP TABLE contacts",
    "ALTER TABLE contacts RENAME TO x",
    "CREATE TABLE x (a)",
    "CREATE TEMP TABLE x (a)",
    "CREATE VIEW x AS SELECT 1",
    "CREATE VIRTUAL TABLE temp.x USING fts5vocab(main, sentence_words, row)",
    "INSERT INTO sentence_words (sentence_words) VALUES ('rebuild')",
    "ATTACH 'x.db' AS x",
    "DETACH main",
    "VACUUM",
    "VACUUM INTO 'x.db'",
    "REINDEX",
    "ANALYZE",
    "BEGIN",
    "SAVEPOINT x",
    "PRAGMA user_version",
    "PRAGMA user_version = 9",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA writable_schema = ON",
    "PRAGMA hard_heap_limit = 1",
    "SELECT * FROM pragma_table_info('contacts')",
    "SELECT load_extension('x')",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE contacts",
    "-- nothing",
    "",
    ";",
)
MISTAKEN = {
    "SELEC 1": "syntax error",
    "SELECT * FROM nowhere": "no such table",
    "SELECT nobody FROM contacts": "no such column",
    "SELECT writefile('x', 'y')": "no such function",
    "SELECT readfile('/etc/passwd')": "no such function",
    "SELECT * FROM sentence_words WHERE sentence_words MATCH '\"'": "unterminated string",
    "SELECT '\ud800'": "lone surrogate",
    "SELECT \0": "null character",
    f"SELECT {'(' * 300}1{')' * 300}": "overflow",
    f"SELECT {','.join('1' * 300)}": "too many columns",
    f"SELECT {' UNION ALL SELECT '.join('1' * 300)}": "too many terms",
    f"SELECT '{'x' * 30_000}'": "too large",
    "SELECT '' LIKE '" + "%a" * 200 + "'": "pattern too complex",
}
ENDLESS = (
    counting("SELECT count(*) FROM t"),
    counting("SELECT max(hex(randomblob(n % 9))) FROM t"),
    "SELECT count(*) FROM marks a, marks b, marks c, marks d, marks e, marks f",
    # One call, which nobody is asked about before it ends.
    "SELECT instr(zeroblob(16000000), CAST(zeroblob(8000000) || x'01' AS BLOB))",
)
GREEDY = (
    "SELECT zeroblob(1000000000)",
    "SELECT replace(hex(zeroblob(1000000)), '0', hex(zeroblob(1000000)))",
    "WITH RECURSIVE t(s) AS (SELECT 'a' UNION ALL SELECT s || s FROM t) SELECT length(s) FROM t",
    "WITH RECURSIVE t(b) AS (SELECT randomblob(99999) UNION SELECT randomblob(99999) FROM t) SELECT count(*) FROM t",
    counting("SELECT group_concat(hex(zeroblob(1000000))) FROM t"),
    counting("SELECT json_group_array(hex(zeroblob(1000000))) FROM t"),
    counting("SELECT randomblob(1000000) AS b FROM t ORDER BY b"),
    counting("SELECT DISTINCT randomblob(1000000) FROM t LIMIT 1 OFFSET 100000"),
)


@pytest.mark.parametrize("query", WRITING)
def test_nothing_but_one_select_is_answered(query: str, forty: Ledger) -> None:
    with pytest.raises(UsageError, match="only one SELECT"):
        ask(forty.path, query)


@pytest.mark.parametrize(("query", "said"), MISTAKEN.items())
def test_a_mistake_is_told_in_a_line(query: str, said: str, forty: Ledger) -> None:
    with pytest.raises(UsageError, match=said) as told:
        ask(forty.path, query)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("query", ENDLESS)
def test_what_never_ends_is_ended(query: str, forty: Ledger) -> None:
    began = time.monotonic()
    with pytest.raises(UsageError, match=r"took longer than 0\.5 s"):
        ask(forty.path, query, seconds=0.5)
    assert time.monotonic() - began < 30  # a bound, not a measure: without one it would never be reached


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource module, which measures the memory")
def test_what_gathers_without_bound_is_ended_before_memory_is(forty: Ledger) -> None:
    asking = subprocess.run(
        [sys.executable, "-c", ASKING, str(forty.path)],
        input=json.dumps(GREEDY),
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(asking.stdout)
    assert len(found["said"]) == len(GREEDY)
    assert [told for told in found["said"] if not re.search(r"more memory|took longer", told)] == []
    assert 0 < found["peak"] < 2_000 * MEGABYTE


def test_a_select_gives_columns_and_rows(forty: Ledger) -> None:
    found = ask(forty.path, "SELECT count(*) AS contacts, 1.5, NULL, x'00ff' FROM contacts -- all")
    assert found.columns == ("contacts", "1.5", "NULL", "x'00ff'")
    assert found.rows == ((forty.size().contacts, 1.5, None, "x'00ff'"),)
    assert not found.cut
    assert found.elapsed >= 0


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM sentence_words WHERE sentence_words MATCH 'putin'",
        "SELECT contacts.id, party.value FROM contacts, json_each(contacts.parties) AS party",
        "SELECT * FROM told",
        "SELECT * FROM forwards UNION ALL SELECT 'a', 'b'",
        "WITH x AS (SELECT 1) SELECT * FROM x",
        "VALUES (1), (2)",
        "EXPLAIN QUERY PLAN SELECT * FROM contacts",
        "SELECT name, sql FROM sqlite_schema",
        "SELECT day, row_number() OVER (ORDER BY day) FROM contacts",
    ],
)
def test_what_only_reads_is_answered(query: str, forty: Ledger) -> None:
    assert ask(forty.path, query).rows


def test_more_rows_than_may_be_shown_are_cut_and_said_to_be(forty: Ledger) -> None:
    endless = ask(forty.path, counting("SELECT n FROM t"), rows=7)
    assert endless.rows == tuple((n,) for n in range(1, 8))
    assert endless.cut
    assert not ask(forty.path, counting("SELECT n FROM t LIMIT 7"), rows=7).cut


def test_more_letters_than_may_be_shown_are_cut_and_said_to_be(forty: Ledger) -> None:
    large = ask(forty.path, "SELECT hex(zeroblob(1000000))")
    assert large.cut
    assert len(str(large.rows[0][0])) == 200_000
    many = ask(forty.path, counting("SELECT hex(zeroblob(50000)) FROM t"), seconds=20.0)
    assert many.cut
    assert 4_000_000 <= sum(len(str(row[0])) for row in many.rows) < 4_200_000
    blob = ask(forty.path, "SELECT zeroblob(1000000)")
    assert blob.cut


def test_text_that_is_no_unicode_is_shown_with_marks(forty: Ledger) -> None:
    assert ask(forty.path, "SELECT CAST(x'61ff62' AS TEXT)").rows == (("a\ufffdb",),)


def test_the_ledger_is_as_it_was_after_all_that(forty: Ledger) -> None:
    before = forty.path.read_bytes()
    for query in WRITING[::4]:
        with pytest.raises(UsageError):
            ask(forty.path, query)
    assert forty.path.read_bytes() == before
    assert list(forty.check()) == []


def test_a_ledger_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no ledger here"):
        ask(tmp_path / "none.ledger", "SELECT 1")
    (tmp_path / "other").write_text("no ledger at all, but a text that is longer than the head of a file" * 9)
    with pytest.raises(LedgerError, match="cannot be read"):
        ask(tmp_path / "other", "SELECT 1")
