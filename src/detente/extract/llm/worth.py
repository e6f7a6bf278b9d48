"""Which documents are worth a call, by what the rules made of them."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Literal

from detente.model import Rejected, Report

When = Literal["uncertain", "found", "all"]
WHEN = MappingProxyType({
    "uncertain": "a near-contact was rejected, or a contact lacks its day or somebody for one of its sides",
    "found": "the rules found a contact",
    "all": "every document",
})  # fmt: skip


def worth_asking(when: When, reports: Sequence[Report], rejected: Sequence[Rejected]) -> bool:
    """Whether a model should read a document too (`WHEN`)."""
    if when == "all":
        return True
    if when == "found":
        return bool(reports)
    return bool(rejected) or any(_lacks_something(report) for report in reports)


def _lacks_something(report: Report) -> bool:
    acting = {party.value.side for party in report.parties}
    return report.days is None or any(side.value not in acting for side in report.sides)
