"""What one input file holds, record by record, with the bytes that each takes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from detente.corpus.archive import Archived, Item, Passed, Refused, records
from detente.corpus.plan import Options
from detente.model import Document, Refusal
from detente.read import read

_ARCHIVES = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4")
_MAGICS = (b"\x1f\x8b\x08", b"WARC/")  # of what can be read from the middle of a file
_LONGEST_MAGIC = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A document or refusal, and its number in a file that is no archive."""

    content: Document | Refusal
    offset: int
    length: int = 0


Found = Item | Numbered


def is_archive(path: str) -> bool:
    """Whether a file is a web archive."""
    return path.lower().endswith(_ARCHIVES)


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
        begins = stream.read(_LONGEST_MAGIC).startswith(_MAGICS)
        # A record inside a larger member, or behind a dictionary of zstd, can only be come to from the beginning.
        start = offset if blind or begins else 0
        stream.seek(start)
        for item in records(stream, options.limits):
            if start + item.offset >= offset:
                yield replace(item, offset=start + item.offset)


def told_of(found: Found) -> Archived | Document | Refusal | None:
    """The page, document or refusal of a stretch; None for one that is none of these."""
    if isinstance(found, Numbered):
        return found.content
    if isinstance(found, Refused):
        return Refusal(source=found.url or "a record", reason=found.reason, detail=found.detail, remedy=found.remedy)
    return found if isinstance(found, Archived) else None


def is_page_of_none(found: Found) -> bool:
    """Whether a stretch is a record without a page; what is neither that nor told of is broken."""
    return isinstance(found, Passed)
