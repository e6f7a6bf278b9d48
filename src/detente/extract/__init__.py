"""Grounded -> Reports: what a document says of contacts, every value with its evidence."""

from collections.abc import Mapping
from types import MappingProxyType

from detente.extract.rules import Rules
from detente.extract.scene import KINDS
from detente.model import Rejected, Report
from detente.model.grounded import Grounded
from detente.reference.languages import Language

__all__ = ["EXTRACTORS", "VERSION", "extract"]

# Raised by hand when code that reads a document changes what it finds, so that ledgers know to read again.
VERSION = 1

EXTRACTORS: Mapping[str, str] = MappingProxyType({
    "rules": "offline, the default",
    "llm": "a language model, where it answers",
    "both": "the rules and a language model, field by field",
})  # fmt: skip


def extract(grounded: Grounded, language: Language) -> tuple[tuple[Report, ...], tuple[Rejected, ...]]:
    """Reports of a document in text order as the rules find them, and the near-contacts rejected, with reasons."""
    if not any(cue.means in KINDS for cue in grounded.annotated.cues):
        return (), ()  # most articles of the world tell of no contact
    return Rules(grounded, language).read()
