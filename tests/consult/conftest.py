"""A reader that asks whatever model a test hands it."""

from collections.abc import Callable

import pytest
from tests.conftest import LATEST
from tests.consult.asking import DOCUMENT, Handed

from detente import Document, Reader, Reading
from detente.consult.model import Model


@pytest.fixture(scope="session")
def _handed() -> tuple[Reader, Handed]:
    handed = Handed()
    return Reader(latest=LATEST, second=handed), handed


@pytest.fixture
def read_with(_handed: tuple[Reader, Handed]) -> Callable[..., Reading]:
    """Reads a document, `DOCUMENT` unless another one is given, with a model as second reader."""
    reader, handed = _handed

    def read(model: Model, document: Document = DOCUMENT) -> Reading:
        handed.model = model
        outcome = reader.read(document)
        assert isinstance(outcome, Reading), outcome
        return outcome

    return read


@pytest.fixture
def by_rules(_handed: tuple[Reader, Handed]) -> Callable[..., Reading]:
    """Reads a document as the rules alone do."""

    def read(document: Document = DOCUMENT) -> Reading:
        outcome = _handed[0].read_by_rules(document)
        assert isinstance(outcome, Reading), outcome
        return outcome

    return read
