"""The registry: states, bodies, persons, places and who held which office when."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import urlsplit

from detente.errors import DataError, StaleIndexError, UsageError
from detente.model.actors import Body, Person, Place, State, Term
from detente.reference.assemble import assemble
from detente.reference.called import Called, called_in_english, state_of
from detente.reference.index import read_index, table_key, write_index
from detente.reference.rows import Forms, Milestone, OfficeRule, RoleTitles, Source, StateCode, Tables, Waiver
from detente.reference.tables import COLUMNS, Row, TableFile, read_table

K = TypeVar("K")

STALE_AFTER = timedelta(days=180)


class Registry:
    """A typed view of `data/registry`, immutable; indexes are built when first asked for.

    Args:
        tables: parsed and checked tables.

    Attributes:
        states: code -> state.
        state_codes: code -> its dated codes in other lists; `codes_on` asks them.
        bodies, persons: id -> body, person.
        places, terms, milestones: in the order of the tables.
        sources: key -> source; `Term.source` and the like are keys.
        roles, offices: tables that name offices, for `who` and `office_label`.
        waivers: overlaps and gaps that `audit` accepts.
    """

    def __init__(self, tables: Tables, digest: bytes = b"") -> None:
        self.digest = digest
        self._tables = tables
        self.places: tuple[Place, ...] = tables.places
        self.terms: tuple[Term, ...] = tables.terms
        self.milestones: tuple[Milestone, ...] = tables.milestones
        self.roles: tuple[RoleTitles, ...] = tables.roles
        self.offices: tuple[OfficeRule, ...] = tables.offices
        self.waivers: tuple[Waiver, ...] = tables.waivers

    @cached_property
    def states(self) -> Mapping[str, State]:
        """Code -> state."""
        return MappingProxyType({row.state.code: row.state for row in self._tables.states})

    @cached_property
    def state_codes(self) -> Mapping[str, tuple[StateCode, ...]]:
        """Code of a state -> what other lists call it, in the order of the table; only states that have a row."""
        groups: defaultdict[str, list[StateCode]] = defaultdict(list)
        for row in self._tables.codes:
            groups[row.state].append(row)
        return MappingProxyType({code: tuple(mine) for code, mine in groups.items()})

    @cached_property
    def adjectives(self) -> Mapping[str, Forms]:
        """Code of a state -> language code -> its adjectives and demonyms."""
        return MappingProxyType({row.state.code: row.adjectives for row in self._tables.states})

    @cached_property
    def family_first(self) -> frozenset[str]:
        """Codes of the states whose people are written family name first in English."""
        return frozenset(row.state.code for row in self._tables.states if row.family_first)

    @cached_property
    def bodies(self) -> Mapping[str, Body]:
        """Id -> body."""
        return MappingProxyType({row.body.id: row.body for row in self._tables.bodies})

    @cached_property
    def persons(self) -> Mapping[str, Person]:
        """Id -> person."""
        return MappingProxyType({person.id: person for person in self._tables.persons})

    @cached_property
    def called_abroad(self) -> Mapping[str, list[Called]]:
        """Id of a person -> his names in English as languages with capital letters use them."""
        first = self.family_first
        return {
            person.id: called_in_english(person, family_first=state_of(person.id) in first, native=False)
            for person in self.persons.values()
        }

    @cached_property
    def sides_of_persons(self) -> Mapping[str, frozenset[str]]:
        """Id of a person -> the state of his first entry and every side that he held an office for."""
        known: dict[frozenset[str], frozenset[str]] = {}  # most persons are of one of two hundred sides
        found = {
            person: frozenset((state_of(person), *(term.side for term in self.terms_of(person))))
            for person in self.persons
        }
        return {person: known.setdefault(sides, sides) for person, sides in found.items()}

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Key -> source."""
        return MappingProxyType({source.key: source for source in self._tables.sources})

    @cached_property
    def sides(self) -> frozenset[str]:
        """Every code that may stand for a side: states and bodies that act for themselves."""
        return frozenset(self.states) | frozenset(body.side for body in self.bodies.values())

    def terms_of(self, person_id: str) -> tuple[Term, ...]:
        """All terms of a person, earliest first; empty for a person who never held an office here."""
        return self._by_person.get(person_id, ())

    def terms_on(self, person_id: str, day: date) -> tuple[Term, ...]:
        """Terms that a person may hold on `day`.

        A start or end known to the year or month counts with all its days, so on such days the old and the new
        holder both answer.
        """
        return tuple(term for term in self.terms_of(person_id) if covers(term, day, day))

    def holders(self, side: str, role: str, day: date) -> tuple[Term, ...]:
        """Terms of `role` for `side` that may run on `day`, earliest start first."""
        return self.holders_between(side, role, day, day)

    def holders_between(self, side: str, role: str, first: date, last: date) -> tuple[Term, ...]:
        """Terms of `role` for `side` that may run on some day from `first` to `last`, both included."""
        return tuple(term for term in self._by_office.get((side, role), ()) if covers(term, first, last))

    def terms_for(self, side: str, first: date, last: date) -> tuple[Term, ...]:
        """Terms of any office of `side` that may run on some day from `first` to `last`, both included."""
        return tuple(term for term in self._by_side.get(side, ()) if covers(term, first, last))

    def side_on(self, side: str, day: date) -> str:
        """The state that the places of a side lay in on a day: Moscow in the Soviet Union until the end of 1991."""
        for past in self._predecessors.get(side, ()):
            if past.valid_to is not None and day <= past.valid_to:
                return past.code
        return side

    def changed_since(self, day: date) -> bool:
        """Whether some state of that day is one of the past now."""
        return any(day <= last for past in self._predecessors.values() for one in past if (last := one.valid_to))

    @cached_property
    def _predecessors(self) -> Mapping[str, tuple[State, ...]]:
        found: defaultdict[str, list[State]] = defaultdict(list)
        for state in self.states.values():
            if state.succeeded_by:
                found[state.succeeded_by].append(state)
        return {code: tuple(states) for code, states in found.items()}

    def is_stale(self, term: Term, day: date) -> bool:
        """Whether `term` is open and `day` lies more than 180 days after it was last known to be open."""
        return term.end is None and term.as_of is not None and day > term.as_of + STALE_AFTER

    def official_side(self, outlet: str | None, url: str | None) -> str | None:
        """The side whose account an outlet publishes, None for the press.

        Args:
            outlet: its name or host, as the document has it.
            url: address of the document; its host decides before the name does.
        """
        for host in (_host(url), (outlet or "").strip().casefold()):
            labels = host.split(".")
            # The longest known domain wins: `mfa.gov.cn` before `gov.cn`.
            for cut in range(len(labels) - 1):
                side = self._hosts.get(".".join(labels[cut:]))
                if side is not None:
                    return side
        return self._outlets.get((outlet or "").strip().casefold())

    @cached_property
    def _by_person(self) -> Mapping[str, tuple[Term, ...]]:
        return _grouped((term.person, term) for term in self.terms)

    @cached_property
    def _by_office(self) -> Mapping[tuple[str, str], tuple[Term, ...]]:
        return _grouped(((term.side, term.role), term) for term in self.terms)

    @cached_property
    def _by_side(self) -> Mapping[str, tuple[Term, ...]]:
        return _grouped((term.side, term) for term in self.terms)

    @cached_property
    def _hosts(self) -> Mapping[str, str]:
        return {outlet.match: outlet.side for outlet in self._tables.outlets if outlet.kind == "host"}

    @cached_property
    def _outlets(self) -> Mapping[str, str]:
        return {outlet.match: outlet.side for outlet in self._tables.outlets if outlet.kind == "name"}


def covers(term: Term, first: date, last: date) -> bool:
    """Whether a term may run on some day from `first` to `last`; an open term runs on."""
    return term.start <= last and (term.end is None or first <= term.end)


def load_registry(overlay: Path | None = None, cache: Path | None = None) -> Registry:
    """Read the registry of the package, with an overlay on top.

    Args:
        overlay: folder with tables of the same names; a row with the id (or, for terms and places, the key) of a row
            of the package replaces it, others are added.
        cache: folder for the compiled registry; None, or one that cannot be written, means to parse every time.

    Raises:
        UsageError: the overlay is no folder, or holds no table.
        DataError: a row breaks a rule; the message starts with file and line.
    """
    contents = _contents(overlay)
    key = table_key(contents)
    name = "registry" if overlay is None else f"registry-{hashlib.sha256(str(overlay).encode()).hexdigest()[:12]}"
    path = None if cache is None else cache / f"{name}.msgpack"
    if path is not None:
        try:
            return Registry(read_index(path, key), key)
        except StaleIndexError:
            # Nothing to report: the index is only a faster copy of the tables, made anew below.
            pass
    tables = _parse(contents)
    if path is not None:
        write_index(path, key, tables)
    return Registry(tables, key)


def _contents(overlay: Path | None) -> list[TableFile]:
    folder = files("detente") / "data" / "registry"
    contents = [TableFile(name, name, 0, (folder / name).read_bytes()) for name in COLUMNS]
    if overlay is None:
        return contents
    found = sorted(overlay.glob("*.csv")) if overlay.is_dir() else []
    if not found:
        raise UsageError(f"{overlay}: no tables here; an overlay is a folder with tables such as terms.csv")
    for path in found:
        if path.name not in COLUMNS:
            raise DataError(f"{path}:1: no table of the registry has this name; known are {', '.join(COLUMNS)}")
        try:
            contents.append(TableFile(path.name, str(path), 1, path.read_bytes()))
        except OSError as error:
            raise UsageError(f"{path}: cannot be read ({error}); give a folder of readable tables") from error
    return contents


def _parse(contents: Iterable[TableFile]) -> Tables:
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for file in contents:
        rows[file.name].extend(read_table(file))
    return assemble(rows)


def _grouped(pairs: Iterable[tuple[K, Term]]) -> Mapping[K, tuple[Term, ...]]:
    groups: defaultdict[K, list[Term]] = defaultdict(list)
    for key, term in pairs:
        groups[key].append(term)
    return {key: tuple(sorted(terms, key=lambda term: term.start)) for key, terms in groups.items()}


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").rstrip(".")
    except ValueError:
        # Addresses come from strangers; one that cannot be read has no host.
        return ""
