"""The content of a member, read as far as a record needs it."""

from detente.errors import UnreadableError
from detente.read.members import Member, damaged

_BLANK = b"\r\n"


class Content:
    """What a member unfolds to; a class because what was unfolded and not yet taken is its state."""

    __slots__ = ("_data", "_member", "_place")

    def __init__(self, member: Member) -> None:
        self._member = member
        self._data, self._place = b"", 0

    def left(self) -> int:
        """How many bytes are unfolded and not taken."""
        return len(self._data) - self._place

    def peek(self, count: int) -> bytes:
        """The next `count` bytes without taking them, fewer at the end."""
        self._hold(count)
        return self._data[self._place : self._place + count]

    def header(self, most: int) -> bytes:
        """All up to the next empty line, with it.

        Raises:
            UnreadableError: too-large when it is longer than `most` bytes, damaged when it never ends.
        """
        held = 0
        while (end := self._data.find(b"\r\n\r\n", self._place, self._place + most)) < 0:
            held = self.left()
            if held >= most:
                raise UnreadableError("too-large", f"a header of more than {most:,} bytes", "raise the limit")
            self._hold(held + 1)
            if self.left() == held:
                raise damaged("a header without an end")
        return self.take(end + 4 - self._place)

    def take(self, count: int) -> bytes:
        """The next `count` bytes.

        Raises:
            UnreadableError: damaged, when there are fewer.
        """
        data = self.peek(count)
        if len(data) < count:
            raise damaged(f"it breaks off {count - len(data):,} bytes before the end of a record")
        self._place += count
        return data

    def skip(self, count: int) -> None:
        """Take `count` bytes without keeping them.

        Raises:
            UnreadableError: damaged, when there are fewer.
        """
        while count > self.left():
            count -= self.left()
            self._data, self._place = b"", 0
            count -= self._member.skip(count)
            if count and not self._hold(1):
                raise damaged(f"it breaks off {count:,} bytes before the end of a record")
        self._place += count

    def skip_blanks(self) -> None:
        """Take the line ends behind a record."""
        while self._hold(1) and self._data[self._place] in _BLANK:
            rest = self._data[self._place :].lstrip(_BLANK)
            self._data, self._place = rest, 0

    def _hold(self, count: int) -> bool:
        """Unfold until `count` bytes are at hand; whether there are so many."""
        while self.left() < count:
            piece = self._member.more()
            if not piece:
                return False
            self._data = self._data[self._place :] + piece
            self._place = 0
        return True
