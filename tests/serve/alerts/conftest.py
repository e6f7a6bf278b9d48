"""A receiver of alerts on this machine, and a ledger that is followed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.serve.alerts.receiving import CALL, Follower, Receiver, Spoken, served

from detente import Reader
from detente.ledger import Ledger
from detente.serve.outbox import Outbox
from detente.serve.webhook import Sender, webhook_of


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server for webhooks."""
    one = Receiver()
    server = served(one)
    yield one
    server.shutdown()
    server.server_close()


@pytest.fixture
def follower(tmp_path: Path, reader: Reader) -> Iterator[Follower]:
    """An empty ledger that has been looked at once."""
    with (
        Ledger.open(tmp_path / "news.ledger", create=True) as book,
        Outbox(tmp_path / "news.ledger.outbox", "hook") as outbox,
    ):
        one = Follower(book, reader, outbox)
        assert one.look() == []
        yield one


@pytest.fixture
def sending(tmp_path: Path, follower: Follower) -> Callable[..., Spoken]:
    """Makes a sender whose pauses cost no time; `pausing` is called in each."""
    del tmp_path

    def make(url: str, *, seconds: float = 5, pausing: Callable[[], None] = lambda: None, **more: Any) -> Spoken:
        told: list[str] = []
        complained: list[str] = []
        pauses: list[float] = []

        def sleep(seconds: float) -> None:
            pauses.append(seconds)
            pausing()

        sender = Sender(
            webhook_of(url, more.pop("secret_file", None), seconds=seconds),
            follower.outbox,
            tell=told.append,
            complain=complained.append,
            chance=lambda: 1.0,
            sleep=sleep,
            **more,
        )
        return Spoken(sender, told, complained, pauses)

    return make


@pytest.fixture
def alert(follower: Follower) -> dict[str, Any]:
    """One alert that waits."""
    follower.add(CALL, "call", "2024-05-14")
    (one,) = follower.look()
    return one
