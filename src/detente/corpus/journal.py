"""What a process that may die at any record leaves behind: each outcome at once, and the record it had begun."""

import os
from collections.abc import Iterator
from datetime import datetime
from enum import IntEnum, StrEnum
from pathlib import Path
from struct import Struct
from typing import NamedTuple, Self

import msgspec

from detente.model import Refusal
from detente.model.reading import Filed

_NOTE = Struct("<bqqqd")
_LENGTH = Struct("<I")


class Outcome(StrEnum):
    """What became of a stretch of the input."""

    PASSED_BY = "passed-by"
    WITHOUT_REPORT = "without-report"
    KEPT = "kept"
    REFUSED = "refused"
    NO_PAGE = "no-page"
    UNREAD = "unread"
    QUARANTINED = "quarantined"


class Done(msgspec.Struct, frozen=True, array_like=True):
    """One stretch of the input, done with.

    Attributes:
        offset, length: its bytes; for files that are not archives, its number and 0.
        rejected: how many near-contacts it has.
        filed: the reading of a document that is kept.
        fetched: when its page was archived.
        reason: of the quarantine.
    """

    outcome: Outcome
    offset: int
    length: int
    rejected: int = 0
    filed: Filed | None = None
    fetched: datetime | None = None
    refusal: Refusal | None = None
    reason: str = ""


class Stage(IntEnum):
    """What a process is at."""

    LOADING = 0
    BETWEEN = 1  # on its way to the next record
    RECORD = 2
    FINISHING = 3


class Note(NamedTuple):
    """Where a process is.

    Attributes:
        number: of the record, counted from 0.
        offset, length: of the record; between records, where the next begins at the earliest, and 0.
        core_seconds: of the process when it wrote this, for this shard.
    """

    stage: Stage
    number: int
    offset: int
    length: int
    core_seconds: float


_START = Note(Stage.LOADING, 0, 0, 0, 0.0)


class Notes:
    """The file with the note, written by a process and read by whoever watches it; it outlives the process."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)

    def write(self, note: Note) -> None:
        """Put a note in place of the last one."""
        os.pwrite(self._file, _NOTE.pack(*note), 0)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def read_note(path: Path) -> Note:
    """The last note; one of the start where there is none yet."""
    try:
        data = path.read_bytes()
    except OSError:
        return _START
    if len(data) < _NOTE.size:
        return _START
    stage, *rest = _NOTE.unpack(data)
    return Note(Stage(stage), *rest)


class Journal:
    """Outcomes, each written whole with one call to the system, so that a death costs none before it.

    Args:
        path: of the file, which goes on where its last whole outcome ends.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        os.ftruncate(self._file, sum(_LENGTH.size + len(frame) for frame in _frames(path)))
        os.lseek(self._file, 0, os.SEEK_END)
        self._encoder = msgspec.msgpack.Encoder()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    def add(self, done: Done) -> None:
        """Write one outcome.

        Raises:
            UnicodeEncodeError: a text with half a surrogate pair, which no stored form could hold.
        """
        frame = self._encoder.encode(done)
        data = memoryview(_LENGTH.pack(len(frame)) + frame)
        while data:
            data = data[os.write(self._file, data) :]


def read_journal(path: Path) -> Iterator[Done]:
    """The whole outcomes of a journal, in their order."""
    decoder = msgspec.msgpack.Decoder(Done)
    return (decoder.decode(frame) for frame in _frames(path))


def _frames(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while len(head := stream.read(_LENGTH.size)) == _LENGTH.size:
            (length,) = _LENGTH.unpack(head)
            frame = stream.read(length)
            if len(frame) < length:
                return
            yield frame
