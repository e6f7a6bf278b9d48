"""What the API says of itself holds, whatever is asked: schemathesis makes the questions out of the description."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.types import ASGIApp, Receive, Scope, Send

from detente.serve.app import described_app, make_app
from detente.serve.exposure import Names
from detente.serve.rights import Rights
from detente.serve.site import Site

# A question may be well formed and make no sense, of which 400 tells: a side that there is not, SQL that is none.
SENSE = ["2xx", "400", "404"]
PANELS = {"dyad-month", "dyad-year"}  # a million rows a question; they are asked for in test_api_exports.py


def described() -> dict[str, Any]:
    """What the API says of itself, without the forms that take long."""
    api: dict[str, Any] = json.loads(json.dumps(described_app().openapi()))
    for path in ("/api/v1/export/{form}", "/api/v1/export/{form}/codebook"):
        form = api["paths"][path]["get"]["parameters"][0]["schema"]
        form["enum"] = [name for name in form["enum"] if name not in PANELS]
    return api


schema = schemathesis.openapi.from_dict(
    described(),
    config=schemathesis.Config.from_dict({"checks": {"positive_data_acceptance": {"expected-statuses": SENSE}}}),
)


@pytest.fixture(scope="module")
def app(filled: Path, make_site: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory) -> Iterator[ASGIApp]:
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
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described_and_no_question_breaks_anything(
    case: schemathesis.Case[Any], app: ASGIApp
) -> None:
    case.call_and_validate(app=app)
