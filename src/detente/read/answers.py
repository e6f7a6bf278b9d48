"""Answers of HTTP as archives keep them: the header, and the body with its packings undone."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fastwarc.stream_io import BrotliReader, ZstdReader

from detente.errors import UnreadableError
from detente.read.frames import zstd_parts
from detente.read.inflating import InflateError, decompressobj
from detente.read.members import FREE_GROWTH, damaged
from detente.read.raw import Raw

_STATUS = re.compile(rb"HTTP/[0-9](?:\.[0-9])? ++([0-9]{3})(?![0-9])")
_CHARSET = re.compile(r"charset\s*+=\s*+[\"']?([a-z0-9_.:-]{1,40})", re.IGNORECASE)
_CHUNK_LINE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*+(?:;[^\r\n]{0,1000})?\r?\n")
_MOST_LAYERS = 3  # packings in one another; more are no page but a trap
_PIECE = 1 << 16
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The header of an answer.

    Attributes:
        status: its three digits as a number.
        fields: name in lower case -> value; of a name that comes twice, the values with a comma between.
        length: bytes of the header with the empty line.
    """

    status: int
    fields: Mapping[str, str]
    length: int

    @property
    def content_type(self) -> str:
        """What the site calls it, in lower case and without parameters; "" when it does not say."""
        return media_type(self.fields.get("content-type", ""))

    @property
    def charset(self) -> str | None:
        """The encoding that the site names."""
        return charset_of(self.fields.get("content-type", ""))


def media_type(stated: str) -> str:
    """The type of a Content-Type, in lower case and without parameters."""
    return stated.partition(";")[0].strip().lower()


def charset_of(stated: str) -> str | None:
    """The encoding that a Content-Type names."""
    found = _CHARSET.search(stated)
    return found[1].lower() if found else None


def header_fields(lines: list[bytes]) -> dict[str, str]:
    """Name in lower case -> value, of the lines of a header without its first; lines of no field are left out."""
    fields: dict[str, str] = {}
    name = ""
    for line in lines:
        if line[:1] in {b" ", b"\t"} and name:
            fields[name] += " " + line.strip().decode("utf-8", "replace")
            continue
        before, colon, value = line.partition(b":")
        if not colon:
            continue
        name = before.strip().lower().decode("latin-1")
        said = value.strip().decode("utf-8", "replace")
        fields[name] = f"{fields[name]}, {said}" if name in fields else said
    return fields


def answer_in(block: bytes) -> Answer | None:
    """The header at the beginning of a block, None when there is none that ends in it."""
    status = _STATUS.match(block)
    ends = [at + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (at := block.find(mark)) >= 0]
    if not status or not ends:
        return None
    length = min(ends)
    fields = header_fields(block[:length].replace(b"\r\n", b"\n").split(b"\n")[1:])
    return Answer(status=int(status[1]), fields=MappingProxyType(fields), length=length)


def body_of(answer: Answer, stored: bytes, most: int, ratio: int) -> bytes:
    """The page in an answer.

    What says that it is chunked or packed and is not, has been unpacked by the crawler, and is taken as it stands.

    Args:
        answer: its header.
        stored: what follows the header in the archive.
        most: largest body in bytes.
        ratio: how many bytes one compressed byte may unfold to, once a megabyte has been unfolded.

    Raises:
        UnreadableError: too-large, damaged or, for a packing that is not known, binary.
    """
    chunked = "chunked" in answer.fields.get("transfer-encoding", "").lower()
    body = unchunked(stored) if chunked else stored
    packings = [name.strip().lower() for name in answer.fields.get("content-encoding", "").split(",")]
    packings = [name for name in packings if name not in {"", "identity", "none", "utf-8"}]
    if len(packings) > _MOST_LAYERS:
        raise UnreadableError("too-large", f"packed {len(packings)} times over", "look at the archive first")
    if not chunked and not packings:
        _refuse_shorter(answer, body)
    for name in reversed(packings):
        body = _unpacked(name, body, most, ratio)
    if len(body) > most:
        raise UnreadableError("too-large", f"a page of more than {most:,} bytes", "raise the limit page_bytes")
    return body


def unchunked(stored: bytes) -> bytes:
    """The body in its chunks, or `stored` itself when it has none.

    Raises:
        UnreadableError: damaged, when it breaks off.
    """
    parts: list[bytes] = []
    at = 0
    while line := _CHUNK_LINE.match(stored, at):
        size = int(line[1], 16)
        if not size:
            return b"".join(parts)
        if line.end() + size > len(stored):
            break
        parts.append(stored[line.end() : line.end() + size])
        at = line.end() + size
        at += 2 if stored.startswith(b"\r\n", at) else stored.startswith(b"\n", at)
    if not at:
        return stored
    raise damaged("a page whose chunks break off")


def _refuse_shorter(answer: Answer, body: bytes) -> None:
    promised = answer.fields.get("content-length", "")
    if promised.isascii() and promised.isdigit() and len(promised) < 16 and int(promised) > len(body):  # noqa: PLR2004
        raise damaged(f"a page of {len(body):,} bytes where the site sent {promised}")


def _unpacked(name: str, body: bytes, most: int, ratio: int) -> bytes:
    unfold = _PACKINGS.get(name)
    if unfold is None:
        raise UnreadableError("binary", f"a page packed with {name[:20]!r}", "give its text instead")
    pieces: list[bytes] = []
    size = 0
    try:
        for piece in unfold(body):
            size += len(piece)
            if size > most or (size > FREE_GROWTH and size > ratio * len(body)):
                raise UnreadableError(
                    "too-large", f"{len(body):,} bytes unfold to more than {size:,}", "raise the limit"
                )
            pieces.append(piece)
    except (InflateError, OSError, EOFError) as error:
        if body.lstrip().startswith(b"<") or (name.endswith("gzip") and not body.startswith(_GZIP)):
            return body
        raise damaged(f"a page packed with {name} that cannot be unpacked: {error}") from error
    return b"".join(pieces)


def _inflated(body: bytes, wbits: int) -> Iterator[bytes]:
    inflater = decompressobj(wbits)
    at = 0
    while not inflater.eof:
        # A slice at a time, since what is left over is copied at every step.
        fed = memoryview(body)[at : at + _PIECE]
        piece = inflater.decompress(fed, _PIECE)
        at += len(fed) - len(inflater.unconsumed_tail) - len(inflater.unused_data)
        yield piece
        if not piece and not fed:
            raise EOFError("it breaks off")
        if inflater.eof and body.startswith(_GZIP, at):  # a second member; anything else browsers pass over too
            inflater = decompressobj(wbits)


def _gzip(body: bytes) -> Iterator[bytes]:
    return _inflated(body, 31)


def _deflate(body: bytes) -> Iterator[bytes]:
    """What some sites call deflate is zlib, as it should be, and some leave its header out."""
    zlib_header = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0  # noqa: PLR2004
    return _inflated(body, 15 if zlib_header else -15)


def _brotli(body: bytes) -> Iterator[bytes]:
    reader = BrotliReader(io.BytesIO(body))
    return iter(lambda: reader.read(_PIECE), b"")


def _zstd(body: bytes) -> Iterator[bytes]:
    for _ in zstd_parts(Raw(io.BytesIO(body))):
        break  # the header is sound and asks for little memory
    reader = ZstdReader(io.BytesIO(body))
    yield from iter(lambda: reader.read(_PIECE), b"")


_PACKINGS: Mapping[str, Callable[[bytes], Iterator[bytes]]] = MappingProxyType({
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
})  # fmt: skip
