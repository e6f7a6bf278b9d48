"""Pages as documents: well-formed, labelled, with nothing of strangers as markup and nothing inline."""

from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html  # type: ignore[import-untyped]
from starlette.testclient import TestClient

from detente import Document, Span
from detente.ledger import Extractor, Ledger
from detente.ledger.judging import Coder, correcting, typed_value
from detente.ledger.queries import find_contacts, find_documents
from detente.model.listing import Filter
from detente.model.text import Refusal

VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
DRAWN = {"path", "circle", "svg"}  # closed in themselves, as SVG allows
LISTS = ["/channels", "/promises", "/refusals", "/persons", "/states", "/documents", "/coverage"]
ONES = ["/states/RU", "/states/US", "/persons/ru.vladimir-putin", "/persons/tr.hakan-fidan"]
EVIL = """<script>alert(1)</script><b title='x">&amp;"""


class _Strict(HTMLParser):
    """Says which elements are not closed where they must be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins; one that is never empty stays open."""
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"{self.getpos()} {tag} has an attribute twice")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that is closed in itself, which HTML has only in SVG."""
        if tag not in DRAWN:
            self.wrong.append(f"{self.getpos()} {tag} is closed in itself: {attrs}")

    def handle_endtag(self, tag: str) -> None:
        """An element ends; it must be the one that began last."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"{self.getpos()} {tag} ends where it is not the innermost")


def faults_of(text: str) -> list[str]:
    """What is wrong with a page as a document."""
    parser = _Strict()
    parser.feed(text)
    page = html.fromstring(text)
    ids = Counter(page.xpath("//@id"))
    wrong = [*parser.wrong, *(f"{tag} stays open" for tag in parser.open)]
    wrong += [f"id {one} twice" for one, number in ids.items() if number > 1]
    wrong += [f"{len(page.xpath('//h1'))} h1"] * (len(page.xpath("//h1")) != 1)
    for control in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        named = page.xpath("//label[@for=$id]", id=control.get("id", "")) or control.xpath("ancestor::label")
        wrong += [] if named else [f"no label: {html.tostring(control)!r}"]
    for one in page.xpath("//label[@for]/@for | //@aria-labelledby | //@aria-describedby"):
        wrong += [] if one in ids else [f"nothing has the id {one}"]
    for one in page.xpath("//a/@href[starts-with(., '#')]"):
        wrong += [] if one[1:] in ids else [f"{one} leads nowhere"]
    wrong += [f"inline style: {one}" for one in page.xpath("//@style | //style")]
    wrong += [f"inline script: {one.text}" for one in page.xpath("//script[not(@src)]")]
    wrong += [f"a handler: {one}" for one in page.xpath("//@*[starts-with(name(), 'on')]")]
    for table in page.xpath("//table"):
        wrong += [] if table.xpath("thead//th[@scope='col']") else ["a table without heads"]
    return wrong


@pytest.fixture(scope="module")
def addresses(filled: Path) -> list[str]:
    """Every list, some of what they lead to, and every document."""
    with Ledger.open(filled) as book:
        documents = [f"/documents/{line.key}" for line in find_documents(book.connection)]
    return [*LISTS, *(f"{one}?as_of=2024-06-30" for one in LISTS), "/channels?silent=true", *ONES, *documents]


def test_every_page_is_well_formed_with_one_head_labels_and_nothing_inline(
    client: TestClient, addresses: list[str]
) -> None:
    wrong = {address: faults for address in addresses if (faults := faults_of(client.get(address).text))}
    assert wrong == {}


def test_every_page_names_its_twin_for_programs_which_answers(client: TestClient, addresses: list[str]) -> None:
    for address in addresses:
        page = html.fromstring(client.get(address).text)
        (twin,) = page.xpath("//link[@rel='alternate'][@type='application/json']/@href")
        path, _, query = address.partition("?")
        assert twin == f"/api/v1{path}{f'?{query}' if query else ''}"
        answer = client.get(twin)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")


@pytest.fixture
def hostile(extractor: Extractor, tmp_path: Path, opened: Callable[..., TestClient]) -> tuple[TestClient, list[str]]:
    """A site of a ledger with markup in every field that strangers fill, and the addresses of its pages."""
    path = tmp_path / "hostile.ledger"
    title = f"{EVIL} Lavrov met Fidan"
    text = f"{title}\n\nRussian Foreign Minister Sergey Lavrov met {EVIL} Hakan Fidan in Ankara on Tuesday.\n{EVIL}"
    document = Document(
        id=f"{EVIL}.txt", text=text, title=Span(start=0, end=len(title)), lang="en", outlet=EVIL,
        url=f"javascript:{EVIL}", named=True,
    )  # fmt: skip
    refusal = Refusal(source=EVIL, reason="empty", detail=EVIL, remedy=EVIL)
    with Ledger.open(path, create=True) as book:
        list(book.add([document, refusal], extractor, at="2024-06-06T00:00:00Z"))
        book.refresh()
        (contact,) = find_contacts(book.connection, Filter())
        coder = Coder(by=EVIL, at="2024-06-07T00:00:00.000000Z", why=EVIL)
        evil = EVIL.replace(";", " ")  # which parts one party from the next
        parties = typed_value("parties", f"{evil}, RU, {evil}; Hakan Fidan, TR, minister")
        book.judge([correcting(book.connection, contact.id, "parties", parties, coder)], at="2024-06-07T00:00:00Z")
        book.refresh()
        (line,) = find_documents(book.connection)
        (contact,) = find_contacts(book.connection, Filter())
        (named,) = (party.name for party in contact.parties if party.side == "RU")
    assert named is not None
    person = f"/persons/{quote(named, safe='')}"
    return opened(path), [*LISTS, f"/documents/{line.key}", "/states/RU", person, f"/documents?outlet={quote(EVIL)}"]


def test_markup_in_every_field_comes_out_as_text(hostile: tuple[TestClient, list[str]]) -> None:
    client, addresses = hostile
    shown = 0
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.text)
        assert faults_of(answer.text) == []
        page = html.fromstring(answer.text)
        assert page.xpath("//b") == []
        assert [one for one in page.xpath("//a/@href") if one.startswith("javascript:")] == []
        shown += "<script>alert(1)</script>" in page.text_content()
    assert shown >= len(addresses) - 3  # promises, and lists of sides, have nothing of strangers


def test_what_is_searched_for_stands_in_the_form_as_it_was_typed(client: TestClient) -> None:
    for path, name in (("/persons", "q"), ("/documents", "outlet")):
        page = html.fromstring(client.get(path, params={name: EVIL}).text)
        assert page.xpath(f"//input[@name='{name}']/@value") == [EVIL]
