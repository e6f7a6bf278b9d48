"""One shard from its file to its results, whole or not at all, whatever its records do to who reads them."""

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from detente.corpus.finish import blank, measured, refusal_line
from detente.corpus.journal import Done, Journal, Note, Outcome, Stage, read_journal, read_note
from detente.corpus.manifest import (
    Manifest,
    Quarantined,
    encoded,
    manifest_file,
    parquet_file,
    quarantine_folder,
    read_manifest,
    refusals_file,
)
from detente.corpus.plan import Plan, Shard
from detente.corpus.quarantine import set_apart
from detente.corpus.rows import RowWriter
from detente.corpus.shard_child import Failed
from detente.corpus.shard_process import Death, ShardProcesses, Stopped
from detente.corpus.source import Numbered, documents_in, is_archive, records_in, stands_alone
from detente.corpus.work import Job, journal_file, note_file
from detente.errors import DataError, UsageError
from detente.model import Refusal
from detente.read.source import failed
from detente.read.warc import Item

PART = ".part"  # ends the folders of what is not finished
_MOST_VAIN_DEATHS = 3
_OFFSET = re.compile(r"-\d+\.")  # what follows the name of a shard in the quarantine

PROCESSES = ShardProcesses()


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a shard.

    Attributes:
        state: finished now; standing, when an earlier run had finished it; failed, when its results could not be made.
        message: why it failed.
    """

    name: str
    input: str
    state: Literal["finished", "standing", "failed"]
    manifest: Manifest | None = None
    message: str = ""


def process_shard(plan: Plan, shard: Shard, clock: Callable[[], str]) -> Result:
    """Read a shard in a process of its own, and put its results into the plan's folder.

    It may run anywhere, and again after it was killed: what it writes stands under its final name when it is whole, the
    manifest last.

    Args:
        clock: gives the time, ISO 8601 in UTC.

    Raises:
        UsageError: this installation reads otherwise than the plan says.
        Stopped: the run ends.
    """
    began, started = time.monotonic(), clock()
    out = Path(plan.out)
    if (known := standing(plan, shard, thorough=True)) is not None:
        return Result(name=shard.name, input=shard.shown, state="standing", manifest=known)
    try:
        scratch = Path(tempfile.mkdtemp(prefix=f".{shard.name}-", suffix=PART, dir=out))
        try:
            made = _made(plan, shard, scratch)
            if isinstance(made, Manifest):
                made.started, made.finished = started, clock()
                made.seconds = time.monotonic() - began
                _commit(out, scratch, made)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        made = f"{error.filename or out}: {error.strerror or error}"
    if isinstance(made, str):
        return Result(name=shard.name, input=shard.shown, state="failed", message=made)
    return Result(name=shard.name, input=shard.shown, state="finished", manifest=made)


def standing(plan: Plan, shard: Shard, *, thorough: bool = False) -> Manifest | None:
    """The manifest of a shard that need not be read again: same file, version and options, and its results are there.

    Args:
        thorough: whether a file that was touched is compared by its digest; otherwise it counts as another one.
    """
    out = Path(plan.out)
    path = manifest_file(out, shard.name)
    try:
        manifest = read_manifest(path)
        size, mtime = measured(plan.place(shard))
    except (DataError, OSError):
        return None
    same = manifest.version == plan.version and manifest.options == plan.options and manifest.size == size
    whole = parquet_file(out, shard.name).is_file() and refusals_file(out, shard.name).is_file()
    if not (same and whole and manifest.sha256):
        return None
    if manifest.mtime_ns == mtime:
        return manifest
    if not thorough or _digest(plan.place(shard)) != manifest.sha256:
        return None
    manifest.mtime_ns = mtime
    beside = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    beside.write_bytes(encoded(manifest))
    beside.replace(path)
    return manifest


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _made(plan: Plan, shard: Shard, scratch: Path) -> Manifest | str:
    """The results of a shard in its scratch folder: its manifest, or why there are none."""
    refusal = shard.refusal or _closed(plan, shard)
    if refusal is None:
        return _Lives(plan, shard, scratch).read()
    manifest = blank(plan, shard)
    manifest.records, manifest.refused = 1, {refusal.reason: 1}
    with RowWriter(parquet_file(scratch, shard.name), plan.version):
        line = refusal_line(Done(Outcome.REFUSED, 0, 0, refusal=refusal))
        refusals_file(scratch, shard.name).write_bytes(line)
    return manifest


def _closed(plan: Plan, shard: Shard) -> Refusal | None:
    """Why a file cannot be opened."""
    try:
        with plan.place(shard).open("rb"):
            return None
    except OSError as error:
        return failed(shard.shown, error)


def _commit(out: Path, scratch: Path, manifest: Manifest) -> None:
    """Put the results under their names, the manifest last: until it stands, the shard is not finished."""
    name, apart = manifest.name, quarantine_folder(out)
    manifest_file(out, name).unlink(missing_ok=True)
    for old in apart.glob(f"{name}-*"):
        if _OFFSET.match(old.name, len(name)):
            old.unlink(missing_ok=True)
    manifest_file(scratch, name).write_bytes(encoded(manifest))
    for kept in quarantine_folder(scratch).glob("*"):
        apart.mkdir(exist_ok=True)
        kept.replace(apart / kept.name)
    for file in (parquet_file, refusals_file, manifest_file):
        made = file(scratch, name)
        with made.open("rb") as stream:
            os.fsync(stream.fileno())
        made.replace(file(out, name))


class _Lives:
    """The processes that one shard costs: one, and one more for each record that kills it."""

    def __init__(self, plan: Plan, shard: Shard, scratch: Path) -> None:
        self._plan, self._shard, self._scratch = plan, shard, scratch
        self._job = Job(plan=plan, shard=shard, scratch=str(scratch))
        self._pardoned: set[int] = set()
        self._vain = 0
        self._spent = 0.0
        self._apart: list[Quarantined] = []

    def read(self) -> Manifest | str:
        """The manifest, or why there is none.

        Raises:
            UsageError: as for `process_shard`.
        """
        while True:
            note_file(self._scratch).unlink(missing_ok=True)
            process = PROCESSES.take(self._plan)
            answer = process.ask(self._job)
            if answer is None:
                death = PROCESSES.bury(process)
                if not self._learn(death, read_note(note_file(self._scratch))):
                    return f"the process that reads it ends: {death.reason}"
                continue
            PROCESSES.give_back(process)
            if isinstance(answer, Failed):
                if answer.fatal:
                    raise UsageError(answer.message)
                return answer.message
            manifest = answer.manifest
            manifest.core_seconds += self._spent
            manifest.quarantined = self._apart
            return manifest

    def _learn(self, death: Death, note: Note) -> bool:
        """Set the job for the next life; False when it would end like this one."""
        self._spent += note.core_seconds
        if note.stage in (Stage.LOADING, Stage.FINISHING):
            self._vain += 1
            self._job = msgspec.structs.replace(self._job, over=self._job.over or note.stage is Stage.FINISHING)
            return self._vain < _MOST_VAIN_DEATHS
        written = sum(1 for _ in read_journal(journal_file(self._scratch))) > note.number
        if written and note.stage is Stage.RECORD:
            self._go_on(note, behind=True)
        elif death.from_outside and note.number not in self._pardoned:
            self._pardoned.add(note.number)
            self._go_on(note, behind=False)
        else:
            self._set_apart(note, death)
            self._go_on(note, behind=True)
        return True

    def _go_on(self, note: Note, *, behind: bool) -> None:
        """Begin the next life with the record of the note, or behind it."""
        number, job = note.number + behind, self._job
        place = self._plan.place(self._shard)
        if not is_archive(place):
            over = behind and note.stage is Stage.BETWEEN  # nobody can come to what lies behind
            self._job = msgspec.structs.replace(job, number=number, over=over)
            if over:
                self._write(Done(Outcome.UNREAD, number, 0))
        elif note.stage is Stage.BETWEEN and behind:
            # What lies here kills before it shows how long it is: the archive is searched for its next record.
            self._job = msgspec.structs.replace(job, number=number, start=note.offset + 1, skip=0)
        elif stands_alone(place, self._plan.options, note.offset, note.length):
            start = note.offset + note.length * behind
            self._job = msgspec.structs.replace(job, number=number, start=start, skip=0)
        else:
            self._job = msgspec.structs.replace(job, number=number, skip=job.skip + number - job.number)

    def _set_apart(self, note: Note, death: Death) -> None:
        self._write(Done(Outcome.QUARANTINED, note.offset, note.length, reason=death.reason))
        one = Quarantined(offset=note.offset, length=note.length, reason=death.reason)
        content = None if note.stage is Stage.BETWEEN else self._given(note)
        self._apart.append(set_apart(self._plan.place(self._shard), self._shard, one, content, self._scratch))

    def _given(self, note: Note) -> Numbered | Item | None:
        """A record as its reader gives it, where its bytes cannot be cut out; reading it has done no harm before."""
        place, options, job = self._plan.place(self._shard), self._plan.options, self._job
        if not is_archive(place):
            return next(documents_in(str(place), options, note.number), None)
        if stands_alone(place, options, note.offset, note.length):
            return None
        return next(records_in(str(place), options, job.start, job.skip + note.number - job.number), None)

    def _write(self, done: Done) -> None:
        with Journal(journal_file(self._scratch)) as journal:
            journal.add(done)


__all__ = ["PROCESSES", "Result", "Stopped", "process_shard", "standing"]
