"""States and organisations: with whom they are in contact, and who acts for them."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from detente.ledger.states import find_states, show_state
from detente.model.views import DyadLine, StateLine, StateView
from detente.serve.asked import Known
from detente.serve.site import Here, page

router = APIRouter()
_DRAWN = 24  # counterparts in the picture; with more its lines cannot be told apart, and the table has all


@router.get("/states")
def states(request: Request, site: Here, asked: Annotated[Known, Query()]) -> Response:
    """Sides that take part in contacts."""
    with site.shelf.reading(asked.as_of) as book:
        found = list(find_states(book.connection, site.registry, asked.as_of or site.today()))
    groups = {
        "States": [one for one in found if not one.body],
        "Organisations": [one for one in found if one.body],
    }
    return page(request, "states", groups=groups, asked=asked, as_of=asked.as_of)


@router.get("/states/{code}")
def state(request: Request, site: Here, code: str, asked: Annotated[Known, Query()]) -> Response:
    """One side."""
    with site.shelf.reading(asked.as_of) as book:
        view = show_state(book.connection, site.registry, code, asked.as_of or site.today())
    network = json.dumps(_network(view))
    return page(request, "state", view=view, network=network, most=_DRAWN, as_of=asked.as_of)


def _network(view: StateView) -> dict[str, object]:
    """What the picture draws: the side, its busiest counterparts, and the contacts between any two of them."""
    busiest = view.counterparts[:_DRAWN]
    drawn = {view.line.code, *(one.code for one in busiest)}
    return {
        "center": view.line.code,
        "nodes": [_node(view.line), *map(_node, busiest)],
        "links": [link for link in view.network if drawn.issuperset(link[:2])],
    }


def _node(side: StateLine | DyadLine) -> dict[str, object]:
    return {"id": side.code, "name": side.name, "contacts": side.contacts}
