"""The tests; a package so that mypy can tell `tests/conftest.py` from the conftest files below it."""
