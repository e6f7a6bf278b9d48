"""`detente corpus`: many documents to Parquet, on every core or on a cluster."""

import importlib.util
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from detente.cli.given import Columns, Lang, Outlet, Published, now, parse_columns, today, write
from detente.cli.watched import OK, SOME_REFUSED, Patient
from detente.errors import UsageError
from detente.export.screen import one_line
from detente.export.table import counted
from detente.settings import Settings, load_settings

if TYPE_CHECKING:
    from detente.corpus.manifest import Manifest
    from detente.corpus.plan import Options, Plan, Shard
    from detente.corpus.process import Result

STOPPED = 130  # what a shell says of a command that Ctrl-C has ended
_NEEDS = ("pyarrow", "ahocorasick_rs", "resiliparse")

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUTS",
        help="Web archives (.warc, .warc.gz, .warc.zst, .warc.lz4), whatever `detente read` reads, folders of both.",
    ),
]


def corpus(  # noqa: PLR0913  (each is an option of the command)
    inputs: Inputs,
    *,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of the results; made when absent.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many inputs to read at a time. Default: a core each.")
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Scheduler of a Dask cluster that is to do it, as tcp://10.0.0.1:8786."),
    ] = None,
    keep: Annotated[
        Literal["reports", "all"],
        typer.Option(metavar="reports|all", help="Keep documents that report a contact, or all that were read."),
    ] = "reports",
    look: Annotated[
        bool, typer.Option("--look/--no-look", help="Whether a fast first look decides which pages are read.")
    ] = True,
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    columns: Columns = None,
    stats: Annotated[
        bool, typer.Option("--stats", help="Read nothing; say what the folders given hold and what it cost.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write JSON Lines: a line for each input as it ends, or the sums.")
    ] = False,
) -> None:
    """Read a large archive to Parquet files with a manifest each.

    Each input is read in a process of its own, and its results are written whole or not at all: stop at any time and
    give the command again, and what is finished is not read again. A record that ends its process goes to quarantine
    with the reason, and the others are read. `detente add DIR` takes the results into a ledger.
    """
    missing = [module for module in _NEEDS if importlib.util.find_spec(module) is None]
    if missing:
        raise UsageError(f"this needs {', '.join(missing)}; install it with: pip install 'detente[corpus]'")
    if stats:
        raise typer.Exit(_tell(inputs, as_json=as_json))
    if out is None:
        raise typer.BadParameter("say where the results go: --out DIR", param_hint="--out")
    if workers is not None and dask is not None:
        raise typer.BadParameter("a cluster has its own workers; give --workers or --dask", param_hint="--dask")
    from detente.corpus.plan import Options, shards  # noqa: PLC0415  (brings what reads archives)

    settings = load_settings()
    options = Options(
        look=look,
        keep=keep,
        published=published,
        outlet=outlet,
        lang=lang,
        columns=parse_columns(columns or []),
        limits=settings.limits,
    )
    plan = _plan(out, options, settings)
    raise typer.Exit(_run(plan, list(shards(inputs, out)), workers, dask, as_json=as_json))


def _plan(out: Path, options: "Options", settings: Settings) -> "Plan":
    from detente.corpus.plan import Plan  # noqa: PLC0415  (see above)
    from detente.corpus.version import version_of  # noqa: PLC0415
    from detente.reference.registry import load_registry  # noqa: PLC0415

    return Plan(
        out=str(out.absolute()),
        folder=str(Path.cwd()),
        latest=today(),
        version=version_of(load_registry(settings.overlay, settings.cache)),
        options=options,
        overlay=None if settings.overlay is None else str(settings.overlay.absolute()),
        cache=None if settings.cache is None else str(settings.cache.absolute()),
    )


def _run(plan: "Plan", shards: "list[Shard]", workers: int | None, dask: str | None, *, as_json: bool) -> int:
    from detente.corpus.run import corpus as results_of  # noqa: PLC0415  (see above)

    account = _Account([plan.place(shard) for shard in shards], quiet=as_json)
    results = results_of(
        plan,
        shards,
        workers=workers or _cores(),
        clock=now,
        dask=dask,
        moment=account.moment,
    )
    try:
        with account.patient:
            write(account.lines(results, as_json=as_json), sys.stdout)
    except KeyboardInterrupt:
        typer.echo(f"stopped: {account.told()}; the same command goes on from here", err=True)
        return STOPPED
    if not as_json:
        typer.echo(account.told())
    return account.exit_code


class _Account:
    """Counts results, says on standard error what is lost, and shows how fast it goes."""

    def __init__(self, files: list[Path], *, quiet: bool) -> None:
        from detente.corpus.totals import Totals  # noqa: PLC0415  (see above)

        self.patient = Patient(quiet=quiet)
        self._shards, self._finished, self._standing, self._failed = len(files), 0, 0, 0
        self._bytes = sum(file.stat().st_size for file in files if file.is_file())
        self._done = self._skipped = self._records = 0
        self._totals = Totals()
        self._began = time.monotonic()

    @property
    def exit_code(self) -> int:
        """A month of the web holds pages that no reader understands; only what is lost counts as unread."""
        return SOME_REFUSED if self._failed or self._totals.incomplete else OK

    def lines(self, results: "Iterator[Result]", *, as_json: bool) -> Iterator[str]:
        """A line of JSON for each result, or none; whatever is lost is told of."""
        import msgspec  # noqa: PLC0415  (slow to import)

        for result in results:
            self._count(result)
            if as_json:
                yield f"{msgspec.json.encode(result).decode()}\n"

    def moment(self, records: int, place: int) -> None:
        """Show how far it is.

        Args:
            records: those that inputs which are not finished have come to.
            place: the bytes that they have come to, as far as they are archives.
        """
        seconds = time.monotonic() - self._began
        told = f"{self._finished + self._standing:,} of {counted(self._shards, 'input')}"
        told += f", {(self._records + records) / max(seconds, 0.001):,.0f} records/s"
        done = self._done + place
        if done > self._skipped:
            told += f", {_clock(seconds * (self._bytes - done) / (done - self._skipped))} left"
        self.patient.show(told, log=True)

    def told(self) -> str:
        """What came of it, in one line."""
        found = self._totals
        before = f", {self._standing:,} from before" if self._standing else ""
        failed = f", {self._failed:,} failed" if self._failed else ""
        return (
            f"{counted(self._finished, 'input')} finished{before}{failed}; {counted(found.records, 'record')}: "
            f"{found.passed_by:,} passed by, {counted(found.kept, 'document')} kept with "
            f"{counted(found.reports, 'report')}, {sum(found.refused.values()):,} refused"
        )

    def _count(self, result: "Result") -> None:
        if result.manifest is None:
            self._failed += 1
            self.patient.tell(one_line(f"failed {result.input}: {result.message}"))
            return
        manifest, standing = result.manifest, result.state == "standing"
        self._totals.add(manifest)
        self._done += manifest.size
        if standing:
            self._standing, self._skipped = self._standing + 1, self._skipped + manifest.size
        else:
            self._finished, self._records = self._finished + 1, self._records + manifest.records
        self._complain(manifest)
        self.moment(0, 0)

    def _complain(self, manifest: "Manifest") -> None:
        from detente.corpus.told import loss_lines  # noqa: PLC0415  (see above)

        for line in loss_lines(manifest):
            self.patient.tell(one_line(line))


def _tell(folders: list[str], *, as_json: bool) -> int:
    """Print the sums over folders, and what is lost; the exit code."""
    import msgspec  # noqa: PLC0415  (slow to import)

    from detente.corpus.manifest import is_corpus, manifests  # noqa: PLC0415  (see above)
    from detente.corpus.told import loss_lines, totals_lines  # noqa: PLC0415
    from detente.corpus.totals import Totals  # noqa: PLC0415

    found, lost = Totals(), list[str]()
    for folder in folders:
        if not is_corpus(folder):
            raise UsageError(f"{folder}: no folder that `detente corpus` has written; give the DIR of its --out")
        for manifest in manifests(Path(folder)):
            found.add(manifest)
            lost += loss_lines(manifest)
    if as_json:
        write([msgspec.json.encode(found).decode() + "\n"], sys.stdout)
    else:
        write((f"{line}\n" for line in (*totals_lines(found), *map(one_line, lost))), sys.stdout)
    return SOME_REFUSED if found.incomplete else OK


def _cores() -> int:
    """Those that this process may use; all of the machine where the system does not tell."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _clock(seconds: float) -> str:
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"
