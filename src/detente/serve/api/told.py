"""Documents, what each tells, what could not be read, and what the ledger covers."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from detente.ledger.coverage import show_coverage
from detente.ledger.document import show_document
from detente.ledger.queries import count_documents, find_documents
from detente.ledger.reports import count_reports, find_reports, show_report
from detente.model.views import CoverageView, DocumentView, ReportView
from detente.serve.api.answers import DocumentList, RefusalList, ReportList, answer, listing, problems
from detente.serve.asked import Known, Paged, Word
from detente.serve.pages.documents import Documents
from detente.serve.pages.refusals import Refusals, listed
from detente.serve.paging import page_of
from detente.serve.site import Here

router = APIRouter()


class _Reports(Paged):
    """Which reports."""

    document: Word = Field("", description="Key of the document that they stand in.")
    contact: Word = Field("", description="Id of the contact that they tell of.")


@router.get(
    "/reports", operation_id="list_reports", summary="Reports that hold", tags=["reports"],
    response_model=ReportList, responses=problems(400, 404),
)  # fmt: skip
def list_reports(site: Here, asked: Annotated[_Reports, Query()]) -> Response:
    """What single documents say of single contacts, in the order of handles, which stays while others come."""
    wanted = {"document": asked.document, "contact": asked.contact}
    with site.shelf.reading(asked.as_of) as book:
        found = find_reports(book.connection, **wanted, limit=asked.limit + 1, after=asked.after)
        part = page_of(found, count_reports(book.connection, **wanted), asked.limit, lambda one: one.handle)
    return listing(part, asked.as_of)


@router.get(
    "/reports/{handle}", operation_id="show_report", summary="One report in full", tags=["reports"],
    response_model=ReportView, responses=problems(400, 404),
)  # fmt: skip
def show_one_report(
    site: Here,
    handle: Annotated[str, Path(description="Handle of the report.", max_length=100)],
    asked: Annotated[Known, Query()],
) -> Response:
    """A report with the words that each value rests on; also one of an earlier reading, or one that was rejected."""
    with site.shelf.reading(asked.as_of) as book:
        return answer(show_report(book.connection, handle, asked.as_of or site.today()))


@router.get(
    "/documents", operation_id="list_documents", summary="Documents that fit", tags=["documents"],
    response_model=DocumentList, responses=problems(400, 404),
)  # fmt: skip
def list_documents(site: Here, asked: Annotated[Documents, Query()]) -> Response:
    """Documents without their text, the latest day of publication first and undated ones last."""
    wanted = {"outlet": asked.outlet, "lang": asked.lang, "text": asked.q}
    with site.shelf.reading(asked.as_of) as book:
        found = find_documents(book.connection, **wanted, limit=asked.limit + 1, after=asked.after)
        part = page_of(found, count_documents(book.connection, **wanted), asked.limit, lambda one: one.key)
    return listing(part, asked.as_of)


@router.get(
    "/documents/{key}", operation_id="show_document", summary="One document in full", tags=["documents"],
    response_model=DocumentView, responses=problems(400, 404),
)  # fmt: skip
def show_one_document(
    site: Here,
    key: Annotated[str, Path(description="Key of the document, or its first letters.", max_length=100)],
    asked: Annotated[Known, Query()],
) -> Response:
    """A document with its text, what was read in it and where. A span is two code points of the text, half open."""
    with site.shelf.reading(asked.as_of) as book:
        return answer(show_document(book.connection, key))


@router.get(
    "/coverage", operation_id="show_coverage", summary="What the ledger covers", tags=["documents"],
    response_model=CoverageView, responses=problems(),
)  # fmt: skip
def show_all_coverage(site: Here, asked: Annotated[Known, Query()]) -> Response:
    """Languages, outlets, days with documents and days without any: what silence in the ledger may mean."""
    with site.shelf.reading(asked.as_of) as book:
        return answer(show_coverage(book.connection))


@router.get(
    "/refusals", operation_id="list_refusals", summary="What could not be read", tags=["documents"],
    response_model=RefusalList, responses=problems(400),
)  # fmt: skip
def list_refusals(site: Here, asked: Annotated[Refusals, Query()]) -> Response:
    """What was given and could not be read, with the reason and a remedy."""
    with site.shelf.reading(asked.as_of) as book:
        return listing(listed(book, asked), asked.as_of)
