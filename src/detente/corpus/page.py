"""The document of an archived page, by resiliparse: some fifteen times faster than the reader of single pages."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from detente.errors import UnreadableError
from detente.model import Document, Refusal
from detente.read.compose import compose
from detente.read.decode import declared_in, decode, settled
from detente.read.warc import Archived

if TYPE_CHECKING:
    from resiliparse.parse.html import HTMLTree

_SHORTEST = 25  # letters, as for single pages
_TITLES = ("og:title", "twitter:title", "dc.title")
_OUTLETS = ("og:site_name", "application-name")
# In this order, since some sites give the day of the last change under the plainer names.
_DAYS = (
    "article:published_time", "datepublished", "og:article:published_time", "parsely-pub-date", "publication_date",
    "publishdate", "pubdate", "dc.date.issued", "dcterms.created", "dc.date", "date",
)  # fmt: skip
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([0-9-]{8,10})')
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_HALF = 0.5
_NO_ARTICLE = UnreadableError("no-main-text", "no article in this page", "give the article's own page or its text")


def document(archived: Archived) -> Document | Refusal:
    """The article of a page; its address is also the id of the document."""
    try:
        return _document(decode(archived.body, archived.charset or declared_in(archived.body)), archived.url)
    except UnreadableError as error:
        return Refusal(source=archived.url, reason=error.reason, detail=error.detail, remedy=error.remedy)


def _document(markup: str, url: str) -> Document:
    from resiliparse.parse.html import HTMLTree  # noqa: PLC0415  (of the extra `corpus`)

    tree = HTMLTree.parse(markup)
    said = _said(tree)
    body = settled(_body(tree))
    if len(body) < _SHORTEST:
        raise _NO_ARTICLE
    text, title = compose(settled(_first(said, _TITLES) or tree.title or ""), body)
    return Document(
        id=url,
        text=text,
        title=title,
        published=_day(said, markup),
        lang=None,
        outlet=settled(_first(said, _OUTLETS) or "") or None,
        url=url,
    )


def _body(tree: "HTMLTree") -> str:
    """The main text, a line a paragraph; all paragraphs where what was taken for the main text is less than half."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415  (of the extra `corpus`)

    if tree.body is None:
        return ""
    main = list(_lines(extract_plain_text(tree, True, True, list_bullets=False, alt_texts=False, comments=False)))
    all_of_them = [line for one in tree.body.query_selector_all("p") for line in _lines(one.text or "")]
    whole = sum(map(len, main)) >= _HALF * sum(map(len, all_of_them))
    return "\n".join(main if whole else all_of_them)


def _lines(text: str) -> Iterator[str]:
    return (line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def _said(tree: "HTMLTree") -> dict[str, str]:
    """What the page says of itself: the name of each meta element, in small letters, and the first content."""
    said: dict[str, str] = {}
    for meta in tree.document.query_selector_all("meta") if tree.document else ():
        content = (meta.getattr("content") or "").strip()
        for key in filter(None, map(meta.getattr, ("property", "name", "itemprop"))):
            if content:
                said.setdefault(key.strip().lower(), content)
    return said


def _first(said: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((said[name] for name in names if name in said), None)


def _day(said: dict[str, str], markup: str) -> date | None:
    """The day that the page states as that of its publication, never one that only stands in it."""
    linked = _PUBLISHED.search(markup)
    for stated in (*(said[name] for name in _DAYS if name in said), linked[1] if linked else ""):
        if found := _DAY.match(stated):
            with suppress(ValueError):
                return date(*map(int, found.groups()))
    return None
