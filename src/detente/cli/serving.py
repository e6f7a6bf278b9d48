"""`detente serve`: the ledger in a browser, and for programs that ask over HTTP."""

import importlib.util
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.book import LedgerFile, ledger_path
from detente.cli.given import now, today
from detente.errors import UsageError
from detente.ledger import Ledger
from detente.reference.languages import languages, load_language
from detente.reference.registry import load_registry
from detente.settings import load_settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from detente.serve.rights import Rights
    from detente.serve.site import Site

_NEEDS = ("fastapi", "uvicorn", "jinja2", "argon2", "multipart", "icalendar", "feedgen")
_HOST, _PORT = "127.0.0.1", 8000
_PATIENCE = 10.0  # seconds until what another process has added is seen
_WAITING = 2048  # connections that may wait to be taken up


def serve(  # noqa: PLR0913  (each is an option of the command)
    *,
    ledger: LedgerFile = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Listen here; beyond this machine it needs accounts.")
    ] = _HOST,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="Listen on this port; 0 for any.")] = _PORT,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name", metavar="HOST", help="A name under which it is reached, behind a proxy; may be repeated."
        ),
    ] = None,
    passwords: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Who may sign in, as `detente password` writes it.")
    ] = None,
    tokens: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Which programs may ask, as `detente token` writes it.")
    ] = None,
) -> None:
    """Show the ledger in a browser.

    Pages, an API under /api/v1, feeds and calendars. On this machine nobody signs in; beyond it `serve` does not start
    without a password or token file. What is added to the ledger meanwhile is shown at once. Stop it with Ctrl-C.
    """
    missing = [module for module in _NEEDS if importlib.util.find_spec(module) is None]
    if missing:
        raise UsageError(f"serve needs {', '.join(missing)}; install it with: pip install 'detente[serve]'")
    from detente.serve.accounts import load_rights  # noqa: PLC0415
    from detente.serve.app import make_app  # noqa: PLC0415  (an extra)
    from detente.serve.exposure import Names, check_exposure  # noqa: PLC0415

    rights = load_rights(passwords, tokens)
    names = tuple(name or ())
    check_exposure(host, rights, names)
    with _listening(host, port) as listening:
        app = make_app(_site(ledger, rights), rights=rights, names=Names.of(host, names), clock=time.monotonic)
        typer.echo(f"the ledger is at {_address(listening)} (Ctrl-C stops it)", err=True)
        _run(app, listening)


def _site(ledger: Path | None, rights: "Rights") -> "Site":
    """The site of a ledger whose contacts are up to date."""
    from detente.serve.apart import AT_ONCE  # noqa: PLC0415
    from detente.serve.shelf import Shelf  # noqa: PLC0415  (an extra)
    from detente.serve.site import READERS, Site  # noqa: PLC0415
    from detente.serve.wording import make_templates  # noqa: PLC0415

    settings = load_settings()
    path = ledger_path(ledger, settings)
    with Ledger.open(path) as book:
        book.refresh()
    registry = load_registry(settings.overlay, settings.cache)
    return Site(
        shelf=Shelf(path, readers=READERS + AT_ONCE),
        registry=registry,
        today=today,
        now=lambda: now(exact=True),
        templates=make_templates(registry, _languages()),
        coder=settings.coder,
        accounts=bool(rights),
        patience=_PATIENCE,
    )


def _languages() -> Mapping[str, str]:
    return {code: load_language(code).name for code in languages()}


def _run(app: "ASGIApp", listening: socket.socket) -> None:
    """Answer requests until somebody stops it."""
    import uvicorn  # noqa: PLC0415  (an extra)

    # Who is behind a proxy, and whether by https, is believed from a proxy on this machine: otherwise everybody had one
    # address, and one stranger's guesses at passwords kept all others out. Anybody else may write such headers.
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        access_log=False,
        proxy_headers=True,
        forwarded_allow_ips=["127.0.0.1", "::1"],
        ws="none",
    )
    uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        UsageError: the address is not one of this machine, or the port is taken.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        found = socket.socket(family, kind, protocol)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}:{port} ({error.strerror or error}); choose another --port, 0 for any"
        ) from error
    found.listen(_WAITING)
    return found


def _address(listening: socket.socket) -> str:
    """Where a browser on this machine finds it."""
    host, port = listening.getsockname()[:2]
    shown = _HOST if host in {"0.0.0.0", "::"} else host  # noqa: S104  (shown, not bound)
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
