"""What an archive is made of: pages, what is none, what is refused, and broken bytes, each with its place."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """A page of an archive.

    Attributes:
        url: its address (WARC-Target-URI).
        fetched: when it was fetched (WARC-Date); no day of publication.
        content_type: text/html, application/xhtml+xml or text/plain.
        charset: the encoding that its site named, in lower case.
        body: the page as its site wrote it, chunks and packing undone.
        offset: where in the file its member or, in a file that is not packed, its record begins.
        length: how many bytes of the file that is. Cut out, they are an archive of this record; only where one member
            holds several records, they are what this one adds to what was read before.
    """

    url: str
    fetched: datetime | None
    content_type: str
    charset: str | None
    body: bytes
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Bytes that are no page: requests, pictures, answers such as 404, padding; `kind` says which."""

    kind: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A record that is a page, or may be one, and is not given; `reason` is one of `REFUSAL_REASONS`."""

    url: str
    reason: str
    detail: str
    remedy: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Broken bytes; `detail` says what was found where they begin."""

    detail: str
    offset: int
    length: int


Item = Archived | Passed | Refused | Unread
