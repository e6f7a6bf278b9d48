"""States, persons, their offices and terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from detente.model.time import Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state, past or present (ISO 3166-1 alpha-2, or the code of a de facto entity).

    Attributes:
        code: how rows and results name it, on every day; the codes of other lists change (`reference.codes`).
        names: language code -> its names in that language, the usual one first.
        valid_from, valid_to: days between which the state existed, None for no bound.
        succeeded_by: of a state of the past, the state in which its cities mostly lie now, "" for none.
    """

    code: str
    names: Mapping[str, tuple[str, ...]]
    capitals: Mapping[str, tuple[str, ...]]
    kind: str
    valid_from: date | None
    valid_to: date | None
    succeeded_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An agency, ministry, parliament, armed group or international organisation.

    Attributes:
        side: the code that its people act for: its state, or its own code when it is a side itself.
        kind: intelligence, foreign, defence, parliament, igo, armed, group, embassy, media, ...
        names: language code -> names in that language.
    """

    id: str
    side: str
    kind: str
    short: str
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A city, seat of power or venue.

    Attributes:
        name: usual English spelling.
        side: state it lies in, or that it stands for when it acts.
        kind: capital, seat, seat_of_government, venue, city.
        names: language code -> names in that language.
    """

    name: str
    side: str
    kind: str
    actor_class: str
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of the registry.

    Attributes:
        id: stable; the state of first entry and a slug, such as `ru.sergey-naryshkin`.
        name: usual English spelling.
        forms: language code -> written forms in that language ("en" holds the English aliases).
    """

    id: str
    name: str
    wikidata: str
    forms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One person's time in one office.

    Attributes:
        role: class of office: hos, hog, vp, foreign, defence, nsa, intel, spokes, envoy, ...
        office: the title as the source gives it.
        start, end: first and last day that the source's precision allows; end None while open.
        as_of: last day on which an open term is known to be open; None for a closed one.
    """

    person: str
    side: str
    role: str
    office: str
    start: date
    start_precision: Precision
    end: date | None
    end_precision: Precision | None
    acting: bool
    as_of: date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or delegation that takes part in a contact.

    Attributes:
        name: usual English spelling, or the romanised name of the text; None for an unnamed delegation.
        side: code of the side acted for.
        office: short English title as held that day, None when unknown.
        person: registry id, None for a person the registry does not know.
    """

    name: str | None
    side: str
    office: str | None
    person: str | None = None
