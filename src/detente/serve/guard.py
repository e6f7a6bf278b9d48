"""What stands in front of the app: who asks, from which site, under which name, with how large a body."""

import binascii
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.serve.exposure import Names
from detente.serve.local_paths import HOME, local_path, sign_in_path
from detente.serve.problems import problem
from detente.serve.rights import LOCAL, Rights, Role, User
from detente.serve.sessions import Sessions, cookie_name

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})  # `none`: somebody typed it
_BY_PROXY = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Outlets do not learn who looks. Not `no-referrer`: a browser would then send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_UNLESS_SAID = "private, no-cache"  # what one person may see is not kept for another


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What is let through.

    Attributes:
        names: under which the site answers.
        open_paths: paths that need no user.
        open_folders: beginnings of such paths; they end in a slash.
        readers_post: paths to which a reader may send something; to every other one only a coder.
        programs: beginnings of the paths that programs ask; they get problems in place of the sign-in page.
        body_bytes: the largest body of a request.
        open_bytes: the largest body of one that comes from nobody we know.
        body_seconds: how long it may take to arrive.
    """

    names: Names = field(default_factory=Names)
    open_paths: frozenset[str] = frozenset({"/sign-in"})
    open_folders: tuple[str, ...] = ("/static/",)
    readers_post: frozenset[str] = frozenset({"/sign-in", "/sign-out"})
    programs: tuple[str, ...] = ("/api/", "/feeds/", "/mcp")
    body_bytes: int = 1_000_000
    open_bytes: int = 10_000
    body_seconds: float = 30.0

    def is_open(self, path: str) -> bool:
        """Whether a path needs no user."""
        return path in self.open_paths or path.startswith(self.open_folders)

    def most_bytes(self, user: User | None) -> int:
        """The largest body that this user may send."""
        return self.open_bytes if user is None else self.body_bytes


class Guard:
    """ASGI middleware; it has to be the outermost, so that errors leave with the headers too.

    The app finds the user in `scope["state"]["user"]`: a `User`, or None on open paths.

    Args:
        app: what is guarded.
        rights: the accounts; without any, everybody who gets here is a coder without a name.
        sessions: who has signed in.
    """

    def __init__(self, app: ASGIApp, *, rules: Rules, rights: Rights, sessions: Sessions) -> None:
        self._app, self._rules, self._rights, self._sessions = app, rules, rights, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, _secured(send))
        else:  # there are no web sockets here; closing one before it is accepted is answered with 403
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        user = self._user(scope, headers)
        refusal = self._refusal(scope, headers, user)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        state = {**scope.get("state", {}), "user": user}
        if scope["method"] in {"GET", "HEAD"} and not _has_body(headers):
            await self._app({**scope, "state": state}, receive, send)
            return
        try:
            with anyio.fail_after(self._rules.body_seconds):
                body = await _body(receive, self._rules.most_bytes(user))
        except TimeoutError:
            await problem(408, detail="The request did not arrive in time.")(scope, receive, send)
            return
        except ClientDisconnect:  # half a body is none, and nobody waits for the answer
            return
        if body is None:
            await _too_large(self._rules.most_bytes(user))(scope, receive, send)
            return
        await self._app({**scope, "state": state}, _again(body, receive), send)

    def _user(self, scope: Scope, headers: Headers) -> User | None:
        if not self._rights:
            return LOCAL
        if "authorization" in headers:  # then the cookie does not count: a wrong token is not made up for by another
            return _by_token(headers["authorization"], self._rights)
        session = session_of(headers, secure=is_secure(scope))
        return self._sessions.user(session) if session else None

    def _refusal(self, scope: Scope, headers: Headers, user: User | None) -> Response | None:
        """Why the request goes no further; None when it may."""
        hosts = headers.getlist("host")
        if len(hosts) != 1:
            return problem(400, detail="A request names one host.")
        if not self._rules.names.has(hosts[0]):
            return problem(421, detail="This site has another name; whoever runs it can add one with --name.")
        if not self._rights and any(name in headers for name in _BY_PROXY):
            return problem(
                403,
                detail="The request came through a proxy, and this site has no accounts to keep strangers out; "
                "whoever runs it can start it with --passwords or --tokens.",
            )
        if "authorization" in headers and user is None:
            return _unknown(scope, headers)
        sends = scope["method"] not in _SAFE
        # No page of a stranger can make a browser send a bearer token; Basic it adds by itself, as it does cookies.
        by_bearer = bool(self._rights) and headers.get("authorization", "").lower().startswith("bearer ")
        if sends and not by_bearer and not _from_here(scope, headers):
            return problem(403, detail="The request came from a page of another site.")
        if user is None and not self._rules.is_open(scope["path"]):
            return self._sign_in(scope, headers)
        if user is not None and sends and not self._may_send(user, scope["path"]):
            return problem(403, detail="Readers look; for a judgement, ask for the role of a coder.")
        most = self._rules.most_bytes(user)
        return _too_large(most) if _announced(headers) > most else None

    def _may_send(self, user: User, path: str) -> bool:
        return user.may(Role.CODER) or path in self._rules.readers_post

    def _sign_in(self, scope: Scope, headers: Headers) -> Response:
        if scope["path"].startswith(self._rules.programs):
            return _unknown(scope, headers)
        if "hx-request" in headers:  # htmx would put the sign-in page into a part of this one
            shown = urlsplit(headers.get("hx-current-url", ""))
            target = local_path(f"{shown.path}?{shown.query}" if shown.query else shown.path)
            return _unknown(scope, headers, {"HX-Redirect": sign_in_path(target)})
        seen = scope["method"] in _SAFE
        return RedirectResponse(
            sign_in_path(_asked(scope) if seen else HOME), status_code=303, headers={"Cache-Control": "no-store"}
        )


def is_secure(scope: Scope) -> bool:
    """Whether the browser sent the request by https: the server knows it from TLS or from a proxy that it trusts."""
    return bool(scope.get("scheme") == "https")


def session_of(headers: Headers, *, secure: bool) -> str:
    """The id of the session in the cookies of a request, "" without one."""
    wanted = cookie_name(secure=secure)
    for part in "; ".join(headers.getlist("cookie")).split(";"):
        name, _, value = part.strip().partition("=")
        if name == wanted:
            return value
    return ""


def _by_token(authorization: str, rights: Rights) -> User | None:
    """Whose token an Authorization header shows: as a bearer's, or, from readers of feeds, as a password (Basic)."""
    kind, _, shown = authorization.partition(" ")
    if kind.lower() == "bearer":
        return rights.bearer(shown.strip())
    if kind.lower() != "basic":
        return None
    try:
        name, _, token = b64decode(shown.strip().encode("latin-1"), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    found = rights.bearer(token)
    return found if found is not None and found.name == name else None


def _asked(scope: Scope) -> str:
    """The path and query as they were sent."""
    path = scope.get("raw_path", b"").decode("latin-1").partition("?")[0]
    query = scope.get("query_string", b"").decode("latin-1")
    return f"{path}?{query}" if query else path


def _unknown(scope: Scope, headers: Headers, more: Mapping[str, str] | None = None) -> Response:
    # A browser that is asked for Basic opens a window of its own, over the page.
    schemes = ("Bearer",) if "sec-fetch-mode" in headers else ("Bearer", "Basic")
    asked = ", ".join(f'{scheme} realm="detente"' for scheme in schemes)
    detail = "Send a token with the request: Authorization: Bearer TOKEN. Whoever runs the site hands them out."
    return problem(401, "Sign in first", detail, scope["path"], headers={"WWW-Authenticate": asked, **(more or {})})


def _too_large(most: int) -> Response:
    # The rest of the body is not read, so the connection cannot be used again.
    return problem(413, detail=f"The body may have {most:,} bytes.", headers={"Connection": "close"})


def _from_here(scope: Scope, headers: Headers) -> bool:
    """Whether a page of this site sent the request, or no page at all.

    Browsers say so in Sec-Fetch-Site, which no page can change; those that do not (before 2023, or without TLS) send
    Origin with everything that changes something. A program that sends neither has no cookies of somebody else.
    """
    site = headers.getlist("sec-fetch-site")
    if site:
        return len(site) == 1 and site[0] in _OURS
    origins = headers.getlist("origin")
    if not origins:
        return True
    scheme, _, host = origins[0].lower().partition("://")
    # A proxy that ends TLS may not say so: then an https page of this host is still ours. Not the other way round.
    schemes = {"https"} if is_secure(scope) else {"http", "https"}
    return len(origins) == 1 and scheme in schemes and host == headers["host"].lower()


def _announced(headers: Headers) -> int:
    length = headers.get("content-length", "")
    # A number of more than twenty digits is too large in any case, and Python would not turn all of them into one.
    return int(length.lstrip("0")[:20] or "0") if length.isascii() and length.isdigit() else 0


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or _announced(headers) > 0


async def _body(receive: Receive, most: int) -> bytes | None:
    """The whole body; None when it is larger than `most` bytes, of which no more are kept.

    Raises:
        ClientDisconnect: whoever asked has left before its end.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body once more, and then what comes after it."""
    given = False

    async def receive_again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


def _secured(send: Send) -> Send:
    async def send_secured(message: Message) -> None:
        if message["type"] == "http.response.start":
            # A copy: an app may keep its answer to send it again.
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            message = {**message, "headers": headers.raw}
            for name, value in SECURITY_HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", _UNLESS_SAID)
        await send(message)

    return send_secured
