"""The child of `PageProcess`: pages and feeds come in by standard input, what they hold goes out by standard output."""

import contextlib
import sys

import msgspec

from detente.errors import UnreadableError
from detente.read.article import article
from detente.read.entries import feed_of
from detente.read.frame import receive, send

# Bytes of its own, beside 30 MB of libraries. The largest of 42 saved pages (744 kB) takes 60 MB; 120,000 cells of a
# table would take half a gigabyte before their time is up.
_MOST_MEMORY = 115 << 20


def main() -> None:
    """Answer every question until the parent closes the pipe; whatever a page breaks ends this process only."""
    _bound_memory(_MOST_MEMORY)
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


def _bound_memory(most: int) -> None:
    try:
        import resource  # noqa: PLC0415  (not on Windows, where time is the only bound)
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):  # a machine that allows less, or does not know this limit
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


if __name__ == "__main__":
    main()
