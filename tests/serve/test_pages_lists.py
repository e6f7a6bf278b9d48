"""Pages of lists say what the ledger says, a page at a time, and cut nothing in silence."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]
from starlette.testclient import TestClient

from detente.ledger import Ledger
from detente.ledger.channels import find_channels
from detente.ledger.coverage import show_coverage
from detente.ledger.persons import find_persons, show_person
from detente.ledger.queries import find_documents, find_promises, find_refusals
from detente.ledger.states import find_states, show_state
from detente.serve.site import Site

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def book(filled: Path) -> Iterator[Ledger]:
    with Ledger.open(filled) as opened:
        yield opened


@pytest.fixture
def look(client: TestClient) -> Callable[[str], html.HtmlElement]:
    """Opens a page that there is."""

    def open_page(address: str) -> html.HtmlElement:
        response = client.get(address)
        assert response.status_code == 200, response.text
        return html.fromstring(response.text)

    return open_page


Look = Callable[[str], html.HtmlElement]


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath(path)]


def walked(look: Look, address: str, path: str) -> list[str]:
    """What the pages of a list show, from the first to the last."""
    found: list[str] = []
    while address:
        page = look(address)
        found += [str(one) for one in page.xpath(path)]
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    return found


def test_pages_of_persons_together_are_all_persons_in_the_order_of_the_ledger(
    look: Look, book: Ledger, site: Site
) -> None:
    people = [one.key for one in find_persons(book.connection, site.registry)]
    assert len(people) > 7
    links = walked(look, "/persons?limit=7", "//tbody/tr/th/a/@href")
    assert [one.removeprefix("/persons/").replace("%20", " ") for one in links] == people


def test_a_person_is_found_by_the_beginning_of_a_name_in_another_script(look: Look) -> None:
    assert texts(look("/persons?q=Лавр"), "//tbody/tr/th") == ["Sergey Lavrov"]
    assert texts(look("/persons?q=nobody"), "//h2") == ["0 persons found"]


def test_a_person_shows_names_in_their_scripts_offices_with_sources_and_counterparts(
    look: Look, book: Ledger, site: Site
) -> None:
    page, view = (
        look("/persons/ru.sergey-lavrov"),
        show_person(book.connection, site.registry, "ru.sergey-lavrov", TODAY),
    )
    assert texts(page, "//h1") == ["Sergey Lavrov"]
    assert {
        (str(form.getparent().get("lang")), form.text_content()) for form in page.xpath("//dl[@class='names']//bdi")
    } == {(one.lang, one.form) for one in view.names}
    assert [one.source for one in view.terms] == texts(page, "//figure//tbody/tr/td[last()]")
    assert len(page.xpath("//ol[@id='contacts']/li")) == len(view.contacts)
    assert [one.name for one in view.counterparts] == texts(page, "//ol[@class='counterparts']/li/a[@class='person']")


def test_sides_stand_with_their_contacts_and_lead_to_their_channels(look: Look, book: Ledger, site: Site) -> None:
    sides = list(find_states(book.connection, site.registry, TODAY))
    page = look("/states")
    assert sorted(texts(page, "//tbody/tr/th")) == sorted(one.name for one in sides)
    view = show_state(book.connection, site.registry, "RU", TODAY)
    page = look("/states/RU")
    assert texts(page, "//table[@class='list']/tbody/tr/th") == [one.name for one in view.counterparts]
    assert texts(page, "//table[@class='list']/tbody/tr/td[1]") == [str(one.contacts) for one in view.counterparts]
    for link in page.xpath("//table[@class='list']/tbody/tr/th/a/@href"):
        look(str(link))


def test_channels_are_listed_by_contacts_or_by_silence_and_narrowed_by_their_sides(look: Look, book: Ledger) -> None:
    every = list(find_channels(book.connection, TODAY, fewest=0))
    links = walked(look, "/channels?limit=11", "//tbody/tr/th/a/@href")
    assert len(links) == len(set(links)) == len(every) > 11
    silent = list(find_channels(book.connection, TODAY, fewest=0, silent=True))
    assert len(look("/channels?silent=true").xpath("//tbody/tr")) == len(silent) > 0
    with_both = [one for one in every if {one.a.partition(":")[0], one.b.partition(":")[0]} == {"RU", "TR"}]
    assert len(look("/channels?side=Russia&side=TR").xpath("//tbody/tr")) == len(with_both) > 0


def test_promises_are_counted_by_state_and_shown_with_their_words(look: Look, book: Ledger) -> None:
    every = list(find_promises(book.connection, TODAY))
    assert len(walked(look, "/promises?limit=2", "//li[contains(@class, 'promise ')]/@class")) == len(every) > 2
    for state in ("overdue", "open", "kept", "withdrawn"):
        fitting = [one for one in every if one.state == state]
        page = look(f"/promises?state={state}")
        assert len(page.xpath("//li[contains(@class, 'promise ')]")) == len(fitting)
        assert f"{state} ({len(fitting)})" in texts(page, "//select[@id='state']/option")


def test_refusals_say_why_and_what_can_be_done(look: Look, book: Ledger) -> None:
    refusals = list(find_refusals(book.connection))
    assert refusals
    for reason in {one.reason for one in refusals}:
        rows = texts(look(f"/refusals?reason={reason}"), "//tbody/tr")
        fitting = [one for one in refusals if one.reason == reason]
        assert len(rows) == len(fitting)
        for row, one in zip(rows, fitting, strict=True):
            assert one.source in row
            assert " ".join(one.remedy.split()) in row
    assert look("/refusals?reason=robots").xpath("//tbody/tr") == []


def test_documents_are_found_by_words_outlet_and_language(look: Look, book: Ledger) -> None:
    every = [one.key for one in find_documents(book.connection)]
    links = walked(look, "/documents?limit=9", "//li[@class='document']//a/@href")
    assert [one.removeprefix("/documents/") for one in links] == every
    asked = {
        "q=grain": find_documents(book.connection, text="grain"),
        "lang=tr": find_documents(book.connection, lang="tr"),
        "outlet=Danube+Wire": find_documents(book.connection, outlet="Danube Wire"),
    }
    for query, fitting in asked.items():
        assert len(look(f"/documents?{query}").xpath("//li[@class='document']")) == len(list(fitting)) > 0


def test_coverage_keeps_contacts_reports_origins_and_documents_apart(look: Look, book: Ledger) -> None:
    view = show_coverage(book.connection)
    page = look("/coverage")
    counts = view.coverage.contacts, view.coverage.reports, view.coverage.origins, view.coverage.documents
    assert len(set(counts)) == 4
    shown = [str(one).strip() for one in page.xpath("//dl[@class='figures']/div/dd/text()[1]")]
    assert shown[:4] == [str(one) for one in counts]
    total = str(sum(counts))
    assert total not in shown
    months = "//figure[@data-picture='coverage']//tbody/tr"
    assert texts(page, f"{months}/th") == list(view.months)
    assert texts(page, f"{months}/td") == [str(number) for number in view.months.values()]
    assert len(page.xpath("//table[contains(@class, 'gaps')]/tbody/tr")) == len(view.gaps)


def test_lists_say_what_was_known_on_a_day(look: Look, book: Ledger, site: Site) -> None:
    with book.as_of(date(2024, 6, 30)) as then:
        persons = len(list(find_persons(then.connection, site.registry)))
        documents = len(list(find_documents(then.connection)))
    assert 0 < documents < len(list(find_documents(book.connection)))
    page = look("/documents?as_of=2024-06-30")
    assert len(page.xpath("//li[@class='document']")) == documents
    assert "as it was known on 30 Jun 2024" in page.xpath("//p[@role='note']")[0].text_content()
    assert all("as_of=2024-06-30" in one for one in page.xpath("//li[@class='document']//a/@href"))
    assert len(walked(look, "/persons?as_of=2024-06-30&limit=5", "//tbody/tr/th/a/@href")) == persons


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/persons/nobody", 404),
        ("/states/ZZ", 404),
        ("/documents/zz", 404),
        ("/channels?side=Atlantis", 400),
        ("/channels?after=zz", 400),
        ("/refusals?after=zz", 400),
        ("/refusals?reason=boredom", 422),
        ("/promises?state=broken", 422),
        ("/persons?limit=0", 422),
        ("/documents?colour=red", 422),
    ],
)
def test_what_there_is_not_is_told_as_a_page(client: TestClient, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert len(html.fromstring(response.text).xpath("//h1")) == 1
