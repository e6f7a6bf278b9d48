"""Rows as lines of lists."""

import json
import sqlite3
from datetime import date
from statistics import median

from detente.ledger.filing import interval_of, parties_of
from detente.model import Kind, Status
from detente.model.listing import ChannelLine, ContactLine, PromiseLine

_FEWEST = 2  # gaps from which a rarity can be told


def contact_line(row: sqlite3.Row) -> ContactLine:
    """A row of `contacts`."""
    return ContactLine(
        id=row["id"],
        told=day_of(row["day"]) if row["first"] is None else None,
        kind=Kind(row["kind"]),
        status=Status(row["status"]),
        sides=tuple(row["sides"].split()),
        parties=parties_of(row["parties"]),
        days=interval_of(row["first"], row["last"], row["precision"]),
        place=row["place"],
        asked_by=row["asked_by"],
        topics=tuple(row["topics"].split()),
        outcomes=tuple(row["outcomes"].split()),
        told_by=tuple(row["told_by"].split()),
        reports=row["reports"],
        documents=row["documents"],
        origins=row["origins"],
        accounts=row["accounts"],
        confirmed_by=tuple(json.loads(row["confirmed_by"])),
    )


def channel_line(row: sqlite3.Row, on: date) -> ChannelLine:
    """A row of `channels` as of a day; what was held after it does not count as silence."""
    gaps = json.loads(row["gaps"])
    last = day_of(row["last"])
    silence = max((on - last).days, 0) if last else None
    rarity = None
    if silence is not None and len(gaps) >= _FEWEST:
        rarity = (1 + sum(gap >= silence for gap in gaps)) / (1 + len(gaps))
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


def day_of(text: str | None) -> date | None:
    """A day as it is stored; "" and None are no day."""
    return date.fromisoformat(text) if text else None
