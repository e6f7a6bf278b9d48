"""Runs of the room on small inputs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pyarrow import parquet
from tests.conftest import LATEST

from detente import Reader
from detente.corpus.manifest import Manifest
from detente.corpus.plan import Options, Plan, shards
from detente.corpus.process import PROCESSES, Result
from detente.corpus.run import corpus
from detente.corpus.version import version_of

POISON_CHILD = Path(__file__).with_name("poison_child.py")
NOW = "2026-11-22T12:00:00Z"


def clock() -> str:
    """A time that stands still."""
    return NOW


@pytest.fixture(scope="session", autouse=True)
def processes_end() -> Iterator[None]:
    """Processes that wait for the next run end with the tests."""
    yield
    PROCESSES.stop()
    PROCESSES.go_on()


@pytest.fixture(scope="session")
def any_plan(reader: Reader, caches: Path) -> Plan:
    """A plan whose folders are still to be named."""
    cache = str(caches / "detente")
    return Plan(out="", folder="", latest=LATEST, version=version_of(reader.registry), cache=cache)


@pytest.fixture
def make_plan(any_plan: Plan, tmp_path: Path) -> Callable[..., Plan]:
    """A plan that writes into `out`; `poison` for one whose process dies of certain words."""

    def plan(out: str = "out", *, poison: bool = False, **options: Any) -> Plan:
        child = ("-P", str(POISON_CHILD)) if poison else any_plan.child
        return msgspec.structs.replace(
            any_plan, out=str(tmp_path / out), folder=str(tmp_path), child=child, options=Options(**options)
        )

    return plan


def told(result: Result) -> Manifest:
    """The manifest of a shard that was finished."""
    assert result.manifest is not None, result
    return result.manifest


def summed(manifest: Manifest) -> int:
    """All bytes that a manifest accounts for."""
    return sum(msgspec.structs.astuple(manifest.bytes))


def ran(plan: Plan, *inputs: Path | str, workers: int = 1) -> list[Result]:
    """What became of each input, in the order of their names."""
    wanted = shards(map(str, inputs), Path(plan.out))
    return sorted(corpus(plan, wanted, workers=workers, clock=clock), key=lambda one: one.name)


def rows(plan: Plan, result: Result) -> list[dict[str, Any]]:
    """The rows that a shard gave."""
    found: list[dict[str, Any]] = parquet.read_table(Path(plan.out) / f"{result.name}.parquet").to_pylist()
    return found


def visible(folder: Path) -> set[str]:
    """Names in a folder but for hidden ones."""
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def hidden(folder: Path) -> set[str]:
    """Names of what is not finished."""
    return {path.name for path in folder.iterdir() if path.name.endswith(".part")}
