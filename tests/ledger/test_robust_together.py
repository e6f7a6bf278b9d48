"""Many processes write one ledger at the same time."""

from pathlib import Path

from tests.ledger.invented import many, records
from tests.ledger.running import SECONDS, acknowledged, count, run, start

PROCESSES, DOCUMENTS = 8, 400


def test_eight_processes_that_add_the_same_documents_keep_each_once(tmp_path: Path) -> None:
    archive, ledger = tmp_path / "many.jsonl", tmp_path / "one.ledger"
    archive.write_text(records(many(DOCUMENTS)), encoding="utf-8")
    started = [start("add", archive, "--ledger", ledger, "--json") for _ in range(PROCESSES)]
    ended = [process.communicate(timeout=SECONDS) for process in started]
    assert [(process.returncode, errors) for process, (_, errors) in zip(started, ended, strict=True)] == [
        (0, "") for _ in range(PROCESSES)
    ]
    assert [len(acknowledged(output)) for output, _ in ended] == [DOCUMENTS] * PROCESSES
    new = sum(output.count('"outcome":"new"') + output.count('"outcome": "new"') for output, _ in ended)
    assert new == count(ledger, "documents") == count(ledger, "readings") == DOCUMENTS
    checked = run("check", "--ledger", ledger)
    assert (checked.exit_code, checked.output.partition(":")[0]) == (0, "sound")
