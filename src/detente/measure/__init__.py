"""Labelled contacts + contacts read -> figures: how well documents were read, how sure that is, and what went wrong."""

from detente.measure.causes import Cause, Read, find_causes
from detente.measure.cost import Cost, total
from detente.measure.figures import Figures, Share, measure
from detente.measure.labels import Contact, Labelled, accepted, contacts_of, load_labels

__all__ = [
    "Cause",
    "Contact",
    "Cost",
    "Figures",
    "Labelled",
    "Read",
    "Share",
    "accepted",
    "contacts_of",
    "find_causes",
    "load_labels",
    "measure",
    "total",
]
