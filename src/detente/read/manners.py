"""How often a site is asked: never sooner than it can bear, and no longer waited for than a reader can bear."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from detente.errors import UnreadableError

LONGEST_WAIT = 30.0  # seconds; who asks for more is not visited in this run
_SECONDS = re.compile(r"\d+")
_MANY_DIGITS = 9
_FAR = 1e9  # seconds; for a number with more digits than anyone counts
_REMEMBERED = 10_000  # hosts; a long watch of hostile feeds would fill the memory


@dataclass(slots=True)
class _Host:
    gap: float
    last: float
    until: float


class Pace:
    """When each host may be asked again; a class because every request moves it. One serves a whole run.

    Args:
        pause: seconds between two requests to one host, at least.
        clock: seconds that only grow, from wherever.
        sleep: waits so many seconds.
    """

    def __init__(self, *, pause: float, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._pause, self._clock, self._sleep = pause, clock, sleep
        self._hosts: dict[str, _Host] = {}

    def wait(self, host: str) -> float:
        """Wait until a host may be asked, and count it as asked; how many seconds that took.

        Raises:
            UnreadableError: fetch-failed, when it would be more than `LONGEST_WAIT`.
        """
        known = self._host(host)
        now = self._clock()
        seconds = max(known.last + known.gap, known.until) - now
        if seconds > LONGEST_WAIT:
            detail = f"{host} asks to come back in {seconds:.0f} s; more than {LONGEST_WAIT:g} s are not waited"
            raise UnreadableError("fetch-failed", detail, "try again later")
        if seconds > 0:
            self._sleep(seconds)
        known.last = self._clock()
        return max(seconds, 0.0)

    def slow(self, host: str, seconds: float) -> None:
        """Leave at least so many seconds between two requests, as its robots.txt asks.

        Raises:
            UnreadableError: robots, when it is more than `LONGEST_WAIT`.
        """
        if not seconds <= LONGEST_WAIT:
            detail = f"the robots.txt of {host} asks for {seconds:g} s between two visits"
            remedy = f"more than {LONGEST_WAIT:g} s are not waited; save the page and give the file"
            raise UnreadableError("robots", detail, remedy)
        known = self._host(host)
        known.gap = max(self._pause, seconds)

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for so many seconds from now."""
        known = self._host(host)
        known.until = max(known.until, self._clock() + seconds)

    def _host(self, host: str) -> _Host:
        known = self._hosts.pop(host, None) or _Host(self._pause, float("-inf"), float("-inf"))
        self._hosts[host] = known  # the last one now, so that the first is the one asked the longest ago
        if len(self._hosts) > _REMEMBERED:
            del self._hosts[next(iter(self._hosts))]
        return known


def retry_after(headers: Mapping[str, str]) -> float | None:
    """In how many seconds a busy site wants to be asked again, None when it does not say.

    A time of day counts from the `Date` of the same answer, whatever this machine's clock says.
    """
    said = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(said) and said.isascii():
        return float(said) if len(said) <= _MANY_DIGITS else _FAR
    try:
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError, OverflowError):  # TypeError: one with a zone and one without
        return None
    return max(wait.total_seconds(), 0.0)
