"""How alerts reach a receiver that is well, in trouble, down or hostile: over real HTTP on this machine."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.serve.alerts.receiving import PLAN, Follower, Receiver, Sending, Server, served

from detente.errors import LedgerError, UsageError
from detente.serve.outbox import Outbox
from detente.serve.webhook import signature, webhook_of

SECRET = b"a secret of more than sixteen bytes"


def test_an_alert_arrives_signed_and_with_its_id(
    tmp_path: Path, receiver: Receiver, follower: Follower, sending: Sending, alert: dict[str, Any]
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(SECRET + b"\n")
    spoken = sending(receiver.url, secret_file=secret)
    spoken.sender.deliver()
    ((headers, body),) = receiver.posts
    assert json.loads(body) == alert
    assert headers["detente-signature"] == f"sha256={hmac.new(SECRET, body, hashlib.sha256).hexdigest()}"
    assert headers["idempotency-key"] == alert["id"]
    assert (headers["detente-event"], headers["content-type"]) == ("contact.new", "application/json")
    assert spoken.told == [f"told contact.new {alert['about']}"]
    assert follower.outbox.left() == 0
    spoken.sender.deliver()
    assert len(receiver.posts) == 1


def test_the_signature_is_that_of_rfc_4231() -> None:
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert signature(b"Jefe", b"what do ya want for nothing?") == f"sha256={expected}"


@pytest.mark.parametrize("status", [500, 502, 503, 429, 408])
def test_a_receiver_in_trouble_is_asked_again_with_the_same_body(
    receiver: Receiver, follower: Follower, sending: Sending, alert: dict[str, Any], status: int
) -> None:
    receiver.answers = [status, status, 200]
    spoken = sending(receiver.url)
    spoken.sender.deliver()
    assert [event["id"] for event in receiver.events()] == [alert["id"]] * 3
    assert len({body for _, body in receiver.posts}) == 1
    assert spoken.pauses == [0.5, 1.0]
    assert follower.outbox.left() == 0


def test_a_receiver_that_says_when_to_come_again_is_not_asked_sooner(
    receiver: Receiver, sending: Sending, alert: dict[str, Any]
) -> None:
    del alert
    day = {"Date": "Tue, 14 May 2024 10:00:00 GMT", "Retry-After": "Tue, 14 May 2024 10:00:09 GMT"}
    receiver.answers = [(429, {"Retry-After": "7"}), (503, day), 200]
    spoken = sending(receiver.url)
    spoken.sender.deliver()
    assert spoken.pauses == [7.0, 9.0]
    assert len(receiver.posts) == 3


def test_a_day_that_no_calendar_has_is_no_day_to_come_again(
    receiver: Receiver, sending: Sending, alert: dict[str, Any]
) -> None:
    del alert
    day = {"Date": "Tue, 14 May 2024 10:00:00 GMT", "Retry-After": "Tue, 14 May 99999999999 10:00:00 GMT"}
    receiver.answers = [(503, day), 200]
    spoken = sending(receiver.url)
    spoken.sender.deliver()
    assert spoken.pauses == [0.5]


def test_a_long_wait_is_left_to_a_later_look(
    receiver: Receiver, follower: Follower, sending: Sending, alert: dict[str, Any]
) -> None:
    del alert
    moment = [0.0]
    receiver.answers = [(429, {"Retry-After": "600"})]
    spoken = sending(receiver.url, clock=lambda: moment[0])
    for moment[0] in (0.0, 599.0, 601.0):
        spoken.sender.deliver()
    assert spoken.pauses == []
    assert len(receiver.posts) == 2
    assert "answers 429; 1 waiting in" in spoken.complained[0]
    assert follower.outbox.left() == 0


def test_a_receiver_that_is_down_loses_nothing_and_gets_all_in_order_when_it_is_up(
    receiver: Receiver, follower: Follower, sending: Sending, alert: dict[str, Any]
) -> None:
    follower.add(PLAN, "plan", "2024-05-14")
    second = follower.look()[0]
    down = Receiver()
    closed = served(down)
    closed.shutdown()
    closed.server_close()
    moment = [0.0]
    spoken = sending(down.url, clock=lambda: moment[0])
    spoken.sender.deliver()
    assert spoken.pauses == [0.5, 1.0, 2.0]
    assert "did not answer" in spoken.complained[0]
    assert "2 waiting in" in spoken.complained[0]
    up = served(down)
    moment[0] = 1_000.0
    spoken.sender.deliver()
    up.shutdown()
    up.server_close()
    assert [event["id"] for event in down.events()] == [alert["id"], second["id"]]
    assert follower.outbox.left() == 0
    assert receiver.posts == []


def test_a_receiver_that_comes_up_between_two_tries_gets_the_alert(
    follower: Follower, sending: Sending, alert: dict[str, Any]
) -> None:
    one = Receiver()
    closed = served(one)
    closed.shutdown()
    closed.server_close()
    servers: list[Server] = []
    spoken = sending(one.url, pausing=lambda: servers.extend([] if servers else [served(one)]))
    spoken.sender.deliver()
    servers[0].shutdown()
    servers[0].server_close()
    assert [event["id"] for event in one.events()] == [alert["id"]]
    assert follower.outbox.left() == 0


@pytest.mark.parametrize("status", [400, 401, 404, 410, 422])
def test_an_alert_that_is_refused_is_given_up_and_said(
    receiver: Receiver, follower: Follower, sending: Sending, alert: dict[str, Any], status: int
) -> None:
    receiver.answers = [status]
    spoken = sending(receiver.url)
    spoken.sender.deliver()
    spoken.sender.deliver()
    assert len(receiver.posts) == 1
    assert f"answers {status}; contact.new {alert['about']} is not sent again and kept in" in spoken.complained[0]
    assert follower.outbox.left() == 0


def test_a_redirect_is_not_followed(receiver: Receiver, sending: Sending, alert: dict[str, Any]) -> None:
    del alert
    elsewhere = Receiver()
    server = served(elsewhere)
    receiver.answers = [(307, {"Location": elsewhere.url})]
    spoken = sending(receiver.url)
    spoken.sender.deliver()
    server.shutdown()
    server.server_close()
    assert (len(receiver.posts), elsewhere.posts) == (1, [])
    assert "redirect, which is not followed" in spoken.complained[0]


def drip(stream: Any) -> None:
    """Send an answer a letter at a time, without end."""
    for _ in range(1_000):
        try:
            stream.write(b"H")
            stream.flush()
        except OSError:
            return
        time.sleep(0.02)


def dripping_headers(stream: Any) -> None:
    """Begin well and go on with a header that does not end."""
    stream.write(b"HTTP/1.1 200 OK\r\nX: ")
    drip(stream)


@pytest.mark.parametrize("answer", [drip, dripping_headers])
def test_a_receiver_that_answers_without_end_is_left_when_the_time_is_up(
    receiver: Receiver, follower: Follower, sending: Sending, alert: dict[str, Any], answer: Callable[[Any], None]
) -> None:
    receiver.answers = [answer]
    spoken = sending(receiver.url, seconds=0.3)
    spoken.sender.deliver()
    assert [event["id"] for event in receiver.events()] == [alert["id"]] * 2
    assert spoken.pauses == [0.5]
    assert follower.outbox.left() == 0


def test_a_huge_answer_is_not_read(receiver: Receiver, follower: Follower, sending: Sending, alert: object) -> None:
    del alert
    written: list[int] = []

    def flood(stream: Any) -> None:
        stream.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        try:
            for _ in range(1_000):
                stream.write(b"x" * 1_000_000)
                written.append(1_000_000)
        except OSError:
            return

    receiver.answers = [flood]
    spoken = sending(receiver.url)
    spoken.sender.deliver()
    assert spoken.complained == []
    assert follower.outbox.left() == 0
    assert sum(written) < 100_000_000


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://example.org/hook", "has to be https, or http on this machine"),
        ("http://127.0.0.1.example.org/hook", "has to be https, or http on this machine"),
        ("ftp://127.0.0.1/hook", "has to be https"),
        ("https:///hook", "has to be https"),
        ("https://ana:word@example.org/hook", "has a name or password in it"),
        ("http://[::1", "is no address"),
    ],
)
def test_an_address_that_others_could_read_is_refused(address: str, said: str) -> None:
    with pytest.raises(UsageError, match="--webhook") as caught:
        webhook_of(address, None, seconds=1)
    assert said in str(caught.value)
    assert "word" not in str(caught.value).replace("password", "")


def test_a_secret_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    short = tmp_path / "short"
    short.write_bytes(b"hello\n")
    with pytest.raises(UsageError, match="needs 16 bytes or more"):
        webhook_of("https://example.org", short, seconds=1)
    with pytest.raises(UsageError, match="cannot be read"):
        webhook_of("https://example.org", tmp_path / "none", seconds=1)


def test_some_other_file_is_not_taken_for_an_outbox(tmp_path: Path, follower: Follower) -> None:
    text = tmp_path / "text"
    text.write_text("not a database, but long enough to be looked at as if it were one" * 20, encoding="utf-8")
    with pytest.raises(UsageError, match="no ledger, but some other file"):
        Outbox(text, "hook")
    with pytest.raises(UsageError, match="not an outbox of detente"):
        Outbox(follower.book.path, "hook")
    with pytest.raises((UsageError, LedgerError)):
        Outbox(tmp_path / "no-such-folder" / "outbox", "hook")
