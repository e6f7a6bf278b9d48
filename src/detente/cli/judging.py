"""`detente judge`: the bench of a coding team."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.book import AsJson, LedgerFile
from detente.cli.given import examples, now, screen_of, write
from detente.cli.opened import opened
from detente.errors import UsageError
from detente.export.listing import agreement_text, judgement_text
from detente.export.plain import plain_lines
from detente.ledger import Ledger, judging
from detente.merge import CORRECTABLE
from detente.model.contact import Judgement
from detente.settings import load_settings

judge = typer.Typer(
    name="judge",
    help="Correct what the machine made of the reports: each decision is stored with who, when and why, outranks the "
    "machine on every rebuild, and can be taken to another ledger.",
    no_args_is_help=True,
)
Contact = Annotated[str, typer.Argument(metavar="ID", help="Id of a contact, or its first letters.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who judges; the setting `coder` by default.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why.")]


def _coder(by: str, why: str) -> judging.Coder:
    return judging.Coder(by=by or load_settings().coder, at=now(exact=True), why=why)


def _keep(book: Ledger, judgement: Judgement) -> None:
    book.judge([judgement], at=now())
    write([judgement_text(judgement, screen_of(sys.stdout))], sys.stdout)


@judge.command(epilog=examples("detente judge merge k7f2 m3qa --by ana --why 'one call, told on two days'"))
def merge(
    contacts: Annotated[list[str], typer.Argument(metavar="ID", help="Contacts that are one.")],
    *,
    by: By = "",
    why: Why = "",
    ledger: LedgerFile = None,
) -> None:
    """Say that contacts are one."""
    with opened(ledger) as book:
        _keep(book, judging.merging(book.connection, contacts, _coder(by, why)))


@judge.command(epilog=examples("detente judge split k7f2 p9xy4ucdbe8g --by ana"))
def split(
    contact: Contact,
    reports: Annotated[list[str], typer.Argument(metavar="REPORT", help="Reports that are of another contact.")],
    *,
    by: By = "",
    why: Why = "",
    ledger: LedgerFile = None,
) -> None:
    """Say that some reports of a contact are of another one."""
    with opened(ledger) as book:
        _keep(book, judging.splitting(book.connection, contact, reports, _coder(by, why)))


@judge.command(
    epilog=examples(
        "detente judge correct k7f2 days 2021-11-02 --by ana",
        "detente judge correct k7f2 place none --by ana",
        "detente judge correct k7f2 parties 'Sergey Lavrov, RU, foreign minister; , US, CIA director' --by ana",
    )
)
def correct(  # noqa: PLR0913  (each is an option of the command)
    contact: Contact,
    field: Annotated[str, typer.Argument(metavar="FIELD", help=f"One of {', '.join(CORRECTABLE)}.")],
    value: Annotated[
        str,
        typer.Argument(
            metavar="VALUE",
            help="A value; days as 2021-11-02/2021-11-04; lists with commas; parties as 'name, side, office; …'; none.",
        ),
    ],
    *,
    by: By = "",
    why: Why = "",
    ledger: LedgerFile = None,
) -> None:
    """Say that a field of a contact has another value."""
    with opened(ledger) as book:
        value = judging.typed_value(field, value)
        _keep(book, judging.correcting(book.connection, contact, field, value, _coder(by, why)))


@judge.command(epilog=examples("detente judge reject k7f2 --by ana --why 'a phone-in, no call'"))
def reject(contact: Contact, *, by: By = "", why: Why = "", ledger: LedgerFile = None) -> None:
    """Say that what the reports of a contact tell is no contact; reports that come later are not concerned."""
    with opened(ledger) as book:
        _keep(book, judging.standing_for(book.connection, contact, "reject", _coder(by, why)))


@judge.command(epilog=examples("detente judge confirm k7f2 --by ana"))
def confirm(contact: Contact, *, by: By = "", why: Why = "", ledger: LedgerFile = None) -> None:
    """Say that a contact is one; takes back a rejection."""
    with opened(ledger) as book:
        _keep(book, judging.standing_for(book.connection, contact, "confirm", _coder(by, why)))


@judge.command(name="list", epilog=examples("detente judge list"))
def list_judgements(*, ledger: LedgerFile = None, as_json: AsJson = False) -> None:
    """List all judgements, the oldest first."""
    screen = screen_of(sys.stdout)
    with opened(ledger) as book:
        found = judging.stored(book.connection)
        write(plain_lines(found, screen) if as_json else (judgement_text(one, screen) for one in found), sys.stdout)


@judge.command(epilog=examples("detente judge export > judgements.jsonl"))
def export(*, ledger: LedgerFile = None) -> None:
    """Write all judgements as JSON Lines, for `detente judge import` into another ledger."""
    with opened(ledger) as book:
        write(plain_lines(judging.stored(book.connection), screen_of(sys.stdout)), sys.stdout)


@judge.command(name="import", epilog=examples("detente judge import judgements.jsonl"))
def import_judgements(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON Lines as `detente judge export` writes them.")],
    *,
    ledger: LedgerFile = None,
) -> None:
    """Take in judgements of another ledger; those that are known change nothing."""
    found = _read(file)
    with opened(ledger) as book:
        new = book.judge(found, at=now())
    typer.echo(f"{new} of {len(found)} judgements are new")


@judge.command(epilog=examples("detente judge compare ana.jsonl ben.jsonl"))
def compare(
    one: Annotated[Path, typer.Argument(metavar="FILE", help="Judgements of one coder, JSON Lines.")],
    other: Annotated[Path, typer.Argument(metavar="FILE", help="Judgements of another coder.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Compare the judgements of two coders: how far they agree (Cohen's kappa), and where they do not."""
    screen = screen_of(sys.stdout)
    found = judging.compare(_read(one), _read(other))
    write(plain_lines([found], screen) if as_json else agreement_text(found, screen), sys.stdout)


def _read(file: Path) -> list[Judgement]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read ({error})") from error
    return judging.judgements_in(lines, str(file))
