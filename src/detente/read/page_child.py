"""The child of `PageProcess`: pages come in by standard input, articles go out by standard output."""

import sys

import msgspec

from detente.read.article import article
from detente.read.frame import receive, send


def main() -> None:
    """Answer every page until the parent closes the pipe; whatever a page breaks ends this process only."""
    article("<html></html>")  # loads the parser before the clock of the first page runs
    send(sys.stdout.buffer, b"")
    while (page := receive(sys.stdin.buffer)) is not None:
        send(sys.stdout.buffer, msgspec.json.encode(article(page.decode())))


if __name__ == "__main__":
    main()
