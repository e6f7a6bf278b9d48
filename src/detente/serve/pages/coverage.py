"""Coverage: what the ledger holds, and where it has nothing."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from detente.ledger.coverage import show_coverage
from detente.model.text import REFUSAL_REASONS
from detente.serve.asked import Known
from detente.serve.site import Here, page

router = APIRouter()
_GLANCE = 20  # rows of a table that are shown at once; the rest unfolds


@router.get("/coverage")
def coverage(request: Request, site: Here, asked: Annotated[Known, Query()]) -> Response:
    """What the whole ledger covers."""
    with site.shelf.reading(asked.as_of) as book:
        view = show_coverage(book.connection)
        behind = site.shelf.behind() if asked.as_of is None else 0
    return page(
        request,
        "coverage",
        view=view,
        behind=behind,
        drawn=json.dumps(list(view.months.items())),
        REASONS=REFUSAL_REASONS,
        glance=_GLANCE,
        asked=asked,
        as_of=asked.as_of,
    )
