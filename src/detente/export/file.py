"""Output files that are written whole or not at all."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from detente.errors import UsageError


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[TextIO]:
    """A stream whose text stands at `path` when the block ends well; otherwise `path` stays as it was.

    The text is UTF-8 and goes to a file beside it first. A device or pipe, such as /dev/null, is written to directly,
    since a file in its place would be no device any more.

    Raises:
        UsageError: nothing can be written there.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8", newline="\n") as stream:
                yield stream
            return
        beside = target.with_name(f".{target.name}.{os.getpid()}.part")
        with _removed_unless_moved(beside):
            with beside.open("x", encoding="utf-8", newline="\n") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if target.exists():
                shutil.copymode(target, beside)
            beside.replace(target)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error}); choose another file") from error


@contextlib.contextmanager
def _removed_unless_moved(beside: Path) -> Iterator[None]:
    try:
        yield
    finally:
        beside.unlink(missing_ok=True)
