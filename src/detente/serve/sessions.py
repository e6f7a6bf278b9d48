"""Who has signed in and until when, who has failed how often, and how many passwords are looked at at once.

All of it is in memory and bounded: a restart signs everybody out, and a flood of strangers cannot fill the machine.
Clocks give seconds that never run backwards.
"""

import hashlib
import ipaddress
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import anyio
import anyio.to_thread

from detente.serve.rights import User

Clock = Callable[[], float]
HOUR = 3600.0
ID_BYTES = 32
# The browser itself refuses a cookie of this name that is not Secure or was set by a sister of this host.
SAFE_COOKIE, PLAIN_COOKIE = "__Host-detente", "detente"


@dataclass(slots=True)
class _Session:
    user: User
    begun: float
    used: float


class Sessions:
    """Sessions by an id that only the browser keeps; here stands its digest.

    Args:
        clock: seconds.
        idle: seconds after which a session that nobody used has ended.
        longest: seconds after which any session has ended.
        most: how many there are at once; the one unused for longest goes first.
        each: how many one person has at once, so that nobody pushes out the others.
    """

    def __init__(
        self, clock: Clock, *, idle: float = 12 * HOUR, longest: float = 168 * HOUR, most: int = 1000, each: int = 20
    ) -> None:
        self._clock, self._idle, self._longest, self._most, self._each = clock, idle, longest, most, each
        self._kept: OrderedDict[bytes, _Session] = OrderedDict()  # the least used first

    def __len__(self) -> int:
        return len(self._kept)

    def begin(self, user: User) -> str:
        """The id of a new session of 256 random bits: never one that somebody else has chosen."""
        own = [key for key, session in self._kept.items() if session.user.name == user.name]
        for key in own[: max(0, len(own) + 1 - self._each)]:
            del self._kept[key]
        while len(self._kept) >= self._most:
            self._kept.popitem(last=False)
        session = secrets.token_urlsafe(ID_BYTES)
        now = self._clock()
        self._kept[_key(session)] = _Session(user=user, begun=now, used=now)
        return session

    def user(self, session: str) -> User | None:
        """Whose session it is, which counts as use; None when it has ended or never was."""
        key, now = _key(session), self._clock()
        found = self._kept.get(key)
        if found is None:
            return None
        if now - found.used >= self._idle or now - found.begun >= self._longest:
            del self._kept[key]
            return None
        found.used = now
        self._kept.move_to_end(key)
        return found.user

    def end(self, session: str) -> None:
        """End it, if there is one."""
        self._kept.pop(_key(session), None)


def _key(session: str) -> bytes:
    return hashlib.sha256(session.encode("utf-8", "surrogatepass")).digest()


def cookie_name(*, secure: bool) -> str:
    """What the cookie is called where requests come by https (`secure`) and where they do not."""
    return SAFE_COOKIE if secure else PLAIN_COOKIE


def cookie(session: str, *, secure: bool) -> str:
    """The Set-Cookie header of a session, or the one that removes it when the id is "". It ends with the browser."""
    ends = "" if session else "; Max-Age=0"
    return f"{cookie_name(secure=secure)}={session}; Path=/; HttpOnly; SameSite=Strict{'; Secure' * secure}{ends}"


@dataclass(slots=True)
class _Failed:
    times: int
    last: float


class Failures:
    """Who has failed to sign in, and how long they have to wait: twice as long each time.

    Args:
        clock: seconds.
        free: failures that cost no wait.
        longest: longest wait, in seconds.
        quiet: seconds without a failure after which all is forgotten.
        most: how many are remembered; the one longest ago goes first.
    """

    def __init__(
        self, clock: Clock, *, free: int = 5, longest: float = 900.0, quiet: float = HOUR, most: int = 10_000
    ) -> None:
        self._clock, self._free, self._longest, self._quiet, self._most = clock, free, longest, quiet, most
        self._kept: OrderedDict[str, _Failed] = OrderedDict()  # the one longest ago first

    def __len__(self) -> int:
        return len(self._kept)

    def wait(self, key: str) -> float:
        """Seconds until the next try; 0 when it may be now."""
        failed = self._kept.get(key)
        if failed is None or failed.times < self._free:
            return 0.0
        # Beyond 2 ** 30 seconds, 34 years, the power only costs time.
        pause = min(self._longest, 2.0 ** min(failed.times - self._free, 30))
        return max(0.0, failed.last + pause - self._clock())

    def tried(self, key: str) -> None:
        """Count a try as a failure until it is known to be none: tries at the same moment do not slip through."""
        now = self._clock()
        failed = self._kept.pop(key, None)
        if failed is None or now - failed.last >= self._quiet:
            failed = _Failed(times=0, last=now)
        self._kept[key] = _Failed(times=failed.times + 1, last=now)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def succeeded(self, key: str) -> None:
        """Take back the last try; whoever has an account cannot clear what was tried at others from the same place."""
        failed = self._kept.get(key)
        if failed is not None:
            failed.times -= 1
            if failed.times <= 0:
                del self._kept[key]

    def forget(self, key: str) -> None:
        """Forget all of it: the right password was given."""
        self._kept.pop(key, None)


def neighbourhood(address: str) -> str:
    """What failures of an address are counted under: IPv4 alone, IPv6 with its /64, which one customer has whole."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)


class Turnstile:
    """Lets few through to the slow work at once, in threads of their own, and a few more wait.

    Args:
        at_once: how many work, each with a core and, for a password, 64 MiB.
        waiting: how many more may wait.
    """

    def __init__(self, at_once: int = 2, waiting: int = 8) -> None:
        self._at_once, self._most, self._inside = at_once, at_once + waiting, 0
        self._limiter: anyio.CapacityLimiter | None = None

    @property
    def full(self) -> bool:
        """Whether the next one has to come back later."""
        return self._inside >= self._most

    async def verify(self, check: Callable[[str, str], User | None], name: str, password: str) -> User | None:
        """What `check(name, password)` finds, in a thread."""
        if self._limiter is None:  # which belongs to the loop that runs, and there is none when this is made
            self._limiter = anyio.CapacityLimiter(self._at_once)
        self._inside += 1
        try:
            return await anyio.to_thread.run_sync(check, name, password, limiter=self._limiter)
        finally:
            self._inside -= 1
