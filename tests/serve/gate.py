"""A tiny site behind the guard, and browsers and programs that ask it; no machine but this one is involved."""

from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import anyio
import httpx
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

import detente
from detente.serve.exposure import Names
from detente.serve.guard import Guard, Rules
from detente.serve.rights import Entry, Rights, Role, User, digest
from detente.serve.sessions import Sessions
from detente.serve.signing import Desk, signing_routes

TEMPLATES = Path(detente.__file__).parent / "serve" / "templates"
BASE = "<!doctype html><title>{% block title %}{% endblock %}</title><main>{% block main %}{% endblock %}</main>"
HOST = "news.example.org"
ANA, BEN = User(name="ana", role=Role.CODER), User(name="ben", role=Role.READER)
PASSWORD = "open sesame, please"  # noqa: S105
TOKEN = "detente_a-token-of-ben"  # noqa: S105
Answer = TypeVar("Answer")


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@dataclass
class Checked:
    """A stand-in for argon2 that counts; the proof is the password itself."""

    asked: list[str] = field(default_factory=list)

    def __call__(self, proof: str, password: bytes) -> bool:
        """Whether they are the same."""
        self.asked.append(proof)
        return proof.encode() == password


# Argon2 hashes are slow on purpose. Where a test is not about them, this one stands for that of PASSWORD.
PROOF = "$argon2id$v=19$m=65536,t=2,p=1$b3BlbiBzZXNhbWU$b3BlbiBzZXNhbWUsIHBsZWFzZQ"


@dataclass
class Gate:
    """A site: what it is made of, and the guarded app."""

    clock: Clock
    rights: Rights
    sessions: Sessions
    desk: Desk
    app: Guard
    seen: list[tuple[str, User | None]]

    def client(self, *, scheme: str = "https", host: str = HOST, address: str = "203.0.113.7") -> httpx.AsyncClient:
        """A browser, or a program, that keeps its cookies."""
        transport = httpx.ASGITransport(self.app, client=(address, 4000), raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=f"{scheme}://{host}")


def gate(
    *, accounts: bool = True, rules: Rules | None = None, check: Callable[[str, bytes], bool] | None = None
) -> Gate:
    """A site with ana, a coder, and ben, a reader with a password and a token; or one without accounts."""
    clock = Clock()
    people = [Entry(user=user, proof=PROOF) for user in (ANA, BEN)] if accounts else []
    tokens = [Entry(user=BEN, proof=digest(TOKEN))] if accounts else []
    rights = Rights(people, tokens, check=check or (lambda proof, typed: proof == PROOF and typed == PASSWORD.encode()))
    sessions = Sessions(clock)
    desk = Desk.of(rights, sessions, clock)
    seen: list[tuple[str, User | None]] = []
    rules = rules or Rules(names=Names.of("0.0.0.0" if accounts else "127.0.0.1", [HOST] if accounts else []))  # noqa: S104
    inner = Starlette(routes=[*signing_routes(desk, render), *routes(seen)])
    return Gate(clock, rights, sessions, desk, Guard(inner, rules=rules, rights=rights, sessions=sessions), seen)


def render(request: Request, name: str, *, status: int = 200, **shown: object) -> Response:
    """A page as the app makes it."""
    loader = ChoiceLoader([DictLoader({"base.html.jinja": BASE}), FileSystemLoader(TEMPLATES)])
    del request
    return HTMLResponse(
        Environment(loader=loader, autoescape=True).get_template(f"{name}.html.jinja").render(**shown), status
    )


def routes(seen: list[tuple[str, User | None]]) -> Sequence[Route]:
    """Pages that note who asked."""

    async def look(request: Request) -> Response:
        seen.append((request.url.path, request.state.user))
        return PlainTextResponse("the ledger")

    async def judge(request: Request) -> Response:
        seen.append((request.url.path, request.state.user))
        return JSONResponse({"bytes": len(await request.body())})

    async def fail(request: Request) -> Response:
        raise ZeroDivisionError(request.url.path)

    return [
        Route("/", look),
        Route("/contacts", look),
        Route("/static/style.css", look),
        Route("/api/v1/contacts", look),
        Route("/judge", judge, methods=["POST", "PUT", "PATCH", "DELETE"]),
        Route("/api/v1/judgements", judge, methods=["POST"]),
        Route("/fails", fail),
    ]


def run(work: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
    """What an asynchronous function gives."""
    return anyio.run(work)


def ask(at: Gate, method: str, path: str, **named: Any) -> httpx.Response:
    """One request of a program without cookies."""
    where = {key: named.pop(key) for key in ("scheme", "host", "address") if key in named}

    async def work() -> httpx.Response:
        async with at.client(**where) as client:
            return await client.request(method, path, **named)

    return run(work)


async def sign_in(
    client: httpx.AsyncClient, name: str = "ana", password: str = PASSWORD, **more: str
) -> httpx.Response:
    """Send the form, as a browser does."""
    form = {"name": name, "password": password, **more}
    return await client.post("/sign-in", data=form, headers={"Origin": str(client.base_url).rstrip("/")})


async def asked(at: Gate, *chunks: bytes, headers: Iterable[tuple[str, str]], **more: Any) -> tuple[int, bytes, int]:
    """Status, body and number of chunks taken, of a request whose bytes and headers no client would send."""
    waiting = list(chunks)
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        if not waiting:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "method": "POST",
        "path": "/judge",
        "raw_path": b"/judge",
        "query_string": b"",
        "scheme": "http",
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        **more,
    }
    await at.app(scope, receive, send)
    status = next((message["status"] for message in sent if "status" in message), 0)
    return status, b"".join(message.get("body", b"") for message in sent), len(chunks) - len(waiting)
