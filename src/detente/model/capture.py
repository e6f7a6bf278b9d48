"""What came from an address of the network: when, from where, and how to tell later that these were the bytes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a site said of the state of a page (ETag and Last-Modified), to ask later whether it has changed."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """An answer of the network that documents were read from.

    Attributes:
        asked: the address that was given.
        url: the address that answered, after redirects.
        fetched: microsecond in UTC at which it was there, ISO 8601.
        sha256: of the body as it came over the wire, hexadecimal; the WARC-Payload-Digest of its record.
        record: WARC-Record-ID of its record, which follows from the others.
        archive: the file that holds the record, below the folder of the archive; "" when none was kept.
    """

    asked: str
    url: str
    fetched: str
    sha256: str
    record: str
    archive: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An answer that was read to its end with nothing refused.

    Attributes:
        stamp: to ask with the next time.
        documents: how many were read from it.
        said: what the caller said of the documents, since another word makes other documents of the same answer.
    """

    capture: Capture
    stamp: Stamp
    documents: int
    said: str
