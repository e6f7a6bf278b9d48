"""The pages of a web archive (WARC 1.0 and 1.1), with every byte of the file accounted for.

Own reading of gzip members and of frames, and not FastWARC's iterator: that one stops for good at the first broken
byte, takes a file that breaks off for one that ends, and does not say how far in the file a record reaches.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import BinaryIO

from detente.errors import UnreadableError
from detente.read.archived import Archived, Item, Passed, Refused, Unread
from detente.read.content import Content
from detente.read.members import Member, Plain, opened, padding
from detente.read.raw import Raw
from detente.read.recovery import Recovery
from detente.read.run import Limits
from detente.read.stored import Make, stored

__all__ = ["Archived", "Item", "Passed", "Refused", "Unread", "records"]


def records(stream: BinaryIO, limits: Limits) -> Iterator[Item]:
    """What is in an archive, in the order of its bytes.

    The items lie side by side: each begins where the one before it ends, the first at 0 and the last ends with the
    file. After broken bytes reading goes on at the next record that begins soundly.

    Args:
        stream: a WARC file, packed or not, from its beginning; a pipe will do.
        limits: `page_bytes`, `header_bytes` and `ratio` hold.
    """
    broken: Unread | None = None
    for item in _Archive(stream, limits).items():
        if isinstance(item, Unread):
            broken = item if broken is None else replace(broken, length=broken.length + item.length)
            continue
        if broken is not None:
            yield broken
            broken = None
        yield item
    if broken is not None:
        yield broken


class _Archive:
    """One pass over a file; a class because how far the items reach is its state."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._raw, self._limits = Raw(stream), limits
        self._recovery = Recovery(self._raw)
        self._told = 0  # where the last item ends
        self._member: Member | None = None
        self._dictionary: bytes | None = None

    def items(self) -> Iterator[Item]:
        while len(self._raw.view(1)):
            start = self._raw.at
            self._member = None
            try:
                yield from self._of_member()
            except UnreadableError as error:
                self._recovery.go_on(max(start, self._told - 1), self._member, error)
                yield self._spanned(_lost(error))

    def _of_member(self) -> Iterator[Item]:
        between = padding(self._raw)
        if between is not None:
            self._dictionary = between or self._dictionary
            yield self._spanned(partial(Passed, kind="padding"))
            return
        self._member = opened(self._raw, self._limits.ratio, self._dictionary)
        content = Content(self._member)
        while True:
            content.skip_blanks()
            if not content.peek(1):
                break
            made = stored(content, self._limits)
            if isinstance(self._member, Plain):
                self._raw.back(self._raw.at - content.left())
                yield self._spanned(made)
                return
            yield self._spanned(made)
        if self._raw.at > self._told:
            yield self._spanned(partial(Passed, kind="padding"))

    def _spanned(self, made: Make) -> Item:
        item = made(offset=self._told, length=self._raw.at - self._told)
        self._told = self._raw.at
        return item


def _lost(error: UnreadableError) -> Make:
    if error.reason == "damaged":
        return partial(Unread, detail=error.detail)
    return partial(Refused, url="", reason=error.reason, detail=error.detail, remedy=error.remedy)
