"""PROVISIONAL, until `detente.read.warc` is merged (same names): a gzip WARC by warcio, a member at a time."""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator

from detente.read import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """An archived page; `offset` and `length` are its bytes of the file."""

    url: str
    fetched: datetime | None
    content_type: str
    charset: str | None
    body: bytes
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Bytes that are no page."""

    kind: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A record that may be a page and is not given."""

    url: str
    reason: str
    detail: str
    remedy: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Broken bytes."""

    detail: str
    offset: int
    length: int


Item = Archived | Passed | Refused | Unread
_MEMBER = b"\x1f\x8b\x08"


def records(stream: BinaryIO, limits: Limits) -> Iterator[Item]:
    """What the members of a gzip WARC hold, in their order; offsets count from where the stream stands."""
    data = stream.read()
    at = 0
    while at < len(data):
        if not data.startswith(_MEMBER, at):
            following = data.find(_MEMBER, at)
            end = len(data) if following < 0 else following
            yield Unread(detail="no record", offset=at, length=end - at)
            at = end
            continue
        inflater = zlib.decompressobj(wbits=31)
        content = inflater.decompress(data[at:])
        if not inflater.eof:
            yield Unread(detail="it breaks off", offset=at, length=len(data) - at)
            return
        end = len(data) - len(inflater.unused_data)
        for record in ArchiveIterator(io.BytesIO(content)):
            yield replace(_item(record, limits), offset=at, length=end - at)
        at = end


def _item(record: Any, limits: Limits) -> Item:  # noqa: ANN401  (warcio has no types)
    headers = record.http_headers
    media = (headers.get_header("Content-Type") or "") if headers else ""
    if record.rec_type != "response" or "html" not in media:
        return Passed(kind=record.rec_type, offset=0, length=0)
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    body = record.content_stream().read(limits.page_bytes + 1)
    if len(body) > limits.page_bytes:
        return Refused(url=url, reason="too-large", detail="large", remedy="raise the limit", offset=0, length=0)
    fetched = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
    charset = media.partition("charset=")[2] or None
    return Archived(url=url, fetched=fetched, content_type=media, charset=charset, body=body, offset=0, length=0)
