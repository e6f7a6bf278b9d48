"""One registry for all tests of the reference."""

import pytest

from detente.reference.registry import Registry, load_registry


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The registry of the package, parsed once."""
    return load_registry()
