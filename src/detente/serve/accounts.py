"""The files in which accounts stand.

A password file has one line a person, `name:role:hash` with an argon2id hash; a token file one line a token,
`name:role:digest` with its SHA-256 in hexadecimal, which is enough for a secret of 256 random bits. Lines that begin
with # are left out. `detente password` and `detente token` write them; neither file holds a secret that could be used.
"""

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

from argon2 import extract_parameters
from argon2.exceptions import InvalidHashError
from argon2.low_level import Type

from detente.errors import UsageError
from detente.export.file import written_whole
from detente.serve.rights import (
    Entry,
    Rights,
    Role,
    User,
    digest,
    hash_password,
    new_token,
    parse_name,
    parse_role,
    same_name,
)

PASSWORDS, TOKENS = Path("detente.passwords"), Path("detente.tokens")  # as the ledger: in the folder of the command
_DIGEST = re.compile(r"[0-9a-f]{64}")
_BY_OTHERS = stat.S_IRWXO | stat.S_IWGRP


def load_rights(passwords: Path | None = None, tokens: Path | None = None) -> Rights:
    """The accounts of a password file, a token file, both or none.

    Raises:
        UsageError: a file is wrong, or nobody stands in it.
    """
    people = read_passwords(passwords) if passwords else ()
    bearers = read_tokens(tokens) if tokens else ()
    for path, entries, command in ((passwords, people, "password"), (tokens, bearers, "token")):
        if path and not entries:
            raise UsageError(f"{path}: nobody stands in it; add a line with `detente {command} NAME --file {path}`")
    return Rights(people, bearers)


def read_passwords(path: Path) -> tuple[Entry, ...]:
    """The people of a password file.

    Raises:
        UsageError: it cannot be read, others may read it, or a line is wrong; the message has file and line.
    """
    return _read(path, _is_hash, "an argon2id hash; write the line with `detente password`")


def read_tokens(path: Path) -> tuple[Entry, ...]:
    """The tokens of a token file.

    Raises:
        UsageError: as `read_passwords`.
    """
    return _read(path, _is_digest, "a SHA-256 in hexadecimal; write the line with `detente token`")


Reading = Callable[[Path], tuple[Entry, ...]]


def account(path: Path, read: Reading, name: str, role: str | None) -> User:
    """The user that a line of the file at `path` will be for, before any secret is asked for.

    Args:
        read: `read_passwords` or `read_tokens`; there may be no file yet.
        role: a role by its word; None for the one that the name has there, a reader at first.

    Raises:
        UsageError: the file, the name or the role is wrong.
    """
    name = parse_name(name)
    held = {entry.user.name: entry.user.role for entry in read(path)} if path.exists() else {}
    return User(name=name, role=parse_role(role) if role else held.get(name, Role.READER))


def keep_password(path: Path, user: User, password: str) -> None:
    """Write the password's hash into the file, in place of the one that the name had.

    Raises:
        UsageError: the password is too short or too long, or the file cannot be written.
    """
    _rewrite(path, user.name, Entry(user=user, proof=hash_password(password)))


def keep_token(path: Path, user: User) -> str:
    """A new token, whose digest is written into the file in place of the one that the name had.

    Raises:
        UsageError: the file cannot be written.
    """
    token = new_token()
    _rewrite(path, user.name, Entry(user=user, proof=digest(token)))
    return token


def remove(path: Path, name: str) -> None:
    """Take the line of a name out of the file.

    Raises:
        UsageError: the name has none there.
    """
    if not any(_named(line, name) for line in file_lines(path)):
        raise UsageError(f"{path}: {name} does not stand in it")
    _rewrite(path, name, None)


def _rewrite(path: Path, name: str, entry: Entry | None) -> None:
    """Write the file whole, with `entry` in place of the line of `name`; the other lines stay as they are."""
    lines = file_lines(path) if path.exists() else []
    places = [at for at, line in enumerate(lines) if _named(line, name)]
    kept = [line for at, line in enumerate(lines) if at not in places]
    if entry is not None:
        kept.insert(places[0] if places else len(kept), str(entry))
    with written_whole(path, private=True) as stream:
        stream.writelines(f"{line}\n" for line in kept)


def _named(line: str, name: str) -> bool:
    return same_name(line.partition(":")[0].strip()) == same_name(name)


def _is_hash(text: str) -> bool:
    try:
        return extract_parameters(text).type is Type.ID
    except InvalidHashError:
        return False


def _is_digest(text: str) -> bool:
    return _DIGEST.fullmatch(text) is not None


def _read(path: Path, is_proof: Callable[[str], bool], wanted: str) -> tuple[Entry, ...]:
    entries: dict[str, Entry] = {}
    for number, line in enumerate(file_lines(path), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            entry = _entry(line, is_proof, wanted)
        except UsageError as error:
            raise UsageError(f"{path}:{number}: {error}") from error
        if entry.user.name in entries:
            raise UsageError(f"{path}:{number}: {entry.user.name} has a line before; remove one of them")
        entries[entry.user.name] = entry
    return tuple(entries.values())


def _entry(line: str, is_proof: Callable[[str], bool], wanted: str) -> Entry:
    parts = line.strip().split(":")
    if len(parts) != 3:  # noqa: PLR2004  (name, role and proof)
        raise UsageError("a line is name:role:secret, three parts with a colon between them")
    name, role, proof = parts
    if not is_proof(proof):
        raise UsageError(f"the third part is not {wanted}")
    return Entry(user=User(name=parse_name(name), role=parse_role(role)), proof=proof)


def file_lines(path: Path) -> list[str]:
    """The lines of a file that only its owner may write and no stranger may read.

    Raises:
        UsageError: it cannot be read, or others may read it.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            mode = os.fstat(file.fileno()).st_mode
            # Windows keeps its rights elsewhere, and shows every file as one that all may read.
            if os.name != "nt" and mode & _BY_OTHERS:
                raise UsageError(f"{path}: others on this machine may open it; run `chmod 600 {path}`")
            return file.read().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); name a file that `detente password` made") from error
