"""Finding the files behind the given paths and opening them, also compressed ones."""

import io
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, BinaryIO

from detente.errors import UnreadableError
from detente.model import Refusal
from detente.read.inflating import InflateError, decompressobj

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STDIN = "stdin"
_HEAD = 1024
_BUFFER = 1 << 16
_USERINFO = re.compile(r"\A(https?://)[^/?#]*@", re.IGNORECASE)
_GZIP = b"\x1f\x8b"
_FREE_GROWTH = 1_000_000  # bytes that may unfold before the ratio counts: short files of one letter are no bombs


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to open, or standard input when `path` is None; `name` is the path as it may be shown."""

    name: str
    path: str | None


def shown(path: str) -> str:
    """The path with control characters and undecodable bytes spelled out, fit for a line of output."""
    return "".join(
        c.encode("unicode_escape").decode() if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in path
    )


def is_address(path: str) -> bool:
    """Whether something given is an address of the network and no path."""
    return path.lower().startswith(("http://", "https://"))


def shown_address(address: str) -> str:
    """The address as `shown` gives a path, without the name or password that may stand in it: it may be kept."""
    return shown(_USERINFO.sub(r"\1", address))


def find(paths: Iterable[str]) -> Iterator[Found | Refusal]:
    """Every file under `paths`, directories in sorted order without hidden entries; what cannot be read is refused."""
    for path in paths:
        if path == "-":
            yield Found(name=STDIN, path=None)
            continue
        try:
            is_folder = stat.S_ISDIR(os.stat(path).st_mode)  # noqa: PTH116  (a Path cannot hold every file name)
        except (OSError, ValueError) as error:
            yield failed(shown(path), error)
            continue
        if is_folder:
            yield from _found_below(path)
        else:
            yield Found(name=shown(path), path=path)


def failed(name: str, error: OSError | ValueError) -> Refusal:
    """The refusal for what the operating system, or a path that it cannot even look up, said."""
    if isinstance(error, PermissionError):
        return Refusal(
            source=name, reason="no-permission", detail="it may not be opened", remedy="change its permissions"
        )
    detail = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Refusal(source=name, reason="not-found", detail=detail, remedy="check the path")


def _found_below(top: str) -> Iterator[Found | Refusal]:
    nothing = True
    for item in walk(top):
        nothing = False
        yield item
    if nothing:
        yield Refusal(
            source=shown(top),
            reason="empty",
            detail="a directory without files",
            remedy="check which directory holds them",
        )


def walk(top: str) -> Iterator[Found | Refusal]:
    """Every file in and below a directory or a link to one, in sorted order without hidden entries."""
    # A stack, since os.walk of Python 3.11 recurses and a path of 4,096 bytes is deeper than the recursion limit.
    waiting = [top]
    while waiting:
        path = waiting.pop()
        try:
            mode = os.lstat(path).st_mode
            if stat.S_ISDIR(mode) or path == top:
                names = sorted((name for name in os.listdir(path) if not name.startswith(".")), reverse=True)  # noqa: PTH208
                waiting.extend(os.path.join(path, name) for name in names)  # noqa: PTH118
                continue
            target = os.stat(path).st_mode  # noqa: PTH116
        except OSError as error:
            yield failed(shown(path), error)
            continue
        if stat.S_ISREG(target):
            yield Found(name=shown(path), path=path)
        else:
            # Links to directories are not followed: they can lead round in a circle or out of the tree.
            kind = "a link to a directory" if stat.S_ISDIR(target) else "a device, pipe or socket"
            yield Refusal(
                source=shown(path), reason="unknown-format", detail=kind, remedy="give the path itself to have it read"
            )


def look(stream: IO[bytes]) -> tuple[bytes, io.BufferedReader]:
    """The first bytes of a stream, and a stream that begins with them again."""
    head = stream.read(_HEAD)
    return head, replayed(head, stream)


def replayed(head: bytes, rest: IO[bytes]) -> io.BufferedReader:
    """`head` and then `rest` as one stream; closing it leaves `rest` open."""
    return io.BufferedReader(_Replayed(head, rest), _BUFFER)


def unpacked(head: bytes, stream: io.BufferedReader, ratio: int) -> tuple[bytes, io.BufferedReader]:
    """Head and stream of the content: the same, or unfolded when they are gzip.

    Raises:
        UnreadableError: (also while the stream is read) too-large for a bomb, binary for a broken file.
    """
    if not head.startswith(_GZIP):
        return head, stream
    return look(io.BufferedReader(_Inflated(stream, ratio), _BUFFER))


class _Replayed(io.RawIOBase):
    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        if self._head:
            data, self._head = self._head[: len(view)], self._head[len(view) :]
        else:
            data = self._rest.read(len(view))
        view[: len(data)] = data
        return len(data)


class _Inflated(io.RawIOBase):
    """Own reading of gzip, since GzipFile cannot say how many compressed bytes an output has cost."""

    def __init__(self, packed: BinaryIO | io.BufferedReader, ratio: int) -> None:
        self._packed, self._ratio = packed, ratio
        self._inflater = decompressobj(wbits=31)
        self._taken = self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._next(len(view))
        except InflateError as error:
            raise _broken(str(error)) from error
        self._given += len(data)
        unfolded = self._taken - len(self._inflater.unconsumed_tail)
        if self._given > _FREE_GROWTH and self._given > self._ratio * unfolded:
            raise UnreadableError(
                "too-large",
                f"each compressed byte unfolds to more than {self._ratio}",
                "unpack it and look at it first",
            )
        view[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        while True:
            if self._inflater.eof:
                following = self._inflater.unused_data.lstrip(b"\0") or self._more()
                if not following:
                    return b""
                self._inflater = decompressobj(wbits=31)
            else:
                following = self._inflater.unconsumed_tail or self._more()
            data = self._inflater.decompress(following, size)
            if data:
                return data
            if not following and not self._inflater.eof:
                raise _broken("it breaks off")

    def _more(self) -> bytes:
        data = self._packed.read(_BUFFER)
        self._taken += len(data)
        return data


def _broken(detail: str) -> UnreadableError:
    return UnreadableError("binary", f"a broken compressed file: {detail}", "fetch or pack it again")
