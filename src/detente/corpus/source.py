"""What one input file holds, record by record, with the bytes that each takes."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePath

from detente.corpus.plan import Options
from detente.model import Document, Refusal
from detente.read import FORMATS, read
from detente.read.members import begins_archive
from detente.read.warc import Archived, Item, Passed, Refused, Unread, records

_ARCHIVES = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4")
_HEAD = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A document or refusal, and its number in a file that is no archive."""

    content: Document | Refusal
    offset: int
    length: int = 0


Found = Item | Numbered


def is_archive(path: Path) -> bool:
    """Whether a file is a web archive: by its name, and by its first bytes when the name tells nothing."""
    name = path.name.lower()
    if name.endswith(_ARCHIVES):
        return True
    if PurePath(name.removesuffix(".gz")).suffix in FORMATS:
        return False
    with path.open("rb") as stream:
        return begins_archive(stream.read(_HEAD))


def documents_in(path: str, options: Options, number: int) -> Iterator[Numbered]:
    """What a file that is no archive holds, from the item of this number on."""
    items = read(
        [path],
        columns=options.columns,
        published=options.published,
        outlet=options.outlet,
        lang=options.lang,
        limits=options.limits,
    )
    for at, item in enumerate(items):
        if at >= number:
            yield Numbered(content=item, offset=at)


def records_in(path: str, options: Options, start: int, skip: int) -> Iterator[Item]:
    """What an archive holds from a byte on, but for the first `skip` items behind it."""
    with Path(path).open("rb") as stream:
        stream.seek(start)
        for item in islice(records(stream, options.limits), skip, None):
            yield replace(item, offset=start + item.offset)


def stands_alone(path: Path, options: Options, offset: int, length: int) -> bool:
    """Whether the bytes of a record are an archive of it alone, so that reading may begin with it or behind it.

    They are not where one member holds several records, or is unfolded with the dictionary of another.
    """
    if not length:
        return False
    with path.open("rb") as stream:
        stream.seek(offset)
        items = list(islice(records(io.BytesIO(stream.read(length)), options.limits), 2))
    return len(items) == 1 and isinstance(items[0], Archived)


def told_of(found: Found, name: str) -> Archived | Document | Refusal | None:
    """What a stretch of a file is; None for a record without a page.

    Args:
        name: of the file, for what has no other.
    """
    if isinstance(found, Numbered):
        return found.content
    if isinstance(found, Refused):
        source = found.url or f"{name}:{found.offset}"
        return Refusal(source=source, reason=found.reason, detail=found.detail, remedy=found.remedy)
    if isinstance(found, Unread):
        detail = f"{found.length:,} bytes cannot be read: {found.detail}"
        source = f"{name}:{found.offset}"
        return Refusal(source=source, reason="damaged", detail=detail, remedy="fetch the archive again")
    return None if isinstance(found, Passed) else found
