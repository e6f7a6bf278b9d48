"""Signing in and out: the pages, and what happens when somebody knocks too often."""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.serve.guard import is_secure, session_of
from detente.serve.local_paths import HOME, local_path
from detente.serve.rights import LONGEST, Rights, User, same_name
from detente.serve.sessions import Clock, Failures, Sessions, Turnstile, cookie, neighbourhood

Render = Callable[..., Response]
Trouble = Literal["", "wrong", "often", "busy", "form"]
_STATUS: dict[Trouble, int] = {"": 200, "wrong": 403, "often": 429, "busy": 429, "form": 415}
_FORM = "application/x-www-form-urlencoded"
_FIELDS = 10
_BUSY_SECONDS = 2.0
# A stranger can keep a name waiting by guessing at it; half a minute a guess is slow for guesses, and short for people.
_NAME_WAITS = 30.0
_LOG = logging.getLogger("detente.serve")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where people sign in.

    Attributes:
        names, places: failures by name and by address.
    """

    rights: Rights
    sessions: Sessions
    names: Failures
    places: Failures
    turnstile: Turnstile

    @classmethod
    def of(cls, rights: Rights, sessions: Sessions, clock: Clock) -> "Desk":
        """A desk with the usual limits; `clock` gives seconds that never run backwards."""
        return cls(
            rights=rights,
            sessions=sessions,
            names=Failures(clock, longest=_NAME_WAITS),
            # Behind one address there may be an office.
            places=Failures(clock, free=20),
            turnstile=Turnstile(),
        )

    async def admit(self, name: str, password: str, address: str) -> tuple[User | None, Trouble, float]:
        """Who it is; or nobody, why, and how many seconds to wait before the next try."""
        name, place = same_name(name), neighbourhood(address)
        wait = max(self.names.wait(name), self.places.wait(place))
        if wait > 0:
            return None, "often", wait
        if self.turnstile.full:
            return None, "busy", _BUSY_SECONDS
        self.names.tried(name)
        self.places.tried(place)
        user = await self.turnstile.verify(self.rights.verify, name, password)
        if user is None:
            # Without the name: people type their password there by mistake.
            _LOG.warning("somebody failed to sign in from %s", place)
            return None, "wrong", 0.0
        self.names.forget(name)
        self.places.succeeded(place)
        return user, "", 0.0


def signing_routes(desk: Desk, render: Render) -> list[Route]:
    """The routes /sign-in (GET, POST) and /sign-out (POST).

    Args:
        render: called as `render(request, "sign-in", status=..., next_path=..., who=..., trouble=..., wait=...)`, gives
            the page: `who` is the name that was typed, `trouble` one of `Trouble`, `wait` whole seconds.
    """

    def page(request: Request, going_on: str, who: str = "", trouble: Trouble = "", wait: float = 0.0) -> Response:
        seconds = math.ceil(wait)
        status = _STATUS[trouble]
        shown = render(
            request, "sign-in", status=status, next_path=going_on, who=who[:LONGEST], trouble=trouble, wait=seconds
        )
        shown.headers["Cache-Control"] = "no-store"
        if seconds:
            shown.headers["Retry-After"] = str(seconds)
        return shown

    async def show(request: Request) -> Response:
        going_on = local_path(request.query_params.get("next", HOME))
        if getattr(request.state, "user", None) is not None:
            return _gone_to(going_on)
        return page(request, going_on)

    async def sign_in(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            return page(request, HOME, trouble="form")
        typed = _fields(await request.body())
        going_on = local_path(typed.get("next", HOME))
        who, password = typed.get("name", ""), typed.get("password", "")
        address = request.client.host if request.client else ""
        user, trouble, wait = await desk.admit(who, password, address)
        if user is None:
            return page(request, going_on, who, trouble, wait)
        # The session that came with the request may have been planted; from now on it is nobody's.
        desk.sessions.end(_session(request))
        return _gone_to(going_on, cookie(desk.sessions.begin(user), secure=is_secure(request.scope)))

    async def sign_out(request: Request) -> Response:
        desk.sessions.end(_session(request))
        return _gone_to(HOME, cookie("", secure=is_secure(request.scope)))

    return [
        Route("/sign-in", show, methods=["GET"], name="sign-in"),
        Route("/sign-in", sign_in, methods=["POST"]),
        Route("/sign-out", sign_out, methods=["POST"], name="sign-out"),
    ]


def _session(request: Request) -> str:
    return session_of(request.headers, secure=is_secure(request.scope))


def _gone_to(path: str, set_cookie: str = "") -> Response:
    headers = {"Cache-Control": "no-store"} | ({"Set-Cookie": set_cookie} if set_cookie else {})
    return RedirectResponse(path, status_code=303, headers=headers)


def _fields(body: bytes) -> dict[str, str]:
    """The fields of a form, the first of each name; none when it has more fields than ours."""
    try:
        parsed = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        return {}
    return {name: values[0] for name, values in parsed.items()}
