"""Labelled contacts + contacts read -> figures: how well documents were read, how sure that is, and what went wrong."""

from detente.measure.causes import Cause, Read, find_causes
from detente.measure.figures import Figures, Share, measure
from detente.measure.labels import Contact, Labelled, contacts_of, load_labels

__all__ = [
    "Cause",
    "Contact",
    "Figures",
    "Labelled",
    "Read",
    "Share",
    "contacts_of",
    "find_causes",
    "load_labels",
    "measure",
]
