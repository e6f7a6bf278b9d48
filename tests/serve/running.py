"""A real `detente serve` in a process of its own, for tests that a browser or many readers take part in."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEMO = (
    ROOT / "src/detente/data/examples",
    ROOT / "docs/how-to/archive.jsonl",
    ROOT / "tests/serve/scripts.jsonl",  # the same kind of news in scripts that the others lack
)
_ADDRESS = re.compile(r"http://\S+/")
_PATIENCE = 30


def detente(*arguments: str | Path) -> str:
    """What a command of detente prints."""
    done = subprocess.run(
        [sys.executable, "-m", "detente", *map(str, arguments)], check=True, capture_output=True, text=True
    )
    return done.stdout


def demo_ledger(folder: Path) -> Path:
    """A ledger of the bundled articles, of the invented archive, and of news in more scripts."""
    path = folder / "demo.ledger"
    detente("add", *DEMO, "--learned-when-published", "--ledger", path)
    return path


@contextmanager
def serving(ledger: Path, *options: str) -> Iterator[str]:
    """The address of a site that shows the ledger for as long as the block lasts."""
    command = [sys.executable, "-m", "detente", "serve", "--ledger", str(ledger), "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said = process.stderr.readline()
            found = _ADDRESS.search(said)
            assert found, said + process.stderr.read()
            yield found[0].rstrip("/")
        finally:
            process.terminate()
            process.wait(_PATIENCE)
