"""Answers of the network as WARC files: one file an answer, one gzip member a record, the bytes as they came."""

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from detente.model import Capture
from detente.read.fetch import AGENT, Exchange

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord
    from warcio.warcwriter import WARCWriter

Written = Callable[[Path], AbstractContextManager[BinaryIO]]

_WARC = "WARC/1.1"
_HEAD = re.compile(rb"\r?\n\r?\n")
_STRANGE = re.compile(r"[^a-z0-9.-]")  # what a name from outside may not bring into the name of a file
_MONTH, _SECOND, _HOST, _NAME = len("2026-11"), len("2026-11-22T17:45:10"), 60, 16


def capture_of(exchange: Exchange, *, asked: str, url: str, fetched: str) -> Capture:
    """What there is to know of an answer, before it is kept anywhere.

    Args:
        fetched: the moment in UTC at which it was there, `2026-11-22T17:45:10.125000Z`.
    """
    digest = sha256(_payload(exchange.received)).hexdigest()
    record = uuid5(NAMESPACE_URL, f"{asked}\n{url}\n{fetched}\n{digest}")
    return Capture(asked=asked, url=url, fetched=fetched, sha256=digest, record=f"<urn:uuid:{record}>")


def archive_name(capture: Capture) -> str:
    """The file of an answer below the folder of the archive: `2026-11/20261122T174510Z-example.org-0c9f….warc.gz`."""
    host = _STRANGE.sub("_", (urlsplit(capture.url).hostname or "").lower())[:_HOST]
    second = capture.fetched[:_SECOND].replace("-", "").replace(":", "") + "Z"
    name = capture.record.rpartition(":")[2].replace("-", "")[:_NAME]
    return f"{capture.fetched[:_MONTH]}/{second}-{host}-{name}.warc.gz"


def archive(exchange: Exchange, capture: Capture, folder: Path, written: Written) -> str:
    """Keep an answer in the archive; the name of its file there.

    The file holds a `warcinfo`, the `response` and the `request`. The same answer of the same moment makes the
    same file, byte for byte.

    Args:
        written: a stream whose bytes stand at a path, in a folder that it makes, when the block ends well.
    """
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415  (only what is fetched needs it)

    name = archive_name(capture)
    with written(folder / name) as stream:
        writer = WARCWriter(stream, gzip=True, warc_version=_WARC)
        for record in _records(exchange, capture, writer):
            writer.write_record(record)
    return name


def _records(exchange: Exchange, capture: Capture, writer: "WARCWriter") -> "list[ArcWarcRecord]":
    said = f"software: {AGENT}/{version(AGENT)}\r\nformat: WARC File Format 1.1\r\n".encode()
    about = {"WARC-Date": capture.fetched, "WARC-Record-ID": _beside(capture, "warcinfo")}
    target = {"WARC-Target-URI": capture.url, "WARC-Date": capture.fetched, "WARC-IP-Address": exchange.address}
    response = {
        **target,
        "WARC-Record-ID": capture.record,
        "WARC-Warcinfo-ID": about["WARC-Record-ID"],
        "WARC-Payload-Digest": f"sha256:{capture.sha256}",
    }
    request = {
        **target,
        "WARC-Record-ID": _beside(capture, "request"),
        "WARC-Warcinfo-ID": about["WARC-Record-ID"],
        "WARC-Concurrent-To": capture.record,
        "WARC-Payload-Digest": _digest(_payload(exchange.sent)),
    }
    return [
        _record(writer, "warcinfo", about, said, "application/warc-fields"),
        _record(writer, "response", response, exchange.received, "application/http; msgtype=response"),
        _record(writer, "request", request, exchange.sent, "application/http; msgtype=request"),
    ]


def _record(writer: "WARCWriter", kind: str, headers: dict[str, str], block: bytes, form: str) -> "ArcWarcRecord":
    from warcio.recordloader import ArcWarcRecord  # noqa: PLC0415  (as above)
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415

    # Not `create_warc_record`, which parses the headers of HTTP and writes its own idea of them.
    fields = [("WARC-Type", kind), *headers.items(), ("WARC-Block-Digest", _digest(block))]
    head = StatusAndHeaders("", fields, protocol=writer.warc_version)
    return ArcWarcRecord("warc", kind, head, io.BytesIO(block), None, form, len(block))


def _beside(capture: Capture, kind: str) -> str:
    """The id of a record that stands beside the one of the answer."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{capture.record} {kind}')}>"


def _payload(message: bytes) -> bytes:
    """What follows the headers of a message of HTTP, as it stands there."""
    end = _HEAD.search(message)
    return message[end.end() :] if end else b""


def _digest(data: bytes) -> str:
    return f"sha256:{sha256(data).hexdigest()}"
