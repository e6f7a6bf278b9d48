"""Output files: written whole or not at all, or added to line by line."""

import contextlib
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from detente.errors import UsageError


@contextlib.contextmanager
def written_whole(path: Path, *, private: bool = False) -> Iterator[TextIO]:
    """A stream whose text stands at `path`, as UTF-8, when the block ends well; otherwise `path` stays as it was.

    Args:
        private: whether nobody but the owner may open the file, from its first byte.

    Raises:
        UsageError: nothing can be written there.
    """
    with bytes_written_whole(path, private=private) as sink:
        stream = io.TextIOWrapper(sink, encoding="utf-8", newline="\n")
        try:
            yield stream
            stream.flush()
        finally:
            stream.detach()


@contextlib.contextmanager
def bytes_written_whole(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """A stream whose bytes stand at `path` when the block ends well; otherwise `path` stays as it was.

    They go to a file beside it first. A device or pipe, such as /dev/null, is written to directly, since a file in its
    place would be no device any more.

    Raises:
        UsageError: nothing can be written there.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                yield stream
            return
        beside = target.with_name(f".{target.name}.{os.getpid()}.part")
        with _removed_unless_moved(beside):
            with open(beside, "xb", opener=_opened_privately if private else None) as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if target.exists() and not private:
                shutil.copymode(target, beside)
            beside.replace(target)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error}); choose another file") from error


@contextlib.contextmanager
def lines_added(path: Path) -> Iterator[TextIO]:
    """A stream whose lines are added to what stands at `path`, as UTF-8; nothing that stands there is touched.

    A last line without an end gets one. What was written before the block failed stays.

    Raises:
        UsageError: nothing can be written there.
    """
    try:
        with path.open("a+b") as sink:
            if path.is_file() and sink.seek(0, os.SEEK_END):
                sink.seek(-1, os.SEEK_END)
                if sink.read(1) != b"\n":
                    sink.write(b"\n")
            stream = io.TextIOWrapper(sink, encoding="utf-8", newline="\n")
            try:
                yield stream
                stream.flush()
                if path.is_file():
                    os.fsync(sink.fileno())
            finally:
                stream.detach()
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error}); choose another file") from error


def _opened_privately(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


@contextlib.contextmanager
def _removed_unless_moved(beside: Path) -> Iterator[None]:
    try:
        yield
    finally:
        beside.unlink(missing_ok=True)
