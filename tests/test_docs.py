"""What README and docs show is what happens: their commands run, their code runs, their links lead somewhere."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from detente.model import TOPICS
from detente.reference.languages import (
    MEANINGS,
    Calendar,
    Cue,
    Grammar,
    JunkWords,
    Language,
    OfficeWords,
    StateWords,
    TimeWords,
    TopicWords,
    WordRules,
)

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINKING = [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "SOURCES.md", ROOT / "CHANGELOG.md"]
FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXITS = re.compile(r"\s+# exits (\d+)\s*$")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
SECONDS = 60


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: Path
    line: int
    language: str
    body: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True)
class Shown:
    """A command of a block, the output lines shown under it, and the exit code promised."""

    command: str
    output: tuple[str, ...]
    code: int


def blocks(*languages: str) -> list[Block]:
    """All fenced blocks of README and docs in one of these languages."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in FENCE.finditer(text):
            if match.group(1) in languages:
                line = text.count("\n", 0, match.start()) + 1
                found.append(Block(page, line, match.group(1), match.group(2)))
    return found


def shown(body: str) -> Iterator[Shown]:
    """The commands of a block (lines that begin with `$ `) with what is shown under each."""
    for part in re.split(r"^\$ ", body.replace("\\\n", " "), flags=re.MULTILINE)[1:]:
        first, *rest = part.splitlines()
        exits = EXITS.search(first)
        output = tuple(line for line in map(one_spaced, rest) if line and line not in {"...", "…"})
        yield Shown(EXITS.sub("", first), output, int(exits.group(1)) if exits else 0)


def one_spaced(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


COMMANDS = [
    block for block in blocks("console", "bash") if any(s.command.startswith("detente ") for s in shown(block.body))
]
WITH_COMMANDS = sorted({block.page for block in COMMANDS})
PYTHON = blocks("python")


@pytest.fixture
def root_of_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like the root of the project; what a command writes there does not land in the clone."""
    for entry in ROOT.iterdir():
        if not entry.name.startswith("."):
            (tmp_path / entry.name).symlink_to(entry)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_that_are_shown_run_and_print_what_is_shown(page: Path, root_of_links: Path) -> None:
    # The blocks of a page go on in one folder: what one adds to a ledger, the next one asks for.
    for example in (one for block in COMMANDS if block.page == page for one in shown(block.body)):
        if not example.command.startswith("detente "):
            continue
        ran = subprocess.run(
            ["sh", "-c", example.command],
            cwd=root_of_links,
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
        )
        assert ran.returncode == example.code, f"$ {example.command}\n{ran.stderr}"
        printed = one_spaced(f"{ran.stdout} {ran.stderr}")
        missing = [line for line in example.output if line not in printed]
        assert missing == [], f"$ {example.command}\n{ran.stdout}\n{ran.stderr}"


@pytest.mark.parametrize("block", PYTHON, ids=str)
def test_python_that_is_shown_runs(block: Block, root_of_links: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", block.body],
        cwd=root_of_links,
        check=False,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert ran.returncode == 0, ran.stderr


def test_the_readme_shows_at_least_three_commands() -> None:
    readme = [block for block in blocks("console", "bash") if block.page.name == "README.md"]
    assert sum(len(list(shown(block.body))) for block in readme) >= 3


def test_every_make_target_that_is_shown_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        match
        for page in LINKING
        for match in re.findall(r"(?:`|^\$ )make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert named
    assert named <= targets


def test_every_key_and_meaning_of_a_language_file_stands_in_its_reference() -> None:
    page = (ROOT / "docs" / "reference" / "language-file.md").read_text(encoding="utf-8")
    tables = {"calendar", "cue", "grammar", "junk", "office", "places", "bodies", "states", "time", "topic", "words"}
    rows = (Language, Cue, OfficeWords, StateWords, TopicWords, TimeWords, WordRules, Grammar, Calendar, JunkWords)
    keys = {field.name for row in rows for field in msgspec.structs.fields(row)} - tables
    assert sorted(word for word in keys.union(MEANINGS, TOPICS) if f"`{word}`" not in page) == []


def test_the_contract_on_the_map_is_the_one_that_is_checked() -> None:
    (contract,) = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (shown_on_map,) = (block.body for block in blocks("toml") if block.page.name == "map.md")
    assert tomllib.loads(shown_on_map)["layers"] == contract["layers"]


def test_every_module_of_a_larger_room_stands_on_the_map() -> None:
    page = (ROOT / "docs" / "concepts" / "map.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", page.partition("one module a question:")[2], re.MULTILINE)
    assert len(rows) > 5
    missing = [
        f"{room}/{module.name}"
        for room, said in rows
        for module in sorted((ROOT / "src" / "detente" / room).glob("[!_]*.py"))
        if f"`{module.stem}`" not in said
    ]
    assert missing == []


def test_every_link_between_pages_leads_to_a_file() -> None:
    dead = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in LINKING
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert dead == []
