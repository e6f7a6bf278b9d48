"""Questions in SQL, for what no other operation answers; nothing can be changed by them."""

from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from detente.export.formats.cells import write_table
from detente.export.formats.form import Field as Column
from detente.export.formats.form import Options
from detente.serve import strangers
from detente.serve.api.answers import answer, problems
from detente.serve.site import Here

router = APIRouter(tags=["sql"])


class _AsCsv(strangers.Query):
    """A query, and how its table is wanted."""

    spreadsheet: bool = Field(
        default=False, description="Safe to open in a spreadsheet: no cell is taken for a formula."
    )


class Rows(BaseModel):
    """What a query gave."""

    columns: tuple[str, ...] = Field(description="Names of the columns.")
    rows: tuple[tuple[strangers.Shown, ...], ...] = Field(
        description="Values in the order of columns; bytes are written as x'00ff', infinity is a text."
    )
    cut: bool = Field(description="Whether there were more rows, or larger ones, than are shown.")
    elapsed: float = Field(description="Seconds that it took.")


@router.get(
    "/sql", operation_id="query", summary="One SELECT over the ledger",
    response_model=Rows, responses=problems(400, 429),
)  # fmt: skip
def query(site: Here, asked: Annotated[strangers.Query, Query()]) -> Response:
    """What a query gives, within a second and a thousand rows; `cut` says whether there was more."""
    table = strangers.asked_of(site.shelf.path, asked.q)
    return answer(
        {"columns": table.columns, "rows": strangers.shown(table), "cut": table.cut, "elapsed": table.elapsed}
    )


@router.get(
    "/sql.csv", operation_id="query_as_csv", summary="One SELECT over the ledger, as CSV",
    response_class=Response,
    responses={
        200: {
            "description": "A header and the rows.",
            "content": {"text/csv": {"schema": {"type": "string"}}},
            "headers": {
                "Detente-Cut": {
                    "description": "Whether there were more rows, or larger ones, than are given.",
                    "schema": {"type": "boolean"},
                }
            },
        },
        **problems(400, 429),
    },
)  # fmt: skip
def query_as_csv(site: Here, asked: Annotated[_AsCsv, Query()]) -> Response:
    """What a query gives, as RFC 4180 has it; within the same limits."""
    table, sink = strangers.asked_of(site.shelf.path, asked.q), BytesIO()
    columns = [Column(name=name, form="", means="") for name in table.columns]
    cells = ([str(cell) if isinstance(cell, float) else cell for cell in row] for row in strangers.shown(table))
    write_table(sink, columns, cells, Options(spreadsheet=asked.spreadsheet))
    headers = {"Detente-Cut": str(table.cut).lower(), "Content-Disposition": 'attachment; filename="detente-sql.csv"'}
    return Response(sink.getvalue(), media_type="text/csv", headers=headers)
