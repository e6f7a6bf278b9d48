"""Contacts that lie ahead, or did, as iCalendar (RFC 5545): subscribed to, each export replaces the one before.

An event keeps its UID for as long as the contact keeps its id. SEQUENCE grows with every step of its status and every
judgement, so that calendars take the later word (RFC 5546). Proposed is TENTATIVE, planned and then held CONFIRMED,
denied or cancelled CANCELLED. What was only ever held is no appointment and stays out.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO

from detente.export.formats.codebook import in_words
from detente.export.formats.form import Field, Format, Material, Options, Tally
from detente.export.formats.reports import quote_of
from detente.export.formats.strict import web_address, xml_text
from detente.export.formats.timelinejs import headline, time_in_words
from detente.model import Status
from detente.model.listing import ContactView

if TYPE_CHECKING:
    import icalendar

_STATUSES = {
    Status.PROPOSED: "TENTATIVE",
    Status.PLANNED: "CONFIRMED",
    Status.HELD: "CONFIRMED",
    Status.DENIED: "CANCELLED",
    Status.CANCELLED: "CANCELLED",
}
_AHEAD = {Status.PROPOSED, Status.PLANNED}
_LONGEST = 31  # days; an appointment some time this year would cover a calendar


def _write(material: Material, _: Options, sink: BinaryIO) -> Tally:
    import icalendar  # noqa: PLC0415  (an extra)

    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//detente//detente {material.header.version}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if material.address:
        calendar.add("source", material.address, parameters={"value": "URI"})  # RFC 7986, 5.8
    calendar.add("x-wr-calname", "Contacts between states")
    calendar.add("x-wr-caldesc", xml_text(in_words(material.header)))
    left_out = {"never planned or proposed": 0, "without a day": 0, "no day known to a month": 0}
    for view in material.views():
        reason = _unfit(view)
        if reason:
            left_out[reason] += 1
        else:
            calendar.add_component(_event(view, material.page_of(view.contact.id)))
    sink.write(calendar.to_ical())
    matched = material.header.matched.contacts - sum(left_out.values())
    return Tally(written=len(calendar.events), matched=matched, unit="contact", left_out=left_out)


def _unfit(view: ContactView) -> str:
    contact = view.contact
    if contact.status.value not in _AHEAD and not any(step.status in _AHEAD for step in contact.history):
        return "never planned or proposed"
    if contact.days is None:
        return "without a day"
    return "no day known to a month" if contact.days.value.days > _LONGEST else ""


def _event(view: ContactView, page: str) -> "icalendar.Event":
    import icalendar  # noqa: PLC0415  (an extra)

    contact, event = view.contact, icalendar.Event()
    event.add("uid", f"{contact.id}@contacts.detente")
    event.add("sequence", max(len(contact.history) - 1, 0) + len(view.judgements))
    for name, learned in (
        ("created", view.first_learned),
        ("last-modified", view.last_learned),
        ("dtstamp", view.last_learned),
    ):
        event.add(name, datetime.fromisoformat(learned))
    event.add("status", _STATUSES[contact.status.value])
    event.add("summary", xml_text(headline(contact)))
    if contact.days:
        event.add("dtstart", contact.days.value.start)
        event.add("dtend", contact.days.value.end + timedelta(days=1))
    if contact.place:
        event.add("location", xml_text(contact.place.value))
    if contact.topics:
        event.add("categories", [account.value for account in contact.topics])
    event.add("description", xml_text(_description(view)))
    event.add("transp", "TRANSPARENT")  # nobody is busy because two presidents meet
    address = page or next(filter(None, (web_address(telling.url) for telling in view.tellings)), "")
    if address:
        event.add("url", address)
    return event


def _description(view: ContactView) -> str:
    contact = view.contact
    lines = [f"{contact.status.value.value}; {time_in_words(contact.days.value if contact.days else None)}"]
    lines += [f"{step.said or 'undated'}: {step.status.value}" for step in contact.history]
    lines += [f"{telling.outlet or telling.name}: {quote_of(telling)}" for telling in view.tellings]
    return "\n".join(lines)


ICAL = Format(
    says="contacts that were planned or proposed, for calendars",
    media="text/calendar",
    suffix=".ics",
    fields=(
        Field(name="UID", form="text", means="id of the contact, `@contacts.detente`"),
        Field(name="SEQUENCE", form="number", means="steps of its status after the first, and judgements"),
        Field(
            name="STATUS",
            form="text",
            means="TENTATIVE (proposed), CONFIRMED (planned, held), CANCELLED (denied, cancelled)",
        ),
        Field(name="DTSTART", form="day", means="first possible day"),
        Field(name="DTEND", form="day", means="the day after the last possible one"),
        Field(name="SUMMARY", form="text", means="status, kind, parties, place"),
        Field(name="LOCATION", form="text", means="place"),
        Field(name="CATEGORIES", form="list", means="topics"),
        Field(
            name="DESCRIPTION", form="text", means="status in words, its history, and each report's outlet and sentence"
        ),
        Field(
            name="URL",
            form="text",
            means="page of the contact, from a site; else address of its first report that has one",
        ),
        Field(name="CREATED", form="text", means="when its first report was learned"),
        Field(name="LAST-MODIFIED", form="text", means="when its latest report was learned; DTSTAMP too"),
        Field(name="X-WR-CALDESC", form="text", means="of the calendar: schema version, coverage and filters"),
    ),
    write=_write,
    inside=True,
    needs=("icalendar",),
    sources=("RFC 5545", "RFC 5546", "RFC 7986"),
)
