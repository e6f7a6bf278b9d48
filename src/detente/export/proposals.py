"""Annotations that a program proposes, in the gold form: a line of JSON a document, for a person to accept or mend.

Everything that says where a value comes from stands under `proposal`, which scoring does not read.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from detente.export.gold import contact_row, gold_row
from detente.export.plain import plain
from detente.export.reading import Item
from detente.export.records import json_line
from detente.export.screen import Screen
from detente.model import Compared, Document, Refusal, Report, Stated

PROPOSED = "proposed"
_FIELDS = ("kind", "status", "sides", "parties", "days", "place", "asked_by", "topics", "outcomes", "told_by")


def proposal(item: Item) -> str:
    """The line of one document; "" where there is no document.

    A document that nobody could read has no contacts: a person may still label it.
    """
    if isinstance(item.outcome, Refusal):
        return "" if item.document is None else _line(item.document, (), item.document.lang)
    return _line(item.outcome.document, item.outcome.reports, item.outcome.lang)


def _line(document: Document, reports: Sequence[Report], lang: str | None) -> str:
    row = gold_row(document, (), lang)
    record = {
        "id": row["id"],
        "state": PROPOSED,
        "lang": lang or "",
        "published": row["published"],
        "outlet": document.outlet,
        "url": document.url,
        "title": _title(document),
        "text": document.text,
        "contacts": [{**contact_row(document, one), "proposal": _proposal(document, one)} for one in reports],
    }
    return json_line(record, Screen())


def _title(document: Document) -> str | None:
    """The title, where it stands on a line of its own at the head of the text, so that it is found there again."""
    if document.title is None:
        return None
    title = document.quote(document.title)
    before, after = document.text[: document.title.start], document.text[document.title.end :]
    alone = not before.strip() and not after.partition("\n")[0].strip()
    return title if alone and title == " ".join(title.split()) else None


def _proposal(document: Document, report: Report) -> dict[str, Any]:
    """Who proposes a contact, on what they agree, and the words of each value."""
    record: dict[str, Any] = {"readers": report.reader.split(", "), "words": dict(_words(document, report, _FIELDS))}
    if report.compared is not None:
        record |= _compared(document, report.compared)
    return record


def _compared(document: Document, compared: Compared) -> dict[str, Any]:
    """What both say alike, what only the second one says, and what it says otherwise."""
    return {
        "agreed": list(compared.agreed),
        "added": list(compared.added),
        "otherwise": {
            "reader": compared.other.reader,
            "words": dict(_words(document, compared.other, compared.differing)),
        },
    }


def _words(document: Document, report: Report, names: Sequence[str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each field that the report has: its values, with the passages that each rests on."""
    for name in names:
        field = getattr(report, name)
        stated: tuple[Stated[Any], ...] = field if isinstance(field, tuple) else (field,) if field else ()
        if stated:
            yield name, [_value(document, one) for one in stated]


def _value(document: Document, stated: Stated[Any]) -> dict[str, Any]:
    return {"value": plain(stated.value), "quotes": [document.quote(span) for span in stated.evidence]}
