"""From a file to its rows, refusals and manifest."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.corpus.archives import ASIDE, CALL, GARDEN, MEETING, archive, lines
from tests.corpus.conftest import hidden, ran, rows, summed, told, visible

from detente.corpus.manifest import manifests
from detente.corpus.plan import Plan, name_of, shards
from detente.errors import UsageError

MakePlan = Callable[..., Plan]


def test_a_call_on_an_archived_page_becomes_a_row_that_says_who_and_when(make_plan: MakePlan, tmp_path: Path) -> None:
    plan = make_plan()
    (result,) = ran(plan, archive(tmp_path / "day.warc.gz", [GARDEN, CALL, ASIDE]))
    (row,) = rows(plan, result)
    assert (row["id"], row["url"], row["lang"]) == ("https://news.example/1", "https://news.example/1", "en")
    assert (row["kinds"], row["statuses"], row["sides"]) == (["call"], ["held"], [["RU", "TR"]])
    assert row["first_days"] == row["last_days"] == [date(2024, 5, 14)]
    assert row["fetched"].isoformat() == "2024-05-16T06:00:00+00:00"
    assert row["published"] == date(2024, 5, 15)
    assert row["quotes"][0] in CALL
    manifest = told(result)
    assert (manifest.records, manifest.passed_by + manifest.without_report, manifest.kept) == (3, 2, 1)
    assert manifest.passed_by > 0
    assert manifest.languages == {"en": 1}


def test_the_record_of_a_row_can_be_cut_out_of_its_archive(make_plan: MakePlan, tmp_path: Path) -> None:
    plan, path = make_plan(), archive(tmp_path / "day.warc.gz", [GARDEN, CALL])
    (result,) = ran(plan, path)
    (row,) = rows(plan, result)
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(path.read_bytes()[row["offset"] : row["offset"] + row["length"]])
    (again,) = ran(make_plan("other"), cut)
    assert [one["id"] for one in rows(make_plan("other"), again)] == [row["id"]]


def test_every_byte_of_an_archive_is_in_its_manifest(make_plan: MakePlan, tmp_path: Path) -> None:
    path = archive(tmp_path / "day.warc.gz", [GARDEN, CALL, MEETING])
    (result,) = ran(make_plan(), path)
    manifest = told(result)
    assert manifest.size == path.stat().st_size == summed(manifest)
    assert manifest.bytes.read > 0
    assert manifest.bytes.passed > 0
    assert manifest.bytes.unread == 0
    assert not manifest.incomplete


def test_what_a_truncated_archive_has_lost_is_unread_in_its_manifest(make_plan: MakePlan, tmp_path: Path) -> None:
    path = archive(tmp_path / "day.warc.gz", [CALL, GARDEN, MEETING])
    path.write_bytes(path.read_bytes()[:-100])
    (result,) = ran(make_plan(), path)
    manifest = told(result)
    assert summed(manifest) == path.stat().st_size
    assert manifest.bytes.unread > 100
    assert manifest.incomplete
    assert manifest.kept == 1


def test_a_kept_document_without_a_contact_is_asked_for(make_plan: MakePlan, tmp_path: Path) -> None:
    path = lines(tmp_path / "day.jsonl.gz", [GARDEN, CALL, ASIDE])
    (usual,) = ran(make_plan(), path)
    (everything,) = ran(make_plan("all", keep="all", look=False), path)
    assert [row["id"] for row in rows(make_plan(), usual)] == ["d1"]
    assert [row["id"] for row in rows(make_plan("all"), everything)] == ["d0", "d1", "d2"]
    assert told(usual).passed_by > 0
    assert told(everything).passed_by == 0


def test_a_line_that_is_no_record_is_a_refusal_with_its_place(make_plan: MakePlan, tmp_path: Path) -> None:
    plan, path = make_plan(), lines(tmp_path / "day.jsonl", [CALL])
    path.write_bytes(b"no record\n" + path.read_bytes())
    (result,) = ran(plan, path)
    assert told(result).refused == {"not-json": 1}
    assert told(result).kept == 1
    refused = (Path(plan.out) / f"{result.name}.refusals.jsonl").read_text(encoding="utf-8").splitlines()
    (line,) = map(json.loads, refused)
    assert (line["offset"], line["reason"], line["source"]) == (0, "not-json", f"{path}:1")


def test_a_file_that_is_not_there_has_a_manifest_that_says_so(make_plan: MakePlan, tmp_path: Path) -> None:
    plan = make_plan()
    (result,) = ran(plan, tmp_path / "gone.warc.gz")
    assert told(result).refused == {"not-found": 1}
    assert told(result).incomplete
    assert rows(plan, result) == []


def test_a_folder_is_its_files_and_a_file_given_twice_is_one(make_plan: MakePlan, tmp_path: Path) -> None:
    (tmp_path / "news" / "more").mkdir(parents=True)
    first = lines(tmp_path / "news" / "a.jsonl", [CALL])
    lines(tmp_path / "news" / "more" / "a.jsonl", [MEETING])
    lines(tmp_path / "news" / ".hidden.jsonl", [MEETING])
    results = ran(make_plan(), tmp_path / "news", first)
    assert len(results) == 2
    assert sum(told(one).reports for one in results) == 2


def test_results_inside_the_input_folder_are_no_input(make_plan: MakePlan, tmp_path: Path) -> None:
    lines(tmp_path / "a.jsonl", [CALL])
    plan = make_plan()
    assert [one.state for one in ran(plan, tmp_path)] == ["finished"]
    assert [one.state for one in ran(plan, tmp_path)] == ["standing"]


def test_standard_input_is_no_shard(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="could not be read again"):
        list(shards(["-"], tmp_path))


HOSTILE = [
    "..", "...", "-rf", "~", "a b", "a\nb", "a\tb", "\x1b[2J", "$(id)", "`id`", "a;b", "a|b", "a&b", "a'b", 'a"b',
    "a\\b", "con", "nul.txt", ".hidden", "..hidden", "%2e%2e%2f", "é", "新聞", "خبر", "\u202egnp.exe", "\ufeff",
    "\udcff\udcfe", "manifest.json", "a.manifest.json", "quarantine", ".lock", "*", "?", "[a]", "{a,b}", "a:b",
    "x" * 250,
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_names_from_outside_never_become_paths(name: str) -> None:
    made = name_of(os.path.join("/elsewhere", name))  # noqa: PTH118  (a Path would tidy it up)
    assert Path(made).name == made
    assert not made.startswith((".", "-"))
    assert len(made) <= 71
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


def test_files_of_one_name_in_two_folders_do_not_meet() -> None:
    assert name_of("/a/day.warc.gz") != name_of("/b/day.warc.gz")


def test_nothing_is_written_but_below_the_folder_of_the_results(make_plan: MakePlan, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("x..", "a\nb", "é", "\udcff"):
        lines(tmp_path / "in" / f"{name}.jsonl", [CALL])
    before = visible(tmp_path)
    plan = make_plan()
    results = ran(plan, tmp_path / "in")
    assert [told(one).kept for one in results] == [1, 1, 1, 1]
    assert visible(tmp_path) == before | {"out"}
    written = {f"{one.name}{end}" for one in results for end in (".parquet", ".refusals.jsonl", ".manifest.json")}
    assert visible(Path(plan.out)) == written
    assert hidden(Path(plan.out)) == set()


def test_manifests_are_read_back_as_they_were_told(make_plan: MakePlan, tmp_path: Path) -> None:
    plan = make_plan(outlet="Harbour Courier", columns={"text": "text"}, published=date(2024, 5, 15))
    (result,) = ran(plan, lines(tmp_path / "day.jsonl", [CALL]))
    assert list(manifests(Path(plan.out))) == [told(result)]
