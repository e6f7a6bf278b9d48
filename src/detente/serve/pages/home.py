"""Home: which contacts there are, on a line of time and as a list; promises and channels that need a look."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from detente.export.formats import EXPORTS
from detente.ledger import Ledger
from detente.ledger.channels import find_channels
from detente.ledger.facets import facets
from detente.ledger.queries import count_contacts, count_promises, find_contacts, find_promises
from detente.ledger.timeline import bins
from detente.model import TOPICS, Kind, Status
from detente.model.views import Bin, FacetValue
from detente.serve.asked import Listed
from detente.serve.site import Here, Site, page

router = APIRouter()
_GLANCE = 5  # promises and channels beside the list; their own pages have all
_OFFERED = 60  # names offered while somebody types; any other may be typed as well


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offered:
    """What filters are offered: lists of names as they stand in the page, and languages."""

    lists: Markup
    langs: tuple[FacetValue, ...]


@router.get("/")
def home(request: Request, site: Here, asked: Annotated[Listed, Query()]) -> Response:
    """Contacts that fit the filters."""
    wanted = asked.filter(site.registry)
    with site.shelf.reading(asked.as_of) as book:
        found = list(find_contacts(book.connection, wanted, limit=asked.limit + 1, after=asked.after))
        counted = site.kept(book, (asked.as_of, "bins", wanted), lambda: bins(book.connection, wanted, by="month"))
        offered = site.kept(book, (asked.as_of, "offered"), lambda: _offered(book, site))
        return page(
            request,
            "home",
            asked=asked,
            as_of=asked.as_of,
            contacts=found[: asked.limit],
            more=found[asked.limit - 1].id if len(found) > asked.limit else "",
            total=count_contacts(book.connection, wanted),
            months=_months(counted),
            drawn=json.dumps([[one.period, one.status, one.contacts] for one in counted if one.period]),
            undated=sum(one.contacts for one in counted if not one.period),
            offered=offered.lists,
            langs=offered.langs,
            choices={"kind": list(Kind), "status": list(Status), "topic": TOPICS},
            EXPORTS=EXPORTS,
            glance=_GLANCE,
            beside=_beside(book, site, asked),
        )


def _offered(book: Ledger, site: Site) -> _Offered:
    found = facets(book.connection, site.registry, most=_OFFERED)
    lists = site.templates.get_template("offered.html.jinja").render(facets=found)
    return _Offered(lists=Markup(lists), langs=found.langs.values)  # noqa: S704  (made by an escaping template)


def _months(counted: Iterable[Bin]) -> dict[str, dict[str, int]]:
    """Month -> status -> contacts."""
    months: dict[str, dict[str, int]] = {}
    for one in counted:
        months.setdefault(one.period, {})[one.status] = one.contacts
    return months


def _beside(book: Ledger, site: Site, asked: Listed) -> dict[str, object]:
    """Promises and silent channels that need a look, of the sides that are asked for."""
    on, sides = asked.as_of or site.today(), asked.filter(site.registry).sides
    promises = site.kept(book, (asked.as_of, "promises", on, sides), lambda: _promises(book, on, sides))
    silent = site.kept(
        book,
        (asked.as_of, "silent", on),
        lambda: tuple(find_channels(book.connection, on, level="state", fewest=3, silent=True)),
    )
    return {"promises": promises, "silent": [line for line in silent if {line.a, line.b} >= set(sides)]}


def _promises(book: Ledger, on: date, sides: tuple[str, ...]) -> dict[str, dict[str, object]]:
    """State -> the promises that are due first, and how many there are."""
    return {
        state: {
            "first": list(find_promises(book.connection, on, sides=sides, state=state, limit=_GLANCE)),
            "total": count_promises(book.connection, on, sides=sides, state=state),
        }
        for state in ("overdue", "open")
    }
