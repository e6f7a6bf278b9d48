"""Grounded -> Reports: what a document says of contacts, every value with its evidence."""

from collections.abc import Callable, Mapping

from detente.extract.rules import Rules
from detente.model import Rejected, Report
from detente.model.grounded import Grounded
from detente.reference.languages import Language

__all__ = ["EXTRACTORS", "VERSION", "extract"]

# Raised by hand when code that reads a document changes what it finds, so that ledgers know to read again.
VERSION = 1

Extractor = Callable[[Grounded, Language], tuple[tuple[Report, ...], tuple[Rejected, ...]]]


def _rules(grounded: Grounded, language: Language) -> tuple[tuple[Report, ...], tuple[Rejected, ...]]:
    return Rules(grounded, language).read()


EXTRACTORS: Mapping[str, Extractor] = {"rules": _rules}


def extract(
    grounded: Grounded, language: Language, extractor: str = "rules"
) -> tuple[tuple[Report, ...], tuple[Rejected, ...]]:
    """Reports of a document in text order, and the near-contacts that were rejected, with reasons.

    Args:
        extractor: a key of `EXTRACTORS`.
    """
    return EXTRACTORS[extractor](grounded, language)
