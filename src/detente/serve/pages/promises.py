"""Promises: what was undertaken, offered or announced, and what became of it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.ledger.queries import count_promises, find_promises
from detente.reference.ends import side_named
from detente.serve.asked import Paged, Word
from detente.serve.paging import page_of
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
    on = asked.as_of or site.today()
    sides = tuple(side_named(one, site.registry) for one in asked.side)
    with site.shelf.reading(asked.as_of) as book:
        counts = {state: count_promises(book.connection, on, sides=sides, state=state) for state in ("", *STATES)}
        found = find_promises(
            book.connection, on, sides=sides, state=asked.state, limit=asked.limit + 1, after=asked.after
        )
        shown = page_of(found, counts[asked.state], asked.limit, lambda one: one.id)
    return page(request, "promises", asked=asked, as_of=asked.as_of, shown=shown, counts=counts, STATES=STATES)
