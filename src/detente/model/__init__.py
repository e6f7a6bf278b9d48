"""Frozen values that all rooms share."""

from detente.model.actors import Body, Party, Person, Place, State, Term
from detente.model.capture import Capture, Stamp, Visit
from detente.model.dropping import DROP_REASONS, Dropped
from detente.model.language import JunkRules
from detente.model.report import PRESS, TOPICS, Compared, Kind, Outcome, Promise, Rejected, Report, Stated, Status
from detente.model.text import REFUSAL_REASONS, Document, Junk, Refusal, Span
from detente.model.time import Interval, Precision, month_of, one_day, year_of

__all__ = [
    "DROP_REASONS",
    "PRESS",
    "REFUSAL_REASONS",
    "TOPICS",
    "Body",
    "Capture",
    "Compared",
    "Document",
    "Dropped",
    "Interval",
    "Junk",
    "JunkRules",
    "Kind",
    "Outcome",
    "Party",
    "Person",
    "Place",
    "Precision",
    "Promise",
    "Refusal",
    "Rejected",
    "Report",
    "Span",
    "Stamp",
    "State",
    "Stated",
    "Status",
    "Term",
    "Visit",
    "month_of",
    "one_day",
    "year_of",
]
