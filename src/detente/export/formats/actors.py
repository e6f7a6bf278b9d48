"""Who acts towards whom in a contact, for formats of events with a source and a target."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from detente.export.formats.columns import Places
from detente.model import Kind, Party, Status
from detente.model.actors import Term
from detente.model.contact import Contact
from detente.model.listing import ContactView
from detente.reference.codes import codes_on
from detente.reference.offices import office_label
from detente.reference.registry import Registry

# Role of the registry -> sector of PLOVER and CAMEO; all other roles are government.
_SECTORS = {"intel": "SPY", "mil": "MIL", "speaker": "LEG"}
_STATELESS = {"igo": "IGO", "ngo": "NGO"}
_OTHER = "IMG"
_DYAD = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """One side towards the others.

    Attributes:
        source: code of the side that acts.
        targets: codes of those it acts towards.
        visits: whether the source is the target's guest.
    """

    source: str
    targets: tuple[str, ...]
    visits: bool = False


def directions(view: ContactView, places: Places) -> tuple[Direction, ...]:
    """Who acts towards whom.

    A refusal goes out from the side that tells it, where that is one of the sides alone. A visit that was held, and a
    meeting of two at the place of one, goes from the guests to the host. Anything else goes from the side that asked
    for it; where nobody is said to have asked, once from each side.
    """
    contact, sides = view.contact, view.contact.codes
    if contact.status.value in {Status.DENIED, Status.CANCELLED}:
        tellers = set(contact.status.accounts[0].tellers) & set(sides)
        return _from(sorted(tellers) if len(tellers) == 1 else sides, sides)
    host = host_of(contact, places)
    hosted = contact.kind.value is Kind.VISIT or (contact.kind.value is Kind.MEETING and len(sides) == _DYAD)
    if contact.status.value is Status.HELD and hosted and host in sides:
        return _from([side for side in sides if side != host], (host,), visits=True)
    asker = contact.asked_by.value if contact.asked_by else ""
    return _from([asker] if asker in sides else sides, sides)


def _from(sources: Iterable[str], sides: Iterable[str], *, visits: bool = False) -> tuple[Direction, ...]:
    return tuple(
        Direction(source=source, targets=tuple(side for side in sides if side != source), visits=visits)
        for source in sources
    )


def host_of(contact: Contact, places: Places) -> str:
    """Code of the state in which a contact takes place, "" when unknown."""
    if contact.place is None:
        return ""
    return places.lies_in(contact.place.value, contact.days.value.start if contact.days else None)


def event_day(view: ContactView) -> date | None:
    """The day of the event that a status is: of the contact when it was held, else the day on which it was first said.

    A plan is made, and a meeting refused, when it is published, not when the meeting would have been.
    """
    contact = view.contact
    if contact.status.value is Status.HELD and contact.days:
        return contact.days.value.start
    said = [step.said for step in contact.history if step.said and step.status is contact.status.value]
    told = [telling.published for telling in view.tellings if telling.published]
    return min(said, default=None) or min(told, default=None)


def actor_code(registry: Registry, side: str, day: date) -> str:
    """ISO 3166-1 alpha-3 code of a state on a day; IGO, NGO or IMG (armed group) of a side that is no state."""
    if side in registry.states:
        return codes_on(registry, side, day).iso3 or side
    kinds = {body.kind for body in registry.bodies.values() if body.side == side}
    return next((_STATELESS[kind] for kind in sorted(kinds) if kind in _STATELESS), _OTHER)


def sector(registry: Registry, party: Party, day: date) -> str:
    """GOV, SPY, MIL or LEG, by the office that the party held; GOV when it is unknown."""
    term = term_of(registry, party, day)
    return _SECTORS.get(term.role, "GOV") if term else "GOV"


def term_of(registry: Registry, party: Party, day: date) -> Term | None:
    """The registry's term of a party on a day: the one with its office where it held several."""
    terms = [term for term in registry.terms_on(party.person, day) if term.side == party.side] if party.person else []
    named = [term for term in terms if office_label(term, registry) == party.office]
    return next(iter(named or terms), None)


def parties_of(contact: Contact, side: str) -> list[Party]:
    """Who acted for a side; a delegation without a name when nobody is known."""
    known = [account.value for account in contact.parties if account.value.side == side]
    return known or [Party(name=None, side=side, office=None)]
