"""Contacts, how they lie in time, and what they can be filtered by."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from detente.ledger.facets import facets
from detente.ledger.queries import count_contacts, find_contacts, show_contact
from detente.ledger.timeline import bins
from detente.model.listing import ContactView
from detente.model.views import Bin, Facets
from detente.serve.api.answers import ContactList, answer, listing, problems
from detente.serve.asked import MOST, Asked, Known, Listed
from detente.serve.paging import page_of
from detente.serve.site import Here

router = APIRouter(tags=["contacts"])


class _Binned(Asked):
    """Which contacts, and how they are counted."""

    by: Literal["month", "year"] = Field("month", description="How long a period is.")


class _Faceted(Known):
    """How many values of each field."""

    most: int = Field(MOST, ge=1, le=10_000, description="How many values of each field at most.")


@router.get(
    "/contacts", operation_id="list_contacts", summary="Contacts that fit",
    response_model=ContactList, responses=problems(400, 404),
)  # fmt: skip
def list_contacts(site: Here, asked: Annotated[Listed, Query()]) -> Response:
    """Contacts between states that fit every filter, the latest day first; those without a day come last."""
    wanted = asked.filter(site.registry)
    with site.shelf.reading(asked.as_of) as book:
        found = find_contacts(book.connection, wanted, limit=asked.limit + 1, after=asked.after)
        part = page_of(found, count_contacts(book.connection, wanted), asked.limit, lambda one: one.id)
    return listing(part, asked.as_of)


@router.get(
    "/contacts/{contact}", operation_id="show_contact", summary="One contact in full",
    response_model=ContactView, responses=problems(400, 404),
)  # fmt: skip
def show_one(
    site: Here,
    contact: Annotated[str, Path(description="Id of the contact, or its first letters.", max_length=100)],
    asked: Annotated[Known, Query()],
) -> Response:
    """Every field with its value, the rule that chose it, and each account of it with the words it rests on.

    An id that was given away, because contacts were merged or a document was read anew, leads to where its reports
    are now; `asked` then differs from `contact.id`.
    """
    with site.shelf.reading(asked.as_of) as book:
        return answer(show_contact(book.connection, contact, asked.as_of or site.today()))


@router.get(
    "/timeline", operation_id="show_timeline", summary="Contacts counted by period and status",
    response_model=tuple[Bin, ...], responses=problems(400),
)  # fmt: skip
def show_timeline(site: Here, asked: Annotated[_Binned, Query()]) -> Response:
    """All contacts that fit, in the order of periods; those without a day first, under an empty period."""
    with site.shelf.reading(asked.as_of) as book:
        return answer(bins(book.connection, asked.filter(site.registry), by=asked.by))


@router.get(
    "/facets", operation_id="show_facets", summary="What contacts can be filtered by",
    response_model=Facets, responses=problems(),
)  # fmt: skip
def show_facets(site: Here, asked: Annotated[_Faceted, Query()]) -> Response:
    """The values of every field that a filter takes, the most frequent first, with how many contacts have them."""
    with site.shelf.reading(asked.as_of) as book:
        return answer(facets(book.connection, site.registry, most=asked.most))
