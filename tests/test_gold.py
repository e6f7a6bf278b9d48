"""How well detente reads labelled news: floors below which no change may fall, and bars for the two seeds.

The gold lies beside the repository and is not part of it; without it these tests are skipped.
"""

import hashlib
import importlib.util
import json
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from detente import Document, Reader, Reading, read
from detente.export.gold import gold_row
from detente.model.grounded import Dated
from detente.reference.languages import languages, load_language

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
GOLD, SEEDS = SHARED / "gold", SHARED / "seeds"
SCORER, DEV, LABELLED_SEEDS = GOLD / "score.py", GOLD / "dev.jsonl", GOLD / "seeds.jsonl"
RAW_TELUGU, RAW_ENGLISH = SEEDS / "000_389e2f679884bba7.txt", SEEDS / "004_38664cbeabfb6b58.txt"
FLOORS = tomllib.loads((ROOT / "gold" / "floors.toml").read_text(encoding="utf-8"))
MEASURED = sorted(FLOORS["languages"])


def needs(*paths: Path) -> pytest.MarkDecorator:
    """Skips a test where the gold is absent."""
    absent = [str(path) for path in paths if not path.is_file()]
    return pytest.mark.skipif(bool(absent), reason=f"no gold here: {', '.join(absent)} is absent")


def scorer() -> ModuleType:
    """The scoring script of the gold, as it is."""
    spec = importlib.util.spec_from_file_location("gold_score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_rows(reader: Reader, path: Path) -> dict[str, dict[str, Any]]:
    """Id -> the codebook's row of every document of a file, without contacts where it was refused."""
    rows = {}
    for document in read([str(path)]):
        if isinstance(document, Document):
            outcome = reader.read(document)
            reports = outcome.reports if isinstance(outcome, Reading) else ()
            rows[document.id] = gold_row(document, reports, document.lang)
    return rows


def score(path: Path, rows: dict[str, dict[str, Any]], langs: Iterable[str]) -> dict[str, Any]:
    """What the scorer reports of the documents in these languages."""
    tally = scorer().Tally()
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        if document["lang"] in langs:
            tally.add(document, rows[document["id"]]["contacts"])
    report: dict[str, Any] = tally.report()
    return report


@pytest.fixture(scope="session")
def dev_rows(reader: Reader) -> dict[str, dict[str, Any]]:
    """The development gold, read once."""
    return read_rows(reader, DEV)


@needs(DEV)
def test_the_floors_were_measured_on_this_corpus() -> None:
    content = DEV.read_bytes()
    corpus = FLOORS["corpus"]
    assert (hashlib.sha256(content).hexdigest(), len(content.splitlines())) == (
        corpus["sha256"],
        corpus["documents"],
    ), f"{DEV} has changed: measure again and write the new floors, SHA-256 and count into gold/floors.toml"


@needs(DEV, SCORER)
@pytest.mark.parametrize("lang", MEASURED)
def test_a_language_reads_no_worse_than_its_floor(dev_rows: dict[str, dict[str, Any]], lang: str) -> None:
    found, floor = score(DEV, dev_rows, [lang]), FLOORS["languages"][lang]
    got = {
        "f1": found["contacts"]["f1"],
        "strict-f1": found["strict"]["f1"],
        "evidence": found["fields"]["evidence"]["acc"],
    }
    below = {name: (round(value, 3), floor[name]) for name, value in got.items() if value < floor[name]}
    assert not below, f"{lang}: (now, floor) {below}"


@needs(DEV, SCORER)
def test_all_languages_together_read_no_worse_than_their_floor(dev_rows: dict[str, dict[str, Any]]) -> None:
    found, floor = score(DEV, dev_rows, MEASURED), FLOORS["all"]
    assert found["contacts"]["f1"] >= floor["f1"]
    assert found["strict"]["f1"] >= floor["strict-f1"]
    assert found["fields"]["evidence"]["acc"] >= floor["evidence"]
    assert found["false_alarm_documents"][0] <= floor["false-alarms"]


@pytest.mark.parametrize("lang", languages())
def test_a_language_is_measured_when_it_has_a_floor_and_a_draft_otherwise(lang: str) -> None:
    assert load_language(lang).level == ("measured" if lang in MEASURED else "draft")


@needs(DEV, SCORER)
@pytest.mark.parametrize("lang", MEASURED)
def test_a_language_gives_no_more_false_alarms_than_before(dev_rows: dict[str, dict[str, Any]], lang: str) -> None:
    alarms, negatives = score(DEV, dev_rows, [lang])["false_alarm_documents"]
    assert alarms <= FLOORS["languages"][lang]["false-alarms"], f"{lang}: {alarms} of {negatives} quiet documents"


@needs(DEV)
def test_every_document_of_the_gold_has_a_row(dev_rows: dict[str, dict[str, Any]]) -> None:
    ids = {json.loads(line)["id"] for line in DEV.read_text(encoding="utf-8").splitlines()}
    assert ids <= set(dev_rows)


@needs(LABELLED_SEEDS, SCORER)
def test_both_seeds_are_read_as_well_as_promised(reader: Reader) -> None:
    found = score(LABELLED_SEEDS, read_rows(reader, LABELLED_SEEDS), ["en", "te"])
    assert found["contacts"]["n"] == 11
    assert found["contacts"]["r"] == 1.0
    assert found["contacts"]["p"] >= 0.85
    assert found["strict"]["f1"] >= 0.80
    assert found["fields"]["evidence"]["acc"] == 1.0


def dated(reader: Reader, path: Path) -> Dated:
    """When a raw text without a day seems to have been written."""
    (document,) = read([str(path)])
    assert isinstance(document, Document)
    assert document.published is None
    outcome = reader.read(document)
    assert isinstance(outcome, Reading)
    return outcome.grounded.dated


@needs(RAW_TELUGU, RAW_ENGLISH)
@pytest.mark.parametrize(
    ("seed", "widest", "day"), [(RAW_TELUGU, 45, date(2025, 3, 12)), (RAW_ENGLISH, 200, date(2021, 11, 3))]
)
def test_a_seed_without_its_day_is_dated_to_a_narrow_interval(
    reader: Reader, seed: Path, widest: int, day: date
) -> None:
    found = dated(reader, seed)
    assert found.days is not None
    assert found.days.days <= widest
    assert day in found.days
    assert found.reasons
