"""Channels between counterparts, and what was promised on them."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from detente.ledger.channels import end_named, show_channel
from detente.ledger.queries import count_promises, find_promises
from detente.model.listing import ChannelView
from detente.reference.ends import side_named
from detente.serve.api.answers import ChannelList, PromiseList, answer, listing, problems
from detente.serve.asked import Ends
from detente.serve.pages.channels import Channels, listed
from detente.serve.pages.promises import Promises
from detente.serve.paging import page_of
from detente.serve.site import Here

router = APIRouter()


@router.get(
    "/channels", operation_id="list_channels", summary="Channels that fit", tags=["channels"],
    response_model=ChannelList, responses=problems(400),
)  # fmt: skip
def list_channels(site: Here, asked: Annotated[Channels, Query()]) -> Response:
    """Two counterpart states, offices or bodies a row, with the rhythm of their contacts and their silence."""
    return listing(listed(site, asked), asked.as_of)


@router.get(
    "/channel", operation_id="show_channel", summary="One channel in full", tags=["channels"],
    response_model=ChannelView, responses=problems(400, 404),
)  # fmt: skip
def show_one_channel(site: Here, asked: Annotated[Ends, Query()]) -> Response:
    """All contacts of two counterparts, who asks, topics by year, promises, and what came of regular contact."""
    on = asked.as_of or site.today()
    with site.shelf.reading(asked.as_of) as book:
        a, b = (end_named(book.connection, one, site.registry) for one in (asked.a, asked.b))
        return answer(show_channel(book.connection, a, b, on))


@router.get(
    "/promises", operation_id="list_promises", summary="Promises that fit", tags=["promises"],
    response_model=PromiseList, responses=problems(400),
)  # fmt: skip
def list_promises(site: Here, asked: Annotated[Promises, Query()]) -> Response:
    """What was undertaken, offered, demanded or announced, and what came of it."""
    on = asked.as_of or site.today()
    sides = tuple(side_named(one, site.registry) for one in asked.side)
    with site.shelf.reading(asked.as_of) as book:
        total = count_promises(book.connection, on, sides=sides, state=asked.state)
        found = find_promises(
            book.connection, on, sides=sides, state=asked.state, limit=asked.limit + 1, after=asked.after
        )
        part = page_of(found, total, asked.limit, lambda one: one.id)
    return listing(part, asked.as_of)
