"""For people: each document under its heading, a row a contact with the sentence that reports it (`--format table`)."""

from collections.abc import Iterable, Iterator

from detente.export.reading import Item, Reading
from detente.export.screen import Piece, Screen, one_line
from detente.export.wording import (
    day_in_words,
    days_in_words,
    quoted,
    status_in_words,
    title_of,
    told_in_words,
    who_with_whom,
)
from detente.model import Document, Refusal, Report
from detente.model.grounded import Dated

_INDENT = "    "
_COLUMNS = (24, 9, 13)  # days, kind, status; the place takes what is left


def table(items: Iterable[Item], screen: Screen) -> Iterator[str]:
    """One block of lines a document, and a last line that counts."""
    documents = contacts = refused = 0
    for item in items:
        if isinstance(item.outcome, Refusal):
            refused += 1
            continue
        documents += 1
        contacts += len(item.outcome.reports)
        yield heading(item.outcome, screen) + _contacts(item.outcome, screen) + "\n"
    counts = [counted(documents, "document"), counted(contacts, "contact")]
    counts += [f"{refused} refused"] if refused else []
    yield screen.style(", ".join(counts), "dim") + "\n"


def counted(number: int, noun: str) -> str:
    """A number with its noun, such as `1 document` or `no contacts`."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def heading(reading: Reading, screen: Screen) -> str:
    """Title, where the document comes from, and its day; reasons below when the day is a conclusion."""
    document, dated = reading.document, reading.grounded.dated
    known = [one_line(document.outlet)] if document.outlet else []
    if document.title:
        known.append(one_line(document.id))
    known.append(_when(document, dated, screen))
    told = f" {screen.symbol('·', '|')} ".join(known)
    lines = screen.wrapped([(title_of(document), "strong")]) + screen.wrapped([(told, "")])
    if document.published is None:
        lines += "".join(dating_reasons(document, dated, screen))
    return lines


def _when(document: Document, dated: Dated, screen: Screen) -> str:
    if document.published is not None:
        return f"published {day_in_words(document.published)}"
    if dated.days is None:
        return "undated"
    return f"dated {days_in_words(dated.days, screen)} from what it says"


def dating_reasons(document: Document, dated: Dated, screen: Screen) -> Iterator[str]:
    """Why the document has its day or interval, one reason a line with its words."""
    for reason, span in dated.reasons:
        words = f": {quoted(document, span, screen)}" if span is not None else ""
        pieces = [(one_line(reason) + words, "dim")]
        yield screen.wrapped(pieces, first=f"  {screen.symbol('·', '-')} ", indent=_INDENT)


def _contacts(reading: Reading, screen: Screen) -> str:
    if not reading.reports:
        return screen.wrapped([("No contact found.", "dim")], first="  ")
    return "".join(contact(reading.document, report, screen) for report in reading.reports)


def contact(document: Document, report: Report, screen: Screen) -> str:
    """Days, kind, status and place; who with whom; who asked and who tells; the sentence."""
    days = days_in_words(report.days.value, screen) if report.days else "day unknown"
    status, style = status_in_words(report.status.value, screen)
    wide, middle, narrow = _COLUMNS
    row: list[Piece] = [
        (f"{days:<{wide}}", "strong"),
        (f"{report.kind.value.value:<{middle}}", ""),
        (f"{status:<{narrow}}", style),
        (one_line(report.place.value) if report.place else "", ""),
    ]
    lines = "\n" + screen.wrapped(row, first="  ", indent=_INDENT)
    lines += screen.wrapped([(who_with_whom(report, screen), "name")], first=_INDENT, indent=_INDENT + "  ")
    lines += screen.wrapped([(_circumstances(report), "dim")], first=_INDENT, indent=_INDENT + "  ")
    quotes = [(quoted(document, span, screen), "") for span in report.quotes[:1]]
    return lines + screen.wrapped(quotes, first=_INDENT, indent=_INDENT)


def _circumstances(report: Report) -> str:
    said = [f"asked for by {report.asked_by.value}"] if report.asked_by else []
    if report.topics:
        said.append("on " + ", ".join(topic.value for topic in report.topics))
    if report.outcomes:
        said.append("outcome: " + ", ".join(outcome.value.value for outcome in report.outcomes))
    said.append(f"told by {told_in_words(report.told_by)}")
    return "; ".join(said)
