"""What the API says of itself holds, whatever is asked: schemathesis makes the questions out of the description."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.types import ASGIApp, Receive, Scope, Send

from detente.serve.app import described_app, make_app
from detente.serve.exposure import Names
from detente.serve.rights import Rights
from detente.serve.site import Site

schema = schemathesis.openapi.from_dict(described_app().openapi())


@pytest.fixture(scope="module")
def app(
    filled: Path, make_site: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ASGIApp]:
    """An app over a ledger of its own, since judgements are made too; it outlives the calls."""
    path = tmp_path_factory.mktemp("schema") / "own.ledger"
    path.write_bytes(filled.read_bytes())
    site = make_site(path)
    app = make_app(site, rights=Rights(), names=Names.of("testserver"), clock=lambda: 0.0)

    async def without_end(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        for step in ("startup", "shutdown"):  # each call of schemathesis begins and ends the app
            await receive()
            await send({"type": f"lifespan.{step}.complete"})

    yield without_end
    site.shelf.close()


@schema.parametrize()
@settings(max_examples=20, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described_and_no_question_breaks_anything(case: schemathesis.Case, app: ASGIApp) -> None:
    case.call_and_validate(app=app)
