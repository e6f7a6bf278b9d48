import json
from functools import partial
from typing import Any

import anyio
from tests.serve.gate import asked, gate, run

from detente.serve.exposure import Names
from detente.serve.guard import Rules

SMALL = Rules(names=Names(), body_bytes=1000, open_bytes=100, body_seconds=0.05)
LOCAL_HOST = ("Host", "localhost")


def test_a_body_in_pieces_is_counted_and_no_more_of_it_is_taken_than_is_allowed() -> None:
    at = gate(accounts=False, rules=SMALL)
    status, _, taken = run(
        lambda: asked(at, *[b"x" * 100] * 1000, headers=[LOCAL_HOST, ("Transfer-Encoding", "chunked")])
    )
    assert (status, taken, at.seen) == (413, 11, [])


def test_a_body_that_says_it_is_too_large_is_not_taken_at_all() -> None:
    at = gate(accounts=False, rules=SMALL)
    for length in ("1001", "9" * 18, "9" * 5000, "000" + "9" * 40):
        status, _, taken = run(partial(asked, at, b"x", headers=[LOCAL_HOST, ("Content-Length", length)]))
        assert (status, taken, at.seen) == (413, 0, [])


def test_a_body_that_says_it_is_small_and_is_not_is_counted() -> None:
    at = gate(accounts=False, rules=SMALL)
    status, _, _ = run(lambda: asked(at, b"x" * 900, b"x" * 900, headers=[LOCAL_HOST, ("Content-Length", "5")]))
    assert (status, at.seen) == (413, [])


def test_a_body_of_the_size_allowed_arrives_whole_with_the_headers_of_any_method() -> None:
    at = gate(accounts=False, rules=SMALL)
    for chunks in ([b"x" * 1000], [b"x"] * 1000, [b"", b"x" * 999, b"", b"x", b""]):
        status, body, _ = run(partial(asked, at, *chunks, headers=[LOCAL_HOST]))
        assert (status, json.loads(body)) == (200, {"bytes": 1000})


def test_strangers_send_less() -> None:
    at = gate(rules=SMALL)
    form = b"name=" + b"a" * 200
    kind = ("Content-Type", "application/x-www-form-urlencoded")
    status, _, _ = run(lambda: asked(at, form, headers=[LOCAL_HOST, kind], path="/sign-in"))
    assert status == 413


def test_half_a_body_is_none() -> None:
    at = gate(accounts=False, rules=SMALL)

    async def leaves() -> dict[str, Any]:
        parts.append(b"x")
        return (
            {"type": "http.request", "body": b"x", "more_body": True} if len(parts) < 3 else {"type": "http.disconnect"}
        )

    parts: list[bytes] = []
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/judge", "headers": [(b"host", b"localhost")]}
    run(lambda: at.app(scope, leaves, send))
    assert (sent, at.seen) == ([], [])


def test_a_body_that_never_ends_arriving_is_given_up() -> None:
    at = gate(accounts=False, rules=SMALL)
    sent: list[Any] = []

    async def never() -> dict[str, Any]:
        await anyio.sleep_forever()
        raise AssertionError

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/judge", "headers": [(b"host", b"localhost")]}
    run(lambda: at.app(scope, never, send))
    assert (sent[0]["status"], at.seen) == (408, [])
