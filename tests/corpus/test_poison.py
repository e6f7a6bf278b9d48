"""Records that end the process that reads them, among others that must not be lost with them."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.corpus.archives import CALL, GARDEN, MEETING, archive, lines
from tests.corpus.conftest import ran, rows, summed, told, visible

from detente.corpus.manifest import Quarantined
from detente.corpus.plan import Plan
from detente.read import Limits

MakePlan = Callable[..., Plan]
QUICK = Limits(seconds=4.0)
DEATHS = {
    "DIES-OF-A-POINTER": "signal SIGSEGV",
    "NEVER-ENDS": "timeout: more than 4 s",
    "ASKS-FOR-MEMORY": "exit code 1: MemoryError",
    "BREAKS-A-PROMISE": "exit code 1: AssertionError: a promise of ours was broken",
    "KILLED-EACH-TIME": "signal SIGKILL",
}


def test_records_that_kill_end_in_quarantine_and_all_others_are_kept(make_plan: MakePlan, tmp_path: Path) -> None:
    texts = [CALL]
    for words in DEATHS:
        texts += [f"{CALL} {words}", MEETING]
    plan, path = make_plan(poison=True, limits=QUICK), archive(tmp_path / "day.warc.gz", texts)
    (result,) = ran(plan, path)
    manifest = told(result)
    assert [one.reason for one in manifest.quarantined] == list(DEATHS.values())
    assert [row["id"] for row in rows(plan, result)] == [f"https://news.example/{n}" for n in range(0, len(texts), 2)]
    assert manifest.records == len(texts)
    assert manifest.incomplete
    assert summed(manifest) == path.stat().st_size
    assert manifest.bytes.quarantined == sum(one.length for one in manifest.quarantined)
    assert manifest.bytes.unread == 0
    apart = Path(plan.out) / "quarantine"
    for one, words in zip(manifest.quarantined, DEATHS, strict=True):
        assert words in gzip.decompress((apart / one.file).read_bytes()).decode()
        beside = json.loads((apart / f"{result.name}-{one.offset}.json").read_text(encoding="utf-8"))
        assert (beside["reason"], beside["input"]) == (one.reason, str(path))
    assert len(visible(apart)) == 2 * len(DEATHS)


@pytest.mark.parametrize(("name", "ending"), [("day.warc", ".warc"), ("solid.warc.gz", ".json")])
def test_in_an_archive_of_another_packing_too_only_what_kills_is_lost(
    name: str,
    ending: str,
    make_plan: MakePlan,
    tmp_path: Path,
) -> None:
    plan = make_plan(poison=True)
    path = archive(tmp_path / name, [CALL, f"{CALL} DIES-OF-A-POINTER", MEETING], solid=name == "solid.warc.gz")
    (result,) = ran(plan, path)
    assert [row["id"] for row in rows(plan, result)] == ["https://news.example/0", "https://news.example/2"]
    assert [Path(one.file).suffix for one in told(result).quarantined] == [ending]
    assert summed(told(result)) == path.stat().st_size


def test_what_kills_before_it_is_seen_is_jumped_over(make_plan: MakePlan, tmp_path: Path) -> None:
    plan = make_plan(poison=True)
    path = archive(tmp_path / "day.warc.gz", [f"{CALL} DIES-BEHIND-THIS", GARDEN, MEETING])
    (result,) = ran(plan, path)
    assert [row["id"] for row in rows(plan, result)] == ["https://news.example/0", "https://news.example/2"]
    ((reason, length),) = ((one.reason, one.length) for one in told(result).quarantined)
    assert (reason, length) == ("signal SIGSEGV", 0)
    assert told(result).bytes.unread > 0
    assert summed(told(result)) == path.stat().st_size


def test_a_record_in_whose_time_the_machine_killed_the_process_is_read_again(
    make_plan: MakePlan, tmp_path: Path
) -> None:
    plan = make_plan(poison=True)
    (result,) = ran(plan, archive(tmp_path / "day.warc.gz", [MEETING, f"{CALL} KILLED-ONCE", CALL]))
    assert told(result).quarantined == []
    assert told(result).kept == 3


def test_a_document_that_kills_is_in_quarantine_as_the_reader_of_files_gave_it(
    make_plan: MakePlan, tmp_path: Path
) -> None:
    plan = make_plan(poison=True)
    (result,) = ran(plan, lines(tmp_path / "day.jsonl.gz", [CALL, f"{CALL} DIES-OF-A-POINTER", MEETING]))
    manifest = told(result)
    assert [row["id"] for row in rows(plan, result)] == ["d0", "d2"]
    name = f"{result.name}-1.record.json"
    assert manifest.quarantined == [Quarantined(offset=1, length=0, reason="signal SIGSEGV", file=name)]
    assert json.loads((Path(plan.out) / "quarantine" / name).read_bytes())["id"] == "d1"
    assert manifest.bytes.read == manifest.size


def test_a_process_that_cannot_start_fails_its_shard_and_says_why(make_plan: MakePlan, tmp_path: Path) -> None:
    child = tmp_path / "broken.py"
    child.write_text("raise SystemExit('no such library')")
    plan = make_plan()
    (result,) = ran(Plan(**{name: getattr(plan, name) for name in plan.__struct_fields__} | {"child": (str(child),)}),
                    lines(tmp_path / "day.jsonl", [CALL]))  # fmt: skip
    assert (result.state, result.manifest) == ("failed", None)
    assert "no such library" in result.message
    assert visible(Path(plan.out)) == set()


def test_the_quarantine_of_an_input_that_was_mended_goes_away(make_plan: MakePlan, tmp_path: Path) -> None:
    plan = make_plan(poison=True)
    path = archive(tmp_path / "day.warc.gz", [CALL, f"{CALL} BREAKS-A-PROMISE"])
    ran(plan, path)
    assert len(visible(Path(plan.out) / "quarantine")) == 2
    archive(path, [CALL, MEETING])
    (result,) = ran(plan, path)
    assert told(result).kept == 2
    assert visible(Path(plan.out) / "quarantine") == set()
