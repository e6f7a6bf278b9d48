"""How a document was read: what was seen in its text, what made each contact, and what was no contact and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from detente.export.glossed import Glossed, Quotation
from detente.export.marks import LEGEND, marked_text
from detente.export.reading import Item, Reading
from detente.export.screen import Piece, Screen, one_line
from detente.export.table import counted, heading
from detente.export.wording import days_in_words, party_in_words, promise_in_words, quoted, status_in_words
from detente.model import DROP_REASONS, Compared, Document, Refusal, Rejected, Report, Span, Stated

_INDENT = "  "
_LABEL = 10
# Fields that are called otherwise where they have several values, as in `_fields`.
_NAMES = {"sides": "side", "parties": "party", "topics": "topic", "outcomes": "outcome", "asked_by": "asked by",
          "told_by": "told by"}  # fmt: skip


Gloss = Callable[[Iterable[Quotation]], Glossed]


def explain(items: Iterable[Item], screen: Screen, gloss: Gloss | None = None) -> Iterator[str]:
    """A block of lines a document; refusals are left to the caller.

    Args:
        gloss: makes English glosses of quotations; None for none.
    """
    for item in items:
        if not isinstance(item.outcome, Refusal):
            yield from _explained(item.outcome, screen, gloss)


def _explained(reading: Reading, screen: Screen, gloss: Gloss | None) -> Iterator[str]:
    yield heading(reading, screen)
    yield screen.wrapped([(f"read as {reading.lang}; the marks: ", "dim"), *LEGEND], indent=_INDENT) + "\n"
    yield from marked_text(reading.grounded, screen)
    yield "\n"
    for number, report in enumerate(reading.reports, start=1):
        yield _contact(number, reading.document, report, screen)
        if gloss is not None:
            yield _glosses([(reading.document.quote(span), reading.lang) for span in report.quotes], gloss, screen)
        yield "\n"
    yield screen.style(counted(len(reading.reports), "contact") + ", ", "strong")
    yield screen.style(counted(len(reading.rejected), "near-contact") + " rejected", "strong") + "\n"
    for rejected in reading.rejected:
        yield _rejected(reading.document, rejected, screen)
    if reading.dropped:
        yield screen.style(counted(len(reading.dropped), "value") + " of the model dropped", "strong") + "\n"
    for (field, reason), times in Counter((one.field, one.reason) for one in reading.dropped).items():
        yield screen.wrapped([(f"{field}: ", "cue"), (f"{DROP_REASONS[reason]} ({times})", "")], first=_INDENT)
    yield "\n"


def _contact(number: int, document: Document, report: Report, screen: Screen) -> str:
    status, style = status_in_words(report.status.value, screen)
    lines = screen.wrapped([(f"Contact {number}: {report.kind.value.value}, ", "strong"), (status, style)])
    lines += _row("pattern", one_line(f"{report.pattern}, by {report.reader}"), "", screen)
    for name, value, evidence in _fields(report, screen):
        words = ", ".join(quoted(document, span, screen) for span in evidence)
        lines += _row(name, value, f"from {words}", screen)
    if report.compared is not None:
        lines += _compared(document, report.compared, screen)
    for span in report.quotes:
        lines += _row("quote", quoted(document, span, screen), "", screen)
    return lines


def _glosses(quotations: Sequence[Quotation], gloss: Gloss, screen: Screen) -> str:
    """The glosses of a contact's quotations, in their order."""
    found = gloss(quotations)
    return "".join(_labelled("gloss", pieces, screen) for one in quotations if (pieces := found.pieces(one)))


def _compared(document: Document, compared: Compared, screen: Screen) -> str:
    """Where a second reader agrees, what only it says, and what it says otherwise."""
    lines = ""
    for label, names in (("agreed", compared.agreed), ("added", compared.added)):
        if names:
            lines += _row(label, ", ".join(_NAMES.get(name, name) for name in names), "", screen)
    otherwise = {_NAMES.get(name, name) for name in compared.differing}
    for name, value, evidence in _fields(compared.other, screen):
        if name in otherwise:
            words = ", ".join(quoted(document, span, screen) for span in evidence)
            lines += _row("but", one_line(f"{name} {value}, says {compared.other.reader}"), f"from {words}", screen)
    return lines


def _row(name: str, value: str, evidence: str, screen: Screen) -> str:
    return _labelled(name, [(f"{value}  ", ""), (evidence, "dim")], screen)


def _labelled(name: str, pieces: Sequence[Piece], screen: Screen) -> str:
    label = f"{_INDENT}{name:<{_LABEL}}"
    return screen.wrapped(pieces, first=label, indent=" " * len(label))


def _fields(report: Report, screen: Screen) -> Iterator[tuple[str, str, tuple[Span, ...]]]:
    """Name, value in words and evidence of each field that the report has."""
    yield "kind", report.kind.value.value, report.kind.evidence
    yield "status", report.status.value.value, report.status.evidence
    for side in report.sides:
        yield "side", side.value, side.evidence
    for party in report.parties:
        yield "party", party_in_words(party.value), party.evidence
    if report.days is not None:
        yield "days", days_in_words(report.days.value, screen), report.days.evidence
    lists: tuple[tuple[str, tuple[Stated[str], ...]], ...] = (
        ("place", (report.place,) if report.place else ()),
        ("asked by", (report.asked_by,) if report.asked_by else ()),
        ("topic", report.topics),
        ("told by", report.told_by),
    )
    for name, values in lists:
        for one in values:
            yield name, one_line(one.value), one.evidence
    for outcome in report.outcomes:
        yield "outcome", outcome.value.value, outcome.evidence
    for promise in report.promises:
        yield "promise", promise_in_words(promise.value, screen), promise.evidence[1:]


def _rejected(document: Document, rejected: Rejected, screen: Screen) -> str:
    pieces: list[Piece] = [
        (one_line(rejected.cue), "cue"),
        (f": {one_line(rejected.reason)}  ", ""),
        (quoted(document, rejected.span, screen), "dim"),
    ]
    return screen.wrapped(pieces, first=_INDENT, indent=_INDENT * 2)
