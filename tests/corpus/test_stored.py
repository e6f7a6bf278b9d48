"""A corpus becomes a ledger."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from tests.corpus.archives import CALL, GARDEN, MEETING, lines
from tests.corpus.conftest import NOW, clock, ran
from typer.testing import CliRunner

from detente import Reader
from detente.cli import app, book, watched
from detente.cli.book import extractor_of
from detente.corpus.manifest import manifests
from detente.corpus.plan import Plan
from detente.corpus.stored import stored, stored_refusals
from detente.ledger import Ledger
from detente.model import Document, Refusal
from detente.model.reading import Filed
from detente.read import read

MakePlan = Callable[..., Plan]
EXAMPLES = Path(__file__).parents[2] / "src" / "detente" / "data" / "examples"


def ledger_of(items: object, path: Path, reader: Reader) -> list[str]:
    """All that a ledger keeps of some items, as the statements that would make it again."""
    with Ledger.open(path, create=True) as ledger:
        list(ledger.add(items, extractor_of(reader), at=NOW))  # type: ignore[arg-type]
        ledger.refresh()
    connection = sqlite3.connect(path)
    dumped = list(connection.iterdump())
    connection.close()
    return dumped


def test_a_corpus_gives_the_ledger_that_its_documents_would_give_read_before_or_anew(
    make_plan: MakePlan, tmp_path: Path, reader: Reader
) -> None:
    plan = make_plan(keep="all", look=False)
    ran(plan, EXAMPLES)
    inputs = [one.input for one in manifests(Path(plan.out))]
    loaded = list(stored(Path(plan.out), plan.version))
    assert all(isinstance(one, Filed) for one in loaded)
    from_corpus = ledger_of(loaded, tmp_path / "corpus.ledger", reader)
    from_files = ledger_of(read(inputs), tmp_path / "files.ledger", reader)
    assert from_corpus == from_files
    assert sum('INSERT INTO "reports"' in line for line in from_corpus) > 20
    # Of another version the text alone is taken, and read again.
    later = list(stored(Path(plan.out), "a later version"))
    assert all(isinstance(one, Document) for one in later)
    assert ledger_of(later, tmp_path / "later.ledger", reader) == from_files


def test_a_reading_whose_language_file_has_changed_since_is_made_anew(
    make_plan: MakePlan, tmp_path: Path, reader: Reader
) -> None:
    plan = make_plan()
    ran(plan, lines(tmp_path / "day.jsonl", [CALL]))
    (one,) = stored(Path(plan.out), plan.version)
    assert isinstance(one, Filed)
    old = msgspec.json.decode(msgspec.json.encode(one), type=Filed)
    assert old == one
    empty = msgspec.convert({**msgspec.to_builtins(one), "version": "rules 0 old", "reports": []}, type=Filed)
    with Ledger.open(tmp_path / "a.ledger", create=True) as ledger:
        (added,) = ledger.add([empty], extractor_of(reader), at=NOW)
        assert (added.outcome, added.reports) == ("new", 1)


def test_a_document_that_the_ledger_knows_stays_known(make_plan: MakePlan, tmp_path: Path, reader: Reader) -> None:
    plan = make_plan()
    path = lines(tmp_path / "day.jsonl", [CALL, MEETING])
    ran(plan, path)
    with Ledger.open(tmp_path / "a.ledger", create=True) as ledger:
        extractor = extractor_of(reader)
        assert [one.outcome for one in ledger.add(read([str(path)]), extractor, at=NOW)] == ["new", "new"]
        loaded = stored(Path(plan.out), plan.version)
        assert [one.outcome for one in ledger.add(loaded, extractor, at=NOW)] == ["known", "known"]


def test_a_shard_whose_rows_are_gone_or_damaged_is_a_refusal_beside_the_others(
    make_plan: MakePlan, tmp_path: Path
) -> None:
    plan = make_plan()
    results = ran(plan, *(lines(tmp_path / f"{number}.jsonl", [CALL]) for number in range(3)))
    (Path(plan.out) / f"{results[0].name}.parquet").unlink()
    (Path(plan.out) / f"{results[1].name}.parquet").write_bytes(b"PAR1 and no more")
    found = list(stored(Path(plan.out), plan.version))
    assert [one.reason for one in found if isinstance(one, Refusal)] == ["not-found", "binary"]
    assert len(found) == 3


def test_refusals_come_back_as_they_were(make_plan: MakePlan, tmp_path: Path) -> None:
    plan = make_plan()
    path = tmp_path / "day.jsonl"
    path.write_text("no record\n", encoding="utf-8")
    ran(plan, path)
    assert list(stored_refusals(Path(plan.out))) == [one for one in read([str(path)]) if isinstance(one, Refusal)]


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to type commands in, with some news and some that is none; the clock stands still."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(book, "now", clock)
    (tmp_path / "news").mkdir()
    lines(tmp_path / "news" / "a.jsonl.gz", [CALL, GARDEN])
    (tmp_path / "news" / "b.jsonl").write_text("no record\n", encoding="utf-8")
    lines(tmp_path / "news" / "c.jsonl", [MEETING])
    return tmp_path


def typed(*words: str, code: int = 0) -> str:
    """What a command prints to standard output."""
    ran = CliRunner().invoke(app, list(words))
    assert ran.exit_code == code, ran.output
    return ran.stdout


def test_a_corpus_is_made_told_of_and_added_by_three_commands(in_folder: Path) -> None:
    assert "2 documents kept with 2 reports, 1 refused" in typed("corpus", "news", "--out", "out", "--workers", "1")
    again = [json.loads(line) for line in typed("corpus", "news", "--out", "out", "--json").splitlines()]
    assert [one["state"] for one in again] == ["standing"] * 3
    told = typed("corpus", "--stats", "out")
    assert "2 kept with 2 reports" in told
    assert "not-json 1" in told
    sums = json.loads(typed("corpus", "--stats", "out", "--json"))
    assert (sums["shards"], sums["kept"], sums["refused"]) == (3, 2, {"not-json": 1})
    assert "documents: 2 new, 1 refused; the ledger has 2 contacts" in typed("add", "out")
    typed("add", "news", "--ledger", "other.ledger", code=3)
    for form in ("csv", "jsonl"):
        asked = "export", form, "--side", "TR", "--side", "RU"
        assert typed(*asked) == typed(*asked, "--ledger", "other.ledger")
    assert typed("refusals", "--json") == typed("refusals", "--json", "--ledger", "other.ledger")
    assert (in_folder / "detente.ledger").is_file()


@pytest.mark.usefixtures("in_folder")
def test_a_long_run_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "_PATIENCE", 0)
    monkeypatch.setattr(watched, "_MINUTE", 0)
    told = CliRunner().invoke(app, ["corpus", "news", "--out", "out"]).stderr
    assert "3 of 3 inputs, " in told
    assert " records/s, 0:00:00 left" in told


@pytest.mark.usefixtures("in_folder")
def test_a_corpus_can_be_read_like_a_folder_of_documents() -> None:
    typed("corpus", "news", "--out", "out")
    assert "Kyriakos Mitsotakis" in typed("read", "out")


@pytest.mark.usefixtures("in_folder")
def test_what_is_lost_makes_the_exit_code_and_what_is_refused_does_not() -> None:
    typed("corpus", "news", "--out", "out")
    typed("corpus", "news", "gone.warc.gz", "--out", "out", code=3)
    typed("corpus", "--stats", "out", code=3)
    typed("corpus", "--stats", "news", code=2)
    typed("corpus", "news", code=2)
    typed("corpus", "news", "--out", "out", "--workers", "2", "--dask", "tcp://127.0.0.1:1", code=2)
