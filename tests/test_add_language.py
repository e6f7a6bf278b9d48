"""`make language CODE=xx` begins a file that is complete in form and says where it is empty."""

import re
import subprocess
import sys
from itertools import count
from pathlib import Path

import msgspec
import pytest

from detente.errors import DataError
from detente.reference.languages import KINDS, Language, load_language, read_language

TOOL = Path(__file__).parents[1] / "tools" / "add_language.py"


def add(folder: Path, *given: str) -> subprocess.CompletedProcess[str]:
    """Run the tool; a process of its own, as `make` does it."""
    return subprocess.run(
        [sys.executable, TOOL, "--folder", folder, *given],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def fill(path: Path, text: str) -> Language:
    """Write the text with a made-up word in every empty cue, and read it."""
    number = count()
    path.write_text(
        re.sub(r"^any = \[\]$", lambda _: f'any = ["neno{next(number)}"]', text, flags=re.MULTILINE), "utf-8"
    )
    return read_language(path)


def test_a_new_language_fails_at_the_line_of_its_first_empty_cue(tmp_path: Path) -> None:
    ran = add(tmp_path, "sw")
    assert ran.returncode == 0, ran.stderr
    path = tmp_path / "sw.toml"
    first = path.read_text("utf-8").splitlines().index("[[cue]]") + 1
    with pytest.raises(DataError, match=rf"sw\.toml:{first}: .*\$\.cue\[0\]\.any"):
        read_language(path)


def test_with_its_contact_cues_filled_in_a_new_language_is_a_draft_that_knows_its_days(tmp_path: Path) -> None:
    add(tmp_path, "sw")
    language = fill(tmp_path / "sw.toml", (tmp_path / "sw.toml").read_text("utf-8"))
    assert (language.code, language.name, language.level) == ("sw", "Swahili", "draft")
    assert {cue.means for cue in language.cue} == set(KINDS)
    assert language.calendar.weekdays[0] == ("Jumatatu",)
    assert language.calendar.months[11] == ("Desemba",)
    assert language.states["EG"].names == ("Misri",)


def test_a_script_without_capitals_is_told_from_its_names(tmp_path: Path) -> None:
    add(tmp_path, "kn")
    assert "capitals = false" in (tmp_path / "kn.toml").read_text("utf-8").splitlines()


def test_the_tables_in_waiting_are_those_of_the_english_file(tmp_path: Path) -> None:
    add(tmp_path, "sw")
    path = tmp_path / "sw.toml"
    language = fill(path, re.sub(r"^#(?! |$)", "", path.read_text("utf-8"), flags=re.MULTILINE))
    english = load_language("en")
    for table in ("cue", "office", "time", "topic"):
        of = [[getattr(row, "means", "") for row in getattr(pack, table)] for pack in (language, english)]
        assert sorted(of[0]) == sorted(of[1])
    assert set(language.states) == set(english.states)


def test_every_section_and_key_of_the_schema_stands_in_a_new_language(tmp_path: Path) -> None:
    add(tmp_path, "sw")
    text = (tmp_path / "sw.toml").read_text("utf-8")
    english = load_language("en")
    for field in msgspec.structs.fields(Language):
        assert re.search(rf"^#?(\[+{field.name}\]+|{field.name} = .*)$", text, re.MULTILINE), field.name
        value = getattr(english, field.name)
        keys = [key.name for key in msgspec.structs.fields(value)] if isinstance(value, msgspec.Struct) else []
        assert [key for key in keys if f"\n{key} = " not in text] == []


def test_a_language_that_exists_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "sw.toml").write_text("mine", "utf-8")
    ran = add(tmp_path, "sw")
    assert ran.returncode == 2
    assert "exists" in ran.stderr
    assert (tmp_path / "sw.toml").read_text("utf-8") == "mine"


@pytest.mark.parametrize("code", ["../sw", "SW", "s", "swahili", "sw.toml", ""])
def test_what_is_no_language_code_never_becomes_a_path(tmp_path: Path, code: str) -> None:
    ran = add(tmp_path / "inner", code)
    assert ran.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_language_that_cldr_does_not_know_needs_a_name_and_gets_blanks(tmp_path: Path) -> None:
    unnamed = add(tmp_path, "tlh")
    assert unnamed.returncode == 2
    assert "NAME" in unnamed.stderr
    assert add(tmp_path, "tlh", "Klingon").returncode == 0
    language = fill(tmp_path / "tlh.toml", (tmp_path / "tlh.toml").read_text("utf-8"))
    assert language.name == "Klingon"
    assert language.calendar.weekdays == ((),) * 7
