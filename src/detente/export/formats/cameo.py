"""CAMEO event codes, as CSV, for pipelines that were built for them.

CAMEO is the Conflict and Mediation Event Observations codebook (Gerner, Schrodt and Yilmaz; version 1.1b3, March 2012,
http://eventdata.parusanalytics.com/data.dir/cameo.html). Held: 041 discuss by telephone, 042 make a visit, 043 host
one, 044 meet at a third place, 046 engage in negotiation, 040 consult. Planned: 036 express intent to meet or
negotiate. Proposed: 020 appeal, since 026 is an appeal to others. Denied and cancelled: 125 reject a proposal to meet.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import BinaryIO

from detente.export.formats.actors import actor_code, directions, event_day, host_of, parties_of, sector
from detente.export.formats.cells import Cell, write_table
from detente.export.formats.columns import Places
from detente.export.formats.form import Field, Format, Material, Options, Tally
from detente.model import Kind, Status
from detente.model.contact import Contact
from detente.model.listing import ContactView
from detente.reference.registry import Registry

CODES = {
    "020": "Make an appeal or request, not specified below",
    "036": "Express intent to meet or negotiate",
    "040": "Consult, not specified below",
    "041": "Discuss by telephone",
    "042": "Make a visit",
    "043": "Host a visit",
    "044": "Meet at a third location",
    "046": "Engage in negotiation",
    "125": "Reject proposal to meet, discuss, or negotiate",
}
_UNHELD = {Status.PLANNED: "036", Status.PROPOSED: "020", Status.DENIED: "125", Status.CANCELLED: "125"}
_HELD = {Kind.CALL: "041", Kind.TALKS: "046"}
_FIELDS = (
    Field(name="event", form="text", means="id of the contact, source and target, unique"),
    Field(name="date", form="day", means="of a held contact its first possible day, else the day of the first report"),
    Field(name="source", form="text", means="ISO alpha-3 code (IGO, NGO, IMG without one) and sector, such as RUSGOV"),
    Field(name="target", form="text", means="the same of the other side"),
    Field(name="cameo", form="text", means="; ".join(f"{code} {name}" for code, name in CODES.items())),
    Field(name="source_side", form="text", means="our code of the source"),
    Field(name="target_side", form="text", means="our code of the target"),
    Field(name="contact", form="text", means="id of the contact"),
    Field(name="kind", form="text", means="kind of the contact"),
    Field(name="status", form="text", means="status of the contact"),
    Field(name="reports", form="number", means="how many reports tell of it"),
)


def _write(material: Material, options: Options, sink: BinaryIO) -> Tally:
    places = Places(material.registry)
    counts = {"told": 0, "undated": 0}

    def rows() -> Iterator[Sequence[Cell]]:
        for view in material.views():
            day = event_day(view)
            counts["undated" if day is None else "told"] += 1
            if day is not None:
                yield from _rows(view, day, material.registry, places)

    written = write_table(sink, _FIELDS, rows(), options)
    left_out = {"without any day": counts["undated"]} if counts["undated"] else {}
    matched = material.header.matched.contacts - counts["undated"]
    return Tally(written=counts["told"], matched=matched, unit=f"contact ({written:,} events)", left_out=left_out)


def _rows(view: ContactView, day: date, registry: Registry, places: Places) -> Iterator[Sequence[Cell]]:
    contact = view.contact
    for direction in directions(view, places):
        for target in direction.targets:
            pairs = [(direction.source, target, event_code(contact, places, visits=direction.visits))]
            if direction.visits:
                pairs.append((target, direction.source, "043"))
            for source, other, code in pairs:
                yield (
                    f"{contact.id}-{source}-{other}", day, _actor(contact, source, registry, day),
                    _actor(contact, other, registry, day), code, source, other, contact.id, contact.kind.value.value,
                    contact.status.value.value, len(contact.reports),
                )  # fmt: skip


def event_code(contact: Contact, places: Places, *, visits: bool) -> str:
    """The code of a contact from its source's side.

    Args:
        visits: whether the source is the target's guest.
    """
    if contact.status.value is not Status.HELD:
        return _UNHELD[contact.status.value]
    if visits:
        return "042"
    if contact.kind.value in _HELD:
        return _HELD[contact.kind.value]
    host = host_of(contact, places)
    third = bool(host) and host not in contact.codes and contact.kind.value is not Kind.MESSAGE
    return "044" if third else "040"


def _actor(contact: Contact, side: str, registry: Registry, day: date) -> str:
    return actor_code(registry, side, day) + sector(registry, parties_of(contact, side)[0], day)


CAMEO = Format(
    says="CAMEO event codes, a row for each two sides",
    media="text/csv",
    suffix=".csv",
    fields=_FIELDS,
    write=_write,
    chooses=("spreadsheet",),
    sources=("CAMEO 1.1b3 (2012), http://eventdata.parusanalytics.com/data.dir/cameo.html",),
)
