"""The guard behind a real server, asked by bytes that no client would send."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from tests.serve.gate import TOKEN, Gate, gate

SECONDS = 10
UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


@pytest.fixture
def site() -> Iterator[tuple[Gate, int]]:
    """A site with accounts, served as `detente serve` does, and its port."""
    at = gate()
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        at.app, log_level="critical", proxy_headers=True, forwarded_allow_ips=["127.0.0.1", "::1"], ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield at, listening.getsockname()[1]
    server.should_exit = True
    thread.join(SECONDS)
    listening.close()


def said(port: int, *parts: bytes) -> bytes:
    """Everything that the server answers to these bytes."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as wire:
        try:
            for part in parts:
                wire.sendall(part)
            if b"Connection: close" not in parts[0]:  # half a connection is taken for one that nobody listens to
                wire.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the server has heard enough
        try:
            while received := wire.recv(65536):
                answer += received
        except ConnectionResetError:
            pass
    return answer


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_a_body_in_pieces_without_an_end_is_refused_while_it_arrives(site: tuple[Gate, int]) -> None:
    at, port = site
    head = (
        b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    answer = said(port, head, *[b"1000\r\n" + b"x" * 4096 + b"\r\n"] * 50)
    assert status(answer) == 413
    assert b"content-security-policy" in answer.lower()
    assert at.seen == []


@pytest.mark.parametrize(
    ("request_bytes", "expected"),
    [
        (b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", {421}),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", {400}),
        (b"GET / HTTP/1.0\r\n\r\n", {400}),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", {421}),
        (b"GET //evil.example/%0d%0aSet-Cookie:x HTTP/1.1\r\nHost: localhost\r\n\r\n", {303}),
        (b"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n", {303}),
        (UPGRADE, {303}),
        (b"GET /sign-in?next=%0d%0aSet-Cookie:x HTTP/1.1\r\nHost: localhost\r\n\r\n", {200}),
        (b"POST /judge HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999\r\n\r\n", {303, 413}),
    ],
)  # fmt: skip
def test_bytes_of_strangers_get_an_answer_and_no_page(
    site: tuple[Gate, int], request_bytes: bytes, expected: set[int]
) -> None:
    at, port = site
    answer = said(port, request_bytes)
    assert status(answer) in expected
    assert b"\r\nset-cookie" not in answer.lower()
    assert b"evil.example/" not in answer
    assert at.seen == []


def test_guesses_are_counted_by_who_is_behind_the_proxy_and_a_made_up_address_before_it_does_not_help(
    site: tuple[Gate, int],
) -> None:
    at, port = site

    def guess(number: int, forwarded: str) -> int:
        body = f"name=name{number}&password=wrong".encode()
        head = (
            f"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {forwarded}\r\nConnection: close\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return status(said(port, head.encode() + body))

    guesses = [guess(number, f"198.51.100.{number}, 203.0.113.7") for number in range(22)]
    assert guesses == [403] * 20 + [429] * 2
    assert guess(22, "203.0.113.8") == 403
    assert at.desk.places.wait("127.0.0.1") == 0


def test_what_came_by_https_to_the_proxy_gets_a_cookie_for_https(site: tuple[Gate, int]) -> None:
    _, port = site
    body = f"name=ben&password={TOKEN}".encode()
    head = (
        "POST /sign-in HTTP/1.1\r\nHost: news.example.org\r\nX-Forwarded-For: 203.0.113.7\r\n"
        "X-Forwarded-Proto: https\r\n"
        "Origin: https://news.example.org\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    answer = said(port, head.encode() + body)
    assert status(answer) == 303
    assert b"set-cookie: __Host-detente=" in answer
    assert b"; Secure" in answer
