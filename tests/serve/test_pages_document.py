"""The page of a document: its stored text letter by letter, with what rests on it and what does not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lxml import html  # type: ignore[import-untyped]
from starlette.testclient import TestClient

from detente import Document, Reader, Span
from detente.ledger import Extractor, Ledger
from detente.ledger.document import show_document
from detente.ledger.judging import Coder, standing_for
from detente.ledger.queries import find_documents
from detente.model import Capture
from detente.model.report import Rejected
from detente.model.text import Junk
from detente.model.views import DocumentPassage, DocumentView
from detente.serve.marked import marked, shown

Opened = Callable[..., TestClient]


@pytest.fixture(scope="module")
def views(filled: Path) -> Iterator[dict[str, DocumentView]]:
    """Name -> each document of the ledger."""
    with Ledger.open(filled) as book:
        keys = [line.key for line in find_documents(book.connection)]
        found = [show_document(book.connection, key) for key in keys]
        yield {Path(view.line.name).name: view for view in found}


@pytest.fixture
def news(extractor: Extractor, tmp_path: Path, opened: Opened) -> Callable[[Document], tuple[TestClient, str]]:
    """Opens a site of a ledger of one document; gives the address of its page too."""

    def publish(document: Document) -> tuple[TestClient, str]:
        path = tmp_path / "news.ledger"
        with Ledger.open(path, create=True) as book:
            list(book.add([document], extractor, at="2024-06-06T00:00:00Z"))
            book.refresh()
            (line,) = find_documents(book.connection)
        return opened(path), f"/documents/{line.key}"

    return publish


def stored(page: html.HtmlElement) -> str:
    (text,) = page.xpath("//div[@class='stored']")
    return str(text.text_content())


@some.composite
def said_of_texts(draw: some.DrawFn) -> tuple[str, list[DocumentPassage], list[Junk], list[Rejected]]:
    """A text, and spans that nest and overlap as they like."""
    text = draw(some.text(some.sampled_from("ab\n\n\t ش文\u202e<"), min_size=1, max_size=60))

    def spans() -> list[Span]:
        ends = some.tuples(some.integers(0, len(text)), some.integers(0, len(text)))
        pairs = draw(some.lists(ends.filter(lambda pair: pair[0] != pair[1]), max_size=8))
        return [Span(start=min(pair), end=max(pair)) for pair in pairs]

    passages = [
        DocumentPassage(span=span, field="place", value="x", report=draw(some.sampled_from("rst")), contact="")
        for span in spans()
    ]
    return (
        text,
        passages,
        [Junk(span=span, rule="menu") for span in spans()],
        [Rejected(span=span, cue="met", reason="one side") for span in spans()],
    )


@given(said_of_texts())
def test_the_runs_of_a_text_are_the_text_and_each_letter_keeps_all_that_is_said_of_it(
    given_text: tuple[str, list[DocumentPassage], list[Junk], list[Rejected]],
) -> None:
    text, passages, junk, refused = given_text
    at = 0
    for paragraph in marked(text, passages, junk, refused):
        assert paragraph.start == at
        for run in paragraph.runs:
            assert text[at : at + len(run.text)] == run.text != ""
            assert "\n" not in run.text
            for letter in range(at, at + len(run.text)):
                over = [one for one in passages if one.span.start <= letter < one.span.end]
                assert sorted(map(repr, run.passages)) == sorted(map(repr, over))
                assert len(run.junk) == sum(one.span.start <= letter < one.span.end for one in junk)
                near = [number for number, one in enumerate(refused, 1) if one.span.start <= letter < one.span.end]
                assert list(run.refused) == near
            at += len(run.text)
        assert text[at : at + len(paragraph.gap)] == paragraph.gap
        at += len(paragraph.gap)
    assert at == len(text)


@given(said_of_texts())
def test_each_stretch_of_a_report_begins_once_in_a_paragraph(
    given_text: tuple[str, list[DocumentPassage], list[Junk], list[Rejected]],
) -> None:
    for paragraph in marked(*given_text):
        before: set[str] = set()
        for run in paragraph.runs:
            assert set(run.begins) == set(run.reports) - before
            before = set(run.reports)


def test_the_page_of_every_document_has_its_stored_text_letter_by_letter(
    client: TestClient, views: dict[str, DocumentView]
) -> None:
    assert len(views) > 30
    for view in views.values():
        page = html.fromstring(client.get(f"/documents/{view.line.key}").text)
        assert stored(page) == shown(view.text)


def test_every_report_has_an_anchor_in_the_text_and_a_head_beside_it(
    client: TestClient, views: dict[str, DocumentView]
) -> None:
    view = views["planned-denied-cancelled.en.txt"]
    page = html.fromstring(client.get(f"/documents/{view.line.key}").text)
    handles = [one.telling.report for one in view.tellings]
    assert len(handles) == 4
    for handle in handles:
        (anchor,) = page.xpath(f"//div[@class='stored']//a[@id='{handle}']")
        assert anchor.get("href") == f"#report-{handle}"
        (head,) = page.xpath(f"//article[@id='report-{handle}']")
        assert head.xpath(f".//a[@href='#{handle}']")
        (contact,) = (one.contact for one in view.tellings if one.telling.report == handle)
        assert head.xpath(f".//a[@href='/contacts/{contact}']")
    # "In April, when Trump told a magazine that Xi had called him, China's foreign ministry denied ..."
    (denied,) = page.xpath("//div[@class='stored']//mark[text()='denied']")
    assert denied.get("title") == "4 quote; 4 status: denied"


def test_every_value_of_a_report_is_marked_where_it_stands(client: TestClient, views: dict[str, DocumentView]) -> None:
    for name in ("planned-denied-cancelled.en.txt", "leaders-call.en.txt", "grain-1"):
        view = views[name]
        page = html.fromstring(client.get(f"/documents/{view.line.key}").text)
        letters = "".join(page.xpath("//div[@class='stored']//mark//text()"))
        covered = {at for one in view.passages for at in range(one.span.start, one.span.end)}
        wanted = "".join(view.text[at] for at in sorted(covered) if view.text[at] != "\n")
        assert letters == wanted


def test_page_furniture_is_shown_and_marked_with_the_rule_that_says_so(
    news: Callable[..., tuple[TestClient, str]],
) -> None:
    text = "Lavrov met Fidan in Ankara on Tuesday.\n\nLeave a Reply\n\nYour email address will not be published."
    client, address = news(Document(id="n", text=text, lang="en"))
    page = html.fromstring(client.get(address).text)
    assert stored(page) == text
    junk = page.xpath("//div[@class='stored']//span[contains(@class, 'junk')]")
    assert junk[0].text_content() == "Leave a Reply"
    assert all(one.get("title").startswith("page furniture: ") for one in junk)


def test_what_was_seen_and_refused_says_why(client: TestClient, views: dict[str, DocumentView]) -> None:
    view = views["planned-denied-cancelled.en.txt"]
    page = html.fromstring(client.get(f"/documents/{view.line.key}").text)
    assert view.rejected
    assert [one.text_content() for one in page.xpath("//ol[@class='refusals']/li/p[1]")] == [
        one.reason for one in view.rejected
    ]
    assert page.xpath("//div[@class='stored']//*[contains(@class, 'refused')]")


def test_a_report_that_was_judged_to_be_no_contact_stays_in_its_document_with_the_judgement(
    opened: Opened, filled: Path, tmp_path: Path, views: dict[str, DocumentView]
) -> None:
    view = views["danube-1"]
    (telling,) = view.tellings
    path = tmp_path / "judged.ledger"
    path.write_bytes(filled.read_bytes())
    with Ledger.open(path) as book:
        coder = Coder(by="Ben", at="2026-11-21T10:00:00.000000Z", why="a rumour")
        line = show_document(book.connection, view.line.key)
        for one in line.tellings:
            book.judge([standing_for(book.connection, one.contact, "reject", coder)], at="2026-11-21T10:00:00Z")
        book.refresh()
    page = html.fromstring(opened(path).get(f"/documents/{view.line.key}").text)
    (head,) = page.xpath(f"//article[@id='report-{telling.telling.report}']")
    assert "Judged to be no contact by Ben on 2026-11-21: a rumour" in " ".join(head.text_content().split())
    assert head.xpath(".//a[starts-with(@href, '/contacts/')]") == []
    marks = page.xpath("//div[@class='stored']//mark/@class")
    assert marks
    assert all("judged" in one.split() for one in marks)


def test_letters_that_would_turn_a_line_round_are_shown_and_not_obeyed(
    news: Callable[..., tuple[TestClient, str]],
) -> None:
    text = "Lavrov met \u202eFidan\u202c in Ankara.\n\nالتقى وزير الخارجية نظيره.\n\tEnd\x07."
    client, address = news(Document(id="n", text=text, lang="en"))
    answer = client.get(address).text
    assert "\u202e" not in answer
    page = html.fromstring(answer)
    assert stored(page) == text.replace("\u202e", "\\u202e").replace("\u202c", "\\u202c").replace("\x07", "\\x07")
    assert set(page.xpath("//div[@class='stored']/p/@dir")) == {"auto"}
    assert page.xpath("//div[@class='stored']/@lang") == ["en"]


def test_copies_of_one_text_name_each_other(client: TestClient, views: dict[str, DocumentView]) -> None:
    copied = [view for view in views.values() if view.copies]
    assert copied
    for view in copied:
        page = html.fromstring(client.get(f"/documents/{view.line.key}").text)
        assert page.xpath("//section[@aria-labelledby='copies-head']//a/@href") == [
            f"/documents/{one.key}" for one in view.copies
        ]


def test_an_older_reading_stays_in_the_history_of_the_document(
    reader: Reader, extractor: Extractor, tmp_path: Path, opened: Opened
) -> None:
    document = Document(id="n", text="Lavrov met Fidan in Ankara on Tuesday.", lang="en")
    path = tmp_path / "read-twice.ledger"
    with Ledger.open(path, create=True) as book:
        older = replace(extractor, version=lambda _: "rules 0")
        list(book.add([document], older, at="2024-06-06T00:00:00Z"))
        list(book.add([document], extractor, at="2024-07-06T00:00:00Z"))
        book.refresh()
        (line,) = find_documents(book.connection)
    page = html.fromstring(opened(path).get(f"/documents/{line.key}").text)
    readings = [" ".join(one.text_content().split()) for one in page.xpath("//ol[@class='readings']/li")]
    assert [one.startswith("This one holds") for one in readings] == [True, False]
    assert readings[1].endswith("on 2024-06-06 by rules 0")
    assert reader.version("en") in readings[0]


def test_a_document_that_was_fetched_says_from_where_and_when(
    news: Callable[[Document], tuple[TestClient, str]],
) -> None:
    capture = Capture(
        asked="https://valley.example/<b>old", url="https://hill.example/new", fetched="2026-11-22T17:45:10.125000Z",
        sha256="0c9f" * 16, record="<urn:uuid:1>", archive="2026-11/a.warc.gz",
    )  # fmt: skip
    client, address = news(Document(id="call", lang="en", text="The envoys met in the valley.", capture=capture))
    page = html.fromstring(client.get(address).text)
    (section,) = page.xpath("//section[@aria-labelledby='fetched-head']")
    told = " ".join(section.text_content().split())
    for words in (
        "2026-11-22 17:45:10 UTC", capture.asked, capture.url, capture.sha256, capture.archive
    ):  # fmt: skip
        assert words in told
    assert not section.xpath(".//b")
    twin = client.get(f"/api/v1{address}").json()
    assert [one["sha256"] for one in twin["captures"]] == [capture.sha256]
