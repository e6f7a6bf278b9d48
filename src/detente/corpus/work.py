"""The reading of one shard, in a process that may die of it."""

import gc
import resource
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec

from detente.corpus.finish import finish
from detente.corpus.journal import Done, Journal, Note, Notes, Outcome, Stage
from detente.corpus.look import FirstLook
from detente.corpus.manifest import Manifest
from detente.corpus.page import document as document_of
from detente.corpus.plan import Plan, Shard
from detente.corpus.source import Found, documents_in, is_archive, records_in, told_of
from detente.corpus.version import version_of
from detente.errors import UsageError
from detente.ledger.filing import filed
from detente.model import Document, Refusal
from detente.pipeline import Reader
from detente.read.warc import Archived, Unread

# Beyond the seconds of a record, for what bounds itself: the child that reads large pages has so long to start.
_TO_START = 70.0
# Records after which most languages of an archive have been met. Looking through them for garbage again and again costs
# a tenth of the time.
_SETTLED_AT = frozenset({50, 500, 5000})
# Objects made before the collector looks for cycles, of which documents leave few: looking took a third of the time.
_GARBAGE = 200_000
_MEMORY = 1 << 32  # bytes of addresses; a record that asks for more ends its process and not the machine


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A shard, or what is left of one whose process died.

    Attributes:
        scratch: folder for what is not finished.
        number: of the record to begin with, counted from 0.
        start, skip: of an archive, the byte to begin at, and how many items behind it were dealt with before.
        over: whether no record is left that could be read, so that only the end of the work is to be done.
    """

    plan: Plan
    shard: Shard
    scratch: str
    number: int = 0
    start: int = 0
    skip: int = 0
    over: bool = False


def note_file(scratch: Path) -> Path:
    """Where the process says what it is at."""
    return scratch / "note"


def journal_file(scratch: Path) -> Path:
    """Where it leaves what it has done."""
    return scratch / "journal"


class Work:
    """Reads shards of one plan, one after the other; a class because languages are loaded once.

    Raises:
        UsageError: this installation reads otherwise than the plan says.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        overlay, cache = plan.overlay, plan.cache
        self._reader = Reader(
            latest=plan.latest,
            overlay=None if overlay is None else Path(overlay),
            cache=None if cache is None else Path(cache),
        )
        version = version_of(self._reader.registry)
        if version != plan.version:
            raise UsageError(
                f"a worker reads with version {version}, the run with {plan.version}; install the same one"
            )
        self._look = FirstLook(self._reader) if plan.options.look else None
        self._seen = 0
        _limit(resource.RLIMIT_AS, _MEMORY)
        _limit(resource.RLIMIT_CORE, 0)  # a disk of a month's dead processes helps nobody
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process, whatever it is at
        gc.set_threshold(_GARBAGE, 10, 100)
        gc.freeze()

    def shard(self, job: Job) -> Manifest:
        """Read a shard to its rows and refusals in the scratch folder, and account for it."""
        began = time.process_time()
        scratch = Path(job.scratch)
        notes = Notes(note_file(scratch))
        try:
            with Journal(journal_file(scratch)) as journal:
                number = job.number if job.over else self._read(job, journal, notes, began)
            signal.setitimer(signal.ITIMER_REAL, 0)
            notes.write(Note(Stage.FINISHING, number, 0, 0, _since(began)))
            manifest = finish(job.plan, job.shard, scratch, journal_file(scratch))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            notes.close()
        manifest.core_seconds = _since(began)
        manifest.peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return manifest

    def _read(self, job: Job, journal: Journal, notes: Notes, began: float) -> int:
        seconds = self.plan.options.limits.seconds
        archive = is_archive(Path(job.shard.path))
        between = seconds if archive else seconds + _TO_START
        items = self._items(job, archive=archive)
        number, at = job.number, job.start
        while True:
            notes.write(Note(Stage.BETWEEN, number, at, 0, _since(began)))
            signal.setitimer(signal.ITIMER_REAL, between)
            found = next(items, None)
            if found is None:
                return number
            notes.write(Note(Stage.RECORD, number, found.offset, found.length, _since(began)))
            signal.setitimer(signal.ITIMER_REAL, seconds)
            self._keep(journal, self._done(found, job.shard.shown))
            number, at = number + 1, found.offset + found.length
            self._settle()

    def _settle(self) -> None:
        """Leave the names and cues of the languages met so far, which stay, out of the search for garbage."""
        self._seen += 1
        if self._seen in _SETTLED_AT:
            gc.collect()
            gc.freeze()

    def _items(self, job: Job, *, archive: bool) -> Iterator[Found]:
        if archive:
            return records_in(job.shard.path, self.plan.options, job.start, job.skip)
        return documents_in(job.shard.path, self.plan.options, job.number)

    def _keep(self, journal: Journal, done: Done) -> None:
        try:
            journal.add(done)
        except UnicodeEncodeError as error:
            source = done.filed.document.id if done.filed else "a record"
            refusal = Refusal(
                source=source.encode("ascii", "backslashreplace").decode(),
                reason="encoding",
                detail=f"half a character ({error.reason})",
                remedy="repair the record",
            )
            journal.add(Done(Outcome.REFUSED, done.offset, done.length, refusal=refusal))

    def _done(self, found: Found, name: str) -> Done:
        offset, length, content = found.offset, found.length, told_of(found, name)
        if content is None:
            return Done(Outcome.NO_PAGE, offset, length)
        if isinstance(content, Refusal):
            outcome = Outcome.UNREAD if isinstance(found, Unread) else Outcome.REFUSED
            return Done(outcome, offset, length, refusal=content)
        if self._look is not None and not _passes(self._look, content):
            return Done(Outcome.PASSED_BY, offset, length)
        document = self._filled_in(document_of(content)) if isinstance(content, Archived) else content
        reading = document if isinstance(document, Refusal) else self._reader.read(document)
        if isinstance(reading, Refusal):
            return Done(Outcome.REFUSED, offset, length, refusal=reading)
        near = len(reading.rejected)
        if not reading.reports and self.plan.options.keep == "reports":
            return Done(Outcome.WITHOUT_REPORT, offset, length, near)
        kept = filed(reading, self._reader.version(reading.lang))
        fetched = content.fetched if isinstance(content, Archived) else None
        return Done(Outcome.KEPT, offset, length, near, kept, fetched)

    def _filled_in(self, document: Document | Refusal) -> Document | Refusal:
        """The document with what the caller says where it says nothing itself."""
        if isinstance(document, Refusal):
            return document
        options = self.plan.options
        return replace(
            document,
            published=document.published or options.published,
            outlet=document.outlet or options.outlet,
            lang=document.lang or options.lang,
        )


def _passes(look: FirstLook, content: Archived | Document) -> bool:
    if isinstance(content, Document):
        return look.passes_text(content)
    day = content.fetched.date() if content.fetched else None
    return look.passes(content.body, content.charset, url=content.url, day=day)


def _limit(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _since(began: float) -> float:
    return time.process_time() - began
