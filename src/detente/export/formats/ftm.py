"""FollowTheMoney entities, as JSON Lines, for OpenAleph, yente and nomenklatura.

Schemata and properties are those of followthemoney 4 (https://followthemoney.tech): Person, Position and Occupancy from
the registry; PublicBody for a side nobody is named for; Call for calls that were held; Event for all other contacts,
since FollowTheMoney knows no planned, denied or cancelled one; the status stands in `keywords`. Article is a document,
and the `proof` of what it tells.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from detente.export.formats.actors import parties_of, term_of
from detente.export.formats.form import Field, Format, Material, Options, Tally, text_of
from detente.export.formats.reports import quote_of
from detente.export.formats.strict import web_address
from detente.export.records import json_line
from detente.export.screen import Screen
from detente.model import Interval, Kind, Party, Precision, Status
from detente.model.actors import Term
from detente.model.contact import Contact
from detente.model.listing import ContactView, Telling
from detente.reference.offices import office_label
from detente.reference.registry import Registry

Entity = dict[str, Any]
# States of the past and entities as FollowTheMoney writes them, "" for those it does not know; all others are written
# by their code in small letters.
_COUNTRIES = {
    "SU": "suhh", "YU": "yucs", "CS": "cshh", "YD": "", "SO-SL": "so-som", "GE-OS": "", "UA-DN": "ua-dpr",
    "UA-LH": "ua-lpr",
}  # fmt: skip
_LANGUAGES = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra", "hi": "hin", "it": "ita",
    "ja": "jpn", "nl": "nld", "pl": "pol", "pt": "por", "ru": "rus", "ta": "tam", "te": "tel", "tr": "tur",
    "uk": "ukr", "zh": "zho",
}  # fmt: skip
_CUT = {Precision.MONTH: 7, Precision.YEAR: 4}  # letters of an ISO 8601 day that are known


def _write(material: Material, _: Options, sink: BinaryIO) -> Tally:
    seen: set[str] = set()
    contacts = 0
    with text_of(sink) as stream:
        for view in material.views():
            for entity in _entities(view, material.registry):
                if entity["id"] not in seen:
                    seen.add(entity["id"])
                    stream.write(json_line(entity, Screen()))
                    contacts += entity["schema"] in {"Call", "Event"}
    matched = material.header.matched.contacts
    return Tally(written=contacts, matched=matched, unit=f"contact ({len(seen):,} entities)")


def _entities(view: ContactView, registry: Registry) -> Iterator[Entity]:
    contact = view.contact
    for telling in view.tellings:
        yield _article(telling)
    for account in contact.parties:
        yield from _person(account.value, contact, registry)
    for side in contact.codes:
        yield from (_body(side, registry) for party in parties_of(contact, side) if party.name is None)
    yield _call(view) if _is_call(contact) else _event(view)


def _entity(schema: str, key: str, properties: Mapping[str, Iterable[str]]) -> Entity:
    """An entity, its values without repetition and empty ones left out."""
    known = {name: [one for one in dict.fromkeys(values) if one] for name, values in properties.items()}
    return {"id": key, "schema": schema, "properties": {name: values for name, values in known.items() if values}}


def _key(kind: str, *parts: str) -> str:
    return f"detente-{kind}-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:20]}"


def _article(telling: Telling) -> Entity:
    properties = {
        "title": [telling.name],
        "publishedAt": [telling.published.isoformat() if telling.published else ""],
        "publisher": [telling.outlet],
        "sourceUrl": [web_address(telling.url)],
        "language": [_LANGUAGES.get(telling.lang, "")],
        "retrievedAt": [telling.learned.removesuffix("Z")],
    }
    return _entity("Article", _article_key(telling), properties)


def _article_key(telling: Telling) -> str:
    return _key("article", telling.document)


def _party_key(party: Party) -> str:
    if party.name is None:
        return _key("body", party.side)
    return _key("person", party.person) if party.person else _key("person", party.side, party.name)


def _body(side: str, registry: Registry) -> Entity:
    state = registry.states.get(side)
    names = state.names if state else next((one.names for one in registry.bodies.values() if one.side == side), {})
    name = next(iter(names.get("en", ())), side)
    country = [country_code(side)] if state else []
    return _entity("PublicBody" if state else "Organization", _key("body", side), {"name": [name], "country": country})


def country_code(side: str) -> str:
    """Code of a state as FollowTheMoney writes it, "" for one it does not know."""
    return _COUNTRIES.get(side, side.lower())


def _person(party: Party, contact: Contact, registry: Registry) -> Iterator[Entity]:
    if party.name is None:
        return
    person = registry.persons.get(party.person or "")
    country = [country_code(party.side)] if party.side in registry.states else []
    names = [form for forms in person.forms.values() for form in forms] if person else []
    properties = {
        "name": [party.name],
        "alias": names,
        "country": country,
        "wikidataId": [person.wikidata if person else ""],
        "position": [party.office or ""],
    }
    yield _entity("Person", _party_key(party), properties)
    term = term_of(registry, party, contact.days.value.start) if contact.days else None
    if term is not None:
        yield from _office(term, party, country, registry)


def _office(term: Term, party: Party, country: list[str], registry: Registry) -> Iterator[Entity]:
    label = office_label(term, registry)
    post = _key("position", term.side, label)
    yield _entity("Position", post, {"name": [f"{label} ({term.side})"], "country": country})
    properties = {
        "holder": [_party_key(party)],
        "post": [post],
        "startDate": [_cut(term.start.isoformat(), term.start_precision)],
        "endDate": [_cut(term.end.isoformat(), term.end_precision) if term.end else ""],
        "description": [term.office],
    }
    yield _entity("Occupancy", _key("occupancy", term.person, term.side, term.role, term.start.isoformat()), properties)


def _cut(day: str, precision: Precision | None) -> str:
    return day[: _CUT.get(precision, len(day))] if precision else day


def _is_call(contact: Contact) -> bool:
    return contact.kind.value is Kind.CALL and contact.status.value is Status.HELD


def _days(days: Interval | None) -> dict[str, Iterable[str]]:
    """The days as far as they are known."""
    if days is None:
        return {}
    first, last = (_cut(day.isoformat(), days.precision) for day in (days.start, days.end))
    return {"date": [first]} if first == last else {"startDate": [first], "endDate": [last]}


def _told(view: ContactView) -> dict[str, Iterable[str]]:
    return {
        "proof": [_article_key(telling) for telling in view.tellings],
        "sourceUrl": [web_address(telling.url) for telling in view.tellings],
        "publisher": [telling.outlet for telling in view.tellings],
        "summary": [quote_of(telling) for telling in view.tellings],
        "recordId": [view.contact.id],
    }


def _call(view: ContactView) -> Entity:
    contact = view.contact
    caller = (
        contact.asked_by.value if contact.asked_by and contact.asked_by.value in contact.codes else contact.codes[0]
    )
    receivers = (side for side in contact.codes if side != caller)
    properties = {
        "caller": [_party_key(party) for party in parties_of(contact, caller)],
        "receiver": [_party_key(party) for side in receivers for party in parties_of(contact, side)],
        **_days(contact.days.value if contact.days else None),
        **_told(view),
    }
    return _entity("Call", f"detente-contact-{contact.id}", properties)


def _event(view: ContactView) -> Entity:
    contact = view.contact
    kind, status = contact.kind.value.value, contact.status.value.value
    asker = contact.asked_by.value if contact.asked_by else ""
    properties = {
        "name": [f"{status} {kind}: {' and '.join(contact.codes)}"],
        "keywords": [kind, status, *(account.value for account in contact.topics)],
        "involved": [_party_key(party) for side in contact.codes for party in parties_of(contact, side)],
        "organizer": [_party_key(party) for party in parties_of(contact, asker)] if asker in contact.codes else [],
        "location": [contact.place.value if contact.place else ""],
        **_days(contact.days.value if contact.days else None),
        **_told(view),
    }
    return _entity("Event", f"detente-contact-{contact.id}", properties)


_FIELDS = (
    Field(name="id", form="text", means="unique; of a contact `detente-contact-` and its id"),
    Field(
        name="schema",
        form="text",
        means="Person, PublicBody, Organization, Position, Occupancy, Call, Event or Article",
    ),
    Field(name="properties", form="object", means="property of the schema -> list of values"),
    Field(
        name="properties.caller",
        form="list",
        means="of a Call: who asked for it; the first side where nobody is said to have",
    ),
    Field(name="properties.keywords", form="list", means="of an Event: kind, status, topics"),
    Field(name="properties.summary", form="list", means="of a Call or Event: the sentences that tell of it"),
    Field(name="properties.proof", form="list", means="of a Call or Event: the Articles that tell of it"),
    Field(name="properties.recordId", form="list", means="of a Call or Event: id of the contact"),
)
FTM = Format(
    says="FollowTheMoney entities, one JSON object a line: persons, offices, calls, events, articles",
    media="application/json+ftm",
    suffix=".ftm.json",
    fields=_FIELDS,
    write=_write,
    sources=("FollowTheMoney 4, https://followthemoney.tech",),
)
