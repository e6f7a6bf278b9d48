"""Tables as CSV (RFC 4180): exact, or safe to open in a spreadsheet."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import BinaryIO

from detente.export.formats.form import Field, Options, text_of

Cell = None | str | int | date | tuple[str, ...]

# What begins a formula in a spreadsheet, also in the wide and small forms that East Asian keyboards give, behind blanks
# and signs that are not seen; and blanks that move what follows to another cell.
_UNSEEN = "\\s\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
_LIVE = re.compile(f"\\A(?:[{_UNSEEN}]*[=+\\-@＝＋－＠﹦﹢﹣﹫]|[\t\r\n])")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


class _Quoted(csv.excel):
    """As Excel writes it, every text in quotation marks."""

    quoting = csv.QUOTE_NONNUMERIC


def write_table(sink: BinaryIO, fields: Iterable[Field], rows: Iterable[Sequence[Cell]], options: Options) -> int:
    r"""A header and the rows; how many rows were written.

    A list is joined with `;`, and a `;` or `\` inside of it stands behind a `\`. Lines end in CR LF. The variant for
    spreadsheets begins with a byte order mark, by which they know UTF-8, and has every text cell in quotation marks.
    """
    written = 0
    with text_of(sink) as stream:
        if options.spreadsheet:
            stream.write("\ufeff")
        table = csv.writer(stream, dialect=_Quoted if options.spreadsheet else csv.excel)
        table.writerow([field.name for field in fields])
        for row in rows:
            cells = [plain_cell(value) for value in row]
            table.writerow([neutral(cell) for cell in cells] if options.spreadsheet else cells)
            written += 1
    return written


def plain_cell(value: Cell) -> str | int:
    """What stands in the cell."""
    if value is None:
        return ""
    if isinstance(value, int | str):
        return int(value) if isinstance(value, bool) else value
    if isinstance(value, date):
        return value.isoformat()
    return joined(value)


def joined(values: Iterable[str]) -> str:
    """A list as one text."""
    return ";".join(value.replace("\\", "\\\\").replace(";", "\\;") for value in values)


def neutral(cell: str | int) -> str | int:
    """The cell with an apostrophe before it where a spreadsheet would take its text for a formula; numbers stay."""
    if isinstance(cell, str) and _LIVE.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
