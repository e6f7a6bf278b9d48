"""Web archives as documents: each page through the reader of pages."""

import io
from collections.abc import Iterator

from detente.errors import UnreadableError
from detente.model import Document, Refusal
from detente.read.html import read_html
from detente.read.run import Run, Source, refusal
from detente.read.source import look
from detente.read.text import read_text
from detente.read.warc import Archived, Passed, Refused, Unread, records


def read_warc(source: Source, run: Run) -> Iterator[Document | Refusal]:
    """One document or refusal for each page of an archive, called by its address, and a refusal for broken bytes.

    The day on which a page was fetched is not the day on which it was published.

    Raises:
        UnreadableError: empty, when no page is in it; unknown-format, when no record is.
    """
    pages = others = 0
    for item in records(source.stream, run.limits):
        if isinstance(item, Passed):
            others += 1
        elif isinstance(item, Unread) and not pages and not others and not len(source.stream.peek(1)):
            raise UnreadableError("unknown-format", f"no record of an archive in it: {item.detail}", "give a WARC file")
        else:
            pages += 1
            yield _of_page(item, run) if isinstance(item, Archived) else _told(item, source.name)
    if not pages:
        raise UnreadableError("empty", f"an archive of {others:,} records and no page", "give one of news pages")


def _of_page(page: Archived, run: Run) -> Document | Refusal:
    _, stream = look(io.BytesIO(page.body))
    source = Source(name=page.url, head=b"", stream=stream, charset=page.charset, address=page.url)
    try:
        (document,) = (read_text if page.content_type == "text/plain" else read_html)(source, run)
    except UnreadableError as error:
        return refusal(page.url, error)
    return document


def _told(item: Refused | Unread, name: str) -> Refusal:
    place = f"{name}:{item.offset}"
    if isinstance(item, Refused):
        return Refusal(source=item.url or place, reason=item.reason, detail=item.detail, remedy=item.remedy)
    detail = f"{item.length:,} bytes cannot be read: {item.detail}"
    return Refusal(source=place, reason="damaged", detail=detail, remedy="fetch the archive again")
