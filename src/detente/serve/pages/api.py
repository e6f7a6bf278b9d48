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
            fields = [{**field, "kind": kind_in_words(field["schema"])} for field in operation.get("parameters", ())]
            yield {**operation, "path": path, "method": method.upper(), "parameters": fields}


def kind_in_words(schema: dict[str, Any]) -> str:
    """What a parameter takes: `text`, `day`, `number, 1 to 500`, `one of month, year`."""
    one = schema.get("anyOf", [schema])[0]
    if "$ref" in one:
        return str(one["$ref"].rpartition("/")[2].lower())
    if "enum" in one:
        return f"one of {', '.join(filter(None, one['enum']))}"
    if one.get("type") == "array":
        return f"{kind_in_words(one['items'])}, may be repeated"
    if one.get("type") == "integer":
        return f"number, {one['minimum']:,} to {one['maximum']:,}"
    return "day" if one.get("format") == "date" else {"string": "text", "boolean": "true or false"}[one["type"]]
