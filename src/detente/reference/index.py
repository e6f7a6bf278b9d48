"""The compiled registry: all tables as one MessagePack file, kept as long as its tables stay the same."""

import dataclasses
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec

from detente.errors import StaleIndexError
from detente.model.actors import Body, Person, Place, State, Term
from detente.reference import rows
from detente.reference.rows import Tables
from detente.reference.tables import TableFile

# Raised by hand when the checks or the meaning of a column change; the shape of the values is in the key anyhow.
FORMAT = 1
_DIGEST = hashlib.sha256().digest_size
_SHAPES = (State, Body, Place, Person, Term, rows.Source, rows.Milestone, rows.Outlet, rows.RoleTitles,
           rows.OfficeRule, rows.Waiver, rows.StateRow, rows.BodyRow, rows.Tables)  # fmt: skip


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

    The file is `key`, the SHA-256 of the rest, the rest; so a file cut short or changed anywhere is noticed.

    Raises:
        StaleIndexError: no such file, other tables, or a damaged file; compile again.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StaleIndexError(f"{path}: cannot be read ({error})") from error
    found, digest, packed = content[:_DIGEST], content[_DIGEST : 2 * _DIGEST], memoryview(content)[2 * _DIGEST :]
    if found != key:
        raise StaleIndexError(f"{path}: compiled from other tables")
    if hashlib.sha256(packed).digest() != digest:
        raise StaleIndexError(f"{path}: damaged")
    try:
        return msgspec.msgpack.decode(packed, type=Tables)
    except msgspec.MsgspecError as error:
        raise StaleIndexError(f"{path}: of another shape ({error})") from error


def write_index(path: Path, key: bytes, tables: Tables) -> bool:
    """Write the compiled tables in one step; False when the folder cannot be written."""
    packed = msgspec.msgpack.encode(tables)
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(key + hashlib.sha256(packed).digest() + packed)
        Path(temporary).replace(path)
    except OSError:
        # The index only saves time; a read-only home must not stop the program.
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        return False
    return True
