"""Panels of dyads: filled with zeros, the same from both sides, and no contact lost."""

import csv
import io
import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from detente import Document

Export = Callable[..., bytes]
Row = dict[str, str]
YEAR = ("--since", "2022-01-01", "--until", "2022-12-31")
OF_BOTH = ("contacts", "call", "meeting", "visit", "held", "planned", "denied", "reports", "origins", "beyond")


def table(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def asked(ledger: Path, query: str) -> int:
    connection = sqlite3.connect(ledger)
    try:
        return int(connection.execute(query).fetchone()[0])
    finally:
        connection.close()


def test_an_undirected_panel_has_each_pair_once_and_every_pair_of_states(export: Export) -> None:
    rows = table(export("dyad-year", *YEAR))
    pairs = {(row["side_a"], row["side_b"]) for row in rows}
    assert all(a < b for a, b in pairs)
    states = {side for pair in pairs for side in pair} - {"UN"}
    assert len(states) > 190
    assert len(rows) == len(states) * (len(states) - 1) // 2 + 1  # Ukraine and the United Nations
    assert {row["covered"] for row in rows} == {"1"}
    assert Counter(row["contacts"] for row in rows) == {"0": len(rows) - 2, "1": 1, "2": 1}


def test_a_directed_panel_says_the_same_of_both_directions(export: Export) -> None:
    rows = {
        (row["period"], row["side_a"], row["side_b"]): row
        for row in table(export("dyad-month", "--side", "RU", "--directed"))
    }
    assert len(rows) == 2 * len(table(export("dyad-month", "--side", "RU")))
    for (period, a, b), row in rows.items():
        other = rows[period, b, a]
        assert [row[name] for name in OF_BOTH] == [other[name] for name in OF_BOTH]
        assert (row["asked_a"], row["hosted_a"]) == (other["asked_b"], other["hosted_b"])
    asking = rows["2022-05", "TR", "RU"]
    assert (asking["asked_a"], asking["asked_b"]) == ("1", "0")
    visiting = rows["2022-06", "RU", "TR"]
    assert (visiting["visit"], visiting["hosted_a"], visiting["hosted_b"]) == ("1", "0", "1")


def test_a_panel_counts_every_dated_contact_in_every_pair_of_its_sides(export: Export, ledger: Path) -> None:
    pairs = asked(
        ledger,
        "SELECT sum((length(sides) + 1) / 3 * ((length(sides) + 1) / 3 - 1) / 2) FROM contacts WHERE first IS NOT NULL",
    )
    assert pairs == 12  # ten contacts, one of them of three sides
    summer = ("--since", "2022-05-01", "--until", "2022-07-31")  # all months would be a million rows
    for form, less, expected in (("dyad-year", (), pairs), ("dyad-month", summer, 3)):
        rows = [row for row in table(export(form, *less)) if row["contacts"] != "0"]
        assert sum(int(row["contacts"]) for row in rows) == expected
        assert (
            sum(int(row[kind]) for row in rows for kind in ("call", "meeting", "visit", "talks", "message")) == expected
        )
        statuses = ("held", "planned", "proposed", "denied", "cancelled")
        assert sum(int(row[status]) for row in rows for status in statuses) == expected


def test_a_panel_of_one_side_has_all_its_dyads_and_no_others(export: Export) -> None:
    rows = table(export("dyad-year", "--side", "RU", *YEAR))
    assert {"RU" in (row["side_a"], row["side_b"]) for row in rows} == {True}
    alone = table(export("dyad-year", "--side", "RU", "--side", "TR", *YEAR))
    assert [(row["period"], row["side_a"], row["side_b"], row["contacts"]) for row in alone] == [
        ("2022", "RU", "TR", "2")
    ]


def test_periods_after_the_last_document_have_rows_for_contacts_only(export: Export) -> None:
    rows = [
        row for row in table(export("dyad-year", "--side", "RU", "--as-of", "2022-06-05")) if row["contacts"] != "0"
    ]
    assert {(row["period"], row["covered"]) for row in rows} == {("2021", "1"), ("2022", "1")}
    months = table(export("dyad-month", "--side", "RU", "--side", "TR", "--as-of", "2022-05-31"))
    assert (months[0]["period"], months[-1]["period"]) == ("2021-11", "2022-05")


def test_a_contact_without_a_day_counts_apart_where_it_was_first_reported(
    filled: Callable[..., Path], export: Export, tmp_path: Path
) -> None:
    told = "US Secretary of State Antony Blinken has met Saudi Foreign Minister Faisal bin Farhan several times."
    book = filled(
        tmp_path / "undated.ledger",
        [Document(id="u", text=told, published=date(2023, 2, 7), lang="en", outlet="Harbour Courier")],
    )
    (contact,) = list(csv.DictReader(io.StringIO(export("csv", book=book).decode(), newline="")))
    assert (contact["first_day"], contact["told_day"]) == ("", "2023-02-07")
    (row,) = table(export("dyad-month", "--side", "US", "--side", "SA", book=book))
    assert (row["period"], row["contacts"], row["meeting"], row["undated"]) == ("2023-02", "0", "0", "1")


def test_codes_are_those_of_the_period(filled: Callable[..., Path], export: Export, tmp_path: Path) -> None:
    told = "Soviet President Mikhail Gorbachev met US President George Bush in Malta on December 2."
    book = filled(
        tmp_path / "past.ledger",
        [
            Document(id="p1", text=told, published=date(1989, 12, 4), lang="en", outlet="Harbour Courier"),
            Document(id="p2", text="Nothing.", published=date(1992, 3, 4), lang="en", outlet="Harbour Courier"),
        ],
    )
    rows = {(row["period"], row["side_a"], row["side_b"]): row for row in table(export("dyad-year", book=book))}
    met = next(row for row in rows.values() if row["contacts"] == "1")
    assert (met["period"], met["side_a"], met["iso3_a"], met["cow_a"], met["gw_a"]) == (
        "1989",
        "SU",
        "SUN",
        "365",
        "365",
    )
    assert ("1989", "CS", "SU") in rows
    assert ("1989", "US", "YD") in rows
    assert ("1992", "CS", "SU") not in rows
    assert ("1992", "RU", "UA") in rows
    assert ("1989", "RU", "UA") not in rows
