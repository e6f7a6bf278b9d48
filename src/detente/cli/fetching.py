"""What commands need to ask the network: the clock, the settings, the archive."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from detente.cli.given import Given, now
from detente.errors import UsageError
from detente.export.file import bytes_written_whole
from detente.ledger import Ledger
from detente.read.source import is_address
from detente.settings import Settings

if TYPE_CHECKING:
    from detente.read.web import Visited, Web

SUFFIX = ".archive"

Archive = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Keep what is fetched here as WARC; without it beside the ledger, or the setting `archive`."
    ),
]
KeptIn = Annotated[
    Path | None,
    typer.Option(
        "--archive", metavar="DIR", help="Keep what is fetched here as WARC; without it, or the setting, nowhere."
    ),
]
NoArchive = Annotated[bool, typer.Option("--no-archive", help="Keep nothing of what is fetched but its documents.")]


def archive_folder(given: Path | None, ledger: Path, settings: Settings) -> Path:
    """The archive that a command means; like an outbox it stands beside the ledger."""
    return given or settings.archive or ledger.with_name(ledger.name + SUFFIX)


def plain_web(settings: Settings, given: Given) -> "Web | None":
    """The network for who keeps nothing; None when no address was given, so that files do not wait for what fetches."""
    return _web(settings, None) if any(map(is_address, given.paths)) else None


def keeping_web(settings: Settings, folder: Path | None) -> "Web":
    """The network for who keeps answers in the archive at `folder`; None keeps none."""
    return _web(settings, folder)


def remembering_web(settings: Settings, folder: Path | None, book: Ledger, given: Given) -> "Web | None":
    """The same for who adds to a ledger: asks for what has changed since the ledger learned it."""
    if not any(map(is_address, given.paths)):
        return None
    from detente.read.web import Visited  # noqa: PLC0415  (as in `plain_web`)

    said = json.dumps([str(given.published or ""), given.outlet or "", given.lang or "", sorted(given.columns.items())])

    def known(address: str) -> Visited | None:
        found = book.last_visit(address, said, kept=folder is not None)
        return Visited(stamp=found[0], documents=found[1]) if found else None

    return _web(settings, folder, known, said)


def _web(
    settings: Settings,
    folder: Path | None,
    known: "Callable[[str], Visited | None]" = lambda _: None,
    said: str = "",
) -> "Web":
    from detente.read.addresses import resolved  # noqa: PLC0415  (as in `plain_web`)
    from detente.read.archive import archive  # noqa: PLC0415
    from detente.read.fetch import connected, fetch  # noqa: PLC0415
    from detente.read.manners import Pace  # noqa: PLC0415
    from detente.read.web import Web  # noqa: PLC0415

    pace = Pace(pause=settings.pause, clock=time.monotonic, sleep=time.sleep)
    polite = partial(fetch, pace=pace, resolve=resolved, connect=connected)
    keep = partial(archive, folder=folder, written=_written_in_its_folder) if folder else None
    return Web(fetch=polite, now=partial(now, exact=True), keep=keep, known=known, said=said)


@contextmanager
def _written_in_its_folder(path: Path) -> Iterator[BinaryIO]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{path.parent}: no folder can be made there ({error.strerror}); choose another one with --archive DIR"
        ) from error
    with bytes_written_whole(path) as stream:
        yield stream
