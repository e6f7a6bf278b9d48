"""One record of an archive: its header, its block compared with its digests, and the page in it."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial

from detente.errors import UnreadableError
from detente.read.answers import Answer, answer_in, body_of, charset_of, header_fields, media_type
from detente.read.archived import Archived, Item, Passed, Refused
from detente.read.content import Content
from detente.read.digests import agrees
from detente.read.members import PLAIN, damaged
from detente.read.run import Limits

Make = Callable[..., Item]  # a record that still has to hear its offset and length

_FIRST = re.compile(rb"WARC/[0-9]\.[0-9]{1,2}")
_LENGTH = re.compile(r"[0-9]{1,15}")
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f]")
_HTML = re.compile(rb"\s*+<(?:!doctype html|html|head|body)[\s>]", re.IGNORECASE)
_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_TYPES = frozenset({"warcinfo", "request", "metadata", "revisit", "conversion", "continuation"})
_END = b"\r\n\r\n"
_OTHER = "not a page"
_OK = 200


def stored(content: Content, limits: Limits) -> Make:
    """The next record, as far as the blanks behind it.

    Raises:
        UnreadableError: when it is broken or so made that nobody can tell where the next one begins.
    """
    first, *lines = content.header(limits.header_bytes).removesuffix(_END).split(b"\r\n")
    if not _FIRST.fullmatch(first):
        raise damaged("no header of a record")
    fields = header_fields(lines)
    if not _LENGTH.fullmatch(fields.get("content-length", "")):
        raise damaged("a record that does not say how long it is")
    made = _block(content, fields, int(fields["content-length"]), limits)
    closed = content.peek(len(_END)) == _END
    content.skip_blanks()
    # Where it is closed as it should be, what follows may be as broken as it likes: that is the next record's matter.
    if not closed and content.peek(len(PLAIN)) not in {b"", PLAIN}:
        raise damaged("a record that is longer than it says")
    return made


def _block(content: Content, fields: Mapping[str, str], length: int, limits: Limits) -> Make:
    """What the block of a record gives; the block is taken in any case."""
    most = limits.page_bytes + limits.header_bytes
    if length > most:
        head = content.peek(limits.header_bytes)
        content.skip(length)
        return _too_large(fields, head, limits)
    block = content.take(length)
    answer = answer_in(block) if _is_answer(fields) else None
    try:
        _compare(fields, block, answer, limits)
        return _page(fields, block, answer, limits)
    except UnreadableError as error:
        return _refused(fields, error)


def _too_large(fields: Mapping[str, str], head: bytes, limits: Limits) -> Make:
    answer = answer_in(head) if _is_answer(fields) else None
    passed = _no_page(fields, answer)
    if passed:
        return partial(Passed, kind=passed)
    detail = f"a page of more than {limits.page_bytes:,} bytes"
    return _refused(fields, UnreadableError("too-large", detail, "raise the limit page_bytes"))


def _page(fields: Mapping[str, str], block: bytes, answer: Answer | None, limits: Limits) -> Make:
    passed = _no_page(fields, answer)
    if passed:
        return partial(Passed, kind=passed)
    url = _url(fields)
    if not url:
        raise damaged("a page without an address")
    if cut := _cut(fields):
        raise damaged(cut)
    if answer is None:
        stated, body = fields.get("content-type", ""), block
        if len(body) > limits.page_bytes:
            raise UnreadableError("too-large", f"a page of more than {limits.page_bytes:,} bytes", "raise the limit")
    else:
        stated = answer.fields.get("content-type", "")
        body = body_of(answer, block[answer.length :], limits.page_bytes, limits.ratio)
    kind = media_type(stated) or _looks_like(body)
    if kind not in _PAGES:
        return partial(Passed, kind=_OTHER)
    return partial(Archived, url=url, fetched=_date(fields), content_type=kind, charset=charset_of(stated), body=body)


def _no_page(fields: Mapping[str, str], answer: Answer | None) -> str:
    """What the record is when it is no page, "" when it is one.

    Raises:
        UnreadableError: damaged, for an answer without its header.
    """
    kind = fields.get("warc-type", "").lower()
    if kind not in {"response", "resource"}:
        return kind if kind in _TYPES else "unknown"
    if not _is_answer(fields):
        stated = media_type(fields.get("content-type", ""))
        return "" if kind == "resource" and stated in _PAGES else _OTHER
    if answer is None:
        raise damaged("an answer without a header of HTTP")
    if answer.status != _OK:
        return f"status {answer.status}"
    return "" if answer.content_type in {"", *_PAGES} else _OTHER


def _is_answer(fields: Mapping[str, str]) -> bool:
    return fields.get("warc-type", "").lower() == "response" and (
        media_type(fields.get("content-type", "application/http")) == "application/http"
    )


def _compare(fields: Mapping[str, str], block: bytes, answer: Answer | None, limits: Limits) -> None:
    """Refuse a block that is not the one whose digests the archive has."""
    whole = fields.get("warc-block-digest", "")
    if whole and not agrees(whole, block):
        raise damaged("its bytes are not those of its digest (WARC-Block-Digest)")
    page = fields.get("warc-payload-digest", "")
    if not page or fields.get("warc-type", "").lower() not in {"response", "resource"} or _cut(fields):
        return  # of a revisit it is the digest of a page that stands elsewhere
    body = block[answer.length :] if answer else block
    # Archives differ in whether they mean the body as it was sent or without its chunks and packing.
    if not agrees(page, body) and not (answer and agrees(page, body_of(answer, body, limits.page_bytes, limits.ratio))):
        raise damaged("its bytes are not those of its digest (WARC-Payload-Digest)")


def _cut(fields: Mapping[str, str]) -> str:
    """Why the block is not the whole of it, "" when it is."""
    if "warc-truncated" in fields:
        return f"a page that the crawler cut off ({fields['warc-truncated'][:40]})"
    return "a page in several records" if "warc-segment-number" in fields else ""


def _refused(fields: Mapping[str, str], error: UnreadableError) -> Make:
    return partial(Refused, url=_url(fields), reason=error.reason, detail=error.detail, remedy=error.remedy)


def _url(fields: Mapping[str, str]) -> str:
    stated = fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">").strip()
    return _NOT_IN_ADDRESSES.sub(lambda found: f"%{ord(found[0]):02X}", stated)


def _date(fields: Mapping[str, str]) -> datetime | None:
    try:
        stated = datetime.fromisoformat(fields.get("warc-date", ""))
    except ValueError:
        return None
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)


def _looks_like(body: bytes) -> str:
    return "text/html" if _HTML.match(body) else ""
