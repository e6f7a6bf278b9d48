"""The same run on a Dask cluster."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster
from tests.corpus.archives import CALL, GARDEN, MEETING, archive, lines
from tests.corpus.conftest import hidden, ran, told

from detente.cli.given import now
from detente.corpus.plan import Plan, shards
from detente.corpus.run import corpus
from detente.errors import UsageError

MakePlan = Callable[..., Plan]


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two workers in processes of their own."""
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as made:
        yield made


def test_a_cluster_writes_the_bytes_that_the_pool_writes(
    cluster: LocalCluster, make_plan: MakePlan, tmp_path: Path
) -> None:
    paths = [archive(tmp_path / "a.warc.gz", [CALL, GARDEN]), lines(tmp_path / "b.jsonl", [MEETING]), tmp_path / "gone"]
    here, there = make_plan("here"), make_plan("there")
    ran(here, *paths)
    wanted = shards(map(str, paths), Path(there.out))
    results = list(corpus(there, wanted, workers=1, clock=now, dask=cluster.scheduler_address))
    assert [one.state for one in results] == ["finished"] * 3
    for result in results:
        for ending in (".parquet", ".refusals.jsonl"):
            one, other = (Path(plan.out, f"{result.name}{ending}").read_bytes() for plan in (here, there))
            assert one == other


def test_a_worker_that_is_killed_loses_nothing(cluster: LocalCluster, make_plan: MakePlan, tmp_path: Path) -> None:
    plan = make_plan(poison=True)
    paths = [lines(tmp_path / f"{number}.jsonl", [f"{CALL} TAKES-ITS-TIME", MEETING]) for number in range(5)]
    with Client(cluster.scheduler_address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        workers = list(client.run(os.getpid).values())
    results = corpus(
        plan, shards(map(str, paths), Path(plan.out)), workers=1, clock=now, dask=cluster.scheduler_address
    )
    first = next(results)
    os.kill(workers[0], signal.SIGKILL)
    found = [first, *results]
    assert sorted(one.input for one in found) == sorted(map(str, paths))
    assert [told(one).kept for one in found] == [2] * 5
    ran(plan, *paths)
    assert hidden(Path(plan.out)) == set()


def test_a_scheduler_that_does_not_answer_is_said_so(
    make_plan: MakePlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.corpus.cluster._SECONDS_TO_CONNECT", 1)
    plan = make_plan()
    wanted = shards([str(lines(tmp_path / "a.jsonl", [CALL]))], Path(plan.out))
    with pytest.raises(UsageError, match="no Dask scheduler answers"):
        list(corpus(plan, wanted, workers=1, clock=now, dask="tcp://127.0.0.1:9"))
