"""The web app put together: pages, API, feeds and what stands in front of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio.to_thread
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan, Scope

from detente import __version__
from detente.serve import pages
from detente.serve.conditional import Conditional
from detente.serve.faults import add_fault_handlers
from detente.serve.site import Site

READERS = 4  # requests worked on at once: more threads of one Python would only wait for each other
_STATIC = Path(__file__).parent / "static"
_FOREVER = "public, max-age=31536000, immutable"


class _Files(StaticFiles):
    """Files that never change under the same address: pages ask for them with the version in it."""

    def file_response(self, *args: object, **named: object) -> object:  # type: ignore[override]
        response = super().file_response(*args, **named)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = _FOREVER
        return response


def make_app(site: Site) -> FastAPI:
    """The app for one ledger."""
    app = FastAPI(
        title="detente",
        version=__version__,
        summary="A ledger of contacts between states, every field tied to the sentence that reports it.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its page would fetch its script from another machine
        redoc_url=None,
        lifespan=_life,
    )
    app.state.site = site
    app.mount("/static", _Files(directory=_STATIC), name="static")
    app.include_router(pages.router, include_in_schema=False)
    add_fault_handlers(app)
    app.add_middleware(Conditional, shelf=site.shelf, today=site.today)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    limiter = anyio.to_thread.current_default_thread_limiter()
    limiter.total_tokens = READERS
    yield
    app.state.site.shelf.close()
