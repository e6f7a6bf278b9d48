"""HTML pages."""

from collections.abc import Iterator
from datetime import date

from detente.model import Document, Refusal
from detente.read.compose import compose
from detente.read.decode import declared_in, decode, settled
from detente.read.run import Run, Source


def read_html(source: Source, run: Run) -> Iterator[Document | Refusal]:
    """The article of the page as one document.

    Raises:
        UnreadableError: too-large, empty, binary, encoding, no-main-text or timeout.
    """
    data = source.whole(run.limits.page_bytes)
    found = run.pages.article(decode(data, source.charset or declared_in(data)))
    text, title = compose(settled(found.title or ""), settled(found.text))
    yield Document(
        id=source.name,
        text=text,
        title=title,
        published=_day(found.published) or run.published,
        lang=run.lang,
        outlet=settled(found.outlet or "") or run.outlet,
        url=settled(found.url or "") or source.address or None,
    )


def _day(stated: str | None) -> date | None:
    try:
        return date.fromisoformat(stated) if stated else None
    except ValueError:
        return None
