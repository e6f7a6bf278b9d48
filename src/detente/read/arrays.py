"""The items of a JSON array, one at a time: an array of any length is read in the memory of its longest item."""

import re
from collections.abc import Iterator
from typing import IO

from detente.errors import UnreadableError

_CHUNK = 1 << 16
_DEEPEST = 1000  # brackets in one another; what reads the item would give up there too
_STRING = rb'"(?:[^"\\]++|\\.)*+"'
_FLAT = re.compile(rb'(?:[^"\[\]{},]++|' + _STRING + rb")*+", re.DOTALL)
_FLAT_INSIDE = re.compile(rb'(?:[^"\[\]{}]++|' + _STRING + rb")*+", re.DOTALL)
_OPENING, _CLOSING = b"[{", b"]}"


def items(stream: IO[bytes], most: int) -> Iterator[bytes]:
    """Every item of an array as it is written.

    Args:
        stream: stands behind the bracket that opens the array.
        most: longest item in bytes.

    Raises:
        UnreadableError: too-large for an item over the limit, not-json where the array breaks off or more follows it.
    """
    text = _Text(stream, most)
    first = True
    while True:
        item, last = text.item()
        if item.strip() or not (first and last):
            yield item
        if last:
            break
        first = False
    if text.more_follows():
        raise UnreadableError("not-json", "more behind the end of the array", "write one array, or one object a line")


class _Text:
    """What was read ahead of the stream; a class because that, and the place in it, go from item to item."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream, self._most = stream, most
        self._text, self._start = b"", 0

    def item(self) -> tuple[bytes, bool]:
        """The next item, and whether the array ends behind it."""
        at, depth = self._start, 0
        while True:
            found = (_FLAT_INSIDE if depth else _FLAT).match(self._text, at)
            at = found.end() if found else at
            if at == len(self._text) or self._text[at] == ord('"'):  # the end of what is here, or a string that goes on
                at -= self._start
                self._read_on()
                continue
            mark, at = self._text[at], at + 1
            if mark in _OPENING:
                depth += 1
            elif depth:
                depth -= 1
            else:
                item, self._start = self._text[self._start : at - 1], at
                return item, mark in _CLOSING
            if depth > _DEEPEST:
                raise UnreadableError("not-json", f"JSON of more than {_DEEPEST} levels", "write one object a line")

    def more_follows(self) -> bool:
        """Whether there is anything but blanks behind what was taken."""
        rest = self._text[self._start :]
        while not rest.strip() and (rest := self._stream.read(_CHUNK)):
            pass
        return bool(rest.strip())

    def _read_on(self) -> None:
        """Double what is at hand: a string is looked at from its beginning each time."""
        held = self._text[self._start :]
        if len(held) > self._most:
            raise UnreadableError("too-large", f"an item of more than {self._most:,} bytes", "raise the limit")
        more = self._stream.read(max(_CHUNK, len(held)))
        if not more:
            raise UnreadableError("not-json", "not JSON: the array breaks off", "write it again")
        self._text, self._start = held + more, 0
