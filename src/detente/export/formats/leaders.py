"""Travel of leaders: who of the heads of state and government and foreign ministers went where, when and why.

The form follows the Country and Organizational Leader Travel data (COLT; Moyer and others 2025, doi
10.1093/isq/sqaf013): a row a leader and trip. Unlike there, a trip that was planned, proposed, denied or cancelled has
a row as well; filter by `status`. A row needs a place abroad, so a visit whose place no report tells has none;
a meeting on a visit is part of that trip.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import BinaryIO

from detente.export.formats.actors import term_of
from detente.export.formats.cells import Cell, write_table
from detente.export.formats.columns import Places
from detente.export.formats.form import Field, Format, Material, Options, Tally
from detente.model import Kind, Party
from detente.model.listing import ContactLine
from detente.reference.codes import codes_on
from detente.reference.registry import Registry

_ROLES = {"hos": "head of state", "hog": "head of government", "foreign": "foreign minister"}
_Journey = tuple[ContactLine, int, Party]
_AWAY = {Kind.VISIT, Kind.MEETING, Kind.TALKS}
_FIELDS = (
    Field(name="trip", form="text", means="id of the contact, and the leader's number in it; unique"),
    Field(name="leader", form="text", means="the usual English spelling of the name"),
    Field(name="leader_id", form="text", means="id in the registry"),
    Field(name="wikidata", form="text", means="id in Wikidata"),
    Field(name="role", form="text", means="head of state, head of government or foreign minister"),
    Field(name="office", form="text", means="the office held that day"),
    Field(name="home", form="text", means="code of the leader's state"),
    Field(name="home_iso3", form="text", means="its ISO 3166-1 alpha-3 code that day"),
    Field(name="home_cow", form="text", means="its Correlates of War code that day"),
    Field(name="destination", form="text", means="code of the state travelled to"),
    Field(name="destination_iso3", form="text", means="its ISO 3166-1 alpha-3 code that day"),
    Field(name="destination_cow", form="text", means="its Correlates of War code that day"),
    Field(name="place", form="text", means="city or state, usual English name"),
    Field(name="first_day", form="day", means="first possible day"),
    Field(name="last_day", form="day", means="last possible day, itself included"),
    Field(name="days", form="number", means="how many days these are"),
    Field(name="precision", form="text", means="how exactly the time is told; `days` is a stay only for day and span"),
    Field(name="met", form="list", means="codes of the other sides"),
    Field(name="purpose", form="list", means="topics"),
    Field(name="kind", form="text", means="visit, meeting or talks"),
    Field(name="third_place", form="number", means="1 when the destination is none of the sides"),
    Field(name="status", form="text", means="held, planned, proposed, denied or cancelled"),
    Field(name="contact", form="text", means="id of the contact"),
    Field(name="reports", form="number", means="how many reports tell of it"),
)


def _write(material: Material, options: Options, sink: BinaryIO) -> Tally:
    places, registry = Places(material.registry), material.registry
    journeys = [
        (line, number, party)
        for line in material.lines()
        for number, party in enumerate(line.parties, 1)
        if _travels(line, party, places, registry)
    ]
    within = _within(material, journeys, places)
    trips = [one for one in journeys if (one[0].id, _who(one[2])) not in within]
    rows = (_row(line, number, party, places, registry) for line, number, party in trips)
    written = write_table(sink, _FIELDS, rows, options)
    left_out = {"on a visit that has a row": len({contact for contact, _ in within})} if within else {}
    return Tally(written=written, matched=len(journeys) - len(within), unit="trip", left_out=left_out)


def _within(material: Material, journeys: Iterable[_Journey], places: Places) -> set[tuple[str, str]]:
    """Contact and leader of what happened on a visit of the same leader to the same state: no trip of its own."""
    visits = {(line.id, _who(party), places.side(line)) for line, _, party in journeys if line.kind is Kind.VISIT}
    mine = {(line.id, _who(party), places.side(line)) for line, _, party in journeys if line.kind is not Kind.VISIT}
    wholes = {view.contact.id: view.wholes for view in material.views() if view.wholes} if visits and mine else {}
    return {
        (contact, who)
        for contact, who, away in mine
        if any((whole.id, who, away) in visits for whole in wholes.get(contact, ()))
    }


def _who(party: Party) -> str:
    return party.person or party.name or ""


def _travels(line: ContactLine, party: Party, places: Places, registry: Registry) -> bool:
    away = places.side(line)
    if line.kind not in _AWAY or line.days is None or not away or away == party.side:
        return False
    return role_of(party, line.days.start, registry) in _ROLES


def role_of(party: Party, day: date, registry: Registry) -> str:
    """The registry's role of a party that day; of somebody it does not know, the role whose holder has this office."""
    term = term_of(registry, party, day)
    if term is not None:
        return term.role
    titles = (one.role for one in registry.roles if party.office and one.label == party.office)
    return next(titles, "")


def _row(line: ContactLine, number: int, party: Party, places: Places, registry: Registry) -> Sequence[Cell]:
    if line.days is None:
        raise ValueError(f"contact {line.id} has no day")
    first, last, away = line.days.start, line.days.end, places.side(line)
    home, there = codes_on(registry, party.side, first), codes_on(registry, away, first)
    person = registry.persons.get(party.person or "")
    return (
        f"{line.id}-{number}", party.name or "", party.person or "", person.wikidata if person else "",
        _ROLES[role_of(party, first, registry)], party.office or "", party.side, home.iso3 or "", home.cow or "", away,
        there.iso3 or "", there.cow or "", line.place, first, last, line.days.days, line.days.precision.value,
        tuple(side for side in line.sides if side != party.side), line.topics, line.kind.value,
        int(away not in line.sides), line.status.value, line.id, line.reports,
    )  # fmt: skip


LEADERS = Format(
    says="travel of heads of state and government and foreign ministers, a row a leader and trip",
    media="text/csv",
    suffix=".csv",
    fields=_FIELDS,
    write=_write,
    chooses=("spreadsheet",),
    sources=("Country and Organizational Leader Travel (COLT), doi 10.1093/isq/sqaf013",),
)
