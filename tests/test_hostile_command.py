"""The whole command on broken input: every file is a result or a refusal, never a traceback."""

import json
import random
from pathlib import Path

from typer.testing import CliRunner

from detente.cli import app
from tests.read.test_hostile import MAKERS, odd_entries

FILES = 120


def test_the_command_accounts_for_every_broken_file_and_exits_with_three(tmp_path: Path) -> None:
    rng = random.Random(20261122)  # noqa: S311 the same tree each time
    tree = tmp_path / "tree"
    tree.mkdir()
    odd_entries(tree)
    for number in range(FILES):
        (tree / f"{number:03}.txt").write_bytes(MAKERS[number % len(MAKERS)](rng))
    result = CliRunner().invoke(app, ["read", str(tree), "--format", "json"])
    (tree / "locked").chmod(0o700)
    assert result.exit_code == 3
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    named = " ".join(json.dumps(row) for row in rows)
    assert all(f"{number:03}.txt" in named for number in range(FILES))
