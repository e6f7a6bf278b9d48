"""Home: which contacts there are, on a line of time and as a list; promises and channels that need a look."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from detente.ledger import Ledger
from detente.ledger.channels import find_channels
from detente.ledger.facets import facets
from detente.ledger.queries import count_contacts, find_contacts, find_promises
from detente.ledger.timeline import bins
from detente.model import TOPICS, Kind, Status
from detente.serve.asked import Listed
from detente.serve.site import Here, Site, page

router = APIRouter()
_GLANCE = 5  # promises and channels beside the list; their own pages have all
_FEW_YEARS = 8  # of which a line of time shows months


@router.get("/")
def home(request: Request, site: Here, asked: Annotated[Listed, Query()]) -> Response:
    """Contacts that fit the filters."""
    wanted = asked.filter(site.registry)
    with site.shelf.reading(asked.as_of) as book:
        found = list(find_contacts(book.connection, wanted, limit=asked.limit + 1, after=asked.after))
        return page(
            request,
            "home",
            asked=asked,
            wanted=wanted,
            contacts=found[: asked.limit],
            more=found[asked.limit - 1].id if len(found) > asked.limit else "",
            total=count_contacts(book.connection, wanted),
            bins=bins(book.connection, wanted, by="month"),
            facets=facets(book.connection),
            choices={"kind": list(Kind), "status": list(Status), "topic": TOPICS},
            **_beside(book, site, asked),
        )


def _beside(book: Ledger, site: Site, asked: Listed) -> dict[str, object]:
    """What stands beside the list of all contacts: promises and channels; nothing beside a filtered list's next pages."""
    if asked.after:
        return {"overdue": (), "open_promises": (), "silent": ()}
    on = asked.as_of or site.today()
    sides = asked.filter(site.registry).sides
    silent = [
        line
        for line in find_channels(book.connection, on, level="state", fewest=3, silent=True)
        if {line.a, line.b} >= set(sides)
    ]
    promises = list(find_promises(book.connection, on, sides=sides))
    return {
        "overdue": [one for one in promises if one.state == "overdue"],
        "open_promises": [one for one in promises if one.state == "open"],
        "silent": silent,
        "glance": _GLANCE,
    }
