from datetime import date

import pytest

from detente.corpus.page import document
from detente.model import Document, Refusal
from detente.read.warc import Archived

URL = "https://news.example/envoys"
SENTENCE = "The envoys of the two republics met in the valley and spoke of water, grazing and the road over the pass. "
MENU = "<nav><ul>" + "<li><a href='/x'>Weather</a></li>" * 30 + "</ul></nav>"


def archived(markup: str | bytes, charset: str | None = "utf-8") -> Archived:
    body = markup if isinstance(markup, bytes) else markup.encode()
    return Archived(url=URL, fetched=None, content_type="text/html", charset=charset, body=body, offset=0, length=0)


def news(head: str = "", body: str = f"<article><p>{SENTENCE}</p><p>{SENTENCE * 2}</p></article>") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{MENU}{body}<footer>All rights</footer></body></html>"


def read(markup: str | bytes, charset: str | None = "utf-8") -> Document:
    found = document(archived(markup, charset))
    assert isinstance(found, Document), found
    return found


def test_a_page_gives_its_article_a_line_a_paragraph_without_the_menu() -> None:
    found = read(news("<title>Envoys meet</title>"))
    assert (found.id, found.url, found.lang) == (URL, URL, None)
    assert found.text.split("\n") == ["Envoys meet", "", SENTENCE.strip(), (SENTENCE * 2).strip()]
    assert found.title is not None
    assert found.text[found.title.start : found.title.end] == "Envoys meet"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("<meta property='article:published_time' content='2024-05-15T23:30:00-05:00'>", date(2024, 5, 15)),
        (
            "<meta name='date' content='2024-05-20'><meta itemprop='datePublished' content='2024-05-15'>",
            date(2024, 5, 15),
        ),
        ("<meta name='pubdate' content='20240515'>", date(2024, 5, 15)),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-05-15"}</script>',
            date(2024, 5, 15),
        ),
        ("<meta name='date' content='2024-02-31'>", None),
        ("<meta name='description' content='2024-05-15'>", None),
        ("", None),
    ],
)
def test_the_day_is_the_one_that_the_page_states(head: str, day: date | None) -> None:
    assert read(news(head)).published == day


def test_the_outlet_is_the_name_that_the_site_gives_itself() -> None:
    assert read(news("<meta property='og:site_name' content='The Valley Post'>")).outlet == "The Valley Post"
    assert read(news()).outlet is None


def test_an_article_that_is_not_taken_for_one_comes_by_its_paragraphs() -> None:
    comments = (
        f"<div class='comments'><p>{SENTENCE}</p><p>{SENTENCE * 3}</p></div><div class='main'>Read on tomorrow.</div>"
    )
    assert SENTENCE.strip() in read(news(body=comments)).text


def test_a_page_without_an_article_is_refused() -> None:
    found = document(archived("<html><body><p>Hello</p></body></html>"))
    assert isinstance(found, Refusal)
    assert (found.source, found.reason) == (URL, "no-main-text")


def test_bytes_that_are_no_text_are_refused_with_their_reason() -> None:
    found = document(archived(b"\x89PNG\r\n\x1a\n" + bytes(200)))
    assert isinstance(found, Refusal)
    assert found.reason == "binary"


def test_the_encoding_that_the_site_names_is_believed() -> None:
    russian = "Посланники двух республик встретились в долине и говорили о воде, пастбищах и дороге через перевал. " * 2
    found = read(news(body=f"<article><p>{russian}</p></article>").encode("windows-1251"), "windows-1251")
    assert russian.strip() in found.text
