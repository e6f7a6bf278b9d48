"""Files that are small and become large, or cheap to write and dear to read."""

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping

import brotli
import zstandard
from tests.read.archives import PACKINGS, SENTENCE, answer, record

MEGABYTE = 1 << 20
LARGE = 50 * MEGABYTE
LAUGHS = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "ha">{}]>'.format(
    "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
)
UNPACKED: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: bytes(brotli.compress(data, quality=1)),
    "zstd": zstandard.compress,
}


def nested(data: bytes, layers: int) -> bytes:
    """Data packed several times over."""
    for _ in range(layers):
        data = gzip.compress(data)
    return data


def wide(data: bytes, bits: int) -> bytes:
    """Data in a zstd frame that asks its reader to remember so many bits of bytes."""
    settings = zstandard.ZstdCompressionParameters.from_level(1, window_log=bits)
    packing = zstandard.ZstdCompressor(compression_params=settings).compressobj()
    return packing.compress(data) + packing.flush()


def files() -> Iterator[tuple[str, bytes]]:
    """Packed files of every kind, and JSON."""
    yield "zeros.txt.gz", gzip.compress(bytes(LARGE))
    yield "tags.html.gz", gzip.compress(b"<html>" + b"<p>x" * 5_000_000)
    yield "items.xml.gz", gzip.compress(b"<rss>" + b"<item/>" * 5_000_000)
    yield "lines.jsonl.gz", gzip.compress(b"\n" * LARGE)
    yield "string.jsonl.gz", gzip.compress(b'{"text": "' + b"a" * LARGE)
    yield "brackets.json.gz", gzip.compress(b"[" * LARGE)
    yield "five.gz", nested(bytes(LARGE), 5)
    yield "two.txt.gz", nested(bytes(LARGE), 2)
    yield "long.txt", b"a" * 40_000_000
    yield "brackets.json", b"[" * 40_000_000
    yield "braces.json", b'{"text":' * 2_000_000
    yield "braces.jsonl", b'{"text":' * 2_000_000
    yield "names.json", b"{%s}" % b",".join(b'"k%d":1' % number for number in range(1_500_000))
    yield "digits.json", b'{"text":%s}' % (b"9" * 15_000_000)
    yield "escapes.json", b'{"text":"%s"}' % (rb"\u0041" * 3_000_000)
    yield "lists.jsonl", b'{"id":[%s1], "text":NaN}' % (b"[]," * 5_000_000)
    yield "half.jsonl", b'{"text":"' + b"a" * 40_000_000
    yield "wide.jsonl", b"\xff\xfe" + b"[\0" * 20_000_000


def archives() -> Iterator[tuple[str, bytes]]:
    """Web archives."""
    for name, pack in PACKINGS.items():
        if name != "plain":
            yield f"zeros-{name}.warc", pack(record(answer(bytes(LARGE))))
            yield f"header-{name}.warc", pack(b"WARC/1.0\r\nX: " + b"a" * LARGE)
            yield f"blanks-{name}.warc", pack(b"\r\n" * (LARGE // 2))
    for name, pack in UNPACKED.items():
        yield f"body-{name}.warc", record(answer(pack(bytes(LARGE)), f"Content-Encoding: {name}"))
    yield "three.warc", record(answer(nested(bytes(LARGE), 3), "Content-Encoding: gzip, gzip, gzip"))
    yield "nine.warc", record(answer(nested(bytes(MEGABYTE), 9), "Content-Encoding: " + ", ".join(["gzip"] * 9)))
    yield "chunks.warc", record(answer(b"1\r\na\r\n" * 300_000 + b"0\r\n\r\n", "Transfer-Encoding: chunked"))
    yield "long.warc", record(answer(b"<html>" + b"a" * 40_000_000))
    yield "claim.warc", record(answer(b"<html>")).replace(b"Content-Length: ", b"Content-Length: 999999999")
    yield "fields.warc", b"WARC/1.0\r\n" + b"A: b\r\n" * 5_000_000
    yield "answer.warc", record(answer(b"", *["A: b"] * 300_000))
    yield "window.warc", wide(record(answer(bytes(MEGABYTE))), 27)


def markup() -> Iterator[tuple[str, bytes]]:
    """Pages and feeds."""
    bodies = {
        "paragraphs": "<p>The envoys met.</p>" * 60_000,
        "short": "<p>a" * 480_000,
        "nested": "<div>" * 100_000 + SENTENCE,
        "bold": "<b>" * 600_000 + SENTENCE,
        "cells": "<table>" + "<tr><td>met" * 180_000,
        "links": "<a href=/x>met on</a> " * 90_000,
        "breaks": "a<br>" * 380_000,
        "lists": "<ul><li>a" * 210_000,
        "comments": "<!--" * 480_000,
        "attributes": f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>{SENTENCE}",
        "references": "&lt;p&gt;" * 260_000,
        "laughs": "<p>&a11;",
    }
    for name, body in bodies.items():
        yield f"{name}.html", f"{LAUGHS if name == 'laughs' else '<html>'}<body>{body}".encode()
    feeds = {
        "laughs": "<item><title>&a11;</title></item>",
        "deep": "<a>" * 1_000_000,
        "author": f"<item><author>{'a' * 4_000_000}</author></item>",
        "attributes": f"<item {' '.join(f'a{n}=' for n in range(400_000))}",
        "names": "<item {}/>".format(" ".join(f'a{n}="1"' for n in range(300_000))),
        "long": "<item><title>The envoys met.</title></item>" * 300_000,
    }
    for name, inside in feeds.items():
        head = LAUGHS if name == "laughs" else ""
        yield f"{name}.rss", f'{head}<rss version="2.0"><channel>{inside}</channel></rss>'.encode()


KINDS = {"files": files, "archives": archives, "markup": markup}
