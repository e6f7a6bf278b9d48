"""The shards of a run on a Dask cluster."""

from collections.abc import Callable, Iterable, Iterator

from detente.corpus.plan import Plan, Shard
from detente.corpus.process import Result, process_shard
from detente.errors import UsageError

_RETRIES = 3  # of a shard whose worker is lost; Dask itself gives up on one that took several workers with it
_SECONDS_TO_CONNECT = 30


def on_cluster(plan: Plan, shards: Iterable[Shard], address: str, clock: Callable[[], str]) -> Iterator[Result]:
    """What becomes of each shard, as it ends. Whoever stops asking cancels those that have not begun.

    All machines see the inputs and the folder of the results under the same paths, and have the same detente.

    Args:
        address: of the scheduler, such as `tcp://10.0.0.1:8786`.

    Raises:
        UsageError: no `distributed` here, or no scheduler there.
    """
    try:
        from distributed import Client, KilledWorker, as_completed  # noqa: PLC0415  (an extra; takes a second)
    except ImportError as error:
        raise UsageError("--dask needs distributed; install it with: pip install 'detente[dask]'") from error
    try:
        client = Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at {address} ({error}); check the address") from error
    with client:
        futures = {
            client.submit(process_shard, plan, shard, clock, pure=False, retries=_RETRIES): shard for shard in shards
        }
        try:
            for future in as_completed(futures, loop=client.loop):  # type: ignore[no-untyped-call]
                shard = futures[future]
                try:
                    yield future.result()
                except KilledWorker as error:
                    yield Result(name=shard.name, input=shard.shown, state="failed", message=str(error))
        finally:
            client.cancel(list(futures))  # type: ignore[no-untyped-call]
