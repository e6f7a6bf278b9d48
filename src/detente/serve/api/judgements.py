"""Judgements: what people decided about contacts, and a new one."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from detente.ledger.judging import Coder, stored
from detente.model.contact import Judgement
from detente.serve.api.answers import JudgementList, answer, listing, problems
from detente.serve.asked import Paged, Word
from detente.serve.pages.judging import Said, judgement_said
from detente.serve.paging import page_after
from detente.serve.site import Here, may_judge

router = APIRouter(prefix="/judgements", tags=["judgements"])


class NewJudgement(Said):
    """What a person says of a contact."""

    contact: Word = Field(description="Id of the contact, or its first letters.")
    verdict: Literal["confirm", "correct", "merge", "reject", "split"] = Field(description="What is decided.")
    by: Word = Field("", description="Who decides, where nobody signs in; else it is who signed in.")
    why: Word = Field("", description="Why.")
    field: Word = Field("", description="Of a correction: the field.")
    value: str = Field(
        "",
        max_length=1000,
        description="Of a correction: the value as it is typed: `2021-11-02/2021-11-04`, lists with commas, parties as "
        "`Sergey Lavrov, RU, foreign minister; , US, CIA director`, `none` for no value.",
    )
    other: Word = Field("", description="Of a merge: id of the other contact.")
    report: tuple[Word, ...] = Field((), description="Of a split: handles of the reports of the other contact.")


@router.get(
    "", operation_id="list_judgements", summary="What people decided",
    response_model=JudgementList, responses=problems(400),
)  # fmt: skip
def list_judgements(site: Here, asked: Annotated[Paged, Query()]) -> Response:
    """All judgements in the order in which they were made."""
    with site.shelf.reading(asked.as_of) as book:
        return listing(page_after(stored(book.connection), asked.after, asked.limit, _place), asked.as_of)


def _place(one: Judgement) -> tuple[str, str]:
    return one.at, one.id


@router.post(
    "", operation_id="add_judgement", summary="Decide about a contact", status_code=201,
    response_model=Judgement, responses=problems(400, 403, 404, 413),
)  # fmt: skip
def add_judgement(request: Request, site: Here, said: NewJudgement) -> Response:
    """Keep a judgement; it outranks the program, and survives every new reading. For coders only."""
    if not may_judge(request):
        raise HTTPException(403, "only coders judge; sign in as one, or send the token of one")
    user = getattr(request.state, "user", None)
    coder = Coder(by=(user.name if user else "") or said.by or site.coder, at=site.now(), why=said.why)
    with site.shelf.writing() as book:
        judgement = judgement_said(book, said.contact, said, coder)
        book.judge([judgement], at=f"{site.now()[:19]}Z")
    return answer(judgement, status=201)
