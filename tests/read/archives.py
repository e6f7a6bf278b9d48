"""Web archives made by hand, so that tests know every byte of them, and what has to hold of all that is read."""

import base64
import gzip
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import lz4.frame
import zstandard

from detente.read.run import Limits
from detente.read.warc import Archived, Item, records

SENTENCE = "The envoys of the two republics met on Tuesday in Geneva. "
END = b"\r\n\r\n"
Packing = Callable[[bytes], bytes]

# Checksums in frames are left to those who write them; with them, a flipped bit is seen even without a digest.
PACKINGS: Mapping[str, Packing] = MappingProxyType({
    "plain": bytes,
    "gzip": gzip.compress,
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
    "lz4": lambda data: bytes(lz4.frame.compress(data, content_checksum=True)),
})  # fmt: skip


def page(number: int = 0, paragraphs: int = 3) -> bytes:
    """A page of news."""
    body = "".join(f"<p>{SENTENCE}It was meeting {number}-{place}.</p>" for place in range(paragraphs))
    return f"<html><body><article><h1>Envoys meet, {number}</h1>{body}</article></body></html>".encode()


def answer(body: bytes, *fields: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """An answer of HTTP."""
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *fields, "", ""]).encode() + body


def sha1(data: bytes) -> str:
    """A digest as archives write it."""
    return f"sha1:{base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()}"


def record(
    block: bytes,
    *fields: str,
    url: str = "https://hill.example/1",
    kind: str = "response",
    holds: str = "application/http; msgtype=response",
) -> bytes:
    """One record; `fields` are more lines of its header."""
    header = [
        "WARC/1.0", f"WARC-Type: {kind}", "WARC-Date: 2024-05-03T10:00:00Z", f"WARC-Target-URI: {url}",
        f"Content-Type: {holds}", *fields, f"Content-Length: {len(block)}",
    ]  # fmt: skip
    return "\r\n".join(header).encode() + END + block + END


def news(number: int, paragraphs: int = 3) -> bytes:
    """A record of a page of news with its digest."""
    block = answer(page(number, paragraphs))
    return record(block, f"WARC-Block-Digest: {sha1(block)}", url=f"https://hill.example/{number}")


def all_of(data: bytes, limits: Limits | None = None, *, pipe: bool = False) -> list[Item]:
    """Everything in an archive; fails unless the items lie side by side from its first byte to its last."""
    stream = io.BufferedReader(Pipe(data)) if pipe else io.BytesIO(data)
    found = list(records(stream, limits or Limits()))
    at = 0
    for item in found:
        assert (item.offset, item.length >= 0) == (at, True), item
        at += item.length
    assert at == len(data)
    return found


def pages_of(found: Sequence[Item]) -> list[Archived]:
    """The pages among the items."""
    return [item for item in found if isinstance(item, Archived)]


class Pipe(io.RawIOBase):
    """Bytes that come once and cannot be asked for again."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def seekable(self) -> bool:
        """Whether one can go back."""
        return False

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Give the next bytes."""
        return self._data.readinto(buffer)
