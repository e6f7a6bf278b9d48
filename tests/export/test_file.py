import os
from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.export.file import written_whole


def test_nothing_stands_in_the_file_until_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("before", encoding="utf-8")
    with written_whole(path) as stream:
        stream.write("after")
        stream.flush()
        assert path.read_text(encoding="utf-8") == "before"
    assert path.read_text(encoding="utf-8") == "after"
    assert list(tmp_path.iterdir()) == [path]


def break_off(path: Path) -> None:
    with written_whole(path) as stream:
        stream.write("half")
        raise KeyboardInterrupt


def test_work_that_breaks_off_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        break_off(path)
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_keeps_pointing_at_the_file_that_is_written(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("before", encoding="utf-8")
    link.symlink_to(real)
    with written_whole(link) as stream:
        stream.write("after")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "after"


def test_a_device_stays_a_device() -> None:
    with written_whole(Path(os.devnull)) as stream:
        stream.write("gone")
    assert not Path(os.devnull).is_file()


def test_who_may_read_the_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.touch()
    path.chmod(0o640)
    with written_whole(path) as stream:
        stream.write("after")
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["no/such/folder/out.txt", "."])
def test_a_place_that_cannot_be_written_is_named_before_any_work(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be written"), written_whole(tmp_path / name):
        pytest.fail("the work began")
