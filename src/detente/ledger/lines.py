"""Rows as lines of lists."""

import json
import sqlite3
from bisect import bisect_left
from datetime import date
from functools import lru_cache
from statistics import median

from detente.ledger.filing import interval_of, parties_of
from detente.model import Kind, Status
from detente.model.listing import ChannelLine, ContactLine, DocumentLine, PromiseLine

_KINDS, _STATUSES = {one.value: one for one in Kind}, {one.value: one for one in Status}
_REMEMBERED = 10_000  # lists of codes that stand in many rows are made once
_FEWEST = 2  # gaps from which a rarity can be told


def contact_line(row: sqlite3.Row) -> ContactLine:
    """A row of `contacts`, all its columns in their order; by name they take twice as long, and lists are long."""
    (
        _, identity, kind, status, sides, parties, first, last, precision, place, asked_by, topics, outcomes, told_by,
        reports, documents, origins, accounts, confirmed_by, day,
    ) = row  # fmt: skip
    return ContactLine(
        id=identity,
        told=day_of(day) if first is None else None,
        kind=_KINDS[kind],
        status=_STATUSES[status],
        sides=_codes(sides),
        parties=parties_of(parties),
        days=interval_of(first, last, precision),
        place=place,
        asked_by=asked_by,
        topics=_codes(topics),
        outcomes=_codes(outcomes),
        told_by=_codes(told_by),
        reports=reports,
        documents=documents,
        origins=origins,
        accounts=accounts,
        confirmed_by=tuple(json.loads(confirmed_by)) if confirmed_by != "[]" else (),
    )


@lru_cache(maxsize=_REMEMBERED)
def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def channel_line(row: sqlite3.Row, on: date) -> ChannelLine:
    """A row of `channels` as of a day; what was held after it does not count as silence."""
    gaps = json.loads(row["gaps"])
    last = day_of(row["last"])
    silence = max((on - last).days, 0) if last else None
    rarity = None
    if silence is not None and len(gaps) >= _FEWEST:
        rarity = (1 + len(gaps) - bisect_left(gaps, silence)) / (1 + len(gaps))
    return ChannelLine(
        a=row["a"],
        b=row["b"],
        level=row["level"],
        contacts=row["contacts"],
        held=row["held"],
        first=day_of(row["first"]),
        last=last,
        median_gap=median(gaps) if gaps else None,
        longest_gap=gaps[-1] if gaps else None,
        silence=silence,
        rarity=rarity,
    )


def promise_line(row: sqlite3.Row, on: date) -> PromiseLine:
    """A row of `promises` with its contact and words; open ones are overdue after their last day."""
    first, last = day_of(row["due_first"]), day_of(row["due_last"])
    state = "overdue" if row["state"] == "open" and last is not None and last < on else row["state"]
    return PromiseLine(
        id=row["id"],
        contact=row["contact_id"],
        kind=row["kind"],
        by=tuple(row["by"].split()),
        sides=tuple(row["sides"].split()),
        topics=tuple(row["topics"].split()),
        said=day_of(row["said"]),
        due=(first, last) if first and last else None,
        regular=bool(row["regular"]),
        state=state,
        settled_by=row["settled_by"],
        settled_on=day_of(row["settled_on"]),
        report=row["report"],
        words=row["words"] or "",
        settled_words=row["settled_words"] or "",
    )


def document_line(row: sqlite3.Row) -> DocumentLine:
    """A row of `documents` with the language, reports and copies of its latest reading."""
    return DocumentLine(
        key=row["key"],
        name=row["name"],
        outlet=row["outlet"] or "",
        url=row["url"] or "",
        title=row["title"] or "",
        lang=row["lang"],
        published=day_of(row["published"]),
        learned=row["learned"],
        reports=row["reports"],
        copies=row["copies"],
    )


def day_of(text: str | None) -> date | None:
    """A day as it is stored; "" and None are no day."""
    return date.fromisoformat(text) if text else None
