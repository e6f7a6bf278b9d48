"""Which documents are worth a call, by what the rules made of them."""

from types import MappingProxyType
from typing import Literal

from detente.model import Rejected, Report
from detente.model.grounded import Grounded
from detente.model.reading import Reading

When = Literal["uncertain", "found", "all"]
WHEN = MappingProxyType({
    "uncertain": "a contact lacks its day or somebody for one of its sides, or a near-contact was rejected whose "
    "sentence names two sides",
    "found": "the rules found a contact",
    "all": "every document",
})  # fmt: skip
_TWO = 2  # sides of a contact, at least


def worth_asking(when: When, reading: Reading) -> bool:
    """Whether a model should read a document too (`WHEN`).

    On the development gold `uncertain` chose 77 of 133 documents, among them 40 of the 41 whose contacts the rules get
    wrong in kind, status, sides or number; every rejected near-contact would have chosen 118.
    """
    if when == "all":
        return True
    if when == "found":
        return bool(reading.reports)
    lacking = any(_lacks_something(report) for report in reading.reports)
    return lacking or any(_of_two_sides(one, reading.grounded) for one in reading.rejected)


def _lacks_something(report: Report) -> bool:
    acting = {party.value.side for party in report.parties}
    return report.days is None or any(side.value not in acting for side in report.sides)


def _of_two_sides(rejected: Rejected, grounded: Grounded) -> bool:
    starts = grounded.annotated.words.starts
    inside = (one for one in grounded.actors if rejected.span.start <= starts[one.first] < rejected.span.end)
    return len({side for actor in inside for side in actor.sides}) >= _TWO
