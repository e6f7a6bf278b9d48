"""Values that only the registry knows: milestones, outlets, labels of offices, waivers, and all tables together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from detente.model.actors import Body, Person, Place, State, Term

Forms = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where rows come from.

    Attributes:
        key: what the rows cite.
        text: the source in words, with the day of the snapshot where there is one.
    """

    key: str
    text: str
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A well-known contact whose day is certain; it anchors texts without a date.

    Attributes:
        start, end: first and last day, both included.
        kind: a kind of contact (`call`, `meeting`, `talks`, `visit`, `message`).
        sides: codes, sorted.
        persons: registry ids.
        place: usual English name of a place, "" for a call.
    """

    start: date
    end: date
    kind: str
    sides: tuple[str, ...]
    persons: tuple[str, ...]
    place: str
    note: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher whose texts are the account of one side.

    Attributes:
        kind: `host` (a domain with all below it) or `name` (the whole name of an outlet, case-insensitive).
    """

    kind: str
    match: str
    side: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTitles:
    """How people ask for an office.

    Attributes:
        role: class of office, as in `Term.role`.
        label: the short English office (see `OfficeRule.label`), "" when any office of the role will do.
        body_kinds: kinds of `Body` whose head this role is; "CIA" alone then asks for it.
        titles: language code -> titles in lower case.
    """

    role: str
    label: str
    body_kinds: tuple[str, ...]
    titles: Forms
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRule:
    """One row of the table that shortens titles; the first row that fits wins.

    Attributes:
        role: class of office, or `*`.
        side: code, or `*`.
        pattern: regular expression searched for in the title, case-insensitive; "" fits every title.
    """

    role: str
    side: str
    pattern: str
    label: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """An overlap or gap between holders of an office that is known and accepted.

    Attributes:
        kind: `overlap` or `gap`.
        first, last: days between which it is accepted, both included.
    """

    kind: str
    side: str
    office: str
    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """A state with what only the registry uses.

    Attributes:
        adjectives: language code -> adjectives and demonyms.
        family_first: whether the usual English name of its people puts the family name first.
    """

    state: State
    adjectives: Forms
    family_first: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCode:
    """What another list calls a state, and between which days.

    Attributes:
        state: code of a state of this registry.
        scheme: `iso2`, `iso3` (ISO 3166-1), `cow` (Correlates of War) or `gw` (Gleditsch-Ward).
        valid_from, valid_to: first and last day, None for no bound.
    """

    state: str
    scheme: str
    value: str
    valid_from: date | None
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow:
    """A body with its source."""

    body: Body
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Every table, parsed and checked; this is what the compiled registry holds."""

    states: tuple[StateRow, ...]
    codes: tuple[StateCode, ...]
    bodies: tuple[BodyRow, ...]
    persons: tuple[Person, ...]
    places: tuple[Place, ...]
    terms: tuple[Term, ...]
    milestones: tuple[Milestone, ...]
    outlets: tuple[Outlet, ...]
    roles: tuple[RoleTitles, ...]
    offices: tuple[OfficeRule, ...]
    waivers: tuple[Waiver, ...]
    sources: tuple[Source, ...]
