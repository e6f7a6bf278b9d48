"""Pages and feeds from the network: at public addresses only, where robots may go, in bounded time and size."""

import io
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from detente.errors import UnreadableError
from detente.model import Capture, Stamp
from detente.read.addresses import Resolve, public_addresses, resolved
from detente.read.manners import Pace, retry_after
from detente.read.run import Limits
from detente.read.source import look, unpacked

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from httpx import URL, Response
    from protego import Protego

    from detente.read.wire import Connect, Deadline, Recorded, Transport

__all__ = ["AGENT", "Exchange", "Fetched", "Robots", "Stamp", "connected", "fetch"]

AGENT = "detente"
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK, _NOT_MODIFIED, _CLIENT_ERRORS = 200, 304, range(400, 500)
_TOO_MANY, _BUSY = 429, frozenset({429, 503})
_LONGEST_WORD = 1000  # letters of an ETag that is kept
_FRAMING = 300_000  # bytes of headers and chunk sizes that may come beside twice the largest body
_LAST_PORT = 65_535
_HOST = re.compile(rb"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
_ROBOTS_BYTES = 500 * 1024  # what a robot has to read at least (RFC 9309); the rest is left
_AGENT_LINE = re.compile(r"(\s*user[- ]?agent\s*[:\s])(.*)", re.IGNORECASE)
_INTERIM = re.compile(rb"HTTP/1\.[01] 1\d\d[^\n]*\n(?:[^\r\n][^\n]*\n)*+\r?\n")
_TYPES = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/html;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its answer, byte for byte as they passed over the connection.

    Attributes:
        sent: the request.
        received: status line, headers and body of the answer, packed and chunked as the site sent it.
        address: the IP address that was connected to.
    """

    sent: bytes
    received: bytes
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave.

    Attributes:
        url: the address that gave it, after redirects.
        body: its bytes, unpacked; None when it has not changed since the stamp that was asked with.
        content_type: what the site calls it, None when it does not say.
        stamp: to ask with the next time.
        exchange: how it came; None without a body.
        capture: what is known of it as a thing that was fetched, where somebody noted that.
    """

    url: str
    body: bytes | None
    content_type: str | None
    stamp: Stamp
    exchange: Exchange | None = None
    capture: Capture | None = None


class Robots:
    """The robots.txt of the sites that were asked; a class because one answer serves many pages of a site.

    Make one for each round of fetching and let it go afterwards, since sites change their minds.
    """

    def __init__(self) -> None:
        self.rules: dict[str, Protego | None] = {}


def connected(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to an IP address.

    Raises:
        OSError: nobody answers there.
    """
    return socket.create_connection((address, port), seconds)


def fetch(  # noqa: PLR0913  (each says one thing of the request, and only by name)
    address: str,
    *,
    limits: Limits,
    most: int | None = None,
    since: Stamp | None = None,
    robots: Robots | None = None,
    pace: Pace | None = None,
    resolve: Resolve = resolved,
    connect: "Connect" = connected,
    tls: ssl.SSLContext | None = None,
) -> Fetched:
    """What stands at an address, after at most five redirects.

    Args:
        address: an http or https address.
        limits: `page_bytes`, `ratio` and `seconds` hold; the seconds are for all of it together.
        most: largest body in bytes, instead of `page_bytes`.
        since: the stamp of the last time; what has not changed since comes without a body.
        robots: what sites have said before; asked anew without it.
        pace: when each host may be asked again; without it nothing waits, and a busy site is not asked twice.
        resolve: the addresses of a host and port; each host is asked for once, and every answer has to be public.
        connect: a connection to one of them.
        tls: whom to trust, instead of the authorities that browsers trust.

    Raises:
        UnreadableError: no-address, fetch-failed, robots, too-large, binary or timeout.
    """
    from importlib.metadata import version  # noqa: PLC0415  (with httpx a third of a second)

    from detente.read.wire import Deadline, Transport  # noqa: PLC0415

    deadline = Deadline(limits.seconds)
    most = limits.page_bytes if most is None else most
    headers = {
        "User-Agent": f"{AGENT}/{version(AGENT)}", "Accept": _TYPES, "Accept-Encoding": "gzip", "Connection": "close",
    }  # fmt: skip

    def find(host: str, port: int, seconds: float) -> list[str]:
        return public_addresses(host, port, resolve, seconds)

    transport = Transport(find, connect, tls or _trusted(), deadline, 2 * max(most, _ROBOTS_BYTES) + _FRAMING)
    # No httpx.Client: it would look for a proxy in the environment, which connects to where nobody has looked, keep
    # cookies, and fail with errors of its own over the places that redirects name.
    with transport:
        visit = _Visit(transport, headers, limits, most, pace, deadline)
        return visit.fetched(address, since or Stamp(), robots or Robots())


@dataclass(frozen=True, slots=True)
class _Visit:
    transport: "Transport"
    headers: dict[str, str]
    limits: Limits
    most: int
    pace: Pace | None
    deadline: "Deadline"

    def fetched(self, address: str, since: Stamp, robots: Robots) -> Fetched:
        asked = {"If-None-Match": since.etag, "If-Modified-Since": since.modified}
        headers = {name: value for name, value in asked.items() if value}
        with ExitStack() as stack:
            url, answer = self._answer(_url(address), headers, stack, robots)
            if answer.status_code == _OK:
                return _fetched(url, answer, _body(answer, self.most, self.limits.ratio))
            if answer.status_code == _NOT_MODIFIED and headers:
                return _fetched(url, answer, None, since)
            detail = f"{url.host} answers {answer.status_code} {answer.reason_phrase}".rstrip()
            raise UnreadableError("fetch-failed", detail, "check the address")

    def _answer(
        self, url: "URL", headers: dict[str, str], stack: ExitStack, robots: Robots | None
    ) -> "tuple[URL, Response]":
        """The first answer that is no redirect; each address on the way is checked like the first."""
        for _ in range(_MOST_REDIRECTS + 1):
            if robots is not None:
                self._ask_leave(url, robots)
            answer = self._asked(url, headers, stack)
            if answer.status_code not in _REDIRECTS or "location" not in answer.headers:
                return url, answer
            answer.close()
            url = _url(answer.headers["location"], url)
        raise UnreadableError("fetch-failed", f"more than {_MOST_REDIRECTS} redirects", "give the page's own address")

    def _asked(self, url: "URL", headers: dict[str, str], stack: ExitStack) -> "Response":
        """One answer; a busy site is asked once more when it says when, and that is soon."""
        answer = self._sent(url, headers, stack)
        seconds = retry_after(answer.headers) if answer.status_code in _BUSY else None
        if seconds is None or self.pace is None:
            return answer
        answer.close()
        self.pace.hold(url.host, seconds)
        again = self._sent(url, headers, stack)
        if again.status_code in _BUSY:
            self.pace.hold(url.host, retry_after(again.headers) or 0.0)
        return again

    def _sent(self, url: "URL", headers: dict[str, str], stack: ExitStack) -> "Response":
        import httpx  # noqa: PLC0415  (as in `fetch`)

        if self.pace is not None:
            self.deadline.extend(self.pace.wait(url.host))
        request = httpx.Request("GET", url, headers={**self.headers, **headers})
        return stack.enter_context(closing(self.transport.handle_request(request)))

    def _ask_leave(self, url: "URL", robots: Robots) -> None:
        site = f"{url.scheme}://{url.netloc.decode()}"
        if site not in robots.rules:
            robots.rules[site] = self._rules(url)
        rules = robots.rules[site]
        if rules is None:
            raise UnreadableError("robots", f"{url.host} cannot say now whom it lets in", "try again later")
        if not rules.can_fetch(str(url), AGENT):
            raise UnreadableError("robots", f"the robots.txt of {url.host} says no", "save the page and give the file")
        if self.pace is not None and (delay := _delay(rules)):
            self.pace.slow(url.host, delay)

    def _rules(self, url: "URL") -> "Protego | None":
        """The rules of a site; none at all when it has no robots.txt, None when it fails to answer (RFC 9309)."""
        from protego import Protego  # noqa: PLC0415  (only what is fetched needs it)

        with ExitStack() as stack:
            _, answer = self._answer(url.join("/robots.txt"), {}, stack, None)
            if answer.status_code in _CLIENT_ERRORS and answer.status_code != _TOO_MANY:
                return Protego.parse("")
            if answer.status_code != _OK:
                return None
            text = _body(answer, _ROBOTS_BYTES, self.limits.ratio, cut=True).decode("utf-8-sig", "replace")
            return Protego.parse("\n".join(map(_of_few_robots, text.splitlines())))


@cache
def _trusted() -> ssl.SSLContext:
    import httpx  # noqa: PLC0415

    return httpx.create_ssl_context(trust_env=False)


def _url(address: str, base: "URL | None" = None) -> "URL":
    import httpx  # noqa: PLC0415

    try:
        url = httpx.URL(address) if base is None else base.join(address)
        host = url.host  # may find that a name in punycode is none
    except (httpx.InvalidURL, ValueError) as error:
        raise UnreadableError("no-address", f"not an address: {error}", "check the address") from error
    well_formed = _HOST.fullmatch(url.raw_host) and (url.port is None or 0 < url.port <= _LAST_PORT)
    if url.scheme not in {"http", "https"} or not well_formed or host.startswith("."):
        raise UnreadableError("no-address", "not an address of http or https", "check the address")
    if url.userinfo:
        # It would stand in the ledger with the address.
        raise UnreadableError("no-address", "an address with a name or password in it", "leave them out")
    return url.copy_with(fragment=None)


def _fetched(url: "URL", answer: "Response", body: bytes | None, before: Stamp | None = None) -> Fetched:
    from detente.read.wire import RECORDED  # noqa: PLC0415  (as in `fetch`)

    before = before or Stamp()
    said = {name: value for name in ("etag", "last-modified") if _can_be_said(value := answer.headers.get(name, ""))}
    stamp = Stamp(etag=said.get("etag", before.etag), modified=said.get("last-modified", before.modified))
    exchange = None if body is None else _exchange(answer.extensions[RECORDED])
    kind = answer.headers.get("content-type")
    return Fetched(url=str(url), body=body, content_type=kind, stamp=stamp, exchange=exchange)


def _can_be_said(value: str) -> bool:
    """Whether a site's word can be said to it in a later request: its headers may hold anything, ours may not."""
    return 0 < len(value) <= _LONGEST_WORD and value.isascii() and value.isprintable()


def _delay(rules: "Protego") -> float:
    """Seconds that a site wants between two requests; 0 when it does not say."""
    delay, rate = rules.crawl_delay(AGENT) or 0.0, rules.request_rate(AGENT)
    return max(delay, rate.seconds / rate.requests if rate and rate.requests else 0.0)


def _exchange(recorded: "Recorded") -> Exchange:
    received = bytes(recorded.received)
    while found := _INTERIM.match(received):  # "100 Continue" and the like come before the answer and are none
        received = received[found.end() :]
    return Exchange(sent=bytes(recorded.sent), received=received, address=recorded.address)


def _body(answer: "Response", most: int, ratio: int, *, cut: bool = False) -> bytes:
    """The body, at most `most` bytes of it; a longer one is cut there or refused."""
    packing = answer.headers.get("content-encoding", "identity").strip().lower()
    if packing not in {"identity", "gzip", "x-gzip", ""}:
        raise UnreadableError("fetch-failed", f"packed with {packing[:20]}, not with gzip", "save the page yourself")
    # Unfolded by our own reader, which can stop: httpx would have a megabyte become two gigabytes first.
    _, stream = unpacked(*look(io.BufferedReader(_Raw(answer.iter_raw(), most, cut=cut))), ratio)
    data = stream.read(most if cut else most + 1)
    if len(data) > most:
        raise UnreadableError("too-large", f"more than {most:,} bytes", "raise the limit")
    return data


class _Raw(io.RawIOBase):
    """The bytes as they come, until there are too many of them."""

    def __init__(self, chunks: Iterator[bytes], most: int, *, cut: bool) -> None:
        self._chunks, self._left, self._most, self._cut = chunks, most, most, cut
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        while not self._waiting:
            chunk = next(self._chunks, b"") if self._left >= 0 else b""
            if not chunk:
                return 0
            self._left -= len(chunk)
            if self._left < 0 and not self._cut:
                raise UnreadableError("too-large", f"more than {self._most:,} bytes", "raise the limit")
            self._waiting = chunk
        data, self._waiting = self._waiting[: len(view)], self._waiting[len(view) :]
        view[: len(data)] = data
        return len(data)


def _of_few_robots(line: str) -> str:
    """A line of robots.txt in which all robots that are not meant to be us have one name.

    protego hands each rule to every robot named before it: 20,000 names and as many rules are 400 million.
    """
    found = _AGENT_LINE.match(line)
    if not found or found[2].partition("#")[0].replace("*", "").strip().lower() in AGENT:
        return line
    return f"{found[1]} another"
