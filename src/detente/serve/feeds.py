"""Feeds and calendars: what was learned last of the contacts that fit, for programs that ask again and again."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from detente.export.formats import EXPORTS
from detente.export.formats.form import Options
from detente.serve.apart import apart
from detente.serve.api.answers import problems
from detente.serve.asked import Asked
from detente.serve.exporting import exported
from detente.serve.site import Here, Site

router = APIRouter(prefix="/feeds", tags=["feeds"])


@router.get(
    "/contacts.atom", operation_id="feed_contacts", summary="Contacts as a feed", response_class=Response,
    responses={200: {"description": "An Atom feed (RFC 4287).",
                     "content": {EXPORTS["atom"].media: {"schema": {"type": "string"}}}}, **problems(400)},
)  # fmt: skip
async def feed_contacts(request: Request, site: Here, asked: Annotated[Asked, Query()]) -> Response:
    """The contacts that fit of which something was learned last, each with a link to its page."""
    return await _fed(request, site, "atom", asked)


@router.get(
    "/contacts.ics", operation_id="subscribe_contacts", summary="Contacts as a calendar", response_class=Response,
    responses={200: {"description": "A calendar (RFC 5545).",
                     "content": {EXPORTS["ical"].media: {"schema": {"type": "string"}}}}, **problems(400)},
)  # fmt: skip
async def subscribe_contacts(request: Request, site: Here, asked: Annotated[Asked, Query()]) -> Response:
    """The contacts that fit and were planned or proposed, whatever became of them, each with a link to its page."""
    return await _fed(request, site, "ical", asked)


async def _fed(request: Request, site: Site, form: str, asked: Asked) -> Response:
    base, address = str(request.base_url).rstrip("/"), str(request.url)
    return await apart(lambda: exported(site, form, asked, Options(), base=base, address=address))
