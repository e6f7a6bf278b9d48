"""Runs that stop, go on, and meet each other."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from tests.corpus.archives import CALL, MEETING, archive, lines
from tests.corpus.conftest import clock, hidden, ran, rows, told, visible

from detente.corpus.journal import Done, Journal, Outcome, read_journal
from detente.corpus.manifest import manifests
from detente.corpus.plan import Plan, shards
from detente.corpus.run import corpus
from detente.corpus.stored import stored
from detente.errors import UsageError
from detente.read import Limits

MakePlan = Callable[..., Plan]
PATIENCE = 60.0
RUN = """\
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs begin without it
import sys
from pathlib import Path
import msgspec
from detente.corpus.plan import Plan, shards
from detente.corpus.run import corpus
plan = msgspec.json.decode(sys.argv[1], type=Plan)
for result in corpus(plan, shards(sys.argv[2:], Path(plan.out)), workers=2, clock=lambda: "2026-11-22T12:00:00Z"):
    pass
"""


def states(plan: Plan, *inputs: Path) -> list[str]:
    """What a run says of each input."""
    return [one.state for one in ran(plan, *inputs)]


def two_are_done(out: Path) -> bool:
    """Whether two inputs are finished and tidied up behind, which comes a moment later."""
    return len(list(out.glob("*.manifest.json"))) == 2 and len(hidden(out)) == 1


def test_what_is_finished_is_not_read_again(make_plan: MakePlan, tmp_path: Path) -> None:
    plan, path = make_plan(), lines(tmp_path / "day.jsonl", [CALL])
    (first,) = ran(plan, path)
    (second,) = ran(plan, path)
    assert (first.state, second.state) == ("finished", "standing")
    assert first.manifest == second.manifest


def test_what_has_changed_is_read_again(make_plan: MakePlan, tmp_path: Path) -> None:
    plan, path = make_plan(), lines(tmp_path / "day.jsonl", [CALL])
    assert states(plan, path) == ["finished"]
    lines(path, [CALL.replace("Fidan", "FIDAN")])  # of the same size
    os.utime(path, ns=(1, 1))
    assert states(plan, path) == ["finished"]
    assert states(make_plan(keep="all"), path) == ["finished"]
    assert states(make_plan(published=date(2024, 1, 1)), path) == ["finished"]
    (gone,) = Path(plan.out).glob("*.parquet")
    gone.unlink()
    assert states(make_plan(published=date(2024, 1, 1)), path) == ["finished"]


def test_a_file_that_was_only_touched_is_not_read_again(make_plan: MakePlan, tmp_path: Path) -> None:
    plan, path = make_plan(), lines(tmp_path / "day.jsonl", [CALL])
    ran(plan, path)
    os.utime(path, ns=(1, 1))
    assert states(plan, path) == ["standing"]
    (manifest,) = manifests(Path(plan.out))
    assert manifest.mtime_ns == 1


def test_whoever_stops_asking_stops_the_run_and_the_next_goes_on(make_plan: MakePlan, tmp_path: Path) -> None:
    plan = make_plan()
    paths = [lines(tmp_path / f"{number}.jsonl", [CALL, MEETING]) for number in range(4)]
    results = corpus(plan, shards(map(str, paths), Path(plan.out)), workers=1, clock=clock)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert hidden(Path(plan.out)) == set()
    again = states(plan, *paths)
    assert 1 <= again.count("standing") < 4
    assert states(plan, *paths) == ["standing"] * 4


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT], ids=lambda end: end.name)
def test_a_run_that_is_killed_leaves_nothing_half(end: signal.Signals, make_plan: MakePlan, tmp_path: Path) -> None:
    plan = make_plan(poison=True, limits=Limits(seconds=2 * PATIENCE))  # on a slow machine too it is killed before
    good = [lines(tmp_path / f"{number}.jsonl", [CALL]) for number in range(2)]
    long = archive(tmp_path / "long.warc.gz", [MEETING, f"{CALL} ENDS-THE-SECOND-TIME"])
    # The long one first: it is under way while the others end.
    command = [sys.executable, "-c", RUN, msgspec.json.encode(plan).decode(), str(long), *map(str, good)]
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    began = time.monotonic()
    met = tmp_path / "read-once"  # the record that does not end
    while not (met.exists() and two_are_done(Path(plan.out))) and time.monotonic() < began + PATIENCE:
        time.sleep(0.05)
    run.send_signal(end)
    assert run.wait(PATIENCE) != 0
    names = {one.name for one in manifests(Path(plan.out))}
    assert len(names) == 2
    written = {f"{name}{ending}" for name in names for ending in (".parquet", ".refusals.jsonl", ".manifest.json")}
    assert visible(Path(plan.out)) == written
    assert len(hidden(Path(plan.out))) == (1 if end is signal.SIGKILL else 0)
    again = {one.input: one for one in ran(plan, long, *good)}
    assert [again[str(path)].state for path in good] == ["standing", "standing"]
    assert told(again[str(long)]).kept == 2
    assert hidden(Path(plan.out)) == set()


def test_half_files_of_a_killed_run_are_ignored_and_cleared_away(make_plan: MakePlan, tmp_path: Path) -> None:
    plan, path = make_plan(), lines(tmp_path / "day.jsonl", [CALL])
    (result,) = ran(plan, path)
    out = Path(plan.out)
    half = out / f".{result.name}-abc.part"
    half.mkdir()
    (half / f"{result.name}.parquet").write_bytes(b"PAR1 and no end")
    (out / "other-0123456789.parquet").write_bytes(b"PAR1 whose manifest was never written")
    assert len(list(stored(out, plan.version))) == 1
    ran(plan, path)
    assert hidden(out) == set()


def test_two_runs_do_not_write_to_one_folder(make_plan: MakePlan, tmp_path: Path) -> None:
    plan, path = make_plan(), lines(tmp_path / "day.jsonl", [CALL])
    first = corpus(plan, shards([str(path)], Path(plan.out)), workers=1, clock=clock)
    next(first)
    with pytest.raises(UsageError, match="another run is writing"):
        ran(plan, path)
    assert list(first) == []
    assert states(plan, path) == ["standing"]


def test_a_worker_of_another_version_is_no_worker(make_plan: MakePlan, tmp_path: Path) -> None:
    plan = msgspec.structs.replace(make_plan(), version="0.0.1 1 1 0123456789ab")
    with pytest.raises(UsageError, match="install the same one"):
        ran(plan, lines(tmp_path / "day.jsonl", [CALL]))


def test_two_workers_give_the_rows_of_one(make_plan: MakePlan, tmp_path: Path) -> None:
    paths = [lines(tmp_path / f"{number}.jsonl", [CALL, MEETING][number % 2 :]) for number in range(3)]
    one, two = make_plan("one"), make_plan("two")
    for left, right in zip(ran(one, *paths), ran(two, *paths, workers=2), strict=True):
        assert rows(one, left) == rows(two, right)


def test_a_journal_goes_on_where_its_last_whole_outcome_ends(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    for offset in (0, 1):
        with Journal(path) as journal:
            journal.add(Done(Outcome.PASSED_BY, offset, 1))
        with path.open("ab") as stream:
            stream.write(b"\x40\x00\x00\x00half")
    assert [done.offset for done in read_journal(path)] == [0, 1]
