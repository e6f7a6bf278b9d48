"""`detente export`: contacts of a ledger go to a file or to standard output in the form of another program."""

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer

from detente import __version__
from detente.cli.book import LedgerFile, ledger_path
from detente.cli.given import parse_day, today
from detente.cli.listing import AsOf, Side
from detente.errors import LedgerError, UsageError
from detente.export.file import bytes_written_whole, written_whole
from detente.export.formats import EXPORTS
from detente.export.formats.codebook import codebook, in_words
from detente.export.formats.form import Format, Header, Material, Options, Tally
from detente.ledger import Ledger
from detente.ledger.selection import Selection, one_state
from detente.model import TOPICS, Kind, Status
from detente.model.listing import Filter
from detente.reference.ends import side_named
from detente.reference.registry import Registry, load_registry
from detente.settings import load_settings

# Attribute of Filter -> the option that gives it, where they are called differently.
_OPTIONS = {"sides": "side", "first": "since", "last": "until"}


def _parse_format(name: str) -> str:
    if name not in EXPORTS:
        raise typer.BadParameter(f"no format {name!r}; there are {', '.join(EXPORTS)}")
    return name


def export(  # noqa: PLR0913  (each is an option of the command)
    form: Annotated[str, typer.Argument(parser=_parse_format, metavar="FORMAT", help=f"One of {', '.join(EXPORTS)}.")],
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORDS", help='Words in a sentence that tells of it; "..." and * work.'),
    ] = None,
    *,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write here, whole or not at all.")
    ] = None,
    spreadsheet: Annotated[
        bool, typer.Option("--spreadsheet", help="CSV that is safe to open: no cell is taken for a formula.")
    ] = False,
    directed: Annotated[
        bool, typer.Option("--directed", help="A panel with a row for each direction of a dyad.")
    ] = False,
    nodes: Annotated[Literal["sides", "persons"], typer.Option(help="What a network links.")] = "sides",
    side: Side = None,
    person: Annotated[str, typer.Option(metavar="NAME", help="Somebody who takes part, by name or surname.")] = "",
    office: Annotated[
        str, typer.Option(metavar="OFFICE", help="An office that takes part, such as 'CIA director'.")
    ] = "",
    kind: Annotated[Kind | None, typer.Option(help="How the sides were in contact.")] = None,
    status: Annotated[Status | None, typer.Option(help="Whether it took place.")] = None,
    topic: Annotated[str, typer.Option(metavar="TOPIC", help="What it was about, such as arms-control.")] = "",
    place: Annotated[str, typer.Option(metavar="PLACE", help="Where, by the usual English name.")] = "",
    since: Annotated[date | None, typer.Option(parser=parse_day, metavar="DAY", help="From this day on.")] = None,
    until: Annotated[date | None, typer.Option(parser=parse_day, metavar="DAY", help="Up to this day.")] = None,
    outlet: Annotated[str, typer.Option(metavar="NAME", help="Reported by this outlet.")] = "",
    lang: Annotated[str, typer.Option(metavar="XX", help="Reported in this language.")] = "",
    ledger: LedgerFile = None,
    as_of: AsOf = None,
) -> None:
    """Export contacts, or their reports and documents, for another program.

    The whole selection is written, and what was written and what should have been is told at the end. A form that has
    no room for its schema version, coverage and filters gets a file beside it, FILE.codebook.json. The fields of every
    form stand in docs/reference/exports.md.
    """
    if topic and topic not in TOPICS:
        raise UsageError(f"no topic {topic!r}; there are {', '.join(TOPICS)}")
    chosen = EXPORTS[form]
    options = Options(spreadsheet=spreadsheet, directed=directed, nodes=nodes)
    _check(form, chosen, options, out)
    settings = load_settings()
    registry = load_registry(settings.overlay, settings.cache)
    wanted = Filter(
        sides=tuple(side_named(one, registry) for one in side or ()), person=person, office=office,
        kind=kind.value if kind else "", status=status.value if status else "", topic=topic, place=place, first=since,
        last=until, outlet=outlet, lang=lang, text=" ".join(text or ()),
    )  # fmt: skip
    with _book(ledger_path(ledger, settings), as_of) as book, book.speaking(), one_state(book.connection):
        material = _material(book, wanted, as_of, registry)
        tally = _write(form, chosen, material, options, out)
    _tell(tally, material.header)


def _check(name: str, chosen: Format, options: Options, out: Path | None) -> None:
    """What can be told before anything is read.

    Raises:
        UsageError: a missing package or file, or an option that the format does not have.
    """
    missing = [module for module in chosen.needs if importlib.util.find_spec(module) is None]
    if missing:
        raise UsageError(f"{name} needs {', '.join(missing)}; install it with: pip install 'detente[export]'")
    if chosen.binary and out is None:
        raise UsageError(f"{name} is no text; say where it goes with --out FILE{chosen.suffix}")
    plain = Options()
    for field in fields(Options):
        if getattr(options, field.name) != getattr(plain, field.name) and field.name not in chosen.chooses:
            those = ", ".join(name for name, one in EXPORTS.items() if field.name in one.chooses)
            raise UsageError(f"--{field.name} says nothing to {name}; it is for {those}")


@contextmanager
def _book(path: Path, as_of: date | None) -> Iterator[Ledger]:
    """The ledger, its contacts up to date, as it is or as it was."""
    with ExitStack() as stack:
        book = stack.enter_context(Ledger.open(path))
        book.refresh()
        yield book if as_of is None else stack.enter_context(book.as_of(as_of))


def _material(book: Ledger, wanted: Filter, as_of: date | None, registry: Registry) -> Material:
    selection = Selection(book.connection, wanted, as_of or today())
    given = {field.name: getattr(wanted, field.name) for field in fields(Filter)}
    header = Header(
        version=__version__,
        filters={
            _OPTIONS.get(name, name): " ".join(value) if isinstance(value, tuple) else str(value)
            for name, value in given.items()
            if value
        },
        as_of=as_of,
        accessed=today(),
        coverage=selection.coverage(),
        matched=selection.matched(),
    )
    return Material(
        header=header,
        registry=registry,
        sides=wanted.sides,
        first=wanted.first,
        last=wanted.last,
        lines=selection.lines,
        views=selection.views,
        newest=selection.newest,
        documents=selection.documents,
    )


def _write(name: str, chosen: Format, material: Material, options: Options, out: Path | None) -> Tally:
    """The export, whole or not at all; its codebook comes and goes with it.

    Raises:
        LedgerError: other rows were written than the ledger counts.
    """
    if out is None:
        return _checked(chosen.write(material, options, sys.stdout.buffer))
    with ExitStack() as stack:
        sink: BinaryIO = stack.enter_context(bytes_written_whole(out))
        tally = _checked(chosen.write(material, options, sink))
        if not chosen.inside and (out.is_file() or not out.exists()):  # nothing stands beside a device
            beside = stack.enter_context(written_whole(out.with_name(f"{out.name}.codebook.json")))
            beside.write(codebook(name, chosen.fields, material.header))
    return tally


def _checked(tally: Tally) -> Tally:
    if tally.written != tally.matched:
        raise LedgerError(
            f"{tally.written:,} rows written, but {tally.matched:,} matched ({tally.unit}); run `detente check`"
        )
    return tally


def _tell(tally: Tally, header: Header) -> None:
    typer.echo(in_words(header), err=True)
    for reason, number in tally.left_out.items():
        if number:
            typer.echo(f"{number:,} contacts left out: {reason}", err=True)
    typer.echo(f"rows written {tally.written:,} / rows matched {tally.matched:,}, a row a {tally.unit}", err=True)
