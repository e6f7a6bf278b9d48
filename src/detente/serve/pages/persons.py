"""Persons: who takes part in contacts, in which offices, with whom."""

import json
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.ledger.persons import count_persons, find_persons, show_person
from detente.model import Precision
from detente.model.registered import NameForm
from detente.model.views import PersonView
from detente.reference.ends import side_named
from detente.serve.asked import Known, Paged, Word
from detente.serve.paging import page_of
from detente.serve.site import Here, page

router = APIRouter()
_SHOWN = 100  # contacts on a page; the list of contacts has all


class Persons(Paged):
    """Which persons are asked for."""

    q: Word = Field("", description="Words of a name in any script, each from its beginning: `lavr` finds Lavrov.")
    side: Word = Field("", description="A side that they act for, by code or name.")


@router.get("/persons")
def persons(request: Request, site: Here, asked: Annotated[Persons, Query()]) -> Response:
    """Persons that fit."""
    side = side_named(asked.side, site.registry) if asked.side else ""
    with site.shelf.reading(asked.as_of) as book:
        named = {"text": asked.q, "side": side}
        found = find_persons(book.connection, site.registry, **named, limit=asked.limit + 1, after=asked.after)
        total = count_persons(book.connection, site.registry, **named)
        shown = page_of(found, total, asked.limit, lambda one: one.key)
    return page(request, "persons", asked=asked, as_of=asked.as_of, shown=shown)


@router.get("/persons/{key:path}")
def person(request: Request, site: Here, key: str, asked: Annotated[Known, Query()]) -> Response:
    """One person."""
    with site.shelf.reading(asked.as_of) as book:
        view = show_person(book.connection, site.registry, key, asked.as_of or site.today())
    return page(
        request,
        "person",
        view=view,
        names=_by_language(view.names),
        drawn=json.dumps(_drawn(view)),
        as_known=as_known,
        shown=_SHOWN,
        as_of=asked.as_of,
    )


def as_known(day: date, precision: Precision) -> str:
    """A day for a `time` element, cut to what its source knows: `2021`, `2021-11`, `2021-11-02`."""
    return day.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision, 10)]


def _by_language(names: tuple[NameForm, ...]) -> dict[str, list[str]]:
    """Language -> ways to write the name, as the registry orders them."""
    groups: dict[str, list[str]] = {}
    for one in names:
        groups.setdefault(one.lang, []).append(one.form)
    return groups


def _drawn(view: PersonView) -> list[dict[str, str | None]]:
    """What the picture draws: a bar for each term, an open one without an end."""
    return [
        {
            "office": one.office or one.title,
            "side": one.side,
            "start": one.start.isoformat(),
            "end": one.end.isoformat() if one.end else None,
        }
        for one in view.terms
    ]
