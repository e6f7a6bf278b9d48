"""What HTTP asks of the API: entity tags, HEAD, problems, who may judge, and questions that nobody means well."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from detente.serve.rights import Entry, Rights, Role, User, digest

Opened = Callable[..., TestClient]
PATHS = (
    "/api/v1/contacts", "/api/v1/facets", "/api/v1/export/csv", "/api/v1/export/parquet", "/feeds/contacts.atom",
    "/feeds/contacts.ics", "/api/v1/openapi.json", "/api/v1/sql?q=SELECT+1", "/api", "/sql", "/",
)  # fmt: skip
NASTY = (
    "\0", "a\0b", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "\uffff", "\u202e", "9" * 400, "-1",
    "1e999", "NaN", "0001-01-01", "9999-12-31", "10000-01-01", "2024-02-30", "' OR 1=1 --", '"', "*", "NEAR(a b)", "%",
    "../../etc", "<script>", "é" * 500, "Λ" * 501, "\r\nX-Injected: 1", "💥",
)  # fmt: skip


def bearer(name: str, role: Role) -> tuple[Entry, dict[str, str]]:
    token = f"detente_{name}"
    entry = Entry(user=User(name=name, role=role), proof=digest(token))
    return entry, {"Authorization": f"Bearer {token}"}


CODER, BY_CODER = bearer("Vera", Role.CODER)
READER, BY_READER = bearer("Rolf", Role.READER)


@pytest.fixture
def guarded(opened: Opened) -> TestClient:
    """A site with two programs that have tokens."""
    return opened(rights=Rights(tokens=(CODER, READER)))


@pytest.mark.parametrize("path", PATHS)
def test_what_has_not_changed_is_not_sent_again(path: str, client: TestClient) -> None:
    first = client.get(path)
    assert first.status_code == 200
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "cookie" in again.headers["vary"]
    assert client.get(path, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("packing", ["identity", "gzip"])
@pytest.mark.parametrize("path", PATHS)
def test_head_says_what_get_would(path: str, packing: str, client: TestClient) -> None:
    accepted = {"Accept-Encoding": packing}
    head, get = client.head(path, headers=accepted), client.get(path, headers=accepted)
    assert (head.status_code, head.content) == (200, b"")
    same = ("etag", "content-type", "content-length", "content-encoding", "vary", "cache-control")
    assert [head.headers.get(name) for name in same] == [get.headers.get(name) for name in same]
    assert packing == "gzip" or int(head.headers["content-length"]) == len(get.content)


def test_a_judgement_changes_what_was_tagged(opened: Opened) -> None:
    client = opened()
    before = client.get("/api/v1/contacts?limit=1")
    [contact] = before.json()["items"]
    said = {"contact": contact["id"], "verdict": "correct", "field": "place", "value": "Geneva", "by": "Ana"}
    assert client.post("/api/v1/judgements", json=said).status_code == 201
    after = client.get("/api/v1/contacts?limit=1", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.json()["items"][0]["place"] == "Geneva"


@pytest.mark.parametrize("verdict", ["confirm", "reject", "correct", "merge", "split"])
def test_a_judgement_is_kept_with_who_made_it(verdict: str, guarded: TestClient) -> None:
    contacts = guarded.get("/api/v1/contacts?limit=500", headers=BY_READER).json()["items"]
    one = next(line for line in contacts if line["reports"] > 1)
    other = next(line for line in contacts if line["id"] != one["id"])
    reports = guarded.get(f"/api/v1/contacts/{one['id']}", headers=BY_READER).json()["contact"]["reports"]
    said = {"contact": one["id"], "verdict": verdict, "by": "somebody else", "why": "as the readout says"}
    said |= {"correct": {"field": "topics", "value": "energy, trade"}, "merge": {"other": other["id"]}}.get(verdict, {})
    given: dict[str, Any] = {**said, "report": [reports[-1]]} if verdict == "split" else said
    response = guarded.post("/api/v1/judgements", json=given, headers=BY_CODER)
    assert response.status_code == 201, response.text
    judgement = response.json()
    assert (judgement["by"], judgement["verdict"], judgement["why"]) == ("Vera", verdict, "as the readout says")
    assert guarded.get("/api/v1/judgements", headers=BY_READER).json()["items"] == [judgement]


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (400, lambda client: client.get("/api/v1/contacts?side=Atlantis", headers=BY_READER)),
        (400, lambda client: client.get("/api/v1/contacts?since=2024-02-01&until=2024-01-01", headers=BY_READER)),
        (401, lambda client: client.get("/api/v1/contacts")),
        (401, lambda client: client.get("/api/v1/contacts", headers={"Authorization": "Bearer nobody"})),
        (403, lambda client: client.post("/api/v1/judgements", json={}, headers=BY_READER)),
        (404, lambda client: client.get("/api/v1/contacts/nosuchcontact", headers=BY_READER)),
        (404, lambda client: client.get("/api/v1/nothing", headers=BY_READER)),
        (404, lambda client: client.get("/api/v1/persons/nobody/at/all", headers=BY_READER)),
        (404, lambda client: client.get("/api/v1/states/XX", headers=BY_READER)),
        (404, lambda client: client.get("/api/v1/reports/none", headers=BY_READER)),
        (404, lambda client: client.get("/api/v1/documents/none", headers=BY_READER)),
        (405, lambda client: client.delete("/api/v1/contacts", headers=BY_CODER)),
        (413, lambda client: client.post("/api/v1/judgements", content=b"x" * 2_000_000, headers=BY_CODER)),
        (422, lambda client: client.get("/api/v1/contacts?limit=0", headers=BY_READER)),
        (422, lambda client: client.get("/api/v1/contacts?nonsense=1", headers=BY_READER)),
        (422, lambda client: client.get("/api/v1/contacts?since=1700000000", headers=BY_READER)),
        (422, lambda client: client.post("/api/v1/judgements", json={"verdict": "perhaps"}, headers=BY_CODER)),
    ],
)
def test_what_goes_wrong_is_told_as_a_problem(
    status: int, ask: Callable[[TestClient], Any], guarded: TestClient
) -> None:
    response = ask(guarded)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert (told["type"], told["status"]) == ("about:blank", status)
    assert told["title"]
    assert told["detail"]


def test_all_methods_of_an_address_are_allowed_together(client: TestClient) -> None:
    assert client.put("/api/v1/judgements").headers["allow"] == "HEAD, GET, POST"
    assert client.post("/api/v1/contacts", json={}).headers["allow"] == "HEAD, GET"


NAMES = (
    "q", "side", "person", "office", "kind", "status", "topic", "place", "since", "until", "outlet", "lang", "as_of",
    "after", "limit",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_value_of_a_stranger_breaks_a_list(name: str, client: TestClient) -> None:
    for value in NASTY:
        response = client.get("/api/v1/contacts", params={name: value})
        assert response.status_code < 500, (name, value, response.text)
        assert "x-injected" not in response.headers


@pytest.mark.parametrize(
    "path",
    [
        "contacts/{}", "reports/{}", "documents/{}", "persons/{}", "states/{}", "export/{}", "export/{}/codebook",
        "channel?a={}&b=RU", "search?q={}", "sql?q={}", "sql.csv?q={}", "persons?q={}", "documents?q={}",
        "channels?fewest={}",
        "reports?document={}&contact={}", "timeline?until={}", "coverage?as_of={}", "promises?as_of={}",
        "states?as_of={}",
        "channels?as_of={}", "facets?most={}", "export/csv?until={}", "export/dyad-year?side=RU&side=US&until={}",
        "export/dyad-year?side=RU&side=US&as_of={}", "export/leaders?as_of={}", "export/ical?as_of={}",
    ],
)  # fmt: skip
def test_no_address_of_a_stranger_breaks_an_answer(path: str, client: TestClient) -> None:
    for value in NASTY:
        response = client.get("/api/v1/" + path.replace("{}", quote(value, safe="")))
        assert response.status_code < 500, (value, response.text)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b'"x"', b"{", b"\xff\xfe", b'{"contact": "\\ud800", "verdict": "confirm"}',
        b'{"contact": "\\u0000", "verdict": "confirm", "by": "\\u0000"}', b'{"contact": 1e400, "verdict": "confirm"}',
        b"[" * 100_000, json.dumps({"contact": "x" * 501, "verdict": "confirm"}).encode(),
    ],
)  # fmt: skip
def test_no_body_of_a_stranger_breaks_a_judgement(body: bytes, client: TestClient) -> None:
    response = client.post("/api/v1/judgements", content=body, headers={"Content-Type": "application/json"})
    assert 400 <= response.status_code < 500
    assert response.headers["content-type"] == "application/problem+json"


def test_a_contact_with_one_side_is_shown_all_the_same(opened: Opened, filled: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "one-sided.ledger"
    ledger.write_bytes(filled.read_bytes())
    with closing(sqlite3.connect(ledger)) as connection:  # as a reading of a real release had it
        query = "SELECT id FROM contacts WHERE kind = 'visit' AND first IS NOT NULL LIMIT 1"
        [contact] = connection.execute(query).fetchone()
        connection.execute("UPDATE contacts SET sides = 'US' WHERE id = ?", (contact,))
        connection.commit()
    client = opened(ledger)
    assert client.get(f"/api/v1/contacts/{contact}").status_code == 200
    assert client.get("/api/v1/export/jsonl").status_code == 200
