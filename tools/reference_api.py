"""Write docs/reference/api.md from the API's own description; with --check, only say whether it is up to date."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detente.serve.app import described_app
from detente.serve.described import TAGS
from detente.serve.pages.api import kind_in_words, operations

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "api.md"
HEADING = """\
# API

<!-- Written by tools/reference_api.py from src/detente/serve; change the code and run it again. -->

What `detente serve` answers to programs. The description for programs is `/api/v1/openapi.json` (OpenAPI 3.1), the one
for people is the page `/api`. Every page has a twin here, whose address stands in the page as
`<link rel="alternate" type="application/json">`, and the names of filters are the same on pages, in answers, feeds and
exports.

- **Lists** give `items`, `total` (how many fit in all), `next` and `as_of`. Give `next` as `after` to go on; at the end
  it is empty. Rows that stay are given once each, whatever is added meanwhile; a row that moves because something was
  learned of it may be met twice or not at all, unless a day is given as `as_of`.
- **`as_of`** answers with what had been learned by the end of that day. The first answer for a day takes longer, since
  the ledger is made as it was.
- **An empty value** (`?kind=`) asks for nothing; an unknown name is refused (422).
- **Entity tags**: every answer to GET carries an `ETag`. Sent back as `If-None-Match`, it is answered with 304 until
  the ledger, or the day, is another one. HEAD says what GET would.
- **Problems** are `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `detail` and `instance`: 400
  for what makes no sense, 401 and 403 for who may not, 404, 405 with `Allow`, 413 for too large a body, 422 for a value
  of the wrong form, 503 for a ledger that cannot be used.
- **Who may ask**: where the site has accounts, programs send `Authorization: Bearer TOKEN`.
- **Exports** are written whole before the first byte is sent, so a fault is a problem and never half a file.
  `Detente-Rows-Written` and `Detente-Rows-Matched` come from different counts. The forms: [exports](exports.md).
"""


def page() -> str:
    """The whole page."""
    described = described_app().openapi()
    return "\n".join([HEADING, *_operations(described), *_schemas(described["components"]["schemas"])])


def _operations(described: dict[str, Any]) -> Iterator[str]:
    every = list(operations(described))
    for tag in TAGS:
        yield f"## {tag['name'].capitalize()}\n"
        yield f"{tag['description']}\n"
        for one in every:
            if tag["name"] in one["tags"]:
                yield from _operation(one)


def _operation(one: dict[str, Any]) -> Iterator[str]:
    yield f"### `{one['method']} {one['path']}`\n"
    yield f"{one['description']} Answers: {_answers(one)}. Operation id: `{one['operationId']}`.\n"
    if body := one.get("requestBody"):
        yield f"Body: {_schema(body['content']['application/json']['schema'])}.\n"
    if one["parameters"]:
        yield "| parameter | takes | means |"
        yield "|---|---|---|"
        for field in one["parameters"]:
            needed = ", required" if field["required"] else ""
            yield f"| `{field['name']}` | {kind_in_words(field['schema'])}{needed} | {field['description']} |"
        yield ""


def _answers(one: dict[str, Any]) -> str:
    [(status, answer)] = [found for found in one["responses"].items() if found[0].startswith("2")]
    schemas = answer["content"]
    if "application/json" in schemas and len(schemas) == 1:
        return f"{status}, {_schema(schemas['application/json']['schema'])}"
    return f"{status}, {', '.join(f'`{media}`' for media in schemas)}"


def _schemas(schemas: dict[str, Any]) -> Iterator[str]:
    yield "## Values\n"
    for name, schema in sorted(schemas.items()):
        yield f"### {name}\n"
        yield f"{schema.get('description', '').strip()}\n"
        if "enum" in schema:
            yield f"One of {', '.join(f'`{value}`' for value in schema['enum'])}.\n"
            continue
        yield "| field | is | means |"
        yield "|---|---|---|"
        for field, one in schema["properties"].items():
            yield f"| `{field}` | {_schema(one)} | {one.get('description', '')} |"
        yield ""


def _schema(one: dict[str, Any]) -> str:
    """What stands in a place of an answer, in words."""
    if "$ref" in one:
        name = one["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in one:
        return " or ".join(_schema(each) for each in one["anyOf"])
    if one.get("type") == "array":
        if "prefixItems" in one:
            return f"list of {', '.join(_schema(each) for each in one['prefixItems'])}"
        return f"list of {_schema(one['items'])}"
    if one.get("type") == "object":
        inside = one.get("additionalProperties")
        return f"name to {_schema(inside)}" if isinstance(inside, dict) else "object"
    if "enum" in one:
        return f"one of {', '.join(f'`{value}`' for value in one['enum'])}"
    words = {"string": "text", "boolean": "true or false", "integer": "number", "number": "number", "null": "null"}
    return {"date": "day"}.get(one.get("format", "")) or words[one["type"]]


def main() -> None:
    """Write or check the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the page is out of date")
    if not parser.parse_args().check:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page():
        sys.exit(f"{PAGE.name} is out of date: run `.venv/bin/python tools/reference_api.py`")


if __name__ == "__main__":
    main()
