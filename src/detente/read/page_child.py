"""The child of `PageProcess`: pages and feeds come in by standard input, what they hold goes out by standard output."""

import sys

import msgspec

from detente.errors import UnreadableError
from detente.read.article import article
from detente.read.entries import feed_of
from detente.read.frame import receive, send


def main() -> None:
    """Answer every question until the parent closes the pipe; whatever a page breaks ends this process only."""
    article("<html></html>")  # loads the parser before the clock of the first page runs
    send(sys.stdout.buffer, b"")
    while (question := receive(sys.stdin.buffer)) is not None:
        kind, markup, address, most = msgspec.json.decode(question, type=tuple[str, str, str, int])
        answer: object
        try:
            answer = feed_of(markup, address, most) if kind == "feed" else article(markup)
        except UnreadableError as error:
            answer = (error.reason, error.detail, error.remedy)
        send(sys.stdout.buffer, msgspec.json.encode(answer))


if __name__ == "__main__":
    main()
