"""Refusals: what could not be read, why, and what can be done about it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field, field_validator
from starlette.responses import Response

from detente.ledger import Ledger
from detente.ledger.queries import count_refusals, find_refusals
from detente.model.listing import RefusalLine
from detente.model.text import REFUSAL_REASONS
from detente.serve.asked import Paged, Word
from detente.serve.cursors import cursor_of, place_of
from detente.serve.paging import Page, page_of
from detente.serve.site import Here, page

router = APIRouter()


class Refusals(Paged):
    """Which refusals are asked for."""

    after: str = Field("", max_length=20_000, description="Where to go on: `next` of the answer before.")
    reason: Word = Field("", description="Why.", json_schema_extra={"enum": ["", *REFUSAL_REASONS]})

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
        shown = listed(book, asked)
    return page(
        request, "refusals", asked=asked, as_of=asked.as_of, shown=shown, counts=counts, REASONS=REFUSAL_REASONS
    )


def listed(book: Ledger, asked: Refusals) -> Page[RefusalLine]:
    """The part of the list that is asked for.

    Raises:
        UsageError: `after` is no place in the list.
    """
    after = None
    if asked.after:
        source, reason, detail = place_of(asked.after, str, str, str)
        after = str(source), str(reason), str(detail)
    found = find_refusals(book.connection, reason=asked.reason, limit=asked.limit + 1, after=after)
    return page_of(found, count_refusals(book.connection, reason=asked.reason), asked.limit, _cursor)


def _cursor(line: RefusalLine) -> str:
    return cursor_of((line.source, line.reason, line.detail))
