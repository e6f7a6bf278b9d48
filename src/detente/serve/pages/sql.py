"""Questions in SQL, typed by whoever looks; they change nothing, and end by themselves."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from detente.errors import UsageError
from detente.ledger.shape import tables_of
from detente.serve.site import Here, page
from detente.serve.strangers import LONGEST, ROWS, SECONDS, Shown, asked_of, shown

router = APIRouter()
EXAMPLES = (
    (
        "Contacts by kind and status",
        "SELECT kind, status, count(*) AS contacts FROM contacts GROUP BY kind, status ORDER BY contacts DESC",
    ),
    (
        "Longest gaps between states",
        "SELECT a, b, held, longest_gap FROM channels WHERE level = 'state' ORDER BY longest_gap DESC",
    ),
    (
        "Documents by outlet and year",
        "SELECT outlet, substr(published, 1, 4) AS year, count(*) AS documents FROM documents GROUP BY outlet, year",
    ),
)


class _Typed(BaseModel):
    """What was typed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: str = Field("", max_length=LONGEST)


@router.get("/sql")
def sql(request: Request, site: Here, asked: Annotated[_Typed, Query()]) -> Response:
    """A query, what it gives or why it gives nothing, and what may be asked."""
    table, rows, wrong = None, list[list[Shown]](), ""
    if asked.q.strip():
        try:
            table = asked_of(site.shelf.path, asked.q)
            rows = shown(table)
        except UsageError as error:
            wrong = str(error)
    with site.shelf.reading() as book:
        tables = tables_of(book.connection)
    status = HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK
    return page(
        request, "sql", status=status, asked=asked.q, table=table, rows=rows, wrong=wrong, tables=tables, as_of=None,
        EXAMPLES=EXAMPLES, SECONDS=SECONDS, ROWS=ROWS, LONGEST=LONGEST,
    )  # fmt: skip
