"""Answers that are sent again only when something changed: entity tags (RFC 9110, 8.8.3), and pages kept in memory.

What a page shows depends on its address, who looks, the day, and the state of the ledger: these together are its tag.
"""

import hashlib
from collections.abc import Callable
from datetime import date

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente import __version__
from detente.serve.memory import Memory
from detente.serve.shelf import Shelf

# How many answers are kept, and of how many bytes each at most: 64 MB together if all were as large as that, and as
# they are packed for sending, a tenth of it.
_PAGES, _LARGEST = 1000, 64_000
_OK = 200
# What an answer depends on besides its address.
_VARY = ("accept", "accept-encoding", "hx-request", "cookie")
# Paths answered from contacts alone, so that documents which are still waiting change nothing there.
_OF_CONTACTS = ("/contacts", "/channel", "/states", "/persons", "/promises", "/timeline", "/facets")
Answer = tuple[Message, bytes]


class Conditional:
    """Middleware: tags what is read, answers 304 to who has it, and remembers what others may ask for next.

    Args:
        app: what answers.
        shelf: whose state the answers depend on.
        today: the day.
    """

    def __init__(self, app: ASGIApp, shelf: Shelf, today: Callable[[], date]) -> None:
        self._app, self._shelf, self._today = app, shelf, today
        self._kept: Memory[Answer] = Memory(_PAGES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; to HEAD what GET would say, without its body (RFC 9110, 9.3.2)."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        tag = self._tag(scope)
        if tag in Headers(scope=scope).get("if-none-match", ""):
            await send({"type": "http.response.start", "status": 304, "headers": _tagged(tag)})
            await send({"type": "http.response.body", "body": b""})
            return
        kept = self._kept.get(tag)
        if kept is not None:
            await send(kept[0])
            await send({"type": "http.response.body", "body": kept[1]})
            return
        await self._app(scope, receive, _Keeping(send, tag, lambda answer: self._kept.keep(tag, answer)))

    def _tag(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        user = scope.get("state", {}).get("user")
        state = self._shelf.state(settled=_of_contacts(scope["path"]))
        parts = (
            __version__, state, self._today(), scope["path"], scope["query_string"], user,
            scope["scheme"], headers.get("host", ""),  # feeds link to the address they were asked at
            *(headers.get(name, "") for name in _VARY[:-1]),
        )  # fmt: skip
        return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


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
    """A `send` that tags a good answer and keeps it when it is small and comes in one piece."""

    def __init__(self, send: Send, tag: str, keep: Callable[[Answer], None]) -> None:
        self._send, self._tag, self._keep = send, tag, keep
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == _OK:
            headers = MutableHeaders(raw=list(message["headers"]))
            if "set-cookie" not in headers and headers.get("cache-control") != "no-store":
                headers.raw.extend(_tagged(self._tag))
                self._start = message = {**message, "headers": headers.raw}
        elif message["type"] == "http.response.body" and self._start is not None:
            body = message.get("body", b"")
            if not message.get("more_body") and len(body) <= _LARGEST:
                self._keep((self._start, body))
            self._start = None
        await self._send(message)
