"""Feeds: RSS and Atom, one document an entry."""

from collections.abc import Iterator
from datetime import date

from detente.errors import UnreadableError
from detente.model import Document, Refusal
from detente.read.compose import compose
from detente.read.decode import declared_in, decode, settled
from detente.read.entries import Entry
from detente.read.run import Run, Source, refusal


def read_feed(source: Source, run: Run) -> Iterator[Document | Refusal]:
    """One document or refusal for each entry, in the order of the feed.

    Raises:
        UnreadableError: too-large, empty, binary, encoding, not-xml, unknown-format or timeout.
    """
    for name, item in listed(source.whole(run.limits.feed_bytes), source.name, source.address, run):
        yield item if isinstance(item, Refusal) else of_entry(item, name, run)


def listed(data: bytes, name: str, address: str, run: Run) -> Iterator[tuple[str, Entry | Refusal]]:
    """Every entry with what it is called; last, how many were left because there are too many.

    Args:
        data: the feed.
        name: what the feed is called; its third entry is `name:3` when it has neither id nor link.
        address: where the feed stands, for links that are relative; may be empty.
        run: whose limits hold.

    Raises:
        UnreadableError: as `read_feed`.
    """
    found = run.pages.feed(decode(data, declared_in(data)), address, run.limits.feed_items)
    if not found.entries:
        raise UnreadableError("empty", "a feed without entries", "ask for it again later")
    for number, entry in enumerate(found.entries, start=1):
        called = settled(entry.key or "") or f"{name}:{number}"
        if entry.title or entry.body:
            yield called, entry
        else:
            missing = UnreadableError("empty", "neither title nor text", "give the page that it links to")
            yield called, refusal(called, missing)
    if found.left:
        detail = f"{found.left:,} entries after the first {len(found.entries):,} were left"
        yield name, Refusal(source=name, reason="too-large", detail=detail, remedy="raise the limit feed_items")


def of_entry(entry: Entry, name: str, run: Run) -> Document:
    """The document of an entry that has a title or a text."""
    text, title = compose(settled(entry.title), settled(entry.body))
    return Document(
        id=name,
        text=text,
        title=title,
        published=day_of(entry) or run.published,
        lang=entry.lang or run.lang,
        outlet=settled(entry.outlet or "") or run.outlet,
        url=settled(entry.url or "") or None,
    )


def day_of(entry: Entry) -> date | None:
    """The day of publication that the entry states."""
    return date.fromisoformat(entry.published) if entry.published else None
