"""A reader that asks whatever model a test hands it."""

from collections.abc import Callable

import pytest
from tests.conftest import LATEST
from tests.consult.asking import DOCUMENT, Handed

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
