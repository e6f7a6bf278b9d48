"""The end of a shard's reading: its journal becomes rows, refusals and figures."""

import hashlib
from pathlib import Path
from typing import BinaryIO

import msgspec

from detente.corpus.journal import Done, Outcome, read_journal
from detente.corpus.manifest import Bytes, Manifest, Quarantined, parquet_file, refusals_file
from detente.corpus.plan import Plan, Shard
from detente.corpus.rows import RowWriter
from detente.corpus.source import is_archive

_IN_BYTES = {
    Outcome.NO_PAGE: "passed",
    Outcome.REFUSED: "refused",
    Outcome.UNREAD: "unread",
    Outcome.QUARANTINED: "quarantined",
}
_NO_RECORDS = (Outcome.NO_PAGE, Outcome.UNREAD)


def finish(plan: Plan, shard: Shard, scratch: Path, journal: Path) -> Manifest:
    """Write the rows and refusals of a shard into its scratch folder.

    Returns:
        Its manifest, but for the times that the caller measures.
    """
    manifest = blank(plan, shard)
    path = plan.place(shard)
    manifest.size, manifest.mtime_ns = measured(path)
    counts = _Counts(manifest)
    with (
        RowWriter(parquet_file(scratch, shard.name), plan.version) as rows,
        refusals_file(scratch, shard.name).open("wb") as refusals,
    ):
        for done in read_journal(journal):
            counts.count(done)
            if done.filed is not None:
                rows.add(done, done.filed)
            if done.refusal is not None:
                _tell(refusals, done)
    if not is_archive(path):
        manifest.bytes = _whole(manifest, counts.last)
    manifest.bytes.unread += manifest.size - sum(msgspec.structs.astuple(manifest.bytes))
    with path.open("rb") as stream:
        manifest.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return manifest


def blank(plan: Plan, shard: Shard) -> Manifest:
    """The manifest of a shard of which nothing is known yet."""
    return Manifest(name=shard.name, input=shard.shown, version=plan.version, options=plan.options, started="")


def measured(path: Path) -> tuple[int, int]:
    """Size in bytes, and when it was changed last, in nanoseconds."""
    about = path.stat()
    return about.st_size, about.st_mtime_ns


def refusal_line(done: Done) -> bytes:
    """A refusal as a line of its file."""
    refusal = done.refusal
    told = {"offset": done.offset, "length": done.length, **(msgspec.to_builtins(refusal) if refusal else {})}
    return msgspec.json.encode(told) + b"\n"


def _tell(refusals: BinaryIO, done: Done) -> None:
    refusals.write(refusal_line(done))


class _Counts:
    """Adds outcomes to a manifest; a class because the last of them has to be remembered."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self.last: Done | None = None

    def count(self, done: Done) -> None:
        """Add one outcome."""
        manifest, outcome = self._manifest, done.outcome
        self.last = done
        kind = _IN_BYTES.get(outcome, "read")
        setattr(manifest.bytes, kind, getattr(manifest.bytes, kind) + done.length)
        manifest.records += outcome not in _NO_RECORDS
        manifest.passed_by += outcome is Outcome.PASSED_BY
        manifest.without_report += outcome is Outcome.WITHOUT_REPORT
        manifest.rejected += done.rejected
        if done.filed is not None:
            manifest.kept += 1
            manifest.reports += len(done.filed.reports)
            _add(manifest.languages, done.filed.lang)
        if done.refusal is not None and outcome is Outcome.REFUSED:
            _add(manifest.refused, done.refusal.reason)
        if outcome is Outcome.QUARANTINED:
            one = Quarantined(offset=done.offset, length=done.length, reason=done.reason)
            manifest.quarantined.append(one)


def _add(counts: dict[str, int], key: str) -> None:
    counts[key] = counts.get(key, 0) + 1


def _whole(manifest: Manifest, last: Done | None) -> Bytes:
    """The bytes of a file that is no archive: its records have numbers, so all of it goes one way."""
    size = manifest.size
    if last is None:
        return Bytes(read=size)
    if manifest.records == 1 and manifest.quarantined:
        return Bytes(quarantined=size)
    # A refusal of the file itself, or an end that was never come to: how far it was read, nobody can tell.
    broken = last.refusal is not None and last.refusal.source == manifest.input
    if broken and manifest.records == 1:
        return Bytes(refused=size)
    return Bytes(unread=size) if broken or last.outcome is Outcome.UNREAD else Bytes(read=size)
