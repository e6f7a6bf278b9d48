"""What all readers of one call share: its limits, what the caller knows, the stream at hand."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from detente.errors import UnreadableError
from detente.model import Refusal
from detente.read.page_process import PageProcess


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one document may cost.

    Attributes:
        text_bytes: largest text, plain or inside a record.
        page_bytes: largest HTML page.
        line_bytes: longest line of a JSON Lines file.
        array_bytes: largest JSON file that is one object or one array; a longer one is read line by line.
        feed_bytes: largest RSS or Atom feed.
        feed_items: how many entries of one feed are read.
        fetch_bytes: largest answer of an address that is read like a file, packed and unpacked.
        ratio: how many bytes one compressed byte may unfold to, once a megabyte has been unfolded.
        seconds: longest time for the extraction of one HTML page or feed, and for fetching one.

    Raises:
        ValueError: for a limit that is not above zero.
    """

    text_bytes: int = 10_000_000
    page_bytes: int = 2_000_000
    line_bytes: int = 20_000_000
    array_bytes: int = 100_000_000
    feed_bytes: int = 10_000_000
    feed_items: int = 1000
    fetch_bytes: int = 20_000_000
    ratio: int = 200
    seconds: float = 10.0

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(f"the limit {field.name} must be above zero, not {getattr(self, field.name)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One call of `read`; published, outlet and lang fill in what a document does not say itself."""

    limits: Limits
    pages: PageProcess
    columns: Mapping[str, str]
    published: date | None
    outlet: str | None
    lang: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One opened file or stream.

    Attributes:
        name: the path as it is shown, also the id of a document that has none of its own.
        head: the first bytes, which `stream` will give again.
        charset: the encoding that whoever sent it names, None when nobody did.
        address: where it stands in the network, for links that are relative; "" for a file.
    """

    name: str
    head: bytes
    stream: io.BufferedReader
    charset: str | None = None
    address: str = ""

    def whole(self, limit: int) -> bytes:
        """All bytes of it.

        Raises:
            UnreadableError: too-large, when there are more than `limit`.
        """
        data = self.stream.read(limit + 1)
        if len(data) > limit:
            raise UnreadableError("too-large", f"more than {limit:,} bytes", "split it, or raise the limit")
        return data


def refusal(source: str, error: UnreadableError) -> Refusal:
    """The refusal that `error` stands for."""
    return Refusal(source=source, reason=error.reason, detail=error.detail, remedy=error.remedy)
