"""A crawl to measure on: real pages as they are, and texts wrapped as pages with the furniture of the real ones.

Of the pages 5 % report a contact, half of them in the words of a government and half in those of the press; as many are
texts of the same kinds that report none; the rest are the real pages. Each page has an address of its own.
"""

import gzip
import html
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from resiliparse.parse.html import DOMNode, HTMLTree

from detente.corpus.page import document
from detente.model import Document
from detente.pipeline import Reader, Reading
from detente.read import read
from detente.read.warc import Archived

SHARED = Path(__file__).parents[2] / "shared"
REAL = SHARED / "html"
OFFICIAL = SHARED / "corpus" / "us-releases.jsonl.gz"
PRESS = (SHARED / "gold" / "dev.jsonl", SHARED / "corpus" / "unlabelled.jsonl")
CONTACTS = 0.05  # share of the pages that report a contact, and of the texts without one
_ARTICLE = 80  # letters; a shorter paragraph belongs to the furniture
_DATED = re.compile(r"\b(?:article:published_time|datePublished|pubdate|publish-?date|dc\.date)\b", re.IGNORECASE)
_REPLACED = ("title", "url", "site_name")
_ANY_DAY = date(2024, 1, 1)
_MARKER = "detente-bench-article"
_EVERY = (4, 1)  # of the many texts of governments a quarter is enough
_LEVEL = 6  # of gzip, as crawlers write it


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to archive.

    Attributes:
        kind: contact, other (a text without a contact) or real.
        lang: language of its text.
    """

    kind: str
    lang: str
    url: str
    day: date
    markup: bytes


def crawl(pages: int, *, largest: int | None = None, seed: int = 6) -> Iterator[Page]:
    """That many pages in random order, the same ones for the same seed.

    Args:
        largest: bytes of the largest saved page that is taken or gives its furniture, None for all.
    """
    chance = random.Random(seed)  # noqa: S311  (a sample, no secret)
    saved = [page for page in _saved_pages() if largest is None or len(page.markup) <= largest]
    furniture = _furniture_by_language(saved)
    real = [page for page in saved if page.kind == "real"]
    texts = _texts()
    plan = ["contact"] * round(pages * CONTACTS) + ["other"] * round(pages * CONTACTS)
    plan += ["real"] * (pages - len(plan))
    chance.shuffle(plan)
    for number, kind in enumerate(plan):
        if kind == "real":
            page = chance.choice(real)
        else:
            page = _wrapped(kind, *chance.choice(chance.choice(texts[kind])), furniture, chance)
        yield replace(page, url=f"{page.url}{'&' if '?' in page.url else '?'}n={number}")


def write_archives(folder: Path, pages: int, shards: int, largest: int | None = None) -> dict[str, str]:
    """Write the crawl as gzip WARC files, a member a record; the kind of each address."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [(folder / f"crawl-{number}.warc.gz").open("wb") for number in range(shards)]
    kinds = {}
    try:
        for number, page in enumerate(crawl(pages, largest=largest)):
            kinds[page.url] = page.kind
            files[number * shards // pages].write(gzip.compress(_record(page), _LEVEL, mtime=0))
    finally:
        for file in files:
            file.close()
    return kinds


def _saved_pages() -> list[Page]:
    """The real pages; of kind contact are those of which a full reading reports one."""
    known = json.loads((REAL / "index.json").read_text(encoding="utf-8"))
    reader = Reader(latest=date.today())  # noqa: DTZ011, TID251  (as the command does)
    pages = []
    for one in known:
        page = Page(
            kind="real",
            lang="",
            url=one["url"] or f"https://page.example/{one['file']}",
            day=date.fromisoformat(one["date"]) if one["date"] else _ANY_DAY,
            markup=(REAL / one["file"]).read_bytes(),
        )
        found = document(_archived(page))
        reading = reader.read(found) if isinstance(found, Document) else found
        if isinstance(reading, Reading):
            page = replace(page, kind="contact" if reading.reports else "real", lang=reading.lang)
        pages.append(page)
    return pages


def _texts() -> dict[str, list[list[tuple[date, Document]]]]:
    """The texts with and without a contact: those of governments, and those of the press."""
    reader = Reader(latest=date.today())  # noqa: DTZ011, TID251
    texts: dict[str, list[list[tuple[date, Document]]]] = {"contact": [[], []], "other": [[], []]}
    for group, paths in enumerate(((OFFICIAL,), PRESS)):
        for found in islice(read(map(str, paths)), 0, None, _EVERY[group]):
            reading = reader.read(found) if isinstance(found, Document) else found
            if isinstance(reading, Reading):
                # A crawl comes by soon after a text is published, also when the text does not say when that was.
                days = reading.grounded.dated.days
                text = replace(reading.document, lang=reading.lang)
                known = text.published or (days.end if days else None)
                if known is not None:
                    texts["contact" if reading.reports else "other"][group].append((known, text))
    return texts


def _furniture_by_language(saved: Sequence[Page]) -> Mapping[str, list[tuple[str, str]]]:
    """The furniture of the real pages in each language; English ones where there are none."""
    known: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for page in saved:
        if page.lang:
            known[page.lang].append(_furniture(page.markup.decode("utf-8", "replace")))
    english = known["en"]
    known.default_factory = lambda: english
    return known


def _furniture(markup: str) -> tuple[str, str]:
    """A real page before and after its article."""
    root: Any = HTMLTree.parse(markup).document  # any part of a page may be missing; these have them all
    for element in root.query_selector_all("meta, title, script[type='application/ld+json']"):
        said = f"{element.getattr('name')} {element.getattr('property')} {element.getattr('itemprop')}".lower()
        if element.tag != "meta" or any(word in said for word in _REPLACED) or _DATED.search(said):
            element.decompose()
    long = [one for one in root.query_selector_all("p") if len(one.text) >= _ARTICLE and not _in_link(one)]
    if not long:
        return f"{root.html.partition('</body>')[0]}", "</body></html>"
    long[0].html = ""
    long[0].id = _MARKER
    for one in long[1:]:
        one.decompose()
    before, _, after = root.html.partition(f'id="{_MARKER}"')
    return before.rpartition("<")[0], after.partition("</p>")[2]


def _in_link(element: DOMNode) -> bool:
    """Whether an element stands in a link, as the short text below another article's headline does."""
    parent = element.parent
    return parent is not None and (parent.tag == "a" or _in_link(parent))


def _wrapped(
    kind: str, day: date, text: Document, furniture: Mapping[str, list[tuple[str, str]]], chance: random.Random
) -> Page:
    title = text.text[text.title.start : text.title.end] if text.title else ""
    body = text.text[text.title.end :] if text.title else text.text
    head = f"<title>{html.escape(title)}</title><meta charset='utf-8'>"
    if text.published:
        head += f"<meta property='article:published_time' content='{day}'>"
    if text.outlet:
        head += f"<meta property='og:site_name' content='{html.escape(text.outlet, quote=True)}'>"
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in body.split("\n") if line.strip())
    before, after = chance.choice(furniture[text.lang or ""])
    markup = (
        before.replace("<head>", f"<head>{head}", 1)
        + f"<article><h1>{html.escape(title)}</h1>{lines}</article>"
        + after
    )
    return Page(
        kind=kind,
        lang=text.lang or "",
        url=text.url or f"https://page.example/{text.id}",
        day=day,
        markup=markup.encode(),
    )


def _archived(page: Page) -> Archived:
    return Archived(
        url=page.url, fetched=None, content_type="text/html", charset="utf-8", body=page.markup, offset=0, length=0
    )


def _record(page: Page) -> bytes:
    content_type = "text/html; charset=utf-8" if _is_utf8(page.markup) else "text/html"
    block = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(page.markup)}\r\n\r\n"
    ).encode() + page.markup
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, page.url)}>\r\n"
        f"WARC-Date: {page.day}T12:00:00Z\r\nWARC-Target-URI: {page.url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _is_utf8(markup: bytes) -> bool:
    try:
        markup.decode()
    except UnicodeDecodeError:
        return False
    return True
