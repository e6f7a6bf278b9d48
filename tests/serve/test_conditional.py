"""Answers out of memory: how old they may be, and what makes them new."""

import asyncio
from dataclasses import replace
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.ledger import Ledger, judging
from detente.ledger.judging import Coder
from detente.serve.app import open_app
from detente.serve.conditional import Conditional
from detente.serve.site import Site

MEETING = "h74j9835gd6p"


class Clock:
    """Seconds that pass when a test says so."""

    now = 100.0

    def __call__(self) -> float:
        """Now."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def patient(filled: Path, tmp_path: Path, make_site: Any, clock: Clock) -> Any:
    """A site that shows an answer for ten seconds before it looks again, and its ledger."""
    path = tmp_path / "own.ledger"
    copy(filled, path)
    site: Site = replace(make_site(path), patience=10.0)
    with TestClient(open_app(site, clock), base_url="http://127.0.0.1:8000") as client:
        yield client, site


def confirm(book: Ledger, by: str) -> None:
    one = judging.standing_for(book.connection, MEETING, "confirm", Coder(by=by, at="2026-11-22T12:00:00Z"))
    book.judge([one], at="2026-11-22T12:00:00Z")


def test_what_another_process_writes_is_seen_when_the_answer_is_ten_seconds_old(patient: Any, clock: Clock) -> None:
    client, site = patient
    first = client.get(f"/contacts/{MEETING}")
    with Ledger.open(site.shelf.path) as book:
        confirm(book, "Berta")
    clock.now += 9.9
    again = client.get(f"/contacts/{MEETING}")
    assert (again.text, again.headers["etag"]) == (first.text, first.headers["etag"])
    clock.now += 0.2
    later = client.get(f"/contacts/{MEETING}")
    assert "confirmed by Berta" in later.text
    assert later.headers["etag"] != first.headers["etag"]


def test_what_is_judged_on_the_site_itself_is_seen_at_once(patient: Any) -> None:
    client, site = patient
    assert "confirmed by" not in client.get(f"/contacts/{MEETING}").text
    with site.shelf.writing() as book:
        confirm(book, "Anna")
    assert "confirmed by Anna" in client.get(f"/contacts/{MEETING}").text


def test_an_answer_that_is_known_is_not_sent_again(patient: Any) -> None:
    client, _ = patient
    tag = client.get("/states/RU").headers["etag"]
    again = client.get("/states/RU", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_the_same_question_asked_by_many_at_once_is_answered_by_one_making(filled: Path, make_site: Any) -> None:
    site, made = make_site(filled), []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        del receive
        made.append(scope["path"])
        await asyncio.sleep(0.05)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"said"})

    kept = Conditional(app, shelf=site.shelf, today=site.today, clock=Clock(), patience=10.0)

    async def ask(path: str) -> bytes:
        parts: list[bytes] = []

        async def send(message: Any) -> None:
            parts.append(message.get("body", b""))

        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "scheme": "http"}
        await kept(scope, asyncio.sleep, send)  # type: ignore[arg-type]  # nothing is received
        return b"".join(parts)

    async def crowd() -> list[bytes]:
        return await asyncio.gather(*(ask("/contacts/x") for _ in range(20)), ask("/contacts/y"))

    assert asyncio.run(crowd()) == [b"said"] * 21
    assert sorted(made) == ["/contacts/x", "/contacts/y"]
