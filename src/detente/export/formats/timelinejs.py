"""A timeline for TimelineJS 3, as JSON (https://timeline.knightlab.com/docs/json-format.html).

TimelineJS shows headlines and texts as HTML, so what comes from documents is escaped. A contact whose day nobody tells
stands on the day of its first report and says so.
"""

import json
from datetime import date
from html import escape
from typing import Any, BinaryIO

from detente.export.formats.codebook import in_words
from detente.export.formats.form import Field, Format, Material, Options, Tally, text_of
from detente.export.formats.reports import quote_of
from detente.export.screen import Screen
from detente.export.wording import days_in_words, party_in_words
from detente.model import Interval, Precision, one_day
from detente.model.contact import Contact
from detente.model.listing import ContactView


def _write(material: Material, _: Options, sink: BinaryIO) -> Tally:
    title = {"text": {"headline": "Contacts between states", "text": escape(in_words(material.header))}}
    written = undated = 0
    with text_of(sink) as stream:
        stream.write('{"title": ' + json.dumps(title, ensure_ascii=False) + ', "events": [')
        for view in material.views():
            event = _event(view)
            if event is None:
                undated += 1
                continue
            stream.write((",\n" if written else "\n") + json.dumps(event, ensure_ascii=False))
            written += 1
        stream.write("\n]}\n")
    left_out = {"without any day": undated} if undated else {}
    matched = material.header.matched.contacts - undated
    return Tally(written=written, matched=matched, unit="contact", left_out=left_out)


def _event(view: ContactView) -> dict[str, Any] | None:
    contact = view.contact
    told = min((telling.published for telling in view.tellings if telling.published), default=None)
    days = contact.days.value if contact.days else one_day(told) if told else None
    if days is None:
        return None
    words = days_in_words(days, Screen())
    paragraphs = [f"<p>{escape(quote_of(telling))}</p>" for telling in view.tellings if quote_of(telling)]
    return {
        "unique_id": contact.id,
        "start_date": _day(days.start, days.precision),
        "end_date": _day(days.end, days.precision),
        "display_date": words if contact.days else f"day unknown; reported {words}",
        "group": contact.status.value.value,
        "text": {"headline": escape(headline(contact)), "text": "".join(paragraphs)},
    }


def _day(day: date, precision: Precision) -> dict[str, int]:
    known = {"year": day.year, "month": day.month, "day": day.day}
    cut = {Precision.YEAR: 1, Precision.MONTH: 2}.get(precision, len(known))
    return dict(list(known.items())[:cut])


def headline(contact: Contact) -> str:
    """A contact in a few words, such as `planned visit: Sergey Lavrov, foreign minister (RU) – US`."""
    named = [party_in_words(account.value) for account in contact.parties if account.value.name]
    unnamed = [side for side in contact.codes if side not in {a.value.side for a in contact.parties if a.value.name}]
    where = f", {contact.place.value}" if contact.place else ""
    return f"{contact.status.value.value} {contact.kind.value.value}: {' – '.join([*named, *unnamed])}{where}"


def time_in_words(days: Interval | None) -> str:
    """The days of a contact, or that they are unknown."""
    return days_in_words(days, Screen()) if days else "day unknown"


TIMELINEJS = Format(
    says="a timeline for TimelineJS",
    media="application/json",
    suffix=".json",
    fields=(
        Field(name="title", form="object", means="schema version, coverage and filters"),
        Field(name="events.unique_id", form="text", means="id of the contact"),
        Field(name="events.start_date", form="object", means="year, month and day, as far as they are told"),
        Field(name="events.end_date", form="object", means="the same of the last possible day"),
        Field(
            name="events.display_date", form="text", means="the days in words, and whether they are those of a report"
        ),
        Field(name="events.group", form="text", means="status"),
        Field(
            name="events.text", form="object", means="`headline`, and `text`: the sentences that tell of it, as HTML"
        ),
    ),
    write=_write,
    inside=True,
    sources=("TimelineJS 3, https://timeline.knightlab.com/docs/json-format.html",),
)
