"""Reads news in any language and keeps a ledger of contacts between states, every field tied to its sentence.

`read` gives documents, a `Reader` reads each to a `Reading`, or a `Refusal` says why not; a `Reading` has `Report`s.
"""

from detente.model import Document, Interval, Refusal, Report, Span, Stated
from detente.pipeline import Reader, Reading
from detente.read import read

__all__ = [
    "Document",
    "Interval",
    "Reader",
    "Reading",
    "Refusal",
    "Report",
    "Span",
    "Stated",
    "__version__",
    "read",
]

__version__ = "0.1.0"
