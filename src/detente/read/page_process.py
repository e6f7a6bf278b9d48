"""Reading of strangers' markup in bounded time: small pages here, the rest in a child process that can be killed."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import IO, Self, TypeVar

import msgspec

from detente.errors import UnreadableError
from detente.read.article import Article, article
from detente.read.entries import Feed, feed_of
from detente.read.frame import receive, send

# Of 41 saved news pages the largest has 9,207 tags; 10,000 take about a second, and the time grows faster than they do.
_MOST_TAGS_HERE = 5_000
_MOST_LETTERS_HERE = 300_000
# An author of 100,000 letters cost feedparser a minute, one of 10,000 half a second.
_MOST_LETTERS_OF_FEED_HERE = 10_000
_SECONDS_TO_START = 60.0
_NOT_UNDERSTOOD = ("no-main-text", "the HTML parser gave up on this page", "give the article's text")
_GIVEN_UP = ("not-xml", "the reader of feeds gave up on it", "fetch the feed again")
_T = TypeVar("_T")


class PageProcess:
    """Extracts articles and entries, and holds the one child that large pages and all feeds are sent to.

    It is a class because starting Python and trafilatura anew for each large page would cost more than the page. The
    child starts with the first of them, is killed when one takes longer than `seconds`, and ends with the block.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def article(self, markup: str) -> Article:
        """The article of a page.

        Raises:
            UnreadableError: no-main-text or timeout.
        """
        if len(markup) > _MOST_LETTERS_HERE or markup.count("<") > _MOST_TAGS_HERE:
            found = self._large(markup)
        else:
            found = _here(lambda: article(markup), _NOT_UNDERSTOOD)
        if found is None:
            raise UnreadableError("no-main-text", "no article in this page", "give the article's own page or its text")
        return found

    def feed(self, markup: str, address: str, most: int) -> Feed:
        """The first `most` entries of a feed that stands at `address`.

        Raises:
            UnreadableError: not-xml, unknown-format or timeout.
        """
        if len(markup) <= _MOST_LETTERS_OF_FEED_HERE:
            found = _here(lambda: feed_of(markup, address, most), _GIVEN_UP)
        else:
            found = self._large_feed(markup, address, most)
        if found is None:
            raise UnreadableError("unknown-format", "XML, but no feed", "give RSS or Atom, or the pages themselves")
        return found

    def _large_feed(self, markup: str, address: str, most: int) -> Feed | None:
        answer = self._by_child("feed", markup, address, most)
        if answer is None:
            raise UnreadableError(*_GIVEN_UP)
        found = msgspec.json.decode(answer, type=Feed | tuple[str, str, str] | None)
        if isinstance(found, tuple):
            raise UnreadableError(*found)
        return found

    def _large(self, markup: str) -> Article | None:
        answer = self._by_child("page", markup)
        if answer is None:
            raise UnreadableError(*_NOT_UNDERSTOOD)
        return msgspec.json.decode(answer, type=Article | None)

    def _by_child(self, kind: str, markup: str, address: str = "", most: int = 0) -> bytes | None:
        """What the child answers, None when it ended over the question."""
        child = self._child or self._start()
        question = msgspec.json.encode((kind, markup, address, most))
        answer = self._bounded(lambda: _asked(child, question), child, self._seconds)
        if answer is None:
            self._stop()
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        # -P: a file named like a module of ours, in the directory that someone happens to stand in, is not run.
        command = [sys.executable, "-P", "-m", "detente.read.page_child"]
        pipe = subprocess.PIPE
        child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)  # noqa: S603  (our own)
        self._child = child
        if self._bounded(lambda: receive(_open_end(child.stdout)), child, _SECONDS_TO_START) is None:
            self._stop()
            raise UnreadableError("timeout", "the reader of markup does not start", "check the installation")
        return child

    def _bounded(self, ask: Callable[[], bytes | None], child: subprocess.Popen[bytes], seconds: float) -> bytes | None:
        """What `ask` gets from the child, None when the child ends; at most `seconds`, then the child is killed."""
        late = threading.Event()

        def kill() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(seconds, kill)
        timer.start()
        try:
            answer = ask()
        finally:
            timer.cancel()
            timer.join()
        if late.is_set():
            self._stop()
            raise UnreadableError("timeout", f"extraction took more than {seconds:g} s", "give the article's text")
        return answer

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for end in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):  # what was still to be written to a dead child
                _open_end(end).close()
        child.wait()


def _here(ask: Callable[[], _T], fault: tuple[str, str, str]) -> _T:
    from lxml.etree import LxmlError  # type: ignore[import-untyped]  # noqa: PLC0415  (a part of trafilatura's half second)

    # What parsers and a reader of metadata raise for pages and feeds that they do not understand.
    faults = (LxmlError, RecursionError, ArithmeticError, AssertionError, AttributeError, LookupError, TypeError)
    try:
        return ask()
    except (*faults, ValueError) as error:
        raise UnreadableError(*fault) from error


def _asked(child: subprocess.Popen[bytes], question: bytes) -> bytes | None:
    try:
        send(_open_end(child.stdin), question)
    except OSError:  # the child has ended
        return None
    return receive(_open_end(child.stdout))


def _open_end(end: IO[bytes] | None) -> IO[bytes]:
    if end is None:
        raise AssertionError("the child was started with pipes")
    return end
