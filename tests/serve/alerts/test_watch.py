"""`detente watch --webhook`, as a user types it, and killed at bad moments."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from tests.serve.alerts.receiving import CALL, PLAN, Receiver


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without settings, with an inbox."""
    for name in [name for name in os.environ if name.startswith("DETENTE_")]:  # noqa: TID251  (a child gets it)
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "inbox").mkdir()
    return tmp_path


def watching(home: Path, receiver: Receiver, *more: str, looks: int = 2) -> list[str]:
    """The words of a watch over the inbox."""
    return [
        sys.executable, "-m", "detente", "watch", str(home / "inbox"), "--ledger", str(home / "mine.ledger"),
        "--every", "0.1", "--looks", str(looks), "--lang", "en", "--published", "2024-05-14",
        "--webhook", receiver.url, *more,
    ]  # fmt: skip


def watch(home: Path, receiver: Receiver, *more: str) -> "subprocess.CompletedProcess[str]":
    """A watch of two looks, when it has ended."""
    return subprocess.run(
        watching(home, receiver, *more), check=False, capture_output=True, text=True, encoding="utf-8", timeout=120
    )


def test_a_watch_tells_what_arrives_and_fits(home: Path, receiver: Receiver) -> None:
    receiver.answers = [500]
    (home / "inbox" / "call.txt").write_text(CALL, encoding="utf-8")
    (home / "inbox" / "plan.txt").write_text(PLAN, encoding="utf-8")
    ran = watch(home, receiver, "--side", "Greece")
    assert ran.returncode == 0, ran.stderr
    first, second = receiver.events()
    assert first == second
    assert first["contact"]["sides"] == ["GR", "TR"]
    assert f"told contact.new {first['about']}" in ran.stdout
    assert watch(home, receiver, "--side", "Greece").returncode == 0
    assert len(receiver.posts) == 2


def test_filters_without_a_webhook_are_wrong_use(home: Path) -> None:
    command = [sys.executable, "-m", "detente", "watch", str(home / "inbox"), "--looks", "1", "--side", "RU"]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=home)
    assert ran.returncode == 2
    assert "say where these go with --webhook URL" in ran.stderr


def test_a_watch_that_is_killed_before_it_has_an_answer_tells_again_under_the_same_id(
    home: Path, receiver: Receiver
) -> None:
    asked = threading.Event()
    over = threading.Event()

    def hang(stream: Any) -> None:
        del stream
        asked.set()
        over.wait(60)

    receiver.answers = [hang]
    (home / "inbox" / "call.txt").write_text(CALL, encoding="utf-8")
    with subprocess.Popen(watching(home, receiver, looks=0), stdout=subprocess.PIPE, text=True) as running:
        assert asked.wait(60)
        running.send_signal(signal.SIGKILL)
    over.set()
    ran = watch(home, receiver)
    first, second = receiver.events()
    assert first == second
    assert ran.stdout.count("told contact.new") == 1
    watch(home, receiver)
    assert len(receiver.posts) == 2


def test_what_was_added_after_a_watch_was_killed_is_told_when_it_starts_again(home: Path, receiver: Receiver) -> None:
    watch(home, receiver)
    article = home / "plan.txt"
    article.write_text(PLAN, encoding="utf-8")
    added = subprocess.run(
        [sys.executable, "-m", "detente", "add", str(article), "--ledger", str(home / "mine.ledger"), "--lang", "en"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert "1 contact" in added.stdout, added.stderr
    watch(home, receiver)
    assert [event["event"] for event in receiver.events()] == ["contact.new"]
