"""A process that reads shards as the real one does, but dies of certain words: a stand-in for a fault in a library."""

import ctypes
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from detente import Document, Reader, Reading
from detente.corpus import source
from detente.corpus.shard_child import main
from detente.model import Refusal
from detente.read import Limits
from detente.read.warc import Archived, Item
from detente.read.warc import records as _records

_read = Reader.read
_ENDLESS = re.compile("(a+)+$")


def poisoned(self: Reader, document: Document) -> Reading | Refusal:
    """Read a document, or die of it."""
    text = document.text
    if "DIES-OF-A-POINTER" in text:
        ctypes.string_at(0)
    if "ENDS-THE-SECOND-TIME" in text and _first_time():
        time.sleep(600)  # asleep, since it outlives the run whose end it is there for
    if "NEVER-ENDS" in text:
        _ENDLESS.match("a" * 60 + "b")  # inside C, where no handler of Python's is heard
    if "ASKS-FOR-MEMORY" in text:
        bytearray(1 << 34)
    if "BREAKS-A-PROMISE" in text:
        raise AssertionError("a promise of ours was broken")
    if "TAKES-ITS-TIME" in text:
        time.sleep(1)
    if "KILLED-EACH-TIME" in text or ("KILLED-ONCE" in text and _first_time()):
        os.kill(os.getpid(), signal.SIGKILL)
    return _read(self, document)


def records(stream: BinaryIO, limits: Limits) -> Iterator[Item]:
    """The records of an archive, or a death behind one of them."""
    for item in _records(stream, limits):
        yield item
        if isinstance(item, Archived) and b"DIES-BEHIND-THIS" in item.body:
            ctypes.string_at(0)


def _first_time() -> bool:
    """Whether nobody was here before, in the folder of the run."""
    mark = Path("read-once")
    met = mark.exists()
    mark.touch()
    return not met


if __name__ == "__main__":
    Reader.read = poisoned  # type: ignore[method-assign]
    source.records = records  # type: ignore[attr-defined]
    main()
