"""A disk that fills up stops an `add` with a clear word, and nothing that was acknowledged is lost."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ledger.invented import many, records
from tests.ledger.running import SECONDS, acknowledged, finish, kept, run

from detente import Reader
from detente.ledger import Extractor, Ledger

resource = pytest.importorskip("resource", reason="this system knows no limit on the size of a file")
LIMITED = """
import resource, runpy, sys
size = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
runpy.run_module("detente", run_name="__main__")
"""
DOCUMENTS = many(1_000)[::4]  # those in English, whose language file is soon read
SIZES = (1_000, 5_000, 40_000, 90_000, 200_000, 400_000, 600_000, 900_000, 1_100_000, 1_300_000)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "many.jsonl"
    path.write_text(records(DOCUMENTS), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def compiled_before(home: Path, reader: Reader) -> None:
    """The compiled registry and language are there, so that it is the ledger which finds no room."""
    assert home
    assert reader.vocabulary("en")


def stopped(ended: "subprocess.CompletedProcess[str]") -> set[str]:
    """What was acknowledged before the disk was full."""
    assert ended.returncode == 5, (ended.returncode, ended.stderr)
    assert "the disk is full" in ended.stderr
    assert "make room and run it again" in ended.stderr
    assert "Traceback" not in ended.stderr
    return set(acknowledged(ended.stdout))


def is_whole_once_there_is_room(ledger: Path, by_rules: Extractor, acked: set[str]) -> int:
    """How many documents the full disk had kept."""
    assert run("check", "--ledger", ledger).exit_code == 0
    found = set(kept(ledger))
    assert acked <= found
    with Ledger.open(ledger, create=True) as book:
        again = {one.source: one.outcome for one in book.add(DOCUMENTS, by_rules, at="2024-01-01T00:00:00Z")}
    assert {name for name, outcome in again.items() if outcome == "known"} == found
    assert len(kept(ledger)) == len(DOCUMENTS)
    assert run("check", "--ledger", ledger).exit_code == 0
    return len(found)


@pytest.mark.parametrize("size", SIZES)
def test_a_file_that_may_not_grow_stops_an_add_and_keeps_what_was_acknowledged(
    size: int, archive: Path, tmp_path: Path, by_rules: Extractor
) -> None:
    ledger = tmp_path / "full.ledger"
    words = [sys.executable, "-c", LIMITED, str(size), "add", str(archive), "--ledger", str(ledger), "--json"]
    acked = stopped(
        subprocess.run(words, check=False, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS)
    )
    assert is_whole_once_there_is_room(ledger, by_rules, acked) < len(DOCUMENTS)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a megabyte; most users may not mount one."""
    place = tmp_path / "small"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or sys.platform != "linux":
        pytest.skip("no file system of a given size can be mounted here")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], check=False, capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip(f"a file system of a given size can only be mounted by root: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def test_a_full_disk_stops_an_add_and_keeps_what_was_acknowledged(
    small_disk: Path, archive: Path, by_rules: Extractor
) -> None:
    ledger = small_disk / "full.ledger"
    for size in (100, 250, 500, 1_000):
        for left in small_disk.iterdir():
            left.unlink()
        subprocess.run(["mount", "-o", f"remount,size={size}k", small_disk], check=True)
        acked = stopped(finish("add", archive, "--ledger", ledger, "--json"))
        subprocess.run(["mount", "-o", "remount,size=32m", small_disk], check=True)
        assert is_whole_once_there_is_room(ledger, by_rules, acked) < len(DOCUMENTS)


def test_a_ledger_on_a_full_disk_answers_or_says_that_the_disk_is_full(small_disk: Path, archive: Path) -> None:
    ledger = small_disk / "full.ledger"
    stopped(finish("add", archive, "--ledger", ledger, "--json"))
    asked = finish("documents", "--ledger", ledger, "--json", "--limit", "0")
    assert "Traceback" not in asked.stderr
    assert asked.returncode in {0, 5}, asked.stderr  # SQLite may need a little room even to read
