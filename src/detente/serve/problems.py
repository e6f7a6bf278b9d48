"""What went wrong, told to a program: problem details (RFC 9457)."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


def problem(
    status: int,
    title: str = "",
    detail: str = "",
    instance: str = "",
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An answer of the type `about:blank`: the status says what it is, the detail what can be done about it.

    Args:
        status: an HTTP status of 400 or more.
        title: what every problem of this kind is called; the phrase of the status without one.
        detail: what happened this time, and the remedy.
        instance: the path that was asked for.
        headers: what else the answer says, such as Retry-After.
    """
    told = {"type": "about:blank", "title": title or HTTPStatus(status).phrase, "status": status}
    told |= {key: text for key, text in (("detail", detail), ("instance", instance)) if text}
    # As ASCII: a path may hold half of a surrogate pair, which has no bytes in UTF-8.
    return Response(
        json.dumps(told).encode("ascii"),
        status_code=status,
        headers={"Cache-Control": "no-store", **(headers or {})},
        media_type=MEDIA_TYPE,
    )
