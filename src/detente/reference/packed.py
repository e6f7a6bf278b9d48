"""Values kept on disk as MessagePack, as long as what they were made from stays the same."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TypeVar

import msgspec

from detente.errors import StaleIndexError

_DIGEST = hashlib.sha256().digest_size
Value = TypeVar("Value")


def read_packed(path: Path, key: bytes, kind: type[Value]) -> Value:
    """A value kept by `write_packed`.

    The file is `key` (32 bytes), the SHA-256 of the rest, the rest; so a file cut short or changed is noticed.

    Raises:
        StaleIndexError: no such file, another key, or a damaged file; make the value again.
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
        return msgspec.msgpack.decode(packed, type=kind)
    except msgspec.MsgspecError as error:
        raise StaleIndexError(f"{path}: of another shape ({error})") from error


def write_packed(path: Path, key: bytes, value: object) -> bool:
    """Keep a value in one step; False when the folder cannot be written."""
    packed = msgspec.msgpack.encode(value)
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(key + hashlib.sha256(packed).digest() + packed)
        Path(temporary).replace(path)
    except OSError:
        # The copy only saves time; a read-only home must not stop the program.
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        return False
    return True
