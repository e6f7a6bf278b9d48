"""Pages of a list chained by `next` give every row once, also while documents come in between."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.ledger import Extractor, Ledger
from detente.read import read as read_documents

LISTS = {
    "contacts": "id",
    "reports": "handle",
    "documents": "key",
    "channels": "",
    "promises": "id",
    "persons": "key",
    "refusals": "source",
}
# Of days before, between and after those of the archive, so that rows come before and behind every place.
LATER = (
    ("2021-06-02", "Jens Stoltenberg met Volodymyr Zelenskyy in Brussels on Tuesday."),
    ("2023-05-16", "Antonio Tajani of Italy met his Austrian counterpart Alexander Schallenberg in Vienna on Monday."),
    (
        "2026-03-03",
        "The Norwegian foreign minister called his Danish counterpart. They agreed to meet in Oslo next week.",
    ),
)


def pages(client: TestClient, name: str, between: Callable[[], None] = lambda: None, **asked: str) -> Iterator[Any]:
    """Every row, two at a time."""
    after = ""
    while True:
        answered = client.get(f"/api/v1/{name}", params={"limit": "2", "after": after, **asked}).json()
        yield from answered["items"]
        after = answered["next"]
        if not after:
            return
        between()


def key(name: str, row: dict[str, Any]) -> str:
    return str(row[LISTS[name]]) if LISTS[name] else f"{row['a']} {row['b']}"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_in_pages_is_the_list_in_one(name: str, client: TestClient) -> None:
    whole = client.get(f"/api/v1/{name}", params={"limit": 500}).json()
    chained = list(pages(client, name))
    assert chained == whole["items"]
    assert len(chained) == whole["total"]


@pytest.mark.parametrize("asked", [{"silent": "true"}, {"level": "office"}, {"side": "RU"}])
def test_a_narrowed_list_of_channels_goes_on_too(asked: dict[str, str], client: TestClient) -> None:
    whole = client.get("/api/v1/channels", params={"limit": "500", **asked}).json()["items"]
    assert list(pages(client, "channels", lambda: None, **asked)) == whole


@pytest.mark.parametrize("name", LISTS)
def test_rows_that_stay_are_given_once_while_documents_are_added(
    name: str, opened: Callable[..., TestClient], extractor: Extractor, tmp_path: Path
) -> None:
    client = opened()
    ledger = tmp_path / "own.ledger"
    before = client.get(f"/api/v1/{name}", params={"limit": 500}).json()["items"]
    left = list(LATER)

    def add() -> None:
        if not left:
            return
        news = tmp_path / "later.jsonl"
        published, text = left.pop()
        record = {"id": published, "lang": "en", "outlet": "Later Courier", "published": published, "text": text}
        news.write_text(json.dumps(record), encoding="utf-8")
        with Ledger.open(ledger) as book:
            found = read_documents([str(news), f"a-missing-file-{len(left)}.txt"])  # before all that there are
            list(book.add(found, extractor, at=f"2026-11-22T00:00:0{len(left)}Z"))
            book.refresh()

    seen = [key(name, row) for row in pages(client, name, add)]
    assert left == []
    assert len(seen) == len(set(seen))
    now = {key(name, row): row for row in client.get(f"/api/v1/{name}", params={"limit": 500}).json()["items"]}
    assert len(now) > len(before), "nothing came in between"
    stayed = [key(name, row) for row in before if now.get(key(name, row)) == row]
    assert stayed
    assert [one for one in seen if one in set(stayed)] == stayed


@pytest.mark.parametrize("after", ["!", "WyJhIl0", "W10", "W251bGwsIDEsIDJd", "é", "A" * 3999, "Wz" * 1500])
@pytest.mark.parametrize("name", sorted(LISTS.keys() - {"reports"}))  # every text has a place among handles
def test_a_place_that_is_none_is_told(name: str, after: str, client: TestClient) -> None:
    response = client.get(f"/api/v1/{name}", params={"after": after})
    assert response.status_code in {400, 404, 422}
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]
