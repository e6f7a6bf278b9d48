"""`detente contacts`, `show`, `channel`, `channels`, `promises`, `documents`, `refusals`: a ledger is asked."""

import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Annotated, Literal, TypeVar

import typer

from detente.cli.asking import NOTHING_FOUND
from detente.cli.book import AsJson, LedgerFile
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
from detente.cli.given import parse_day, screen_of, today, write
from detente.cli.glossing import Gloss, glosses_of
from detente.cli.opened import AsOf, opened, registry
from detente.cli.second import MODEL_FAILED
from detente.export import Screen, listing
from detente.export.plain import plain_lines, plain_record
from detente.ledger import channels as channel_answers
from detente.ledger import queries
from detente.reference.ends import side_named
from detente.settings import load_settings

Line = TypeVar("Line")
_PAGE = 50

On = Annotated[
    date | None, typer.Option("--on", parser=parse_day, metavar="DAY", help="The day asked for; today by default.")
]
Limit = Annotated[
    int | None,
    typer.Option(min=0, metavar="N", help="At most N; 0 for all. Text shows 50 and says how many there are; JSON all."),
]


def _sides(given: Iterable[str] | None) -> tuple[str, ...]:
    if not given:
        return ()
    known = registry()
    return tuple(side_named(one, known) for one in given)


def _print(
    lines: Iterable[Line],
    texts: Callable[[Iterable[Line], Screen], Iterator[str]],
    limit: int | None,
    *,
    as_json: bool,
    total: Callable[[], int] | None = None,
) -> None:
    """Lines as text or JSON; says so when there are more."""
    screen = screen_of(sys.stdout)
    most = _most(limit, as_json=as_json)
    stream = iter(lines)
    shown = stream if most is None else itertools.islice(stream, most)
    count = itertools.count()
    numbered = (line for line, _ in zip(shown, count, strict=False))
    write(plain_lines(numbered, screen) if as_json else texts(numbered, screen), sys.stdout)
    written = next(count)
    if most is not None and written > most:
        written = most
    rest = 0 if most is None else sum(1 for _ in stream) if total is None else total() - written
    if rest > 0:
        typer.echo(f"{written:,} of {written + rest:,} shown; --limit 0 shows all", err=True)
    if not written:
        typer.echo("nothing found", err=True)
        raise typer.Exit(NOTHING_FOUND)


def _most(limit: int | None, *, as_json: bool) -> int | None:
    """How many lines to show, None for all."""
    return (None if as_json else _PAGE) if limit is None else limit or None


def contacts(  # noqa: PLR0913  (each is an option of the command)
    text: Words = None,
    *,
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
    after: Annotated[str, typer.Option(metavar="ID", help="Go on after this contact.")] = "",
    limit: Limit = None,
    ledger: LedgerFile = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List contacts, the latest first."""
    wanted = filter_of(
        text=text, sides=_sides(side), person=person, office=office, kind=kind, status=status, topic=topic, place=place,
        since=since, until=until, outlet=outlet, lang=lang,
    )  # fmt: skip
    most = _most(limit, as_json=as_json)
    with opened(ledger, as_of) as book:
        found = queries.find_contacts(book.connection, wanted, limit=None if after else most, after=after)
        _print(
            found,
            listing.contact_lines,
            limit,
            as_json=as_json,
            total=None if after else lambda: queries.count_contacts(book.connection, wanted),
        )


def show(
    contact: Annotated[str, typer.Argument(metavar="ID", help="Id of a contact, or its first letters.")],
    *,
    gloss: Gloss = False,
    ledger: LedgerFile = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Show a contact in full: every field with the rule that chose its value and the accounts that differ, the history
    of its status, and each report with its words.

    With --gloss, an English gloss beside each quotation in another language; it is marked as machine-made, and no part
    of the ledger.
    """
    screen, failed = screen_of(sys.stdout), False
    with opened(ledger, as_of) as book:
        view = queries.show_contact(book.connection, contact, as_of or today())
    with glosses_of(None, load_settings(), wanted=gloss) as glosses:
        glossed = glosses.of(listing.quotations(view)) if glosses is not None else None
        if not as_json:
            write(listing.contact_view(view, screen, glossed), sys.stdout)
        elif glossed is None:
            write(plain_lines([view], screen), sys.stdout)
        else:
            record = {**plain_record(view), "glosses": glossed.records(listing.quotations(view))}
            write(plain_lines([record], screen), sys.stdout)
        failed = glosses is not None and glosses.failed
    if failed:
        raise typer.Exit(MODEL_FAILED)


def channel(  # noqa: PLR0913  (each is an option of the command)
    one: Annotated[str, typer.Argument(metavar="A", help="A state, an office ('Russian president') or a body (SVR).")],
    other: Annotated[str, typer.Argument(metavar="B", help="Its counterpart.")],
    *,
    on: On = None,
    ledger: LedgerFile = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Show a channel: its rhythm and present silence, who asks, kinds, topics, promises and its contacts."""
    screen, known = screen_of(sys.stdout), registry()
    with opened(ledger, as_of) as book:
        ends = [channel_answers.end_named(book.connection, asked, known) for asked in (one, other)]
        view = channel_answers.show_channel(book.connection, ends[0], ends[1], on or as_of or today())
        write(plain_lines([view], screen) if as_json else listing.channel_view(view, screen), sys.stdout)


def channels(  # noqa: PLR0913  (each is an option of the command)
    *,
    silent: Annotated[
        bool, typer.Option("--silent", help="Those silent for longer than usual, the rarest first.")
    ] = False,
    level: Annotated[
        Literal["state", "office", "body"] | None, typer.Option(help="Between states, offices or bodies only.")
    ] = None,
    fewest: Annotated[int, typer.Option(min=0, metavar="N", help="Only those with N contacts held or more.")] = 0,
    on: On = None,
    limit: Limit = None,
    ledger: LedgerFile = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List channels, those with the most contacts first."""
    with opened(ledger, as_of) as book:
        found = channel_answers.find_channels(
            book.connection, on or as_of or today(), level=level or "", fewest=fewest, silent=silent
        )
        _print(found, listing.channel_lines, limit, as_json=as_json)


def promises(  # noqa: PLR0913  (each is an option of the command)
    *,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is open after its last day.")] = False,
    state: Annotated[
        Literal["open", "kept", "overdue", "withdrawn"] | None, typer.Option(help="Only promises in this state.")
    ] = None,
    side: Side = None,
    on: On = None,
    limit: Limit = None,
    ledger: LedgerFile = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List what was undertaken, offered, demanded or announced, what is due first at the beginning."""
    wanted = "overdue" if overdue else state or ""
    with opened(ledger, as_of) as book:
        found = queries.find_promises(book.connection, on or as_of or today(), sides=_sides(side), state=wanted)
        _print(found, listing.promise_lines, limit, as_json=as_json)


def documents(  # noqa: PLR0913  (each is an option of the command)
    text: Annotated[list[str] | None, typer.Argument(metavar="WORDS", help="Words in one sentence of it.")] = None,
    *,
    outlet: Annotated[str, typer.Option(metavar="NAME", help="Of this outlet.")] = "",
    lang: Annotated[str, typer.Option(metavar="XX", help="In this language.")] = "",
    limit: Limit = None,
    ledger: LedgerFile = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List documents, the latest first."""
    with opened(ledger, as_of) as book:
        found = queries.find_documents(book.connection, outlet=outlet, lang=lang, text=" ".join(text or ()))
        _print(found, listing.document_lines, limit, as_json=as_json)


def refusals(
    *,
    reason: Annotated[str, typer.Option(metavar="REASON", help="Only those refused for this reason.")] = "",
    limit: Limit = None,
    ledger: LedgerFile = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List what could not be read, and why."""
    with opened(ledger, as_of) as book:
        _print(queries.find_refusals(book.connection, reason=reason), listing.refusal_lines, limit, as_json=as_json)
