"""The web app put together: pages, API, feeds and what stands in front of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from detente import __version__
from detente.serve import api, feeds, pages
from detente.serve.conditional import Conditional
from detente.serve.described import TAGS, Described
from detente.serve.exposure import Names
from detente.serve.faults import add_fault_handlers
from detente.serve.guard import Guard, Rules
from detente.serve.rights import Rights
from detente.serve.sessions import Clock, Sessions
from detente.serve.shipped import Shipped
from detente.serve.signing import Desk, signing_routes
from detente.serve.site import READERS, Site, page

_COMPRESSION = 3  # of 9: a third of the time of the usual level, and pages a tenth larger
# Sent as they are: how long a download is should be known when it begins, and what is shipped is packed once.
_AS_THEY_ARE = ("/api/v1/export/", "/feeds/", "/static/")


class _Packed(GZipMiddleware):
    """Packs what is sent, with exceptions."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        sent = self.app if scope.get("path", "").startswith(_AS_THEY_ARE) else super().__call__
        await sent(scope, receive, send)


def make_app(site: Site, *, rights: Rights, names: Names, clock: Clock) -> ASGIApp:
    """The app for one ledger, guarded.

    Args:
        rights: who may look and judge; empty where nobody signs in.
        names: under which hosts it answers.
        clock: seconds that never run backwards, by which sessions end and answers age.
    """
    sessions = Sessions(clock)
    app = open_app(site, clock)
    app.router.routes.extend(signing_routes(Desk.of(rights, sessions, clock), page))
    return Guard(app, rules=Rules(names=names), rights=rights, sessions=sessions)


def open_app(site: Site, clock: Clock) -> FastAPI:
    """The app with nothing in front of it: whoever asks is nobody and judges nothing."""
    app = described_app(lifespan=_life)
    app.state.site = site
    app.mount("/static", Shipped(), name="static")
    app.include_router(pages.router, include_in_schema=False)
    add_fault_handlers(app)
    app.add_middleware(_Packed, compresslevel=_COMPRESSION)
    app.add_middleware(Conditional, shelf=site.shelf, today=site.today, clock=clock, patience=site.patience)
    return app


def described_app(*, lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """The app as far as its OpenAPI describes it."""
    app = Described(
        title="detente",
        version=__version__,
        summary="A ledger of contacts between states, every field tied to the sentence that reports it.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its page would fetch its script from another machine
        redoc_url=None,
        lifespan=lifespan,
        openapi_tags=[dict(tag) for tag in TAGS],
    )
    app.include_router(api.router)
    app.include_router(feeds.router)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    limiter = anyio.to_thread.current_default_thread_limiter()
    limiter.total_tokens = READERS
    yield
    app.state.site.shelf.close()
