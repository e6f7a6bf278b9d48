"""A process killed at any moment loses nothing that it acknowledged and leaves no half document."""

import random
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.ledger.invented import many, records
from tests.ledger.running import acknowledged, count, finish, kept, run, start

from detente.ledger import Extractor, Ledger
from detente.ledger.check import snapshot

DOCUMENTS = many(1_600)[::4]  # those in English, whose language file is soon read
AT = "2024-01-01T00:00:00Z"


def killings(few: int, soaking: int) -> pytest.MarkDecorator:
    """So many kills in each run of the tests, and more in `make soak`."""
    return pytest.mark.parametrize("kills", [few, pytest.param(soaking, marks=pytest.mark.soak)])


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "many.jsonl"
    path.write_text(records(DOCUMENTS), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def whole(archive: Path, by_rules: Extractor) -> Path:
    """A ledger that nothing has disturbed."""
    path = archive.with_name("whole.ledger")
    with Ledger.open(path, create=True) as book:
        assert {one.outcome for one in book.add(DOCUMENTS, by_rules, at=AT)} == {"new"}
        book.refresh()
    return path


@pytest.fixture(scope="module")
def documents(whole: Path) -> Mapping[str, object]:
    """Name -> all that the ledger keeps of a document when nothing disturbs it."""
    return kept(whole)


def derived(path: Path) -> Mapping[str, object]:
    with Ledger.open(path) as book:
        book.refresh()
        return snapshot(book.connection)


def wait_at_random(chance: random.Random, longest: float) -> None:
    """Any moment will do; nothing depends on which it is."""
    time.sleep(chance.uniform(0, longest))


def line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def killed(process: "subprocess.Popen[str]") -> str:
    """What a process had still written when it was killed."""
    process.kill()
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        # Not communicate(), which forgets what readline() has read ahead.
        rest = process.stdout.read()
        process.wait()
    return rest


def copy(ledger: Path, to: Path) -> Path:
    with Ledger.open(ledger) as book:
        book.connection.execute("VACUUM INTO ?", (str(to),))
    return to


@killings(10, 100)
def test_a_killed_add_keeps_what_it_acknowledged_and_no_half_document(
    kills: int, archive: Path, whole: Path, documents: Mapping[str, object], tmp_path: Path
) -> None:
    chance = random.Random(kills)  # noqa: S311  (moments, not secrets)
    acked: set[str] = set()
    ledger = tmp_path / "0.ledger"
    partly = 0
    for number in range(kills):
        if number % 5 == 0:
            ledger, acked = tmp_path / f"{number}.ledger", set()
        process = start("add", archive, "--ledger", ledger, "--json")
        # Before it has begun, or after so many acknowledgements, and then a moment more.
        lines = [line_of(process) for _ in range(chance.choice((0, 1, 33, 97, 161, 230, 400)))]
        wait_at_random(chance, 0.05 if lines else 1.5)
        rest = killed(process)
        acked |= set(acknowledged("".join(lines) + rest))
        made = ledger.is_file()
        assert run("check", "--ledger", ledger).exit_code == (0 if made else 2)
        found = kept(ledger) if made else {}
        assert acked <= set(found)
        assert {name: documents[name] for name in found} == found
        partly += 0 < len(found) < len(DOCUMENTS)
    assert partly
    assert finish("add", archive, "--ledger", ledger, "--json").returncode == 0
    assert kept(ledger) == documents
    assert derived(ledger) == derived(whole)


@killings(5, 50)
def test_a_killed_rebuild_leaves_a_ledger_that_comes_to_the_same(kills: int, whole: Path, tmp_path: Path) -> None:
    chance = random.Random(kills)  # noqa: S311  (moments, not secrets)
    ledger = copy(whole, tmp_path / "rebuilt.ledger")
    expected, documents = derived(whole), kept(whole)
    for _ in range(kills):
        process = start("rebuild", "--ledger", ledger)
        wait_at_random(chance, 1.2)
        killed(process)
        assert run("check", "--ledger", ledger).exit_code == 0
        assert kept(ledger) == documents
        assert derived(ledger) == expected


@killings(5, 50)
def test_a_killed_judge_keeps_whole_judgements_or_none(kills: int, whole: Path, tmp_path: Path) -> None:
    chance = random.Random(kills)  # noqa: S311  (moments, not secrets)
    ledger = copy(whole, tmp_path / "judged.ledger")
    with Ledger.open(ledger) as book:
        book.refresh()
        ids = [row["id"] for row in book.connection.execute("SELECT id FROM contacts ORDER BY id")]
    done = 0
    for number in range(kills):
        contact, verdict = ids[number % len(ids)], ("confirm", "reject")[number % 2]
        known = count(ledger, "judgements")
        process = start("judge", verdict, contact, "--by", "Ada", "--ledger", ledger)
        told = line_of(process) if chance.random() < 0.3 else ""
        wait_at_random(chance, 0.02 if told else 1.0)
        rest = killed(process)
        kept_now = count(ledger, "judgements")
        assert kept_now - known in ({1} if told or rest else {0, 1})
        assert run("check", "--ledger", ledger).exit_code == 0
        done += kept_now - known
    assert count(ledger, "judgements") == done
