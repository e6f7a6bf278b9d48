"""`detente watch`: what arrives in a folder or a feed is added, and a webhook is told what that changes."""

import hashlib
import itertools
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.book import LedgerFile, added, ledger_path
from detente.cli.fetching import KeptIn, keeping_web
from detente.cli.filters import Office, OfKind, OfStatus, Person, Place, Side, Topic, filter_of
from detente.cli.given import Lang, Outlet, Published, make_reader, now, today
from detente.cli.opened import registry
from detente.cli.second import AskWhen, Extractor, exit_code, second_reader
from detente.cli.watched import Watched
from detente.errors import UsageError
from detente.export.listing import counted
from detente.export.plain import plain
from detente.export.screen import one_line
from detente.ledger import Ledger
from detente.model import Kind, Status
from detente.model.listing import Filter
from detente.reference.ends import side_named
from detente.settings import Settings, load_settings

Look = Callable[[Ledger], None]


def watch(  # noqa: PLR0913  (each is an option of the command)
    source: Annotated[str, typer.Argument(metavar="FOLDER|FEED", help="A folder, or a feed by its file or address.")],
    *,
    ledger: LedgerFile = None,
    every: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="Time between two looks.")] = 60.0,
    looks: Annotated[int, typer.Option(min=0, metavar="N", help="Stop after N looks; 0 to go on.")] = 0,
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    archive: KeptIn = None,
    webhook: Annotated[
        str, typer.Option(metavar="URL", help="Post an alert here for each contact that is new or told differently.")
    ] = "",
    webhook_secret_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Sign alerts with what stands in this file.")
    ] = None,
    side: Side = None,
    person: Person = "",
    office: Office = "",
    kind: OfKind = None,
    status: OfStatus = None,
    topic: Topic = "",
    place: Place = "",
    extractor: Extractor = "rules",
    when: AskWhen = None,
) -> None:
    """Add what arrives in a folder or a feed, until it is stopped with Ctrl-C.

    A file is read when it has not changed from one look to the next. A feed is asked for what is new; where an entry is
    only a teaser, the page behind it is read. With --webhook, what has changed in the ledger since the last look is
    posted as JSON, of the contacts that --side, --person, --office, --kind, --status, --topic and --place leave; what
    cannot be delivered is kept beside the ledger and tried again.
    """
    from detente.read.arrivals import Seen, arrivals  # noqa: PLC0415  (brings what fetches from the network)

    settings = load_settings()
    wanted = _filter(side or (), person, office, kind, status, topic, place)
    if not webhook and (wanted != Filter() or webhook_secret_file is not None):
        raise UsageError("filters and secrets are for alerts; say where these go with --webhook URL")
    path, get = ledger_path(ledger, settings), keeping_web(settings, archive or settings.archive).fetch
    look_at = partial(arrivals, source, published=published, outlet=outlet, lang=lang, limits=settings.limits)
    arriving = partial(look_at, seen=Seen(), fetch=get)

    with (
        Ledger.open(path, create=True) as book,
        book.speaking(),
        Watched(quiet=True) as watched,
        second_reader(extractor, when, settings) as model,
        _alerting(webhook, webhook_secret_file, wanted, path, settings) as look,
    ):
        reader = make_reader(settings, model)
        book.refresh()
        look(book)  # before anything is read: what stands in the ledger is no news, unless a watch was broken off
        for _ in _looks(looks, every):
            for one in watched.filing(added(book, arriving(), reader, model)):
                if one.outcome in {"new", "reread"}:
                    typer.echo(f"{one.outcome} {one.source}: {counted(one.reports, 'report')}")
            book.refresh()
            look(book)
    raise typer.Exit(exit_code(watched, model))


def _filter(  # noqa: PLR0913, PLR0917  (in the order of the options)
    side: Sequence[str],
    person: str,
    office: str,
    kind: Kind | None,
    status: Status | None,
    topic: str,
    place: str,
) -> Filter:
    """Which contacts alerts are about."""
    sides = tuple(side_named(one, registry()) for one in side)
    return filter_of(
        text=None, sides=sides, person=person, office=office, kind=kind, status=status, topic=topic, place=place,
        since=None, until=None, outlet="", lang="",
    )  # fmt: skip


def _looks(looks: int, every: float) -> Iterator[None]:
    """So many looks with a pause between two; without end for 0."""
    for done in itertools.count(1):
        yield
        if done == looks:
            return
        time.sleep(every)


@contextmanager
def _alerting(address: str, secret_file: Path | None, wanted: Filter, path: Path, settings: Settings) -> Iterator[Look]:
    """Tells a webhook what has changed in the ledger; nobody when there is none."""
    if not address:
        yield lambda _: None
        return
    from detente.serve.alerts import note_changes  # noqa: PLC0415
    from detente.serve.outbox import SUFFIX, Outbox  # noqa: PLC0415
    from detente.serve.webhook import Sender, webhook_of  # noqa: PLC0415  (brings httpx)

    webhook = webhook_of(address, secret_file, seconds=settings.limits.seconds)
    audience = hashlib.sha256(json.dumps([address, plain(wanted)]).encode()).hexdigest()[:16]
    with Outbox(path.with_name(path.name + SUFFIX), audience) as outbox:
        sender = Sender(
            webhook,
            outbox,
            tell=typer.echo,
            complain=lambda words: typer.echo(one_line(words), err=True),
            chance=random.random,
        )

        def look(book: Ledger) -> None:
            note_changes(book, wanted, outbox, on=today(), at=now(exact=True))
            sender.deliver()

        yield look
