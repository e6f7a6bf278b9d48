"""A reader that asks whatever model a test hands it, and a home in which commands find a model."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import LATEST
from tests.consult.asking import DOCUMENT, TEXT, Handed

from detente import Document, Reader, Reading
from detente.consult.model import Model


@pytest.fixture(scope="session")
def handed_reader() -> tuple[Reader, Handed]:
    """A reader, and who hands it its model."""
    handed = Handed()
    return Reader(latest=LATEST, second=handed), handed


@pytest.fixture
def read_with(handed_reader: tuple[Reader, Handed]) -> Callable[..., Reading]:
    """Reads a document, `DOCUMENT` unless another one is given, with a model as second reader."""
    reader, handed = handed_reader

    def read(model: Model, document: Document = DOCUMENT) -> Reading:
        handed.model = model
        outcome = reader.read(document)
        assert isinstance(outcome, Reading), outcome
        return outcome

    return read


@pytest.fixture
def by_rules(handed_reader: tuple[Reader, Handed]) -> Callable[..., Reading]:
    """Reads a document as the rules alone do."""

    def read(document: Document = DOCUMENT) -> Reading:
        outcome = handed_reader[0].read_by_rules(document)
        assert isinstance(outcome, Reading), outcome
        return outcome

    return read


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the compiled registry, English and French, and nothing else."""
    folder = tmp_path_factory.mktemp("compiled")
    reader = Reader(latest=LATEST, cache=folder)
    for lang in ("en", "fr"):
        reader.vocabulary(lang)
    return folder


@pytest.fixture
def article(tmp_path: Path, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article in an empty home, in which a model has a name."""
    shutil.copytree(compiled, tmp_path / "cache" / "detente")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "DETENTE_CONFIG", "DETENTE_LEDGER", "DETENTE_LLM_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("DETENTE_LLM__MODEL", "tiny")
    monkeypatch.setenv("DETENTE_LLM__RETRIES", "0")
    file = tmp_path / "article.jsonl"
    line = {"id": "berlin", "lang": "en", "published": "2024-05-15", "text": TEXT, "title": ""}
    file.write_text(json.dumps({**line, "contacts": []}) + "\n", encoding="utf-8")
    return file
