import gzip
import io
import json
import os
from pathlib import Path

import pytest

from detente.model import Document, Refusal
from detente.read import Limits, read
from detente.read.source import failed, shown

TEXT = "The envoys met on Tuesday."


def test_a_directory_is_read_in_sorted_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt", ".hidden/x.txt", ".x.txt", "b/.git/y.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(TEXT)
    found = [item.id for item in read([str(tmp_path)]) if isinstance(item, Document)]
    assert found == [str(tmp_path / name) for name in ("a.txt", "b/1.txt", "b/2.txt", "c.txt")]


def test_a_directory_without_files_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    (refused,) = read([str(tmp_path)])
    assert isinstance(refused, Refusal)
    assert refused.reason == "empty"


@pytest.mark.parametrize("path", ["no/such.txt", "nul\0.txt", "half\ud800.txt", "x" * 5000])
def test_a_path_that_leads_nowhere_is_refused(path: str) -> None:
    (refused,) = read([path])
    assert isinstance(refused, Refusal)
    assert refused.reason == "not-found"
    assert refused.source.encode()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may open everything")
def test_a_file_and_a_directory_that_may_not_be_opened_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file.txt").touch(mode=0)
    (tmp_path / "folder").mkdir(mode=0)
    found = list(read([str(tmp_path)]))
    (tmp_path / "folder").chmod(0o700)
    assert [item.reason for item in found if isinstance(item, Refusal)] == ["no-permission"] * 2


def test_a_permission_that_is_missing_is_told_apart_from_a_file_that_is() -> None:
    assert failed("a.txt", PermissionError(13, "denied")).reason == "no-permission"
    assert failed("a.txt", FileNotFoundError(2, "gone")).reason == "not-found"


def test_links_to_files_are_read_and_links_to_directories_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").symlink_to("a.txt")
    (tmp_path / "round").symlink_to(".")
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    found = {Path(item.id if isinstance(item, Document) else item.source).name: item for item in read([str(tmp_path)])}
    assert isinstance(found["b.txt"], Document)
    reasons = {name: item.reason for name, item in found.items() if isinstance(item, Refusal)}
    assert reasons == {"round": "unknown-format", "self": "not-found", "gone.txt": "not-found"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_in_a_directory_does_not_hold_the_reader_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (refused,) = read([str(tmp_path)])
    assert isinstance(refused, Refusal)
    assert refused.reason == "unknown-format"


def test_a_tree_deeper_than_the_stack_is_read(tmp_path: Path) -> None:
    home = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1200):  # one by one, since the whole path is about as long as a path may be
            os.mkdir("d")  # noqa: PTH102
            os.chdir("d")
    finally:
        os.chdir(home)
    found = list(read([str(tmp_path)]))
    for depth in range(1200, 0, -1):  # rmtree, with which pytest would clean up, recurses
        os.rmdir(f"{tmp_path}{'/d' * depth}")  # noqa: PTH106
    assert [item.reason for item in found if isinstance(item, Refusal)] == ["empty"]


def test_control_characters_in_a_name_are_spelled_out() -> None:
    assert shown("a\nb\x1b[31m\udcff.txt") == "a\\nb\\x1b[31m\\udcff.txt"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "stdin"),
        (json.dumps({"text": TEXT}).encode() + b"\n", "stdin"),
        (json.dumps({"text": TEXT}).encode() + b"\n" + json.dumps({"text": TEXT}).encode(), "stdin:1"),
        (b"\n [" + json.dumps({"text": TEXT}).encode() + b"]", "stdin:1"),
        (gzip.compress(json.dumps({"text": TEXT}).encode(), mtime=0), "stdin"),
        (
            f"<!-- saved --><!DOCTYPE html><html><body><article><p>{TEXT}</p><p>{'They left. ' * 30}</p>".encode(),
            "stdin",
        ),
        (b"[Update] The envoys met.", "stdin"),
    ],
)
def test_standard_input_is_told_by_what_it_holds(data: bytes, name: str) -> None:
    found, *_ = read(["-"], stdin=io.BytesIO(data))
    assert isinstance(found, Document)
    assert found.id == name
    assert ("<" in found.text, "{" in found.text) == (False, False)


def test_a_text_that_speaks_of_a_page_is_no_page() -> None:
    (found,) = read(["-"], stdin=io.BytesIO(b"The envoys met. The tag <html> stands here."))
    assert isinstance(found, Document)
    assert "<html>" in found.text


def test_a_name_that_tells_nothing_leaves_it_to_the_content(tmp_path: Path) -> None:
    (tmp_path / "saved.2024").write_text(json.dumps({"id": "n", "text": TEXT}))
    (tmp_path / "feed.xml").write_text("<?xml version='1.0'?><note>Met</note>")
    refused, found = read([str(tmp_path)])
    assert isinstance(refused, Refusal)
    assert refused.reason == "unknown-format"
    assert isinstance(found, Document)
    assert found.id == "n"


def test_standard_input_stays_open_for_its_owner() -> None:
    stdin = io.BytesIO(TEXT.encode())
    assert len(list(read(["-"], stdin=stdin))) == 1
    assert not stdin.closed


def test_no_standard_input_is_an_empty_one() -> None:
    (refused,) = read(["-"])
    assert isinstance(refused, Refusal)
    assert refused.reason == "empty"


def test_compressed_files_are_read_like_the_files_in_them(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": str(n), "text": f"{TEXT} {n}"}) + "\n" for n in range(5000))
    parts = gzip.compress(lines[:1000].encode(), mtime=0) + gzip.compress(lines[1000:].encode()) + bytes(8)
    (tmp_path / "news.jsonl.gz").write_bytes(parts)
    (tmp_path / "plain.txt.gz").write_bytes(gzip.compress(TEXT.encode(), mtime=0))
    *records, plain = read([str(tmp_path)])
    assert [item.id for item in records if isinstance(item, Document)] == [str(n) for n in range(5000)]
    assert isinstance(plain, Document)
    assert plain.text == TEXT


def test_a_compressed_file_that_breaks_off_gives_its_records_and_a_refusal(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": os.urandom(8).hex(), "text": TEXT}) + "\n" for _ in range(20_000))
    (tmp_path / "news.jsonl.gz").write_bytes(gzip.compress(lines.encode(), mtime=0)[:-2000])
    *records, last = read([str(tmp_path)])
    assert len(records) > 10_000
    assert all(isinstance(item, Document) for item in records)
    assert isinstance(last, Refusal)
    assert last.reason == "binary"


@pytest.mark.parametrize("name", ["bomb.txt.gz", "bomb.jsonl.gz", "bomb.json.gz", "bomb.html.gz", "bomb"])
def test_a_compressed_bomb_is_refused_after_a_few_megabytes(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(bytes(60_000_000), mtime=0))
    (refused,) = read([str(tmp_path / name)], limits=Limits(page_bytes=10_000_000))
    assert isinstance(refused, Refusal)
    assert refused.reason == "too-large"
