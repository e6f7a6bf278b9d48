"""The house rules of CONTRIBUTING.md that no linter checks, as claims about the files of the project."""

import ast
import json
import re
import subprocess
import tokenize
import types
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import detente

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
PROGRAM = sorted((ROOT / "src").rglob("*.py"))
LONGEST_FUNCTION, USUAL_FUNCTION, LONGEST_MODULE = 60, 40, 400
NAMELESS = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
# Files that may catch any exception because they stand at the edge of the program; none so far.
BOUNDARIES: frozenset[str] = frozenset()
# Letters that work as punctuation in many languages: the modifier apostrophe, the long-vowel mark, the iteration mark.
PUNCTUATION = set("ʼー々ـ")
# Written so that the patterns do not find themselves here.
MACHINE = re.compile(r"(?<![\w.-])/(?:root|work|home/\w+|Users/\w+|opt/(?:pypi|wheels))\b")
REGISTRY = re.compile(r"(?:pypi[.]org|pythonhosted[.]org|registry[.]npmjs|proxy[.]golang|index[-]url *[=:] *\S)")
WINDOW, SAMPLE, COPY = 40, 20, 60  # a shared run of COPY letters holds at least one whole sampled window


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("not a git clone, so there is no list of the project's files")
    return tuple(sorted(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()))


@cache
def project_texts() -> dict[str, str]:
    """Path below the root -> text, of every project file that is UTF-8 text."""
    texts = {}
    for path in project_files():
        try:
            texts[path.relative_to(ROOT).as_posix()] = path.read_bytes().decode()
        except UnicodeDecodeError:
            continue
    return texts


@cache
def tree(path: Path) -> ast.Module:
    """The parsed module at `path`."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions() -> Iterator[tuple[str, int]]:
    """`file:line name` and length in lines of every function of the program."""
    for path in PROGRAM:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", length


def test_no_function_is_longer_than_sixty_lines() -> None:
    assert [(name, length) for name, length in functions() if length > LONGEST_FUNCTION] == []


def test_nine_of_ten_functions_have_at_most_forty_lines() -> None:
    lengths = [length for _, length in functions()]
    longer = [(name, length) for name, length in functions() if length > USUAL_FUNCTION]
    assert lengths
    assert len(longer) <= len(lengths) / 10, longer


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    lengths = {name: text.count("\n") for name, text in project_texts().items() if name.endswith(".py")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in PROGRAM if NAMELESS & {path.stem, *path.relative_to(ROOT).parts}] == []


def public_nodes(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Public functions, classes and methods of a body."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_nodes(node.body)


def test_every_module_and_public_name_says_what_it_is() -> None:
    silent = [str(path.relative_to(ROOT)) for path in PROGRAM if not ast.get_docstring(tree(path))]
    for path in PROGRAM:
        silent += [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            for node in public_nodes(tree(path).body)
            if not ast.get_docstring(node)
        ]
    assert silent == []


def test_nothing_catches_every_exception() -> None:
    broad = []
    for path in PROGRAM:
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler) and name not in BOUNDARIES:
                caught = {part.id for part in ast.walk(node.type) if isinstance(part, ast.Name)} if node.type else set()
                if node.type is None or caught & {"Exception", "BaseException"}:
                    broad.append(f"{name}:{node.lineno}")
    assert broad == []


def test_the_root_exports_at_most_ten_names_and_shows_no_other() -> None:
    visible = {
        name
        for name, value in vars(detente).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }
    exported = list(detente.__all__)
    assert len(exported) <= 10
    assert {name for name in exported if not name.startswith("__")} == visible
    assert [name for name in exported if not hasattr(detente, name)] == []


def docstring_lines(path: Path) -> set[int]:
    """Lines on which a docstring of the module begins."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.body[0].lineno for node in ast.walk(tree(path)) if isinstance(node, owners) and ast.get_docstring(node)
    }


def is_word_letter(letter: str) -> bool:
    """Whether it is a letter or mark of a script other than Latin."""
    return (
        letter > "\x7f"
        and unicodedata.category(letter)[0] in "LM"
        and "LATIN" not in unicodedata.name(letter, "")
        and letter not in PUNCTUATION
    )


def foreign_words(path: Path) -> Iterator[str]:
    """`file:line words` of every string and comment of a module that has letters of another script."""
    quoting = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
    docstrings = docstring_lines(path)
    with path.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            quotes = token.type in quoting and token.start[0] not in docstrings
            if quotes and any(map(is_word_letter, token.string)):
                yield f"{path.relative_to(ROOT)}:{token.start[0]} {token.string[:60]}"


def test_words_of_a_language_stand_in_its_file_and_not_in_code() -> None:
    assert [found for path in PROGRAM for found in foreign_words(path)] == []


def test_no_file_names_a_folder_of_one_machine_or_a_package_registry() -> None:
    named = [
        f"{name}: {match.group()}"
        for name, text in project_texts().items()
        for pattern in (MACHINE, REGISTRY)
        if (match := pattern.search(text))
    ]
    assert named == []


def pins(lock: str) -> set[str]:
    """The `name==version` lines of a lock file."""
    return {line for line in (ROOT / lock).read_text(encoding="utf-8").splitlines() if "==" in line}


def test_what_is_tested_is_what_is_installed_to_run() -> None:
    assert pins("requirements.lock")
    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def one_spaced(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def shared_texts() -> Iterator[tuple[str, str]]:
    """Name and text of every article of the shared folder that must not be copied."""
    for path in (
        SHARED / "gold" / "dev.jsonl",
        SHARED / "gold" / "seeds.jsonl",
        SHARED / "corpus" / "unlabelled.jsonl",
    ):
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                yield f"{path.name}:{record['id']}", one_spaced(f"{record.get('title') or ''} {record['text']}")
    for path in (SHARED / "seeds").glob("*.txt"):
        yield path.name, one_spaced(path.read_text(encoding="utf-8"))


def common_run(one: str, at: int, other: str, there: int) -> str:
    """The longest run around one[at] and other[there] that both have."""
    before = 0
    while before < min(at, there) and one[at - before - 1] == other[there - before - 1]:
        before += 1
    after = 0
    while after < min(len(one) - at, len(other) - there) and one[at + after] == other[there + after]:
        after += 1
    return one[at - before : at + after]


def test_no_sentence_of_the_shared_articles_is_copied_into_the_project() -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared folder with the articles is not beside this clone")
    articles = dict(shared_texts())
    assert articles
    windows = {
        text[at : at + WINDOW]: (name, at)
        for name, text in articles.items()
        for at in range(0, len(text) - WINDOW + 1, SAMPLE)
    }
    copied = []
    for file, text in project_texts().items():
        spaced = one_spaced(text)
        for at in range(len(spaced) - WINDOW + 1):
            place = windows.get(spaced[at : at + WINDOW])
            if place and len(run := common_run(spaced, at, articles[place[0]], place[1])) >= COPY:
                copied.append(f"{file} from {place[0]}: {run[:100]}")
                break
    assert copied == []
