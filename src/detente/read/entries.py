"""The entries of an RSS or Atom feed, by feedparser, as plain text."""

import html
import io
import re
from dataclasses import dataclass
from datetime import date
from html.entities import html5
from typing import Any

from detente.errors import UnreadableError
from detente.read.markup import looks_like_html, plain

# All that may stand before the first element. The DOCTYPE goes with it, and so does every entity that it declares.
# The groups never give back what they took: a hostile head cannot make the search go over it again.
_PROLOG = re.compile(
    r"\A(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*+(?:\[.*?\]\s*)?>)*+", re.DOTALL
)
_NAMED = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&([A-Za-z][A-Za-z0-9]{1,31});", re.DOTALL)
_OF_XML = frozenset({"lt", "gt", "amp", "quot", "apos"})
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ISO_DAY = re.compile(r"\A\s*([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")
_LANG = re.compile(r"\A\s*([a-z]{2})(?:[-_].*)?\s*", re.IGNORECASE | re.DOTALL)
_DAYS = ("published", "updated", "created")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; `published` is YYYY-MM-DD, `key` its id or link, and what the feed does not say is None.

    `whole` says that the feed calls the body the content, and not a summary of something elsewhere.
    """

    key: str | None
    title: str
    body: str
    whole: bool
    published: str | None
    url: str | None
    outlet: str | None
    lang: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The first entries of a feed, and how many more there were."""

    entries: tuple[Entry, ...]
    left: int


def feed_of(markup: str, address: str, most: int) -> Feed | None:
    """The entries of a feed, None when the XML is of another kind.

    `PageProcess` bounds its time, which grows with the square of an author's name or of the attributes of an element.
    feedparser may raise for a feed that it does not understand.

    Args:
        markup: the XML, decoded; what it declares of its encoding is not asked.
        address: where the feed stands, for links that are relative; may be empty.
        most: how many entries are wanted.

    Raises:
        UnreadableError: not-xml.
    """
    from xml.parsers import expat  # noqa: PLC0415  (like email.utils below, for those who read text files)

    data = _without_prolog(markup).encode()
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as error:
        # feedparser would go on with a guess at what was meant, and half an article is worse than none.
        raise UnreadableError("not-xml", f"broken XML: {error}", "fetch the feed again") from error
    # A fifth of a second, which someone who reads text files should not wait for.
    import feedparser  # noqa: PLC0415

    # Only ever a stream: feedparser takes a string for the name of a file or an address that it should open.
    found = feedparser.parse(
        io.BytesIO(data),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": address},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not found.version and not found.entries:
        return None
    entries = tuple(_entry(item, found.feed) for item in found.entries[:most])
    return Feed(entries=entries, left=len(found.entries) - len(entries))


def _without_prolog(markup: str) -> str:
    """The root element, without letters that XML forbids and with the names that only HTML knows spelled out."""
    prolog = _PROLOG.match(markup)
    body = markup[prolog.end() if prolog else 0 :]
    return _NAMED.sub(_spelled_out, _NOT_IN_XML.sub(" ", body))


def _spelled_out(found: re.Match[str]) -> str:
    name = found[1]
    letters = None if name is None or name in _OF_XML else html5.get(f"{name};")
    return found[0] if letters is None else html.escape(letters, quote=False)


def _entry(item: dict[str, Any], feed: dict[str, Any]) -> Entry:
    # dict.get: a lookup of feedparser's own dictionary warns, and answers with the day of change for that of issue.
    whole = _first_with_text(dict.get(item, "content") or [])
    body = whole or dict.get(item, "summary_detail") or {}
    source = dict.get(item, "source") or {}
    link = (dict.get(item, "link") or "").strip()
    return Entry(
        key=(dict.get(item, "id") or "").strip() or link or None,
        title=" ".join(_text(dict.get(item, "title_detail") or {}).split()),
        body=_text(body),
        whole=bool(whole),
        published=_day(item),
        url=link or None,
        outlet=_line(source.get("title")) or _line(dict.get(feed, "title")) or None,
        lang=_lang(body.get("language")) or _lang(dict.get(feed, "language")),
    )


def _first_with_text(contents: list[dict[str, Any]]) -> dict[str, Any]:
    return next((content for content in contents if (content.get("value") or "").strip()), {})


def _text(detail: dict[str, Any]) -> str:
    value = detail.get("value") or ""
    return plain(value) if detail.get("type") != "text/plain" or looks_like_html(value) else value.strip()


def _line(value: str | None) -> str:
    return " ".join(plain(value or "").split())


def _day(item: dict[str, Any]) -> str | None:
    """The day as its author wrote it.

    What feedparser makes of it is the day in Greenwich, where an evening in America is the next one, and a guess: month
    13 is January.
    """
    for stated in (dict.get(item, name) or "" for name in _DAYS):
        day = _iso_day(stated) or _mail_day(stated)
        if day:
            return day.isoformat()
    return None


def _iso_day(stated: str) -> date | None:
    found = _ISO_DAY.match(stated)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _mail_day(stated: str) -> date | None:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415  (5 ms)

    try:
        return parsedate_to_datetime(stated).date()
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


def _lang(stated: str | None) -> str | None:
    found = _LANG.fullmatch(stated or "")
    return found[1].lower() if found else None
