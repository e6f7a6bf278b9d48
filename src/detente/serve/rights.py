"""Who may do what: people with a password, programs with a token."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import total_ordering

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerificationError

from detente.errors import UsageError

SHORTEST, LONGEST = 12, 1024  # letters of a password; argon2 would take a megabyte, and time for it
LONGEST_NAME = 64
TOKEN_BYTES = 32
# RFC 9106 asks for 64 MiB on a server; two passes on one lane took 150 ms of one core where this was written.
_HASHER = PasswordHasher(time_cost=2, memory_cost=65_536, parallelism=1)
# Costs what a new hash costs, and is none.
_SAMPLE = (
    f"$argon2id$v=19$m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}$AAAAAAAAAAA$AAAAAAAAAAA"
)
_NAME = re.compile(r"[^\W_](?:[\w .@'-]*[\w.])?")
_TOKEN_START = "detente_"  # noqa: S105  (by which people, and searches for leaked secrets, know what it is)


@total_ordering
class Role(Enum):
    """What somebody may do: a reader looks, a coder judges too; reader < coder."""

    READER = "reader"
    CODER = "coder"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Role):
            return NotImplemented
        order = list(Role)
        return order.index(self) < order.index(other)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Whoever looks. The name is "" where nobody needs one: on this machine, without accounts."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether this user may do what the role may."""
        return self.role >= role


LOCAL = User(name="", role=Role.CODER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a file: a user, and what a secret is compared with."""

    user: User
    proof: str

    def __str__(self) -> str:
        return f"{self.user.name}:{self.user.role}:{self.proof}"


def parse_name(text: str) -> str:
    """A name as it is kept: letters, digits and `_ .@'-` between them, in form C.

    Raises:
        UsageError: it is none.
    """
    name = unicodedata.normalize("NFC", text)
    # A mark such as a vowel sign of Telugu is no letter to \w, but half of a letter to whoever writes it.
    bare = "".join(letter for letter in name if unicodedata.category(letter)[0] != "M")
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(bare):
        raise UsageError(
            f"{text[:LONGEST_NAME]!r} is no name: write at most {LONGEST_NAME} letters and digits, with . @ ' - _ and "
            "spaces between them"
        )
    return name


def same_name(typed: str) -> str:
    """What a name is looked up by, however it was typed; longer ones than there can be are cut."""
    return unicodedata.normalize("NFC", typed)[: LONGEST_NAME + 1]


def parse_role(text: str) -> Role:
    """A role by its word.

    Raises:
        UsageError: it is none.
    """
    try:
        return Role(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no role; there are {', '.join(map(str, Role))}") from error


def hash_password(password: str) -> str:
    """The argon2id hash of a password, with its parameters and a salt of its own.

    Raises:
        UsageError: the password is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"a password has {SHORTEST} to {LONGEST} letters, this one {len(password)}; choose another")
    return _HASHER.hash(_normal(password))


def new_token() -> str:
    """A token that nobody can guess; its digest goes into the file, the token to its bearer."""
    return _TOKEN_START + secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What the token file keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class Rights:
    """The accounts of a site: who somebody is by password or token.

    Args:
        people: lines of a password file.
        tokens: lines of a token file.
        check: whether a hash (first) is that of a password (second); slow on purpose.
    """

    def __init__(
        self,
        people: Sequence[Entry] = (),
        tokens: Sequence[Entry] = (),
        *,
        check: Callable[[str, bytes], bool] | None = None,
    ) -> None:
        self._people: Mapping[str, Entry] = {entry.user.name: entry for entry in people}
        self._tokens = [(entry.proof.encode("ascii"), entry.user) for entry in tokens]
        self._check = check or _matches
        self._decoy = _decoy(people)

    def __bool__(self) -> bool:
        """Whether there is any account."""
        return bool(self._people or self._tokens)

    def verify(self, name: str, password: str) -> User | None:
        """Whose name and password these are, None when they are nobody's; takes a tenth of a second and 64 MiB.

        A name that nobody has costs the same hash, so that the time does not tell who has an account. In place of a
        password a token of that name will do, for browsers of people who were given nothing else.
        """
        name = same_name(name)
        bearer = self.bearer(password)
        if bearer is not None and bearer.name == name:
            return bearer
        entry = self._people.get(name)
        right = self._check(entry.proof if entry else self._decoy, _normal(password[: LONGEST + 1]))
        return entry.user if entry and right and len(password) <= LONGEST else None

    def bearer(self, token: str) -> User | None:
        """Whose token this is, None when it is nobody's; every token is compared, each in constant time."""
        shown = digest(token).encode("ascii")
        found = None
        for proof, user in self._tokens:
            if hmac.compare_digest(proof, shown):
                found = user
        return found


def _normal(password: str) -> bytes:
    # One keyboard writes é as one sign, another as two; to whoever types it, it is the same password (RFC 8265).
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace")


def _matches(proof: str, password: bytes) -> bool:
    try:
        return _HASHER.verify(proof, password)
    except VerificationError:
        return False


def _decoy(people: Sequence[Entry]) -> str:
    """What looks like a hash and costs as much as the dearest one of the file; nobody knows a password that has it."""
    costs = [extract_parameters(proof) for proof in [entry.proof for entry in people] or [_SAMPLE]]
    dearest = max(costs, key=lambda cost: cost.memory_cost * cost.time_cost)
    salt, made = (b64encode(secrets.token_bytes(size)).rstrip(b"=").decode() for size in (16, 32))
    cost = f"m={dearest.memory_cost},t={dearest.time_cost},p={dearest.parallelism}"
    return f"$argon2id$v={dearest.version}${cost}${salt}${made}"
