"""PLOVER event records, as JSON Lines.

PLOVER is the Political Language Ontology for Verifiable Event Records of the Open Event Data Alliance
(https://github.com/openeventdata/PLOVER). Field names, the modes of CONSULT (visit, third-party, multilateral, phone)
and REJECT (meet), contexts, actor codes, sectors and quad codes are those of its manual, draft 0.8 of 2021. What that
draft calls DEMAND is REQUEST in the data set that is made with PLOVER now, POLECAT (Halterman and others 2023, doi
10.7910/DVN/AJGVIT); it keeps the mode `meet`.

A record is made of the status that the contact has now: held is CONSULT, planned AGREE, proposed REQUEST, denied and
cancelled REJECT. `actors.directions` says who stands as the source. The manual would list both sides of a meeting as
sources where nobody visits; here each side gets a record of its own, which users of dyads need.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, BinaryIO

from detente.export.formats.actors import (
    Direction,
    actor_code,
    directions,
    event_day,
    host_of,
    parties_of,
    sector,
)
from detente.export.formats.columns import Places
from detente.export.formats.form import SCHEMA, Field, Format, Material, Options, Tally, text_of
from detente.export.formats.reports import quote_of
from detente.export.records import json_line
from detente.export.screen import Screen
from detente.model import Kind, Status
from detente.model.contact import Contact
from detente.model.listing import ContactView
from detente.reference.registry import Registry

_EVENTS = {
    Status.HELD: "CONSULT",
    Status.PLANNED: "AGREE",
    Status.PROPOSED: "REQUEST",
    Status.DENIED: "REJECT",
    Status.CANCELLED: "REJECT",
}
_VERBAL_COOPERATION, _VERBAL_CONFLICT = 1, 3
_QUADS = {
    "CONSULT": _VERBAL_COOPERATION,
    "AGREE": _VERBAL_COOPERATION,
    "REQUEST": _VERBAL_CONFLICT,
    "REJECT": _VERBAL_CONFLICT,
}
# Our topic -> contexts. Topics without one (space, culture, crisis) have no counterpart there.
CONTEXTS = {
    "relations": "diplomatic", "arms-control": "military", "nuclear": "cbrn", "missiles": "military", "cyber": "cyber",
    "ceasefire": "military", "peace": "diplomatic", "security": "military", "military": "military",
    "terrorism": "terrorism", "intelligence": "intelligence", "sanctions": "economic", "trade": "economic",
    "energy": "resource", "economy": "economic", "aid": "humanitarian", "climate": "enviro_disaster",
    "health": "disease", "migration": "migration", "border": "resource", "prisoners": "legal",
    "human-rights": "human_rights", "elections": "election", "regional-conflict": "military",
    "consular": "diplomatic",
}  # fmt: skip
_DYAD = 2


def _write(material: Material, _: Options, sink: BinaryIO) -> Tally:
    places, told, written, undated = Places(material.registry), 0, 0, 0
    with text_of(sink) as stream:
        for view in material.views():
            day = event_day(view)
            if day is None:
                undated += 1
                continue
            for record in _records(view, day, material.registry, places):
                stream.write(json_line(record, Screen()))
                written += 1
            told += 1
    left_out = {"without any day": undated} if undated else {}
    matched = material.header.matched.contacts - undated
    return Tally(written=told, matched=matched, unit=f"contact ({written:,} records)", left_out=left_out)


def _records(view: ContactView, day: date, registry: Registry, places: Places) -> Iterator[dict[str, Any]]:
    contact = view.contact
    event = _EVENTS[contact.status.value]
    for number, direction in enumerate(directions(view, places), 1):
        record: dict[str, Any] = {
            "id": f"{contact.id}-{number}",
            "date": day.isoformat(),
            "source": _actors(contact, [direction.source], registry, day),
            "recipient": _actors(contact, direction.targets, registry, day),
            "event": [event],
            "mode": _modes(contact, direction, event, places),
            "context": sorted({CONTEXTS[account.value] for account in contact.topics if account.value in CONTEXTS}),
            "quad_code": _QUADS[event],
            "link": contact.id,
            "cite_info": _citations(view),
            "coder": "detente",
            "schema": SCHEMA,
        }
        if event == "CONSULT" and contact.days:
            record["enddate"] = contact.days.value.end.isoformat()
        if contact.place:
            host = host_of(contact, places)
            record["event_loc"] = {"name": contact.place.value} | ({"country code": host} if host else {})
        yield record


def _modes(contact: Contact, direction: Direction, event: str, places: Places) -> list[str]:
    if event in {"REJECT", "REQUEST"}:
        return ["meet"]
    if event == "AGREE":
        return []
    modes = ["visit"] if direction.visits else []
    if contact.kind.value in {Kind.CALL, Kind.MESSAGE}:
        modes.append("phone")
    host = host_of(contact, places)
    if host and host not in contact.codes:
        modes.append("third-party")
    if len(contact.codes) > _DYAD:
        modes.append("multilateral")
    return modes


def _actors(contact: Contact, sides: Sequence[str], registry: Registry, day: date) -> list[dict[str, str]]:
    actors = []
    for party in (party for side in sides for party in parties_of(contact, side)):
        person = registry.persons.get(party.person or "")
        actor = {
            "code": actor_code(registry, party.side, day),
            "sector": sector(registry, party, day),
            "identifier_id": person.wikidata if person else "",
            "identifier_text": party.name or "",
            "office": party.office or "",
            "side": party.side,
        }
        actors.append({name: value for name, value in actor.items() if value})
    return actors


def _citations(view: ContactView) -> list[dict[str, str]]:
    found = []
    for telling in view.tellings:
        cited = {
            "url": telling.url,
            "publication": telling.outlet,
            "language": telling.lang,
            "citation": telling.document,
            "quote": quote_of(telling),
        }
        found.append({name: value for name, value in cited.items() if value})
    return found


_FIELDS = (
    Field(name="id", form="text", means="id of the contact and the number of the direction, unique"),
    Field(name="date", form="day", means="of a held contact its first possible day, else the day of the first report"),
    Field(name="enddate", form="day", means="of a held contact its last possible day"),
    Field(
        name="source",
        form="list",
        means="actors: `code` (ISO alpha-3, IGO, NGO or IMG), `sector` (GOV, SPY, MIL, LEG), "
        "`identifier_id` (Wikidata), `identifier_text`, `office`, and `side`, our code",
    ),
    Field(name="recipient", form="list", means="actors towards whom it goes, of the same form"),
    Field(
        name="event",
        form="list",
        means="CONSULT (held), AGREE (planned), REQUEST (proposed), REJECT (denied, cancelled)",
    ),
    Field(name="mode", form="list", means="visit, third-party, multilateral, phone; of REQUEST and REJECT: meet"),
    Field(
        name="context",
        form="list",
        means="contexts that our topics come to: " + ", ".join(f"{a} {b}" for a, b in CONTEXTS.items()),
    ),
    Field(name="quad_code", form="number", means="1 verbal cooperation, 3 verbal conflict"),
    Field(name="event_loc", form="object", means="place, and ISO alpha-2 code of its state"),
    Field(name="link", form="text", means="id of the contact; its directions share it"),
    Field(name="cite_info", form="list", means="a document each: address, outlet, language, key, and the sentence"),
    Field(name="coder", form="text", means="detente"),
    Field(name="schema", form="number", means="version of the form"),
)
PLOVER = Format(
    says="PLOVER event records, one JSON object a line",
    media="application/jsonl",
    suffix=".jsonl",
    fields=_FIELDS,
    write=_write,
    sources=(
        "PLOVER manual, draft 0.8 (2021), https://github.com/openeventdata/PLOVER",
        "POLECAT, doi 10.7910/DVN/AJGVIT (REQUEST)",
    ),
)
