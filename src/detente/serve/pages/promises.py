"""Promises: what was undertaken, offered or announced, and what became of it."""

from collections import Counter
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.ledger.queries import find_promises
from detente.reference.ends import side_named
from detente.serve.asked import Paged, Word
from detente.serve.paging import page_after
from detente.serve.site import Here, page

router = APIRouter()
STATES = ("overdue", "open", "kept", "withdrawn")


class Promises(Paged):
    """Which promises are asked for."""

    state: Literal["", "overdue", "open", "kept", "withdrawn"] = Field("", description="What became of it.")
    side: tuple[Word, ...] = Field((), description="A side of the contact, by code or name; all that are given.")


@router.get("/promises")
def promises(request: Request, site: Here, asked: Annotated[Promises, Query()]) -> Response:
    """Promises that fit."""
    sides = tuple(side_named(one, site.registry) for one in asked.side)
    with site.shelf.reading(asked.as_of) as book:
        found = list(find_promises(book.connection, asked.as_of or site.today(), sides=sides))
    fitting = [one for one in found if asked.state in ("", one.state)]
    return page(
        request,
        "promises",
        asked=asked,
        as_of=asked.as_of,
        shown=page_after(fitting, asked.after, asked.limit, lambda one: one.id),
        counts=Counter(one.state for one in found),
        total=len(found),
        STATES=STATES,
    )
