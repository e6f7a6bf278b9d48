"""`detente add`, `watch`, `rebuild` and `check`: a ledger is filled and kept."""

import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.fetching import Archive, NoArchive, archive_folder, remembering_web
from detente.cli.given import (
    Columns,
    Given,
    Lang,
    Outlet,
    Paths,
    Published,
    documents_of,
    make_reader,
    now,
    parse_columns,
    refusals_of,
    screen_of,
    write,
)
from detente.cli.second import AskWhen, announced, exit_code, second_reader
from detente.cli.second import Extractor as ByWhom
from detente.cli.watched import Watched
from detente.export.listing import counted, fault_lines
from detente.export.plain import plain_lines
from detente.ledger import Added, Extractor, Ledger
from detente.model import Document, Refusal
from detente.model.reading import Filed
from detente.pipeline import Reader
from detente.reference.bodies import body_names
from detente.reference.places import place_sides
from detente.settings import Settings, load_settings

if TYPE_CHECKING:
    from detente.consult.model import Model

UNSOUND = 6

LedgerFile = Annotated[
    Path | None,
    typer.Option(
        "--ledger", metavar="FILE", help="The ledger; detente.ledger in this folder, or the setting `ledger`."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON Lines instead of text for people.")]


def ledger_path(given: Path | None, settings: Settings) -> Path:
    """The ledger that a command means."""
    return given or settings.ledger


def extractor_of(reader: Reader) -> Extractor:
    """What a ledger needs to read documents."""
    return Extractor(
        read=reader.read,
        version=reader.version,
        places=place_sides(reader.registry),
        bodies=body_names(reader.registry),
    )


def add(  # noqa: PLR0913  (each is an option of the command)
    paths: Paths,
    *,
    ledger: LedgerFile = None,
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    columns: Columns = None,
    as_published: Annotated[
        bool,
        typer.Option(
            "--learned-when-published",
            help="Count each document as learned on its day of publication, as for an archive loaded afterwards.",
        ),
    ] = False,
    archive: Archive = None,
    no_archive: NoArchive = False,
    as_json: AsJson = False,
    extractor: ByWhom = "rules",
    when: AskWhen = None,
) -> None:
    """Read documents into a ledger.

    Each is read once: adding it again changes nothing, and a newer version of detente reads it anew and keeps the old
    reading as history. What could not be read stands in `detente refusals`. A line of --json is written after its
    document stands on the disk. Of an address the answer is kept as it came, as WARC, and the next time only what has
    changed is sent. A folder that `detente corpus` wrote is taken in without reading its documents again, unless
    another version of detente wrote it. With --extractor both, the readings of the rules and of the model are kept
    beside that of both; what the model could not be asked about is asked about when it is added again.
    """
    settings = load_settings()
    given = Given(paths=paths, published=published, outlet=outlet, lang=lang, columns=parse_columns(columns or []))
    path = ledger_path(ledger, settings)
    folder = None if no_archive else archive_folder(archive, path, settings)
    with (
        Ledger.open(path, create=True) as book,
        book.speaking(),
        Watched(quiet=as_json) as watched,
        second_reader(extractor, when, settings) as model,
    ):
        reader = make_reader(settings, model)
        web = remembering_web(settings, folder, book, given)
        items = documents_of(given, settings, web, reader)
        filed = chain(
            watched.filing(added(book, items, reader, model, as_published=as_published)),
            book.add(refusals_of(given), extractor_of(reader), at=now()),
        )
        if as_json:
            write(plain_lines(filed, screen_of(sys.stdout)), sys.stdout)
        else:
            tally = _tally(filed)
        if web is not None:
            book.note_visits(web.visits)
        book.refresh()
        if not as_json:
            typer.echo(f"{tally}; the ledger has {_size(book)}")
    raise typer.Exit(exit_code(watched, model))


def added(
    book: Ledger,
    items: Iterable[Document | Filed | Refusal],
    reader: Reader,
    model: "Model | None",
    *,
    as_published: bool = False,
) -> Iterator[Added]:
    """Read what a ledger does not know yet into it, after it has been told how often that asks the model."""
    news = announced(items, reader, model, lambda document: book.knows(document, reader.version))
    return book.add(news, extractor_of(reader), at=now(), as_published=as_published)


def _tally(added: Iterable[Added]) -> str:
    counts = {"new": 0, "known": 0, "reread": 0, "refused": 0}
    for one in added:
        counts[one.outcome] += 1
    words = (f"{number:,} {name}" for name, number in counts.items() if number or name == "new")
    return f"documents: {', '.join(words)}"


def _size(book: Ledger) -> str:
    size = book.size()
    told = f"{counted(size.contacts, 'contact')} from {counted(size.reports, 'report')}"
    return f"{told} in {counted(size.documents, 'document')} of {counted(size.origins, 'origin')}"


def rebuild(*, ledger: LedgerFile = None) -> None:
    """Make all contacts, channels and promises anew from what was learned; judgements hold."""
    with Ledger.open(ledger_path(ledger, load_settings())) as book, book.speaking():
        book.rebuild()
        typer.echo(f"rebuilt: {_size(book)}")


def check(*, ledger: LedgerFile = None, as_json: AsJson = False) -> None:
    """Check a ledger: the file, what refers to what, that all evidence still stands in its text, and that the contacts
    are those that a rebuild would give.
    """
    with Ledger.open(ledger_path(ledger, load_settings())) as book:
        book.refresh()
        faults = list(book.check())
    screen = screen_of(sys.stdout)
    write(plain_lines(faults, screen) if as_json else fault_lines(faults, screen), sys.stdout)
    if faults:
        raise typer.Exit(UNSOUND)
    if not as_json:
        typer.echo(f"sound: {_size_of(ledger_path(ledger, load_settings()))}")


def _size_of(path: Path) -> str:
    with Ledger.open(path) as book:
        return _size(book)
