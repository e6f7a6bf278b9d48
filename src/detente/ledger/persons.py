"""Persons as answers: who takes part in contacts, for whom, with whom."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice

from detente.errors import NotFoundError
from detente.ledger.lines import contact_line
from detente.ledger.marks import SPAN, folded_name, held_days, key_of, mark_of_person
from detente.ledger.where import Where
from detente.model import Status
from detente.model.listing import ContactLine
from detente.model.registered import NameForm, TermLine
from detente.model.views import Counterpart, PersonLine, PersonView
from detente.reference.offices import office_label
from detente.reference.registry import Registry, covers

_PERSONS = "SELECT * FROM marks"
_OFFICES = "SELECT side, office, contacts FROM person_offices WHERE person = ? AND contacts > 0"
_NAMED_SO = """
SELECT contacts.* FROM marked CROSS JOIN contacts ON contacts.number = marked.contact WHERE marked.mark = ?
ORDER BY marked.day DESC LIMIT 1
"""
_CONTACTS = """
SELECT contacts.* FROM marked CROSS JOIN contacts ON contacts.number = marked.contact WHERE marked.mark = ?
ORDER BY marked.day DESC, contacts.id DESC
"""
_REMEMBERED = 50_000  # persons whose names are folded once


def find_persons(  # noqa: PLR0913  (each narrows the list)
    connection: sqlite3.Connection,
    registry: Registry,
    *,
    text: str = "",
    side: str = "",
    limit: int | None = None,
    after: str = "",
) -> Iterator[PersonLine]:
    """Persons who take part in contacts, the one with the most contacts first.

    Args:
        text: words of a name in any script that the registry has, each from its beginning: `lavr` finds Lavrov.
        side: code for which they act.
        limit: at most so many; None for all.
        after: key of the person after whom to go on.

    Raises:
        UsageError: `after` is nobody.
    """
    rows = _rows(connection, registry, text, side, _mark(connection, after) if after else None)
    return (_line(connection, registry, row) for row in islice(rows, limit))


def count_persons(connection: sqlite3.Connection, registry: Registry, *, text: str = "", side: str = "") -> int:
    """How many persons fit."""
    return sum(1 for _ in _rows(connection, registry, text, side, None))


def _rows(
    connection: sqlite3.Connection, registry: Registry, text: str, side: str, after: sqlite3.Row | None
) -> Iterator[sqlite3.Row]:
    """Rows of `marks`, those of people."""
    where = Where()
    where.add("field IN ('person', 'name') AND contacts > 0")
    if side:
        where.add("value IN (SELECT person FROM person_offices WHERE side = ? AND contacts > 0)", side)
    if after is not None:
        where.add("(-contacts, value) > (?, ?)", -after["contacts"], after["value"])
    rows = connection.execute(where.query(_PERSONS, "ORDER BY contacts DESC, value"), where.values)
    words = folded_name(text).split()
    return (row for row in rows if not words or _is_called(row["value"], words, registry))


def _is_called(key: str, words: Iterable[str], registry: Registry) -> bool:
    """Whether each of the words begins a word of a person's name in some script."""
    names = _names(key, registry)
    return all(f" {word}" in names for word in words)


@lru_cache(maxsize=_REMEMBERED)
def _names(key: str, registry: Registry) -> str:
    """All forms of a person's name, folded, a space before each word."""
    return "".join(f" {folded_name(form)}" for form, _ in _forms(key, registry)) or f" {folded_name(key)}"


def _forms(key: str, registry: Registry) -> dict[tuple[str, str], None]:
    """Forms of a name and their languages, the usual English one first; none of somebody unknown to the registry."""
    person = registry.persons.get(key)
    if person is None:
        return {}
    forms = ((form, lang) for lang, known in person.forms.items() for form in known)
    return dict.fromkeys([(person.name, "en"), *forms])


def _mark(connection: sqlite3.Connection, key: str) -> sqlite3.Row:
    """The row of `marks` of a person.

    Raises:
        UsageError: there is none.
    """
    row = mark_of_person(connection, key)
    if row is None:
        raise NotFoundError(
            f"nobody of the key {key!r} takes part in a contact; a key is an id such as us.joe-biden, or the name as "
            "reports write it"
        )
    return row


def _line(connection: sqlite3.Connection, registry: Registry, row: sqlite3.Row) -> PersonLine:
    key = row["value"]
    offices, sides = Counter[str](), Counter[str]()
    for one in connection.execute(_OFFICES, (key,)):
        sides[one["side"]] += one["contacts"]
        offices[one["office"]] += one["contacts"]
    offices.pop("", None)
    first, last = held_days(connection, row["id"]) if row["held"] else (None, None)
    return PersonLine(
        key=key,
        name=_name(connection, registry, row),
        sides=_most_first(sides),
        offices=_most_first(offices),
        contacts=row["contacts"],
        held=row["held"],
        first=first,
        last=last,
    )


def _most_first(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda value: (-counts[value], value)))


def _name(connection: sqlite3.Connection, registry: Registry, row: sqlite3.Row) -> str:
    key = str(row["value"])
    if row["field"] == "name":
        return key
    if key in registry.persons:
        return registry.persons[key].name
    # Known to the registry with which the reports were read, but not to this one.
    latest = contact_line(connection.execute(_NAMED_SO, (row["id"],)).fetchone())
    return next((one.name for one in latest.parties if one.person == key and one.name), key)


def show_person(connection: sqlite3.Connection, registry: Registry, key: str, on: date) -> PersonView:
    """A person in full.

    Args:
        key: as of `PersonLine`.
        on: day as of which terms are current.

    Raises:
        UsageError: nobody of this key takes part in a contact.
    """
    row = _mark(connection, key)
    contacts = tuple(map(contact_line, connection.execute(_CONTACTS, (row["id"],))))
    return PersonView(
        line=_line(connection, registry, row),
        names=tuple(NameForm(form=form, lang=lang) for form, lang in _forms(key, registry)),
        terms=_terms(key, registry, on),
        contacts=contacts,
        counterparts=_counterparts(key, contacts, registry),
    )


def _terms(key: str, registry: Registry, on: date) -> tuple[TermLine, ...]:
    return tuple(
        TermLine(
            side=term.side,
            office=office_label(term, registry),
            title=term.office,
            start=term.start,
            start_precision=term.start_precision,
            end=term.end,
            end_precision=term.end_precision,
            acting=term.acting,
            current=covers(term, on, on),
            stale=registry.is_stale(term, on),
            as_of=term.as_of,
            source=registry.sources[term.source].text,
        )
        for term in registry.terms_of(key)
    )


def _counterparts(key: str, contacts: Iterable[ContactLine], registry: Registry) -> tuple[Counterpart, ...]:
    """The persons of other sides in these contacts."""
    met: dict[str, list[ContactLine]] = {}
    names: dict[str, str] = {}
    sides: dict[str, Counter[str]] = {}
    for contact in contacts:
        own = {party.side for party in contact.parties if key_of(party) == key}
        others = {key_of(party): party for party in contact.parties if party.side not in own and key_of(party)}
        for other, party in others.items():
            if other == key:
                continue
            met.setdefault(other, []).append(contact)
            names.setdefault(other, party.name or other)
            sides.setdefault(other, Counter())[party.side] += 1
    found = [
        _counterpart(other, names[other], _most_first(sides[other]), shared, registry) for other, shared in met.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.contacts, one.key)))


def _counterpart(
    key: str, name: str, sides: tuple[str, ...], shared: Sequence[ContactLine], registry: Registry
) -> Counterpart:
    days = [day for line in shared if (day := _held_day(line))]
    return Counterpart(
        key=key,
        name=registry.persons[key].name if key in registry.persons else name,
        sides=sides,
        contacts=len(shared),
        held=len(days),
        last=max(days, default=None),
    )


def _held_day(line: ContactLine) -> date | None:
    known = line.status is Status.HELD and line.days is not None and line.days.end - line.days.start < SPAN
    return line.days.end if known and line.days else None
