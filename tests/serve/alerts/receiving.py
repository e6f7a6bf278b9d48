"""Texts that make alerts, a receiver for them, a ledger that is followed, and a sender without pauses."""

import functools
import http.server
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from detente import Document, Reader
from detente.cli.book import extractor_of
from detente.ledger import Ledger
from detente.model.listing import Filter
from detente.serve.alerts import note_changes
from detente.serve.outbox import Outbox
from detente.serve.webhook import Sender

PLAN = "Turkish Foreign Minister Hakan Fidan will meet Greek Foreign Minister George Gerapetritis in Athens on 20 May."
OFF = (
    "The meeting of Turkish Foreign Minister Hakan Fidan with Greek Foreign Minister George Gerapetritis in Athens on"
    " 20 May 2024 has been cancelled."
)
CALL = "Russian Foreign Minister Sergey Lavrov spoke by phone with Turkish Foreign Minister Hakan Fidan on 13 May 2024."
PROMISE = (
    "Norwegian Prime Minister Jonas Gahr Støre met Finnish President Alexander Stubb in Oslo on 13 May 2024."
    " Støre promised that Norway would deliver cables by 30 May 2024."
)


@dataclass
class Receiver:
    """A server for webhooks: what it was sent, and what it answers in turn; 200 when nothing is left to answer.

    An answer is a status, a status with headers, or a function that is given the open connection.
    """

    port: int = 0
    answers: list[Any] = field(default_factory=list)
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook"

    def events(self) -> list[dict[str, Any]]:
        """The bodies that came."""
        return [json.loads(body) for _, body in self.posts]


class Server(http.server.ThreadingHTTPServer):
    """A server that does not print what goes wrong."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


def served(receiver: Receiver) -> Server:
    """The receiver behind a port of its own, or the one that it has."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.posts.append((headers, self.rfile.read(int(headers["content-length"]))))
            answer = receiver.answers.pop(0) if receiver.answers else 200
            if callable(answer):
                answer(self.wfile)
                return
            status, more = answer if isinstance(answer, tuple) else (answer, {})
            self.send_response_only(status)  # with no header but those of the answer
            for name, value in {"Content-Length": "0", **more}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the name it has there)
            pass

    server = Server(("127.0.0.1", receiver.port), Handler)
    receiver.port = server.server_address[1]
    threading.Thread(target=functools.partial(server.serve_forever, poll_interval=0.02), daemon=True).start()
    return server


@dataclass
class Follower:
    """A ledger, and what a webhook is told of it."""

    book: Ledger
    reader: Reader
    outbox: Outbox
    wanted: Filter = field(default_factory=Filter)

    def add(self, text: str, name: str, day: str, outlet: str = "Post") -> None:
        """Read a text into the ledger."""
        document = Document(id=name, text=text, lang="en", outlet=outlet, published=date.fromisoformat(day))
        list(self.book.add([document], extractor_of(self.reader), at="2024-05-20T00:00:00Z"))
        self.book.refresh()

    def look(self, on: str = "2024-05-20") -> list[dict[str, Any]]:
        """The alerts that one look at the ledger makes."""
        known = {one.id for one in self.outbox.waiting()}
        made = note_changes(
            self.book, self.wanted, self.outbox, on=date.fromisoformat(on), at=f"{on}T00:00:00.{len(known):06}Z"
        )
        new = [json.loads(one.body) for one in self.outbox.waiting() if one.id not in known]
        assert made == len(new)
        return new


@dataclass
class Spoken:
    """A sender and what it said, with its pauses."""

    sender: Sender
    told: list[str]
    complained: list[str]
    pauses: list[float]


Sending = Callable[..., Spoken]
