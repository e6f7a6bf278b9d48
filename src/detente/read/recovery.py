"""Going on behind broken bytes: where the next record of an archive begins."""

from detente.errors import UnreadableError
from detente.read.frames import LZ4, SKIPPABLE, ZSTD
from detente.read.members import GZIP, PLAIN, Member, begins_archive
from detente.read.raw import Raw

_LINE = b"\n" + PLAIN
_SCANNED = 1 << 14  # small, since every place that only looks like a beginning has the rest looked at again
_SEEN = 1 << 12  # bytes of a gzip member that are enough to unfold its first letters
_LONGEST = len(_LINE)
# How often reading may begin again before the place that it has once reached. A file can be made of beginnings that all
# lead through the same gigabyte to the same broken end.
_MOST_TRIES = 16


class Recovery:
    """Finds the next record; a class because it must not go over the same bytes again and again."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self._reached = self._tries = 0
        head = raw.peek(len(PLAIN))
        known = [mark for mark in (GZIP, ZSTD, LZ4, PLAIN) if head.startswith(mark)]
        # A file has one packing: what looks like another's beginning stands inside a page.
        self._marks = [
            _LINE if mark == PLAIN else mark for mark in known or (GZIP, ZSTD, LZ4, PLAIN)
        ]  # its first bytes may be the broken ones

    def go_on(self, start: int, member: Member | None, error: UnreadableError) -> None:
        """Take all up to the next record, or to the end of the file.

        Args:
            start: where the member began that could not be read.
            member: the member itself, None when none began there.
            error: what was wrong. Of a member that is too large all that was read is sound, so nothing begins in it.
        """
        if member is not None and member.finish() and self._at_beginning():
            return
        self._tries = 1 if start >= self._reached else self._tries + 1
        self._reached = max(self._reached, self._raw.at)
        again = error.reason == "damaged" and self._tries <= _MOST_TRIES
        self._raw.back(start + 1 if again else max(self._reached, start + 1))
        self._search()

    def _at_beginning(self) -> bool:
        """Whether what follows is what has to follow a member; a broken frame may be wrong about its own length."""
        head = self._raw.peek(len(PLAIN))
        return not head or head.startswith((GZIP, ZSTD, LZ4, PLAIN)) or head[1:4] == SKIPPABLE

    def _search(self) -> None:
        raw = self._raw
        while len(raw.view(1)):
            window = raw.peek(_SCANNED)
            places = [at for at in map(window.find, self._marks) if at >= 0]
            if not places:
                raw.at += max(len(window) - _LONGEST + 1, 1)
                continue
            raw.at += min(places)
            if raw.peek(len(_LINE)) == _LINE:
                raw.at += 1
                return
            if begins_archive(raw.peek(_SEEN)):
                return
            raw.at += 1
