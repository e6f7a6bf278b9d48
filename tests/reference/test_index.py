"""The compiled registry: fast, and never trusted further than its digest."""

from pathlib import Path

import pytest

from detente.errors import StaleIndexError
from detente.reference.index import read_index, table_key
from detente.reference.registry import load_registry
from detente.reference.tables import TableFile


def compiled(folder: Path) -> Path:
    load_registry(cache=folder)
    (path,) = folder.iterdir()
    return path


def test_the_compiled_registry_gives_what_the_tables_give(tmp_path: Path) -> None:
    plain, first, second = load_registry(), load_registry(cache=tmp_path), load_registry(cache=tmp_path)
    for registry in (first, second):
        assert registry.terms == plain.terms
        assert registry.places == plain.places
        assert dict(registry.persons) == dict(plain.persons)
        assert dict(registry.states) == dict(plain.states)
        assert registry.milestones == plain.milestones


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "text"])
def test_a_damaged_index_is_built_anew(tmp_path: Path, damage: str) -> None:
    path = compiled(tmp_path)
    good = path.read_bytes()
    middle = len(good) // 2
    bad = {
        "cut": good[:-100],
        "flip": good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :],
        "empty": b"",
        "text": b"not an index",
    }
    path.write_bytes(bad[damage])
    assert load_registry(cache=tmp_path).terms == load_registry().terms
    assert path.read_bytes() == good


def test_an_index_of_other_tables_is_stale(tmp_path: Path) -> None:
    path = compiled(tmp_path)
    key = table_key([TableFile("terms.csv", "terms.csv", 0, b"other")])
    with pytest.raises(StaleIndexError, match="compiled from other tables"):
        read_index(path, key)


def test_a_changed_overlay_is_read_again(tmp_path: Path) -> None:
    overlay, cache = tmp_path / "overlay", tmp_path / "cache"
    overlay.mkdir()
    header = "id,wikidata,name,form_en,source\n"
    for name in ("Ann Bell", "Ann Bells"):
        (overlay / "persons.csv").write_text(f"{header}a.b,,{name},,compiler\n", encoding="utf-8")
        assert load_registry(overlay=overlay, cache=cache).persons["a.b"].name == name
    assert "a.b" not in load_registry(cache=cache).persons


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    blocked = tmp_path / "a file, not a folder"
    blocked.write_text("", encoding="utf-8")
    assert load_registry(cache=blocked / "cache").persons


def test_writing_the_index_leaves_no_temporary_file(tmp_path: Path) -> None:
    assert compiled(tmp_path).name == "registry.msgpack"
