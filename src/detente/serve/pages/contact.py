"""A contact: every field with its accounts and rule, who tells it in which words, and what people judged."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from detente.export.formats import EXPORTS
from detente.ledger.queries import show_contact
from detente.merge import CORRECTABLE
from detente.serve.asked import Known
from detente.serve.citing import CITATIONS, citation_of, cited
from detente.serve.site import Here, may_judge, page

router = APIRouter()


class _Shown(Known):
    """As of which day, and what was just done."""

    done: str = ""


@router.get("/contacts/{contact}")
def contact(request: Request, site: Here, contact: str, asked: Annotated[_Shown, Query()]) -> Response:
    """One contact."""
    with site.shelf.reading(asked.as_of) as book:
        view = show_contact(book.connection, contact, asked.as_of or site.today())
    user = getattr(request.state, "user", None)
    return page(
        request,
        "contact",
        view=view,
        names={one.report: one.outlet or one.name for one in view.tellings},
        citation=citation_of(view, site.today()),
        as_of=asked.as_of,
        done=asked.done,
        may_judge=may_judge(request) and asked.as_of is None,
        coder=(user.name if user else "") or site.coder,
        CORRECTABLE=CORRECTABLE,
    )


@router.get("/contacts/{contact}/cite/{form}")
def cite(site: Here, contact: str, form: str) -> Response:
    """The contact and its documents as references."""
    if form not in CITATIONS:
        raise HTTPException(404, f"no form {form!r} of citations; there are {', '.join(CITATIONS)}")
    with site.shelf.reading() as book:
        view = show_contact(book.connection, contact, site.today())
        body = cited(book, view, form, site.registry, site.today())
    name = f"detente-{view.contact.id}{EXPORTS[form].suffix}"
    return Response(
        body, media_type=EXPORTS[form].media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
