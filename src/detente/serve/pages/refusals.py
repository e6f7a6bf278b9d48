"""Refusals: what could not be read, why, and what can be done about it."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field, field_validator
from starlette.responses import Response

from detente.errors import UsageError
from detente.ledger.queries import count_refusals, find_refusals
from detente.model.listing import RefusalLine
from detente.model.text import REFUSAL_REASONS
from detente.serve.asked import Paged, Word
from detente.serve.paging import page_of
from detente.serve.site import Here, page

router = APIRouter()


class Refusals(Paged):
    """Which refusals are asked for."""

    after: str = Field("", max_length=20_000, description="Where to go on: `next` of the answer before.")
    reason: Word = Field("", description=f"Why: {', '.join(REFUSAL_REASONS)}.")

    @field_validator("reason")
    @classmethod
    def _known(cls, reason: str) -> str:
        if reason and reason not in REFUSAL_REASONS:
            raise ValueError(f"no reason {reason!r}; there are {', '.join(REFUSAL_REASONS)}")
        return reason


@router.get("/refusals")
def refusals(request: Request, site: Here, asked: Annotated[Refusals, Query()]) -> Response:
    """Refusals that fit."""
    with site.shelf.reading(asked.as_of) as book:
        counts = {reason: count_refusals(book.connection, reason=reason) for reason in ("", *REFUSAL_REASONS)}
        found = find_refusals(
            book.connection, reason=asked.reason, limit=asked.limit + 1, after=_place(asked.after)
        )
        shown = page_of(found, counts[asked.reason], asked.limit, _key)
    return page(request, "refusals", asked=asked, as_of=asked.as_of, shown=shown, counts=counts, REASONS=REFUSAL_REASONS)


def _key(line: RefusalLine) -> str:
    """What names a refusal in a list: all that makes it this one."""
    return json.dumps([line.source, line.reason, line.detail])


def _place(after: str) -> tuple[str, str, str] | None:
    """The source, reason and detail that a key holds.

    Raises:
        UsageError: it is no such key.
    """
    if not after:
        return None
    try:
        source, reason, detail = map(str, json.loads(after))
    except (ValueError, TypeError, RecursionError) as error:
        raise UsageError(f"{after!r} names no refusal to go on after; begin again without `after`") from error
    return source, reason, detail
