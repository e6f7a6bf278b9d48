"""Readers of a site: many connections that ask for one page after another, each on a bare socket.

A client library would cost more of the machine than the site that is measured on it.
"""

import asyncio
import gzip
import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlsplit

_END = b"\r\n\r\n"
_LINE = 1 << 20


@dataclass
class Readings:
    """What readers were answered.

    Attributes:
        seconds: kind of page -> how long each answer took.
        statuses: status -> answers.
        broken: connections that ended in the middle of an answer.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0


async def read(address: str, paths: Mapping[str, Sequence[str]], readers: int, seconds: float) -> Readings:
    """Let readers ask for pages: each kind as often, and of a kind the n-th page with a weight of 1/n (Zipf's law).

    Args:
        address: of the site.
        paths: kind of page -> paths of such pages, the most wanted first.
        readers: how many ask at once, each as soon as it has its answer.
        seconds: for how long.
    """
    found, until = Readings(), perf_counter() + seconds
    await asyncio.gather(*(_reader(address, paths, until, found, random.Random(number)) for number in range(readers)))  # noqa: S311
    return found


async def _reader(
    address: str, paths: Mapping[str, Sequence[str]], until: float, found: Readings, chance: random.Random
) -> None:
    kinds = list(paths)
    host = urlsplit(address)
    while perf_counter() < until:
        stream, sink = await asyncio.open_connection(host.hostname, host.port, limit=_LINE)
        try:
            while perf_counter() < until:
                kind = chance.choice(kinds)
                begin = perf_counter()
                status, _ = await ask(stream, sink, host.netloc, _wanted(paths[kind], chance))
                found.seconds.setdefault(kind, []).append(perf_counter() - begin)
                found.statuses[status] += 1
        except (asyncio.IncompleteReadError, ConnectionError):
            found.broken += 1
        finally:
            sink.close()


def _wanted(paths: Sequence[str], chance: random.Random) -> str:
    return chance.choices(paths, [1 / rank for rank in range(1, len(paths) + 1)])[0]


async def ask(stream: asyncio.StreamReader, sink: asyncio.StreamWriter, host: str, path: str) -> tuple[int, bytes]:
    """Status and body of one answer; a body comes with its length, or in chunks."""
    sink.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    await sink.drain()
    head = (await stream.readuntil(_END)).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    if headers.get("transfer-encoding") == "chunked":
        body = b"".join([chunk async for chunk in _chunks(stream)])
    else:
        body = await stream.readexactly(int(headers.get("content-length", 0)))
    return int(head[0].split()[1]), gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body


async def _chunks(stream: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := int((await stream.readline()).split(b";")[0], 16):
        yield (await stream.readexactly(size + 2))[:-2]
    await stream.readline()
