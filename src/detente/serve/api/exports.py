"""Exports: all contacts that fit, whole, in the forms of other programs."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from detente.errors import NotFoundError
from detente.export.formats import EXPORTS
from detente.export.formats.form import Options
from detente.serve.apart import apart
from detente.serve.api.answers import problems
from detente.serve.asked import Asked
from detente.serve.exporting import codebook_of, exported
from detente.serve.site import Here

router = APIRouter(prefix="/export", tags=["exports"])
_Form = Annotated[
    str,
    Path(
        description=f"A form: {', '.join(EXPORTS)}. What each holds stands in docs/reference/exports.md.",
        json_schema_extra={"enum": list(EXPORTS)},
    ),
]


class Exported(Asked):
    """Which contacts, and how a form is wanted that leaves a choice."""

    spreadsheet: bool = Field(
        default=False, description="CSV that is safe to open in a spreadsheet: no cell is taken for a formula."
    )
    directed: bool = Field(default=False, description="A panel with a row for each direction of a dyad.")
    nodes: Literal["sides", "persons"] = Field("sides", description="What a network links.")


def _whole_file() -> dict[str, Any]:
    """What the OpenAPI says of the answer: a media type a form, and the counts."""
    as_json = {one.media for one in EXPORTS.values() if one.media.endswith("json")}
    content = {one.media: {"schema": {} if one.media in as_json else {"type": "string"}} for one in EXPORTS.values()}
    counts = {
        f"Detente-Rows-{done}": {"description": f"Rows {done.lower()}.", "schema": {"type": "integer"}}
        for done in ("Written", "Matched")
    }
    return {"description": "The whole file.", "content": content, "headers": counts}


@router.get(
    "/{form}", operation_id="export_contacts", summary="All contacts that fit, as a file of another program",
    response_class=Response, responses={200: _whole_file(), **problems(400, 404)},
)  # fmt: skip
async def export_contacts(site: Here, form: _Form, asked: Annotated[Exported, Query()]) -> Response:
    """The whole selection, never a part of it: the rows written and the rows that match are counted apart.

    The answer begins when the file stands whole; it may take seconds, and a fault is a problem in place of a file.
    """
    _check(form)
    options = Options(spreadsheet=asked.spreadsheet, directed=asked.directed, nodes=asked.nodes)
    name = f"detente-{form}{EXPORTS[form].suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return await apart(lambda: exported(site, form, asked, options, headers=headers))


@router.get(
    "/{form}/codebook", operation_id="show_codebook", summary="What an export states of itself",
    response_model=dict[str, Any], responses=problems(400, 404),
)  # fmt: skip
def show_codebook(site: Here, form: _Form, asked: Annotated[Asked, Query()]) -> Response:
    """Schema version, coverage, filters, counts, and every field with its meaning."""
    _check(form)
    return Response(codebook_of(site, form, asked), media_type="application/json")


def _check(form: str) -> None:
    if form not in EXPORTS:
        raise NotFoundError(f"no form {form!r}; there are {', '.join(EXPORTS)}")
