"""Counts what is read, and tells people about it on standard error."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Self

import typer

from detente.export import Item
from detente.export.screen import one_line
from detente.export.table import counted
from detente.ledger import Added
from detente.model import Refusal

if TYPE_CHECKING:
    from rich.progress import Progress

OK, SOME_REFUSED = 0, 3
_PATIENCE = 1.0  # seconds before progress is shown
_MINUTE = 60.0


class Patient:
    """Shows on standard error how work that takes long gets on, and says between what has to be said.

    Args:
        quiet: show no progress, since the output itself is seen to grow.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._quiet, self._terminal = quiet, sys.stderr.isatty()
        self._began = self._logged = time.monotonic()
        self._progress: Progress | None = None
        self._update: Callable[[str], None] = lambda _: None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def tell(self, line: str) -> None:
        """Write a line that stays."""
        if self._progress is not None:
            self._progress.console.out(line, highlight=False)
        else:
            typer.echo(line, err=True)

    def show(self, text: str, *, log: bool = False) -> None:
        """Say how far it is, once it takes long.

        Args:
            log: whether to write a line a minute where there is no terminal to show it on.
        """
        now = time.monotonic()
        if self._quiet or now - self._began < _PATIENCE:
            return
        if self._terminal:
            if self._progress is None:
                self._start()
            self._update(text)
        elif log and now - self._logged >= _MINUTE:
            self._logged = now
            typer.echo(text, err=True)

    def _start(self) -> None:
        # Half of a tenth of a second to import, for long work only.
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
        progress = Progress(*columns, console=Console(stderr=True), transient=True)
        task = progress.add_task("", total=None)
        self._update = lambda text: progress.update(task, description=text)
        self._progress = progress
        progress.start()


class Watched(Patient):
    """Counts what is read, says on standard error what is refused, and shows progress when it takes long.

    Args:
        quiet: as for `Patient`.
    """

    def __init__(self, *, quiet: bool) -> None:
        super().__init__(quiet=quiet)
        self.read = self.refused = self._unreadable = 0

    @property
    def exit_code(self) -> int:
        """A mixed archive holds languages that nobody has written a file for; that alone is no failure of the run."""
        failed = self._unreadable or (self.refused and not self.read)
        return SOME_REFUSED if failed else OK

    def counting(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, unchanged."""
        for item in items:
            self._count(item.outcome if isinstance(item.outcome, Refusal) else None)
            yield item

    def filing(self, added: Iterable[Added]) -> Iterator[Added]:
        """What was added, unchanged."""
        for one in added:
            self._count(one.refusal)
            yield one

    def _count(self, refusal: Refusal | None) -> None:
        if refusal is None:
            self.read += 1
        else:
            self.refused += 1
            self._unreadable += refusal.reason != "unknown-language"
            self.tell(one_line(f"refused {refusal.source}: {refusal.detail}; {refusal.remedy}"))
        self.show(f"{counted(self.read, 'document')} read, {self.refused} refused")
