"""Bytes to documents: what cannot be read becomes a refusal with its reason, never an exception."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from detente.errors import UnreadableError, UsageError
from detente.model import Document, Refusal
from detente.read.decode import in_utf8
from detente.read.feed import read_feed
from detente.read.html import read_html
from detente.read.jsonl import FIELDS, read_json, read_jsonl
from detente.read.page_process import PageProcess
from detente.read.run import Limits, Run, Source, refusal
from detente.read.source import Found, failed, find, is_address, look, shown_address, unpacked
from detente.read.text import read_text

if TYPE_CHECKING:
    from detente.read.web import Got, Web

__all__ = ["FORMATS", "Limits", "read"]

Reader = Callable[[Source, Run], Iterator[Document | Refusal]]

FORMATS: Mapping[str, Reader] = MappingProxyType({
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
})  # fmt: skip
_LIMITS = Limits()
_HTML = re.compile(rb"<!doctype html|<html[\s>]", re.IGNORECASE)
_JSON = re.compile(rb"\s*(?:\[\s*)?\{\s*(?:\"|\})")
_XML = re.compile(rb"\s*<\?xml|\s*<rss|\s*<feed", re.IGNORECASE)
# The first element behind what may stand before it, since the text of an entry may well speak of <html>.
_FEED = re.compile(
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>]*>)*+<(?:rss|rdf:rdf|feed|\w+:feed)[\s>]", re.IGNORECASE | re.DOTALL
)


def read(  # noqa: PLR0913  (each says one thing of the documents, and only by name)
    paths: Iterable[str],
    *,
    columns: Mapping[str, str] | None = None,
    published: date | None = None,
    outlet: str | None = None,
    lang: str | None = None,
    stdin: BinaryIO | None = None,
    limits: Limits = _LIMITS,
    web: "Web | None" = None,
) -> Iterator[Document | Refusal]:
    """Every document of the given files, in their order, and a refusal for each that cannot be read.

    Args:
        paths: files; directories, read with all below them in sorted order but for hidden entries; addresses of http
            and https, read like a file by their first bytes; `-` for `stdin`.
        columns: our field name to the one used in JSON records, such as `{"text": "body"}`.
        published: day of publication of a document that states none.
        outlet: publisher of a document that states none.
        lang: ISO 639-1 code of a document that states none.
        stdin: the stream that `-` stands for; without one it is empty.
        limits: how much one document may cost.
        web: asks the network; without it an address is a refusal.

    Yields:
        Documents with ids unique within this call (the second `a` is `a#2`), and refusals.

    Raises:
        UsageError: `columns` names a field that documents do not have.
    """
    unknown = sorted(set(columns or ()) - set(FIELDS))
    if unknown:
        raise UsageError(f"documents have no field {unknown[0]!r}; the fields are {', '.join(FIELDS)}")
    given = [paths] if isinstance(paths, str) else paths
    run = Run(
        limits=limits,
        pages=PageProcess(limits.seconds),
        columns=MappingProxyType(dict(columns or {})),
        published=published,
        outlet=outlet,
        lang=lang,
    )
    return _with_own_ids(_read_all(given, stdin, run, web))


def _read_all(
    paths: Iterable[str], stdin: BinaryIO | None, run: Run, web: "Web | None"
) -> Iterator[Document | Refusal]:
    with run.pages:
        for path in paths:
            if is_address(path):
                yield from _read_address(path, run, web)
                continue
            for found in find([path]):
                if isinstance(found, Refusal):
                    yield found
                else:
                    yield from _read_found(found, stdin, run)


def _read_address(address: str, run: Run, web: "Web | None") -> Iterator[Document | Refusal]:
    name = shown_address(address)
    if web is None:
        yield Refusal(
            source=name, reason="fetch-failed", detail="nothing is fetched here", remedy="save it and give the file"
        )
        return
    try:
        got = web.get(address, run.limits)
    except UnreadableError as error:
        yield refusal(name, error)
        return
    if got.fetched.body is None:
        yield from got.known
        return
    documents, whole = 0, True
    for item in _read_got(name, got, run):
        if isinstance(item, Document):
            documents += 1
            yield replace(item, capture=got.capture)
        else:
            whole = False
            yield item
    if whole:
        web.finish(got, documents)


def _read_got(name: str, got: "Got", run: Run) -> Iterator[Document | Refusal]:
    """What an address gave, by its first bytes: what the address ends in says nothing of what a site sends."""
    from detente.read.web import source_of  # noqa: PLC0415  (files should not wait for what fetches)

    try:
        source = source_of(name, got.fetched)
        head, content = unpacked(*look(source.stream), run.limits.ratio)
        yield from _reader_by(head)(replace(source, head=head, stream=content), run)
    except UnreadableError as error:
        yield refusal(name, error)


def _read_found(found: Found, stdin: BinaryIO | None, run: Run) -> Iterator[Document | Refusal]:
    try:
        if found.path is not None:
            with open(found.path, "rb") as stream:  # noqa: PTH123  (a Path cannot hold every file name)
                yield from _read_stream(found.name, stream, run)
        else:
            yield from _read_stream(found.name, io.BytesIO() if stdin is None else stdin, run)
    except UnreadableError as error:
        yield refusal(found.name, error)
    except OSError as error:
        yield failed(found.name, error)


def _read_stream(name: str, stream: BinaryIO, run: Run) -> Iterator[Document | Refusal]:
    head, content = unpacked(*look(stream), run.limits.ratio)
    suffix = PurePath(name.lower().removesuffix(".gz")).suffix
    reader = FORMATS.get(suffix) or _reader_by(head)
    yield from reader(Source(name=name, head=head, stream=content), run)


def _reader_by(head: bytes) -> Reader:
    """The reader for a file whose name tells nothing."""
    start = in_utf8(head)
    if _FEED.match(start):
        return read_feed
    if start.lstrip().startswith(b"<") and _HTML.search(start):
        return read_html
    if _JSON.match(start):
        return read_json
    return read_feed if _XML.match(start) else read_text


def _with_own_ids(items: Iterator[Document | Refusal]) -> Iterator[Document | Refusal]:
    taken: dict[str, int] = {}
    for item in items:
        if isinstance(item, Refusal):
            yield item
            continue
        name = item.id
        while name in taken:
            taken[item.id] += 1
            name = f"{item.id}#{taken[item.id]}"
        taken[name] = 1
        yield item if name == item.id else replace(item, id=name)
