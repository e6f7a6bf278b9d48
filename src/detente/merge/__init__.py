"""Reports -> contacts: what many documents say of one contact, put together; a pure function of a set."""

from detente.merge.choose import RULES, contact_of
from detente.merge.copies import are_copies, sketch, wording
from detente.merge.corrected import CORRECTABLE, corrected_value
from detente.merge.groups import Item, group
from detente.merge.judged import decide
from detente.merge.likeness import THRESHOLD, Subject, likeness, pairs_of, postponed, reach_of, subject_of, window_of
from detente.merge.whole import content_key, items_of, merge

__all__ = [
    "CORRECTABLE",
    "RULES",
    "THRESHOLD",
    "Item",
    "Subject",
    "are_copies",
    "contact_of",
    "content_key",
    "corrected_value",
    "decide",
    "group",
    "items_of",
    "likeness",
    "merge",
    "pairs_of",
    "postponed",
    "reach_of",
    "sketch",
    "subject_of",
    "window_of",
    "wording",
]
