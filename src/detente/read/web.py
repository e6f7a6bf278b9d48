"""Addresses as sources of one run: fetched with manners, kept if asked to, not sent again while unchanged."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.message import Message

from detente.errors import UnreadableError
from detente.model import Capture, Document, Stamp, Visit
from detente.read.archive import capture_of
from detente.read.fetch import Exchange, Fetched, Robots
from detente.read.run import Limits, Source
from detente.read.source import look, shown_address

Fetch = Callable[..., Fetched]
Keep = Callable[[Exchange, Capture], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What is known of an address from an earlier run.

    Attributes:
        stamp: what its site said then.
        documents: everything that was read from it then.
    """

    stamp: Stamp
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """What an address gave: an answer with its capture, or, unchanged, what is known of it."""

    fetched: Fetched
    capture: Capture | None
    known: tuple[Document, ...] = ()


class Web:
    """The network as one run sees it; a class because robots, pauses and finished visits belong to the run.

    Args:
        fetch: asks the network, `functools.partial(fetch, pace=...)`.
        now: this moment in UTC, `2026-11-22T17:45:10.125000Z`.
        keep: puts an answer into an archive and names its file; None keeps none.
        known: what is known of an address from an earlier run, None for nothing.
        said: what the caller says of all documents, for `Visit`.

    Attributes:
        visits: answers that were read to their end with nothing refused, in order.
    """

    def __init__(
        self,
        *,
        fetch: Fetch,
        now: Callable[[], str],
        keep: Keep | None = None,
        known: Callable[[str], Visited | None] = lambda _: None,
        said: str = "",
    ) -> None:
        self._fetch, self._now, self._keep, self._known, self._said = fetch, now, keep, known, said
        self._robots = Robots()
        self.visits: list[Visit] = []

    def get(self, address: str, limits: Limits) -> Got:
        """What stands at an address.

        Raises:
            UnreadableError: as `fetch` does.
        """
        known = self._known(shown_address(address))
        since = known.stamp if known else None
        found = self.fetch(address, limits=limits, most=limits.fetch_bytes, since=since, robots=self._robots)
        if found.body is not None:
            return Got(fetched=found, capture=found.capture)
        return Got(fetched=found, capture=None, known=known.documents if known else ())

    def fetch(self, address: str, **request: object) -> Fetched:
        """`fetch` with the manners of the run; the answer has its capture, and stands in the archive."""
        found = self._fetch(address, **request)
        if found.exchange is None:
            return found
        capture = capture_of(found.exchange, asked=shown_address(address), url=found.url, fetched=self._now())
        if self._keep is not None:
            capture = replace(capture, archive=self._keep(found.exchange, capture))
        return replace(found, capture=capture, exchange=None)

    def finish(self, got: Got, documents: int) -> None:
        """Note that so many documents were read from an answer, and that nothing of it was refused."""
        if got.capture is not None and got.fetched.stamp != Stamp():
            visit = Visit(capture=got.capture, stamp=got.fetched.stamp, documents=documents, said=self._said)
            self.visits.append(visit)


def source_of(name: str, found: Fetched) -> Source:
    """An answer with a body as a source for readers."""
    if found.body is None:
        raise UnreadableError("fetch-failed", "an answer without a page", "check the address")
    _, stream = look(io.BytesIO(found.body))
    return Source(name=name, head=b"", stream=stream, charset=_charset(found.content_type), address=found.url)


def _charset(content_type: str | None) -> str | None:
    """The encoding that a site names in `Content-Type`."""
    if content_type is None:
        return None
    message = Message()
    message["Content-Type"] = content_type
    return message.get_content_charset()
