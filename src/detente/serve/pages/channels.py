"""Channels: which counterparts are in contact, the busiest first or the most unusual silences."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.ledger.channels import find_channels
from detente.model.listing import ChannelLine
from detente.reference.ends import side_named
from detente.serve.asked import Paged, Word
from detente.serve.paging import page_after
from detente.serve.site import Here, page

router = APIRouter()
LEVELS = ("state", "office", "body")


class Channels(Paged):
    """Which channels are asked for."""

    level: Literal["", "state", "office", "body"] = Field("", description="Between states, offices or bodies.")
    side: tuple[Word, ...] = Field((), description="A side of it, by code or name; both when two are given.")
    fewest: int = Field(0, ge=0, description="Contacts held on a known day that it must have.")
    silent: bool = Field(default=False, description="Only those silent for longer than usual, the rarest first.")


@router.get("/channels")
def channels(request: Request, site: Here, asked: Annotated[Channels, Query()]) -> Response:
    """Channels that fit."""
    sides = {side_named(one, site.registry) for one in asked.side}
    with site.shelf.reading(asked.as_of) as book:
        found = find_channels(
            book.connection,
            asked.as_of or site.today(),
            level=asked.level,
            fewest=asked.fewest,
            silent=asked.silent,
        )
        fitting = (line for line in found if sides <= {side_of(line.a), side_of(line.b)})
        shown = page_after(fitting, asked.after, asked.limit, channel_key)
    return page(request, "channels", asked=asked, as_of=asked.as_of, shown=shown, LEVELS=LEVELS)


def side_of(end: str) -> str:
    """The code of the side of an end: `RU` of `RU: SVR`."""
    return end.partition(":")[0]


def channel_key(line: ChannelLine) -> str:
    """What names a channel in a list."""
    return f"{line.a} ~ {line.b}"
