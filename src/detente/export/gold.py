"""Reports in the form of the codebook: one line of JSON a document (`--format gold`)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from detente.export.reading import Item
from detente.export.records import json_line
from detente.export.screen import Screen
from detente.model import Document, Refusal, Report, Stated


def gold(items: Iterable[Item], screen: Screen) -> Iterator[str]:
    """One line of JSON a document.

    A document whose language nobody can read has a line without contacts, so that scoring counts it as missed; bytes
    that gave no document have no id and no line.
    """
    for item in items:
        outcome = item.outcome
        if not isinstance(outcome, Refusal):
            yield json_line(gold_row(outcome.document, outcome.reports, outcome.lang), screen)
        elif item.document is not None:
            yield json_line(gold_row(item.document, (), item.document.lang), screen)


def gold_row(document: Document, reports: Sequence[Report], lang: str | None) -> dict[str, Any]:
    """The codebook's row of one document; quotes are verbatim passages of its text."""
    return {
        "id": document.id,
        "lang": lang,
        "published": document.published.isoformat() if document.published else None,
        "contacts": [contact_row(document, report) for report in reports],
    }


def contact_row(document: Document, report: Report) -> dict[str, Any]:
    """One contact in the codebook's form."""
    days = report.days.value if report.days else None
    return {
        "kind": report.kind.value.value,
        "status": report.status.value.value,
        "sides": [side.value for side in report.sides],
        "parties": [
            {"name": party.value.name, "side": party.value.side, "office": party.value.office}
            for party in report.parties
        ],
        "start": days.start.isoformat() if days else None,
        "end": days.end.isoformat() if days else None,
        "place": _value(report.place),
        "asked_by": _value(report.asked_by),
        "topics": [topic.value for topic in report.topics],
        "outcomes": [outcome.value.value for outcome in report.outcomes],
        "told_by": [teller.value for teller in report.told_by],
        "quotes": [document.quote(span) for span in report.quotes],
    }


def _value(stated: Stated[str] | None) -> str | None:
    return stated.value if stated is not None else None
