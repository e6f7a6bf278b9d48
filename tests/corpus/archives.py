"""Inputs for the tests of the room: pages of our own, in archives of our own."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

CALL = (
    "Turkish Foreign Minister Hakan Fidan spoke by phone with Russian Foreign Minister Sergey Lavrov on Tuesday. "
    "They discussed grain shipments through the Black Sea and the safety of merchant ships."
)
MEETING = (
    "French President Emmanuel Macron met Greek Prime Minister Kyriakos Mitsotakis in Athens on Monday. "
    "The two discussed ferries, energy links between Greece and France, and forest fires."
)
GARDEN = (
    "The town library opened its new reading garden on Saturday. Children planted forty apple trees along the wall, "
    "and the baker of the market square brought bread for everybody who had come to help."
)
ASIDE = (
    "Turkey and Russia are both known for their tea. A shop in the old town sells thirty kinds of it, and its owner "
    "says that the samovar in the window is older than the street."
)


def page(text: str, title: str = "News of the day") -> str:
    """A page with an article."""
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>"
        "<meta property='article:published_time' content='2024-05-15T08:00:00Z'></head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )


def archive(path: Path, texts: Iterable[str], *, solid: bool = False) -> Path:
    """A WARC at `path` with a request and a page a text, at /0, /1, ... of one site.

    Args:
        path: its name says whether it is packed.
        solid: whether it is packed as one member, and not a member a record.
    """
    members = [_member("warcinfo", "own.warc.gz", "application/warc-fields", b"software: tests\r\n")]
    for number, text in enumerate(texts):
        address, body = f"https://news.example/{number}", page(text).encode()
        asked = f"GET /{number} HTTP/1.1\r\nHost: news.example\r\n\r\n".encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        members.append(_member("request", address, "application/http; msgtype=request", asked))
        members.append(_member("response", address, "application/http; msgtype=response", head.encode() + body))
    packed = path.suffix == ".gz"
    members = [gzip.compress(one, mtime=0) if packed and not solid else one for one in members]
    data = b"".join(members)
    path.write_bytes(gzip.compress(data, mtime=0) if packed and solid else data)
    return path


def _member(kind: str, address: str, media: str, block: bytes) -> bytes:
    number = uuid5(NAMESPACE_URL, f"{kind} {address}")
    where = "WARC-Filename" if kind == "warcinfo" else "WARC-Target-URI"
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2024-05-16T06:00:00Z\r\n"
        f"{where}: {address}\r\nContent-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def lines(path: Path, texts: Iterable[str]) -> Path:
    """A JSON Lines file with a record a text, packed when its name says so."""
    rows = "".join(
        json.dumps(
            {"id": f"d{number}", "lang": "en", "published": "2024-05-15", "outlet": "Harbour Courier", "text": text}
        )
        + "\n"
        for number, text in enumerate(texts)
    )
    data = rows.encode()
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path
