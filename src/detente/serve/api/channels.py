"""Channels between counterparts, and what was promised on them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from detente.ledger.channels import end_named, find_channels, show_channel
from detente.ledger.queries import count_promises, find_promises
from detente.model.listing import ChannelLine, ChannelView
from detente.reference.ends import side_named
from detente.serve.api.answers import Channels, Promises, answer, listing, problems
from detente.serve.asked import Ends, Paged, Word
from detente.serve.cursors import Place, cut
from detente.serve.site import Here

router = APIRouter()


class _Channels(Paged):
    """Which channels."""

    level: Literal["", "state", "office", "body"] = Field("", description="Between what; empty for all.")
    fewest: int = Field(1, ge=0, le=1_000_000, description="Contacts held that a channel must have.")
    silent: bool = Field(
        default=False, description="Only those silent for longer than usual, the most unusual silence first."
    )
    side: tuple[Word, ...] = Field((), description="A side, by code or name; all that are given must be at an end.")


class _Promises(Paged):
    """Which promises."""

    state: Literal["", "open", "kept", "overdue", "withdrawn"] = Field("", description="What came of it.")
    side: tuple[Word, ...] = Field((), description="A side, by code or name; all that are given must take part.")


@router.get(
    "/channels", operation_id="list_channels", summary="Channels that fit", tags=["channels"],
    response_model=Channels, responses=problems(400),
)  # fmt: skip
def list_channels(site: Here, asked: Annotated[_Channels, Query()]) -> Response:
    """Two counterpart states, offices or bodies a row, with the rhythm of their contacts and their silence."""
    on = asked.as_of or site.today()
    sides = {side_named(one, site.registry) for one in asked.side}
    with site.shelf.reading(asked.as_of) as book:
        found = find_channels(book.connection, on, level=asked.level, fewest=asked.fewest, silent=asked.silent)
        fitting = [line for line in found if _sides(line) >= sides]
    place = _by_silence if asked.silent else _by_contacts
    shown, following, total = cut(fitting, place, after=asked.after, limit=asked.limit)
    return listing(shown, following=following, total=total, as_of=asked.as_of)


def _sides(line: ChannelLine) -> set[str]:
    return {end.partition(":")[0] for end in (line.a, line.b)}


def _by_contacts(line: ChannelLine) -> Place:
    return -line.contacts, line.a, line.b


def _by_silence(line: ChannelLine) -> Place:
    return line.rarity or 0.0, -(line.silence or 0), line.a, line.b


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
    response_model=Promises, responses=problems(400),
)  # fmt: skip
def list_promises(site: Here, asked: Annotated[_Promises, Query()]) -> Response:
    """What was undertaken, offered, demanded or announced, and what came of it."""
    on = asked.as_of or site.today()
    sides = tuple(side_named(one, site.registry) for one in asked.side)
    with site.shelf.reading(asked.as_of) as book:
        limit = asked.limit + 1
        found = list(find_promises(book.connection, on, sides=sides, state=asked.state, limit=limit, after=asked.after))
        total = count_promises(book.connection, on, sides=sides, state=asked.state)
    shown = found[: asked.limit]
    return listing(shown, following=shown[-1].id if len(found) > asked.limit else "", total=total, as_of=asked.as_of)
