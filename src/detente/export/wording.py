"""Values in words for people: days, statuses, parties, where a report comes from."""

from datetime import date

from detente.export.screen import Screen, one_line
from detente.model import PRESS, Document, Interval, Party, Precision, Promise, Report, Span, Stated, Status

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Symbol, its ASCII stand-in, style. The word always stands beside them.
_STATUSES = {
    Status.HELD: ("●", "*", "good"),
    Status.PLANNED: ("○", "o", "ahead"),
    Status.PROPOSED: ("◌", "?", "open"),
    Status.DENIED: ("✕", "x", "bad"),
    Status.CANCELLED: ("⊘", "/", "gone"),
}


def day_in_words(day: date) -> str:
    """A day such as `2 Nov 2021`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def days_in_words(days: Interval, screen: Screen) -> str:
    """An interval such as `2 Nov 2021`, `Jun 2021`, `2021` or `12 Feb – 28 Mar 2025`, with no more than it needs."""
    first, last = days.start, days.end
    if first == last:
        return day_in_words(first)
    if days.precision is Precision.MONTH:
        return f"{_MONTHS[first.month - 1]} {first.year}"
    if days.precision is Precision.YEAR:
        return str(first.year)
    dash = screen.symbol("–", "-")
    if first.year != last.year:
        return f"{day_in_words(first)} {dash} {day_in_words(last)}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} {dash} {day_in_words(last)}"
    return f"{first.day}{dash}{day_in_words(last)}"


def status_in_words(status: Status, screen: Screen) -> tuple[str, str]:
    """Symbol and word of a status, and the style for both."""
    symbol, plain, style = _STATUSES[status]
    return f"{screen.symbol(symbol, plain)} {status.value}", style


def party_in_words(party: Party) -> str:
    """A party such as `William Burns, CIA director (US)`."""
    named = ", ".join(one_line(part) for part in (party.name, party.office) if part)
    return f"{named or 'a delegation'} ({party.side})"


def promise_in_words(promise: Promise, screen: Screen) -> str:
    """A promise such as `commitment by IR, to keep in contact, due 31 May 2025`."""
    words = f"{promise.kind.value} by {' and '.join(promise.by)}" if promise.by else promise.kind.value
    words += ", to keep in contact" if promise.regular else ""
    return words + (f", due {days_in_words(promise.due, screen)}" if promise.due else "")


def who_with_whom(report: Report, screen: Screen) -> str:
    """The parties, grouped by their sides in the order of the text; a side without a party by its code alone."""
    groups = []
    for side in sorted(report.sides, key=lambda side: min(side.evidence)):
        parties = [party_in_words(stated.value) for stated in report.parties if stated.value.side == side.value]
        groups.append(" and ".join(parties) or side.value)
    others = {side.value for side in report.sides}
    groups += [party_in_words(stated.value) for stated in report.parties if stated.value.side not in others]
    return f" {screen.symbol('↔', '<->')} ".join(groups)


def told_in_words(told_by: tuple[Stated[str], ...]) -> str:
    """Whose account it is: sides by their codes, the outlet as `the press`."""
    return ", ".join("the press" if teller.value == PRESS else teller.value for teller in told_by)


def quoted(document: Document, span: Span, screen: Screen) -> str:
    """The words at a span in quotation marks, on one line."""
    opening, closing = screen.symbol("“", '"'), screen.symbol("”", '"')
    return f"{opening}{one_line(document.quote(span))}{closing}"


def title_of(document: Document) -> str:
    """What a person calls the document: its title, else its id."""
    return one_line(document.quote(document.title)) if document.title else one_line(document.id)
