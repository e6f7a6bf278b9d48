"""HTTP over connections that go to checked addresses only, and that end when the time is up.

Imported by `fetch` when something is fetched: httpx and what it brings take a fifth of a second.
"""

import socket
import ssl
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore
import httpx

from detente.errors import UnreadableError

Connect = Callable[[str, int, float], socket.socket]
Find = Callable[[str, int, float], Sequence[str]]  # addresses of a host and port that may be connected to, in seconds

_CHUNK = 1 << 16
RECORDED = "detente.recorded"  # the extension of a response under which its `Recorded` stands


class Recorded:
    """The bytes of one request and its answer as they pass; a class because a connection fills it piece by piece.

    Args:
        most: how many bytes may be received, framing and headers included.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self.address = ""
        self.sent, self.received = bytearray(), bytearray()

    def receive(self, data: bytes) -> bytes:
        """The same bytes, noted.

        Raises:
            UnreadableError: too-large, for headers, chunks or notices without end.
        """
        self.received += data
        if len(self.received) > self._most:
            raise UnreadableError("too-large", f"more than {self._most:,} bytes on the wire", "raise the limit")
        return data


class Deadline:
    """The end of the time that one fetch may take; a class because every part of it asks what is left."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left.

        Raises:
            UnreadableError: timeout, when none are.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def extend(self, seconds: float) -> None:
        """Give back time that was spent on waiting out of politeness."""
        self._end += seconds

    def passed(self) -> UnreadableError:
        """The refusal for a site that is too slow."""
        return UnreadableError("timeout", f"it took more than {self._seconds:g} s to come", "try again later")


class Transport(httpx.BaseTransport):
    """HTTP/1.1 for httpx; its own transport does not let anyone choose where a connection goes.

    Each request has a connection of its own: after a pause a site may have closed an earlier one, and all that passes
    over a connection belongs to one exchange.

    Args:
        find: addresses of a host that may be connected to.
        connect: a connection to one of them.
        tls: whom to trust.
        deadline: of all requests together.
        most: how many bytes of one answer may come over the wire.
    """

    def __init__(
        self, find: Find, connect: Connect, tls: ssl.SSLContext, deadline: Deadline, most: int = sys.maxsize
    ) -> None:
        self._network, self._most = _Network(find, connect, deadline), most
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, network_backend=self._network, max_connections=1, max_keepalive_connections=0
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is still to be read.

        Raises:
            UnreadableError: no-address, timeout or fetch-failed.
        """
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
        )
        self._network.recorded = recorded = Recorded(self._most)
        try:
            answer = self._pool.handle_request(asked)
        except _FAULTS as error:
            raise failed(request.url.host, error) from error
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer, request.url.host),
            extensions={RECORDED: recorded},
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response, host: str) -> None:
        self._answer, self._host = answer, host

    def __iter__(self) -> Any:  # noqa: ANN401  (what httpcore types as either of two kinds)
        try:
            yield from self._answer.iter_stream()
        except _FAULTS as error:
            raise failed(self._host, error) from error

    def close(self) -> None:
        self._answer.close()


class _Network(httpcore.NetworkBackend):
    """Asks once where a host is, and connects to exactly the addresses that were found."""

    def __init__(self, find: Find, connect: Connect, deadline: Deadline) -> None:
        self._find, self._connect, self._deadline = find, connect, deadline
        self._known: dict[tuple[str, int], Sequence[str]] = {}
        self.recorded = Recorded(0)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        del timeout, local_address, socket_options  # the deadline is the limit; the others are never set here
        known = self._known.get((host, port))
        if known is None:
            known = self._find(host, port, self._deadline.left())
            self._known[host, port] = known
        for address in known[:-1]:
            # One address of several may not answer; each gets its part of the time.
            try:
                return self._stream(address, port, self._deadline.left() / len(known))
            except OSError:
                continue
        return self._stream(known[-1], port, self._deadline.left())

    def _stream(self, address: str, port: int, seconds: float) -> "_Stream":
        self.recorded.address = address
        return _Stream(self._connect(address, port, seconds), self._deadline, self.recorded)


class _Stream(httpcore.NetworkStream):
    def __init__(self, connection: socket.socket, deadline: Deadline, recorded: Recorded) -> None:
        self._socket, self._deadline, self._recorded = connection, deadline, recorded

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        self._socket.settimeout(self._deadline.left())
        return self._recorded.receive(self._socket.recv(min(max_bytes, _CHUNK)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._socket.settimeout(self._deadline.left())
        self._socket.sendall(buffer)
        self._recorded.sent += buffer

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        del timeout
        self._socket.settimeout(self._deadline.left())
        try:
            inside = ssl_context.wrap_socket(self._socket, server_hostname=server_hostname)
        except OSError:
            self._socket.close()
            raise
        return _Stream(inside, self._deadline, self._recorded)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  (the type that httpcore gives it)
        del info  # asked for sockets to watch and for HTTP/2, which are not used
        return None


_FAULTS = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError)


def failed(host: str, error: Exception) -> UnreadableError:
    """The refusal for what went wrong on the way."""
    if isinstance(error, TimeoutError | httpcore.TimeoutException):
        return UnreadableError("timeout", f"{host} is too slow", "try again later")
    return UnreadableError("fetch-failed", f"{host} did not answer: {error or type(error).__name__}", "try again later")
