"""Rows of all tables -> `Tables`, every reference between them checked."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.model.actors import Body, Person, Place, State, Term
from detente.reference.rows import (
    BodyRow,
    Forms,
    Milestone,
    OfficeRule,
    Outlet,
    RoleTitles,
    Source,
    StateCode,
    StateRow,
    Tables,
    Waiver,
)
from detente.reference.tables import Row, check_length, forms, latest, read_date

ROLES = frozenset({
    "hos", "hog", "vp", "foreign", "defence", "nsa", "intel", "spokes", "envoy", "mil", "ambassador", "cos",
    "speaker", "foreign_deputy", "igo_head",
})  # fmt: skip
SCHEMES = frozenset({"iso2", "iso3", "cow", "gw"})
PLACE_KINDS = frozenset({"capital", "seat", "seat_of_government", "venue", "city"})
_STATE_CODE = re.compile(r"[A-Z]{2}(-[A-Z]{2})?")
_BODY_CODE = re.compile(r"[A-Z][A-Z0-9-]+")

RowsByTable = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class _Known:
    """Codes and ids that rows may refer to."""

    sides: frozenset[str]
    persons: frozenset[str]
    sources: frozenset[str]

    def side(self, row: Row, code: str) -> str:
        if code not in self.sides:
            raise row.error(f"unknown side {code!r}; add it to states.csv, or to bodies.csv as a side of its own")
        return code

    def source(self, row: Row) -> str:
        key = row.need("source")
        if key not in self.sources:
            raise row.error(f"unknown source {key!r}; add a row to sources.csv")
        return key

    def person(self, row: Row, name: str) -> str:
        if name not in self.persons:
            raise row.error(f"unknown person {name!r}; add a row to persons.csv")
        return name


def assemble(rows: RowsByTable) -> Tables:
    """Check every table and join them.

    Args:
        rows: name of the table -> its rows, those of the package before those of an overlay.

    Raises:
        DataError: a row breaks a rule; the message starts with its file and line.
    """
    state_rows = latest(rows["states.csv"], lambda row: row.need("code"))
    body_rows = latest(rows["bodies.csv"], lambda row: row.need("id"))
    person_rows = latest(rows["persons.csv"], lambda row: row.need("id"))
    source_rows = latest(rows["sources.csv"], lambda row: row.need("key"))
    known = _Known(
        frozenset(row["code"] for row in state_rows) | frozenset(row.need("side") for row in body_rows),
        frozenset(row["id"] for row in person_rows),
        frozenset(row["key"] for row in source_rows),
    )
    places = _places(rows["places.csv"], known)
    return Tables(
        states=_states(state_rows, places, known),
        codes=_codes(rows["state_codes.csv"], frozenset(row["code"] for row in state_rows), known),
        bodies=tuple(_body(row, known) for row in body_rows),
        persons=tuple(_person(row, known) for row in person_rows),
        places=places,
        terms=_terms(rows["terms.csv"], known),
        milestones=tuple(_milestone(row, known) for row in rows["milestones.csv"]),
        outlets=_outlets(rows["outlets.csv"], known),
        roles=tuple(_role(row, known) for row in _overlay_first(rows["roles.csv"])),
        offices=tuple(_office(row, known) for row in _overlay_first(rows["offices.csv"])),
        waivers=tuple(_waiver(row, known) for row in rows["waivers.csv"]),
        sources=tuple(Source(key=row["key"], text=row.need("text"), licence=row["licence"]) for row in source_rows),
    )


def _overlay_first(rows: Sequence[Row]) -> list[Row]:
    # In these tables the first row that fits wins, so the rows of an overlay go before those of the package.
    return sorted(rows, key=lambda row: -row.order)


def _states(rows: Sequence[Row], places: Sequence[Place], known: _Known) -> tuple[StateRow, ...]:
    capitals: dict[str, dict[str, tuple[str, ...]]] = {}
    for place in places:
        if place.kind == "capital":
            mine = capitals.setdefault(place.side, {})
            english = (place.name, *place.names.get("en", ()))
            for language, names in {**place.names, "en": english}.items():
                mine[language] = (*mine.get(language, ()), *names)
    return tuple(_state(row, capitals.get(row["code"], {}), known) for row in rows)


def _state(row: Row, capitals: Forms, known: _Known) -> StateRow:
    if not _STATE_CODE.fullmatch(row["code"]):
        raise row.error(f"code {row['code']!r} is not two capitals (or two and two for a de facto entity)")
    row.need("name_en")
    first, last = _valid_between(row)
    state = State(
        code=row["code"],
        names=forms(row, "name_"),
        capitals=capitals,
        kind=row.need("kind"),
        valid_from=first,
        valid_to=last,
        succeeded_by=row["succeeded_by"],
    )
    flag = row.flag("family_first")
    return StateRow(state=state, adjectives=forms(row, "adjective_"), family_first=flag, source=known.source(row))


def _codes(rows: Sequence[Row], states: frozenset[str], known: _Known) -> tuple[StateCode, ...]:
    """Dated codes; one of an overlay replaces those of the package that share a day with it, for state and scheme."""
    read = [(row, _code(row, states, known)) for row in rows]
    kept = [(row, code) for row, code in read if not any(o.order > row.order and _clash(code, c) for o, c in read)]
    by_scheme: defaultdict[tuple[str, str], list[tuple[Row, StateCode]]] = defaultdict(list)
    for row, code in kept:
        # A state has one value of a scheme on a day, and a value means one state.
        for key in ((code.state, code.scheme), (code.scheme, code.value)):
            for other_row, other in by_scheme[key]:
                if _share_a_day(code, other):
                    raise row.error(
                        f"{code.scheme} {code.value} of {code.state} shares days with {other.scheme} {other.value} of "
                        f"{other.state} ({other_row.place}); end one before the other begins"
                    )
            by_scheme[key].append((row, code))
    return tuple(code for _, code in kept)


def _clash(one: StateCode, other: StateCode) -> bool:
    return (one.state, one.scheme) == (other.state, other.scheme) and _share_a_day(one, other)


def _share_a_day(one: StateCode, other: StateCode) -> bool:
    return (one.valid_from or date.min) <= (other.valid_to or date.max) and (other.valid_from or date.min) <= (
        one.valid_to or date.max
    )


def _code(row: Row, states: frozenset[str], known: _Known) -> StateCode:
    if row.need("code") not in states:
        raise row.error(f"unknown state {row['code']!r}; add it to states.csv")
    if row["scheme"] not in SCHEMES:
        raise row.error(f"unknown scheme {row['scheme']!r}; known are {', '.join(sorted(SCHEMES))}")
    first, last = _valid_between(row)
    return StateCode(
        state=row["code"],
        scheme=row["scheme"],
        value=row.need("value"),
        valid_from=first,
        valid_to=last,
        source=known.source(row),
    )


def _valid_between(row: Row) -> tuple[date | None, date | None]:
    first, last = read_date(row, "valid_from", last=False), read_date(row, "valid_to", last=True)
    if first and last and last[0] < first[0]:
        raise row.error(f"valid_to {row['valid_to']} lies before valid_from {row['valid_from']}")
    return first and first[0], last and last[0]


def _body(row: Row, known: _Known) -> BodyRow:
    if not _BODY_CODE.fullmatch(row["side"]):
        raise row.error(f"side {row['side']!r} is not a code in capitals")
    short = row["short"]
    if short:
        check_length(row, short, row.list("allow"))
    row.need("name_en")
    body = Body(id=row["id"], side=row["side"], kind=row.need("kind"), short=short, names=forms(row, "name_"))
    return BodyRow(body=body, source=known.source(row))


def _person(row: Row, known: _Known) -> Person:
    known.source(row)
    name = row.need("name")
    return Person(id=row["id"], name=name, wikidata=row["wikidata"], forms=forms(row, "form_"))


def _places(rows: Sequence[Row], known: _Known) -> tuple[Place, ...]:
    kept = latest(rows, lambda row: "/".join((row.need("name"), row["side"], row.need("kind"))))
    return tuple(_place(row, known) for row in kept)


def _place(row: Row, known: _Known) -> Place:
    known.source(row)
    if row["kind"] not in PLACE_KINDS:
        raise row.error(f"unknown kind {row['kind']!r}; known are {', '.join(sorted(PLACE_KINDS))}")
    return Place(
        name=row["name"],
        side=known.side(row, row.need("side")),
        kind=row["kind"],
        actor_class=row["actor_class"],
        names={**forms(row, "name_"), **forms(row, "form_")},
    )


def _term_key(row: Row) -> str:
    return "/".join((row.need("person"), row["side"], row["role"], row["office"], row.need("start")))


def _terms(rows: Sequence[Row], known: _Known) -> tuple[Term, ...]:
    """All terms; one of an overlay replaces those of the package that it overlaps, for the same person and office."""
    kept = [(row.order, _term(row, known)) for row in latest(rows, _term_key)]
    mine: defaultdict[tuple[str, str, str, str], list[Term]] = defaultdict(list)
    for order, term in kept:
        if order:
            mine[_office_of(term)].append(term)
    return tuple(
        term
        for order, term in kept
        if order or not any(_overlap(term, other) for other in mine.get(_office_of(term), ()))
    )


def _office_of(term: Term) -> tuple[str, str, str, str]:
    return term.person, term.side, term.role, term.office


def _overlap(one: Term, other: Term) -> bool:
    return one.start <= (other.end or date.max) and other.start <= (one.end or date.max)


def _term(row: Row, known: _Known) -> Term:
    start, end = read_date(row, "start", last=False), read_date(row, "end", last=True)
    as_of = read_date(row, "as_of", last=True)
    if start is None:
        raise row.error("start is empty; every row needs one")
    if end and end[0] < start[0]:
        raise row.error(f"end {row['end']} lies before start {row['start']}")
    if end is None and as_of is None:
        raise row.error("an open term needs as_of, the last day on which it is known to be open")
    if row["role"] not in ROLES:
        raise row.error(f"unknown role {row['role']!r}; known are {', '.join(sorted(ROLES))}")
    return Term(
        person=known.person(row, row["person"]),
        side=known.side(row, row["side"]),
        role=row["role"],
        office=row.need("office"),
        start=start[0],
        start_precision=start[1],
        end=end and end[0],
        end_precision=end and end[1],
        acting=row.flag("acting"),
        as_of=as_of[0] if as_of and not end else None,
        source=known.source(row),
    )


def _milestone(row: Row, known: _Known) -> Milestone:
    start, end = read_date(row, "start", last=False), read_date(row, "end", last=True)
    if start is None or end is None:
        raise row.error("a milestone needs start and end")
    if end[0] < start[0]:
        raise row.error(f"end {row['end']} lies before start {row['start']}")
    return Milestone(
        start=start[0],
        end=end[0],
        kind=row.need("kind"),
        sides=tuple(sorted(known.side(row, code) for code in row.list("sides"))),
        persons=tuple(known.person(row, name) for name in row.list("persons")),
        place=row["place"],
        note=row["note"],
        source=known.source(row),
    )


def _outlets(rows: Sequence[Row], known: _Known) -> tuple[Outlet, ...]:
    kept = latest(rows, lambda row: f"{row.need('kind')}/{row.need('match').casefold()}")
    for row in kept:
        if row["kind"] not in {"host", "name"}:
            raise row.error(f"unknown kind {row['kind']!r}; known are host, name")
    return tuple(
        Outlet(
            kind=row["kind"],
            match=row["match"].casefold(),
            side=known.side(row, row["side"]),
            source=known.source(row),
        )
        for row in kept
    )


def _role(row: Row, known: _Known) -> RoleTitles:
    if row["role"] not in ROLES:
        raise row.error(f"unknown role {row['role']!r}; known are {', '.join(sorted(ROLES))}")
    return RoleTitles(
        role=row["role"],
        label=row["label"],
        body_kinds=row.list("body_kinds"),
        titles=forms(row, "title_"),
        source=known.source(row),
    )


def _office(row: Row, known: _Known) -> OfficeRule:
    if row["role"] not in ROLES | {"*"}:
        raise row.error(f"unknown role {row['role']!r}; known are *, {', '.join(sorted(ROLES))}")
    if row["side"] != "*":
        known.side(row, row["side"])
    try:
        re.compile(row["pattern"])
    except re.error as error:
        raise row.error(f"pattern {row['pattern']!r} is no regular expression ({error})") from error
    return OfficeRule(
        role=row["role"],
        side=row["side"],
        pattern=row["pattern"],
        label=row.need("label"),
        source=known.source(row),
    )


def _waiver(row: Row, known: _Known) -> Waiver:
    first, last = read_date(row, "first", last=False), read_date(row, "last", last=True)
    if first is None or last is None:
        raise row.error("a waiver needs first and last")
    return Waiver(
        kind=row.need("kind"),
        side=known.side(row, row["side"]),
        office=row.need("office"),
        first=first[0],
        last=last[0],
        reason=row.need("reason"),
    )
