"""A page of the documentation that a tool writes: what the tools that write one share."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]


def write_or_check(says: str | None, name: str, page: Callable[[], str]) -> None:
    """The command of a tool: write docs/reference/`name`, or with --check exit 1 when it is out of date.

    `says` describes the tool; `page` gives the whole text.
    """
    parser = argparse.ArgumentParser(description=says)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the page is out of date")
    path = ROOT / "docs" / "reference" / name
    if not parser.parse_args().check:
        path.write_text(page(), encoding="utf-8")
    elif not path.is_file() or path.read_text(encoding="utf-8") != page():
        sys.exit(f"{name} is out of date: run `.venv/bin/python tools/{Path(sys.argv[0]).name}`")
