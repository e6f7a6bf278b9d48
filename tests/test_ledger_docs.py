"""The reference of the ledger names every table, column and field that there is."""

import re
import sqlite3
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path

import pytest

from detente.ledger.judging import VERDICTS
from detente.ledger.store import run_script, run_steps
from detente.merge import CORRECTABLE, RULES
from detente.model import contact, listing

ROOT = Path(__file__).parents[1]
LEDGER = (ROOT / "docs" / "reference" / "ledger.md").read_text(encoding="utf-8")
MERGING = (ROOT / "docs" / "concepts" / "merging.md").read_text(encoding="utf-8")
SHADOWS = re.compile("sentence_words_")  # tables that FTS5 makes for itself
# Parts of what is answered; a filter and decisions are never written.
UNWRITTEN = {"Filter", "Decisions", "Parting", "Claim"}


@pytest.fixture(scope="module")
def schema() -> dict[str, list[str]]:
    """Table or view -> its columns."""
    connection = sqlite3.connect(":memory:")
    run_steps(connection)
    run_script(connection, "derived.sql")
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        if not SHADOWS.match(name) and not name.startswith("sqlite_")
    ]
    return {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in names}


def section(page: str, heading: str) -> str:
    """The part of a page under a heading, up to the next one of its level or above."""
    match = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,3}} |\Z)", page, re.MULTILINE | re.DOTALL)
    assert match is not None, f"no heading {heading!r}"
    return match.group(2)


def test_every_table_and_column_stands_in_the_reference(schema: dict[str, list[str]]) -> None:
    assert schema
    missing = [
        f"{table}.{column}"
        for table, columns in schema.items()
        for column in columns
        if f"`{column}`" not in section(LEDGER, f"`{table}`")
    ]
    assert missing == []


def test_every_field_of_an_answer_stands_in_the_reference() -> None:
    answers = [
        value
        for module in (contact, listing)
        for name, value in vars(module).items()
        if isinstance(value, type)
        and is_dataclass(value)
        and value.__module__ == module.__name__
        and name not in UNWRITTEN
    ]
    assert answers
    missing = [
        f"{answer.__name__}.{field.name}"
        for answer in answers
        for field in fields(answer)
        if f"`{field.name}`" not in section(LEDGER, answer.__name__)
    ]
    assert missing == []


def test_every_verdict_rule_and_field_that_can_be_corrected_stands_in_the_reference() -> None:
    assert [word for word in (*VERDICTS, *RULES, *CORRECTABLE) if f"`{word}`" not in LEDGER] == []


def test_the_points_of_likeness_on_the_page_are_those_of_the_code() -> None:
    table = section(MERGING, "Likeness")
    constants = vars(import_module("detente.merge.likeness"))
    # _SHARED_SIDES is a share and not points.
    numbers = {value for name, value in constants.items() if isinstance(value, float) and name != "_SHARED_SIDES"}
    numbers |= {points for name in ("_WIDTHS", "_UNKNOWN") for _, points in constants[name]}
    assert [number for number in sorted(numbers - {0.0}) if f"{number:+.1f}".replace("-", "−") not in table] == []
