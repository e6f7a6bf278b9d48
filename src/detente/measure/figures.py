"""Precision, recall, F1 and accuracies with confidence intervals by bootstrap over documents."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from detente.measure.labels import Contact, Labelled
from detente.measure.tally import Tally, tally_document, tally_groups

By = Literal["language", "kind", "status"]
_SAMPLES = 1000
_SEED = 20211103
_TAIL = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Precision, recall and their harmonic mean, each between 0 and 1; `number` is that of labelled values."""

    precision: float
    recall: float
    f1: float
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How well documents, or a group of their contacts, were read.

    Attributes:
        contacts, strict: strict ones have equal sides, kind and status, and no contradicting days.
        fields: field -> accuracy on paired contacts and their number.
        sets: field of several values -> its share on paired contacts.
        alarms: documents without a labelled contact in which one was read, of how many.
        between: bounds of the 95 % confidence interval of `f1` and `strict`, by bootstrap over documents; empty for
            groups by kind or status.
    """

    documents: int
    contacts: Share
    strict: Share
    fields: Mapping[str, tuple[float, int]]
    sets: Mapping[str, Share]
    alarms: tuple[int, int]
    between: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def measure(
    labels: Iterable[Labelled], read: Mapping[str, Sequence[Contact]], by: By | None = None
) -> tuple[Figures, Mapping[str, Figures]]:
    """Figures of all documents, and of each group of them.

    Args:
        labels: labelled documents.
        read: id -> contacts read; a document that is absent counts as one without contacts.
        by: how to group: documents by language, contacts by kind or status.
    """
    labels = list(labels)
    tallies = [tally_document(one.contacts, read.get(one.id, ())) for one in labels]
    groups: dict[str, list[Tally]] = {}
    for one, tally in zip(labels, tallies, strict=True):
        if by == "language":
            groups.setdefault(one.lang, []).append(tally)
        elif by is not None:
            for value, part in tally_groups(one.contacts, read.get(one.id, ()), by).items():
                groups.setdefault(value, []).append(part)
    sure = by in {"language", None}
    return _figures(tallies, sure=True), {value: _figures(parts, sure=sure) for value, parts in sorted(groups.items())}


def share(shared: int, read: int, labelled: int, *, found: int | None = None) -> Share:
    """Precision, recall and F1 from counts; 0 where nothing was read or labelled.

    Args:
        found: of the read ones those that are right, when it is not `shared`.
    """
    precision = (shared if found is None else found) / read if read else 0.0
    recall = shared / labelled if labelled else 0.0
    both = precision + recall
    return Share(precision=precision, recall=recall, f1=2 * precision * recall / both if both else 0.0, number=labelled)


def _figures(tallies: Sequence[Tally], *, sure: bool) -> Figures:
    whole = Tally()
    for tally in tallies:
        whole += tally
    return Figures(
        documents=whole.documents,
        contacts=share(whole.right, whole.read, whole.labelled, found=whole.found),
        strict=share(whole.strict, whole.read, whole.labelled),
        fields={name: (right / known, known) for name, (right, known) in whole.fields.items()},
        sets={name: share(*counts) for name, counts in whole.sets.items()},
        alarms=(whole.alarms, whole.quiet),
        between=_between(tallies) if sure else {},
    )


def _between(tallies: Sequence[Tally]) -> dict[str, tuple[float, float]]:
    """Percentile bootstrap: documents drawn with replacement, always the same draws."""
    rows = [(one.right, one.strict, one.read, one.labelled) for one in tallies]
    draw = random.Random(_SEED)  # noqa: S311 a statistic, no secret
    samples: tuple[list[float], list[float]] = [], []
    for _ in range(_SAMPLES):
        right, strict, read, labelled = map(sum, zip(*draw.choices(rows, k=len(rows)), strict=True))
        samples[0].append(share(right, read, labelled).f1)
        samples[1].append(share(strict, read, labelled).f1)
    first, last = int(_TAIL * _SAMPLES), int((1 - _TAIL) * _SAMPLES) - 1
    return {
        name: (sorted(values)[first], sorted(values)[last])
        for name, values in zip(("f1", "strict"), samples, strict=True)
    }
