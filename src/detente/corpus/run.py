"""One run: the shards that are not finished yet, here or on a cluster, and nothing of an earlier run in the way."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from detente.corpus.cluster import on_cluster
from detente.corpus.plan import Plan, Shard
from detente.corpus.pool import in_pool
from detente.corpus.process import PART, Result, standing
from detente.errors import UsageError

_LOCK = ".lock"


def corpus(  # noqa: PLR0913  (each says one thing of the run, most by name)
    plan: Plan,
    shards: Iterable[Shard],
    *,
    workers: int,
    clock: Callable[[], str],
    dask: str | None = None,
    moment: Callable[[int, int], None] = lambda *_: None,
) -> Iterator[Result]:
    """What becomes of each shard: first of those that stand already, then of the others as they end.

    Args:
        workers: how many shards are read at a time on this machine.
        dask: address of a scheduler; the shards are read by its workers instead.
        moment: told now and then how many records, and which byte, the shards at work have come to, added up; on a
            cluster it is not.

    Raises:
        UsageError: another run is writing there, nothing can be written, or a worker reads with another version.
    """
    out = Path(plan.out)
    try:
        msgspec.json.encode(plan)
        out.mkdir(parents=True, exist_ok=True)
    except UnicodeEncodeError as error:
        raise UsageError(f"a folder of this run has no name in UTF-8 ({error.reason}); rename it") from error
    except OSError as error:
        raise UsageError(f"{out}: cannot be made ({error.strerror or error}); choose another folder") from error
    with _locked(out):
        _clear(out)
        left = []
        for shard in shards:
            known = standing(plan, shard)
            if known is None:
                left.append(shard)
            else:
                yield Result(name=shard.name, input=shard.shown, state="standing", manifest=known)
        if not left:
            return
        if dask is None:
            yield from in_pool(plan, left, min(workers, len(left)), clock, moment)
        else:
            yield from on_cluster(plan, left, dask, clock)


@contextlib.contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Keep other runs out of the folder; the lock goes with its process, however that ends."""
    try:
        file = os.open(out / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror or error}); choose another folder") from error
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UsageError(f"another run is writing to {out}; wait for it or choose another folder") from error
        yield
    finally:
        os.close(file)


def _clear(out: Path) -> None:
    """Remove what a killed run had not finished."""
    for left in out.glob(f".*{PART}"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
