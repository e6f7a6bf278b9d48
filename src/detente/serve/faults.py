"""What goes wrong, told to a person as a page and to a program as a problem (RFC 9457)."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from detente.errors import LedgerError, NotFoundError, UsageError
from detente.serve.problems import problem
from detente.serve.site import page

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_TITLES = {
    400: "This cannot be asked",
    401: "Sign in first",
    403: "Not for you",
    404: "There is no such thing",
    405: "This cannot be done here",
    413: "Too much at once",
    422: "This cannot be asked",
    429: "Too often",
    500: "Something broke",
    503: "The ledger cannot be used now",
}
_PROGRAMS = ("/api/", "/feeds/")  # they get problems; people get pages


def add_fault_handlers(app: FastAPI) -> None:
    """Answer errors in words."""
    app.add_exception_handler(RequestValidationError, _misasked)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(UsageError, _unusable)
    app.add_exception_handler(LedgerError, _no_ledger)


def fault(request: Request, status: int, detail: str) -> Response:
    """The answer to a request that cannot be met."""
    title = _TITLES.get(status, "This did not work")
    if request.url.path.startswith(_PROGRAMS):
        return problem(status, title, detail, instance=request.url.path)
    return page(request, "fault", status=status, title=title, detail=detail)


async def _misasked(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  (how Starlette types handlers)
    wrong = [f"{'.'.join(map(str, one['loc'][1:])) or one['loc'][0]}: {one['msg']}" for one in error.errors()]
    return fault(request, 422, "; ".join(wrong))


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    response = fault(request, error.status_code, str(error.detail))
    response.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = ", ".join(_allowed(request))
    return response


def _allowed(request: Request) -> list[str]:
    """What may be done at this address: each route knows of its own method only."""
    routes = request.app.router.routes
    found = [
        method
        for method in _METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    ]
    return ["HEAD", *found] if "GET" in found else found


async def _unusable(request: Request, error: Exception) -> Response:
    return fault(request, 404 if isinstance(error, NotFoundError) else 400, str(error))


async def _no_ledger(request: Request, error: Exception) -> Response:
    return fault(request, 503, str(error))
