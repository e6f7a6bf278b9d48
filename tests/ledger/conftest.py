"""Ledgers for tests: readings made once, and a home without settings for the command."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.ledger.invented import overlapping

from detente import Reader, Reading
from detente.cli.book import extractor_of
from detente.ledger import Extractor, Ledger


@pytest.fixture(autouse=True)
def home(tmp_path: Path, caches: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without settings."""
    for name in ("DETENTE_CONFIG", "DETENTE_OVERLAY", "DETENTE_CACHE", "DETENTE_LEDGER", "DETENTE_CODER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(caches))
    return tmp_path


@pytest.fixture(scope="session")
def prepared(reader: Reader) -> Mapping[str, Reading]:
    """Name -> reading of each document of `overlapping`."""
    outcomes = {document.id: reader.read(document) for document in overlapping()}
    readings = {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, Reading)}
    assert len(readings) == len(outcomes) == 40
    return readings


@pytest.fixture(scope="session")
def by_rules(reader: Reader) -> Extractor:
    """Reads as the command does."""
    return extractor_of(reader)


@pytest.fixture(scope="session")
def by_heart(prepared: Mapping[str, Reading], by_rules: Extractor) -> Extractor:
    """Knows the readings of `overlapping` already."""
    return replace(by_rules, read=lambda document: prepared[document.id], version=lambda _: "heart 1")


@pytest.fixture(scope="session")
def forty(tmp_path_factory: pytest.TempPathFactory, by_heart: Extractor) -> Iterator[Ledger]:
    """A ledger of `overlapping`, each learned on its day of publication, to be asked and not to be changed."""
    path = tmp_path_factory.mktemp("forty") / "forty.ledger"
    with Ledger.open(path, create=True) as book:
        assert len(list(book.add(overlapping(), by_heart, at="2024-01-01T00:00:00Z", as_published=True))) == 40
        book.refresh()
        yield book


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Ledger]:
    """A new ledger."""
    with Ledger.open(tmp_path / "empty.ledger", create=True) as book:
        yield book
