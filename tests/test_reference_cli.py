import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_page_of_the_commands_is_what_the_commands_say() -> None:
    ran = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "reference_cli.py"), "--check"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
