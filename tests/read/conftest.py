"""A site of our own on this machine, which the names of tests lead to as if it stood on the public network."""

import functools
import http.server
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from detente.read.fetch import Fetched, fetch
from detente.read.run import Limits

PUBLIC = "93.184.215.14"


@dataclass
class Answer:
    """What the site says to one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: Callable[[Any], None] | None = None


@dataclass
class Site:
    """The site, what it was asked, and who looked up or connected to what.

    `https` is to be set before something is fetched; `hosts` holds other addresses than the public one.
    """

    port: int
    pages: dict[str, Answer] = field(default_factory=dict)
    hosts: dict[str, list[str]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """The addresses of a host, told apart by nothing but `hosts`."""
        del port
        self.resolved.append(host)
        return self.hosts.get(host, [PUBLIC])

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        """A connection to this machine, whatever address was chosen."""
        del port
        self.connected.append(address)
        return socket.create_connection(("127.0.0.1", self.port), seconds)

    def fetch(self, address: str, **more: Any) -> Fetched:
        """`fetch` with the roads of this site."""
        asked: dict[str, Any] = {"limits": Limits(seconds=5), "resolve": self.resolve, "connect": self.connect, **more}
        return fetch(address, **asked)

    def paths(self) -> list[str]:
        """The paths that were asked for, without robots.txt."""
        return [path for path, _ in self.requests if path != "/robots.txt"]


def serve(site: Site, request: http.server.BaseHTTPRequestHandler) -> None:
    """Answer one request as `site.pages` says."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    site.requests.append((request.path, headers))
    answer = site.pages.get(request.path, Answer(b"none", 404))
    etag = answer.headers.get("ETag")
    if etag and headers.get("if-none-match") == etag:
        answer = Answer(status=304, headers={"ETag": etag})
    request.send_response(answer.status)
    for name, value in answer.headers.items():
        request.send_header(name, value)
    if answer.drip is None:
        request.send_header("Content-Length", str(len(answer.body)))
    request.end_headers()
    try:
        if answer.drip is None:
            request.wfile.write(answer.body)
        else:
            answer.drip(request.wfile)
    except OSError:  # the reader has had enough
        request.close_connection = True


class Server(http.server.ThreadingHTTPServer):
    """A server that does not print what goes wrong: readers that hang up are what is tested."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


def served(wrap: Callable[[socket.socket], socket.socket] | None = None) -> Iterator[Site]:
    """The site as long as the test runs."""
    sites: list[Site] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            serve(sites[0], self)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the name it has there)
            pass

    server = Server(("127.0.0.1", 0), Handler)
    if wrap is not None:
        server.socket = wrap(server.socket)
    sites.append(Site(port=server.server_address[1]))
    thread = threading.Thread(target=functools.partial(server.serve_forever, poll_interval=0.02))
    thread.start()
    try:
        yield sites[0]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that speaks HTTP."""
    yield from served()


@pytest.fixture
def answer() -> type[Answer]:
    """What a page of the site is made of."""
    return Answer


@pytest.fixture
def serving() -> Callable[..., Iterator[Site]]:
    """The site over another kind of socket."""
    return served
