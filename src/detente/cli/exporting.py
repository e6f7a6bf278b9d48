"""`detente export`: contacts of a ledger go to a file or to standard output in the form of another program."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer

from detente import __version__
from detente.cli.book import LedgerFile
from detente.cli.filters import (
    ByOutlet,
    InLang,
    Office,
    OfKind,
    OfStatus,
    Person,
    Place,
    Side,
    Since,
    Topic,
    Until,
    Words,
    filter_of,
)
from detente.cli.given import today
from detente.cli.opened import AsOf, opened, registry
from detente.errors import UsageError
from detente.export.file import bytes_written_whole, written_whole
from detente.export.formats import EXPORTS
from detente.export.formats.codebook import codebook, in_words
from detente.export.formats.form import Format, Header, Material, Options, Tally
from detente.export.formats.whole import check_choice, write_whole
from detente.ledger.material import material_of
from detente.ledger.selection import one_state
from detente.reference.ends import side_named


def _parse_format(name: str) -> str:
    if name not in EXPORTS:
        raise typer.BadParameter(f"no format {name!r}; there are {', '.join(EXPORTS)}")
    return name


def export(  # noqa: PLR0913  (each is an option of the command)
    form: Annotated[str, typer.Argument(parser=_parse_format, metavar="FORMAT", help=f"One of {', '.join(EXPORTS)}.")],
    text: Words = None,
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
    person: Person = "",
    office: Office = "",
    kind: OfKind = None,
    status: OfStatus = None,
    topic: Topic = "",
    place: Place = "",
    since: Since = None,
    until: Until = None,
    outlet: ByOutlet = "",
    lang: InLang = "",
    ledger: LedgerFile = None,
    as_of: AsOf = None,
) -> None:
    """Export contacts, or their reports and documents, for another program.

    The whole selection is written, and what was written and what should have been is told at the end. A form that has
    no room for its schema version, coverage and filters gets a file beside it, FILE.codebook.json. The fields of every
    form stand in docs/reference/exports.md.
    """
    options = Options(spreadsheet=spreadsheet, directed=directed, nodes=nodes)
    chosen = _check(form, options, out)
    known = registry()
    wanted = filter_of(
        text=text, sides=tuple(side_named(one, known) for one in side or ()), person=person, office=office,
        kind=kind, status=status, topic=topic, place=place, since=since, until=until, outlet=outlet, lang=lang,
    )  # fmt: skip
    with opened(ledger, as_of) as book, one_state(book.connection):
        material = material_of(book, wanted, known, as_of=as_of, today=today(), version=__version__)
        tally = _write(form, chosen, material, options, out)
    _tell(tally, material.header)


def _check(name: str, options: Options, out: Path | None) -> Format:
    """What can be told before anything is read.

    Raises:
        UsageError: a missing package or file, or an option that the format does not have.
    """
    chosen = check_choice(name, options)
    if chosen.binary and out is None:
        raise UsageError(f"{name} is no text; say where it goes with --out FILE{chosen.suffix}")
    return chosen


def _write(name: str, chosen: Format, material: Material, options: Options, out: Path | None) -> Tally:
    """The export, whole or not at all; its codebook comes and goes with it.

    Raises:
        LedgerError: other rows were written than the ledger counts.
    """
    if out is None:
        return write_whole(chosen, material, options, sys.stdout.buffer)
    with ExitStack() as stack:
        sink: BinaryIO = stack.enter_context(bytes_written_whole(out))
        tally = write_whole(chosen, material, options, sink)
        if not chosen.inside and (out.is_file() or not out.exists()):  # nothing stands beside a device
            beside = stack.enter_context(written_whole(out.with_name(f"{out.name}.codebook.json")))
            beside.write(codebook(name, chosen.fields, material.header))
    return tally


def _tell(tally: Tally, header: Header) -> None:
    typer.echo(in_words(header), err=True)
    for reason, number in tally.left_out.items():
        if number:
            typer.echo(f"{number:,} contacts left out: {reason}", err=True)
    typer.echo(f"rows written {tally.written:,} / rows matched {tally.matched:,}, a row a {tally.unit}", err=True)
