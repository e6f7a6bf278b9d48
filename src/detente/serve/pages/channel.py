"""A channel: two counterparts over time, their rhythm and silences, and what they promised each other."""

import json
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.ledger.channels import find_channels, known_ends, show_channel
from detente.model.listing import ChannelView
from detente.reference.ends import ends_named
from detente.serve.asked import Known, Word
from detente.serve.site import Here, Site, page

router = APIRouter()
_SHOWN = 100  # contacts on a page; one more click shows all


class _Ends(Known):
    """The two ends of a channel."""

    a: Word = Field(min_length=1, description="A state, office or body, by code or name.")
    b: Word = Field(min_length=1, description="Its counterpart.")
    all: bool = False


@router.get("/channel")
def channel(request: Request, site: Here, asked: Annotated[_Ends, Query()]) -> Response:
    """One channel in full."""
    on = asked.as_of or site.today()
    with site.shelf.reading(asked.as_of) as book:
        a, b = (end_of(site, book.connection, one) for one in (asked.a, asked.b))
        view = show_channel(book.connection, a, b, on)
    shown = len(view.timeline) if asked.all else _SHOWN
    return page(request, "channel", view=view, lanes=_lanes(view, on), shown=shown, as_of=asked.as_of)
