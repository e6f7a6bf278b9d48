"""The columns of a contact, for every format that has a row a contact."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from detente.export.formats.cells import Cell
from detente.export.formats.form import Field
from detente.model.listing import ContactLine
from detente.reference.places import place_sides
from detente.reference.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its row of the codebook, and its value for a contact."""

    field: Field
    value: Callable[[ContactLine, "Places"], Cell]


class Places:
    """Where places lie.

    Args:
        registry: with the places it knows.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._sides: Mapping[str, tuple[str, bool]] = place_sides(registry)

    def side(self, line: ContactLine) -> str:
        """Code of the state that the place of a contact lay in on its day, "" when unknown."""
        return self.lies_in(line.place, line.days.start if line.days else None)

    def lies_in(self, place: str, day: date | None) -> str:
        """Code of the state that a place lay in on a day, or lies in now; "" when unknown."""
        side, _ = self._sides.get(place, ("", False))
        return self._registry.side_on(side, day) if side and day else side


def _column(name: str, form: str, means: str, value: Callable[[ContactLine, Places], Cell]) -> Column:
    return Column(field=Field(name=name, form=form, means=means), value=value)


COLUMNS: tuple[Column, ...] = (
    _column("contact", "text", "id of the contact, unique; the same while reports are added", lambda c, _: c.id),
    _column("kind", "text", "call, meeting, visit, talks or message", lambda c, _: c.kind.value),
    _column("status", "text", "held, planned, proposed, denied or cancelled", lambda c, _: c.status.value),
    _column("sides", "list", "codes of the sides, sorted: ISO 3166-1 alpha-2 for states", lambda c, _: c.sides),
    _column(
        "first_day", "day", "first possible day; empty when unknown", lambda c, _: c.days.start if c.days else None
    ),
    _column("last_day", "day", "last possible day, itself included", lambda c, _: c.days.end if c.days else None),
    _column(
        "told_day", "day", "day of publication of its first report, where its own days are unknown", lambda c, _: c.told
    ),
    _column(
        "precision",
        "text",
        "how exactly the time is told: day, span, week, month, season or year",
        lambda c, _: c.days.precision.value if c.days else "",
    ),
    _column("place", "text", "city or state, usual English name; empty when untold", lambda c, _: c.place),
    _column("place_side", "text", "code of the state that the place lay in that day", lambda c, p: p.side(c)),
    _column("asked_by", "text", "code of the side that asked for it; empty when untold", lambda c, _: c.asked_by),
    _column(
        "party_names",
        "list",
        "who took part, by the usual English spelling; empty for an unnamed delegation",
        lambda c, _: tuple(party.name or "" for party in c.parties),
    ),
    _column(
        "party_sides",
        "list",
        "for whom each of them acted, in the order of party_names",
        lambda c, _: tuple(party.side for party in c.parties),
    ),
    _column(
        "party_offices",
        "list",
        "the office each of them held that day, in the same order",
        lambda c, _: tuple(party.office or "" for party in c.parties),
    ),
    _column(
        "party_ids",
        "list",
        "their ids in the registry, in the same order; empty for those it does not know",
        lambda c, _: tuple(party.person or "" for party in c.parties),
    ),
    _column("topics", "list", "what it was about", lambda c, _: c.topics),
    _column("outcomes", "list", "what came of it", lambda c, _: c.outcomes),
    _column("told_by", "list", "sides whose account there is, and `press`", lambda c, _: c.told_by),
    _column("reports", "number", "how many reports tell of it", lambda c, _: c.reports),
    _column("documents", "number", "how many documents these stand in", lambda c, _: c.documents),
    _column("origins", "number", "how many independent texts these documents copy", lambda c, _: c.origins),
    _column("accounts", "number", "how many fields are told differently", lambda c, _: c.accounts),
    _column("confirmed_by", "list", "persons who checked and confirmed it", lambda c, _: c.confirmed_by),
)
