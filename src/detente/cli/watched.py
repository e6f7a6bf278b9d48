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


class Watched:
    """Counts what is read, says on standard error what is refused, and shows progress when it takes long.

    Args:
        quiet: show no progress, since the output itself is seen to grow.
    """

    def __init__(self, *, quiet: bool) -> None:
        self.read = self.refused = self._unreadable = 0
        self._quiet = quiet or not sys.stderr.isatty()
        self._began = time.monotonic()
        self._progress: Progress | None = None
        self._update: Callable[[str], None] = lambda _: None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

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
            self._tell(refusal)
        self._show()

    def _tell(self, refusal: Refusal) -> None:
        line = one_line(f"refused {refusal.source}: {refusal.detail}; {refusal.remedy}")
        if self._progress is not None:
            self._progress.console.out(line, highlight=False)
        else:
            typer.echo(line, err=True)

    def _show(self) -> None:
        if self._quiet or time.monotonic() - self._began < _PATIENCE:
            return
        if self._progress is None:
            self._start()
        self._update(f"{counted(self.read, 'document')} read, {self.refused} refused")

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
