"""Channels: which counterparts are in contact, the busiest first or the most unusual silences."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.ledger.channels import find_channels
from detente.model.listing import ChannelLine
from detente.reference.ends import side_named
from detente.serve.asked import Paged, Word
from detente.serve.cursors import Place
from detente.serve.paging import Page, page_after
from detente.serve.site import Here, Site, page

router = APIRouter()
LEVELS = ("state", "office", "body")


class Channels(Paged):
    """Which channels are asked for."""

    level: Literal["", "state", "office", "body"] = Field("", description="Between states, offices or bodies.")
    side: tuple[Word, ...] = Field((), description="A side of it, by code or name; both when two are given.")
    fewest: int = Field(0, ge=0, le=10**9, description="Contacts held on a known day that it must have.")
    silent: bool = Field(default=False, description="Only those silent for longer than usual, the rarest first.")


@router.get("/channels")
def channels(request: Request, site: Here, asked: Annotated[Channels, Query()]) -> Response:
    """Channels that fit."""
    return page(request, "channels", asked=asked, as_of=asked.as_of, shown=listed(site, asked), LEVELS=LEVELS)


def listed(site: Site, asked: Channels) -> Page[ChannelLine]:
    """The part of the list that is asked for.

    Raises:
        UsageError: a side that there is not, or `after` is no place in the list.
    """
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
        return page_after(fitting, asked.after, asked.limit, _by_silence if asked.silent else _by_contacts)


def side_of(end: str) -> str:
    """The code of the side of an end: `RU` of `RU: SVR`."""
    return end.partition(":")[0]


def _by_contacts(line: ChannelLine) -> Place:
    return -line.contacts, line.a, line.b


def _by_silence(line: ChannelLine) -> Place:
    return float(line.rarity or 0), -(line.silence or 0), line.a, line.b
