"""Answers that are sent again only when something changed: entity tags (RFC 9110, 8.8.3), and pages kept in memory.

What a page shows depends on its address, who looks, the day, and the state of the ledger: these together are its tag.
"""

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date

from anyio import Event
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente import __version__
from detente.serve.memory import Memory
from detente.serve.sessions import Clock
from detente.serve.shelf import Shelf
from detente.serve.shipped import edition

# How many answers are kept, and of how many bytes each at most: 64 MB together if all were as large as that, and as
# they are packed for sending, a tenth of it.
_PAGES, _LARGEST = 1000, 64_000
_OK = 200
# What an answer depends on besides its address.
_VARY = ("accept", "accept-encoding", "hx-request", "cookie")
# Paths answered from contacts alone, so that documents which are still waiting change nothing there.
_OF_CONTACTS = ("/contacts", "/channel", "/states", "/persons", "/promises", "/timeline", "/facets")
Asked = tuple[Hashable, ...]


@dataclass(slots=True)
class _Kept:
    """An answer in memory.

    Attributes:
        looked: when it was last known to be what the ledger says, in seconds.
        writings: how often the site had been written to then.
    """

    tag: str
    start: Message
    body: bytes
    looked: float
    writings: int


class Conditional:
    """Middleware: tags what is read, answers 304 to who has it, and remembers what others may ask for next.

    Args:
        app: what answers.
        shelf: whose state the answers depend on.
        today: the day.
        clock: seconds that never run backwards.
        patience: for how many seconds an answer is given again without a look at the ledger, unless somebody has
            written to it through this site; others are answered out of memory only while the ledger has not changed.
    """

    def __init__(self, app: ASGIApp, shelf: Shelf, today: Callable[[], date], clock: Clock, patience: float) -> None:
        self._app, self._shelf, self._today = app, shelf, today
        self._clock, self._patience = clock, patience
        self._kept: Memory[_Kept] = Memory(_PAGES)
        self._making: dict[Asked, Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; to HEAD what GET would say, without its body (RFC 9110, 9.3.2)."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        asked = self._asked(scope)
        if asked in self._making:
            await self._making[asked].wait()
        kept = self._kept.get(asked)
        tag = kept.tag if kept and self._is_fresh(kept) else self._looked_at(kept, asked, scope["path"])
        if tag in Headers(scope=scope).get("if-none-match", ""):
            await send({"type": "http.response.start", "status": 304, "headers": _tagged(tag)})
            await send({"type": "http.response.body", "body": b""})
        elif kept is not None and kept.tag == tag:
            await send(kept.start)
            await send({"type": "http.response.body", "body": kept.body})
        else:
            await self._make(asked, tag, scope, receive, send)

    async def _make(self, asked: Asked, tag: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, while others that ask for the same wait until it is kept, or turns out not to be."""
        made = self._making[asked] = Event()
        looked, writings = self._clock(), self._shelf.writings

        def settle(start: Message | None, body: bytes) -> None:
            if start is not None:
                self._kept.keep(asked, _Kept(tag, start, body, looked, writings))
            if self._making.get(asked) is made:
                del self._making[asked]
            made.set()

        try:
            await self._app(scope, receive, _Keeping(send, tag, settle))
        finally:
            settle(None, b"")

    def _asked(self, scope: Scope) -> Asked:
        """All that an answer depends on, except the ledger."""
        headers = Headers(scope=scope)
        user = scope.get("state", {}).get("user")
        return (
            __version__, edition(), self._today(), scope["path"], scope["query_string"], user,
            scope["scheme"], headers.get("host", ""),  # feeds link to the address they were asked at
            *(headers.get(name, "") for name in _VARY[:-1]),
        )  # fmt: skip

    def _tag(self, asked: Asked, path: str) -> str:
        state = self._shelf.state(settled=_of_contacts(path))
        return f'"{hashlib.sha256(repr((state, asked)).encode()).hexdigest()[:32]}"'

    def _looked_at(self, kept: _Kept | None, asked: Asked, path: str) -> str:
        """The tag of what the ledger says now; an answer in memory that has it is good for a while again."""
        looked, writings = self._clock(), self._shelf.writings
        tag = self._tag(asked, path)
        if kept is not None and kept.tag == tag:
            kept.looked, kept.writings = looked, writings
        return tag

    def _is_fresh(self, kept: _Kept) -> bool:
        return self._clock() < kept.looked + self._patience and kept.writings == self._shelf.writings


def _of_contacts(path: str) -> bool:
    return path == "/" or path.removeprefix("/api/v1").startswith(_OF_CONTACTS)


def _without_body(send: Send) -> Send:
    async def send_headers(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_headers


def _tagged(tag: str) -> list[tuple[bytes, bytes]]:
    named = {"etag": tag, "cache-control": "private, no-cache", "vary": ", ".join(_VARY)}
    return [(name.encode(), value.encode()) for name, value in named.items()]


class _Keeping:
    """A `send` that tags a good answer, and says with the first part of its body whether it is kept.

    Args:
        settle: called with start and body of an answer that is small and comes in one piece, with None for others.
    """

    def __init__(self, send: Send, tag: str, settle: Callable[[Message | None, bytes], None]) -> None:
        self._send, self._tag, self._settle = send, tag, settle
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == _OK:
            headers = MutableHeaders(raw=list(message["headers"]))
            if "set-cookie" not in headers and headers.get("cache-control") != "no-store":
                headers.raw.extend(_tagged(self._tag))
                self._start = message = {**message, "headers": headers.raw}
        elif message["type"] == "http.response.body":
            body = message.get("body", b"")
            whole = self._start is not None and not message.get("more_body") and len(body) <= _LARGEST
            # Before it is sent: others should not wait for somebody who reads slowly.
            self._settle(self._start if whole else None, body)
            self._start = None
        await self._send(message)
