"""Refusals: what could not be read, why, and what can be done about it."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field, field_validator
from starlette.responses import Response

from detente.ledger.filing import short_id
from detente.ledger.queries import find_refusals
from detente.model.listing import RefusalLine
from detente.model.text import REFUSAL_REASONS
from detente.serve.asked import Paged, Word
from detente.serve.paging import page_after
from detente.serve.site import Here, page

router = APIRouter()


class Refusals(Paged):
    """Which refusals are asked for."""

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
        found = list(find_refusals(book.connection))
    fitting = [one for one in found if asked.reason in ("", one.reason)]
    return page(
        request,
        "refusals",
        asked=asked,
        as_of=asked.as_of,
        shown=page_after(fitting, asked.after, asked.limit, refusal_key),
        counts=Counter(one.reason for one in found),
        total=len(found),
        REASONS=REFUSAL_REASONS,
    )


def refusal_key(line: RefusalLine) -> str:
    """What names a refusal in a list: letters that follow from what makes it this one."""
    return short_id("refusal", line.source, line.reason, line.detail)
