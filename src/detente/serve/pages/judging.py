"""Corrections by hand: what a person says of a contact is stored with who, when and why."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from detente.errors import UsageError
from detente.ledger import Ledger, judging
from detente.ledger.judging import Coder
from detente.ledger.queries import contact_id
from detente.model.contact import Judgement
from detente.serve.asked import Word
from detente.serve.site import Here, may_judge

router = APIRouter()
_DONE = {
    "confirm": "Confirmed.",
    "correct": "Corrected.",
    "merge": "Merged: the reports of both are one contact now.",
    "split": "Split: the chosen reports are another contact now.",
    "reject": "Rejected: these reports are no contact.",
}


class Said(BaseModel):
    """What a person says of a contact."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verdict: str
    by: Word = ""
    why: Word = ""
    field: Word = ""
    value: Annotated[str, Form(max_length=1000)] = ""
    other: Word = ""
    report: tuple[Word, ...] = ()


@router.post("/contacts/{contact}/judge")
def judge(request: Request, site: Here, contact: str, said: Annotated[Said, Form()]) -> Response:
    """Keep a judgement and show what came of it."""
    if not may_judge(request):
        raise HTTPException(403, "only coders judge; sign in as one")
    user = getattr(request.state, "user", None)
    coder = Coder(by=(user.name if user else "") or said.by or site.coder, at=site.now(), why=said.why)
    with site.shelf.writing() as book:
        judgement = judgement_said(book, contact, said, coder)
        book.judge([judgement], at=f"{site.now()[:19]}Z")
        book.refresh()
        shown = _shown_next(book, contact, said)
    return RedirectResponse(f"{shown}?{urlencode({'done': _DONE[said.verdict]})}", status_code=303)


def judgement_said(book: Ledger, contact: str, said: Said, coder: Coder) -> Judgement:
    """The judgement that a form stands for.

    Raises:
        UsageError: there is no such contact, report, field or verdict, or nobody signed it.
    """
    if not coder.by:
        raise UsageError("a judgement needs the name of who judges; write your name")
    match said.verdict:
        case "confirm" | "reject":
            return judging.standing_for(book.connection, contact, said.verdict, coder)
        case "correct":
            value = judging.typed_value(said.field, said.value)
            return judging.correcting(book.connection, contact, said.field, value, coder)
        case "merge":
            return judging.merging(book.connection, [contact, said.other], coder)
        case "split":
            return judging.splitting(book.connection, contact, said.report, coder)
    raise UsageError(f"no verdict {said.verdict!r}; there are {', '.join(judging.VERDICTS)}")


def _shown_next(book: Ledger, contact: str, said: Said) -> str:
    """Where to go on: the contact; after a rejection it is gone, and the list is what is left."""
    if said.verdict == "reject":
        return "/"
    return f"/contacts/{contact_id(book.connection, contact)}"
