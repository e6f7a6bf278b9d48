"""What answers look like: lists that go on, single things, and problems."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, Field
from starlette.responses import Response

from detente.export.plain import plain
from detente.model.contact import Judgement
from detente.model.listing import ChannelLine, ContactLine, DocumentLine, PromiseLine, RefusalLine
from detente.model.views import PersonLine, ReportLine, StateLine
from detente.serve.paging import Page
from detente.serve.problems import MEDIA_TYPE

Item = TypeVar("Item")


class Listing(BaseModel, Generic[Item]):
    """A part of a list."""

    items: tuple[Item, ...] = Field(description="What fits, in its order, from the place asked for.")
    next: str = Field(description="Give it as `after` to go on; empty at the end of the list.")
    total: int = Field(description="How many fit in all.")
    as_of: date | None = Field(description="The day as of which this was known; null for all that is known.")


class ContactList(Listing[ContactLine]):
    """Contacts, the latest day first."""


class ReportList(Listing[ReportLine]):
    """Reports in the order of their handles."""


class DocumentList(Listing[DocumentLine]):
    """Documents, the latest day of publication first."""


class RefusalList(Listing[RefusalLine]):
    """What could not be read, in the order of sources."""


class ChannelList(Listing[ChannelLine]):
    """Channels, the ones with the most contacts first, or the most unusual silences."""


class PromiseList(Listing[PromiseLine]):
    """Promises, the one that is due first at the beginning."""


class PersonList(Listing[PersonLine]):
    """Persons, the one with the most contacts first."""


class StateList(Listing[StateLine]):
    """Sides, the one with the most contacts first."""


class JudgementList(Listing[Judgement]):
    """Judgements in the order in which they were made."""


_PROBLEMS = {
    400: "What is asked for makes no sense: a side that there is not, a text without a word, a period that ends "
    "before it begins, a place that is none.",
    401: "Sign in, or send a token.",
    403: "Not for you.",
    404: "There is no such thing.",
    413: "More was sent than is read.",
    422: "A parameter or body of the wrong form.",
    429: "Others are being answered; ask again in a second.",
    503: "The ledger cannot be used now.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an operation says of the problems it may answer with, besides those that any may."""
    schema = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": _PROBLEMS[status], "content": schema} for status in sorted({*statuses, 401, 422, 503})
    }


def answer(value: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A value of the model as JSON."""
    text = json.dumps(plain(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(text.encode(), status_code=status, headers=headers, media_type="application/json")


def listing(part: Page[Any], as_of: date | None) -> Response:
    """A part of a list as JSON."""
    return answer({"items": part.lines, "next": part.next, "total": part.total, "as_of": as_of})
