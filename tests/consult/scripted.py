"""An endpoint that answers as a script says, over real sockets: it counts who comes and can break off anywhere."""

import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

Respond = Callable[["Visit"], None]
_PATIENCE = 20.0  # seconds after which a visitor that never leaves is left


@dataclass(frozen=True)
class Visit:
    """One connection with the question that came over it."""

    connection: socket.socket
    headers: dict[str, str]
    question: dict[str, Any]
    path: str
    leaving: threading.Event

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.connection.sendall(data)


@dataclass
class Scripted:
    """The endpoint: where it is, what it answers next, and what came.

    Attributes:
        script: what answers each visit; the last one answers all that come after.
        visits: in the order in which they came.
        connects: how many connections there were, those without a question included.
    """

    address: str
    script: Sequence[Respond] = ()
    visits: list[Visit] = field(default_factory=list)
    connects: int = 0

    def answer(self, visit: Visit) -> None:
        """Answer a visit as the script says."""
        self.visits.append(visit)
        self.script[min(len(self.visits), len(self.script)) - 1](visit)


@contextmanager
def scripted(*script: Respond) -> Iterator[Scripted]:
    """A scripted endpoint on a free port of this machine."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    endpoint = Scripted(f"http://127.0.0.1:{listener.getsockname()[1]}", script)
    leaving = threading.Event()
    threads: list[threading.Thread] = []

    def listen() -> None:
        while not leaving.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            endpoint.connects += 1
            threads.append(threading.Thread(target=_serve, args=(endpoint, connection, leaving)))
            threads[-1].start()

    listening = threading.Thread(target=listen)
    listening.start()
    try:
        yield endpoint
    finally:
        leaving.set()
        for thread in (listening, *threads):
            thread.join(_PATIENCE)
        listener.close()


def _serve(endpoint: Scripted, connection: socket.socket, leaving: threading.Event) -> None:
    connection.settimeout(_PATIENCE)
    with connection:
        try:
            data = b""
            while b"\r\n\r\n" not in data:
                part = connection.recv(65536)
                if not part:
                    return
                data += part
            head, _, body = data.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {name.strip().lower(): value.strip() for name, _, value in (one.partition(":") for one in lines)}
            while len(body) < int(headers.get("content-length", "0")):
                body += connection.recv(65536)
            visit = Visit(connection, headers, json.loads(body), first.split(" ")[1], leaving)
            endpoint.answer(visit)
        except OSError:
            return  # the visitor left in the middle, as it should when it is kept waiting


def response(status: int, body: bytes = b"", **headers: str) -> bytes:
    """A whole HTTP response."""
    named = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode() + body


def completion(content: object, usage: object = None) -> bytes:
    """A chat completion with this content."""
    told: dict[str, Any] = {"choices": [{"message": {"role": "assistant", "content": content}}]}
    if usage is not None:
        told["usage"] = usage
    return response(200, json.dumps(told).encode())


def says(content: object, usage: object = None) -> Respond:
    """Answers every question with this message; a value that is no text becomes JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    return lambda visit: visit.send(completion(text, usage))


def sends(data: bytes) -> Respond:
    """Sends these bytes and closes."""
    return lambda visit: visit.send(data)


def drips(first: bytes, drop: bytes, every: float) -> Respond:
    """Sends something and then a little again and again, until the visitor leaves."""

    def respond(visit: Visit) -> None:
        visit.send(first)
        while not visit.leaving.wait(every):
            visit.send(drop)

    return respond
