"""For programs: one JSON object a document, every value with its evidence (`--format json`).

docs/reference/json-format.md explains schema version 1.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any, TypeVar

from detente.export.reading import Item, Reading
from detente.export.screen import Screen
from detente.model import Compared, Document, Interval, Party, Promise, Refusal, Rejected, Report, Span, Stated
from detente.model.grounded import Dated

SCHEMA = 1
# Inside JSON strings only; what a terminal would obey rather than show is written as an escape, which JSON allows.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
Value = TypeVar("Value")
Record = dict[str, Any]


def records(items: Iterable[Item], screen: Screen) -> Iterator[str]:
    """One line of JSON a document or refusal."""
    for item in items:
        outcome = item.outcome
        record = refusal_record(outcome) if isinstance(outcome, Refusal) else reading_record(outcome)
        yield json_line(record, screen)


def json_line(record: Record, screen: Screen) -> str:
    """The record as one line, in ASCII where the stream cannot hold more."""
    if not screen.symbols:
        return json.dumps(record) + "\n"
    line = json.dumps(record, ensure_ascii=False)
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n"


def refusal_record(refusal: Refusal) -> Record:
    """What could not be read, and why."""
    return {
        "schema": SCHEMA,
        "refused": {
            "source": refusal.source,
            "reason": refusal.reason,
            "detail": refusal.detail,
            "remedy": refusal.remedy,
        },
    }


def reading_record(reading: Reading) -> Record:
    """Everything that was read from one document."""
    document = reading.document
    record: Record = {
        "schema": SCHEMA,
        "document": {
            "id": document.id,
            "lang": reading.lang,
            "title": document.quote(document.title) if document.title else None,
            "published": document.published.isoformat() if document.published else None,
            "outlet": document.outlet,
            "url": document.url,
            **({"capture": asdict(document.capture)} if document.capture else {}),
            "text": document.text,
            "junk": [{**_evidence(document, junk.span), "rule": junk.rule} for junk in document.junk],
        },
        "dated": _dated(document, reading.grounded.dated),
        "reports": [_report(document, report) for report in reading.reports],
        "rejected": [_rejected(document, rejected) for rejected in reading.rejected],
    }
    # Only where a model read it too: what the rules alone give stays as it was, byte for byte.
    if reading.dropped:
        record["dropped"] = [{"field": one.field, "reason": one.reason} for one in reading.dropped]
    return record


def _report(document: Document, report: Report) -> Record:
    def stated(value: Stated[Value] | None, form: Callable[[Value], object] = str) -> Record | None:
        if value is None:
            return None
        return {"value": form(value.value), "evidence": [_evidence(document, span) for span in value.evidence]}

    record = {
        "reader": report.reader,
        "pattern": report.pattern,
        "kind": stated(report.kind),
        "status": stated(report.status),
        "sides": [stated(side) for side in report.sides],
        "parties": [stated(party, _party) for party in report.parties],
        "days": stated(report.days, _days),
        "place": stated(report.place),
        "asked_by": stated(report.asked_by),
        "topics": [stated(topic) for topic in report.topics],
        "outcomes": [stated(outcome) for outcome in report.outcomes],
        "promises": [stated(promise, _promise) for promise in report.promises],
        "told_by": [stated(teller) for teller in report.told_by],
        "quotes": [_evidence(document, span) for span in report.quotes],
    }
    if report.compared is not None:
        record["compared"] = _compared(document, report.compared)
    return record


def _compared(document: Document, compared: Compared) -> Record:
    return {
        "agreed": list(compared.agreed),
        "added": list(compared.added),
        "differing": list(compared.differing),
        "other": _report(document, compared.other),
    }


def _party(party: Party) -> Record:
    return {"name": party.name, "side": party.side, "office": party.office, "person": party.person}


def _promise(promise: Promise) -> Record:
    return {
        "kind": promise.kind.value,
        "by": list(promise.by),
        "due": _days(promise.due) if promise.due else None,
        "regular": promise.regular,
    }


def _days(days: Interval) -> Record:
    return {"start": days.start.isoformat(), "end": days.end.isoformat(), "precision": days.precision.value}


def _dated(document: Document, dated: Dated) -> Record:
    return {
        "days": _days(dated.days) if dated.days else None,
        "stated": dated.stated,
        "reasons": [
            {"reason": reason, "evidence": _evidence(document, span) if span else None}
            for reason, span in dated.reasons
        ],
    }


def _rejected(document: Document, rejected: Rejected) -> Record:
    return {**_evidence(document, rejected.span), "cue": rejected.cue, "reason": rejected.reason}


def _evidence(document: Document, span: Span) -> Record:
    return {"start": span.start, "end": span.end, "quote": document.quote(span)}
