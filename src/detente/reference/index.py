"""The compiled registry: all tables as one MessagePack file, kept as long as its tables stay the same."""

import dataclasses
import hashlib
from collections.abc import Iterable
from pathlib import Path

from detente.model.actors import Body, Person, Place, State, Term
from detente.reference import rows
from detente.reference.packed import read_packed, write_packed
from detente.reference.rows import Tables
from detente.reference.tables import TableFile

# Raised by hand when the checks or the meaning of a column change; the shape of the values is in the key anyhow.
FORMAT = 1
_SHAPES = (State, Body, Place, Person, Term, rows.Source, rows.Milestone, rows.Outlet, rows.RoleTitles,
           rows.OfficeRule, rows.Waiver, rows.StateRow, rows.StateCode, rows.BodyRow, rows.Tables)  # fmt: skip


def table_key(contents: Iterable[TableFile]) -> bytes:
    """SHA-256 over the names and bytes of the tables, and over the shape of what they compile to.

    Args:
        contents: the tables in order of reading.
    """
    digest = hashlib.sha256()
    digest.update(repr([FORMAT, *(_shape(each) for each in _SHAPES)]).encode())
    for file in contents:
        digest.update(f"\0{file.name}\0{file.place}\0{file.order}\0{len(file.content)}\0".encode())
        digest.update(file.content)
    return digest.digest()


def _shape(value: type) -> tuple[str, tuple[tuple[str, str], ...]]:
    return value.__name__, tuple((field.name, str(field.type)) for field in dataclasses.fields(value))


def read_index(path: Path, key: bytes) -> Tables:
    """The compiled tables.

    Raises:
        StaleIndexError: no such file, other tables, or a damaged file; compile again.
    """
    return read_packed(path, key, Tables)


def write_index(path: Path, key: bytes, tables: Tables) -> bool:
    """Write the compiled tables in one step; False when the folder cannot be written."""
    return write_packed(path, key, tables)
