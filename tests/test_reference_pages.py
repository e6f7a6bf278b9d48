"""The pages that tools write say what the code and the data say."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("page", ["api", "cli", "exports", "languages"])
def test_a_written_page_is_up_to_date(page: str) -> None:
    ran = subprocess.run(
        [sys.executable, str(ROOT / "tools" / f"reference_{page}.py"), "--check"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
