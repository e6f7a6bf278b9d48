"""The OpenAPI description: what the answers hold in words, problems, and who may ask."""

import json
import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, Field

TAGS = (
    {"name": "contacts", "description": "Contacts between states: every field with its accounts and evidence."},
    {"name": "reports", "description": "What one document says of one contact."},
    {"name": "documents", "description": "What was read, what could not be, and what the ledger covers."},
    {"name": "channels", "description": "Two counterparts over time: rhythm, silences, who asks."},
    {"name": "promises", "description": "What was undertaken, and what came of it."},
    {"name": "persons", "description": "Who takes part, with whom, in which office."},
    {"name": "states", "description": "States and organisations that take part."},
    {"name": "search", "description": "A few of everything."},
    {"name": "judgements", "description": "What people decided; it outranks the program."},
    {"name": "exports", "description": "Whole selections in the forms of other programs."},
    {"name": "feeds", "description": "What was learned last, for feed readers and calendars."},
    {"name": "sql", "description": "Questions in SQL that cannot change anything."},
)
_ATTRIBUTES = "\n\nAttributes:\n"
_ATTRIBUTE = re.compile(r"(?:^|; )((?:\w+, )*\w+): ")


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="Always `about:blank`: the status says what it is.")
    title: str = Field(description="What every problem of this kind is called.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field("", description="What happened this time, and the remedy.")
    instance: str = Field("", description="The path that was asked for.")


class Described(FastAPI):
    """An app whose OpenAPI says what the docstrings of its values say."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI 3.1 description."""
        if not self.openapi_schema:
            self.openapi_schema = _described(super().openapi())
        return self.openapi_schema


def _described(made: dict[str, Any]) -> dict[str, Any]:
    components = made["components"]
    schemas = components["schemas"]
    schemas["Problem"] = Problem.model_json_schema(mode="serialization")
    for schema in schemas.values():
        _say_attributes(schema)
    for methods in made["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "query" and not parameter["required"]:
                    parameter["schema"] = _or_empty(parameter["schema"])
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "As `detente token` makes it."}
    }
    made["security"] = [{}, {"token": []}]  # none where nobody signs in
    text = json.dumps(made)
    for name in sorted(schemas, key=len, reverse=True):
        if "_" in name:  # Account_Party_ of the generic classes
            text = text.replace(f'"{name}"', f'"{_plain(name)}"').replace(f'/{name}"', f'/{_plain(name)}"')
    described: dict[str, Any] = json.loads(text)
    return described


def _or_empty(schema: dict[str, Any]) -> dict[str, Any]:
    """What an empty value is taken for as well: nothing asked; an address cannot say null."""
    kinds = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    if any(
        one.get("type") in {"string", "array"} and "" in one.get("enum", [""]) and "format" not in one for one in kinds
    ):
        return schema
    about = {name: value for name, value in schema.items() if name in {"title", "description", "default"}}
    bare = [{name: value for name, value in one.items() if name not in about} for one in kinds]
    return {"anyOf": [*bare, {"type": "string", "const": ""}], **about}


def _plain(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def _say_attributes(schema: dict[str, Any]) -> None:
    """Give what a class says of its attributes to the properties themselves."""
    said, _, attributes = schema.get("description", "").partition(_ATTRIBUTES)
    if not attributes:
        return
    schema["description"] = said
    for names, means in _attributes(attributes):
        for name in names:
            if name in schema.get("properties", {}):
                schema["properties"][name].setdefault("description", means)


def _attributes(text: str) -> Iterator[tuple[list[str], str]]:
    """Names of attributes and what they mean, from the lines of a docstring."""
    entries = re.split(r"\n {4}(?=\S)", "\n" + text)
    for entry in filter(None, entries):
        flat = " ".join(entry.split())
        marks = list(_ATTRIBUTE.finditer(flat))
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            means = flat[mark.end() : following.start() if following else None].strip()
            yield mark[1].split(", "), f"{means[:1].upper()}{means[1:]}".replace("None", "null")
