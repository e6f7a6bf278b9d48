"""Alerts go to a webhook: one POST each, signed, tried again when that may help."""

import hashlib
import hmac
import ipaddress
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from detente import __version__
from detente.errors import UnreadableError, UsageError
from detente.read.addresses import Resolve, all_addresses, resolved
from detente.read.fetch import connected
from detente.read.wire import Deadline, Transport
from detente.serve.outbox import Outbox, Waiting

_TRIES = 4  # of one alert at one look; the next look goes on
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 600.0  # seconds before the second try, doubled for each further one
_PATIENCE = 30.0  # seconds that a look waits at most for a receiver that says when to come again
_DAY = 86_400.0
_SECRET_BYTES = 16  # fewer would be guessed
_AGAIN = frozenset({408, 425, 429})  # of the answers from 400 to 499 these do not mean that the alert is wrong
_OK, _REDIRECT, _REFUSED, _FAULTY = range(200, 300), range(300, 400), range(400, 500), 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where alerts go.

    Attributes:
        url: https, or http on this machine.
        secret: signs each body; empty for none.
        seconds: longest time for one try.
    """

    url: httpx.URL
    secret: bytes
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the receiver said, without its body, which nobody needs.

    Attributes:
        after: seconds after which it wants to be asked again, None when it does not say.
    """

    status: int
    after: float | None


def webhook_of(address: str, secret_file: Path | None, *, seconds: float) -> Webhook:
    """A webhook as a user names it.

    Raises:
        UsageError: an address or a secret that cannot be used; the message never holds either.
    """
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError) as error:
        raise UsageError("--webhook is no address; give one such as https://example.org/hook") from error
    if url.userinfo:
        raise UsageError("--webhook has a name or password in it; use --webhook-secret-file instead")
    if not url.host or not (url.scheme == "https" or (url.scheme == "http" and _is_here(url.host))):
        raise UsageError("--webhook has to be https, or http on this machine: else others on the way can read it")
    return Webhook(url=url.copy_with(fragment=None), secret=_secret(secret_file), seconds=seconds)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _secret(file: Path | None) -> bytes:
    if file is None:
        return b""
    try:
        secret = file.read_bytes().strip()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    if len(secret) < _SECRET_BYTES:
        raise UsageError(f"{file}: a secret needs {_SECRET_BYTES} bytes or more, for example: openssl rand -hex 32")
    return secret


def signature(secret: bytes, body: bytes) -> str:
    """What `Detente-Signature` says of a body: HMAC-SHA256 (RFC 2104), in hexadecimal digits after `sha256=`."""
    return f"sha256={hmac.new(secret, body, hashlib.sha256).hexdigest()}"


def post(webhook: Webhook, alert: Waiting, *, resolve: Resolve = resolved) -> Answer:
    """Post an alert once. No redirect is followed, no proxy asked, and the body of the answer is not read.

    Raises:
        UnreadableError: nobody answers, or not in time.
    """
    body = alert.body.encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"detente/{__version__}",
        "Detente-Event": alert.event,
        "Idempotency-Key": alert.id,
    }
    if webhook.secret:
        headers["Detente-Signature"] = signature(webhook.secret, body)
    local = webhook.url.scheme == "http"

    def find(host: str, port: int, seconds: float) -> list[str]:
        found = all_addresses(host, port, resolve, seconds)
        if local and not all(map(_is_here, found)):
            raise UnreadableError("no-address", f"{host} is not this machine", "use https")
        return found

    transport = Transport(find, connected, _trusted(), Deadline(webhook.seconds))
    with (
        httpx.Client(transport=transport, trust_env=False) as client,
        client.stream("POST", webhook.url, content=body, headers=headers) as answer,
    ):
        return Answer(status=answer.status_code, after=_after(answer.headers))


def _trusted() -> ssl.SSLContext:
    """The authorities that browsers trust and those of this machine, since a receiver may be one's own."""
    trusted = httpx.create_ssl_context(trust_env=False)
    trusted.load_default_certs()
    return trusted


def _after(headers: httpx.Headers) -> float | None:
    """Seconds of Retry-After, which is a number or a day (RFC 9110); a day is measured from the answer's own."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), _DAY)
    then, sent = _moment(said), _moment(headers.get("date", ""))
    return None if then is None or sent is None else min(max((then - sent).total_seconds(), 0.0), _DAY)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # OverflowError: a year that no calendar has
        return None
    return moment if moment.tzinfo is not None else None


class Sender:
    """Delivers what waits in an outbox; a class because a receiver that is down is left in peace from look to look.

    Args:
        tell: is given a sentence about each alert that was delivered.
        complain: the same about what went wrong.
        sleep: waits for seconds.
        chance: a number from 0 to 1, so that many senders do not come at one moment.
        clock: seconds of a clock that only goes forward.
    """

    def __init__(  # noqa: PLR0913  (each is a way to the world outside)
        self,
        webhook: Webhook,
        outbox: Outbox,
        *,
        tell: Callable[[str], None],
        complain: Callable[[str], None],
        chance: Callable[[], float],
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._webhook, self._outbox = webhook, outbox
        self._tell, self._complain = tell, complain
        self._chance, self._sleep, self._clock = chance, sleep, clock
        self._failures = 0  # in a row
        self._resume = clock()

    def deliver(self) -> None:
        """Post what waits, the oldest first, until all is delivered or the receiver fails several times in a row."""
        if self._clock() < self._resume:
            return
        for alert in self._outbox.waiting():
            if not self._delivered(alert):
                return

    def _delivered(self, alert: Waiting) -> bool:
        """Post an alert until it arrives or is refused; False when it has to wait for another look."""
        for tries in range(1, _TRIES + 1):
            trouble, after = self._tried(alert)
            if not trouble:
                return True
            self._outbox.failed(alert)
            self._failures += 1
            wait = max(self._backoff(), after or 0.0)
            if tries == _TRIES or wait > _PATIENCE:
                self._resume = self._clock() + wait
                break
            self._sleep(wait)
        waiting = self._outbox.left()
        self._complain(f"webhook {self._webhook.url.host}: {trouble}; {waiting:,} waiting in {self._outbox.path}")
        return False

    def _tried(self, alert: Waiting) -> tuple[str, float | None]:
        """Post once: what went wrong, "" when it arrived or was refused, and seconds that the receiver wants."""
        try:
            answer = post(self._webhook, alert)
        except UnreadableError as error:
            return error.detail, None
        if answer.status in _AGAIN or answer.status >= _FAULTY:
            return f"answers {answer.status}", answer.after
        self._failures = 0
        name = f"{alert.event} {alert.about}"
        if answer.status in _OK:
            self._outbox.delivered(alert)
            self._tell(f"told {name}")
            return "", None
        self._refused(alert, name, answer.status)
        return "", None

    def _refused(self, alert: Waiting, name: str, status: int) -> None:
        why = f"answers {status}"
        if status in _REDIRECT:
            why += " with a redirect, which is not followed: give the address that it leads to"
        self._outbox.refuse(alert, why)
        self._complain(
            f"webhook {self._webhook.url.host}: {why}; {name} is not sent again and kept in {self._outbox.path}"
        )

    def _backoff(self) -> float:
        """Seconds before the next try: doubled at each failure, and between half of that and all of it by chance."""
        whole = min(_FIRST_WAIT * 2.0 ** min(self._failures - 1, 20), _LONGEST_WAIT)
        return whole * (0.5 + self._chance() / 2)
