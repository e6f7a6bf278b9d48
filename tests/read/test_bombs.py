import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.read.bombs import KINDS

ROOT = Path(__file__).parents[2]
SECONDS, MEGABYTES = 10, 150
BOMBS = {"files": 18, "archives": 21, "markup": 18}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource module, which measures the memory")
@pytest.mark.parametrize("kind", KINDS)
def test_every_bomb_is_refused_within_ten_seconds_and_a_hundred_and_fifty_megabytes(kind: str, tmp_path: Path) -> None:
    names = set()
    for name, data in KINDS[kind]():
        (tmp_path / name).write_bytes(data)
        names.add(name)
    assert len(names) == BOMBS[kind]
    command = [sys.executable, "-m", "tests.read.measured", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=SECONDS * len(names))
    found = json.loads(done.stdout)
    assert set(found) == names
    assert {name: given for name, (given, _, _) in found.items() if not given or "read" in given} == {}
    assert {name: seconds for name, (_, seconds, _) in found.items() if seconds > SECONDS} == {}
    assert {name: megabytes for name, (_, _, megabytes) in found.items() if megabytes >= MEGABYTES} == {}
