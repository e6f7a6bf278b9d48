"""Find a Chromium for the tests of pages, install one where there is none, and print its path."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from playwright.sync_api import sync_playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# Playwright's own build comes from its makers' server, Debian's from Debian: a machine may reach one and not the other.
PLAYWRIGHT = [sys.executable, "-m", "playwright", "install", "chromium"]
DEBIAN = (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"])


def browser_path() -> str | None:
    """The first Chromium of this machine that starts, or None. Needs a thread without a running event loop."""
    return next((path for path in candidates() if starts(path)), None)


def candidates() -> Iterator[str]:
    """Where one may be: on the search path, among the applications of macOS, where Playwright puts its own."""
    yield from filter(None, map(shutil.which, COMMANDS))
    yield from MACOS
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def starts(path: str) -> bool:
    """Whether it is there and its libraries are too."""
    return (
        shutil.which(path) is not None
        and not subprocess.run([path, "--version"], check=False, capture_output=True).returncode
    )


def ways_to_install() -> Iterator[list[list[str]]]:
    """What may be run to get one, the way that needs least first."""
    yield [PLAYWRIGHT]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        yield [*DEBIAN]


def install() -> str | None:
    """Try every way until a Chromium starts; what the programs say goes to standard error."""
    for commands in ways_to_install():
        for command in commands:
            print("running", *command, file=sys.stderr)
            if subprocess.run(command, check=False, stdout=sys.stderr).returncode:
                break
        if path := browser_path():
            return path
    return None


def main() -> None:
    """Print the path of a Chromium."""
    path = browser_path() or install()
    if path is None:
        sys.exit(
            "no Chromium starts on this machine, and the tests of pages need one. Install it (Debian: sudo apt install "
            "chromium; Fedora: sudo dnf install chromium; macOS: brew install --cask google-chrome) and run make again."
        )
    print(path)


if __name__ == "__main__":
    main()
