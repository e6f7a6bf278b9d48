"""Exports, feeds and calendars of the API: whole, re-read by their own libraries, with the ledger's counts."""

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import networkx as nx
import pytest
import rispy
from pyarrow import parquet
from starlette.testclient import TestClient

from detente.errors import LedgerError
from detente.export.formats import EXPORTS
from detente.export.formats.form import Tally
from detente.ledger import Ledger
from detente.ledger.queries import count_contacts, find_contacts, find_documents
from detente.ledger.reports import find_reports
from detente.model.listing import Filter
from detente.reference.ends import side_named
from detente.serve import exporting
from detente.serve.site import Site

TODAY = date(2026, 11, 22)
PANELS = "side=RU&side=US&since=2024-01-01&until=2024-12-31"  # else a row for every two states and month


@pytest.fixture
def book(site: Site) -> Iterator[Ledger]:
    with site.shelf.reading() as book:
        yield book


def asked(client: TestClient, form: str, query: str = "") -> bytes:
    response = client.get(f"/api/v1/export/{form}?{query}", headers={"Accept-Encoding": "identity"})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].partition(";")[0] == EXPORTS[form].media.partition(";")[0]
    assert response.headers["content-disposition"] == f'attachment; filename="detente-{form}{EXPORTS[form].suffix}"'
    assert int(response.headers["content-length"]) == len(response.content)
    assert response.headers["detente-rows-written"] == response.headers["detente-rows-matched"]
    return response.content


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("form", EXPORTS)
def test_every_form_is_given_whole(form: str, client: TestClient) -> None:
    assert asked(client, form, PANELS if form.startswith("dyad") else "")


def test_contacts_read_again_are_those_of_the_ledger(client: TestClient, book: Ledger) -> None:
    lines = list(find_contacts(book.connection, Filter()))
    ids = [line.id for line in lines]
    assert [json.loads(line)["contact"]["id"] for line in asked(client, "jsonl").splitlines()] == ids
    assert [row["contact"] for row in rows(asked(client, "csv"))] == ids
    assert parquet.read_table(io.BytesIO(asked(client, "parquet"))).column("contact").to_pylist() == ids
    reports = {report.handle for report in find_reports(book.connection)}
    assert {row["report"] for row in rows(asked(client, "reports-csv"))} == reports
    telling = {telling.document for telling in find_reports(book.connection)}
    documents = [line for line in find_documents(book.connection) if line.key in telling]
    snapshot = 1  # the ledger itself stands before its documents
    assert len(rispy.loads(asked(client, "ris").decode())) == snapshot + len(documents)
    assert len(json.loads(asked(client, "csl"))) == snapshot + len(documents)
    graph = nx.read_graphml(io.BytesIO(asked(client, "graphml")))
    assert set(graph.nodes) >= {code for line in lines for code in line.sides}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("side=Russia&side=US", Filter(sides=("RU", "US"))),
        ("status=planned", Filter(status="planned")),
        ("q=grain&as_of=", Filter(text="grain")),
        ("since=2024-01-01&until=2024-03-31", Filter(first=date(2024, 1, 1), last=date(2024, 3, 31))),
        ("lang=te&kind=meeting", Filter(lang="te", kind="meeting")),
    ],
)
def test_filters_mean_the_same_in_exports(query: str, wanted: Filter, client: TestClient, book: Ledger) -> None:
    assert len(rows(asked(client, "csv", query))) == count_contacts(book.connection, wanted)


def test_options_reach_the_forms_that_take_them(client: TestClient) -> None:
    directed, plain = (rows(asked(client, "dyad-year", PANELS + more)) for more in ("&directed=true", ""))
    assert len(directed) == 2 * len(plain) > 0
    persons = nx.read_graphml(io.BytesIO(asked(client, "graphml", "nodes=persons")))
    assert "ru.vladimir-putin" in str(dict(persons.nodes(data=True)))


@pytest.mark.parametrize("query", ["jsonl?spreadsheet=true", "csv?directed=true", "ical?nodes=persons"])
def test_an_option_that_says_nothing_to_a_form_is_a_problem(query: str, client: TestClient) -> None:
    response = client.get(f"/api/v1/export/{query}")
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
    assert "says nothing to" in response.json()["detail"]


def test_a_form_that_there_is_not_names_those_that_there_are(client: TestClient) -> None:
    response = client.get("/api/v1/export/excel")
    assert response.status_code == 404
    assert "parquet" in response.json()["detail"]


def test_a_fault_while_writing_is_a_problem_and_no_half_file(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []

    class Watched(tempfile.SpooledTemporaryFile[bytes]):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            made.append(self)

    def half(_form: object, _material: object, _options: object, sink: Any) -> Tally:
        sink.write(b"contact,kind\r\n")
        raise LedgerError("1 row written, but 2 matched; run `detente check`")

    monkeypatch.setattr(exporting, "SpooledTemporaryFile", Watched)
    monkeypatch.setattr(exporting, "write_whole", half)
    response = client.get("/api/v1/export/csv?place=Nowhere")
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert b"contact,kind" not in response.content
    assert [one.closed for one in made] == [True]


def test_a_file_is_never_packed_so_that_its_length_is_known(client: TestClient) -> None:
    response = client.get("/api/v1/export/csv", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in response.headers
    assert int(response.headers["content-length"]) == len(response.content) > 0


def test_a_large_export_waits_in_a_file_and_leaves_none_behind(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(exporting, "_IN_MEMORY", 100)
    monkeypatch.setattr(exporting, "_PIECE", 1000)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    large = asked(client, "jsonl", "status=held")
    assert len(large) > 10_000
    assert large.endswith(b"}\n")
    assert list(tmp_path.iterdir()) == []


def test_the_codebook_says_what_the_file_holds(client: TestClient) -> None:
    book = client.get("/api/v1/export/csv/codebook?side=RU").json()
    assert book["filters"] == {"side": "RU"}
    assert [field["name"] for field in book["fields"]] == list(rows(asked(client, "csv", "side=RU"))[0])
    assert book["matched"]["contacts"] == len(rows(asked(client, "csv", "side=RU")))


def test_a_spreadsheet_takes_no_cell_for_a_formula(client: TestClient) -> None:
    query = {
        "q": "SELECT '=HYPERLINK(\"http://example.org\")' AS a, '+1' AS b, -5 AS c, '@x' AS d",
        "spreadsheet": "true",
    }
    [row] = rows(client.get("/api/v1/sql.csv", params=query).content)
    assert row == {"a": '\'=HYPERLINK("http://example.org")', "b": "+1", "c": "-5", "d": "'@x"}
    assert client.get("/api/v1/export/csv?spreadsheet=true").content.startswith(b"\xef\xbb\xbf")


def test_a_feed_knows_where_it_stands_and_leads_to_the_pages(client: TestClient, site: Site, book: Ledger) -> None:
    address = "http://localhost:9000/feeds/contacts.atom?side=Russia&status=held"
    response = client.get(address)
    assert response.headers["content-type"] == "application/atom+xml"
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    assert [link["href"] for link in feed.feed.links if link["rel"] == "self"] == [address]
    wanted = Filter(sides=(side_named("Russia", site.registry),), status="held")
    assert len(feed.entries) == count_contacts(book.connection, wanted) > 0
    for entry in feed.entries:
        pages = [link["href"] for link in entry.links if link["rel"] == "alternate"]
        assert len(pages) == 1
        assert pages[0].startswith("http://localhost:9000/contacts/")
        assert client.get(pages[0].removeprefix("http://localhost:9000")).status_code == 200
    assert "via" in {link["rel"] for entry in feed.entries for link in entry.links}


def test_a_feed_asked_under_two_names_is_two_feeds(client: TestClient) -> None:
    here, there = (client.get(f"http://{name}/feeds/contacts.atom?side=RU") for name in ("localhost", "127.0.0.1"))
    assert "http://localhost/contacts/" in here.text
    assert "http://127.0.0.1/contacts/" in there.text
    assert "localhost" not in there.text
    assert here.headers["etag"] != there.headers["etag"]


def test_a_calendar_has_what_was_planned_with_its_page(client: TestClient) -> None:
    response = client.get("/feeds/contacts.ics?side=RU")
    assert response.headers["content-type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(response.content)
    assert calendar.events
    for event in calendar.events:
        contact = str(event["uid"]).partition("@")[0]
        assert str(event["url"]) == f"http://127.0.0.1:8000/contacts/{contact}"
    assert str(calendar["source"]) == "http://127.0.0.1:8000/feeds/contacts.ics?side=RU"


@pytest.mark.parametrize("path", ["/feeds/contacts.atom", "/feeds/contacts.ics"])
def test_a_feed_that_cannot_be_made_is_a_problem(path: str, client: TestClient) -> None:
    response = client.get(f"{path}?side=Atlantis")
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
