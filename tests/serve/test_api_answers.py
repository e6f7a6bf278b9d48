"""Answers of the API are those of the ledger, and every page has a twin that answers."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.export.plain import plain
from detente.ledger import Ledger
from detente.ledger.channels import find_channels, show_channel
from detente.ledger.coverage import show_coverage
from detente.ledger.document import show_document
from detente.ledger.facets import facets
from detente.ledger.persons import find_persons, show_person
from detente.ledger.queries import (
    find_contacts,
    find_documents,
    find_promises,
    find_refusals,
    show_contact,
)
from detente.ledger.reports import find_reports, show_report
from detente.ledger.states import find_states, show_state
from detente.ledger.timeline import bins
from detente.model.listing import Filter
from detente.serve.site import Site

TODAY = date(2026, 11, 22)
Books = Iterator[Ledger]


@pytest.fixture
def book(site: Site) -> Books:
    """The ledger that the site shows."""
    with site.shelf.reading() as book:
        yield book


def told(client: TestClient, path: str) -> Any:
    """What the API answers."""
    response = client.get(f"/api/v1{path}")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    return response.json()


LISTS: dict[str, Callable[[Ledger, Site], object]] = {
    "/contacts?limit=500": lambda book, _: list(find_contacts(book.connection, Filter())),
    "/contacts?side=Russia&side=US&status=held": lambda book, _: list(
        find_contacts(book.connection, Filter(sides=("RU", "US"), status="held"))
    ),
    "/contacts?q=grain&since=2022-01-01&until=2025-12-31": lambda book, _: list(
        find_contacts(book.connection, Filter(text="grain", first=date(2022, 1, 1), last=date(2025, 12, 31)))
    ),
    "/reports?limit=500": lambda book, _: list(find_reports(book.connection)),
    "/documents?limit=500": lambda book, _: list(find_documents(book.connection)),
    "/documents?lang=te": lambda book, _: list(find_documents(book.connection, lang="te")),
    "/refusals": lambda book, _: list(find_refusals(book.connection)),
    "/channels?limit=500": lambda book, _: list(find_channels(book.connection, TODAY, fewest=0)),
    "/channels?silent=true": lambda book, _: list(find_channels(book.connection, TODAY, fewest=0, silent=True)),
    "/promises?limit=500": lambda book, _: list(find_promises(book.connection, TODAY)),
    "/promises?state=overdue": lambda book, _: list(find_promises(book.connection, TODAY, state="overdue")),
    "/persons?limit=500": lambda book, site: list(find_persons(book.connection, site.registry)),
    "/persons?q=putin": lambda book, site: list(find_persons(book.connection, site.registry, text="putin")),
    "/states": lambda book, site: list(find_states(book.connection, site.registry, TODAY)),
}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_has_what_the_ledger_finds(path: str, client: TestClient, book: Ledger, site: Site) -> None:
    found = LISTS[path](book, site)
    answered = told(client, path)
    assert answered["items"] == plain(found)
    assert (answered["next"], answered["as_of"]) == ("", None)
    assert answered["total"] == len(answered["items"]) > 0 or path.startswith(("/contacts?q", "/channels?silent"))


def test_every_contact_is_told_in_full(client: TestClient, book: Ledger) -> None:
    for line in find_contacts(book.connection, Filter()):
        assert told(client, f"/contacts/{line.id}") == plain(show_contact(book.connection, line.id, TODAY))


def test_every_report_and_document_is_told_in_full(client: TestClient, book: Ledger) -> None:
    for report in find_reports(book.connection):
        assert told(client, f"/reports/{report.handle}") == plain(show_report(book.connection, report.handle, TODAY))
    for line in find_documents(book.connection):
        assert told(client, f"/documents/{line.key}") == plain(show_document(book.connection, line.key))


def test_every_person_side_and_channel_is_told_in_full(client: TestClient, book: Ledger, site: Site) -> None:
    for person in find_persons(book.connection, site.registry):
        assert told(client, f"/persons/{person.key}") == plain(
            show_person(book.connection, site.registry, person.key, TODAY)
        )
    for state in find_states(book.connection, site.registry, TODAY):
        assert told(client, f"/states/{state.code}") == plain(
            show_state(book.connection, site.registry, state.code, TODAY)
        )
    for line in find_channels(book.connection, TODAY):
        shown = client.get("/api/v1/channel", params={"a": line.b, "b": line.a})
        assert shown.json() == plain(show_channel(book.connection, line.a, line.b, TODAY))


def test_timeline_facets_and_coverage_are_those_of_the_ledger(client: TestClient, book: Ledger, site: Site) -> None:
    held = Filter(status="held")
    assert told(client, "/timeline?status=held&by=year") == plain(bins(book.connection, held, by="year"))
    assert told(client, "/facets") == plain(facets(book.connection, site.registry))
    assert told(client, "/facets?most=1")["sides"]["total"] > 1
    assert told(client, "/coverage") == plain(show_coverage(book.connection))


def test_a_search_finds_a_few_of_everything(client: TestClient) -> None:
    found = told(client, "/search?q=Russia&limit=2")
    assert [one["code"] for one in found["states"]] == ["RU"]
    assert found["contacts_total"] >= len(found["contacts"]) == 2
    named = told(client, "/search?q=lavrov")
    assert [one["key"] for one in named["persons"]] == ["ru.sergey-lavrov"]
    assert [one["code"] for one in told(client, "/search?q=Росс")["states"]] == ["RU"]


def test_what_was_known_on_a_day_is_answered_without_what_came_later(client: TestClient) -> None:
    then, now = told(client, "/contacts?as_of=2024-01-31&limit=500"), told(client, "/contacts?limit=500")
    assert then["as_of"] == "2024-01-31"
    assert 0 < then["total"] < now["total"]
    documents = told(client, "/documents?as_of=2024-01-31&limit=500")["items"]
    assert documents
    assert all(one["learned"] <= "2024-01-31T23:59:59Z" for one in documents)
    assert told(client, "/contacts?as_of=0001-01-01")["items"] == []


def test_an_id_is_enough_by_its_first_letters(client: TestClient) -> None:
    whole = told(client, "/contacts?limit=1")["items"][0]["id"]
    assert told(client, f"/contacts/{whole[:8]}")["contact"]["id"] == whole


PAGES = (
    "/", "/?side=RU&q=talks&limit=2", "/channels", "/channels?silent=true&side=RU", "/states", "/persons",
    "/persons?q=putin", "/promises?state=kept", "/documents?limit=3", "/refusals?reason=not-found", "/coverage",
    "/sql?q=SELECT+1",
    "/channel?a=RU&b=US", "/states/RU", "/persons/ru.vladimir-putin", "/?as_of=2024-05-01",
)  # fmt: skip
TWIN = re.compile(r'<link rel="alternate" type="application/json" href="([^"]+)"')


@pytest.mark.parametrize("path", PAGES)
def test_the_twin_of_a_page_answers(path: str, client: TestClient) -> None:
    shown = client.get(path)
    assert shown.status_code == 200
    twins = [unescape(found) for found in TWIN.findall(shown.text)]
    assert twins
    for twin in twins:
        assert client.get(twin).status_code == 200, twin


def test_the_twin_of_a_second_page_has_its_rows(client: TestClient) -> None:
    for name in ("contacts", "documents", "channels", "persons", "promises"):
        first = told(client, f"/{name}?limit=2")
        twin = TWIN.findall(
            client.get(f"/{name.replace('contacts', '')}", params={"limit": 2, "after": first["next"]}).text
        )
        second = client.get(unescape(twin[0])).json()
        assert second["items"] == told(client, f"/{name}?limit=4")["items"][2:], name


def test_contacts_and_documents_have_twins(client: TestClient) -> None:
    for page, items in (("contacts", "id"), ("documents", "key")):
        for one in told(client, f"/{page}")["items"][:5]:
            [twin] = TWIN.findall(client.get(f"/{page}/{one[items]}").text)
            assert client.get(unescape(twin)).json() == told(client, f"/{page}/{one[items]}")


def test_the_page_of_the_api_has_every_operation_in_words(client: TestClient) -> None:
    shown = client.get("/api")
    assert shown.status_code == 200
    described = client.get("/api/v1/openapi.json").json()
    ids = [one["operationId"] for methods in described["paths"].values() for one in methods.values()]
    assert len(ids) == len(set(ids)) > 20
    assert [name for name in ids if f'id="{name}"' not in shown.text] == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', shown.text) == []


def test_every_parameter_operation_and_field_of_a_list_says_what_it_is(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    silent = []
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            silent += [f"{method} {path}"] if not one.get("description") or not one.get("summary") else []
            silent += [f"{path} {field['name']}" for field in one.get("parameters", ()) if not field.get("description")]
            problems = [said["content"] for status, said in one["responses"].items() if int(status) >= 400]
            assert all(list(content) == ["application/problem+json"] for content in problems), path
    assert silent == []


def test_bytes_and_infinity_are_told_as_texts(client: TestClient) -> None:
    answered = told(client, "/sql?q=SELECT+x'00ff'+AS+raw,+9e999+AS+far,+NULL+AS+none,+0.5+AS+half")
    assert (answered["columns"], answered["rows"]) == (["raw", "far", "none", "half"], [["x'00ff'", "inf", None, 0.5]])
    assert json.dumps(answered, allow_nan=False)


def test_what_a_query_leaves_out_is_said(client: TestClient) -> None:
    many = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1500) SELECT x FROM n"
    answered = client.get("/api/v1/sql", params={"q": many}).json()
    assert (len(answered["rows"]), answered["cut"]) == (1000, True)
    assert client.get("/api/v1/sql.csv", params={"q": many}).headers["detente-cut"] == "true"
    assert "There is more than is shown" in client.get("/sql", params={"q": many}).text


@pytest.mark.parametrize(
    "query", ["DELETE FROM documents", "SELECT 1; SELECT 2", "SELEC", "PRAGMA journal_mode=DELETE"]
)
def test_a_query_that_is_none_is_told_in_words(query: str, client: TestClient) -> None:
    assert client.get("/api/v1/sql", params={"q": query}).status_code == 400
    shown = client.get("/sql", params={"q": query})
    assert shown.status_code == 400
    assert 'role="alert"' in shown.text


def test_the_page_for_sql_shows_tables_with_their_columns(client: TestClient) -> None:
    shown = client.get("/sql").text
    assert all(f"<summary>{name}</summary>" in shown for name in ("contacts", "documents", "reports", "evidence"))
    assert "<code>published</code>" in shown
