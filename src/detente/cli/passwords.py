"""`detente password` and `detente token`: who may use a site that others can reach."""

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from detente.errors import UsageError

_LONGEST_LINE = 8192
_PACKAGES = ("argon2", "fastapi")
Name = Annotated[str, typer.Argument(metavar="NAME", help="Who: letters and digits, with . @ ' - _ between them.")]
RoleName = Annotated[
    str | None,
    typer.Option(
        "--role",
        metavar="ROLE",
        help="What they may do: reader (look) or coder (judge too). Without it the role they have, at first reader.",
    ),
]
Remove = Annotated[bool, typer.Option("--remove", help="Remove NAME from the file.")]
Passwords = Annotated[
    Path | None, typer.Option("--file", metavar="FILE", help="The password file; `detente.passwords` by default.")
]
Tokens = Annotated[
    Path | None, typer.Option("--file", metavar="FILE", help="The token file; `detente.tokens` by default.")
]
Stdin = Annotated[bool, typer.Option("--stdin", help="Take the password from the first line of standard input.")]


def password(
    name: Name, *, role: RoleName = None, file: Passwords = None, remove: Remove = False, stdin: Stdin = False
) -> None:
    """Give somebody a password for `detente serve`: asked for twice, kept as a hash (argon2id)."""
    _refuse_without_packages()
    from detente.serve import accounts  # noqa: PLC0415  (an extra; slow to import)

    path = file or accounts.PASSWORDS
    if remove:
        accounts.remove(path, name)
        return
    user = accounts.account(path, accounts.read_passwords, name, role)
    accounts.keep_password(path, user, _typed(from_stdin=stdin))
    typer.echo(f"{path}: {user.name} is a {user.role}", err=True)


def token(name: Name, *, role: RoleName = None, file: Tokens = None, remove: Remove = False) -> None:
    """Give a program a token for `detente serve`: printed now and never again, kept as its SHA-256."""
    _refuse_without_packages()
    from detente.serve import accounts  # noqa: PLC0415  (see password)

    path = file or accounts.TOKENS
    if remove:
        accounts.remove(path, name)
        return
    user = accounts.account(path, accounts.read_tokens, name, role)
    typer.echo(accounts.keep_token(path, user))
    typer.echo(f"{path}: {user.name} is a {user.role}", err=True)


def _refuse_without_packages() -> None:
    missing = [package for package in _PACKAGES if find_spec(package) is None]
    if missing:
        raise UsageError(f"accounts need {', '.join(missing)}; install it with: pip install 'detente[serve]'")


def _typed(*, from_stdin: bool) -> str:
    """The password, from the terminal without showing it or from standard input."""
    if from_stdin:
        return sys.stdin.readline(_LONGEST_LINE).rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask for the password; pipe it in with --stdin")
    typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True)
    return typed
