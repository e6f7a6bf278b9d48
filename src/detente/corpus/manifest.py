"""The account of one shard: what was in its file and what became of every byte and record."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from detente.corpus.plan import Options
from detente.errors import DataError

SUFFIX = ".manifest.json"


class Bytes(msgspec.Struct, kw_only=True):
    """What became of the bytes of a file; the five add up to its size.

    Attributes:
        read: in records that were looked at, whatever came of them.
        passed: in records that hold no page: requests, pictures, answers that are errors.
        refused: in records that could not be read.
        quarantined: in records that ended the process that read them.
        unread: in no record that could be made out: damage, or an end that is missing.
    """

    read: int = 0
    passed: int = 0
    refused: int = 0
    quarantined: int = 0
    unread: int = 0


class Quarantined(msgspec.Struct, frozen=True, kw_only=True):
    """A record that ended its process.

    Attributes:
        offset: where it begins in the file; for files that are not archives, its number in it.
        length: bytes of it, 0 when that is not known.
        reason: the signal, exit code or time limit.
        file: name of the copy of its bytes below `quarantine`, "" when there is none.
    """

    offset: int
    length: int
    reason: str
    file: str = ""


class Manifest(msgspec.Struct, kw_only=True):
    """One shard, finished.

    Attributes:
        name: what its files are called by; input: the path as it was given.
        size, mtime_ns, sha256: of the input; 0 and "" when it could not be opened.
        version, options: what read it, and how.
        records: pages and documents, and whatever was refused in their place.
        passed_by: those of them that the first look passed by.
        without_report: read, and no contact found.
        kept: rows of the Parquet file.
        reports: of the kept documents; rejected: near-contacts of all that were read.
        refused: by reason; quarantined: those that ended their process.
        languages: kept documents by language.
        seconds, core_seconds: of the clock, and of all cores; started, finished: ISO 8601 in UTC.
        peak_bytes: memory of the process that read it.
    """

    name: str
    input: str
    version: str
    options: Options
    started: str
    finished: str = ""
    size: int = 0
    mtime_ns: int = 0
    sha256: str = ""
    records: int = 0
    passed_by: int = 0
    without_report: int = 0
    kept: int = 0
    reports: int = 0
    refused: dict[str, int] = {}
    rejected: int = 0
    quarantined: list[Quarantined] = []
    languages: dict[str, int] = {}
    bytes: Bytes = msgspec.field(default_factory=Bytes)
    seconds: float = 0.0
    core_seconds: float = 0.0
    peak_bytes: int = 0

    @property
    def incomplete(self) -> bool:
        """Whether something of the input is lost: not opened, damaged, missing its end, or in quarantine."""
        return not self.sha256 or self.bytes.unread > 0 or bool(self.quarantined)


def parquet_file(out: Path, name: str) -> Path:
    """Where the rows of a shard stand."""
    return out / f"{name}.parquet"


def refusals_file(out: Path, name: str) -> Path:
    """Where the refusals of a shard stand, one JSON object a line."""
    return out / f"{name}.refusals.jsonl"


def manifest_file(out: Path, name: str) -> Path:
    """Where the manifest of a shard stands."""
    return out / f"{name}{SUFFIX}"


def quarantine_folder(out: Path) -> Path:
    """Where records stand that ended a process."""
    return out / "quarantine"


def is_corpus(path: str) -> bool:
    """Whether a path is a folder that `detente corpus` wrote."""
    return Path(path).is_dir() and bool(manifest_paths(Path(path)))


def manifests(out: Path) -> Iterator[Manifest]:
    """Those of a folder, by name.

    Raises:
        DataError: a file that is called like one and is none.
    """
    return (read_manifest(path) for path in manifest_paths(out))


def manifest_paths(out: Path) -> Iterable[Path]:
    """Their files, by name."""
    return sorted(path for path in out.glob(f"*{SUFFIX}") if not path.name.startswith("."))


def read_manifest(path: Path) -> Manifest:
    """The manifest at `path`.

    Raises:
        DataError: it is none, or of a form that this release does not know.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise DataError(f"{path}: no manifest ({error}); remove it, and the next run makes it anew") from error


def encoded(manifest: Manifest) -> bytes:
    """The bytes of its file: indented JSON."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
