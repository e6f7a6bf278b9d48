"""A channel: two counterparts over time, their rhythm and silences, and what they promised each other."""

import json
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from detente.ledger.channels import end_named, show_channel
from detente.model.listing import ChannelView, ContactLine
from detente.serve.asked import Ends
from detente.serve.site import Here, page

router = APIRouter()
_SHOWN = 100  # contacts on a page; one more click shows all


class _Shown(Ends):
    """How much of it."""

    all: bool = False


@router.get("/channel")
def channel(request: Request, site: Here, asked: Annotated[_Shown, Query()]) -> Response:
    """One channel in full."""
    on = asked.as_of or site.today()
    with site.shelf.reading(asked.as_of) as book:
        a, b = (end_named(book.connection, one, site.registry) for one in (asked.a, asked.b))
        view = show_channel(book.connection, a, b, on)
    shown = len(view.timeline) if asked.all else _SHOWN
    return page(request, "channel", view=view, lanes=json.dumps(_lanes(view, on)), shown=shown, as_of=asked.as_of)


def _lanes(view: ChannelView, on: date) -> dict[str, object]:
    """What the picture draws: contacts on known days, and up to which day silence counts."""
    return {
        "contacts": [_drawn(line) for line in view.timeline if line.days is not None],
        "usual": view.line.median_gap,
        "on": on.isoformat(),
    }


def _drawn(line: ContactLine) -> dict[str, str]:
    assert line.days is not None  # noqa: S101  (asked for by the caller)
    return {
        "id": line.id,
        "kind": line.kind.value,
        "status": line.status.value,
        "first": line.days.start.isoformat(),
        "last": line.days.end.isoformat(),
        "place": line.place,
    }
