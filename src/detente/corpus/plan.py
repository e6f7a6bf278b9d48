"""What a run is to do: its inputs, one file a shard, and what holds for all of them."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec

from detente.errors import UsageError
from detente.model import Refusal
from detente.read import Limits
from detente.read.source import STDIN, find

_CHILD = ("-P", "-m", "detente.corpus.shard_child")
_STRANGE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST, _DIGEST = 60, 10  # characters of a file's own name and of the digest of its path that a shard is called by


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What decides which rows a shard gives; a shard made under others is made anew.

    Attributes:
        look: whether the fast first look decides what is read.
        keep: documents with reports, or all that were read.
        published, outlet, lang, columns: as for `detente.read.read`.
    """

    look: bool = True
    keep: Literal["reports", "all"] = "reports"
    published: date | None = None
    outlet: str | None = None
    lang: str | None = None
    columns: Mapping[str, str] = {}
    limits: Limits = Limits()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all shards of a run; it travels to other processes and machines.

    Attributes:
        out: folder of the results, absolute.
        folder: where the inputs' relative paths begin.
        latest, overlay, cache: as for `detente.pipeline.Reader`.
        version: what reads (`detente.corpus.version.version_of`); a worker of another version refuses to.
        child: arguments of Python that start the process in which a shard is read.
    """

    out: str
    folder: str
    latest: date
    version: str
    options: Options = Options()
    overlay: str | None = None
    cache: str | None = None
    child: tuple[str, ...] = _CHILD

    def reads_as(self, other: "Plan") -> bool:
        """Whether what reads for the other plan can read for this one: all but the folders is the same."""
        return msgspec.structs.replace(other, out=self.out, folder=self.folder) == self

    def place(self, shard: "Shard") -> Path:
        """Where the file of a shard lies, from whatever folder it is looked for."""
        return Path(self.folder, shard.path)


class Shard(msgspec.Struct, frozen=True, kw_only=True):
    """One input file.

    Attributes:
        raw: the path as it was given, in the bytes of the file system, relative to the plan's folder or absolute.
        shown: the path fit for a line of output.
        name: what its results are called by; made of letters, digits and `._-` alone.
        refusal: why it cannot be opened, when that is known already.
    """

    raw: bytes
    shown: str
    name: str
    refusal: Refusal | None = None

    @property
    def path(self) -> str:
        """The path as Python writes it."""
        return os.fsdecode(self.raw)


def shards(inputs: Iterable[str], out: Path) -> Iterator[Shard]:
    """A shard for every file of the inputs, in their order, each file once; what lies in `out` is no input.

    Raises:
        UsageError: standard input, which could not be read a second time.
    """
    met: set[str] = set()
    for given in inputs:
        for found in find([given]):
            shard = _refused(found) if isinstance(found, Refusal) else _of_file(found.path, found.name)
            inside = Path(shard.path).absolute().is_relative_to(out.absolute())
            if shard.name not in met and not inside:
                met.add(shard.name)
                yield shard


def _of_file(path: str | None, shown: str) -> Shard:
    if path is None:
        raise UsageError(f"{STDIN} cannot be a shard, since it could not be read again; give files or folders")
    return Shard(raw=os.fsencode(path), shown=shown, name=name_of(path))


def _refused(refusal: Refusal) -> Shard:
    return Shard(raw=os.fsencode(refusal.source), shown=refusal.source, name=name_of(refusal.source), refusal=refusal)


def name_of(path: str) -> str:
    """A name for the results of a file: what can be kept of its own, and a digest of where it lies.

    Whatever stands in a path, no name begins with a dot, leads to another folder or is longer than 71 bytes.
    """
    whole = os.path.abspath(path)  # noqa: PTH100  (a Path cannot hold every file name)
    digest = sha256(whole.encode("utf-8", "surrogateescape")).hexdigest()[:_DIGEST]
    own = _STRANGE.sub("-", os.path.basename(whole))  # noqa: PTH119  (the same)
    return f"{own[:_LONGEST].strip('.-') or 'input'}-{digest}"
