"""The bytes of a file or pipe in their order, with a way back to those that were looked at before."""

from typing import BinaryIO

_CHUNK = 1 << 19
_KEPT = 1 << 22  # of a pipe, which cannot be asked again; a damaged record is rarely larger


class Raw:
    """A stream read once through; a class because the place in it, and what was read ahead, are its state.

    Offsets count from where the stream stood when it was given.

    Attributes:
        at: offset of the next byte to be taken.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._origin = stream.tell() if stream.seekable() else None
        self._data, self._base, self.at = b"", 0, 0
        self._ended = False

    def view(self, most: int) -> memoryview:
        """The next bytes, at least one and at most `most` of them, without taking them; none at the end."""
        if self.at == self._base + len(self._data):
            self._fill()
        start = self.at - self._base
        return memoryview(self._data)[start : start + most]

    def peek(self, count: int) -> bytes:
        """The next `count` bytes without taking them, fewer at the end."""
        start = self._held(count)
        return self._data[start : start + count]

    def find(self, needle: bytes, most: int) -> int | None:
        """How far ahead the first `needle` stands in the next `most` bytes, None without one."""
        start = self._held(most)
        found = self._data.find(needle, start, start + most)
        return None if found < 0 else found - start

    def skip(self, count: int) -> int:
        """Take `count` bytes without looking at them; how many there were."""
        before = self.at
        held = self._base + len(self._data) - self.at
        if count > held and self._origin is not None:
            end = self._stream.seek(0, 2) - self._origin
            self.back(max(before, min(before + count, end)))
            return self.at - before
        while self.at - before < count and (seen := len(self.view(count - (self.at - before)))):
            self.at += seen
        return self.at - before

    def back(self, offset: int) -> None:
        """Go to `offset`, or to the first byte behind it that can still be had."""
        if not self._base <= offset <= self._base + len(self._data):
            if self._origin is None:
                offset = self._base
            else:
                self._stream.seek(self._origin + offset)
                self._data, self._base, self._ended = b"", offset, False
        self.at = offset

    def _held(self, count: int) -> int:
        """Have `count` bytes at hand, where there are so many; the place of the first of them."""
        while self._base + len(self._data) - self.at < count and not self._ended:
            self._fill()
        return self.at - self._base

    def _fill(self) -> None:
        chunk = b"" if self._ended else self._stream.read(_CHUNK)
        self._ended = not chunk
        keep = max(0, self.at - self._base - (_KEPT if self._origin is None else 0))
        self._data = self._data[keep:] + chunk
        self._base += keep
