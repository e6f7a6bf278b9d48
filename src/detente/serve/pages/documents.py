"""Documents: the stored texts, with what was read in them, what was not, and why."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.ledger.coverage import coverage_of
from detente.ledger.document import show_document
from detente.ledger.filing import text_key
from detente.ledger.queries import count_documents, find_documents
from detente.model.listing import Passage
from detente.model.views import DocumentPassage, DocumentTelling
from detente.serve.asked import Known, Paged, Word
from detente.serve.marked import Run, marked, shown
from detente.serve.paging import page_of
from detente.serve.site import Here, page

router = APIRouter()


class Documents(Paged):
    """Which documents are asked for."""

    q: Word = Field("", description='Words in a sentence of it; "..." and * work.')
    outlet: Word = Field("", description="Published by this outlet.")
    lang: Word = Field("", description="In this language, ISO 639-1.")


@router.get("/documents")
def documents(request: Request, site: Here, asked: Annotated[Documents, Query()]) -> Response:
    """Documents that fit."""
    wanted = {"text": asked.q, "outlet": asked.outlet, "lang": asked.lang}
    with site.shelf.reading(asked.as_of) as book:
        found = find_documents(book.connection, **wanted, limit=asked.limit + 1, after=asked.after)
        total = count_documents(book.connection, **wanted)
        listed = page_of(found, total, asked.limit, lambda one: one.key)
        languages = coverage_of(book.connection).languages
    return page(request, "documents", asked=asked, as_of=asked.as_of, shown=listed, languages=languages)


@router.get("/documents/{key}")
def document(request: Request, site: Here, key: str, asked: Annotated[Known, Query()]) -> Response:
    """One document."""
    with site.shelf.reading(asked.as_of) as book:
        view = show_document(book.connection, key)
    numbers = {one.telling.report: number for number, one in enumerate(view.tellings, 1)}
    words = site.templates.filters["stated"]
    return page(
        request,
        "document",
        view=view,
        paragraphs=marked(view.text, view.passages, view.junk, view.rejected),
        numbers=numbers,
        no_contact={one.telling.report for one in view.tellings if one.rejected},
        anchored=set(),  # reports whose first words have been written
        text_key=text_key(view.text),
        shown=shown,
        said_of=partial(said_of, numbers=numbers, words=words),
        values_of=partial(values_of, words=words),
        as_of=asked.as_of,
    )


def said_of(run: Run, numbers: dict[str, int], words: Callable[[DocumentPassage], str]) -> str:
    """What is said of a run of text: `1 kind: call; 2 quote`.

    Args:
        numbers: handle of a report -> its number on the page.
        words: a value in words.
    """
    said = [
        f"{numbers[one.report]} {one.field.replace('_', ' ')}{f': {words(one)}' if one.value else ''}"
        for one in run.passages
    ]
    said += [f"page furniture: {rule}" for rule in run.junk]
    return "; ".join(dict.fromkeys(said))


def values_of(telling: DocumentTelling, words: Callable[[Passage], str]) -> dict[str, list[str]]:
    """Field -> values of a report in words, each once, in the order of its passages; a quote is no value."""
    values: dict[str, dict[str, None]] = {}
    for one in telling.telling.passages:
        if one.value:
            values.setdefault(one.field, {})[words(one)] = None
    return {field: list(each) for field, each in values.items()}
