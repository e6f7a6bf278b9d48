"""Persons and sides: who takes part in contacts, and with whom."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from detente.ledger.persons import count_persons, find_persons, show_person
from detente.ledger.states import find_states, show_state
from detente.model.views import PersonView, StateView
from detente.reference.ends import side_named
from detente.serve.api.answers import PersonList, StateList, answer, listing, problems
from detente.serve.asked import Known
from detente.serve.pages.persons import Persons
from detente.serve.paging import Page, page_of
from detente.serve.site import Here

router = APIRouter()


@router.get(
    "/persons", operation_id="list_persons", summary="Persons who take part in contacts", tags=["persons"],
    response_model=PersonList, responses=problems(400, 404),
)  # fmt: skip
def list_persons(site: Here, asked: Annotated[Persons, Query()]) -> Response:
    """Persons, the one with the most contacts first."""
    wanted = {"text": asked.q, "side": side_named(asked.side, site.registry) if asked.side else ""}
    with site.shelf.reading(asked.as_of) as book:
        limit, total = asked.limit + 1, count_persons(book.connection, site.registry, **wanted)
        found = find_persons(book.connection, site.registry, **wanted, limit=limit, after=asked.after)
        part = page_of(found, total, asked.limit, lambda one: one.key)
    return listing(part, asked.as_of)


@router.get(
    "/persons/{key:path}", operation_id="show_person", summary="One person in full", tags=["persons"],
    response_model=PersonView, responses=problems(400, 404),
)  # fmt: skip
def show_one_person(
    site: Here,
    key: Annotated[str, Path(description="`key` of a person in a list: an id of the registry, or a name.")],
    asked: Annotated[Known, Query()],
) -> Response:
    """A person's names, offices, contacts and counterparts."""
    with site.shelf.reading(asked.as_of) as book:
        return answer(show_person(book.connection, site.registry, key, asked.as_of or site.today()))


@router.get(
    "/states", operation_id="list_states", summary="Sides that take part in contacts", tags=["states"],
    response_model=StateList, responses=problems(),
)  # fmt: skip
def list_states(site: Here, asked: Annotated[Known, Query()]) -> Response:
    """All states and organisations that take part in contacts, the one with the most first."""
    with site.shelf.reading(asked.as_of) as book:
        found = list(find_states(book.connection, site.registry, asked.as_of or site.today()))
    return listing(Page(lines=found, next="", total=len(found)), asked.as_of)


@router.get(
    "/states/{code}", operation_id="show_state", summary="One side in full", tags=["states"],
    response_model=StateView, responses=problems(400, 404),
)  # fmt: skip
def show_one_state(
    site: Here,
    code: Annotated[str, Path(description="Code of the side: ISO 3166-1 alpha-2, or that of a body.", max_length=100)],
    asked: Annotated[Known, Query()],
) -> Response:
    """A side's counterparts with their silences, the network around it, and who acts for it."""
    with site.shelf.reading(asked.as_of) as book:
        return answer(show_state(book.connection, site.registry, code, asked.as_of or site.today()))
