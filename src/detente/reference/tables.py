"""CSV tables -> rows that know their file and line, and the checks that any row must pass."""

import calendar
import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from detente.errors import DataError
from detente.model.time import Precision
from detente.reference.rows import Forms

# Names of the tables and their columns; a column that ends in `_` stands for one a language.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sources.csv": ("key", "text", "licence"),
    "states.csv": (
        "code", "kind", "valid_from", "valid_to", "succeeded_by", "family_first", "name_", "adjective_", "allow",
        "source",
    ),
    "state_codes.csv": ("code", "scheme", "value", "valid_from", "valid_to", "source"),
    "bodies.csv": ("id", "side", "kind", "short", "name_", "allow", "source"),
    "places.csv": ("name", "side", "kind", "actor_class", "form_", "name_", "allow", "source"),
    "persons.csv": ("id", "wikidata", "name", "form_", "allow", "source"),
    "terms.csv": ("person", "side", "role", "office", "start", "end", "acting", "as_of", "source"),
    "milestones.csv": ("start", "end", "kind", "sides", "persons", "place", "note", "source"),
    "outlets.csv": ("kind", "match", "side", "source"),
    "roles.csv": ("role", "label", "body_kinds", "title_", "allow", "source"),
    "offices.csv": ("role", "side", "pattern", "label", "source"),
    "waivers.csv": ("kind", "side", "office", "first", "last", "reason"),
}  # fmt: skip

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SHORTEST = 3
_SHORTEST_IDEOGRAPHIC = 2
_IDEOGRAPHIC = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class TableFile:
    """The bytes of one table.

    Attributes:
        name: a key of `COLUMNS`.
        place: how messages name the file.
        order: 0 for a table of the package, 1 for one of an overlay; the higher wins.
    """

    name: str
    place: str
    order: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        place: file and line, such as `terms.csv:12`, for messages.
        order: that of its table.
    """

    place: str
    order: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def error(self, what: str) -> DataError:
        """An error that starts with the place of this row."""
        return DataError(f"{self.place}: {what}")

    def need(self, column: str) -> str:
        """The cell, which must not be empty."""
        value = self[column]
        if not value:
            raise self.error(f"{column} is empty; every row needs one")
        return value

    def list(self, column: str) -> tuple[str, ...]:
        """The cell cut at `|`."""
        cell = self[column]
        return tuple(part.strip() for part in cell.split("|") if part.strip()) if cell else ()

    def flag(self, column: str) -> bool:
        """True for 1, False for an empty cell."""
        if self[column] not in {"", "1"}:
            raise self.error(f"{column} is {self[column]!r}; write 1 or leave it empty")
        return self[column] == "1"


def read_table(file: TableFile) -> Iterator[Row]:
    """The rows of one CSV file in UTF-8.

    Raises:
        DataError: not UTF-8, not CSV, an unknown, missing or double column, a line of another length.
    """
    try:
        lines = csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline=""), strict=True)
        header = next(lines, [])
        _check_header(file.name, header, file.place)
        for cells in lines:
            if not cells:
                continue
            place = f"{file.place}:{lines.line_num}"
            if len(cells) != len(header):
                raise DataError(f"{place}: {len(cells)} cells under {len(header)} columns; quote cells with commas")
            yield Row(place, file.order, dict(zip(header, map(str.strip, cells), strict=True)))
    except UnicodeDecodeError as error:
        raise DataError(f"{file.place}:1: not UTF-8 ({error}); save the table as UTF-8") from error
    except csv.Error as error:
        raise DataError(f"{file.place}:{lines.line_num}: not a CSV table ({error})") from error


def _check_header(name: str, header: list[str], place: str) -> None:
    known = COLUMNS[name]
    families = tuple(column for column in known if column.endswith("_"))
    for column in header:
        family = next((each for each in families if column.startswith(each)), None)
        if column not in known and (family is None or not _LANGUAGE.fullmatch(column.removeprefix(family))):
            raise DataError(f"{place}:1: unknown column {column!r}; known are {', '.join(known)}")
    double = [column for column in header if header.count(column) > 1]
    if double:
        raise DataError(f"{place}:1: column {double[0]!r} stands twice")
    missing = [column for column in known if column not in header and not column.endswith("_") and column != "allow"]
    if missing:
        raise DataError(f"{place}:1: column {missing[0]!r} is missing")


def forms(row: Row, family: str) -> Forms:
    """Language code -> forms, from the columns that start with `family`; only languages that have some.

    Raises:
        DataError: a form too short to be searched for in a text that the column `allow` does not list.
    """
    found: dict[str, tuple[str, ...]] = {}
    allowed = row.list("allow")
    for column, cell in row.cells.items():
        if cell and column.startswith(family):
            parts = row.list(column)
            for part in parts:
                check_length(row, part, allowed)
            found[column.removeprefix(family)] = parts
    return found


def check_length(row: Row, form: str, allowed: tuple[str, ...]) -> None:
    """Refuse a form of one or two letters (marks and digits count; one ideograph) unless it is allowed."""
    # Length in code points bounds the number of letters from above, so most forms need no closer look.
    if len(form) >= 2 * _SHORTEST and form.isalpha():
        return
    letters = sum(unicodedata.category(letter)[0] in "LMN" for letter in form)
    least = _SHORTEST_IDEOGRAPHIC if _IDEOGRAPHIC.search(form) else _SHORTEST
    if letters < least and form not in allowed:
        raise row.error(f"form {form!r} is too short to search for; list it under allow if it must be")


def read_date(row: Row, column: str, *, last: bool) -> tuple[date, Precision] | None:
    """The day that a cell YYYY, YYYY-MM or YYYY-MM-DD allows, with its precision; None for an empty cell.

    Args:
        row: the row that holds the cell.
        column: its column.
        last: the last possible day rather than the first.

    Raises:
        DataError: not a date of that form.
    """
    cell = row[column]
    if not cell:
        return None
    match = _DATE.fullmatch(cell)
    if not match:
        raise row.error(f"{column} is {cell!r}; write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is None or month is None:
            return (date(int(cell), 12, 31) if last else date(int(cell), 1, 1)), Precision.YEAR
        if day is None:
            return date(year, month, calendar.monthrange(year, month)[1] if last else 1), Precision.MONTH
        return date(year, month, day), Precision.DAY
    except (ValueError, calendar.IllegalMonthError) as error:
        raise row.error(f"{column} is {cell!r}, which is no day of the calendar") from error


def latest(rows: Iterable[Row], key: Callable[[Row], str]) -> list[Row]:
    """Rows by key, where one of an overlay replaces one of the package and keeps its position.

    Raises:
        DataError: two rows of one order with one key.
    """
    kept: dict[str, Row] = {}
    for row in rows:
        name = key(row)
        other = kept.get(name)
        if other is not None and other.order == row.order:
            raise row.error(f"{name!r} stands already at {other.place}; write it once")
        if other is None or other.order < row.order:
            kept[name] = row
    return list(kept.values())
