"""The metadata for Datasette fits the ledger that it is for: its tables, its columns and its questions."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from detente.cli import app

HOW_TO = Path(__file__).parents[1] / "docs" / "how-to"
# What somebody types in where a question asks for something.
GIVEN = {"one": "gr", "other": "TR", "contact": "dvyfhr9r4e26", "words": "energy"}


@pytest.fixture(scope="module")
def metadata() -> dict[str, Any]:
    """What the metadata says of the database."""
    found: dict[str, Any] = yaml.safe_load((HOW_TO / "datasette.yaml").read_text(encoding="utf-8"))
    database: dict[str, Any] = found["databases"]["detente"]
    return database


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A ledger of the archive, opened as Datasette opens it: to read only."""
    path = tmp_path_factory.mktemp("datasette") / "detente.ledger"
    added = CliRunner().invoke(app, ["add", str(HOW_TO / "archive.jsonl"), "--ledger", str(path)])
    assert added.exit_code == 0, added.output
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_every_table_and_column_that_is_explained_exists(metadata: dict[str, Any], ledger: sqlite3.Connection) -> None:
    for table, about in metadata["tables"].items():
        columns = {row["name"] for row in ledger.execute(f"PRAGMA table_info({table})")}
        named = {about.get(key) for key in ("sort", "sort_desc", "label_column")} - {None}
        assert columns, table
        assert named | set(about.get("facets", ())) | set(about.get("columns", ())) <= columns, table


@pytest.mark.parametrize(
    ("question", "rows", "column", "first"),
    [
        ("between", 5, "contact", "mq4e5qcv5u7r"),
        ("evidence", 3, "words", "Araghchi spoke with Saudi minister, source says"),
        ("told_differently", 4, "contact", "arravyn2ffc2"),
        ("overdue", 2, "due_last", "2024-12-05"),
        ("silent", 4, "b", "UA"),
        ("sentences", 2, "contacts", "h74j9835gd6p"),
    ],
)
def test_a_question_that_is_ready_has_its_answer(  # noqa: PLR0913, PLR0917  (each is a part of the claim)
    metadata: dict[str, Any], ledger: sqlite3.Connection, question: str, rows: int, column: str, first: str
) -> None:
    found = ledger.execute(metadata["queries"][question]["sql"], GIVEN).fetchall()
    assert (len(found), found[0][column]) == (rows, first)


def test_every_question_that_is_ready_is_tested_and_stands_on_the_page(metadata: dict[str, Any]) -> None:
    page = (HOW_TO / "use-with-datasette.md").read_text(encoding="utf-8")
    tested = {"between", "evidence", "told_differently", "overdue", "silent", "sentences"}
    assert set(metadata["queries"]) == tested
    assert [name for name in tested if f"`/detente/{name}" not in page] == []
