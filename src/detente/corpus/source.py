"""What one input file holds, record by record, with the bytes that each takes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from detente.corpus.plan import Options
from detente.model import Document, Refusal
from detente.read import FORMATS, read
from detente.read.members import GZIP, PLAIN, begins_archive
from detente.read.warc import Archived, Item, Passed, Refused, Unread, records

_ARCHIVES = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4")
_ALONE = (GZIP, PLAIN)  # how that begins which can be read without what stands before it
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


def records_in(path: str, options: Options, offset: int, *, blind: bool) -> Iterator[Item]:
    """What an archive holds from a byte on.

    Args:
        offset: where a record begins, or where nobody knows what begins (`blind`).
    """
    with Path(path).open("rb") as stream:
        stream.seek(offset)
        begins = stream.read(len(PLAIN)).startswith(_ALONE)
        # A record inside a larger member, or behind a dictionary of zstd, can only be come to from the beginning.
        start = offset if blind or begins else 0
        stream.seek(start)
        for item in records(stream, options.limits):
            if start + item.offset >= offset:
                yield replace(item, offset=start + item.offset)


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
