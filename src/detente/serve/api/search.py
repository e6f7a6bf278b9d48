"""A search over everything: a few of each kind of thing that a word finds."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from detente.ledger.persons import count_persons, find_persons
from detente.ledger.queries import count_contacts, count_documents, find_contacts, find_documents
from detente.ledger.states import find_states
from detente.model.listing import ContactLine, DocumentLine, Filter
from detente.model.views import PersonLine, StateLine
from detente.reference.folding import fold
from detente.reference.registry import Registry
from detente.serve.api.answers import answer, problems
from detente.serve.asked import Known, Word
from detente.serve.site import Here

router = APIRouter(tags=["search"])
_FEW, _MOST = 5, 50


class _Searched(Known):
    """What is searched for."""

    q: Annotated[Word, Field(min_length=1, description='Words; in sentences "..." and * work.')]
    limit: int = Field(_FEW, ge=1, le=_MOST, description="How many of each kind at most.")


class Found(BaseModel):
    """A few of each kind of thing, and how many there are."""

    contacts: tuple[ContactLine, ...] = Field(description="Contacts told by a sentence with the words.")
    contacts_total: int
    persons: tuple[PersonLine, ...] = Field(description="Persons with a name in which each word begins one.")
    persons_total: int
    states: tuple[StateLine, ...] = Field(description="Sides with such a name, or with this code.")
    states_total: int
    documents: tuple[DocumentLine, ...] = Field(description="Documents with a sentence with the words.")
    documents_total: int


@router.get(
    "/search", operation_id="search", summary="A few of everything that words find",
    response_model=Found, responses=problems(400),
)  # fmt: skip
def search(site: Here, asked: Annotated[_Searched, Query()]) -> Response:
    """Contacts, persons, sides and documents; each list goes on in its own operation."""
    wanted = Filter(text=asked.q)
    with site.shelf.reading(asked.as_of) as book:
        db, registry, few = book.connection, site.registry, asked.limit
        states = sides_called(asked.q, find_states(db, registry, asked.as_of or site.today()), registry)
        return answer({
            "contacts": list(find_contacts(db, wanted, limit=few)),
            "contacts_total": count_contacts(db, wanted),
            "persons": list(find_persons(db, registry, text=asked.q, limit=few)),
            "persons_total": count_persons(db, registry, text=asked.q),
            "states": states[:few],
            "states_total": len(states),
            "documents": list(find_documents(db, text=asked.q, limit=few)),
            "documents_total": count_documents(db, text=asked.q),
        })  # fmt: skip


def sides_called(typed: str, lines: Iterable[StateLine], registry: Registry) -> list[StateLine]:
    """The sides with this code, or with a name, in any language, in which each word that was typed begins a word."""
    words = fold(typed).split()
    return [
        line
        for line in lines
        if typed.strip().upper() == line.code
        or any(_begun(words, fold(name).split()) for name in _names(line, registry))
    ]


def _begun(words: list[str], name: list[str]) -> bool:
    return bool(words) and all(any(part.startswith(word) for part in name) for word in words)


def _names(line: StateLine, registry: Registry) -> list[str]:
    state = registry.states.get(line.code)
    bodies = [body.names for body in registry.bodies.values() if body.side == line.code] if state is None else []
    return [
        line.name,
        *(name for names in ([state.names] if state else bodies) for some in names.values() for name in some),
    ]
