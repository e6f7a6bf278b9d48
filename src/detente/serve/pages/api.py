"""What programs can ask: the operations of the API, readable without a script."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from detente.serve.described import TAGS
from detente.serve.site import page

router = APIRouter()
Operation = dict[str, Any]


@router.get("/api")
def api(request: Request) -> Response:
    """The operations by what they are about, out of the OpenAPI itself."""
    described = list(operations(request.app.openapi()))
    groups = [(tag, [one for one in described if tag["name"] in one["tags"]]) for tag in TAGS]
    base = str(request.base_url).rstrip("/")
    return page(request, "api", groups=[group for group in groups if group[1]], base=base)


def operations(described: dict[str, Any]) -> Iterator[Operation]:
    """Every operation of an OpenAPI description, with its method and path."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield {"path": path, "method": method.upper(), "parameters": [], **operation}
