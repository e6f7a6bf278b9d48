"""The members of an archive: gzip members, zstd and lz4 frames, or plain bytes, unfolded piece by piece."""

import io
from collections.abc import Callable, Iterator
from typing import Protocol

from fastwarc.stream_io import Lz4Reader, WarcReader, ZstdReader

from detente.errors import UnreadableError
from detente.read.frames import LZ4, SKIPPABLE, ZSTD, lz4_parts, zstd_parts
from detente.read.inflating import InflateError, decompressobj
from detente.read.raw import Raw

GZIP, PLAIN = b"\x1f\x8b\x08", b"WARC/"
FREE_GROWTH = 1_000_000  # bytes that may unfold before the ratio counts: short files of one letter are no bombs
_FEED, _PIECE = 1 << 16, 1 << 20
_PADDING = b"\0\r\n"
_BLANKS = frozenset({b"\0", b"\r", b"\n"})
_SKIPPED, _DICTIONARY = range(0x50, 0x60), 0x5D
_SKIPPED_HEADER = 8
_MOST_DICTIONARY = 1 << 23
_MOST_DRAINED = 1 << 28  # bytes of a bomb that are unfolded to see where it ends: about half a second


class Member(Protocol):
    """A part of an archive that is packed on its own."""

    def more(self) -> bytes:
        """The next bytes of its content, none at its end.

        Raises:
            UnreadableError: damaged, or too-large for a bomb.
        """

    def skip(self, count: int) -> int:
        """Go over bytes of the content that need not be unfolded, at most `count`; how many were skipped."""

    def finish(self) -> bool:
        """Go to its end without giving its content; False when nobody can tell where that is."""


def begins_archive(head: bytes) -> bool:
    """Whether the first bytes are those of an archive, as far as they tell it cheaply: a frame may hold anything."""
    if not head.startswith(GZIP):
        return head.startswith((PLAIN, ZSTD, LZ4)) or head[1:4] == SKIPPABLE
    try:
        return decompressobj(wbits=31).decompress(head, len(PLAIN)) == PLAIN
    except InflateError:
        return False


def opened(raw: Raw, ratio: int, dictionary: bytes | None) -> Member:
    """The member that begins where `raw` stands.

    Raises:
        UnreadableError: damaged, when none begins there.
    """
    head = raw.peek(len(PLAIN))
    if head.startswith(GZIP):
        return Gzip(raw, ratio)
    if head.startswith(ZSTD):
        return Frame(raw, ratio, zstd_parts(raw), lambda feed: ZstdReader(feed, dictionary=dictionary))
    if head.startswith(LZ4):
        return Frame(raw, ratio, lz4_parts(raw), Lz4Reader)
    if head == PLAIN:
        return Plain(raw)
    raise damaged("no record begins here")


def padding(raw: Raw) -> bytes | None:
    """Take bytes between members that hold no record; None when there are none.

    The answer is the dictionary of the frames that follow, if that is what stands there: archives packed with zstd may
    begin with one (https://iipc.github.io/warc-specifications/specifications/warc-zstd/).

    Raises:
        UnreadableError: damaged.
    """
    head = raw.peek(_SKIPPED_HEADER)
    if head[:1] in _BLANKS:
        while blanks := len(view := bytes(raw.view(_FEED))) - len(view.lstrip(_PADDING)):
            raw.at += blanks
        return b""
    if head[1:4] != SKIPPABLE or head[0] not in _SKIPPED:
        return None
    size = int.from_bytes(head[4:], "little")
    first = raw.at == 0
    raw.at += len(head)
    found = raw.peek(size) if first and head[0] == _DICTIONARY and size <= _MOST_DICTIONARY else b""
    if len(head) < _SKIPPED_HEADER or raw.skip(size) < size:
        raise damaged("it breaks off")
    return _dictionary(found)


def _dictionary(found: bytes) -> bytes:
    if not found.startswith(ZSTD):
        return found
    try:
        return ZstdReader(io.BytesIO(found)).read(_MOST_DICTIONARY)
    except OSError as error:
        raise damaged(f"a dictionary of zstd that cannot be unpacked: {error}") from error


def damaged(detail: str) -> UnreadableError:
    """The refusal of broken bytes."""
    return UnreadableError("damaged", detail, "fetch the archive again")


class Plain:
    """The rest of an archive that is not packed; the reader of records goes back to where a record ends."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw

    def more(self) -> bytes:
        """The next bytes, none at the end of the file."""
        piece = bytes(self._raw.view(_FEED))
        self._raw.at += len(piece)
        return piece

    def skip(self, count: int) -> int:
        """Go over `count` bytes, fewer at the end of a pipe; how many there were.

        Raises:
            UnreadableError: damaged, when the file has fewer. Nothing is skipped then: such a claim is cheap to make,
                and what it claims may hold sound records.
        """
        left = self._raw.left()
        if left is not None and left < count:
            raise damaged(f"it breaks off {count - left:,} bytes before the end of a record")
        return self._raw.skip(count)

    def finish(self) -> bool:
        """Always False: only the records say where they end."""
        return False


class _Growth:
    """How much a member has unfolded to; a class because every packing counts in the same way."""

    def __init__(self, raw: Raw, ratio: int) -> None:
        self._raw, self._start, self._ratio = raw, raw.at, ratio
        self._given = 0

    def checked(self, piece: bytes) -> bytes:
        """The piece itself, when it may be given too."""
        self._given += len(piece)
        if self._given > FREE_GROWTH and self._given > self._ratio * (self._raw.at - self._start):
            raise UnreadableError(
                "too-large", f"each compressed byte unfolds to more than {self._ratio}", "look at the archive first"
            )
        return piece


class Gzip:
    """A gzip member."""

    def __init__(self, raw: Raw, ratio: int) -> None:
        self._raw, self._growth = raw, _Growth(raw, ratio)
        self._inflater = decompressobj(wbits=31)
        self._broken = False

    def more(self) -> bytes:
        """The next bytes of its content; the last of them are given before the checksum is compared."""
        return self._growth.checked(self._next())

    def skip(self, count: int) -> int:
        """Nothing: its content is known only when it is unfolded."""
        del count
        return 0

    def finish(self) -> bool:
        """Unfold the rest and forget it, up to a bound."""
        left = _MOST_DRAINED
        try:
            while not self._broken and left > 0 and (piece := self._next()):
                left -= len(piece)
        except UnreadableError:
            return False
        return self._inflater.eof

    def _next(self) -> bytes:
        while not self._inflater.eof:
            view = self._raw.view(_FEED)
            try:
                piece = self._inflater.decompress(view, _PIECE)
            except InflateError as error:
                self._broken = True
                raise damaged(str(error)) from error
            left = len(self._inflater.unconsumed_tail) + len(self._inflater.unused_data)
            self._raw.at += len(view) - left
            if piece:
                return piece
            if not view:
                self._broken = True
                raise damaged("it breaks off")
        return b""


class Frame:
    """A frame of zstd or lz4, whose parts say how long they are, so that its end is known without unfolding it."""

    def __init__(
        self, raw: Raw, ratio: int, parts: Iterator[bytes], unfolding: Callable[[io.RawIOBase], WarcReader]
    ) -> None:
        self._growth = _Growth(raw, ratio)
        self._feed = _Feed(parts)
        self._reader = unfolding(self._feed)

    def more(self) -> bytes:
        """The next bytes of its content."""
        try:
            piece = self._reader.read(_PIECE)
        except OSError as error:
            raise self._wrong(str(error)) from error
        if not piece and not self.finish():
            raise self._wrong("it breaks off")
        return self._growth.checked(piece)

    def skip(self, count: int) -> int:
        """Nothing: its content is known only when it is unfolded."""
        del count
        return 0

    def finish(self) -> bool:
        """Go over its parts to its end."""
        while self._feed.read(_FEED):
            pass
        return self._feed.fault is None

    def _wrong(self, detail: str) -> UnreadableError:
        return damaged(detail) if self._feed.fault is None else UnreadableError(*self._feed.fault)


class _Feed(io.RawIOBase):
    """The parts of a frame as the stream that its reader asks for; what is wrong with them is kept for later.

    Attributes:
        fault: why the parts ended too early: reason, detail, remedy. Not the error itself, whose traceback leads to
            who reads here; FastWARC's reader holds on to this feed unseen by the garbage collector, so that a ring
            through it, with all that the reader has unfolded, would never be freed.
    """

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._waiting, self._given = parts, memoryview(b""), 0
        self.fault: tuple[str, str, str] | None = None

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._given  # FastWARC asks where it stands

    def read(self, size: int = -1) -> bytes:
        if not self._waiting:
            try:
                self._waiting = memoryview(next(self._parts, b""))
            except UnreadableError as error:
                self.fault = error.reason, error.detail, error.remedy
        given, self._waiting = self._waiting[:size], self._waiting[size:]
        self._given += len(given)
        return bytes(given)
