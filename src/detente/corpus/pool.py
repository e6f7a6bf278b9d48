"""The shards of a run on this machine: as many at a time as there are workers."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from detente.corpus.plan import Plan, Shard
from detente.corpus.process import PROCESSES, Result, process_shard

_MOMENT = 0.5  # seconds between two looks at those at work


def in_pool(
    plan: Plan, shards: Iterable[Shard], workers: int, clock: Callable[[], str], moment: Callable[[int, int], None]
) -> Iterator[Result]:
    """What becomes of each shard, as it ends. Whoever stops asking stops the run.

    A worker is a thread that waits for a process; threads share nothing but who waits for which.

    Args:
        moment: told twice a second how many records, and which byte, those at work have come to, added up.
    """
    pool = ThreadPoolExecutor(workers, thread_name_prefix="shard")
    waiting = {pool.submit(process_shard, plan, shard, clock) for shard in shards}
    try:
        while waiting:
            done, waiting = wait(waiting, timeout=_MOMENT, return_when=FIRST_COMPLETED)
            yield from map(Future.result, done)
            notes = PROCESSES.notes()
            moment(sum(note.number for note in notes), sum(note.offset for note in notes))
    finally:
        if waiting:
            PROCESSES.stop()
        pool.shutdown(cancel_futures=True)
        PROCESSES.go_on()
