"""Open ledgers, handed to one request each: the ledger as it is, and as it was on a day that somebody asks for."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from queue import LifoQueue
from threading import Lock

from detente.ledger import Ledger
from detente.ledger.selection import one_state

_KEPT = 3  # ledgers as of a day; each takes seconds to make and lives in a temporary file


@dataclass(slots=True)
class _Then:
    """A ledger as of a day, and the state of the whole one that it was made from; one request at a time uses it."""

    state: str
    book: Ledger
    using: Lock = field(default_factory=Lock)


class Shelf:
    """The ledgers that requests are answered from.

    Args:
        path: the ledger.
        readers: how many requests may read at once; others wait.

    Attributes:
        writings: how often somebody wrote to the ledger through this shelf.
    """

    def __init__(self, path: Path, *, readers: int) -> None:
        self.path, self.writings = path, 0
        self._idle: LifoQueue[Ledger | None] = LifoQueue()
        for _ in range(readers):
            self._idle.put(None)  # opened when it is needed first
        self._past: OrderedDict[date, _Then] = OrderedDict()
        self._making = Lock()
        self._watching = Lock()
        self._watched = Ledger.open(path)

    def state(self, *, settled: bool = False) -> str:
        """A text that is another one whenever anything that can be seen in the ledger has changed.

        Args:
            settled: whether it is about contacts only, which stay while documents wait to be taken in.
        """
        with self._watching:
            return self._watched.settled() if settled else self._watched.state()

    def behind(self) -> int:
        """How many readings and judgements have not been taken into contacts yet."""
        with self._watching:
            return self._watched.behind()

    @contextmanager
    def reading(self, as_of: date | None = None) -> Iterator[Ledger]:
        """A ledger that stays as it is for the length of the block, whoever writes meanwhile."""
        if as_of is not None:
            with self._as_it_was(as_of) as book:
                yield book
            return
        idle = self._idle.get()
        try:
            book = idle = idle or Ledger.open(self.path)
            with book.speaking(), one_state(book.connection):
                yield book
        finally:
            self._idle.put(idle)

    @contextmanager
    def writing(self) -> Iterator[Ledger]:
        """A ledger to which a judgement is added."""
        with Ledger.open(self.path) as book, book.speaking():
            book.refresh()
            yield book
        self.writings += 1

    @contextmanager
    def _as_it_was(self, day: date) -> Iterator[Ledger]:
        with self._making:  # one at a time: each takes a core for seconds
            then = self._kept(day) or self._made(day)
            then.using.acquire()
        try:
            with then.book.speaking():
                yield then.book
        finally:
            then.using.release()

    def _kept(self, day: date) -> _Then | None:
        then = self._past.get(day)
        if then is None or then.state != self.state():
            return None
        self._past.move_to_end(day)
        return then

    def _made(self, day: date) -> _Then:
        for old in [day, *self._past][: 1 if len(self._past) < _KEPT else 2]:
            self._drop(old)
        state = self.state()
        with Ledger.open(self.path) as whole:
            then = _Then(state, whole.as_of(day))
        self._past[day] = then
        return then

    def _drop(self, day: date) -> None:
        then = self._past.pop(day, None)
        if then is not None:
            with then.using:
                then.book.connection.close()

    def close(self) -> None:
        """Close every ledger that is at rest."""
        for day in list(self._past):
            self._drop(day)
        while not self._idle.empty():
            book = self._idle.get()
            if book is not None:
                book.connection.close()
        with self._watching:
            self._watched.connection.close()
